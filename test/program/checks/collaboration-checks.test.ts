import { App, Fn, Stack } from 'aws-cdk-lib';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Collaboration, MemberAbility } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration } from '../../support/l1';
import { CREATOR, PARTNER } from '../../support/stacks';

/*
 * The rules for the members of a collaboration hold for what its template says, whoever said it.
 */

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
});

const partner = { accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'] };

function changed(change: (cfn: CfnCollaboration) => void): void {
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
  change(collaboration.node.defaultChild as CfnCollaboration);
}

/** A collaboration of L1s only, beside an L2 of another one, without which there is no check. */
function l1With(members: object[], props: object = {}): void {
  new Collaboration(stack, 'Other', { creator: { displayName: 'Creator' } });
  cfnCollaboration(stack, 'Collaboration', { members: members as never, ...props });
}

describe('rejects', () => {
  test.each<[string, () => void, string, string]>([
    ['a second member who can query, by an override', () => changed((cfn) => cfn.addPropertyOverride('Members.0.MemberAbilities', ['CAN_QUERY'])),
      'SeveralMembersCanQuery', `only one member of a collaboration can have CAN_QUERY, got account ${CREATOR}, account ${PARTNER}: take it from all but one`],
    ['an account twice, by a property', () => changed((cfn) => (cfn.members = [partner, partner])),
      'MemberNotUnique', `'members' must name each account once, got ${PARTNER} more than once`],
    ['the creator among the members, by an override', () => changed((cfn) => cfn.addPropertyOverride('Members.0.AccountId', CREATOR)),
      'MemberNotUnique', `'members' must not name the creator's own account ${CREATOR}`],
    ['a second member who can query, in an L1', () => l1With([{ ...partner, memberAbilities: ['CAN_QUERY'] }]), 'SeveralMembersCanQuery',
      `only one member of a collaboration can have CAN_QUERY, got account ${CREATOR}, account ${PARTNER}: take it from all but one`],
    ['an account twice, in an L1', () => l1With([partner, partner]), 'MemberNotUnique',
      `'members' must name each account once, got ${PARTNER} more than once`],
    ['the creator among the members of an L1', () => l1With([{ ...partner, accountId: CREATOR }]), 'MemberNotUnique',
      `'members' must not name the creator's own account ${CREATOR}`],
    ['the retired engine, in an L1', () => l1With([partner], { analyticsEngine: 'CLEAN_ROOMS_SQL' }), 'AnalyticsEngineGone',
      "'analyticsEngine' must not be CLEAN_ROOMS_SQL"],
  ])('%s', (_, define, code, message) => {
    define();
    expectRefusedAtSynthesis(app, code, `Stack/Collaboration: ${message}`);
  });
});

describe('accepts', () => {
  test.each<[string, () => void]>([
    ['another member who can query than at first', () => changed((cfn) => {
      cfn.creatorMemberAbilities = [];
      cfn.addPropertyOverride('Members.0.MemberAbilities', ['CAN_QUERY']);
    })],
    ['members that only CloudFormation knows', () => changed((cfn) => (cfn.members = Fn.conditionIf('IsLarge', [partner, partner], [partner])))],
    ['an L1 with one member who can query', () => l1With([partner])],
  ])('%s', (_, define) => {
    define();
    expect(() => app.synth()).not.toThrow();
  });
});
