import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisTemplate, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, PaymentResponsibility,
  PrivacyBudget, PrivacyBudgetTemplate, ProtectedQuery, QueryStatement, ResultFormat, SchemaReadiness, TableSource,
} from '../../src';
import type { CollaborationInvitation, MembershipOptions } from '../../src';
import { Program } from '../../src/program/program';
import { expectRefusedAtSynthesis } from '../support/faults';
import { cfnConfiguredTable } from '../support/l1';
import { CREATOR, PARTNER, THIRD, ownWarningsIn } from '../support/stacks';

/*
 * A program with the stacks of both members, of which one finds the collaboration of the other by its invitation: what the program
 * says of the collaboration holds for the invited member, too.
 */

let app: App;
let creator: Stack;
let partner: Stack;

beforeEach(() => {
  app = new App();
  [creator, partner] = [CREATOR, PARTNER].map((account) => new Stack(app, `Of${account}`, { env: { account, region: 'us-east-1' } }));
});

function defined(collaborationName = 'reach', scope = creator): Collaboration {
  return new Collaboration(scope, `Collaboration-${collaborationName}`, {
    collaborationName,
    allowDuplicateName: true,
    creator: { displayName: 'Creator' },
    members: [{
      accountId: PARTNER,
      displayName: 'Partner',
      abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS],
      paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE],
    }],
    allowedResultRegions: ['us-east-1'],
  });
}

function invited(invitation: Partial<CollaborationInvitation> = {}, options: MembershipOptions = {}): Membership {
  return Collaboration.fromInvitation(partner, 'Invitation', { collaborationName: 'reach', creatorAccountId: CREATOR, ...invitation })
    .addMembership('Membership', options);
}

function associate(scope: Stack, membership: Membership): void {
  new ConfiguredTableAssociation(scope, 'Association', {
    membership, configuredTable: cfnConfiguredTable(scope), configuredTableAssociationName: 'people', role: Role.fromRoleName(scope, 'Reader', 'reader'),
  });
}

test('the invited member accepts what the collaboration names it for', () => {
  defined();
  invited();
  Template.fromStack(partner).hasResourceProperties('AWS::CleanRooms::Membership', { PaymentConfiguration: { QueryCompute: { IsResponsible: true } } });
});

test.each<[string, MembershipOptions, string]>([
  ['a payment that is not accepted', { paymentResponsibilities: [] }, 'PaymentNotAccepted'],
  ['metrics that the collaboration has off', { metrics: true }, 'MetricsNotEnabled'],
])('%s is refused', (_, options, code) => {
  defined();
  invited({}, options);
  expectRefusedAtSynthesis(app, code, `Of${PARTNER}/Invitation/Collaboration/Membership: `);
});

test('results in a Region that the collaboration does not allow are refused', () => {
  defined();
  const bucket = Bucket.fromBucketAttributes(partner, 'Results', { bucketName: 'results', region: 'eu-west-1' });
  invited({}, { defaultResult: { bucket, format: ResultFormat.CSV } });
  expectRefusedAtSynthesis(app, 'ResultRegionNotAllowed', 'eu-west-1');
});

test('two members bring no tables of one name', () => {
  associate(creator, defined().addMembership('Membership'));
  associate(partner, invited());
  expectRefusedAtSynthesis(app, 'TableNameTaken', "the name 'people' is taken by");
});

test('a collaboration has one differential privacy budget', () => {
  const budget = PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 });
  new PrivacyBudgetTemplate(creator, 'Budget', { membership: defined().addMembership('Membership'), budget });
  new PrivacyBudgetTemplate(partner, 'Budget', { membership: invited(), budget });
  expectRefusedAtSynthesis(app, 'DifferentialPrivacyBudgetTaken', `Of${CREATOR}/Budget`);
});

test.each<[string, Partial<CollaborationInvitation>]>([
  ['another name', { collaborationName: 'overlap' }], ['another creator', { creatorAccountId: THIRD }],
])('nothing is known of a collaboration of %s', (_, invitation) => {
  associate(creator, defined().addMembership('Membership'));
  associate(partner, invited(invitation, { metrics: true }));
  expect(() => app.synth()).not.toThrow();
  Template.fromStack(partner).hasResourceProperties('AWS::CleanRooms::Membership', { PaymentConfiguration: Match.absent() });
});

test('nothing is known where two collaborations have the name', () => {
  const other = new Stack(app, 'Other', { env: { account: CREATOR, region: 'us-east-1' } });
  [creator, other].forEach((scope) => defined('reach', scope));
  invited({}, { metrics: true });
  expect(() => app.synth()).not.toThrow();
});

test('nothing is known where the collaboration is of another Region', () => {
  defined('reach', new Stack(app, 'Elsewhere', { env: { account: CREATOR, region: 'eu-west-1' } }));
  invited({}, { metrics: true });
  expect(() => app.synth()).not.toThrow();
});

describe('an account that is a parameter of the stack of the creator', () => {
  const members = () => [{ accountId: PARTNER, displayName: 'Partner' }, { accountId: new CfnParameter(creator, 'Account').valueAsString, displayName: 'Third' }];
  const trustIn = (stack: Stack, membership: Membership) => {
    new ConfiguredTableAssociation(stack, 'Association', {
      membership,
      configuredTable: cfnConfiguredTable(stack),
      configuredTableAssociationName: 'people',
      source: TableSource.glueTable({ databaseName: 'sales', tableName: 'people', bucket: Bucket.fromBucketName(stack, 'Data', 'data') }),
    });
    app.synth({ skipValidation: true });
    const roles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('Association'));
    return JSON.stringify(roles.map(([, { Properties }]) => Properties.AssumeRolePolicyDocument));
  };

  test('is not written into the stack of an invited member', () => {
    new Collaboration(creator, 'Collaboration', { collaborationName: 'reach', creator: { displayName: 'Creator' }, members: members() });
    const membership = invited();
    expect(trustIn(partner, membership)).not.toMatch(/"Account"|ImportValue|GetStackOutput/);
    expect(ownWarningsIn(partner)).toContain('cdk-cleanrooms:trustNotBoundToMembers');
    expect(Template.fromStack(creator).toJSON().Outputs).toBeUndefined();
  });

  test('is written into a stack of the same account that refers to the collaboration itself', () => {
    const collaboration = new Collaboration(creator, 'Collaboration', { creator: { displayName: 'Creator' }, members: members() });
    const other = new Stack(app, 'Other', { env: { account: CREATOR, region: 'us-east-1' } });
    expect(trustIn(other, new Membership(other, 'Membership', { collaboration }))).toContain('ExportsOutputRefAccount');
  });
});

describe('nothing is known of a collaboration whose invitation is not known at synthesis', () => {
  const inAnyEnvironment = () => new Stack(app, 'Anywhere');

  test.each<[string, (stack: Stack) => Partial<CollaborationInvitation>, () => Stack]>([
    ['a name that is a parameter', (stack) => ({ collaborationName: new CfnParameter(stack, 'Name').valueAsString }), () => partner],
    ['a creator that is a parameter', (stack) => ({ creatorAccountId: new CfnParameter(stack, 'Account').valueAsString }), () => partner],
    ['a stack for any environment', () => ({}), inAnyEnvironment],
  ])('%s', (_, invitationIn, stackOfMember) => {
    const stack = stackOfMember();
    const collaboration = Collaboration.fromInvitation(stack, 'Invitation', { collaborationName: 'reach', creatorAccountId: CREATOR, ...invitationIn(stack) });
    const membership = collaboration.addMembership('Membership', {
      metrics: true, queryLogging: true, jobLogging: true, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE],
    });
    new ProtectedQuery(stack, 'Query', { membership, statement: QueryStatement.sql('SELECT 1 FROM theirs') });
    new SchemaReadiness(stack, 'Ready', { collaboration, tables: ['theirs'] });
    AnalysisTemplate.fromCollaboration(stack, 'Theirs', { collaboration, ownerAccountId: CREATOR, analysisTemplateName: 'theirs' });
    new ConfiguredTableAssociation(stack, 'Association', {
      membership,
      configuredTable: new ConfiguredTable(stack, 'Table', {
        source: TableSource.glueTable({ databaseName: 'sales', tableName: 'people', bucket: Bucket.fromBucketName(stack, 'Data', 'data') }),
        allowedColumns: AllowedColumns.of('email'),
      }),
      configuredTableAssociationName: 'people',
    });

    expect(ownWarningsIn(stack)).toEqual(expect.arrayContaining(['cdk-cleanrooms:trustNotBoundToMembers']));
  });

  test('the same by the ARN of a collaboration that a membership has', () => {
    const { attrCollaborationArn } = invited({ collaborationName: 'overlap' }).node.defaultChild as CfnMembership;
    const collaboration = Collaboration.fromCollaborationArn(partner, 'Again', attrCollaborationArn);
    new SchemaReadiness(partner, 'Ready', { collaboration, tables: ['theirs'] });
    expect(Program.of(partner).model.collaboration(collaboration)).toMatchObject({ definition: undefined });
    expect(() => app.synth()).not.toThrow();
  });
});

test('the ARN of a collaboration that a membership has leads to the collaboration of the program', () => {
  const collaboration = defined();
  const { attrCollaborationArn } = invited().node.defaultChild as CfnMembership;
  const again = Collaboration.fromCollaborationArn(partner, 'Again', attrCollaborationArn);
  expect(Program.of(partner).model.collaboration(again).key).toBe(collaboration.node.defaultChild);
});

describe('where the creator is not of the program', () => {
  const asInvited = (stack: Stack, id: string) =>
    Collaboration.fromInvitation(stack, id, { collaborationName: 'reach', creatorAccountId: CREATOR }).addMembership('Membership');

  test('an account joins once, however often it looks for its invitation', () => {
    asInvited(partner, 'Invitation');
    asInvited(partner, 'Again');
    expectRefusedAtSynthesis(app, 'AlreadyJoined', `Of${PARTNER}/Again`);
  });

  test('two invited members bring no tables of one name', () => {
    const third = new Stack(app, 'Third', { env: { account: THIRD, region: 'us-east-1' } });
    [partner, third].forEach((stack) => associate(stack, asInvited(stack, 'Invitation')));
    expectRefusedAtSynthesis(app, 'TableNameTaken', `'people' is taken by 'Of${PARTNER}/Association'`);
  });
});

test('it makes no difference which of the two is defined first', () => {
  invited({}, { paymentResponsibilities: [] });
  defined();
  expectRefusedAtSynthesis(app, 'PaymentNotAccepted', `Of${PARTNER}/Invitation`);
});
