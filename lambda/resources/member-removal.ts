import { DeleteMemberCommand, ListMembersCommand, type MemberSummary } from '@aws-sdk/client-cleanrooms';
import type { MemberRemovalProperties } from '../../src/custom-resources/contract';
import type { CleanRooms } from '../client';
import { text } from '../decode';
import { DeploymentError, isException } from '../errors';
import { allPages } from '../pages';
import { question } from '../question';

/** Removes a member from a collaboration, unless it is out of it already. Who is removed cannot come back. */
export const memberRemoval = question<MemberRemovalProperties>(
  { CollaborationIdentifier: text, AccountId: text },
  async (cleanRooms, { CollaborationIdentifier: collaborationIdentifier, AccountId: accountId }) => {
    const members = await listMembers(cleanRooms, collaborationIdentifier);
    const member = members.find((one) => one.accountId === accountId);
    if (!member) {
      const known = members.map((one) => `${one.accountId} ('${one.displayName}', ${one.status})`).join(', ');
      throw new DeploymentError(`${accountId} is not among the members of the collaboration ${collaborationIdentifier}: ${known}`);
    }
    if (!isOut(member)) await remove(cleanRooms, collaborationIdentifier, accountId);
    return { PhysicalResourceId: `${collaborationIdentifier}/${accountId}` };
  },
);

async function remove(cleanRooms: CleanRooms, collaborationIdentifier: string, accountId: string): Promise<void> {
  try {
    await cleanRooms.send(new DeleteMemberCommand({ collaborationIdentifier, accountId }));
  } catch (failure) {
    // Another delivery of the event may have been faster, or an answer have been lost.
    if (!isException(failure, 'ResourceNotFoundException') && !isException(failure, 'ConflictException')) throw failure;
    const members = await listMembers(cleanRooms, collaborationIdentifier);
    if (members.some((member) => member.accountId === accountId && !isOut(member))) throw failure;
  }
}

function isOut({ status }: MemberSummary): boolean {
  return status === 'REMOVED' || status === 'LEFT';
}

async function listMembers(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<MemberSummary[]> {
  return allPages(
    async (nextToken) => cleanRooms.send(new ListMembersCommand({ collaborationIdentifier, nextToken })),
    (output) => output.memberSummaries,
  );
}
