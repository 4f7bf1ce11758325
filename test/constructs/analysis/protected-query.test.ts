import { CfnParameter, Duration, Fn, Lazy } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnAnalysisTemplateProps, CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Membership, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat, WorkerType } from '../../../src';
import type { ProtectedQueryProps } from '../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf, synthesized, warningsIn } from '../../support/stacks';

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

test('has only the properties that are given', () => {
  const stack = stackOf();
  query(stack);

  expect(propertiesIn(stack)).toMatchObject({ MembershipIdentifier: MEMBERSHIP_ID, Statement: { QueryString: 'SELECT 1' }, WaitSeconds: 600 });
  expect(Object.keys(propertiesIn(stack)).sort()).toEqual(['MembershipIdentifier', 'ServiceTimeout', 'ServiceToken', 'Statement', 'WaitSeconds']);
});

test('has all properties that are given', () => {
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
    Output: { Distribute: { Locations: [{ S3: { Bucket: 'results-of-queries', KeyPrefix: 'reach', ResultFormat: 'CSV' } }, { Member: { AccountId: PARTNER } }] } },
    Workers: { Type: 'CR.4X', Number: 8, Spark: { 'spark.sql.shuffle.partitions': '64' } },
    PayerAccountId: PARTNER,
    Version: '2',
    WaitSeconds: 840,
  });
});

test('is permitted to start queries in its membership, only of its template if it has one, and to follow them', () => {
  const [sql, template] = [stackOf(), stackOf()];
  query(sql);
  query(template, { statement: QueryStatement.templateArn(TEMPLATE_ARN) });

  const start = (stack: Stack) => statementsIn(stack).find(({ Action }) => [Action].flat().includes('cleanrooms:StartProtectedQuery'))!;
  expect([start(sql).Resource].flat()[0]).toBe(MEMBERSHIP_ARN);
  expect([start(template).Resource].flat().slice(0, 2)).toEqual([MEMBERSHIP_ARN, TEMPLATE_ARN]);
  expect(JSON.stringify(statementsIn(template))).not.toContain('/analysistemplate/*');
  expect(JSON.stringify(statementsIn(sql))).not.toMatch(/analysistemplate|AnalysisTemplate/); // SQL uses no template
  expect(statementsIn(sql).map(({ Action }) => Action)).toContainEqual(['cleanrooms:GetSchema']);
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

test('has attributes for the id, the results and the cost of the run', () => {
  const stack = stackOf();
  const { protectedQueryIdentifier, resultLocation, totalDuration, billedUnits } = query(stack);

  expect(stack.resolve([protectedQueryIdentifier, resultLocation, totalDuration.toMilliseconds(), billedUnits])).toEqual(
    ['Identifier', 'ResultLocation', 'TotalDurationInMillis', 'BilledUnits'].map((name) => ({ 'Fn::GetAtt': [expect.stringMatching(/^Query/), name] })));
});

test('accepts tokens in all properties, in a stack for any environment', () => {
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
  ['a malformed payer', { payerAccountId: '12' }, 'AccountIdMalformed', "'payerAccountId' must be an AWS account, 12 digits, got '12'"],
  ['a timeout of more than an hour', { timeout: Duration.minutes(61) }, 'WaitTooLong', "'timeout' must be whole seconds and at most 60 minutes"],
  ['one worker', { compute: { workerType: WorkerType.CR_1X, workers: 1 } }, 'TooFewWorkers', "'workers' of a query must be"],
  ['the name of a parameter with a hyphen', { statement: QueryStatement.templateArn(TEMPLATE_ARN, { 'a-b': 'c' }) }, 'ArgumentNameMalformed', "got 'a-b'"],
  ['a value of 1,001 characters', { statement: QueryStatement.templateArn(TEMPLATE_ARN, { a: 'x'.repeat(1_001) }) }, 'ArgumentTooLong', 'got 1001'],
  ['a wildcard for the template', { statement: QueryStatement.templateArn('*') }, 'ArnMalformed', "'analysisTemplateArn' must be of the form arn:aws:cleanrooms:"],
  ['a wildcard for the template of a membership', { statement: QueryStatement.templateArn(TEMPLATE_ARN.replace(/[^/]+$/, '*')) }, 'ArnMalformed', "/analysistemplate/*'"],
  ['a template in JSONata, which only a state machine knows', { statement: QueryStatement.templateArn('{% $states.input.template %}') }, 'ArnMalformed', '{% $states'],
  ['no location for results', { output: QueryOutput.distribute() }, 'NoResultPlace', 'at least one location, got none'],
  ['results for a malformed account', { output: QueryOutput.member('abc') }, 'AccountIdMalformed', "'accountId' must be an AWS account, 12 digits, got 'abc'"],
  ['results for a member twice', { output: QueryOutput.distribute(QueryOutput.member(PARTNER), QueryOutput.member(PARTNER)) },
    'ResultMemberTwice', `each member once, got ${PARTNER} more than once`],
  ['results for the runner as a member', { output: QueryOutput.member(CREATOR) }, 'RunnerAsResultMember', CREATOR],
])('rejects %s', (_, props, code, message) => {
  expectRefused(() => query(stackOf(), props), code, message);
});

test('accepts a parameter with 1,000 characters', () => {
  expect(() => query(stackOf(), { statement: QueryStatement.templateArn(TEMPLATE_ARN, { ['a'.repeat(100)]: 'x'.repeat(1_000) }) })).not.toThrow();
});

describe('a template that the program defines', () => {
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
    expectRefusedAtSynthesis(queryOf({ format: 'PYSPARK_1_0' }), 'TemplateOfOtherLanguage',
      'Stack/Query: a query needs a SQL template, got one of the format PYSPARK_1_0');
    expectRefusedAtSynthesis(queryOf({ format: Lazy.string({ produce: () => 'PYSPARK_1_0' }) }), 'TemplateOfOtherLanguage', 'PYSPARK_1_0');
    expect(() => synthesized(queryOf({ format: 'SQL' }))).not.toThrow();
    expect(() => synthesized(queryOf({ format: Fn.importValue('format') }))).not.toThrow();
  });

  test('should not generate synthetic data', () => {
    expect(warningsIn(queryOf({ syntheticDataParameters }))).toEqual(['cdk-cleanrooms:queryOfSyntheticData']);
    expect(warningsIn(queryOf({}))).toEqual([]);
  });
});

test('warns about results in a Region that the collaboration does not allow', () => {
  const warningsWith = (allowedResultRegions: string[] | undefined, region: string | undefined, stack = stackOf()) => {
    const members = [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'] }];
    const collaboration = cfnCollaboration(stack, 'Collaboration', { allowedResultRegions, members });
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

describe('the members of the collaboration', () => {
  const MEMBERS = [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'] }];
  const queryWith = (props: Partial<ProtectedQueryProps>, resultOfCreator?: object) => {
    const stack = stackOf();
    const creatorMemberAbilities = resultOfCreator ? ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] : ['CAN_QUERY'];
    const { attrCollaborationIdentifier } = cfnCollaboration(stack, 'Collaboration', { creatorMemberAbilities, members: MEMBERS });
    const membership = cfnMembership(stack, attrCollaborationIdentifier);
    query(stack, { membership, ...props });
    return { stack, membership };
  };

  test.each<[string, Partial<ProtectedQueryProps>, string[]]>([
    ['a member who can receive results', { output: QueryOutput.member(PARTNER) }, []],
    ['a member who is unknown', { output: QueryOutput.member('444444444444') }, ['cdk-cleanrooms:resultMemberCannotReceive']],
    ['the default payer', { payerAccountId: CREATOR }, []],
    ['another payer', { payerAccountId: PARTNER }, ['cdk-cleanrooms:payerNotCandidate']],
    ['a payer who is unknown', { payerAccountId: '444444444444' }, ['cdk-cleanrooms:payerNotCandidate']],
  ])('are compared with %s', (_, props, warnings) => {
    expect(warningsIn(queryWith(props).stack)).toEqual(warnings);
  });

  test('are read as their templates have them: a payer can be added later', () => {
    const { stack } = queryWith({ payerAccountId: PARTNER });
    (stack.node.findChild('Collaboration') as CfnCollaboration).addPropertyOverride('Members.0.PaymentConfiguration', { QueryCompute: { IsResponsible: true } });
    expect(warningsIn(stack)).toEqual([]);
  });

  test('must have a default location for results if the query has no output', () => {
    const stack = stackOf();
    const { attrCollaborationIdentifier } = cfnCollaboration(stack, 'Collaboration', { creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] });
    const membership = cfnMembership(stack, attrCollaborationIdentifier);
    query(stack, { membership });
    expectRefusedAtSynthesis(stack, 'NoDefaultResultPlace', 'Stack/Query: the results have no location: \'output\' is not set, and no membership of a member '
      + `who can receive results (account ${CREATOR}) has 'defaultResult': set it there, or set 'output'`);

    membership.addPropertyOverride('DefaultResultConfiguration', { OutputConfiguration: { S3: { Bucket: 'results', ResultFormat: 'CSV' } } });
    expect(() => synthesized(stack)).not.toThrow();
  });

  test('can have no default location for results if the query has an output, or if their memberships are not in the app', () => {
    expect(() => synthesized(queryWith({ output: QueryOutput.member(PARTNER) }).stack)).not.toThrow();
    expect(() => synthesized(queryWith({}).stack)).not.toThrow();
  });
});

test('warns about tables that the collaboration does not have', () => {
  const stack = stackOf();
  const membership = cfnMembership(stack, cfnCollaboration(stack).attrCollaborationIdentifier);
  query(stack, { membership, statement: QueryStatement.sql('SELECT 1 FROM purchases') });
  expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:tableUnknown']);
});
