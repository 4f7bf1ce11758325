import { Fn, Lazy, Token } from 'aws-cdk-lib';
import {
  warnAboutCompute, warnAboutResultRegions, warnAboutRunner, warnAboutSyntheticData, checkArguments, checkCompute, checkQuery, checkRunner, checkTemplate,
} from '../../../src/constructs/analysis/protected-analysis-rules';
import type { ComputeInput, QueryInput, TemplateInput } from '../../../src/constructs/analysis/protected-analysis-rules';
import { idsAndMessages, codesAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const NUMBER_LATER = Lazy.number({ produce: () => 1 });
const FORM = 'arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>';
const ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/m/analysistemplate/t`;

describe('workers', () => {
  test.each<[ComputeInput, string[]]>([
    [{ kind: 'query', workerType: 'CR.8X', workers: 2 }, []],
    [{ kind: 'query', workerType: 'CR.1X', workers: 1 }, ['TooFewWorkers']],
    [{ kind: 'query', workerType: 'CR.1X', workers: 2.5 }, ['TooFewWorkers']],
    [{ kind: 'job', workerType: 'CR.1X', workers: 4 }, []],
    [{ kind: 'job', workerType: 'CR.1X', workers: 3 }, ['TooFewWorkers']],
    [{ kind: 'job', workerType: 'CR.8X', workers: NUMBER_LATER }, ['WorkerTypeNotForJobs']],
  ])('%j', (parts, expected) => {
    expect(codesAndMessages(checkCompute(parts)).map(([code]) => code)).toEqual(expected);
  });

  test.each<[ComputeInput, string[]]>([
    [{ kind: 'query', workerType: 'CR.4X', workers: 32 }, []],
    [{ kind: 'query', workerType: 'CR.4X', workers: 33 }, ['cdk-cleanrooms:workersOverQuota']],
    [{ kind: 'query', workerType: 'CR.4X', workers: NUMBER_LATER }, []],
    [{ kind: 'query', workerType: 'CR.16X', workers: 1_000 }, []],
  ])('over the quota: %j', (parts, expected) => {
    expect(idsAndMessages(warnAboutCompute(parts)).map(([id]) => id)).toEqual(expected);
  });
});

describe('the runner', () => {
  test.each([
    ['can', { accountId: CREATOR, abilities: ['CAN_QUERY'] }, 0],
    ['is not known', undefined, 0],
    ['has abilities that are not known', { accountId: CREATOR }, 0],
    ['cannot', { accountId: CREATOR, abilities: ['CAN_RUN_JOB'] }, 1],
  ])('%s', (_, member, faults) => {
    expect(codesAndMessages(checkRunner('query', member)).map(([code]) => code)).toEqual(Array(faults).fill('MemberCannotRun'));
    expect(idsAndMessages(warnAboutRunner('query', member)).map(([id]) => id)).toEqual(Array(faults).fill('cdk-cleanrooms:grantToMemberWhoCannot'));
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
  ])('can be %s', (_, parts) => {
    expect(checkTemplate(parts)).toEqual([]);
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
  ])('cannot be of another language: %j', (parts, message) => {
    expect(codesAndMessages(checkTemplate(parts))).toEqual([['TemplateOfOtherLanguage', message]]);
  });

  test('is warned of where it makes synthetic data', () => {
    expect(idsAndMessages(warnAboutSyntheticData(true))).toEqual([['cdk-cleanrooms:queryOfSyntheticData',
      "the template has 'syntheticData', and serves machine learning input channels alone: query a template without it"]]);
    expect(warnAboutSyntheticData(false)).toEqual([]);
  });
});

test.each([
  ['none', undefined, []],
  ['the longest', { ['a'.repeat(100)]: 'x'.repeat(1_000) }, []],
  ['tokens', { [LATER]: LATER }, []],
  ['a name that is too long', { ['a'.repeat(101)]: 'x' }, ['ArgumentNameMalformed']],
  ['no name', { '': 'x' }, ['ArgumentNameMalformed']],
  ['a value that is too long', { a: 'x'.repeat(1_001) }, ['ArgumentTooLong']],
])('arguments: %s', (_, given, expected) => {
  expect(codesAndMessages(checkArguments(given)).map(([code]) => code)).toEqual(expected);
});

describe('a query', () => {
  const check = (parts: Partial<QueryInput>) => codesAndMessages(checkQuery({ buckets: 0, memberAccounts: [], runnerAccount: CREATOR, ...parts }));

  test.each<[string, Partial<QueryInput>]>([
    ['with the longest text', { text: 'x'.repeat(500_000) }],
    ['with a text that is a token', { text: LATER }],
    ['without output', { distributedTo: undefined }],
    ['with a bucket and members', { distributedTo: 3, buckets: 1, memberAccounts: [PARTNER, THIRD] }],
    ['with members that are the same token', { distributedTo: 2, memberAccounts: [LATER, LATER] }],
    ['by an account that is not known', { memberAccounts: [CREATOR], runnerAccount: LATER }],
  ])('%s passes', (_, parts) => {
    expect(check(parts)).toEqual([]);
  });

  test.each<[string, Partial<QueryInput>, string, string]>([
    ['with a text that is too long', { text: 'x'.repeat(500_001) }, 'QueryTooLong', 'the text of a query must have at most 500000 characters, got 500001'],
    ['with results for nobody', { distributedTo: 0 }, 'NoResultPlace',
      "results must be distributed to at least one place, got none: leave 'output' out for the default place of who receives results"],
    ['with two buckets', { distributedTo: 2, buckets: 2 }, 'SeveralResultBuckets',
      'results can be distributed to at most one bucket and to members, got 2 buckets'],
    ['with a member twice', { distributedTo: 3, memberAccounts: [PARTNER, THIRD, PARTNER] }, 'ResultMemberTwice',
      `results must be distributed to each member once, got ${PARTNER} more than once`],
    ['with what is no account', { memberAccounts: ['abc'] }, 'AccountIdMalformed', "'accountId' must be an AWS account, 12 digits, got 'abc'"],
    ['with the runner as a member', { memberAccounts: [CREATOR] }, 'RunnerAsResultMember',
      `results must not go to ${CREATOR} as a member, because that account runs the query: name its bucket with QueryOutput.s3`],
  ])('%s is refused', (_, parts, code, message) => {
    expect(check(parts)).toEqual([[code, message]]);
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

  test('are warned of, once each, where they are not allowed', () => {
    expect(idsAndMessages(warnAboutResultRegions(['us-east-1', 'us-east-1'], ['eu-west-1', 'eu-west-2']))).toEqual([['cdk-cleanrooms:resultRegionNotAllowed',
      "the bucket of 'output' is in us-east-1, which is not among allowedResultRegions of the collaboration: eu-west-1, eu-west-2"]]);
  });
});
