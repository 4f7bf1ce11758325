import { App, Aws, CfnParameter, PhysicalName, Stack } from 'aws-cdk-lib';
import type { IPropertyInjector } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, TableSource } from '../../../src';
import type { ConfiguredTableAssociationProps, IConfiguredTableAssociation } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnConfiguredTable, cfnMembership, cfnTable } from '../../support/l1';
import { policiesOfServiceRoles } from '../../support/policies';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf, warningsIn } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const ID = '44444444-4444-4444-8444-444444444444';
const COLLABORATION = { collaborationIdentifier: '11111111-1111-4111-8111-111111111111', creatorAccountId: CREATOR };

describe('the resource', () => {
  test('associates a table with the collaboration of a membership', () => {
    const stack = stackOf(PARTNER);
    const { role } = association(stack, { description: 'What was bought' });
    expect(propertiesIn(stack)).toEqual({
      Name: 'purchases',
      Description: 'What was bought',
      MembershipIdentifier: MEMBERSHIP_ID,
      ConfiguredTableIdentifier: { 'Fn::GetAtt': ['ConfiguredTableD5D594FA', 'ConfiguredTableIdentifier'] },
      RoleArn: stack.resolve(role.roleArn),
    });
  });

  test('accepts L1s for the membership and the table', () => {
    const stack = stackOf(PARTNER);
    const [membership, configuredTable] = [cfnMembership(stack), cfnConfiguredTable(stack)];
    association(stack, { membership, configuredTable, source: TableSource.glue(cfnTable(stack)) });
    expect(propertiesIn(stack)).toMatchObject({
      MembershipIdentifier: { Ref: 'Membership' },
      ConfiguredTableIdentifier: { Ref: 'ConfiguredTable' },
    });
  });

  test('accepts imported memberships and tables', () => {
    const stack = stackOf(PARTNER);
    association(stack, {
      configuredTable: ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', '55555555-5555-4555-8555-555555555555'),
      role: Role.fromRoleName(stack, 'Reader', 'reader'),
    });
    expect(propertiesIn(stack)).toMatchObject({ MembershipIdentifier: MEMBERSHIP_ID, ConfiguredTableIdentifier: '55555555-5555-4555-8555-555555555555' });
  });

  test('accepts tokens for all properties', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    association(stack, {
      configuredTableAssociationName: parameter('Name'),
      description: parameter('Description'),
      membership: Membership.fromMembershipArn(stack, 'ByArn', parameter('MembershipArn')),
      queryRunnerMembershipId: parameter('Runner'),
    });
    expect(propertiesIn(stack)).toMatchObject({ Name: { Ref: 'Name' }, Description: { Ref: 'Description' } });
  });
});

test('the name is generated, with underscores and at most 128 characters, for PhysicalName.GENERATE_IF_NEEDED', () => {
  const stack = stackOf(PARTNER);
  new ConfiguredTableAssociation(new Construct(stack, 'LongName'.repeat(20)), 'Purchases', {
    membership: cfnMembership(stack),
    configuredTable: cfnConfiguredTable(stack),
    role: Role.fromRoleName(stack, 'Reader', 'reader'),
    configuredTableAssociationName: PhysicalName.GENERATE_IF_NEEDED,
  });
  const { Name } = propertiesIn(stack);
  expect(Name).toMatch(/^Stack_LongName\w+$/);
  expect(Name.length).toBeLessThanOrEqual(128);
  expect(Name.length).toBeGreaterThan(118);
});

describe('errors and warnings', () => {
  test('two tables with the same name are rejected, even if they belong to two members', () => {
    const app = new App();
    const [creator, partner] = [CREATOR, PARTNER].map((account) => new Stack(app, `Of${account}`, { env: { account, region: 'us-east-1' } }));
    const collaboration = new Collaboration(creator, 'Collaboration', {
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    association(creator, { membership: collaboration.addMembership('Membership') });
    association(partner, { membership: new Membership(partner, 'Own', { collaboration }) });
    expectRefused(() => app.synth(), 'TableNameTaken',
      `the name 'purchases' is taken by 'Of${CREATOR}/Association': the names of tables must be unique in a collaboration`);
  });

  test('a table whose source is not known is rejected without a source or a role', () => {
    const stack = stackOf(PARTNER);
    const configuredTable = cfnConfiguredTable(stack);
    expectRefused(() => association(stack, { configuredTable }), 'TableSourceUnknown',
      "the source of 'Stack/ConfiguredTable' is not known: give it as 'source', or give a 'role' that can read the table");
  });

  test('a stack in another partition is rejected', () => {
    expectRefused(() => association(stackOf(CREATOR, 'cn-north-1')), 'PartitionWithoutCleanRooms', 'the Region of the stack, cn-north-1');
  });

  test('a name that is a reserved word of SQL gives a warning', () => {
    const stack = stackOf(PARTNER);
    association(stack, { configuredTableAssociationName: 'user' });
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:reservedTableName');
  });
});

test('the quota of 100 tables for each membership gives one warning, at the 101st table by path', () => {
  const stack = stackOf(PARTNER);
  const [membership, configuredTable, role] = [cfnMembership(stack), cfnConfiguredTable(stack), Role.fromRoleName(stack, 'Reader', 'reader')];
  for (let index = 1; index <= 102; index++) {
    const number = String(index).padStart(3, '0');
    new ConfiguredTableAssociation(stack, `Table${number}`, { membership, configuredTable, role, configuredTableAssociationName: `table_${number}` });
  }
  const quota = Match.stringLikeRegexp("'Stack/Membership' has 102 table associations: the default quota is 100");
  expect(Annotations.fromStack(stack).findWarning('*', quota).map(({ id }) => id)).toEqual(['/Stack/Table101']);
});

describe('the trust of the role that reads the table', () => {
  test('is bound to the own membership and the accounts of the other members', () => {
    const stack = stackOf(PARTNER);
    const membership = member(stack, [PARTNER, THIRD]);
    association(stack, { membership });
    expect(trustIn(stack)).toEqual([byMembership(stack.resolve(membership.membershipArn), anyOf(CREATOR), anyOf(THIRD))]);
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:trustNotBoundToMembers');
  });

  test('includes the external id of the member who runs queries, if that membership is known', () => {
    const stack = stackOf(PARTNER);
    association(stack, { membership: member(stack, [PARTNER]), queryRunnerMembershipId: ID });
    expect(trustIn(stack)[1]).toEqual(expect.objectContaining({
      Condition: {
        StringLike: { 'sts:ExternalId': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:*:us-east-1:*:dbuser:*/${ID}*`]] } },
      },
    }));
  });

  test.each(['', '*'])('rejects %j as the id of the membership that runs queries', (queryRunnerMembershipId) => {
    expectRefused(() => association(stackOf(PARTNER), { queryRunnerMembershipId }), 'IdentifierMalformed',
      `'queryRunnerMembershipId' must be an id assigned by Clean Rooms, a UUID, got '${queryRunnerMembershipId}'`);
  });

  test('includes memberships of all accounts if the members are not known, and gives a warning', () => {
    const stack = stackOf(PARTNER);
    association(stack);
    expect(trustIn(stack)).toEqual([byMembership(expect.anything(), anyOf('*'))]);
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:trustNotBoundToMembers');
  });

  test('is bound to the members of the collaboration of an L1', () => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    association(stack, { membership: cfnMembership(stack, collaboration.collaborationIdentifier) });
    expect(trustIn(stack)[0]).toEqual(byMembership({ 'Fn::GetAtt': ['Membership', 'Arn'] }, anyOf(PARTNER)));
  });
});

describe('the role that reads the table', () => {
  test('can read this table and its data, and nothing else', () => {
    const stack = stackOf(PARTNER);
    association(stack);
    const glue = (resource: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:glue:us-east-1:${PARTNER}:${resource}`]] });
    const s3 = (resource: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::${resource}`]] });
    const Condition = { StringEquals: { 's3:ResourceAccount': PARTNER } };
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', inRole({
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: [
              'glue:BatchGetPartition', 'glue:GetDatabase', 'glue:GetDatabases', 'glue:GetPartition', 'glue:GetPartitions', 'glue:GetTable', 'glue:GetTables',
            ],
            Resource: [glue('catalog'), glue('database/sales'), glue('table/sales/purchases')],
          },
          { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket'], Resource: s3('data'), Condition },
          { Effect: 'Allow', Action: 's3:GetObject', Resource: s3('data/purchases/*'), Condition },
        ],
      },
    }));
  });

  test.each<[string, string, string, (stack: Stack) => TableSource]>([
    ['of its own account, if the data is in another account', PARTNER, CREATOR, (stack) => TableSource.glueTable({
      databaseName: 'sales',
      tableName: 'purchases',
      bucket: Bucket.fromBucketAttributes(stack, 'Data', { bucketName: 'data', account: CREATOR }),
    })],
    ['that the table names', CREATOR, PARTNER, (stack) => TableSource.glue(new CfnTable(stack, 'Elsewhere', {
      catalogId: CREATOR, databaseName: 'sales', tableInput: { name: 'purchases', storageDescriptor: { location: 's3://data' } },
    }))],
  ])('reads the catalog %s', (_, catalogAccount, bucketAccount, source) => {
    const stack = stackOf(PARTNER);
    association(stack, { source: source(stack) });
    const catalog = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:glue:us-east-1:${catalogAccount}:catalog`]] };
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', inRole({
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Resource: Match.arrayWith([catalog]) }),
          Match.objectLike({ Action: ['s3:GetBucketLocation', 's3:ListBucket'], Condition: { StringEquals: { 's3:ResourceAccount': bucketAccount } } }),
          Match.objectLike({ Action: 's3:GetObject', Condition: { StringEquals: { 's3:ResourceAccount': bucketAccount } } }),
        ],
      },
    }));
  });

  test('can use the keys of the data', () => {
    const stack = stackOf(PARTNER);
    association(stack, { source: TableSource.glue(cfnTable(stack, 'Encrypted'), { encryptionKeys: [new Key(stack, 'Key')] }) });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } })]) },
    });
  });

  test('is created before the association, with its policies', () => {
    const stack = stackOf(PARTNER);
    association(stack);
    Template.fromStack(stack).hasResource('AWS::CleanRooms::ConfiguredTableAssociation', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('Role[0-9A-F]{8}$'), 'CleanRoomsRolesReady']),
    });
  });

  test.each<[string, (stack: Stack) => Role | ReturnType<typeof Role.fromRoleArn>]>([
    ['of the app', (stack) => new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') })],
    ['imported', (stack) => Role.fromRoleArn(stack, 'Reader', `arn:aws:iam::${PARTNER}:role/reader`)],
  ])('is granted the same permissions if it is given (%s)', (_, make) => {
    const [given, made] = [stackOf(PARTNER), stackOf(PARTNER)];
    const role = make(given);
    expect(association(given, { role }).role).toBe(role);
    association(made);
    expect(statementsIn(given)).toEqual(statementsIn(made));
  });

  test('is granted nothing if the source is not known', () => {
    const stack = stackOf(PARTNER);
    association(stack, { configuredTable: cfnConfiguredTable(stack), role: Role.fromRoleName(stack, 'Reader', 'reader') });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

describe('an imported association', () => {
  const arn = `arn:aws:cleanrooms:eu-west-1:${CREATOR}:membership/${MEMBERSHIP_ID}/configuredtableassociation/${ID}`;

  test('has the account, the Region and the ids of its ARN', () => {
    const imported = ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stackOf(PARTNER), 'Imported', arn);
    expect(imported.env).toEqual({ account: CREATOR, region: 'eu-west-1' });
    expect(resolved(imported)).toEqual({ arn, id: ID, membershipId: MEMBERSHIP_ID });
  });

  test('has the account and the Region of the stack if it is imported by its ids', () => {
    const imported = ConfiguredTableAssociation.fromConfiguredTableAssociationAttributes(stackOf(), 'Imported', {
      membershipIdentifier: MEMBERSHIP_ID, configuredTableAssociationIdentifier: ID,
    });
    expect(imported.env).toEqual({ account: CREATOR, region: 'us-east-1' });
    expect(resolved(imported)).toEqual({
      arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, arn.replace('arn:aws', '').replace('eu-west-1', 'us-east-1')]] },
      id: ID,
      membershipId: MEMBERSHIP_ID,
    });
  });

  test('can be imported into a stack without an environment, and by an ARN that is a token', () => {
    const stack = agnosticStack();
    const byIds = ConfiguredTableAssociation.fromConfiguredTableAssociationAttributes(stack, 'ByIds', {
      membershipIdentifier: MEMBERSHIP_ID, configuredTableAssociationIdentifier: ID,
    });
    const byArn = ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stack, 'ByArn', new CfnParameter(stack, 'Arn').valueAsString);
    expect(byIds.env).toEqual({ account: Aws.ACCOUNT_ID, region: Aws.REGION });
    expect(resolved(byArn)).toEqual({
      arn: { Ref: 'Arn' },
      id: { 'Fn::Select': [3, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] },
      membershipId: { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] },
    });
  });
});

test('the ids are attributes of the resource, not its Ref', () => {
  const stack = stackOf(PARTNER);
  expect(resolved(association(stack))).toEqual({
    arn: { 'Fn::GetAtt': ['AssociationA4069362', 'Arn'] },
    id: { 'Fn::GetAtt': ['AssociationA4069362', 'ConfiguredTableAssociationIdentifier'] },
    membershipId: MEMBERSHIP_ID,
  });
});

test('accepts injected properties', () => {
  const description: IPropertyInjector = {
    constructUniqueId: ConfiguredTableAssociation.PROPERTY_INJECTION_ID,
    inject: (props: ConfiguredTableAssociationProps) => ({ description: 'ours', ...props }),
  };
  const stack = new Stack(new App({ propertyInjectors: [description] }), 'Stack');
  association(stack);
  expect(propertiesIn(stack).Description).toBe('ours');
});

function association(stack: Stack, props: Partial<ConfiguredTableAssociationProps> = {}): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(stack, 'Association', {
    membership: props.membership ?? Membership.fromMembershipIdentifier(stack, 'Imported membership', MEMBERSHIP_ID),
    configuredTable: props.configuredTable ?? new ConfiguredTable(stack, 'ConfiguredTable', {
      source: TableSource.glue(cfnTable(stack)),
      allowedColumns: AllowedColumns.of('email'),
      analysisRule: AnalysisRule.aggregation().countDistinct('email').requireAtLeast(2, 'email'),
    }),
    configuredTableAssociationName: 'purchases',
    ...props,
  });
}

function member(stack: Stack, memberAccountIds: string[]): Membership {
  const collaboration = Collaboration.fromCollaborationAttributes(stack, 'Collaboration', { ...COLLABORATION, memberAccountIds });
  return new Membership(stack, 'Own', { collaboration });
}

function byMembership(...arns: unknown[]) {
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'cleanrooms.amazonaws.com' },
    Condition: { 'ForAnyValue:ArnLike': { 'aws:SourceArn': arns } },
  };
}

function anyOf(account: string) {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${account}:membership/*`]] };
}

function propertiesIn(stack: Stack) {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::ConfiguredTableAssociation'));
  return resource.Properties;
}

/** The trust policy of the role that the association makes: not the one of the custom resources' function. */
function trustIn(stack: Stack) {
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { Description: Match.anyValue() } }));
  return role.Properties.AssumeRolePolicyDocument.Statement;
}

/** A role that has a policy in it. */
function inRole(policy: object): object {
  return { Policies: [Match.objectLike(policy)] };
}

function statementsIn(stack: Stack) {
  const [policy] = policiesOfServiceRoles(stack);
  return policy.Statement;
}

function resolved(imported: IConfiguredTableAssociation) {
  const resolve = (value: string) => imported.stack.resolve(value);
  return {
    arn: resolve(imported.configuredTableAssociationArn),
    id: resolve(imported.configuredTableAssociationIdentifier),
    membershipId: resolve(imported.membershipIdentifier),
  };
}
