import { Aws } from 'aws-cdk-lib';
import { warnAboutMembership, checkMembership } from '../../../src/constructs/membership/membership-rules';
import type { MembershipInput } from '../../../src/constructs/membership/membership-rules';
import type { CollaborationFacts, MemberFacts } from '../../../src/program/collaboration-facts';
import { idsAndMessages, codesAndMessages } from '../../support/faults';

const OWN = '222222222222';
const RUNNER: MemberFacts = { accountId: OWN, abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] };
const PROVIDER: MemberFacts = { accountId: OWN, abilities: [] };

type Case = [string, MemberFacts | undefined, Partial<MembershipInput>, Partial<CollaborationFacts>];

describe('refuses', () => {
  test.each<[...Case, string, string]>([
    ['an account that is not a member', undefined, {}, {}, 'NotAMember',
      'account 222222222222 of the stack is not among the members of the collaboration: 111111111111 '
        + '(define the CollaborationChangeRequest that adds it before its membership; where the collaboration has changed otherwise, import it '
        + "with the account among 'memberAccountIds')"],
    ['to pay less than asked for', PROVIDER, { accepts: ['QUERY_COMPUTE'], namedFor: ['QUERY_COMPUTE', 'JOB_COMPUTE'] }, {}, 'PaymentNotAccepted',
      "'paymentResponsibilities' must have JOB_COMPUTE, for which the collaboration names this member: leave it out to accept all"],
    ['to pay what nobody asked for', PROVIDER, { accepts: ['MODEL_TRAINING'], namedFor: [] }, {}, 'PaymentNotAsked',
      "'paymentResponsibilities' has MODEL_TRAINING, for which the collaboration does not name this member"],
    ['to pay for queries, where somebody else was named', RUNNER, { accepts: ['QUERY_COMPUTE'], namedFor: [] },
      { members: [{ accountId: '111111111111', payment: { queryCompute: true } }, RUNNER] }, 'PaymentNotAsked',
      "'paymentResponsibilities' has QUERY_COMPUTE, for which the collaboration does not name this member"],
    ['metrics that the collaboration has off', RUNNER, { metrics: true }, { metrics: false }, 'MetricsNotEnabled',
      "'metrics' must not be true, because the collaboration has metrics off"],
    ['metrics for who neither queries nor pays', PROVIDER, { metrics: true, namedFor: [] }, { metrics: true }, 'MetricsNotForMember',
      "'metrics' must not be true, because account 222222222222 neither can query nor is named to pay for anything"],
    ['results in a Region that is not allowed', RUNNER, { resultRegions: { defaultResult: 'eu-west-1' } }, { allowedResultRegions: ['us-east-1'] },
      'ResultRegionNotAllowed',
      "the bucket of 'defaultResult' is in eu-west-1, which is not among allowedResultRegions of the collaboration: us-east-1 "
        + '(Bucket.fromBucketName takes a bucket to be in the Region of the stack: where it is in another one, import it by '
        + "Bucket.fromBucketAttributes, with 'region')"],
  ])('%s', (_, member, parts, facts, code, message) => {
    expect(codesAndMessages(checkMembership(membership(parts), collaboration(facts, member), member))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<Case>([
    ['a member', PROVIDER, {}, {}],
    ['an account that is not known yet', undefined, { accountId: Aws.ACCOUNT_ID, accountIsKnown: false }, {}],
    ['any account, where one of the members is not known yet', undefined, {}, { members: [{ accountId: Aws.ACCOUNT_ID }] }],
    ['any account, where one of the members is not known at all', undefined, {}, { members: [{}] }],
    ['to pay what is asked for', PROVIDER, { accepts: ['JOB_COMPUTE'], namedFor: ['JOB_COMPUTE'] }, {}],
    ['to pay for queries as the default payer', RUNNER, { accepts: ['QUERY_COMPUTE'], namedFor: [] }, {}],
    ['any payment, where what is asked for is not known', PROVIDER, { accepts: ['JOB_COMPUTE'] }, {}],
    ['metrics for the member who queries', RUNNER, { metrics: true, namedFor: [] }, { metrics: true }],
    ['metrics for a payer', PROVIDER, { metrics: true, namedFor: ['QUERY_COMPUTE'] }, { metrics: true }],
    ['metrics where payers are not known', PROVIDER, { metrics: true }, { metrics: true }],
    ['to pay for queries as the default payer, where what others pay is not known', RUNNER, { accepts: ['QUERY_COMPUTE'], namedFor: [] },
      { members: [{ accountId: '111111111111' }, RUNNER] }],
    ['metrics where abilities and payers are not known', { accountId: OWN }, { metrics: true }, {}],
    ['results in any Region, where an allowed one is not known yet', RUNNER, { resultRegions: { defaultResult: 'eu-west-1' } },
      { allowedResultRegions: [Aws.REGION] }],
    ['results in an allowed Region', RUNNER, { resultRegions: { defaultResult: 'eu-west-1' } }, { allowedResultRegions: ['us-east-1', 'eu-west-1'] }],
    ['results anywhere, where no Regions are named', RUNNER, { resultRegions: { defaultResult: 'eu-west-1' } }, {}],
  ])('%s', (_, member, parts, facts) => {
    expect(checkMembership(membership(parts), collaboration(facts, member), member)).toEqual([]);
  });
});

describe('warns of', () => {
  test.each<[...Case, string, string]>([
    ['a place for results of who receives none', PROVIDER, { hasResultConfiguration: true }, {}, 'cdk-cleanrooms:resultsForNonReceiver',
      'account 222222222222 has a default result configuration, but not CAN_RECEIVE_RESULTS'],
    ['query logs that the collaboration has off', PROVIDER, { queryLogging: true }, { queryLogging: false },
      'cdk-cleanrooms:queryLoggingWithoutCollaboration', "'queryLogging' has no effect, because the collaboration has 'queryLogging' off"],
    ['job logs that the collaboration has off', PROVIDER, { jobLogging: true }, { jobLogging: false },
      'cdk-cleanrooms:jobLoggingWithoutCollaboration', "'jobLogging' has no effect, because the collaboration has 'jobLogging' off"],
  ])('%s', (_, member, parts, facts, id, message) => {
    expect(idsAndMessages(warnAboutMembership(membership(parts), collaboration(facts, member), member))).toEqual([[id, message]]);
  });
});

describe('says nothing of', () => {
  test.each<Case>([
    ['a place for results of who receives them', RUNNER, { hasResultConfiguration: true }, {}],
    ['a place for results of who may receive them', { accountId: OWN }, { hasResultConfiguration: true }, {}],
    ['logs that the collaboration has on', PROVIDER, { queryLogging: true, jobLogging: true }, { queryLogging: true, jobLogging: true }],
    ['logs that the collaboration may have on', PROVIDER, { queryLogging: true, jobLogging: true }, {}],
    ['no logs', PROVIDER, {}, { queryLogging: false, jobLogging: false }],
  ])('%s', (_, member, parts, facts) => {
    expect(warnAboutMembership(membership(parts), collaboration(facts, member), member)).toEqual([]);
  });
});

function membership(parts: Partial<MembershipInput>): MembershipInput {
  return {
    accountId: OWN,
    accountIsKnown: true,
    queryLogging: false,
    jobLogging: false,
    metrics: false,
    resultRegions: {},
    hasResultConfiguration: false,
    ...parts,
  };
}

function collaboration(facts: Partial<CollaborationFacts>, member?: MemberFacts): CollaborationFacts {
  return { members: [{ accountId: '111111111111' }, ...member ? [member] : []], ...facts };
}
