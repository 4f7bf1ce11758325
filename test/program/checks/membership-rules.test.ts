import { Aws, Fn } from 'aws-cdk-lib';
import { checkMembership, checkResultRegions, warnAboutMembership } from '../../../src/program/checks/membership-rules';
import type { CollaborationOfMembership, MembershipInput } from '../../../src/program/checks/membership-rules';
import type { Member } from '../../../src/program/member';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

const OWN = '222222222222';
const RUNNER: Member = { accountId: OWN, abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'], paysFor: [] };
const PROVIDER: Member = { accountId: OWN, abilities: [], paysFor: [] };
const RECEIVER: Member = { ...PROVIDER, abilities: ['CAN_RECEIVE_RESULTS'] };

type Case = [string, Member | undefined, Partial<MembershipInput>, Partial<CollaborationOfMembership>];

describe('refuses', () => {
  test.each<[...Case, string, string]>([
    ['an account that is not a member', undefined, {}, {}, 'NotAMember',
      'account 222222222222 of the stack is not among the members of the collaboration: 111111111111 '
        + '(add a CollaborationChangeRequest that invites it; if the collaboration was changed outside of this app, import it '
        + "with the account among 'memberAccountIds')"],
    ['to pay less than asked for', { ...PROVIDER, paysFor: ['QUERY_COMPUTE', 'JOB_COMPUTE'] }, { accepts: ['QUERY_COMPUTE'] }, {}, 'PaymentNotAccepted',
      "'paymentResponsibilities' must have JOB_COMPUTE, for which the collaboration names this member: leave it out to accept all"],
    ['to pay what nobody asked for', PROVIDER, { accepts: ['MODEL_TRAINING'] }, {}, 'PaymentNotAsked',
      "'paymentResponsibilities' has MODEL_TRAINING, for which the collaboration does not name this member"],
    ['to pay for queries without being asked, when it cannot query', PROVIDER, { accepts: ['QUERY_COMPUTE'] }, {}, 'PaymentNotAsked',
      "'paymentResponsibilities' has QUERY_COMPUTE, for which the collaboration does not name this member"],
    ['to pay for queries without being asked, when abilities are not known', { accountId: OWN, paysFor: [] }, { accepts: ['QUERY_COMPUTE'] }, {},
      'PaymentNotAsked', "'paymentResponsibilities' has QUERY_COMPUTE, for which the collaboration does not name this member"],
    ['to pay for queries, where somebody else was named', RUNNER, { accepts: ['QUERY_COMPUTE'] },
      { members: [{ accountId: '111111111111', paysFor: ['QUERY_COMPUTE'] }, RUNNER] }, 'PaymentNotAsked',
      "'paymentResponsibilities' has QUERY_COMPUTE, for which the collaboration does not name this member"],
    ['not to pay for queries where it is named, although it can query', { ...RUNNER, paysFor: ['QUERY_COMPUTE'] }, { accepts: [] },
      { members: [{ ...RUNNER, paysFor: ['QUERY_COMPUTE'] }] }, 'PaymentNotAccepted',
      "'paymentResponsibilities' must have QUERY_COMPUTE, for which the collaboration names this member: leave it out to accept all"],
    ['metrics that the collaboration has off', RUNNER, { metrics: true }, { metrics: false }, 'MetricsNotEnabled',
      "'metrics' must not be true, because the collaboration has metrics off: set 'metrics' of the collaboration"],
    ['metrics for a member who neither queries nor pays', PROVIDER, { metrics: true }, { metrics: true }, 'MetricsNotForMember',
      "'metrics' must not be true, because account 222222222222 neither can query nor pays for anything"],
  ])('%s', (_, member, parts, facts, code, message) => {
    expect(codesAndMessages(checkMembership(membership(parts), collaboration(facts, member), member))).toEqual([[code, message]]);
  });

  test('everything at once', () => {
    const faults = checkMembership(membership({ accepts: ['JOB_COMPUTE', 'MODEL_TRAINING'], metrics: true }), collaboration({ metrics: false }, PROVIDER), PROVIDER);
    expect(faults.map(({ code }) => String(code))).toEqual(['PaymentNotAsked', 'PaymentNotAsked', 'MetricsNotEnabled', 'MetricsNotForMember']);
  });
});

describe('accepts', () => {
  test.each<Case>([
    ['a member', PROVIDER, {}, {}],
    ['an account that is not known yet', undefined, { accountId: Aws.ACCOUNT_ID }, {}],
    ['any account, where one of the members is not known yet', undefined, {}, { members: [{ accountId: Aws.ACCOUNT_ID }] }],
    ['any account, where one of the members is not known at all', undefined, {}, { members: [{}] }],
    ['any account, where one of the members is no account', undefined, {}, { members: [{ accountId: '1111111111111' }, { accountId: 'x111111111111' }] }],
    ['an account that is removed, of which there is a warning', undefined, {}, { removedAccountIds: [OWN] }],
    ['to pay what is asked for', { ...PROVIDER, paysFor: ['JOB_COMPUTE'] }, { accepts: ['JOB_COMPUTE'] }, {}],
    ['to pay for queries as the default payer', RUNNER, { accepts: ['QUERY_COMPUTE'] }, {}],
    ['to pay for nothing as the default payer', RUNNER, { accepts: [] }, {}],
    ['to pay for queries as the default payer, where it is not known what others pay', RUNNER, { accepts: ['QUERY_COMPUTE'] },
      { members: [{ accountId: '111111111111' }, RUNNER] }],
    ['any payment, where what is asked for is not known', { ...PROVIDER, paysFor: undefined }, { accepts: ['JOB_COMPUTE'] }, {}],
    ['any payment, where what is accepted is not known', { ...PROVIDER, paysFor: ['JOB_COMPUTE'] }, { accepts: undefined }, {}],
    ['any payment, where a change request asks for another one', { ...PROVIDER, paymentIsChanged: true }, { accepts: ['JOB_COMPUTE'] }, {}],
    ['metrics for the member who can query', RUNNER, { metrics: true }, { metrics: true }],
    ['metrics for a payer', { ...PROVIDER, paysFor: ['QUERY_COMPUTE'] }, { metrics: true, accepts: ['QUERY_COMPUTE'] }, { metrics: true }],
    ['metrics for a member who may pay from now on', { ...PROVIDER, paymentIsChanged: true }, { metrics: true }, { metrics: true }],
    ['metrics where it is not known who pays', { ...PROVIDER, paysFor: undefined }, { metrics: true }, { metrics: true }],
    ['metrics where abilities are not known', { accountId: OWN, paysFor: [] }, { metrics: true }, { metrics: true }],
    ['metrics where the collaboration may have them on', RUNNER, { metrics: true }, {}],
    ['no metrics where the collaboration has them off', PROVIDER, { metrics: false }, { metrics: false }],
  ])('%s', (_, member, parts, facts) => {
    expect(checkMembership(membership(parts), collaboration(facts, member), member)).toEqual([]);
  });
});

describe('warns of', () => {
  test.each<[...Case, string, string]>([
    ['a membership of an account that the app removes', undefined, {}, { removedAccountIds: ['333333333333', OWN] }, 'cdk-cleanrooms:membershipOfRemovedMember',
      'the app removes account 222222222222 from the collaboration, which it cannot join again: take its membership out of the app'],
    ['a default result of a member who receives none', PROVIDER, { hasResultConfiguration: true }, {}, 'cdk-cleanrooms:resultsForNonReceiver',
      'account 222222222222 has a default result configuration, but not CAN_RECEIVE_RESULTS'],
    ['a member who only receives results and has no place for them', RECEIVER, { hasQueryResultConfiguration: false }, {},
      'cdk-cleanrooms:receiverWithoutResultPlace',
      "account 222222222222 can receive results and not query, but has no 'defaultResult': the service is reported to refuse "
        + 'such a membership, and no query can send results to it'],
    ['results of queries of another member, written without a role', RECEIVER, { hasQueryResultConfiguration: true }, {},
      'cdk-cleanrooms:resultsWithoutRole',
      'the results of queries are written without a role of account 222222222222, who does not run them: who starts a query cannot write to the '
        + "bucket of another member: leave 'withoutRole' out"],
    ['query logs that the collaboration has off', PROVIDER, { queryLogging: true }, { queryLogging: false },
      'cdk-cleanrooms:queryLoggingWithoutCollaboration', "'queryLogging' has no effect, because the collaboration has 'queryLogging' off"],
    ['job logs that the collaboration has off', PROVIDER, { jobLogging: true }, { jobLogging: false },
      'cdk-cleanrooms:jobLoggingWithoutCollaboration', "'jobLogging' has no effect, because the collaboration has 'jobLogging' off"],
  ])('%s', (_, member, parts, facts, id, message) => {
    expect(idsAndMessages(warnAboutMembership(membership(parts), collaboration(facts, member), member))).toEqual([[id, message]]);
  });
});

describe('does not warn of', () => {
  test.each<Case>([
    ['a membership, when the app removes another account', PROVIDER, {}, { removedAccountIds: ['333333333333'] }],
    ['a default result of a member who receives results', RECEIVER, { hasResultConfiguration: true, hasQueryResultConfiguration: true, hasQueryResultRole: true }, {}],
    ['own results that are written without a role', RUNNER, { hasQueryResultConfiguration: true }, {}],
    ['results without a role where abilities are not known', { accountId: OWN }, { hasQueryResultConfiguration: true }, {}],
    ['a default result where abilities are not known', { accountId: OWN }, { hasResultConfiguration: true }, {}],
    ['a default result where the member is not known', undefined, { hasResultConfiguration: true }, {}],
    ['no default result of a member who can query', RUNNER, {}, {}],
    ['no default result of a member who only provides data', PROVIDER, {}, {}],
    ['no default result where abilities are not known', { accountId: OWN }, {}, {}],
    ['no default result where the member is not known', undefined, {}, {}],
    ['logs that the collaboration has on', PROVIDER, { queryLogging: true, jobLogging: true }, { queryLogging: true, jobLogging: true }],
    ['logs that the collaboration may have on', PROVIDER, { queryLogging: true, jobLogging: true }, {}],
    ['no logs', PROVIDER, {}, { queryLogging: false, jobLogging: false }],
  ])('%s', (_, member, parts, facts) => {
    expect(warnAboutMembership(membership(parts), collaboration(facts, member), member)).toEqual([]);
  });
});

describe('the Regions of result buckets', () => {
  test('are among those that the collaboration allows', () => {
    expect(codesAndMessages(checkResultRegions({ defaultResult: 'eu-west-1', defaultJobResult: 'us-east-1' }, ['us-east-1', 'us-west-2']))).toEqual([[
      'ResultRegionNotAllowed',
      "the bucket of 'defaultResult' is in eu-west-1, which is not among allowedResultRegions of the collaboration: us-east-1, us-west-2 "
        + '(Bucket.fromBucketName assumes the Region of the stack: import a bucket in another Region with '
        + "Bucket.fromBucketAttributes and its 'region')",
    ]]);
  });

  test('are each checked', () => {
    expect(checkResultRegions({ defaultResult: 'eu-west-1', defaultJobResult: 'eu-west-1' }, ['us-east-1'])).toHaveLength(2);
  });

  test.each<[string, Record<string, string>, string[] | undefined]>([
    ['among the allowed ones', { defaultResult: 'eu-west-1' }, ['us-east-1', 'eu-west-1']],
    ['any, where none are named', { defaultResult: 'eu-west-1' }, undefined],
    ['any, where an allowed one is not known yet', { defaultResult: 'eu-west-1' }, ['us-east-1', Aws.REGION]],
    ['any, where the allowed ones are not known yet', { defaultResult: 'eu-west-1' }, Fn.split(',', Aws.REGION)],
    ['not known', {}, ['us-east-1']],
  ])('can be %s', (_, regions, allowed) => {
    expect(checkResultRegions(regions, allowed)).toEqual([]);
  });
});

function membership(parts: Partial<MembershipInput>): MembershipInput {
  return {
    accountId: OWN,
    queryLogging: false,
    jobLogging: false,
    metrics: false,
    hasResultConfiguration: false,
    hasQueryResultConfiguration: false,
    hasQueryResultRole: false,
    ...parts,
  };
}

function collaboration(facts: Partial<CollaborationOfMembership>, member?: Member): CollaborationOfMembership {
  return { members: [{ accountId: '111111111111' }, ...member ? [member] : []], removedAccountIds: [], ...facts };
}
