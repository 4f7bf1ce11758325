import type { MembershipLookupAttributes, MembershipLookupProperties } from '../../src/custom-resources/contract';
import { text, wholeNumber } from '../decode';
import { lookup } from '../lookup';
import { listMemberships } from '../memberships';

/** Finds the membership of this account in a collaboration. There is at most one. */
export const membershipLookup = lookup<MembershipLookupProperties>({
  fields: { CollaborationIdentifier: text, WaitSeconds: wholeNumber },

  async list(cleanRooms, { CollaborationIdentifier: collaborationId }) {
    const memberships = await listMemberships(cleanRooms, 'ACTIVE');
    return memberships.map((membership) => {
      const attributes: MembershipLookupAttributes = { MembershipIdentifier: membership.id! };
      return {
        id: membership.id!,
        description: `the one in '${membership.collaborationName}' of ${membership.collaborationCreatorAccountId} (collaboration ${membership.collaborationId})`,
        isWanted: membership.collaborationId === collaborationId,
        attributes,
      };
    });
  },

  describe: ({ CollaborationIdentifier: collaboration }) => `active membership of this account in the collaboration ${collaboration}`,

  remedy: 'Import the right one by its ARN',
});
