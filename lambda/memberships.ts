import { ListMembershipsCommand, type MembershipStatus, type MembershipSummary } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { isException, unlessException } from './errors';
import { allPages } from './pages';

/** Returns the memberships of this account: all of them, or those with one status. */
export async function listMemberships(cleanRooms: CleanRooms, status?: MembershipStatus): Promise<MembershipSummary[]> {
  return allPages(
    async (nextToken) => cleanRooms.send(new ListMembershipsCommand({ status, nextToken })),
    (output) => output.membershipSummaries,
  );
}

/**
 * Returns what the call returns, or undefined if the thing that it is about is gone.
 *
 * The service fails with AccessDeniedException if a permission is missing, but also if the parent of the thing is gone. Only
 * the list of memberships shows which of the two it is. If that cannot be read, the error is thrown.
 *
 * @param isParent Finds the membership without which the thing cannot exist.
 */
export async function unlessGone<T>(
  cleanRooms: CleanRooms,
  isParent: (membership: MembershipSummary) => boolean,
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await unlessException('ResourceNotFoundException', call);
  } catch (error) {
    if (isException(error, 'AccessDeniedException') && await isKnownGone(cleanRooms, isParent)) return undefined;
    throw error;
  }
}

/** Finds the parent of what belongs to a membership. It is gone once the collaboration is deleted. */
export function activeMembership(identifier: string): (membership: MembershipSummary) => boolean {
  return (membership) => membership.id === identifier && membership.status === 'ACTIVE';
}

/** Returns all items of a list of what belongs to a membership, or undefined if the membership is gone. */
export async function allPagesIn<Output extends { nextToken?: string }, Item>(
  cleanRooms: CleanRooms,
  membershipIdentifier: string,
  page: (nextToken: string | undefined) => Promise<Output>,
  itemsOf: (output: Output) => readonly Item[] | undefined,
): Promise<Item[] | undefined> {
  return unlessGone(cleanRooms, activeMembership(membershipIdentifier), async () => allPages(page, itemsOf));
}

async function isKnownGone(cleanRooms: CleanRooms, isParent: (membership: MembershipSummary) => boolean): Promise<boolean> {
  try {
    return !(await listMemberships(cleanRooms)).some(isParent);
  } catch {
    return false;
  }
}
