import { GetMembershipCommand } from '@aws-sdk/client-cleanrooms';
import { type GuardedType, idOf } from './guarded-type';
import { activeMembership, listMemberships, unlessGone } from '../memberships';

/** A membership: an account has at most one in each collaboration, and who leaves a collaboration cannot join it again. */
export const membership: GuardedType = {
  displayName: 'membership',
  importedBy: 'MembershipIdentifier',
  remedies: {},
  remedy: "make a second membership for the other collaboration, or set 'allowReplacement' to leave this one for good",

  async createdWith(cleanRooms, physicalId) {
    const membershipIdentifier = idOf(physicalId);
    const output = await unlessGone(cleanRooms, activeMembership(membershipIdentifier), async () =>
      cleanRooms.send(new GetMembershipCommand({ membershipIdentifier })));
    return output && { collaboration: output.membership?.collaborationId };
  },

  comparable: (wanted) => wanted,

  async findExisting(cleanRooms, { values: { collaboration } }) {
    const joined = (await listMemberships(cleanRooms, 'ACTIVE')).find(({ collaborationId, status }) => collaborationId === collaboration && status === 'ACTIVE');
    return joined && { id: joined.id!, description: `the membership ${joined.arn} in '${joined.collaborationName}' (joined ${joined.createTime?.toISOString()})` };
  },
};
