import { GetProtectedQueryCommand, type ProtectedQuery } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { sendForRawResponse } from './raw-response';

/** A protected query, with what this version of the SDK does not know of it yet. */
export type DescribedQuery = ProtectedQuery & { readonly error?: { readonly retry?: { readonly retryable?: boolean } } };

/** Reads a protected query. Where it has an error, it is read as the service sent it, which says whether it can help to run it again. */
export async function readProtectedQuery(
  cleanRooms: CleanRooms, membershipIdentifier: string, protectedQueryIdentifier: string,
): Promise<DescribedQuery> {
  const command = () => new GetProtectedQueryCommand({ membershipIdentifier, protectedQueryIdentifier });
  const { protectedQuery: query } = await cleanRooms.send(command());
  if (!query!.error) return query!;
  const { protectedQuery: raw } = await sendForRawResponse(cleanRooms, command()) as { readonly protectedQuery: DescribedQuery };
  return { ...query!, error: raw.error };
}
