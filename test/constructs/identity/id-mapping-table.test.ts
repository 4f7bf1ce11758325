import { App, CfnParameter, Lazy, PhysicalName, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnIdMappingTable, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import {
  Collaboration, IdMappingTable, IdMappingTableGrants, IdMappingTablePopulation, IdNamespaceAssociation, MemberAbility, Membership,
} from '../../../src';
import type { IdMappingTableProps } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { warningsIn } from '../../support/stacks';

const ACCOUNT = '111111111111';
const PARTNER = '222222222222';
const MEMBERSHIP_ID = '11111111-2222-3333-4444-555555555555';
const TABLE_ID = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const TABLE_ARN = `arn:aws:cleanrooms:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}/idmappingtable/${TABLE_ID}`;
const KEY_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`;

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
});

function tableWith(props: Partial<IdMappingTableProps> = {}, id = 'Mapping'): IdMappingTable {
  return new IdMappingTable(stack, id, {
    membership: existing('Membership') ?? Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID),
    idMappingTableName: id.toLowerCase(),
    idMappingWorkflow: existing('Workflow') ?? CfnIdMappingWorkflow.fromWorkflowName(stack, 'Workflow', 'customers_to_visitors'),
    ...props,
  });
}

function existing<T>(id: string): T | undefined {
  return stack.node.tryFindChild(id) as T | undefined;
}

function associationOf(type: 'SOURCE' | 'TARGET'): IdNamespaceAssociation {
  return new IdNamespaceAssociation(stack, `Association${type}`, {
    membership: Membership.fromMembershipIdentifier(stack, `MembershipOf${type}`, MEMBERSHIP_ID),
    idNamespace: new CfnIdNamespace(stack, `IdNamespace${type}`, { idNamespaceName: type, type }),
  });
}

describe('the template', () => {
  test('has the ARN of the workflow, and allows Clean Rooms to manage its resource policy', () => {
    tableWith({ description: 'who is who' });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IdMappingTable', {
      Name: 'mapping',
      Description: 'who is who',
      MembershipIdentifier: MEMBERSHIP_ID,
      InputReferenceConfig: {
        InputReferenceArn: {
          'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:entityresolution:us-east-1:${ACCOUNT}:idmappingworkflow/customers_to_visitors`]],
        },
        ManageResourcePolicies: true,
      },
      KmsKeyArn: Match.absent(),
    });
  });

  test('accepts the L1s of a membership and of a workflow, and creates the table after the workflow', () => {
    const workflow = new CfnIdMappingWorkflow(stack, 'CfnWorkflow', {
      workflowName: 'workflow', roleArn: 'arn:aws:iam::111111111111:role/r', idMappingTechniques: {}, inputSourceConfig: [],
    });
    const membership = new CfnMembership(stack, 'CfnMembership', { collaborationIdentifier: MEMBERSHIP_ID, queryLogStatus: 'DISABLED' });

    tableWith({ membership, idMappingWorkflow: workflow, manageResourcePolicies: false });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IdMappingTable', {
      MembershipIdentifier: { Ref: 'CfnMembership' },
      InputReferenceConfig: {
        InputReferenceArn: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'CfnWorkflow' }])] },
        ManageResourcePolicies: false,
      },
    });
  });

  test('creates the table after the associations of its ID namespaces', () => {
    tableWith({ source: associationOf('SOURCE'), target: associationOf('TARGET') });

    Template.fromStack(stack).hasResource('AWS::CleanRooms::IdMappingTable', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('AssociationSOURCE'), Match.stringLikeRegexp('AssociationTARGET')]),
    });
  });
});

describe('a table with rows', () => {
  test('is retained by default', () => {
    tableWith();

    Template.fromStack(stack).hasResource('AWS::CleanRooms::IdMappingTable', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('is deleted with the removal policy for that', () => {
    tableWith({ removalPolicy: RemovalPolicy.DESTROY });

    Template.fromStack(stack).hasResource('AWS::CleanRooms::IdMappingTable', { DeletionPolicy: 'Delete' });
  });

  test('is deleted after a replacement that is allowed', () => {
    tableWith({ allowReplacement: true });

    Template.fromStack(stack).hasResource('AWS::CleanRooms::IdMappingTable', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Delete' });
  });

  test('has a guard, which is updated first, with the properties whose change replaces the table', () => {
    tableWith();

    const template = Template.fromStack(stack);
    template.hasResourceProperties('Custom::CleanRoomsReplacementGuard', {
      GuardedType: 'AWS::CleanRooms::IdMappingTable',
      FailsIfChanged: {
        idMappingTableName: 'mapping',
        membership: MEMBERSHIP_ID,
        idMappingWorkflow: { InputReferenceArn: Match.anyValue(), ManageResourcePolicies: true },
      },
      ReplacementAllowed: false,
    });
    template.hasResource('AWS::CleanRooms::IdMappingTable', { DependsOn: [Match.stringLikeRegexp('ReplacementGuard')] });
  });
});

describe('names', () => {
  test('cannot be the name of another table in the collaboration', () => {
    tableWith({ idMappingTableName: 'people' }, 'First');

    tableWith({ idMappingTableName: 'people' }, 'Second');
    expect(() => Template.fromStack(stack)).toThrow(expect.objectContaining({
      name: 'TableNameTaken', message: expect.stringContaining("the name 'people' is taken by 'Test/First'"),
    }));
  });

  test('cannot be the lazy name of another table in the collaboration', () => {
    tableWith({ idMappingTableName: Lazy.string({ produce: () => 'people' }) }, 'First');
    tableWith({ idMappingTableName: 'people' }, 'Second');

    expectRefusedAtSynthesis(stack, 'TableNameTaken', "Test/Second: the name 'people' is taken by 'Test/First'");
  });

  test('can be the same if they are known only at deployment', () => {
    const name = new CfnParameter(stack, 'Name').valueAsString;
    tableWith({ idMappingTableName: name }, 'First');
    tableWith({ idMappingTableName: name }, 'Second');
    tableWith({ idMappingTableName: 'people' }, 'Third');

    Template.fromStack(stack).resourceCountIs('AWS::CleanRooms::IdMappingTable', 3);
  });

  test('should not be a reserved word of SQL', () => {
    tableWith({ idMappingTableName: 'user' });

    Annotations.fromStack(stack).hasWarning('/Test/Mapping', Match.stringLikeRegexp('cdk-cleanrooms:reservedTableName'));
  });
});

describe('a generated name', () => {
  test.each<[string, string, RegExp]>([
    ['in a short path', 'Mapping', /^Test_Mapping_[0-9A-F]{8}$/],
    ['in a long path', `Mapping${'OfTheCustomers'.repeat(15)}`, /^[A-Za-z0-9_]{128}$/],
  ])('is one that the service accepts: %s', (_, id, pattern) => {
    const { idMappingTableName } = tableWith({ idMappingTableName: PhysicalName.GENERATE_IF_NEEDED }, id);

    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::IdMappingTable'));
    expect(Properties.Name).toMatch(pattern);
    expect(stack.resolve(`SELECT * FROM ${idMappingTableName}`)).toBe(`SELECT * FROM ${Properties.Name}`);
  });
});

describe('the encryption key', () => {
  test('is given by its ARN, and its policy lets Clean Rooms use it', () => {
    tableWith({ encryptionKey: new Key(stack, 'Key') });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CleanRooms::IdMappingTable', { KmsKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('Key'), 'Arn'] } });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([{
          Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
          Effect: 'Allow',
          Principal: { Service: 'cleanrooms.amazonaws.com' },
          Resource: '*',
          Condition: { StringLikeIfExists: { 'aws:SourceAccount': ['*'] } },
        }]),
      },
    });
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:keyPolicyNotOfApp');
  });

  test('serves the members only, where they are known', () => {
    const collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    tableWith({ encryptionKey: new Key(stack, 'Key'), membership: collaboration.addMembership('Membership') });

    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: 'cleanrooms.amazonaws.com' }, Condition: { StringLikeIfExists: { 'aws:SourceAccount': [ACCOUNT, PARTNER] } },
        })]),
      },
    });
  });

  test('can be the L1 of a key', () => {
    tableWith({ encryptionKey: new CfnKey(stack, 'Key', { keyPolicy: { Statement: [] } }) });

    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: [Match.objectLike({ Principal: { Service: 'cleanrooms.amazonaws.com' } })] },
    });
  });

  test('causes a warning with the required permissions if its policy cannot be changed', () => {
    tableWith({ encryptionKey: Key.fromKeyArn(stack, 'Key', KEY_ARN) });

    Annotations.fromStack(stack).hasWarning('/Test/Mapping', Match.stringLikeRegexp(
      "'Test/Key'.*must allow cleanrooms.amazonaws.com to call kms:Decrypt, kms:Encrypt, kms:GenerateDataKey"));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:keyPolicyNotOfApp');
  });

  test.each<[string, () => IdMappingTableProps['encryptionKey']]>([
    ['an alias of a key', () => new Key(stack, 'Key').addAlias('mapping')],
    ['an alias by its name', () => Alias.fromAliasName(stack, 'Key', 'alias/mapping')],
    ['a key with the ARN of an alias', () => Key.fromKeyArn(stack, 'Key', `arn:aws:kms:us-east-1:${ACCOUNT}:alias/mapping`)],
  ])('must not be %s', (_, key) => {
    expect(() => tableWith({ encryptionKey: key() })).toThrow(expect.objectContaining({
      name: 'EncryptionKeyIsAlias', message: expect.stringContaining("'encryptionKey' must be a key and not an alias"),
    }));
  });
});

describe('warnings', () => {
  const warning = (id: string) => Match.stringLikeRegexp(`cdk-cleanrooms:${id}`);

  test('are issued about a table that is not populated', () => {
    tableWith();

    Annotations.fromStack(stack).hasWarning('/Test/Mapping', warning('idMappingTableNotPopulated'));
  });

  test.each<[string, (table: IdMappingTable) => refs.IIdMappingTableRef]>([
    ['the table', (table) => table],
    ['its L1', (table) => table.node.defaultChild as CfnIdMappingTable],
    ['its import by ARN', (table) => IdMappingTable.fromIdMappingTableArn(stack, 'Import', table.idMappingTableArn)],
    ['its import by ids', ({ membershipIdentifier, idMappingTableIdentifier }) => (
      IdMappingTable.fromIdMappingTableAttributes(stack, 'Import', { membershipIdentifier, idMappingTableIdentifier })
    )],
  ])('are not issued about a table if this app populates %s', (_, populated) => {
    new IdMappingTablePopulation(stack, 'Population', { idMappingTable: populated(tableWith()) });

    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:idMappingTableNotPopulated');
  });

  test('are not issued about a table that another stack of this app populates', () => {
    const other = new Stack(stack.node.root as App, 'Other', { env: { account: ACCOUNT, region: 'us-east-1' } });
    new IdMappingTablePopulation(other, 'Population', { idMappingTable: tableWith() });

    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:idMappingTableNotPopulated');
  });

  test('are issued about a table if this app populates only another one', () => {
    new IdMappingTablePopulation(stack, 'Population', { idMappingTable: tableWith({}, 'Other') });
    tableWith();

    Annotations.fromStack(stack).hasNoWarning('/Test/Other', warning('idMappingTableNotPopulated'));
    Annotations.fromStack(stack).hasWarning('/Test/Mapping', warning('idMappingTableNotPopulated'));
  });

  test('are issued about ID namespaces that are not given', () => {
    tableWith({ source: associationOf('SOURCE') });

    Annotations.fromStack(stack).hasWarning('/Test/Mapping', Match.stringLikeRegexp("'target' is not set.*cdk-cleanrooms:idNamespaceNotNamed"));
    Annotations.fromStack(stack).hasNoWarning('/Test/Mapping', Match.stringLikeRegexp("'source' is not set"));
  });

  test('are issued once about two ID namespaces that are not given', () => {
    tableWith();

    expect(warningsIn(stack).filter((id) => id === 'cdk-cleanrooms:idNamespaceNotNamed')).toHaveLength(1);
  });

  test('are issued about a target that is given as the source, also if its type is changed later', () => {
    const source = associationOf('SOURCE');
    tableWith({ source, target: imported() });
    (source.idNamespace as CfnIdNamespace).type = 'TARGET';

    Annotations.fromStack(stack).hasWarning('/Test/Mapping', Match.stringLikeRegexp(
      "'source' must be the association of an ID namespace of type SOURCE, got one of type TARGET.*cdk-cleanrooms:idNamespaceOfOtherType"));
  });

  test('are not issued about associations of the right type or of an unknown type', () => {
    tableWith({ source: associationOf('SOURCE'), target: imported() });

    Annotations.fromStack(stack).hasNoWarning('/Test/Mapping', Match.stringLikeRegexp('idNamespace(OfOtherType|NotNamed)'));
  });

  test('are issued about the sixth table of a membership, which exceeds the default quota', () => {
    for (let count = 1; count <= 6; count++) tableWith({}, `Mapping${count}`);

    Annotations.fromStack(stack).hasNoWarning('/Test/Mapping5', warning('overQuota'));
    Annotations.fromStack(stack).hasWarning('/Test/Mapping6', Match.stringLikeRegexp('has 6 ID mapping tables: the default quota is 5'));
  });

  function imported() {
    return IdNamespaceAssociation.fromIdNamespaceAssociationAttributes(stack, 'Imported', {
      membershipIdentifier: MEMBERSHIP_ID, idNamespaceAssociationIdentifier: TABLE_ID,
    });
  }
});

test('the names of tables must be unique in a collaboration, across memberships', () => {
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Us', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [] }],
  });
  const theirs = new Stack(stack.node.root as App, 'Theirs', { env: { account: PARTNER, region: 'us-east-1' } });
  tableWith({ membership: collaboration.addMembership('Ours'), idMappingTableName: 'people' }, 'First');
  const membership = new Membership(theirs, 'Membership', { collaboration });

  new IdMappingTable(theirs, 'Second', {
    membership, idMappingTableName: 'people', idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(theirs, 'Workflow', 'w'),
  });
  expect(() => Template.fromStack(theirs)).toThrow(expect.objectContaining({ name: 'TableNameTaken' }));
});

describe('imports', () => {
  test('by ARN, with the account and Region of the ARN', () => {
    const table = IdMappingTable.fromIdMappingTableArn(stack, 'Import', TABLE_ARN);

    expect(stack.resolve(table.idMappingTableRef)).toEqual({
      idMappingTableArn: TABLE_ARN, idMappingTableIdentifier: TABLE_ID, membershipIdentifier: MEMBERSHIP_ID,
    });
    expect(table.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
  });

  test('by attributes, in the account and Region of the stack', () => {
    const table = IdMappingTable.fromIdMappingTableAttributes(stack, 'Import', {
      membershipIdentifier: MEMBERSHIP_ID, idMappingTableIdentifier: TABLE_ID,
    });

    expect(stack.resolve(table.idMappingTableArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${ACCOUNT}:membership/${MEMBERSHIP_ID}/idmappingtable/${TABLE_ID}`]],
    });
  });
});

describe('grants', () => {
  const membershipArn = {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:eu-west-1:${PARTNER}:membership/${MEMBERSHIP_ID}`]],
  };

  test.each([
    ['read', 'cleanrooms:GetIdMappingTable'],
    ['populate', ['cleanrooms:GetIdMappingTable', 'cleanrooms:PopulateIdMappingTable']],
    ['manage', ['cleanrooms:GetIdMappingTable', 'cleanrooms:PopulateIdMappingTable', 'cleanrooms:UpdateIdMappingTable']],
  ] as const)('%s is on the table and its membership', (intent, actions) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    IdMappingTable.fromIdMappingTableArn(stack, 'Import', TABLE_ARN).grants[intent](role);

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([{ Action: actions, Effect: 'Allow', Resource: [TABLE_ARN, membershipArn] }]) },
    });
  });

  test('to populate the table are also on the workflows of the account, which the service reads in the name of the grantee', () => {
    IdMappingTable.fromIdMappingTableArn(stack, 'Import', TABLE_ARN).grants.populate(new User(stack, 'User'));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [Match.anyValue(), {
          Action: 'entityresolution:GetIdMappingWorkflow',
          Effect: 'Allow',
          Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:entityresolution:eu-west-1:${PARTNER}:idmappingworkflow/*`]] },
        }],
      },
    });
  });

  test('can be created for an L1', () => {
    const table = new CfnIdMappingTable(stack, 'Table', {
      name: 'mapping', membershipIdentifier: MEMBERSHIP_ID, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
    });

    IdMappingTableGrants.fromIdMappingTable(table).populate(new User(stack, 'User'));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Resource: [{ 'Fn::GetAtt': ['Table', 'Arn'] }, Match.anyValue()] })]) },
    });
  });
});
