import { ListMembershipsCommand, type MembershipStatus, type MembershipSummary } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { isException, unlessException } from './errors';
import { allPages } from './pages';

/** The memberships of this account: all of them, or those of one status. */
export async function listMemberships(cleanRooms: CleanRooms, status?: MembershipStatus): Promise<MembershipSummary[]> {
  return allPages(
    async (nextToken) => cleanRooms.send(new ListMembershipsCommand({ status, nextToken })),
    (output) => output.membershipSummaries,
  );
}

/**
 * What the call answers, or undefined where the thing it is about is gone.
 *
 * The service answers AccessDeniedException for what is gone with its parent, and also where a permission lacks. Only the
 * list of memberships tells the two apart; where that cannot be read, the refusal stands.
 *
 * @param isParent Finds the membership without which the thing cannot be there.
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

/** The parent of what lives in a membership, which goes with the collaboration. */
export function activeMembership(identifier: string): (membership: MembershipSummary) => boolean {
  return (membership) => membership.id === identifier && membership.status === 'ACTIVE';
}

async function isKnownGone(cleanRooms: CleanRooms, isParent: (membership: MembershipSummary) => boolean): Promise<boolean> {
  try {
    return !(await listMemberships(cleanRooms)).some(isParent);
  } catch {
    return false;
  }
}
