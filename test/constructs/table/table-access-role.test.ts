import { App, CfnParameter, CfnResource, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Policy } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  AllowedColumns, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, SnowflakeColumnType, TableAccessRole,
  TableSource,
} from '../../../src';
import type { IMembership, TableAccessRoleProps } from '../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { cfnConfiguredTable, cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf, warningsIn } from '../../support/stacks';

const ID = '22222222-2222-4222-8222-222222222222';
const OTHER_ID = '33333333-3333-4333-8333-333333333333';

/** The membership of a member who does not run queries, in a collaboration of three accounts. */
function membershipIn(stack: Stack, id = 'Collaboration'): IMembership {
  return new Collaboration(stack, id, {
    creator: { displayName: 'Creator' },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_QUERY] }, { accountId: THIRD, displayName: 'Third' }],
  }).addMembership('Membership');
}

function roleIn(stack: Stack, props: Partial<TableAccessRoleProps> = {}): TableAccessRole {
  return new TableAccessRole(stack, 'Reader', { membership: props.membership ?? membershipIn(stack), ...props });
}

function glue(stack: Stack, name: string, bucketName = 'sales-data', databaseName = 'sales'): TableSource {
  const bucket = Bucket.fromBucketName(stack, `BucketOf${name}`, bucketName);
  return TableSource.glueTable({ databaseName, tableName: name, bucket, prefix: name });
}

function snowflake(stack: Stack, name: string): TableSource {
  return TableSource.snowflake({
    accountIdentifier: 'acme-marketing',
    databaseName: 'SALES',
    schemaName: 'PUBLIC',
    tableName: name,
    columns: [{ name: 'email', type: SnowflakeColumnType.TEXT }],
    secret: new Secret(stack, `SecretOf${name}`),
  });
}

function associate(stack: Stack, role: TableAccessRole, membership: IMembership, name: string, source: TableSource): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(stack, `${name}Association`, {
    membership,
    role,
    configuredTable: new ConfiguredTable(stack, name, { source, allowedColumns: AllowedColumns.of('email') }),
    configuredTableAssociationName: name,
  });
}

/** A stack with a role and its membership, and with tables over the given sources. */
function stackWith(names: string[], sourceOf: (stack: Stack, name: string) => TableSource, context: Record<string, unknown> = {}) {
  const stack = new Stack(new App({ context }), 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  const membership = membershipIn(stack);
  const role = roleIn(stack, { membership });
  names.forEach((name) => associate(stack, role, membership, name, sourceOf(stack, name)));
  return { stack, membership, role };
}

/** Identity-based policies of the role: the inline ones, then the managed ones. */
function policiesIn(stack: Stack): { inline: PolicyJson[]; managed: PolicyJson[] } {
  const template = Template.fromStack(stack);
  const documents = (type: string) => Object.entries(template.findResources(type)).filter(([id]) => id.startsWith('Reader'))
    .map(([, { Properties }]) => Properties.PolicyDocument as PolicyJson);
  return { inline: documents('AWS::IAM::Policy'), managed: documents('AWS::IAM::ManagedPolicy') };
}

interface PolicyJson {
  readonly Statement: { readonly Action: string | string[]; readonly Resource: unknown; readonly Condition?: unknown }[];
}

/** The characters that IAM counts in a policy, which are all except whitespace. */
function sizeOf(policy: PolicyJson): number {
  const text = JSON.stringify(policy)
    .replace(/\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g, '"arn:aws$1"')
    .replace(/\{"Fn::GetAtt":\[[^\]]*\]\}|\{"Ref":"[^"]*"\}/g, `"${'x'.repeat(100)}"`);
  expect(text).not.toContain('Fn::');
  return text.replace(/\s/g, '').length;
}

function trustIn(stack: Stack): { readonly Condition: Record<string, Record<string, unknown>> }[] {
  const [[, { Properties }]] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('Reader'));
  return Properties.AssumeRolePolicyDocument.Statement;
}

function anyOf(account: string) {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${account}:membership/*`]] };
}

describe('a role for many tables', () => {
  test('is used by each association, and all wait for it once', () => {
    const { stack, role } = stackWith(['purchases', 'returns'], glue);
    const template = Template.fromStack(stack);
    template.allResourcesProperties('AWS::CleanRooms::ConfiguredTableAssociation', { RoleArn: stack.resolve(role.roleArn) });
    template.resourceCountIs('Custom::CleanRoomsServiceRoleReady', 1);
    template.resourceCountIs('AWS::IAM::Role', 2); // this one, and that of the custom resources
    template.allResources('AWS::CleanRooms::ConfiguredTableAssociation', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('ReaderDefaultPolicy'), 'CleanRoomsRolesReady']),
    });
  });

  test('can read exactly the tables, in statements for all of them', () => {
    const { stack } = stackWith(['purchases', 'returns'], glue);
    const arn = (resource: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, resource]] });
    const catalog = (resource: string) => arn(`:glue:us-east-1:${CREATOR}:${resource}`);
    const Condition = { StringEquals: { 's3:ResourceAccount': CREATOR } };
    expect(policiesIn(stack)).toEqual({
      managed: [],
      inline: [{
        Version: '2012-10-17',
        Statement: [
          expect.objectContaining({
            Action: expect.arrayContaining(['glue:GetTable', 'glue:GetPartitions']),
            Resource: ['catalog', 'database/sales', 'table/sales/purchases', 'table/sales/returns'].map(catalog),
          }),
          { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket'], Resource: arn(':s3:::sales-data'), Condition },
          { Effect: 'Allow', Action: 's3:GetObject', Resource: ['purchases', 'returns'].map((name) => arn(`:s3:::sales-data/${name}/*`)), Condition },
        ],
      }],
    });
  });

  test('does not merge statements with other actions, effects or conditions, or with an id', () => {
    const stack = stackOf();
    const role = roleIn(stack);
    const statement = (resource: string, props: Partial<ConstructorParameters<typeof PolicyStatement>[0]> = {}) =>
      role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [resource], ...props }));
    statement('one');
    statement('two', { actions: ['s3:GetObjectVersion'] });
    statement('three', { effect: Effect.DENY });
    statement('four', { conditions: { Bool: { 'aws:SecureTransport': 'true' } } });
    statement('five', { sid: 'Five' });
    statement('six', { resources: undefined, notResources: ['six'] });
    statement('seven', { actions: undefined, notActions: ['s3:GetObject'] });
    statement('one more');
    expect(policiesIn(stack).inline[0].Statement.map(({ Resource }) => Resource)).toEqual([
      ['one', 'one more'], 'two', 'three', 'four', 'five', undefined, 'seven',
    ]);
  });

  test('does not change the statements that it is given', () => {
    const role = roleIn(stackOf());
    const [first, second] = ['one', 'two'].map((resource) => new PolicyStatement({ actions: ['s3:GetObject'], resources: [resource] }));
    const [one, two] = [first, second].map((statement) => role.addToPrincipalPolicy(statement));
    expect([first.resources, second.resources]).toEqual([['one'], ['two']]);
    expect([one.statementAdded, two.statementAdded, two.policyDependable]).toEqual([true, true, one.policyDependable]);
  });

  test('has what is added to a statement later', () => {
    const stack = stackOf();
    const role = roleIn(stack);
    const statements = ['one', 'two'].map((resource) => new PolicyStatement({ actions: ['s3:GetObject'], resources: [resource] }));
    statements.forEach((statement) => role.addToPolicy(statement));
    statements[0].addResources('one more');
    statements[1].addActions('s3:GetObjectVersion');
    expect(policiesIn(stack).inline[0].Statement).toMatchObject([
      { Action: 's3:GetObject', Resource: ['one', 'one more'] },
      { Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: 'two' },
    ]);
  });

  test('keeps statements that are added to its policy directly', () => {
    const { stack, role } = stackWith(['purchases'], glue);
    (role.node.findChild('DefaultPolicy') as Policy).addStatements(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['one'] }));
    expect(policiesIn(stack).inline[0].Statement).toContainEqual({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'one' });
  });

  test('lets no statement be changed once the policies are written, as any role', () => {
    const stack = stackOf();
    const statement = new PolicyStatement({ actions: ['s3:GetObject'], resources: ['one'] });
    roleIn(stack).addToPolicy(statement);
    policiesIn(stack);
    expectRefused(() => statement.addResources('two'), 'FreezeCalledPolicystatementPreviously', 'it can no longer be modified');
  });

  test('returns what to depend on for a statement: the policy that has it in the end', () => {
    const stack = stackOf();
    const { policyDependable } = roleIn(stack).addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['one'] }));
    new CfnResource(stack, 'Reading', { type: 'AWS::Some::Type' }).node.addDependency(policyDependable!);
    Template.fromStack(stack).hasResource('AWS::Some::Type', { DependsOn: [Match.stringLikeRegexp('^ReaderDefaultPolicy')] });
  });

  test('has no policy without statements', () => {
    const stack = stackOf();
    roleIn(stack);
    expect(policiesIn(stack)).toEqual({ inline: [], managed: [] });
  });

  test('can use the keys of its tables', () => {
    const { stack } = stackWith(['purchases', 'returns'], (scope, name) => TableSource.glueTable({
      databaseName: 'sales', tableName: name, bucket: Bucket.fromBucketName(scope, `BucketOf${name}`, 'data'), encryptionKeys: [new Key(scope, `KeyOf${name}`)],
    }));
    expect(policiesIn(stack).inline[0].Statement).toContainEqual(expect.objectContaining({
      Action: 'kms:Decrypt',
      Resource: [{ 'Fn::GetAtt': [expect.stringMatching('KeyOfpurchases'), 'Arn'] }, { 'Fn::GetAtt': [expect.stringMatching('KeyOfreturns'), 'Arn'] }],
    }));
  });

  test('has the given name and path, which AWSCleanRoomsFullAccess may require', () => {
    const stack = stackOf();
    roleIn(stack, { roleName: 'cleanrooms-tables', path: '/service-role/' });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { RoleName: 'cleanrooms-tables', Path: '/service-role/' });
  });

  test('accepts tokens and an L1', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    roleIn(stack, { membership: cfnMembership(stack), roleName: parameter('Name'), path: parameter('Path'), queryRunnerMembershipId: parameter('Runner') });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { RoleName: { Ref: 'Name' }, Path: { Ref: 'Path' } });
  });
});

describe('the order of definition', () => {
  const ofBucket = (stack: Stack, name: string) => glue(stack, name, `data-of-${name}`);
  const FLAGS = { '@aws-cdk/core:aspectPrioritiesMutating': true, '@aws-cdk/core:aspectStabilization': true };

  test.each<[string, number, (stack: Stack, name: string) => TableSource, object]>([
    ['in one policy', 3, glue, {}],
    ['of several kinds', 4, (stack, name) => (Number(name.slice(1)) % 2 ? snowflake : glue)(stack, name), {}],
    ['in several policies', 60, ofBucket, {}],
    ['in several policies, with the flags of new apps for aspects', 60, ofBucket, FLAGS],
  ])('makes no difference to the permissions for tables %s', (_, count, sourceOf, context) => {
    const names = Array.from({ length: count }, (__, index) => `t${index}`);
    const [forth, back] = [names, [...names].reverse()].map((ordered) => policiesIn(stackWith(ordered, sourceOf, { ...context }).stack));
    expect(back).toEqual(forth);
    expect(forth.managed.length > 0).toBe(count > 50);
  });

  test('holds for statements that no association added, which come first', () => {
    const { stack, role } = stackWith(['purchases'], glue);
    ['b', 'a'].forEach((name) => role.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: [name] })));
    const [own, ...ofTables] = policiesIn(stack).inline[0].Statement;
    expect(own.Resource).toEqual(['b', 'a']);
    expect(ofTables).toHaveLength(3);
  });

  test('counts for tables that are added after a synthesis, whose permissions come last', () => {
    const { stack, role, membership } = stackWith(['b'], glue);
    (stack.node.root as App).synth();
    associate(stack, role, membership, 'a', glue(stack, 'a'));
    const template = JSON.stringify((stack.node.root as App).synth({ force: true }).getStackByName('Stack').template);
    expect(template.match(/table\/sales\/\w/g)).toEqual(['table/sales/b', 'table/sales/a']);
  });
});

describe('100 tables in one stack', () => {
  const names = Array.from({ length: 100 }, (_, index) => `purchases_of_market_${index}`);
  const FLAGS_OF_NEW_APPS = { '@aws-cdk/core:enablePartitionLiterals': true, '@aws-cdk/aws-iam:minimizePolicies': true };

  test.each<[string, (stack: Stack, name: string) => TableSource, Record<string, unknown>]>([
    ['of one bucket', glue, {}],
    ['of one bucket, with the flags of new apps', glue, FLAGS_OF_NEW_APPS],
    ['of 100 buckets', (stack, name) => glue(stack, name, `the-company-data-of-${name}`.replaceAll('_', '-')), {}],
    ['of 100 buckets, with the flags of new apps', (stack, name) => glue(stack, name, `the-company-data-of-${name}`.replaceAll('_', '-')), FLAGS_OF_NEW_APPS],
    ['of 100 buckets and databases, with the flags of new apps', (stack, name) => glue(stack, name, `the-company-data-of-${name}`.replaceAll('_', '-'), `sales_of_${name}`),
      FLAGS_OF_NEW_APPS],
    ['of Snowflake', snowflake, {}],
  ])('%s fit with one role into the limits of CloudFormation and IAM', (_, sourceOf, context) => {
    const { stack } = stackWith(names, sourceOf, context);
    const { Resources: resources } = Template.fromStack(stack).toJSON();
    const { inline, managed } = policiesIn(stack);
    expect(Object.keys(resources).length).toBeLessThan(sourceOf === snowflake ? 350 : 250);
    expect(inline).toHaveLength(1);
    expect(sizeOf(inline[0])).toBeLessThanOrEqual(10_240);
    expect(managed.length).toBeLessThanOrEqual(10);
    managed.forEach((policy) => expect(sizeOf(policy)).toBeLessThanOrEqual(6_144));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('Policy (too )?large'));

    const granted = JSON.stringify([inline, managed]);
    expect(names.filter((name) => !granted.includes(sourceOf === snowflake ? `SecretOf${name.replaceAll('_', '')}` : `/${name}"`))).toEqual([]);
    const associations = Object.values<{ Type: string; DependsOn: string[] }>(resources).filter(({ Type }) => Type === 'AWS::CleanRooms::ConfiguredTableAssociation');
    const policies = Object.keys(resources).filter((id) => id.startsWith('ReaderDefaultPolicy') || id.startsWith('ReaderOverflow'));
    expect(associations).toHaveLength(100);
    associations.forEach(({ DependsOn }) => expect(DependsOn).toEqual(expect.arrayContaining(policies)));
  });
});

describe('the trust policy of a role for many tables', () => {
  const arns = (stack: Stack) => trustIn(stack)[0].Condition['ForAnyValue:ArnLike']['aws:SourceArn'];

  test('is that of the role of a single association', () => {
    const { stack, membership } = stackWith(['purchases'], glue);
    expect(arns(stack)).toEqual([stack.resolve(membership.membershipArn), anyOf(PARTNER), anyOf(THIRD)]);
  });

  test('includes only the owner and the runner if all tables are read for these', () => {
    const { stack, membership } = stackWith(['purchases', 'returns'], snowflake);
    expect(arns(stack)).toEqual([stack.resolve(membership.membershipArn), anyOf(PARTNER)]);
  });

  test('includes all members if one of the tables is read for these, in any order', () => {
    const orders = [[snowflake, glue], [glue, snowflake]].map((sources) => {
      const { stack } = stackWith(['a', 'b'], (scope, name) => sources['ab'.indexOf(name)](scope, name));
      return arns(stack);
    });
    expect(orders[0]).toEqual(expect.arrayContaining([anyOf(THIRD)]));
    expect(orders[0]).toEqual(orders[1]);
  });

  test('includes all members if only L1s use the role', () => {
    const stack = stackOf();
    roleIn(stack);
    expect(arns(stack)).toEqual(expect.arrayContaining([anyOf(PARTNER), anyOf(THIRD)]));
  });

  test('includes the runner by its id and its external id', () => {
    const stack = stackOf();
    const membership = membershipIn(stack);
    roleIn(stack, { membership, queryRunnerMembershipId: ID });
    const runner = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${PARTNER}:membership/${ID}`]] };
    expect(arns(stack)).toEqual([stack.resolve(membership.membershipArn), runner, anyOf(THIRD)]);
    expect(JSON.stringify(trustIn(stack)[1].Condition)).toContain(`dbuser:*/${ID}*`);
  });

  test('includes all accounts if the members are not known, with one warning', () => {
    const stack = stackOf();
    const membership = Membership.fromMembershipIdentifier(stack, 'Imported', ID);
    const role = roleIn(stack, { membership });
    ['purchases', 'returns'].forEach((name) => associate(stack, role, membership, name, glue(stack, name)));
    expect(warningsIn(stack).filter((id) => id === 'cdk-cleanrooms:trustNotBoundToMembers')).toHaveLength(1);
    expect(arns(stack)).toEqual([expect.anything(), anyOf('*')]);
  });
});

describe('a role for many tables is rejected', () => {
  test('if the id of the runner is malformed', () => {
    expectRefused(() => roleIn(stackOf(), { queryRunnerMembershipId: '*' }), 'IdentifierMalformed', "'queryRunnerMembershipId'");
  });

  test('with a membership of another account', () => {
    const elsewhere = Membership.fromMembershipArn(stackOf(PARTNER), 'Imported', `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/${ID}`);
    expectRefused(() => roleIn(stackOf(CREATOR), { membership: elsewhere }), 'OfOtherAccount', "'membership'");
  });

  test('in another partition', () => {
    const stack = stackOf(CREATOR, 'cn-north-1');
    const membership = Membership.fromMembershipIdentifier(stack, 'Imported', ID);
    expectRefused(() => roleIn(stack, { membership }), 'PartitionWithoutCleanRooms', 'cn-north-1');
  });

  test('by an association whose source is not known', () => {
    const stack = stackOf();
    const membership = membershipIn(stack);
    expectRefused(() => new ConfiguredTableAssociation(stack, 'Association', {
      membership, role: roleIn(stack, { membership }), configuredTable: cfnConfiguredTable(stack), configuredTableAssociationName: 'purchases',
    }), 'TableSourceUnknown', "the source of 'Stack/ConfiguredTable' is not known: give it as 'source'");
  });

  test.each<[string, (stack: Stack) => [IMembership, IMembership], string]>([
    ['of this app', (stack) => [membershipIn(stack, 'One'), membershipIn(stack, 'Two')], "'Stack/Two/Membership', got one of 'Stack/One/Membership'"],
    ['that are imported', (stack) => [Membership.fromMembershipIdentifier(stack, 'One', ID), Membership.fromMembershipIdentifier(stack, 'Two', OTHER_ID)],
      `'${OTHER_ID}', got one of '${ID}'`],
  ])('by an association of another membership, for memberships %s', (_, memberships, message) => {
    const stack = stackOf();
    const [ofRole, ofAssociation] = memberships(stack);
    associate(stack, roleIn(stack, { membership: ofRole }), ofAssociation, 'purchases', glue(stack, 'purchases'));
    expectRefusedAtSynthesis(stack, 'TableAccessRoleOfOtherMembership',
      `Stack/purchasesAssociation: 'role' must be a TableAccessRole of the membership of the association, ${message}`);
  });

  test.each<[string, (stack: Stack) => [IMembership, IMembership]]>([
    ['one of which is imported', (stack) => [membershipIn(stack), Membership.fromMembershipIdentifier(stack, 'Imported', ID)]],
    ['that are imported twice', (stack) => [Membership.fromMembershipIdentifier(stack, 'One', ID), Membership.fromMembershipIdentifier(stack, 'Two', ID)]],
    ['one of which is a token', (stack) => [
      Membership.fromMembershipIdentifier(stack, 'One', ID), Membership.fromMembershipIdentifier(stack, 'Two', Fn.importValue('MembershipId')),
    ]],
  ])('but not for memberships that can be the same: %s', (_, memberships) => {
    const stack = stackOf();
    const [ofRole, ofAssociation] = memberships(stack);
    associate(stack, roleIn(stack, { membership: ofRole }), ofAssociation, 'purchases', glue(stack, 'purchases'));
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});
