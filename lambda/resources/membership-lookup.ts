import type { MembershipLookupAttributes, MembershipLookupProperties } from '../../src/custom-resources/contract';
import { text, wholeNumber } from '../decode';
import { lookup } from '../lookup';
import { listMemberships } from '../memberships';
import { isUuid } from '../nested-id';

/** Finds the membership of this account in a collaboration. There is at most one. */
export const membershipLookup = lookup<MembershipLookupProperties>({
  fields: { CollaborationIdentifier: text, WaitSeconds: wholeNumber },

  async list(cleanRooms, { CollaborationIdentifier: collaborationId }) {
    const memberships = await listMemberships(cleanRooms, 'ACTIVE');
    return memberships.map((membership) => ({
      id: membership.id!,
      description: `the one in '${membership.collaborationName}' of ${membership.collaborationCreatorAccountId} (collaboration ${membership.collaborationId})`,
      isWanted: membership.collaborationId === collaborationId,
    }));
  },

  isId: isUuid,

  attributes(id): MembershipLookupAttributes {
    return { MembershipIdentifier: id };
  },

  describe: ({ CollaborationIdentifier: collaboration }) => `active membership of this account in the collaboration ${collaboration}`,

  remedy: 'Import the right one by its ARN',
});
