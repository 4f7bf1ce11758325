import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { User } from 'aws-cdk-lib/aws-iam';
import {
  AnalysisTemplate, Collaboration, MemberAbility, Membership, MembershipGrants, ProtectedQuery, QueryOutput, QueryStatement, RunProtectedQuery,
} from '../../../src';
import type { IMembership } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, stackOf, synthesized, warningsIn } from '../../support/stacks';

const statement = QueryStatement.sql('SELECT 1');
const RUNNERS = [ProtectedQuery, RunProtectedQuery];

function stacksOf(...accounts: (string | undefined)[]): Stack[] {
  const app = new App();
  return accounts.map((account, index) => new Stack(app, `Stack${index}`, { env: { account, region: account && 'us-east-1' } }));
}

/** The memberships of the creator and of a partner, who is the only one who can query. */
function memberships(creators: Stack, partners: Stack): [IMembership, IMembership] {
  const collaboration = new Collaboration(creators, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [] },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] }],
  });
  return [collaboration.addMembership('Membership'), new Membership(partners, 'Membership', { collaboration })];
}

describe.each(RUNNERS)('$name', (Runner) => {
  const output = QueryOutput.member(THIRD);

  test('rejects the membership of a member who cannot query', () => {
    const [creators, partners] = stacksOf(CREATOR, PARTNER);
    const [ofCreator] = memberships(creators, partners);
    new Runner(creators, 'Query', { membership: ofCreator, statement, output });

    expectRefusedAtSynthesis(creators, 'MemberCannotRun',
      `Stack0/Query: 'membership' must be that of a member with CAN_QUERY, which account ${CREATOR} does not have`);
  });

  test('accepts the membership of the member who can query', () => {
    const [creators, partners] = stacksOf(CREATOR, PARTNER);
    const [, ofPartner] = memberships(creators, partners);
    new Runner(partners, 'Query', { membership: ofPartner, statement, output });

    expect(() => synthesized(partners)).not.toThrow();
  });

  test('rejects the L1 of a membership whose member cannot query, also if the ability is removed later', () => {
    const stack = stackOf();
    const collaboration = cfnCollaboration(stack);
    const membership = cfnMembership(stack, collaboration.attrCollaborationIdentifier);
    new Runner(stack, 'Query', { membership, statement, output });
    collaboration.addPropertyOverride('CreatorMemberAbilities', []);

    expectRefusedAtSynthesis(stack, 'MemberCannotRun', 'CAN_QUERY');
  });

  test('knows the creator in a stack for any account if the collaboration is in the same stack', () => {
    const [creators, others] = stacksOf(undefined, undefined);
    const [ofCreator] = memberships(creators, others);
    new Runner(creators, 'Query', { membership: ofCreator, statement, output });

    expectRefusedAtSynthesis(creators, 'MemberCannotRun', 'the account of the stack');
  });

  test('accepts a membership in another stack for any account', () => {
    const [creators, others] = stacksOf(undefined, undefined);
    const [, ofOther] = memberships(creators, others);
    new Runner(others, 'Query', { membership: ofOther, statement, output });

    expect(() => synthesized(others)).not.toThrow();
  });

  test('accepts an imported membership', () => {
    const stack = stackOf();
    const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '22222222-2222-4222-8222-222222222222');
    new Runner(stack, 'Query', { membership, statement });
    expect(() => synthesized(stack)).not.toThrow();
  });
});

describe('a permission to start what the member cannot', () => {
  test('causes one warning for queries and one for jobs, however many grantees there are', () => {
    const [creators, partners] = stacksOf(CREATOR, PARTNER);
    const [ofCreator, ofPartner] = memberships(creators, partners);
    const [analyst, other] = ['Analyst', 'Other'].map((id) => new User(creators, id));
    ofCreator.grants.query(analyst);
    ofCreator.grants.query(other);
    ofCreator.grants.runJob(analyst);
    ofPartner.grants.query(new User(partners, 'Analyst'));

    Annotations.fromStack(creators).hasWarning('/Stack0/Collaboration/Membership', Match.stringLikeRegexp(
      `the permission to start queries in this membership has no effect: account ${CREATOR} does not have CAN_QUERY`));
    expect(warningsIn(creators).filter((id) => id === 'cdk-cleanrooms:grantToMemberWhoCannot')).toHaveLength(2);
    expect(warningsIn(partners)).not.toContain('cdk-cleanrooms:grantToMemberWhoCannot');
  });

  test('causes a warning if it is for one template only', () => {
    const stack = stackOf();
    const membership = cfnMembership(stack, cfnCollaboration(stack).attrCollaborationIdentifier);
    const template = AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template',
      `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/77777777-7777-4777-8777-777777777777/analysistemplate/88888888-8888-4888-8888-888888888888`);
    template.grants.query(new User(stack, 'Analyst'), membership);
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:grantToMemberWhoCannot');
    template.grants.runJob(new User(stack, 'Engineer'), membership);
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:grantToMemberWhoCannot');
  });

  test('causes no warning if the collaboration is not known', () => {
    const stack = stackOf();
    MembershipGrants.fromMembership(cfnMembership(stack)).query(new User(stack, 'Analyst'));
    expect(warningsIn(stack)).toEqual([]);
  });
});
