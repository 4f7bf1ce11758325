import { Stack, Stage } from 'aws-cdk-lib';
import { addTable, invitedMembership } from './l2';
import { ACCOUNT, CREATOR, REGION, synthesize } from './program';
import { MemberAbility, Collaboration } from 'cdk-cleanrooms';

/** Stages, each with a stack of the creator of a collaboration, and one of an invited member, each of which has a table. */
export function run(stages: string) {
  return synthesize((app) => {
    for (let index = 0; index < Number(stages); index++) {
      const stage = new Stage(app, `Stage${index}`);
      const collaborationName = `collaboration-${index}`;
      const creator = new Stack(stage, 'Creator', { env: { account: CREATOR, region: REGION } });
      const membership = new Collaboration(creator, 'Collaboration', {
        collaborationName,
        creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
        members: [{ accountId: ACCOUNT, displayName: 'Publisher' }],
      }).addMembership('Membership');
      addTable(creator, membership, 'purchases');
      const invited = new Stack(stage, 'Invited', { env: { account: ACCOUNT, region: REGION } });
      addTable(invited, invitedMembership(invited, collaborationName), 'impressions');
    }
  });
}
