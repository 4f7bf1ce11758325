import { App, Stack } from 'aws-cdk-lib';
import { CREATOR, PARTNER } from './stacks';
import { Collaboration, MemberAbility, Membership } from '../../src';

/** A collaboration of a creator, who queries and receives results, and a partner. */
export interface CollaborationOfTwo {
  readonly app: App;

  /** The stack of the creator, with the collaboration. */
  readonly creator: Stack;

  /** The stack of the partner, in another account. */
  readonly partner: Stack;

  readonly collaboration: Collaboration;

  /** The membership of the creator. */
  readonly own: Membership;

  /** The membership of the partner. */
  readonly partners: Membership;
}

/** Defines the collaboration and both memberships, in an app of their own. */
export function collaborationOfTwo(): CollaborationOfTwo {
  const app = new App();
  const creator = new Stack(app, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } });
  const partner = new Stack(app, 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
  const collaboration = new Collaboration(creator, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
    queryLogging: true,
  });
  const own = collaboration.addMembership('Membership');
  const partners = new Membership(partner, 'Membership', { collaboration });
  return { app, creator, partner, collaboration, own, partners };
}
