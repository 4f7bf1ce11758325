import { type CleanRooms, clientConfiguration } from './client';
import { messageOf } from './errors';
import type { ResourceEvent } from './event';
import { CloudFormationClient, DescribeStacksCommand, type Stack } from './missing-sdk/client-cloudformation';

/** Returns what CloudFormation says of the stack of an event. */
export async function describeStack(cleanRooms: CleanRooms, { StackId }: ResourceEvent): Promise<Stack | undefined> {
  const client = new CloudFormationClient(clientConfiguration());
  const { Stacks: stacks } = await cleanRooms.sendBy(client, new DescribeStacksCommand({ StackName: StackId }));
  return stacks?.[0];
}

/** Returns whether CloudFormation is going back to what was there before. */
export async function isRollingBack(cleanRooms: CleanRooms, event: ResourceEvent): Promise<boolean> {
  return (await describeStack(cleanRooms, event))?.StackStatus?.includes('ROLLBACK') ?? false;
}

/** The same; false where CloudFormation does not say it, for example because a rollback has taken the permission away already. */
export async function isKnownToRollBack(cleanRooms: CleanRooms, event: ResourceEvent): Promise<boolean> {
  try {
    return await isRollingBack(cleanRooms, event);
  } catch (failure) {
    cleanRooms.log(`whether the stack is rolled back is not known: ${messageOf(failure)}`);
    return false;
  }
}
