import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { User } from 'aws-cdk-lib/aws-iam';
import { AnalysisTemplate, Collaboration, MemberAbility, Membership, MembershipGrants, ProtectedQuery, QueryStatement, RunProtectedQuery } from '../../../src';
import type { IMembership } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const statement = QueryStatement.sql('SELECT 1');
const RUNNERS = [ProtectedQuery, RunProtectedQuery];

function stacksOf(...accounts: (string | undefined)[]): Stack[] {
  const app = new App();
  return accounts.map((account, index) => new Stack(app, `Stack${index}`, { env: { account, region: account && 'us-east-1' } }));
}

/** The memberships of the creator and of a partner who alone can query. */
function memberships(creators: Stack, partners: Stack): [IMembership, IMembership] {
  const collaboration = new Collaboration(creators, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_QUERY] }],
  });
  return [collaboration.addMembership('Membership'), new Membership(partners, 'Membership', { collaboration })];
}

describe.each(RUNNERS)('$name', (Runner) => {
  test('refuses the membership of a member who cannot query', () => {
    const [creators, partners] = stacksOf(CREATOR, PARTNER);
    const [ofCreator, ofPartner] = memberships(creators, partners);

    expectRefused(() => new Runner(creators, 'Query', { membership: ofCreator, statement }), 'MemberCannotRun',
      `'membership' must be that of a member with CAN_QUERY, which account ${CREATOR} does not have`);
    expect(() => new Runner(partners, 'Query', { membership: ofPartner, statement })).not.toThrow();
  });

  test('does the same of L1s', () => {
    const stack = stackOf();
    const membership = cfnMembership(stack, cfnCollaboration(stack, 'Collaboration', { creatorMemberAbilities: [] }).attrCollaborationIdentifier);
    expectRefused(() => new Runner(stack, 'Query', { membership, statement }), 'MemberCannotRun', 'CAN_QUERY');
  });

  test('takes the account of its stack for the creator where the collaboration is of that stack alone', () => {
    const [creators, others] = stacksOf(undefined, undefined);
    const [ofCreator, ofOther] = memberships(creators, others);

    expectRefused(() => new Runner(creators, 'Query', { membership: ofCreator, statement }), 'MemberCannotRun', 'the account of the stack');
    expect(() => new Runner(others, 'Query', { membership: ofOther, statement })).not.toThrow();
  });

  test('takes a membership of which nothing is known', () => {
    const stack = stackOf();
    const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '22222222-2222-4222-8222-222222222222');
    expect(() => new Runner(stack, 'Query', { membership, statement })).not.toThrow();
  });
});

describe('a permission to start what the member cannot', () => {
  test('is warned of, once for each', () => {
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

  test('is warned of where it is one template alone', () => {
    const stack = stackOf();
    const membership = cfnMembership(stack, cfnCollaboration(stack).attrCollaborationIdentifier);
    const template = AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template',
      `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/77777777-7777-4777-8777-777777777777/analysistemplate/88888888-8888-4888-8888-888888888888`);
    template.grants.query(new User(stack, 'Analyst'), membership);
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:grantToMemberWhoCannot');
    template.grants.runJob(new User(stack, 'Engineer'), membership);
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:grantToMemberWhoCannot');
  });

  test('is no matter where nothing is known', () => {
    const stack = stackOf();
    MembershipGrants.fromMembership(cfnMembership(stack)).query(new User(stack, 'Analyst'));
    expect(warningsIn(stack)).toEqual([]);
  });
});
