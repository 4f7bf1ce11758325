import { DeleteMemberCommand } from '@aws-sdk/client-cleanrooms';
import type { MemberRemovalProperties } from '../../src/custom-resources/contract';
import type { CleanRooms } from '../client';
import { text } from '../decode';
import { DeploymentError, isException } from '../errors';
import { describedMember, hasLeft, listMembers } from '../members';
import { UUID } from '../nested-id';
import { resourceWithoutDelete } from '../resource-without-delete';

const FORMAT = new RegExp(`^${UUID}/\\d{12}$`);

/** Removes a member from a collaboration unless it has left or was removed before. A removed member cannot come back. */
export const memberRemoval = resourceWithoutDelete<MemberRemovalProperties>({
  fields: { CollaborationIdentifier: text, AccountId: text },

  async apply(cleanRooms, { CollaborationIdentifier: collaborationIdentifier, AccountId: accountId }) {
    const members = await listMembers(cleanRooms, collaborationIdentifier);
    const member = members.find((one) => one.accountId === accountId);
    if (!member) {
      throw new DeploymentError(`${accountId} is not among the members of the collaboration ${collaborationIdentifier}: `
        + members.map(describedMember).join(', '));
    }
    if (!hasLeft(member)) await remove(cleanRooms, collaborationIdentifier, accountId);
    return `${collaborationIdentifier}/${accountId}`;
  },

  attributes: () => undefined,

  isRecord: (recorded) => FORMAT.test(recorded),
});

async function remove(cleanRooms: CleanRooms, collaborationIdentifier: string, accountId: string): Promise<void> {
  try {
    await cleanRooms.send(new DeleteMemberCommand({ collaborationIdentifier, accountId }));
  } catch (failure) {
    // Another delivery of the event may have come first, or a response of the API may have got lost.
    if (!isException(failure, 'ResourceNotFoundException') && !isException(failure, 'ConflictException')) throw failure;
    const members = await listMembers(cleanRooms, collaborationIdentifier);
    if (members.some((member) => member.accountId === accountId && !hasLeft(member))) throw failure;
  }
}
