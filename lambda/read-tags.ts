import type { CleanRooms } from './client';
import { isException, unlessException } from './errors';
import type { TagReading } from './tagging';
import type { Tags } from '../src/custom-resources/contract';

/**
 * The longest ARN that the API reference documents for the operations on tags. The ARN of a resource in a membership has more
 * characters: that of an association of a configured audience model has 161. The service may refuse it.
 */
const DOCUMENTED_ARN_CHARACTERS = 100;

/** Returns the tags of a resource: none if it is gone; undefined if the service refuses its ARN. */
export async function readTags({ list }: TagReading, cleanRooms: CleanRooms, resourceArn: string): Promise<Tags | undefined> {
  try {
    const output = await unlessException('ResourceNotFoundException', async () => list(cleanRooms, resourceArn));
    return output?.tags ?? {};
  } catch (failure) {
    if (isArnRefused(failure, resourceArn)) return undefined;
    throw failure;
  }
}

/** Whether an operation on tags failed because the service does not accept an ARN of that length. */
export function isArnRefused(failure: unknown, resourceArn: string): boolean {
  return resourceArn.length > DOCUMENTED_ARN_CHARACTERS && isException(failure, 'ValidationException') && /arn/i.test(failure.message);
}
