import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import {
  checkArguments, checkCompute, checkDefaultResultPlace, checkQuery, checkRunner, checkTemplate, warnAboutCompute, warnAboutPayer,
  warnAboutResultMembers, warnAboutResultRegions, warnAboutRunner, warnAboutSyntheticData,
} from '../../../src/constructs/analysis/protected-analysis-rules';
import type { ComputeInput, QueryInput, TemplateInput } from '../../../src/constructs/analysis/protected-analysis-rules';
import type { Member } from '../../../src/program/member';
import { codesAndMessages, idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const NUMBER_LATER = Lazy.number({ produce: () => 1 });
const FORM = 'arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>';
const ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/m/analysistemplate/t`;

describe('workers', () => {
  test.each<[ComputeInput, string[]]>([
    [{ kind: 'query', workerType: 'CR.8X', workers: 2 }, []],
    [{ kind: 'query', workerType: 'CR.1X', workers: NUMBER_LATER }, []],
    [{ kind: 'query', workerType: 'CR.1X', workers: 1 }, ['TooFewWorkers']],
    [{ kind: 'query', workerType: 'CR.1X', workers: 2.5 }, ['TooFewWorkers']],
    [{ kind: 'job', workerType: 'CR.1X', workers: 4 }, []],
    [{ kind: 'job', workerType: 'CR.1X', workers: 3 }, ['TooFewWorkers']],
    [{ kind: 'job', workerType: 'CR.8X', workers: NUMBER_LATER }, ['WorkerTypeNotForJobs']],
  ])('checkCompute(%j) finds %j', (input, expected) => {
    expect(codesAndMessages(checkCompute(input)).map(([code]) => code)).toEqual(expected);
  });

  test('are named in messages with what is allowed', () => {
    expect(codesAndMessages(checkCompute({ kind: 'job', workerType: 'CR.8X', workers: 3 }))).toEqual([
      ['WorkerTypeNotForJobs', "'workerType' must be CR.1X or CR.4X for a job, got CR.8X"],
      ['TooFewWorkers', "'workers' of a job must be a whole number of at least 4, got 3"],
    ]);
    expect(idsAndMessages(warnAboutCompute({ kind: 'job', workerType: 'CR.1X', workers: 129 }))).toEqual([
      ['cdk-cleanrooms:workersOverQuota', "'workers' is 129: the default quota for a job on CR.1X is 128, and can be raised"],
    ]);
  });

  test.each<[ComputeInput, string[]]>([
    ...([['query', 'CR.1X', 128], ['query', 'CR.4X', 32], ['query', 'CR.8X', 16], ['job', 'CR.1X', 128], ['job', 'CR.4X', 32]] as const)
      .flatMap(([kind, workerType, workers]): [ComputeInput, string[]][] => [
        [{ kind, workerType, workers }, []], [{ kind, workerType, workers: workers + 1 }, ['cdk-cleanrooms:workersOverQuota']],
      ]),
    [{ kind: 'query', workerType: 'CR.4X', workers: NUMBER_LATER }, []],
    [{ kind: 'query', workerType: 'CR.16X', workers: 1_000 }, []],
  ])('warnAboutCompute(%j) finds %j', (input, expected) => {
    expect(idsAndMessages(warnAboutCompute(input)).map(([id]) => id)).toEqual(expected);
  });
});

describe('the member who runs queries and jobs', () => {
  test.each<['query' | 'job', string, Member | undefined]>([
    ['query', 'has the ability', { accountId: CREATOR, abilities: ['CAN_QUERY'] }],
    ['job', 'has the ability', { accountId: CREATOR, abilities: ['CAN_QUERY', 'CAN_RUN_JOB'] }],
    ['query', 'is not known', undefined],
    ['job', 'has unknown abilities', { accountId: CREATOR }],
  ])('can run a %s if it %s', (kind, _, member) => {
    expect(checkRunner(kind, member)).toEqual([]);
    expect(warnAboutRunner(kind, member)).toEqual([]);
  });

  test.each<['query' | 'job', string, string, string]>([
    ['query', 'CAN_RUN_JOB', 'CAN_QUERY', 'queries'], ['job', 'CAN_QUERY', 'CAN_RUN_JOB', 'jobs'],
  ])('cannot run a %s with %s only', (kind, ability, required, runs) => {
    const member = { accountId: CREATOR, abilities: [ability] };
    expect(codesAndMessages(checkRunner(kind, member))).toEqual([
      ['MemberCannotRun', `'membership' must be that of a member with ${required}, which account ${CREATOR} does not have`],
    ]);
    expect(idsAndMessages(warnAboutRunner(kind, member))).toEqual([['cdk-cleanrooms:grantToMemberWhoCannot',
      `the permission to start ${runs} in this membership has no effect: account ${CREATOR} does not have ${required}`]]);
  });
});

describe('a template', () => {
  test.each<[string, TemplateInput]>([
    ['none', { kind: 'query' }],
    ['an ARN', { kind: 'query', arn: ARN }],
    ['a token', { kind: 'query', arn: LATER }],
    ['an ARN with a token', { kind: 'job', arn: ARN.replace(PARTNER, LATER) }],
    ['a format that is a token', { kind: 'job', arn: ARN, format: LATER }],
    ['SQL in a query', { kind: 'query', arn: ARN, format: 'SQL' }],
    ['SQL in a population', { kind: 'population', arn: ARN, format: 'SQL' }],
    ['PySpark in a job', { kind: 'job', arn: ARN, format: 'PYSPARK_2_0' }],
  ])('can be %s', (_, input) => {
    expect(checkTemplate(input)).toEqual([]);
  });

  test.each([
    ['a wildcard', '*'],
    ['any of a membership', ARN.replace(/t$/, '*')],
    ['any of all members', ARN.replace('/m/', '/*/')],
    ['a membership', ARN.replace('/analysistemplate/t', '')],
    ['of another partition', ARN.replace('aws', 'aws-cn')],
    ['nothing', ''],
  ])('cannot be %s', (_, arn) => {
    expect(codesAndMessages(checkTemplate({ kind: 'query', arn }))).toEqual([['ArnMalformed', `'analysisTemplateArn' must be of the form ${FORM}, got '${arn}'`]]);
  });

  test.each<[TemplateInput, string]>([
    [{ kind: 'query', format: 'PYSPARK_1_0' }, 'a query needs a SQL template, got one of the format PYSPARK_1_0: a ProtectedJob runs PySpark'],
    [{ kind: 'job', format: 'SQL' }, 'a job needs a PySpark template, got one of the format SQL: a ProtectedQuery runs SQL'],
    [{ kind: 'population', format: 'PYSPARK_2_0' },
      'an intermediate table is filled by a SQL template, got one of the format PYSPARK_2_0: PySpark cannot fill one'],
  ])('cannot be in another language: %j', (input, message) => {
    expect(codesAndMessages(checkTemplate(input))).toEqual([['TemplateOfOtherLanguage', message]]);
  });

  test('that generates synthetic data cannot be queried, which is a warning', () => {
    expect(idsAndMessages(warnAboutSyntheticData(true))).toEqual([['cdk-cleanrooms:queryOfSyntheticData',
      "the template has 'syntheticData', so that it can only be used in machine learning input channels: query a template without it"]]);
    expect(warnAboutSyntheticData(false)).toEqual([]);
  });
});

test.each<[string, Record<string, string> | undefined, string[]]>([
  ['none', undefined, []],
  ['the longest', { ['a'.repeat(100)]: 'x'.repeat(1_000) }, []],
  ['tokens', { [LATER]: LATER }, []],
  ['a name that is too long', { ['a'.repeat(101)]: 'x' }, [`the name of a parameter must be 1 to 100 letters, digits and underscores, got '${'a'.repeat(101)}'`]],
  ['no name', { '': 'x' }, ["the name of a parameter must be 1 to 100 letters, digits and underscores, got ''"]],
  ['a name with a hyphen', { 'a-b': 'x' }, ["the name of a parameter must be 1 to 100 letters, digits and underscores, got 'a-b'"]],
  ['a value that is too long', { a: 'x'.repeat(1_001) }, ["the value of the parameter 'a' must have at most 1000 characters, got 1001"]],
])('checks the values of parameters: %s', (_, given, expected) => {
  expect(codesAndMessages(checkArguments(given)).map(([, message]) => message)).toEqual(expected);
});

describe('a query', () => {
  const check = (input: Partial<QueryInput>) => codesAndMessages(checkQuery({ buckets: 0, memberAccounts: [], runnerAccount: CREATOR, ...input }));

  test.each<[string, Partial<QueryInput>]>([
    ['with the longest text', { text: 'x'.repeat(500_000) }],
    ['with a text that is a token', { text: LATER }],
    ['without output', { distributedTo: undefined }],
    ['with a bucket and members', { distributedTo: 3, buckets: 1, memberAccounts: [PARTNER, THIRD] }],
    ['with members that are the same token', { distributedTo: 2, memberAccounts: [LATER, LATER] }],
    ['by an account that is not known', { memberAccounts: [CREATOR], runnerAccount: LATER }],
  ])('%s is accepted', (_, input) => {
    expect(check(input)).toEqual([]);
  });

  test.each<[string, Partial<QueryInput>, string, string]>([
    ['with a text that is too long', { text: 'x'.repeat(500_001) }, 'QueryTooLong', 'the text of a query must have at most 500000 characters, got 500001'],
    ['with no location for its results', { distributedTo: 0 }, 'NoResultPlace',
      "results must be distributed to at least one location, got none: leave 'output' out to use the default location in a membership"],
    ['with two buckets', { distributedTo: 2, buckets: 2 }, 'SeveralResultBuckets',
      'results can be distributed to at most one bucket and to members, got 2 buckets'],
    ['with a member twice', { distributedTo: 3, memberAccounts: [PARTNER, THIRD, PARTNER] }, 'ResultMemberTwice',
      `results must be distributed to each member once, got ${PARTNER} more than once`],
    ['with results for a malformed account', { memberAccounts: ['abc'] }, 'AccountIdMalformed', "'accountId' must be an AWS account, 12 digits, got 'abc'"],
    ['with the runner as a member', { memberAccounts: [CREATOR] }, 'RunnerAsResultMember',
      `results must not go to ${CREATOR} as a member, because that account runs the query: name its bucket with QueryOutput.s3`],
  ])('%s is rejected', (_, input, code, message) => {
    expect(check(input)).toEqual([[code, message]]);
  });
});

describe('the Regions of results', () => {
  test.each<[string, string[], string[] | undefined]>([
    ['none', [], ['eu-west-1']],
    ['one that is allowed', ['eu-west-1'], ['us-east-1', 'eu-west-1']],
    ['any, where all are allowed', ['us-east-1'], undefined],
    ['one that is not known', [LATER], ['eu-west-1']],
    ['any, where one allowed is not known', ['us-east-1'], ['eu-west-1', LATER]],
    ['any, where those allowed are not known', ['us-east-1'], Token.asList(Fn.split(',', LATER))],
  ])('can be %s', (_, regions, allowed) => {
    expect(warnAboutResultRegions(regions, allowed)).toEqual([]);
  });

  test('are warned about, once each, if they are not allowed', () => {
    expect(idsAndMessages(warnAboutResultRegions(['us-east-1', 'us-east-1'], ['eu-west-1', 'eu-west-2']))).toEqual([['cdk-cleanrooms:resultRegionNotAllowed',
      "the bucket of 'output' is in us-east-1, which is not among allowedResultRegions of the collaboration: eu-west-1, eu-west-2"]]);
  });
});

describe('the default location of results', () => {
  const has = { accountId: CREATOR, hasDefault: true };
  const lacks = { accountId: PARTNER, hasDefault: false };

  test.each<[string, Parameters<typeof checkDefaultResultPlace>[1]]>([
    ['a receiver has one', [lacks, has]],
    ['it is not known whether a receiver has one', [lacks, { accountId: CREATOR }]],
    ['there are no receivers', []],
    ['the members are not known', undefined],
  ])('is not required in a further membership if %s', (_, places) => {
    expect(checkDefaultResultPlace('query', places)).toEqual([]);
    expect(checkDefaultResultPlace('job', places)).toEqual([]);
  });

  test('is required for a query without output', () => {
    expect(codesAndMessages(checkDefaultResultPlace('query', [lacks, { accountId: Aws.ACCOUNT_ID, hasDefault: false }]))).toEqual([['NoDefaultResultPlace',
      "the results have no location: 'output' is not set, and no membership of a member who can receive results "
      + `(account ${PARTNER}, the account of the stack) has 'defaultResult': set it there, or set 'output'`]]);
  });

  test('is required for a job', () => {
    expect(codesAndMessages(checkDefaultResultPlace('job', [lacks]))).toEqual([['NoDefaultResultPlace',
      'the results have no location: no membership of a member who can receive results '
      + `(account ${PARTNER}) has 'defaultJobResult': set it there`]]);
  });
});

describe('the payer of a run', () => {
  const payers: Member[] = [
    { accountId: CREATOR, abilities: ['CAN_QUERY', 'CAN_RUN_JOB'], paysFor: [] },
    { accountId: PARTNER, abilities: ['CAN_RECEIVE_RESULTS'], paysFor: ['QUERY_COMPUTE'] },
    { accountId: THIRD, abilities: [], paysFor: ['QUERY_COMPUTE', 'JOB_COMPUTE'] },
  ];
  const withoutPayers = payers.map((member) => ({ ...member, paysFor: [] }));

  test.each<[string, 'QUERY_COMPUTE' | 'JOB_COMPUTE', string | undefined, Member[] | undefined]>([
    ['a candidate', 'QUERY_COMPUTE', PARTNER, payers],
    ['another candidate', 'JOB_COMPUTE', THIRD, payers],
    ['not given, if there is one candidate', 'JOB_COMPUTE', undefined, payers],
    ['not given, if there are none', 'QUERY_COMPUTE', undefined, withoutPayers],
    ['not given, if it is not known what the others pay', 'QUERY_COMPUTE', undefined, [payers[1], { accountId: THIRD }]],
    ['not given, if it is changed what the others pay', 'QUERY_COMPUTE', undefined, [payers[1], { ...payers[2], paymentIsChanged: true }]],
    ['not given in an unknown collaboration', 'QUERY_COMPUTE', undefined, undefined],
    ['a token', 'QUERY_COMPUTE', LATER, payers],
    ['anybody in an unknown collaboration', 'QUERY_COMPUTE', CREATOR, undefined],
    ['anybody if an account is a token', 'QUERY_COMPUTE', CREATOR, [...payers, { accountId: LATER, paysFor: ['QUERY_COMPUTE'] }]],
    ['anybody if an account is not known', 'QUERY_COMPUTE', CREATOR, [...payers, {}]],
    ['the member who can query, if there are no candidates', 'QUERY_COMPUTE', CREATOR, withoutPayers],
    ['the member who can run jobs, if there are no candidates', 'JOB_COMPUTE', CREATOR, withoutPayers],
    ['a member with unknown abilities, if there are no candidates', 'QUERY_COMPUTE', THIRD, [withoutPayers[1], { accountId: THIRD, paysFor: [] }]],
    ['a member whose payments are not known', 'QUERY_COMPUTE', CREATOR, [{ accountId: CREATOR }, payers[1]]],
    ['a member whose payments are changed', 'QUERY_COMPUTE', CREATOR, [{ ...payers[0], paymentIsChanged: true }, payers[1]]],
  ])('can be %s', (_, cost, payer, members) => {
    expect(warnAboutPayer(cost, payer, members)).toEqual([]);
  });

  test.each<[string, 'QUERY_COMPUTE' | 'JOB_COMPUTE', string, Member[], string]>([
    ['the member who can query, if there are candidates', 'QUERY_COMPUTE', CREATOR, payers,
      `'payerAccountId' is ${CREATOR}, which is not a candidate to pay for QUERY_COMPUTE in the collaboration: the candidates are ${PARTNER}, ${THIRD}`],
    ['a candidate for something else', 'JOB_COMPUTE', PARTNER, payers,
      `'payerAccountId' is ${PARTNER}, which is not a candidate to pay for JOB_COMPUTE in the collaboration: the candidates are ${THIRD}`],
    ['a member who cannot query, if there are no candidates', 'QUERY_COMPUTE', THIRD, withoutPayers,
      `'payerAccountId' is ${THIRD}, which is not a candidate to pay for QUERY_COMPUTE in the collaboration: the candidates are ${CREATOR}`],
    ['a member who can query but not run jobs, if there are no candidates', 'JOB_COMPUTE', CREATOR, [{ accountId: CREATOR, abilities: ['CAN_QUERY'], paysFor: [] }],
      `'payerAccountId' is ${CREATOR}, which is not a candidate to pay for JOB_COMPUTE in the collaboration`],
    ['no member', 'QUERY_COMPUTE', '444444444444', payers.slice(1),
      `'payerAccountId' is 444444444444, which is not a member of the collaboration: the candidates are ${PARTNER}, ${THIRD}`],
    ['a member whom the app removes', 'QUERY_COMPUTE', '555555555555', payers.slice(1),
      `'payerAccountId' is 555555555555, which the app removes from the collaboration: the candidates are ${PARTNER}, ${THIRD}`],
  ])('should not be %s', (_, cost, payer, members, message) => {
    expect(idsAndMessages(warnAboutPayer(cost, payer, members, ['555555555555']))).toEqual([['cdk-cleanrooms:payerNotCandidate', message]]);
  });

  test('should be given, if there are several candidates', () => {
    expect(idsAndMessages(warnAboutPayer('QUERY_COMPUTE', undefined, payers))).toEqual([[
      'cdk-cleanrooms:payerNotNamed',
      `'payerAccountId' is not set, and several members are candidates to pay for QUERY_COMPUTE: set one of ${PARTNER}, ${THIRD}`,
    ]]);
  });
});

describe('the members who get results', () => {
  const members: Member[] = [
    { accountId: CREATOR, abilities: ['CAN_QUERY'] }, { accountId: PARTNER, abilities: ['CAN_RECEIVE_RESULTS'] }, { accountId: THIRD },
  ];

  test.each<[string, string[], Member[] | undefined]>([
    ['can receive results', [PARTNER], members],
    ['have unknown abilities', [THIRD], members],
    ['are tokens', [LATER], members],
    ['are in an unknown collaboration', [CREATOR], undefined],
    ['are in a collaboration with an account that is a token', [CREATOR], [...members, { accountId: LATER }]],
    ['do not exist', [], members],
  ])('can be those who %s', (_, accountIds, known) => {
    expect(warnAboutResultMembers(accountIds, known)).toEqual([]);
  });

  test('are warned about, once each, if they cannot receive results or are no members', () => {
    expect(idsAndMessages(warnAboutResultMembers([CREATOR, CREATOR, PARTNER, '444444444444'], members))).toEqual([
      ['cdk-cleanrooms:resultMemberCannotReceive', `results are sent to ${CREATOR}, which cannot receive results in the collaboration`],
      ['cdk-cleanrooms:resultMemberCannotReceive', 'results are sent to 444444444444, which is not a member of the collaboration'],
    ]);
  });
});
