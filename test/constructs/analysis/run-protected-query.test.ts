import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Policy, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, JsonPath, StateMachine, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AnalysisTemplate, ConfiguredTable, ConfiguredTableAssociation, Membership, QueryOutput, QueryStatement, ResultFormat, RunProtectedQuery, WorkerType,
} from '../../../src';
import type { RunProtectedQueryProps } from '../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { stackOf, warningsIn } from '../../support/stacks';

const MEMBERSHIP = '33333333-3333-4333-8333-333333333333';
const MEMBERSHIP_ARN = `arn:aws:cleanrooms:us-east-1:111111111111:membership/${MEMBERSHIP}`;

function machine(props: Partial<RunProtectedQueryProps> = {}, stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } })) {
  const membership = Membership.fromMembershipArn(stack, 'Membership', MEMBERSHIP_ARN);
  const run = new RunProtectedQuery(stack, 'Query', { membership, statement: QueryStatement.sql('SELECT 1'), ...props });
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(run.next(new Succeed(stack, 'End'))) });
  const template = Template.fromStack(stack);
  const [resource] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const definition = JSON.parse(typeof resource.Properties.DefinitionString === 'string'
    ? resource.Properties.DefinitionString
    : (resource.Properties.DefinitionString['Fn::Join'][1] as unknown[]).map((part) => typeof part === 'string' ? part : 'TOKEN').join(''));
  return { stack, template, states: definition.States as Record<string, Record<string, unknown>>, startAt: definition.StartAt as string };
}

const HAS_FAILED = ['FAILED', 'CANCELLED', 'TIMED_OUT'].map((StringEquals) => ({ Variable: '$.ProtectedQuery.Status', StringEquals }));

test('starts the query, polls its status, and continues when it has succeeded', () => {
  const { states, startAt } = machine();

  expect(startAt).toBe('Query: Start');
  expect(states['Query: Start']).toMatchObject({
    Next: 'Query: Wait',
    Parameters: { Type: 'SQL', MembershipIdentifier: MEMBERSHIP, SqlParameters: { QueryString: 'SELECT 1' } },
  });
  expect(states['Query: Wait']).toMatchObject({ Seconds: 15, Next: 'Query: Look' });
  expect(states['Query: Look']).toMatchObject({
    Next: 'Query: Done?',
    Parameters: { 'MembershipIdentifier': MEMBERSHIP, 'ProtectedQueryIdentifier.$': '$.ProtectedQuery.Id' },
  });
  expect(states['Query: Done?']).toMatchObject({
    Choices: [
      { Variable: '$.ProtectedQuery.Status', StringEquals: 'SUCCESS', Next: 'Query: Succeeded' },
      { And: [{ Or: HAS_FAILED }, { Variable: '$.ProtectedQuery.Error.Message', IsPresent: true }], Next: 'Query: Failed' },
      { Or: HAS_FAILED, Next: 'Query: Ended' },
    ],
    Default: 'Query: Wait',
  });
  expect(states['Query: Succeeded']).toMatchObject({ Next: 'End' });
});

test('fails with the status as the error, and with the id of the query and the service\'s reason as the cause', () => {
  const { states } = machine();

  expect(states['Query: Failed']).toEqual({
    Type: 'Fail',
    ErrorPath: '$.ProtectedQuery.Status',
    CausePath: "States.Format('the protected query {} ended as {}: {}: {}', $.ProtectedQuery.Id, $.ProtectedQuery.Status, "
      + '$.ProtectedQuery.Error.Code, $.ProtectedQuery.Error.Message)',
  });
  expect(states['Query: Ended']).toEqual({
    Type: 'Fail',
    ErrorPath: '$.ProtectedQuery.Status',
    CausePath: "States.Format('the protected query {} ended as {}', $.ProtectedQuery.Id, $.ProtectedQuery.Status)",
  });
});

test('polls again when the service throttles or fails, and goes on polling with what it knows of the query', () => {
  const { states } = machine();
  const transient = ['CleanRooms.ThrottlingException', 'CleanRooms.InternalServerException', 'CleanRooms.SdkClientException'];

  expect(states['Query: Look']).toMatchObject({
    Retry: [expect.objectContaining({
      ErrorEquals: [...transient, 'CleanRooms.CleanRoomsException'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 10, MaxDelaySeconds: 60, JitterStrategy: 'FULL',
    })],
    Catch: [{ ErrorEquals: transient, ResultPath: null, Next: 'Query: Wait' }],
  });
});

test('starts the query again only if the start was throttled, which had no effect', () => {
  const { states } = machine();

  expect(states['Query: Start']).toMatchObject({ Retry: [expect.objectContaining({ ErrorEquals: ['CleanRooms.ThrottlingException'] })] });
  expect(states['Query: Start']).not.toHaveProperty('Catch');
});

test('is permitted only to start queries of any table in its membership, of no template, to have the service read the tables, and to read queries', () => {
  const anyOf = (path: string) => ({ 'Fn::Join': Match.arrayWith([Match.arrayWith([`:cleanrooms:us-east-1:*:${path}/*`])]) });

  machine().template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        {
          Action: 'cleanrooms:StartProtectedQuery',
          Effect: 'Allow',
          Resource: [MEMBERSHIP_ARN, ...['configuredtableassociation', 'idmappingtable', 'intermediatetable'].map((type) => anyOf(`membership/*/${type}`))],
        },
        { Action: 'cleanrooms:GetSchema', Effect: 'Allow', Resource: [anyOf('collaboration'), anyOf('membership/*/configuredtableassociation')] },
        { Action: 'cleanrooms:GetProtectedQuery', Effect: 'Allow', Resource: MEMBERSHIP_ARN },
      ],
    },
  });
});

test('is permitted to run only its template, and any template if the input of the state machine has it', () => {
  const arn = `${MEMBERSHIP_ARN}/analysistemplate/44444444-4444-4444-8444-444444444444`;
  const startable = (templateArn: string) => {
    const { template } = machine({ statement: QueryStatement.templateArn(templateArn) });
    const [start, read] = Object.values(template.findResources('AWS::IAM::Policy'))[0].Properties.PolicyDocument.Statement;
    expect(read.Action).toEqual(['cleanrooms:GetCollaborationAnalysisTemplate', 'cleanrooms:GetSchema']);
    expect(JSON.stringify(read.Resource).includes('/analysistemplate/*')).toBe(JSON.stringify(start.Resource).includes('/analysistemplate/*'));
    expect(JSON.stringify(read.Resource).includes(arn)).toBe(JSON.stringify(start.Resource).includes(arn));
    return JSON.stringify(start.Resource);
  };

  expect(startable(arn)).toContain(arn);
  expect(startable(arn)).not.toContain('/analysistemplate/*');
  expect(startable(JsonPath.stringAt('$.template'))).toContain('/analysistemplate/*');
  expect(startable('{% $states.input.template %}')).toContain('/analysistemplate/*');
});

test.each(['SELECT 1', JsonPath.stringAt('$.sql'), '{% $states.input.sql %}'])('is permitted to use no template for the SQL %s', (text) => {
  const { template } = machine({ statement: QueryStatement.sql(text) });
  expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toMatch(/analysistemplate|AnalysisTemplate/);
});

test('is permitted what a grant on the membership, or on its template, permits for the start of a query', () => {
  const permissions = (statement: QueryStatement, grant: (stack: Stack, role: Role) => unknown) => {
    const stack = stackOf();
    machine({ statement }, stack);
    grant(stack, new Role(stack, 'Role', { assumedBy: new AccountPrincipal('111111111111') }));
    const statements = (id: string) => {
      const policy = stack.node.findChild(id).node.findAll().find((child) => child instanceof Policy) as Policy;
      return (stack.resolve(policy.document) as { Statement: { Action: unknown }[] }).Statement.filter(({ Action }) => !/GetProtectedQuery|BatchGetSchema/.test(String(Action)));
    };
    return [statements('Machine'), statements('Role')];
  };
  const template = (stack: Stack) => AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', `${MEMBERSHIP_ARN}/analysistemplate/${MEMBERSHIP}`);
  const membership = (stack: Stack) => Membership.fromMembershipArn(stack, 'Granted', MEMBERSHIP_ARN);

  const [ofTemplate, granted] = permissions(QueryStatement.templateArn(`${MEMBERSHIP_ARN}/analysistemplate/${MEMBERSHIP}`),
    (stack, role) => template(stack).grants.query(role, membership(stack)));
  expect(ofTemplate).toEqual(granted);
  const [ofAny, grantedAny] = permissions(QueryStatement.templateArn(JsonPath.stringAt('$.template')), (stack, role) => membership(stack).grants.query(role));
  expect(ofAny).toEqual(grantedAny);
});

test('can be used twice in one state machine', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const membership = Membership.fromMembershipArn(stack, 'Membership', MEMBERSHIP_ARN);
  const [first, second] = ['First', 'Second'].map((id) => new RunProtectedQuery(stack, id, { membership, statement: QueryStatement.sql('SELECT 1') }));
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(first.next(second)) });

  expect(() => Template.fromStack(stack)).not.toThrow();
});

test('accepts parameters of a template that are known while the state machine runs', () => {
  const { states } = machine({
    statement: QueryStatement.templateArn(`${MEMBERSHIP_ARN}/analysistemplate/44444444-4444-4444-8444-444444444444`, {
      campaign: JsonPath.stringAt('$.campaign'), city: 'Paris',
    }),
  });

  expect(states['Query: Start'].Parameters).toMatchObject({
    SqlParameters: {
      AnalysisTemplateArn: expect.stringContaining('analysistemplate'),
      Parameters: { 'campaign.$': '$.campaign', 'city': 'Paris' },
    },
  });
});

test('writes results to a bucket with the permissions of the state machine, the key of the bucket among them', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const bucket = new Bucket(stack, 'Results', { encryptionKey: new Key(stack, 'Key') });
  const { template, states } = machine({ output: QueryOutput.s3(bucket, { prefix: '/results', format: ResultFormat.CSV, singleFileOutput: true }) }, stack);

  expect(states['Query: Start'].Parameters).toMatchObject({
    ResultConfiguration: { OutputConfiguration: { S3: { Bucket: 'TOKEN', KeyPrefix: '/results', ResultFormat: 'CSV', SingleFileOutput: true } } },
  });
  const statements = Object.values(template.findResources('AWS::IAM::Policy'))[0].Properties.PolicyDocument.Statement as { Action: unknown }[];
  expect(statements.map(({ Action }) => Action)).toEqual([
    'cleanrooms:StartProtectedQuery',
    'cleanrooms:GetSchema',
    ['s3:GetBucketLocation', 's3:ListBucket'],
    's3:PutObject',
    ['kms:Decrypt', 'kms:GenerateDataKey'],
    'cleanrooms:GetProtectedQuery',
  ]);
});

test('writes results below a prefix that is only known when the query runs, for which it may write to all of the bucket', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const bucket = Bucket.fromBucketName(stack, 'Results', 'results-of-queries');
  const { template, states } = machine({ output: QueryOutput.s3(bucket, { prefix: JsonPath.stringAt('$.folder'), format: ResultFormat.CSV }) }, stack);

  expect(states['Query: Start'].Parameters).toMatchObject({
    ResultConfiguration: { OutputConfiguration: { S3: { 'Bucket': 'results-of-queries', 'KeyPrefix.$': '$.folder' } } },
  });
  expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain(':s3:::results-of-queries/*"');
});

test.each(['my results', 'x'.repeat(513)])('is refused with results below the prefix %p', (prefix) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const bucket = Bucket.fromBucketName(stack, 'Results', 'results-of-queries');
  expectRefused(() => machine({ output: QueryOutput.s3(bucket, { prefix, format: ResultFormat.CSV }) }, stack), 'KeyPrefixMalformed', "'output.prefix'");
});

test('distributes results to members and a bucket', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const bucket = Bucket.fromBucketName(stack, 'Results', 'results-of-queries');
  const { states } = machine({
    output: QueryOutput.distribute(QueryOutput.s3(bucket, { format: ResultFormat.PARQUET }), QueryOutput.member('222222222222')),
    compute: { workerType: WorkerType.CR_4X, workers: 8, sparkProperties: { 'spark.sql.shuffle.partitions': '64' } },
    payerAccountId: '222222222222',
    pollInterval: Duration.minutes(1),
  }, stack);

  expect(states['Query: Start'].Parameters).toMatchObject({
    ResultConfiguration: {
      OutputConfiguration: {
        Distribute: { Locations: [{ S3: { Bucket: 'results-of-queries', ResultFormat: 'PARQUET' } }, { Member: { AccountId: '222222222222' } }] },
      },
    },
    ComputeConfiguration: { Worker: { Type: 'CR.4X', Number: 8, Properties: { Spark: { 'spark.sql.shuffle.partitions': '64' } } } },
    QueryComputePayerAccountId: '222222222222',
  });
  expect(states['Query: Wait']).toMatchObject({ Seconds: 60 });
});

describe('rejects', () => {
  const twoBuckets = () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
    const outputs = ['One', 'Two'].map((id) => QueryOutput.s3(Bucket.fromBucketName(stack, id, `bucket-${id.toLowerCase()}`), { format: ResultFormat.CSV }));
    return machine({ output: QueryOutput.distribute(...outputs) }, stack);
  };
  test.each([
    ['a text of more than 500,000 characters', () => machine({ statement: QueryStatement.sql('x'.repeat(500_001)) }),
      'QueryTooLong', 'at most 500000 characters, got 500001'],
    ['a single worker', () => machine({ compute: { workerType: WorkerType.CR_1X, workers: 1 } }),
      'TooFewWorkers', "'workers' of a query must be a whole number of at least 2, got 1"],
    ['a wildcard for the template', () => machine({ statement: QueryStatement.templateArn('*') }), 'ArnMalformed', "'analysisTemplateArn' must be of the form"],
    ['a malformed payer', () => machine({ payerAccountId: '12' }), 'AccountIdMalformed', "'payerAccountId' must be an AWS account"],
    ['a Region without Clean Rooms', () => machine({}, new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'cn-north-1' } })),
      'PartitionWithoutCleanRooms', 'the Region of the stack, cn-north-1'],
    ['two buckets', twoBuckets, 'SeveralResultBuckets', 'at most one bucket and to members, got 2 buckets'],
    ['the runner as a member that receives', () => machine({ output: QueryOutput.member('111111111111') }),
      'RunnerAsResultMember', 'must not go to 111111111111 as a member'],
  ])('%s', (_, build, faultCode, message) => {
    expectRefused(build, faultCode, message);
  });

  test.each([
    ['500,000 characters', () => machine({ statement: QueryStatement.sql('x'.repeat(500_000)) })],
    ['two workers', () => machine({ compute: { workerType: WorkerType.CR_1X, workers: 2 } })],
    ['the text as a path', () => machine({ statement: QueryStatement.sql(JsonPath.stringAt('$.text')) })],
    ['the payer as a path', () => machine({ payerAccountId: JsonPath.stringAt('$.payer') })],
    ['the member who receives results as a path', () => machine({ output: QueryOutput.member(JsonPath.stringAt('$.receiver')) })],
    ['the number of workers as a path', () => machine({ compute: { workerType: WorkerType.CR_1X, workers: JsonPath.numberAt('$.workers') } })],
  ])('does not reject %s', (_, build) => {
    expect(build).not.toThrow();
  });
});

test('warns about more workers than the default quota', () => {
  const { stack } = machine({ compute: { workerType: WorkerType.CR_8X, workers: 17 } });

  Annotations.fromStack(stack).hasWarning('/Stack/Query', Match.stringLikeRegexp('\'workers\' is 17: the default quota for a query on CR.8X is 16'));
  expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:workersOverQuota']);
});

test.each([['222222222222', 0], ['444444444444', 1]])('the ARN of its template is looked up among the members: of %s', (account, count) => {
  const stack = stackOf();
  const collaboration = cfnCollaboration(stack, 'Collaboration', { members: [{ accountId: '222222222222', displayName: 'Partner', memberAbilities: [] }] });
  const run = new RunProtectedQuery(stack, 'Query', {
    membership: cfnMembership(stack, collaboration.attrCollaborationIdentifier),
    statement: QueryStatement.templateArn(`arn:aws:cleanrooms:us-east-1:${account}:membership/m/analysistemplate/t`),
  });
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(run) });
  expect(Annotations.fromStack(stack).findWarning('/Stack/Query', Match.stringLikeRegexp('analysisOfNonMember'))).toHaveLength(count);
});

test('the ARN of its template is refused in another Region', () => {
  const stack = stackOf();
  const run = new RunProtectedQuery(stack, 'Query', {
    membership: cfnMembership(stack),
    statement: QueryStatement.templateArn('arn:aws:cleanrooms:eu-west-1:222222222222:membership/m/analysistemplate/t'),
  });
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(run) });
  expectRefusedAtSynthesis(stack, 'AnalysisOfOtherRegion', "Stack/Query: 'analysisTemplateArn' has arn:aws:cleanrooms:eu-west-1:");
});

describe('the tables in its SQL', () => {
  const warningsAbout = (sql: string) => {
    const stack = stackOf();
    const membership = cfnMembership(stack, cfnCollaboration(stack).attrCollaborationIdentifier);
    new ConfiguredTableAssociation(stack, 'Association', {
      membership,
      configuredTable: ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Table', MEMBERSHIP),
      configuredTableAssociationName: 'purchases',
      role: Role.fromRoleName(stack, 'Reader', 'reader'),
    });
    const run = new RunProtectedQuery(stack, 'Query', { membership, statement: QueryStatement.sql(sql) });
    new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(run) });
    return Annotations.fromStack(stack).findWarning('/Stack/Query', Match.stringLikeRegexp('tableUnknown')).map(({ entry }) => entry.data as string);
  };

  test('are looked up in the collaboration', () => {
    expect(warningsAbout('SELECT 1 FROM Purchases')).toEqual([]);
    expect(warningsAbout('SELECT 1 FROM purchase JOIN visits USING (id)')).toEqual([
      expect.stringMatching(/^'statement' has 'purchase', but .*: 'purchases' is probably meant \[ack: cdk-cleanrooms:tableUnknown\]$/),
      expect.stringMatching(/^'statement' has 'visits', but .*: purchases \[ack: cdk-cleanrooms:tableUnknown\]$/),
    ]);
  });

  test.each([['a path', JsonPath.stringAt('$.text')], ['JSONata', "{% 'SELECT 1 FROM ' & $states.input.table %}"]])('are not known if it is %s', (_, sql) => {
    expect(warningsAbout(sql)).toEqual([]);
  });
});
