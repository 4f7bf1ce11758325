import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import {
  AnalysisParameterType, AnalysisSource, AnalysisTemplate, AnalysisTemplateGrants, Collaboration, MemberAbility, Membership, PySparkVersion, QueryStatement,
  RunProtectedQuery, SyntheticDataColumnType,
} from '../../src';
import type { AnalysisTemplateProps, IMembership, PySparkAnalysisOptions } from '../../src';
import { expectRefused } from '../support/faults';
import { cfnMembership } from '../support/l1';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf, warningsIn } from '../support/stacks';

const TYPE = 'AWS::CleanRooms::AnalysisTemplate';
const MEMBERSHIP_ID = '11111111-1111-4111-8111-111111111111';
const TEMPLATE_ID = '22222222-2222-4222-8222-222222222222';
const { CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS } = MemberAbility;

describe('a SQL template', () => {
  test('has the text and nothing else', () => {
    const stack = stackOf();
    template(stack, { source: AnalysisSource.sql('SELECT 1'), analysisTemplateName: 'one' });

    expect(resourceIn(stack).Properties).toEqual({
      MembershipIdentifier: MEMBERSHIP_ID, Name: 'one', Format: 'SQL', Source: { Text: 'SELECT 1' },
    });
  });

  test('has parameters, synthetic data and a description', () => {
    const stack = stackOf();
    template(stack, {
      description: 'Who bought since when',
      source: AnalysisSource.sql('SELECT * FROM purchases WHERE day > :since AND amount > :least', {
        parameters: {
          since: { type: AnalysisParameterType.DATE, defaultValue: '2026-01-01' },
          least: { type: AnalysisParameterType.of('INTEGER') },
        },
        syntheticData: {
          epsilon: 0.5,
          maxMembershipInferenceAttackScore: 0.6,
          columns: [
            { name: 'bought', type: SyntheticDataColumnType.CATEGORICAL, predictiveValue: true },
            ...['a', 'b', 'c', 'd'].map((name) => ({ name, type: SyntheticDataColumnType.NUMERICAL })),
          ],
        },
      }),
    });

    Template.fromStack(stack).hasResourceProperties(TYPE, {
      Description: 'Who bought since when',
      AnalysisParameters: [{ Name: 'since', Type: 'DATE', DefaultValue: '2026-01-01' }, { Name: 'least', Type: 'INTEGER', DefaultValue: Match.absent() }],
      SyntheticDataParameters: {
        MlSyntheticDataParameters: {
          Epsilon: 0.5,
          MaxMembershipInferenceAttackScore: 0.6,
          ColumnClassification: {
            ColumnMapping: [
              { ColumnName: 'bought', ColumnType: 'CATEGORICAL', IsPredictiveValue: true },
              ...['a', 'b', 'c', 'd'].map((name) => ({ ColumnName: name, ColumnType: 'NUMERICAL', IsPredictiveValue: false })),
            ],
          },
        },
      },
    });
  });

  test('can be of an L1 of a membership', () => {
    const stack = stackOf();
    template(stack, { membership: cfnMembership(stack) });

    expect(resourceIn(stack).Properties.MembershipIdentifier).toEqual({ Ref: 'Membership' });
  });

  test('warns of parameters that do not fit, and is silent about those that do', () => {
    const parameters = { since: { type: AnalysisParameterType.DATE, defaultValue: 'today' } };
    expect(warningsFor({ source: AnalysisSource.sql('SELECT :until', { parameters }) })).toEqual([
      'cdk-cleanrooms:defaultOfOtherType', 'cdk-cleanrooms:undeclaredParameter', 'cdk-cleanrooms:unusedParameter',
    ]);
    expect(warningsFor({ source: AnalysisSource.sql("SELECT '12:30'") })).toEqual([]);
  });

  test('pain 15: warns of the default of a number that is no number', () => {
    const parameters = { least: { type: AnalysisParameterType.INTEGER, defaultValue: 'ten' } };
    expect(warningsFor({ source: AnalysisSource.sql('SELECT :least', { parameters }) })).toEqual(['cdk-cleanrooms:defaultOfOtherType']);
  });
});

describe('SQL in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'analysis-source-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is the text of the template', () => {
    writeFileSync(join(folder, 'reach.sql'), 'SELECT :limit\n');
    const stack = stackOf();
    template(stack, {
      source: AnalysisSource.sqlFromFile(join(folder, 'reach.sql'), { parameters: { limit: { type: AnalysisParameterType.INTEGER } } }),
    });

    expect(resourceIn(stack).Properties.Source).toEqual({ Text: 'SELECT :limit\n' });
    expect(warningsIn(stack)).toEqual([]);
  });

  test('is refused where it cannot be read', () => {
    const missing = join(folder, 'missing.sql');
    expectRefused(() => template(stackOf(), { source: AnalysisSource.sqlFromFile(missing) }), 'SqlFileUnreadable',
      `the file '${missing}' of AnalysisSource.sqlFromFile cannot be read: Error: ENOENT`);
  });
});

describe('a PySpark template', () => {
  test('has its artifacts, tables and parameters', () => {
    const stack = stackOf();
    const bucket = scripts(stack);
    template(stack, {
      source: pySpark(bucket, {
        additionalArtifact: { bucket, key: 'libraries/1.tar.gz' },
        referencedTables: ['purchases', 'views'],
        parameters: { city: {}, least: { defaultValue: '10' } },
        detailedErrors: true,
      }),
    });

    Template.fromStack(stack).hasResourceProperties(TYPE, {
      Format: 'PYSPARK_1_0',
      Source: {
        Artifacts: {
          EntryPoint: { Location: { Bucket: { Ref: 'Scripts278D36FF' }, Key: 'reach/1/user_script.py' } },
          AdditionalArtifacts: [{ Location: { Bucket: { Ref: 'Scripts278D36FF' }, Key: 'libraries/1.tar.gz' } }],
          RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReachRole'), 'Arn'] },
        },
      },
      Schema: { ReferencedTables: ['purchases', 'views'] },
      AnalysisParameters: [{ Name: 'city', Type: 'STRING' }, { Name: 'least', Type: 'STRING', DefaultValue: '10' }],
      ErrorMessageConfiguration: { Type: 'DETAILED' },
    });
  });

  test('hides the details of errors unless told otherwise, and has nothing that was not given', () => {
    const stack = stackOf();
    template(stack, { source: pySpark(scripts(stack)) });

    const { Properties } = resourceIn(stack);
    expect(Object.keys(Properties).sort()).toEqual(['Format', 'MembershipIdentifier', 'Name', 'Schema', 'Source']);
    expect(Object.keys((Properties.Source as { Artifacts: object }).Artifacts)).toEqual(['EntryPoint', 'RoleArn']);
  });

  test('has a role that reads its objects alone, and is made after its policy', () => {
    const stack = stackOf();
    const bucket = scripts(stack);
    template(stack, { source: pySpark(bucket, { additionalArtifact: { bucket: Bucket.fromBucketName(stack, 'Other', 'other'), key: 'venv.tar.gz' } }) });

    const bucketArn = { 'Fn::GetAtt': ['Scripts278D36FF', 'Arn'] };
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:GetObjectVersion'],
            Resource: { 'Fn::Join': ['', [bucketArn, '/reach/1/user_script.py']] },
            Condition: { StringEquals: { 's3:ResourceAccount': CREATOR } },
          },
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:GetObjectVersion'],
            Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::other/venv.tar.gz']] },
            Condition: { StringEquals: { 's3:ResourceAccount': CREATOR } },
          },
        ],
      },
    });
    expect(resourceIn(stack).DependsOn).toEqual(expect.arrayContaining([expect.stringMatching('^ReachRoleDefaultPolicy')]));
  });

  test('lets the role use the key of the bucket', () => {
    const stack = stackOf();
    const bucket = new Bucket(stack, 'Encrypted', { versioned: true, encryption: BucketEncryption.KMS, encryptionKey: new Key(stack, 'Key') });
    template(stack, { source: pySpark(bucket) });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } }]) },
    });
  });

  test('grants a role that is given what it needs', () => {
    const stack = stackOf();
    const role = new Role(stack, 'Given', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
    const reach = template(stack, { source: pySpark(scripts(stack), { role }) });

    expect(reach.role).toBe(role);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 1);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: Match.stringLikeRegexp('^Given') }] });
  });

  test('pain 4: its role trusts its own membership and the member who runs jobs', () => {
    const stack = stackOf();
    template(stack, {
      membership: membership(stack, [CAN_RECEIVE_RESULTS], { [PARTNER]: [CAN_QUERY, CAN_RUN_JOB], [THIRD]: [] }),
      source: pySpark(scripts(stack)),
    });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'cleanrooms.amazonaws.com' },
          Condition: {
            'ForAnyValue:ArnLike': {
              'aws:SourceArn': [
                { 'Fn::GetAtt': [Match.stringLikeRegexp('Membership'), 'Arn'] },
                { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${PARTNER}:membership/*`]] },
              ],
            },
          },
        }],
      },
    });
    expect(warningsIn(stack)).toEqual([]);
  });

  test('trusts nobody else where its own member runs jobs', () => {
    const stack = stackOf();
    template(stack, {
      membership: membership(stack, [CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS], { [PARTNER]: [] }),
      source: pySpark(scripts(stack)),
    });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({
          Condition: { 'ForAnyValue:ArnLike': { 'aws:SourceArn': [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Membership'), 'Arn'] }] } },
        })],
      },
    });
  });

  test('warns that the trust is not bound where the members are not known', () => {
    const stack = stackOf();
    template(stack, { source: pySpark(scripts(stack)) });

    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:trustNotBoundToMembers']);
  });

  test('is refused of a member who cannot receive results', () => {
    const stack = stackOf();
    const ofProvider = membership(stack, [], { [PARTNER]: [CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS] });

    expectRefused(() => template(stack, { membership: ofProvider, source: pySpark(scripts(stack)) }), 'TemplateOwnerCannotReceiveResults',
      `a PySpark template must be of a member who has CAN_RECEIVE_RESULTS: account ${CREATOR} has no ability`);
  });

  test('warns of a bucket without versions, be it an L2 or an L1', () => {
    const warnings = (bucketIn: (stack: Stack) => Bucket | CfnBucket) => {
      const stack = stackOf();
      template(stack, { source: pySpark(bucketIn(stack)) });
      return warningsIn(stack).filter((id) => id !== 'cdk-cleanrooms:trustNotBoundToMembers');
    };

    expect(warnings((stack) => new Bucket(stack, 'Bucket'))).toEqual(['cdk-cleanrooms:artifactsNotVersioned']);
    expect(warnings((stack) => new CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: 'Suspended' } })))
      .toEqual(['cdk-cleanrooms:artifactsNotVersioned']);
    expect(warnings((stack) => new CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: 'Enabled' } }))).toEqual([]);
    expect(warnings(scripts)).toEqual([]);
  });

  test('runs on a newer version by its name', () => {
    const stack = stackOf();
    template(stack, { source: pySpark(scripts(stack), { version: PySparkVersion.of('PYSPARK_2_0') }) });

    expect(resourceIn(stack).Properties.Format).toBe('PYSPARK_2_0');
  });
});

describe('pain 12: a new version of a template', () => {
  const versionOf = (props: Partial<AnalysisTemplateProps>) => {
    const stack = stackOf();
    template(stack, props);
    const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources(TYPE));
    return { logicalId, name: Properties.Name as string };
  };
  const ONE = AnalysisSource.sql('SELECT 1');
  const TWO = AnalysisSource.sql('SELECT 2');

  test('is another resource under another name, so that it is there before the old one goes', () => {
    const [one, two] = [versionOf({ source: ONE }), versionOf({ source: TWO })];

    expect(one.name).toMatch(/^Stack_Reach_[0-9A-F]{8}_[0-9a-f]{8}$/);
    expect(two.name).not.toBe(one.name);
    expect(two.logicalId).not.toBe(one.logicalId);
    expect(two.name.slice(0, -8)).toBe(one.name.slice(0, -8));
  });

  test.each<[string, Partial<AnalysisTemplateProps>]>([
    ['parameters', { source: AnalysisSource.sql('SELECT 1', { parameters: { a: { type: AnalysisParameterType.INT } } }) }],
  ])('is made by a change of %s', (_, changed) => {
    expect(versionOf(changed)).not.toEqual(versionOf({ source: ONE }));
  });

  test('is not made by a change of the description or of the removal policy', () => {
    expect(versionOf({ source: ONE, description: 'new', removalPolicy: RemovalPolicy.RETAIN })).toEqual(versionOf({ source: ONE }));
  });

  test('is made by another key of the script', () => {
    const version = (key: string) => {
      const stack = stackOf();
      const bucket = scripts(stack);
      template(stack, { source: pySpark(bucket, { entryPoint: { bucket, key } }) });
      return Object.keys(Template.fromStack(stack).findResources(TYPE));
    };
    expect(version('reach/2/user_script.py')).not.toEqual(version('reach/1/user_script.py'));
  });

  test('takes the place of the old one where the name stays, which CloudFormation deletes first', () => {
    expect(versionOf({ source: TWO, analysisTemplateName: 'reach' })).toEqual(versionOf({ source: ONE, analysisTemplateName: 'reach' }));
  });

  test('is made by a change of a given name', () => {
    expect(versionOf({ analysisTemplateName: 'reach-v2' }).logicalId).not.toBe(versionOf({ analysisTemplateName: 'reach' }).logicalId);
  });

  test('leaves earlier ones where they are retained, and warns where they would keep its name', () => {
    const stack = stackOf();
    template(stack, { removalPolicy: RemovalPolicy.RETAIN });

    expect(resourceIn(stack)).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(warningsIn(stack)).toEqual([]);
    expect(warningsFor({ removalPolicy: RemovalPolicy.RETAIN, analysisTemplateName: 'reach' })).toEqual(['cdk-cleanrooms:retainedTemplateKeepsName']);
  });

  test('deletes earlier ones by default', () => {
    const stack = stackOf();
    template(stack, {});

    expect(resourceIn(stack)).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });

  test('has ids and names within their limits, however long the path is', () => {
    const stack = stackOf();
    const deep = Array.from({ length: 30 }, (_, index) => `LongNameOfConstruct${index}`)
      .reduce<Stack | CfnResource>((scope, id) => new CfnResource(scope, id, { type: 'AWS::CDK::Test' }), stack);
    new AnalysisTemplate(deep, 'Reach', {
      membership: Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID), source: ONE,
    });

    const [[logicalId, { Properties }]] = Object.entries(Template.fromStack(stack).findResources(TYPE));
    expect(logicalId).toMatch(/^[A-Za-z0-9]{1,255}$/);
    expect(Properties.Name).toMatch(/^[a-zA-Z0-9_]{1,128}$/);
  });

  test.each(['S', 'Stack-With-Hyphens'])('has a name that the service takes in a stack called %s', (name) => {
    const stack = new Stack(new App(), name);
    template(stack, {});

    expect(resourceIn(stack).Properties.Name).toMatch(/^[a-zA-Z0-9_](([a-zA-Z0-9_ ]+-)*([a-zA-Z0-9_ ]+))?$/);
  });

  test('has its name in a nested stack, and in a stack that can go anywhere', () => {
    const stack = agnosticStack();
    template(stack, {});
    template(new NestedStack(stack, 'Nested'), {});

    expect(resourceIn(stack).Properties.Name).toMatch(/^Stack_Reach_/);
  });
});

describe('quotas', () => {
  test('pain 11: the 101st template of a membership is warned of', () => {
    const stack = stackOf();
    const own = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
    for (let count = 1; count <= 101; count++) {
      new AnalysisTemplate(stack, `Template${count}`, { membership: own, source: AnalysisSource.sql('SELECT 1') });
    }

    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:overQuota']);
  });
});

describe('grants', () => {
  const templateArn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Reach'), 'Arn'] };
  const membershipArn = `:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}`;

  test.each<[string, (grants: AnalysisTemplateGrants, role: Role) => unknown, string | string[]]>([
    ['read', (grants, role) => grants.read(role), 'cleanrooms:GetAnalysisTemplate'],
    ['manage', (grants, role) => grants.manage(role), ['cleanrooms:GetAnalysisTemplate', 'cleanrooms:UpdateAnalysisTemplate']],
    ['actions', (grants, role) => grants.actions(role, 'cleanrooms:DeleteAnalysisTemplate'), 'cleanrooms:DeleteAnalysisTemplate'],
  ])('%s: on the template alone', (_, grant, actions) => {
    const stack = stackOf();
    grant(template(stack, {}).grants, role(stack));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: templateArn }] },
    });
  });

  test.each<[string, 'query' | 'runJob', string, string]>([
    ['queries', 'query', 'cleanrooms:StartProtectedQuery', 'ProtectedQuer'],
    ['jobs', 'runJob', 'cleanrooms:StartProtectedJob', 'ProtectedJob'],
  ])('%s: start this template on any table through the membership, and follow', (_, method, start, follow) => {
    const stack = stackOf();
    const reach = template(stack, {});
    reach.grants[method](role(stack), stack.node.findChild('Membership') as IMembership);

    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const [starts, follows] = (Properties.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown[] }[] }).Statement;
    expect(starts.Action).toBe(start);
    expect(JSON.stringify(starts.Resource[0])).toContain(membershipArn);
    expect(starts.Resource[1]).toEqual({ 'Fn::GetAtt': [expect.stringMatching('^Reach'), 'Arn'] });
    expect(starts.Resource.slice(2).map((each) => JSON.stringify(each))).toEqual(['configuredtableassociation', 'idmappingtable', 'intermediatetable']
      .map((type) => expect.stringContaining(`:*:membership/*/${type}/*`)));
    expect(follows.Action).toEqual(expect.arrayContaining([expect.stringContaining(follow)]));
    expect(JSON.stringify(follows.Resource)).toContain(membershipArn);
  });

  test('are to be had for an L1', () => {
    const stack = stackOf();
    const cfn = new CfnAnalysisTemplate(stack, 'Reach', { membershipIdentifier: MEMBERSHIP_ID, name: 'reach', format: 'SQL', source: { text: 'SELECT 1' } });
    AnalysisTemplateGrants.fromAnalysisTemplate(cfn).read(role(stack));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'cleanrooms:GetAnalysisTemplate', Resource: templateArn }] },
    });
  });
});

describe('an imported template', () => {
  const ARN = `arn:aws:cleanrooms:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}/analysistemplate/${TEMPLATE_ID}`;

  test('has the ids, the account and the Region of its ARN', () => {
    const stack = stackOf();
    const imported = AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Imported', ARN);

    expect(imported.analysisTemplateRef).toEqual({ analysisTemplateArn: ARN, analysisTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID });
    expect(imported.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
  });

  test('has the ARN that its ids make in the account and Region of the stack', () => {
    const stack = stackOf();
    const imported = AnalysisTemplate.fromAnalysisTemplateAttributes(stack, 'Imported', {
      analysisTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });

    expect(stack.resolve(imported.analysisTemplateArn)).toEqual({
      'Fn::Join': ['', [
        'arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/analysistemplate/${TEMPLATE_ID}`,
      ]],
    });
    expect(imported.analysisTemplateIdentifier).toBe(TEMPLATE_ID);
    expect(imported.membershipIdentifier).toBe(MEMBERSHIP_ID);
  });
});

describe('values for the parameters of a template', () => {
  const PARAMETERS = { city: { type: AnalysisParameterType.STRING } };

  test.each<[string, Record<string, string> | undefined, string[]]>([
    ['are warned of where one is missing', undefined, ['cdk-cleanrooms:missingParameter']],
    ['are warned of where the template has no such parameter', { city: 'Ulm', town: 'Ulm' }, ['cdk-cleanrooms:unknownParameter']],
    ['fit', { city: 'Ulm' }, []],
  ])('%s', (_, given, warnings) => {
    const stack = stackOf();
    const reach = template(stack, { source: AnalysisSource.sql('SELECT :city', { parameters: PARAMETERS }) });
    const run = new RunProtectedQuery(stack, 'Run', {
      membership: stack.node.findChild('Membership') as IMembership, statement: QueryStatement.template(reach, given),
    });
    new StateMachine(stack, 'StateMachine', { definitionBody: DefinitionBody.fromChainable(run) });

    expect(warningsIn(stack)).toEqual(warnings);
  });

  test('are the business of the service where the template is imported', () => {
    const stack = stackOf();
    const imported = AnalysisTemplate.fromAnalysisTemplateAttributes(stack, 'Imported', {
      analysisTemplateIdentifier: TEMPLATE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });
    expect(QueryStatement.template(imported, { any: 'thing' })._advise()).toEqual([]);
  });
});

test('keeps what it was told', () => {
  const source = AnalysisSource.sql('SELECT 1');
  expect(template(stackOf(), { source })).toMatchObject({ source, role: undefined });
});

function template(scope: Stack, props: Partial<AnalysisTemplateProps>): AnalysisTemplate {
  return new AnalysisTemplate(scope, 'Reach', {
    membership: props.membership ?? Membership.fromMembershipIdentifier(scope, 'Membership', MEMBERSHIP_ID),
    source: AnalysisSource.sql('SELECT 1'),
    ...props,
  });
}

function pySpark(bucket: Bucket | CfnBucket, options: Partial<PySparkAnalysisOptions> = {}): AnalysisSource {
  return AnalysisSource.pyspark({ entryPoint: { bucket, key: 'reach/1/user_script.py' }, referencedTables: ['purchases'], ...options });
}

function scripts(stack: Stack): Bucket {
  return new Bucket(stack, 'Scripts', { versioned: true });
}

function role(stack: Stack): Role {
  return new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
}

/** The creator's membership of a collaboration with the given abilities of its members. */
function membership(stack: Stack, creator: MemberAbility[], members: Record<string, MemberAbility[]>): IMembership {
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: creator },
    members: Object.entries(members).map(([accountId, abilities]) => ({ accountId, displayName: accountId, abilities })),
  });
  return collaboration.addMembership('Membership');
}

function warningsFor(props: Partial<AnalysisTemplateProps>): string[] {
  const stack = stackOf();
  template(stack, props);
  return warningsIn(stack);
}

interface TemplateResource {
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
}

function resourceIn(stack: Stack): TemplateResource {
  return Object.values(Template.fromStack(stack).findResources(TYPE))[0] as unknown as TemplateResource;
}
