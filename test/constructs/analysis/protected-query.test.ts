import { CfnParameter, Duration, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnAnalysisTemplateProps } from 'aws-cdk-lib/aws-cleanrooms';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Membership, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat, WorkerType } from '../../../src';
import type { ProtectedQueryProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf, warningsIn } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const MEMBERSHIP_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}`;
const TEMPLATE_ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/77777777-7777-4777-8777-777777777777/analysistemplate/88888888-8888-4888-8888-888888888888`;

function query(stack: Stack, props: Partial<ProtectedQueryProps> = {}, id = 'Query'): ProtectedQuery {
  return new ProtectedQuery(stack, id, {
    membership: props.membership ?? Membership.fromMembershipArn(stack, `${id}Membership`, MEMBERSHIP_ARN),
    statement: QueryStatement.sql('SELECT 1'),
    ...props,
  });
}

function propertiesIn(stack: Stack): Record<string, unknown> {
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('Custom::CleanRoomsProtectedQuery'));
  return Properties;
}

function statementsIn(stack: Stack): { Action: string | string[]; Resource: unknown }[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

test('asks for nothing but what it is told', () => {
  const stack = stackOf();
  query(stack);

  expect(propertiesIn(stack)).toMatchObject({ MembershipIdentifier: MEMBERSHIP_ID, Statement: { QueryString: 'SELECT 1' }, WaitSeconds: 600 });
  expect(Object.keys(propertiesIn(stack)).sort()).toEqual(['MembershipIdentifier', 'ServiceTimeout', 'ServiceToken', 'Statement', 'WaitSeconds']);
});

test('says what the properties say', () => {
  const stack = stackOf();
  query(stack, {
    statement: QueryStatement.templateArn(TEMPLATE_ARN, { campaign: 'spring' }),
    output: QueryOutput.distribute(
      QueryOutput.s3(Bucket.fromBucketName(stack, 'Bucket', 'results-of-queries'), { prefix: 'reach', format: ResultFormat.CSV }), QueryOutput.member(PARTNER),
    ),
    compute: { workerType: WorkerType.CR_4X, workers: 8, sparkProperties: { 'spark.sql.shuffle.partitions': '64' } },
    payerAccountId: PARTNER,
    version: '2',
    timeout: Duration.minutes(14),
  });

  expect(propertiesIn(stack)).toMatchObject({
    Statement: { AnalysisTemplateArn: TEMPLATE_ARN, Parameters: { campaign: 'spring' } },
    Output: { Distribute: { Locations: [{ S3: { Bucket: 'results-of-queries', KeyPrefix: 'reach/', ResultFormat: 'CSV' } }, { Member: { AccountId: PARTNER } }] } },
    Workers: { Type: 'CR.4X', Number: 8, Spark: { 'spark.sql.shuffle.partitions': '64' } },
    PayerAccountId: PARTNER,
    Version: '2',
    WaitSeconds: 840,
  });
});

test('may start queries in its membership, over its template alone where it has one, and follow them', () => {
  const [sql, template] = [stackOf(), stackOf()];
  query(sql);
  query(template, { statement: QueryStatement.templateArn(TEMPLATE_ARN) });

  const start = (stack: Stack) => statementsIn(stack).find(({ Action }) => [Action].flat().includes('cleanrooms:StartProtectedQuery'))!;
  expect([start(sql).Resource].flat()[0]).toBe(MEMBERSHIP_ARN);
  expect([start(template).Resource].flat().slice(0, 2)).toEqual([MEMBERSHIP_ARN, TEMPLATE_ARN]);
  expect(statementsIn(sql)).toContainEqual({
    Effect: 'Allow', Action: ['cleanrooms:GetProtectedQuery', 'cleanrooms:ListProtectedQueries', 'cleanrooms:UpdateProtectedQuery'], Resource: MEMBERSHIP_ARN,
  });
});

test('writes results to a bucket with the permissions of the function, the key of the bucket among them', () => {
  const stack = stackOf();
  const bucket = new Bucket(stack, 'Results', { encryptionKey: new Key(stack, 'Key') });
  query(stack, { output: QueryOutput.s3(bucket, { prefix: 'reach', format: ResultFormat.CSV }) });

  const actions = statementsIn(stack).map(({ Action }) => [Action].flat());
  expect(actions).toEqual(expect.arrayContaining([['s3:GetBucketLocation', 's3:ListBucket'], ['s3:PutObject'], ['kms:Decrypt', 'kms:GenerateDataKey']]));
  expect(() => Template.fromStack(stack)).not.toThrow(); // no cycle
});

test('waits for the policies that let it run', () => {
  const stack = stackOf();
  query(stack, { membership: cfnMembership(stack) });

  Template.fromStack(stack).hasResource('Custom::CleanRoomsProtectedQuery', {
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('PolicyForCleanRoomsProtectedQuery'), Match.stringLikeRegexp('PolicyForStackMembership')]),
  });
});

test('gives what came of the query', () => {
  const stack = stackOf();
  const { protectedQueryIdentifier, resultLocation, totalDuration, billedUnits } = query(stack);

  expect(stack.resolve([protectedQueryIdentifier, resultLocation, totalDuration.toMilliseconds(), billedUnits])).toEqual(
    ['Identifier', 'ResultLocation', 'TotalDurationInMillis', 'BilledUnits'].map((name) => ({ 'Fn::GetAtt': [expect.stringMatching(/^Query/), name] })));
});

test('takes tokens everywhere, in any environment', () => {
  const stack = agnosticStack();
  const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
  query(stack, {
    membership: Membership.fromMembershipArn(stack, 'ByArn', parameter('MembershipArn')),
    statement: QueryStatement.templateArn(parameter('Template'), { campaign: parameter('Campaign') }),
    output: QueryOutput.member(parameter('Receiver')),
    payerAccountId: parameter('Payer'),
    version: parameter('Version'),
  });

  expect(propertiesIn(stack)).toMatchObject({ Statement: { Parameters: { campaign: { Ref: 'Campaign' } } }, PayerAccountId: { Ref: 'Payer' } });
});

test.each<[string, Partial<ProtectedQueryProps>, string, string]>([
  ['a payer that is no account', { payerAccountId: '12' }, 'AccountIdMalformed', "'payerAccountId' must be an AWS account, 12 digits, got '12'"],
  ['a wait that does not fit into the function', { timeout: Duration.minutes(15) }, 'WaitTooLong', "'timeout' must be whole seconds and at most 14 minutes"],
  ['one worker', { compute: { workerType: WorkerType.CR_1X, workers: 1 } }, 'TooFewWorkers', "'workers' of a query must be"],
  ['the name of a parameter with a hyphen', { statement: QueryStatement.templateArn(TEMPLATE_ARN, { 'a-b': 'c' }) }, 'ArgumentNameMalformed', "got 'a-b'"],
  ['a value of 1,001 characters', { statement: QueryStatement.templateArn(TEMPLATE_ARN, { a: 'x'.repeat(1_001) }) }, 'ArgumentTooLong', 'got 1001'],
  ['any template', { statement: QueryStatement.templateArn('*') }, 'ArnMalformed', "'analysisTemplateArn' must be of the form arn:aws:cleanrooms:"],
  ['any template of a membership', { statement: QueryStatement.templateArn(TEMPLATE_ARN.replace(/[^/]+$/, '*')) }, 'ArnMalformed', "/analysistemplate/*'"],
  ['a template that a state machine would know', { statement: QueryStatement.templateArn('{% $states.input.template %}') }, 'ArnMalformed', '{% $states'],
  ['results for nobody', { output: QueryOutput.distribute() }, 'NoResultPlace', 'at least one place, got none'],
  ['results for what is no account', { output: QueryOutput.member('abc') }, 'AccountIdMalformed', "'accountId' must be an AWS account, 12 digits, got 'abc'"],
  ['results for a member twice', { output: QueryOutput.distribute(QueryOutput.member(PARTNER), QueryOutput.member(PARTNER)) },
    'ResultMemberTwice', `each member once, got ${PARTNER} more than once`],
  ['results for the runner as a member', { output: QueryOutput.member(CREATOR) }, 'RunnerAsResultMember', CREATOR],
])('refuses %s', (_, props, code, message) => {
  expectRefused(() => query(stackOf(), props), code, message);
});

test('takes a value of 1,000 characters', () => {
  expect(() => query(stackOf(), { statement: QueryStatement.templateArn(TEMPLATE_ARN, { ['a'.repeat(100)]: 'x'.repeat(1_000) }) })).not.toThrow();
});

describe('a template of which something is known', () => {
  const queryOf = (props: Partial<CfnAnalysisTemplateProps>) => {
    const stack = stackOf();
    const template = new CfnAnalysisTemplate(stack, 'Template', {
      name: 'reach', format: 'SQL', source: { text: 'SELECT 1' }, membershipIdentifier: MEMBERSHIP_ID, ...props,
    });
    query(stack, { statement: QueryStatement.template(template) });
    return stack;
  };
  const syntheticDataParameters = {
    mlSyntheticDataParameters: { epsilon: 1, maxMembershipInferenceAttackScore: 0.5, columnClassification: { columnMapping: [] } },
  };

  test('must be in SQL', () => {
    expectRefused(() => queryOf({ format: 'PYSPARK_1_0' }), 'TemplateOfOtherLanguage', 'Stack/Query: a query needs a SQL template, got one of the format PYSPARK_1_0');
    expect(() => queryOf({ format: 'SQL' })).not.toThrow();
    expect(() => queryOf({ format: Lazy.string({ produce: () => 'PYSPARK_1_0' }) })).not.toThrow();
  });

  test('is warned of where it makes synthetic data', () => {
    expect(warningsIn(queryOf({ syntheticDataParameters }))).toEqual(['cdk-cleanrooms:queryOfSyntheticData']);
    expect(warningsIn(queryOf({}))).toEqual([]);
  });
});

test('warns of results in a Region that the collaboration does not allow', () => {
  const warningsWith = (allowedResultRegions: string[] | undefined, region: string | undefined, stack = stackOf()) => {
    const collaboration = cfnCollaboration(stack, 'Collaboration', { allowedResultRegions });
    const bucket = Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'results', region });
    query(stack, {
      membership: cfnMembership(stack, collaboration.attrCollaborationIdentifier),
      output: QueryOutput.distribute(QueryOutput.s3(bucket, { format: ResultFormat.CSV }), QueryOutput.member(PARTNER)),
    });
    return warningsIn(stack);
  };

  expect(warningsWith(['eu-west-1'], 'us-east-1')).toEqual(['cdk-cleanrooms:resultRegionNotAllowed']);
  expect(warningsWith(['eu-west-1'], 'eu-west-1')).toEqual([]);
  expect(warningsWith(undefined, 'us-east-1')).toEqual([]);
  expect(warningsWith(['eu-west-1'], undefined, agnosticStack())).toEqual([]);
});
