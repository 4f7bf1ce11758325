import type { App, Stack } from 'aws-cdk-lib';
import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { CfnMembership, CfnPrivacyBudgetTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Collaboration, ConfiguredTableAssociation, Membership, PrivacyBudget, PrivacyBudgetTemplate } from '../../../src';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnConfiguredTable } from '../../support/l1';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const OTHER_ID = '55555555-5555-4555-8555-555555555555';
const ASSOCIATION_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/configuredtableassociation/33333333-3333-4333-8333-333333333333`;

function membershipIn(stack: Stack, id = ''): Membership {
  return new Collaboration(stack, `Collaboration${id}`, {
    creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
  }).addMembership('Membership');
}

function association(scope: Stack, membership: refs.IMembershipRef, name: string): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(scope, `Association-${name}`, {
    membership,
    configuredTableAssociationName: name,
    configuredTable: cfnConfiguredTable(new Construct(scope, `TableOf${name}`)),
    role: Role.fromRoleName(scope, `RoleOf${name}`, 'reader'),
  });
}

const access = (table: refs.IConfiguredTableAssociationRef) => PrivacyBudget.access(table, { lifetime: 1 });
const secret = () => PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 });
const imported = (stack: Stack) => ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stack, 'Imported', ASSOCIATION_ARN);
const isFine = (stack: Stack) => expect(() => (stack.node.root as App).synth()).not.toThrow();

describe('a differential privacy budget', () => {
  const cfnBudget = (stack: Stack, membershipIdentifier: string) => new CfnPrivacyBudgetTemplate(stack, 'Cfn', {
    membershipIdentifier, privacyBudgetType: 'DIFFERENTIAL_PRIVACY', autoRefresh: 'NONE', parameters: { epsilon: 1, usersNoisePerQuery: 10 },
  });

  test('is the only one of its collaboration, that of an L1 included', () => {
    const stack = stackOf();
    const membership = membershipIn(stack);
    cfnBudget(stack, membership.membershipIdentifier);
    new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: secret() });
    expectRefusedAtSynthesis(stack, 'DifferentialPrivacyBudgetTaken', "Stack/Cfn: the collaboration already has the differential privacy budget 'Stack/Budget'");
  });

  test('is the only one of its membership, where the collaboration is not known', () => {
    const stack = stackOf();
    cfnBudget(stack, MEMBERSHIP_ID);
    new PrivacyBudgetTemplate(stack, 'Budget', { membership: Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID), budget: secret() });
    expectRefusedAtSynthesis(stack, 'DifferentialPrivacyBudgetTaken', 'Stack/Cfn');
  });

  test('can be there in each collaboration', () => {
    const stack = stackOf();
    ['One', 'Two'].forEach((id) => new PrivacyBudgetTemplate(stack, id, { membership: membershipIn(stack, id), budget: secret() }));
    isFine(stack);
  });

  test('can be there beside access budgets', () => {
    const stack = stackOf();
    const membership = membershipIn(stack);
    new PrivacyBudgetTemplate(stack, 'Access', { membership, budget: access(association(stack, membership, 'people')) });
    new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: secret() });
    isFine(stack);
  });

  test('can be made instead of another one', () => {
    const stack = stackOf();
    const membership = membershipIn(stack);
    cfnBudget(stack, membership.membershipIdentifier).cfnOptions.condition = new CfnCondition(stack, 'Condition');
    new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: secret() });
    isFine(stack);
  });
});

describe('an access budget', () => {
  const memberships = (stack: Stack) => ['1', '2'].map((id) => new CfnMembership(stack, id, {
    collaborationIdentifier: `${id}1111111-1111-4111-8111-111111111111`, queryLogStatus: 'DISABLED',
  }));

  test('is the only one of its table', () => {
    const stack = stackOf();
    const membership = membershipIn(stack);
    const table = association(stack, membership, 'people');
    ['One', 'Two'].forEach((id) => new PrivacyBudgetTemplate(stack, id, { membership, budget: access(table) }));
    expectRefusedAtSynthesis(stack, 'AccessBudgetTaken', "Stack/Two: the table already has the access budget 'Stack/One'");
  });

  test('can be there for each table', () => {
    const stack = stackOf();
    const membership = membershipIn(stack);
    ['people', 'sales'].forEach((name) => new PrivacyBudgetTemplate(stack, name, { membership, budget: access(association(stack, membership, name)) }));
    isFine(stack);
  });

  test('is refused in another membership than that of its table', () => {
    const stack = stackOf();
    const [one, two] = memberships(stack);
    new PrivacyBudgetTemplate(stack, 'Budget', { membership: two, budget: access(association(stack, one, 'people')) });
    expectRefusedAtSynthesis(stack, 'AccessBudgetOfOtherMembership',
      "Stack/Budget: 'membership' must be the one that the table of the access budget belongs to, 'Stack/1', got 'Stack/2'");
  });

  test('is refused in another membership, both known by their ids', () => {
    const stack = stackOf();
    new PrivacyBudgetTemplate(stack, 'Budget', { membership: Membership.fromMembershipIdentifier(stack, 'Other', OTHER_ID), budget: access(imported(stack)) });
    expectRefusedAtSynthesis(stack, 'AccessBudgetOfOtherMembership', `'${MEMBERSHIP_ID}', got '${OTHER_ID}'`);
  });

  test.each<[string, (parameters: CfnPrivacyBudgetTemplate) => unknown]>([
    ['of a table by an ARN that only CloudFormation knows', (budget) => budget.addPropertyOverride('Parameters', { ResourceArn: { 'Fn::ImportValue': 'Table' } })],
    ['of a table by another text', (budget) => budget.addPropertyOverride('Parameters', { ResourceArn: 'people' })],
    ['of which only CloudFormation knows the parameters', (budget) => budget.addPropertyOverride('Parameters', { 'Fn::ImportValue': 'Parameters' })],
  ])('is fine in an L1 %s', (_, change) => {
    const stack = stackOf();
    const [membership] = memberships(stack);
    new PrivacyBudgetTemplate(stack, 'Other', { membership, budget: access(association(stack, membership, 'people')) });
    change(new CfnPrivacyBudgetTemplate(stack, 'Cfn', {
      membershipIdentifier: membership.ref, privacyBudgetType: 'ACCESS_BUDGET', autoRefresh: 'NONE', parameters: {},
    }));
    isFine(stack);
  });

  test.each<[string, (stack: Stack) => [refs.IMembershipRef, refs.IConfiguredTableAssociationRef]]>([
    ['the membership of its table', (stack) => {
      const [one] = memberships(stack);
      return [one, association(stack, one, 'people')];
    }],
    ['that membership, both known by their ids', (stack) => [Membership.fromMembershipIdentifier(stack, 'Own', MEMBERSHIP_ID), imported(stack)]],
    ['a membership that could be it', (stack) => [memberships(stack)[0], imported(stack)]],
    ['a membership by an id that is a token', (stack) => [Membership.fromMembershipIdentifier(stack, 'Own', Fn.importValue('MembershipId')), imported(stack)]],
    ['an imported membership that could be it', (stack) => [
      Membership.fromMembershipIdentifier(stack, 'Own', OTHER_ID), association(stack, memberships(stack)[0], 'people'),
    ]],
    ['a membership whose id is not known yet', (stack) => [
      Membership.fromMembershipIdentifier(stack, 'Own', new CfnParameter(stack, 'Id').valueAsString), imported(stack),
    ]],
    ['a membership that is looked up', (stack) => [
      Membership.fromLookup(stack, 'Own', { collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', OTHER_ID) }),
      association(stack, memberships(stack)[0], 'people'),
    ]],
    ['any membership, where the table comes by an ARN without one', (stack) => [
      memberships(stack)[0],
      ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stack, 'Imported', new CfnParameter(stack, 'Arn').valueAsString),
    ]],
  ])('is fine in %s', (_, build) => {
    const stack = stackOf();
    const [membership, table] = build(stack);
    new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: access(table) });
    isFine(stack);
  });
});
