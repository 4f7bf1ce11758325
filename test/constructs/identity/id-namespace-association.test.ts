import { App, PhysicalName, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnIdNamespaceAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { IdNamespaceAssociation, IdNamespaceAssociationGrants, Membership } from '../../../src';
import { warningsIn } from '../../support/stacks';

const ACCOUNT = '111111111111';
const MEMBERSHIP_ID = '11111111-2222-3333-4444-555555555555';
const ASSOCIATION_ID = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const ASSOCIATION_ARN = `arn:aws:cleanrooms:eu-west-1:222222222222:membership/${MEMBERSHIP_ID}/idnamespaceassociation/${ASSOCIATION_ID}`;

function stackIn(account = ACCOUNT): Stack {
  return new Stack(new App(), 'Test', { env: { account, region: 'us-east-1' } });
}

function membershipIn(stack: Stack) {
  return Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
}

function namespaceOf(stack: Stack, account = ACCOUNT) {
  return CfnIdNamespace.fromIdNamespaceArn(stack, 'IdNamespace', `arn:aws:entityresolution:us-east-1:${account}:idnamespace/customers`);
}

test('associates the ID namespace with a name from the path, and allows Clean Rooms to manage its resource policy', () => {
  const stack = stackIn();

  new IdNamespaceAssociation(stack, 'Customers', { membership: membershipIn(stack), idNamespace: namespaceOf(stack) });

  Template.fromStack(stack).hasResource('AWS::CleanRooms::IdNamespaceAssociation', {
    Properties: {
      Name: Match.stringLikeRegexp('Customers'),
      MembershipIdentifier: MEMBERSHIP_ID,
      InputReferenceConfig: {
        InputReferenceArn: `arn:aws:entityresolution:us-east-1:${ACCOUNT}:idnamespace/customers`,
        ManageResourcePolicies: true,
      },
      IdMappingConfig: Match.absent(),
      Description: Match.absent(),
    },
  });
});

test('has the name, the description and both settings that are given', () => {
  const stack = stackIn();

  new IdNamespaceAssociation(stack, 'Customers', {
    membership: membershipIn(stack),
    idNamespace: namespaceOf(stack),
    idNamespaceAssociationName: 'customers',
    description: 'hashed e-mail addresses',
    manageResourcePolicies: false,
    allowUseAsDimensionColumn: true,
  });

  Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IdNamespaceAssociation', {
    Name: 'customers',
    Description: 'hashed e-mail addresses',
    InputReferenceConfig: { ManageResourcePolicies: false },
    IdMappingConfig: { AllowUseAsDimensionColumn: true },
  });
});

test('accepts the L1s of a membership and of an ID namespace', () => {
  const stack = stackIn();
  const membership = new CfnMembership(stack, 'CfnMembership', { collaborationIdentifier: MEMBERSHIP_ID, queryLogStatus: 'DISABLED' });
  const idNamespace = new CfnIdNamespace(stack, 'CfnIdNamespace', { idNamespaceName: 'customers', type: 'SOURCE' });

  new IdNamespaceAssociation(stack, 'Customers', { membership, idNamespace });

  Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IdNamespaceAssociation', {
    MembershipIdentifier: { Ref: 'CfnMembership' },
    InputReferenceConfig: { InputReferenceArn: { 'Fn::GetAtt': ['CfnIdNamespace', 'IdNamespaceArn'] } },
  });
});

test('rejects an ID namespace of another account', () => {
  const stack = stackIn();
  const associate = () => new IdNamespaceAssociation(stack, 'Customers', {
    membership: membershipIn(stack), idNamespace: namespaceOf(stack, '222222222222'),
  });

  expect(associate).toThrow(expect.objectContaining({
    name: 'IdNamespaceNotOwn',
    message: expect.stringContaining(`'idNamespace' must be in the account of the stack, ${ACCOUNT}, got one in account 222222222222`),
  }));
});

test('accepts an ID namespace in any account if the account of the stack is not known', () => {
  const stack = new Stack(new App(), 'Test');

  new IdNamespaceAssociation(stack, 'Customers', { membership: membershipIn(stack), idNamespace: namespaceOf(stack, '222222222222') });

  Template.fromStack(stack).resourceCountIs('AWS::CleanRooms::IdNamespaceAssociation', 1);
});

test('warns once about more associations of a membership than the default quota', () => {
  const stack = stackIn();
  const membership = membershipIn(stack);
  const idNamespace = namespaceOf(stack);
  const associate = (count: number) => new IdNamespaceAssociation(stack, `Association${count}`, { membership, idNamespace });
  for (let count = 1; count <= 10; count++) associate(count);
  expect(warningsIn(stack)).toEqual([]);
  associate(11);

  const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => entry.data as string);
  expect(warnings).toEqual([
    `'${MEMBERSHIP_ID}' has 11 ID namespace associations: the default quota is 10, and can be raised [ack: cdk-cleanrooms:overQuota]`,
  ]);
});

test.each([undefined, PhysicalName.GENERATE_IF_NEEDED])('has a generated name of at most 100 characters if it is %s', (idNamespaceAssociationName) => {
  const stack = stackIn();
  new IdNamespaceAssociation(stack, `Customers${'OfTheShop'.repeat(20)}`, {
    membership: membershipIn(stack), idNamespace: namespaceOf(stack), idNamespaceAssociationName,
  });

  Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::IdNamespaceAssociation', { Name: Match.stringLikeRegexp('^Test-Customers[\\w-]{86}$') });
});

describe('imports', () => {
  test('by ARN, with the account and Region of the ARN', () => {
    const stack = stackIn();
    const association = IdNamespaceAssociation.fromIdNamespaceAssociationArn(stack, 'Import', ASSOCIATION_ARN);

    expect(stack.resolve(association.idNamespaceAssociationRef)).toEqual({
      idNamespaceAssociationArn: ASSOCIATION_ARN,
      idNamespaceAssociationIdentifier: ASSOCIATION_ID,
      membershipIdentifier: MEMBERSHIP_ID,
    });
    expect(association.env).toEqual({ account: '222222222222', region: 'eu-west-1' });
  });

  test('by attributes, in the account and Region of the stack', () => {
    const stack = stackIn();
    const association = IdNamespaceAssociation.fromIdNamespaceAssociationAttributes(stack, 'Import', {
      membershipIdentifier: MEMBERSHIP_ID, idNamespaceAssociationIdentifier: ASSOCIATION_ID,
    });

    expect(stack.resolve(association.idNamespaceAssociationArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' },
        `:cleanrooms:us-east-1:${ACCOUNT}:membership/${MEMBERSHIP_ID}/idnamespaceassociation/${ASSOCIATION_ID}`]],
    });
  });
});

describe('grants', () => {
  const membershipArn = {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:eu-west-1:222222222222:membership/${MEMBERSHIP_ID}`]],
  };

  test.each([
    ['read', 'cleanrooms:GetIdNamespaceAssociation'],
    ['manage', ['cleanrooms:GetIdNamespaceAssociation', 'cleanrooms:UpdateIdNamespaceAssociation']],
  ] as const)('%s is on the association and its membership', (intent, actions) => {
    const stack = stackIn();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    IdNamespaceAssociation.fromIdNamespaceAssociationArn(stack, 'Import', ASSOCIATION_ARN).grants[intent](role);

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: actions, Effect: 'Allow', Resource: [ASSOCIATION_ARN, membershipArn] }] },
    });
  });

  test('can be created for an L1', () => {
    const stack = stackIn();
    const association = new CfnIdNamespaceAssociation(stack, 'Association', {
      name: 'customers',
      membershipIdentifier: MEMBERSHIP_ID,
      inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
    });

    IdNamespaceAssociationGrants.fromIdNamespaceAssociation(association).read(new User(stack, 'User'));

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Resource: [{ 'Fn::GetAtt': ['Association', 'Arn'] }, Match.anyValue()] })] },
    });
  });
});
