import { App, CfnCondition, Fn, Stack, Stage } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation, CfnIdMappingTable, CfnMembership, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import {
  Collaboration, ConfiguredTableAssociation, IntermediateTable, Membership, PopulationAnalysis, PrivacyBudget, PrivacyBudgetTemplate,
} from '../../src';
import type { ICollaboration } from '../../src';
import { expectRefused } from '../support/faults';
import { cfnConfiguredTable } from '../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const ASSOCIATION_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/configuredtableassociation/33333333-3333-4333-8333-333333333333`;

function collaborationIn(stack: Stack): ICollaboration {
  return new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
}

function association(scope: Stack, membership: refs.IMembershipRef, name: string, id = 'Association'): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(scope, id, {
    membership,
    configuredTableAssociationName: name,
    configuredTable: cfnConfiguredTable(new Construct(scope, `TableOf${id}`)),
    role: Role.fromRoleName(scope, `RoleOf${id}`, 'reader'),
  });
}

function cfnAssociation(stack: Stack, membershipIdentifier: string, name: string, id = 'Cfn'): CfnConfiguredTableAssociation {
  return new CfnConfiguredTableAssociation(stack, id, {
    name, membershipIdentifier, configuredTableIdentifier: '44444444-4444-4444-8444-444444444444', roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
}

const access = (table: refs.IConfiguredTableAssociationRef) => PrivacyBudget.access(table, { lifetime: 1 });

describe('the name of a table is refused that', () => {
  test.each<[string, (stack: Stack, membershipIdentifier: string) => unknown]>([
    ['an L1 of an association has', (stack, id) => cfnAssociation(stack, id, 'people')],
    ['an L1 of an ID mapping table has', (stack, membershipIdentifier) => new CfnIdMappingTable(stack, 'Cfn', {
      name: 'people', membershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
    })],
    ['an intermediate table has', (stack, id) => new IntermediateTable(stack, 'Cfn', {
      membership: Membership.fromMembershipIdentifier(stack, 'Imported', id),
      intermediateTableName: 'people',
      populationAnalysis: PopulationAnalysis.sql('SELECT 1'),
    })],
  ])('%s', (_, other) => {
    const stack = stackOf();
    const membership = collaborationIn(stack).addMembership('Membership');
    association(stack, membership, 'people');
    other(stack, membership.membershipIdentifier);
    expectRefused(() => stack.node.root.node.validate(), 'TableNameTaken', "Stack/Cfn: the name 'people' is taken by 'Stack/Association'");
  });

  test('has been given to an L1 after it was made', () => {
    const stack = stackOf();
    const membership = collaborationIn(stack).addMembership('Membership');
    association(stack, membership, 'people');
    const renamed = cfnAssociation(stack, membership.membershipIdentifier, 'visitors');
    renamed.name = 'people';
    expectRefused(() => (stack.node.root as App).synth(), 'TableNameTaken', 'Stack/Cfn');
  });

  test('a table has in another stage, and in a membership that is looked up', () => {
    const app = new App();
    const stages = ['One', 'Two'].map((id) => new Stage(app, id, { env: { account: CREATOR, region: 'us-east-1' } }));
    const [one, two] = stages.map((stage) => new Stack(stage, 'Stack'));
    const collaboration = Collaboration.fromCollaborationIdentifier(one, 'Collaboration', '11111111-1111-4111-8111-111111111111');
    association(one, new Membership(one, 'Membership', { collaboration }), 'people');
    association(two, Membership.fromLookup(two, 'Membership', { collaboration }), 'people');
    expectRefused(() => app.synth(), 'TableNameTaken', "Two/Stack/Association: the name 'people' is taken by 'One/Stack/Association'");
  });
});

describe('the name of a table is fine that', () => {
  test('a table of another collaboration has', () => {
    const stack = stackOf();
    association(stack, collaborationIn(stack).addMembership('Membership'), 'people');
    association(stack, Membership.fromMembershipIdentifier(stack, 'Other', MEMBERSHIP_ID), 'people', 'Elsewhere');
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('a table has which is there only when this one is not', () => {
    const stack = stackOf();
    association(stack, Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID), 'people');
    cfnAssociation(stack, MEMBERSHIP_ID, 'people').cfnOptions.condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals('a', 'b') });
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('differs by capital letters, of which there is a warning', () => {
    const stack = stackOf();
    const membership = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
    association(stack, membership, 'people');
    association(stack, membership, 'People', 'Other');
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:tableNamesDifferInCase');
  });
});

test('the budget of differential privacy of an L1 counts, too', () => {
  const stack = stackOf();
  const membership = collaborationIn(stack).addMembership('Membership');
  new CfnPrivacyBudgetTemplate(stack, 'Cfn', {
    membershipIdentifier: membership.membershipIdentifier,
    privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
    autoRefresh: 'NONE',
    parameters: { epsilon: 1, usersNoisePerQuery: 10 },
  });
  new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) });
  expectRefused(() => (stack.node.root as App).synth(), 'DifferentialPrivacyBudgetTaken', "differential privacy 'Stack/Cfn' already");
});

describe('an access budget', () => {
  const memberships = (stack: Stack) => ['One', 'Two'].map((id) => new CfnMembership(stack, id, {
    collaborationIdentifier: '11111111-1111-4111-8111-111111111111', queryLogStatus: 'DISABLED',
  }));
  const imported = (stack: Stack) => ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stack, 'Imported', ASSOCIATION_ARN);

  test('is refused in another membership than that of its table', () => {
    const stack = stackOf();
    const [one, two] = memberships(stack);
    new PrivacyBudgetTemplate(stack, 'Budget', { membership: two, budget: access(association(stack, one, 'people')) });
    expectRefused(() => (stack.node.root as App).synth(), 'AccessBudgetOfOtherMembership',
      "Stack/Budget: 'membership' must be the one that the table of the access budget belongs to, 'Stack/One', got 'Stack/Two'");
  });

  test('is refused where both are known by their ids', () => {
    const stack = stackOf();
    const other = '55555555-5555-4555-8555-555555555555';
    new PrivacyBudgetTemplate(stack, 'Budget', { membership: Membership.fromMembershipIdentifier(stack, 'Other', other), budget: access(imported(stack)) });
    expectRefused(() => (stack.node.root as App).synth(), 'AccessBudgetOfOtherMembership', `'${MEMBERSHIP_ID}', got '${other}'`);
  });

  test.each<[string, (stack: Stack) => [refs.IMembershipRef, refs.IConfiguredTableAssociationRef]]>([
    ['the membership of its table', (stack) => {
      const [one] = memberships(stack);
      return [one, association(stack, one, 'people')];
    }],
    ['that membership, both known by their ids', (stack) => [Membership.fromMembershipIdentifier(stack, 'Own', MEMBERSHIP_ID), imported(stack)]],
    ['a membership that could be it', (stack) => [memberships(stack)[0], imported(stack)]],
  ])('is fine in %s', (_, build) => {
    const stack = stackOf();
    const [membership, table] = build(stack);
    new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: access(table) });
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});
