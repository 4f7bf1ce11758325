import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ArnPrincipal, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import {
  AnalysisTemplate, Collaboration, CollaborationGrants, ConfiguredAudienceModelAssociation, ConfiguredTable, ConfiguredTableAssociation,
  ConfiguredTableGrants, Membership, MembershipGrants, PrivacyBudgetTemplate,
} from '../../src';
import { objectionsTo } from '../support/authorization';
import type { Statement } from '../support/authorization';
import { cfnCollaboration, cfnConfiguredTable, cfnMembership } from '../support/l1';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const arn = (path: string) => `arn:aws:cleanrooms:us-east-1:${CREATOR}:${path}`;
const COLLABORATION = arn(`collaboration/${ID}`);
const MEMBERSHIP = arn(`membership/${ID}`);
const TABLE = arn(`configuredtable/${ID}`);
const ASSOCIATION = arn(`membership/${ID}/configuredtableassociation/${ID}`);
const TEMPLATE = arn(`membership/${ID}/analysistemplate/${ID}`);
const BUDGET = arn(`membership/${ID}/privacybudgettemplate/${ID}`);
const MODEL_ASSOCIATION = arn(`membership/${ID}/configuredaudiencemodelassociation/${ID}`);

const collaboration = (stack: Stack) => Collaboration.fromCollaborationArn(stack, 'Imported', COLLABORATION).grants;
const membership = (stack: Stack) => Membership.fromMembershipArn(stack, 'Imported', MEMBERSHIP).grants;
const table = (stack: Stack) => ConfiguredTable.fromConfiguredTableArn(stack, 'Imported', TABLE).grants;
const association = (stack: Stack) => ConfiguredTableAssociation.fromConfiguredTableAssociationArn(stack, 'Imported', ASSOCIATION).grants;
const template = (stack: Stack) => AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', TEMPLATE).grants;
const budget = (stack: Stack) => PrivacyBudgetTemplate.fromPrivacyBudgetTemplateArn(stack, 'Imported', BUDGET).grants;
const runner = (stack: Stack) => Membership.fromMembershipArn(stack, 'Runner', MEMBERSHIP);
const modelAssociation = (stack: Stack) =>
  ConfiguredAudienceModelAssociation.fromConfiguredAudienceModelAssociationArn(stack, 'Imported', MODEL_ASSOCIATION).grants;

describe('a grant', () => {
  const READ_COLLABORATION = ['GetCollaboration', 'ListMembers', 'ListSchemas'];
  const READ_TABLE = ['GetConfiguredTable', 'GetConfiguredTableAnalysisRule'];
  const READ_ASSOCIATION = ['GetConfiguredTableAssociation', 'GetConfiguredTableAssociationAnalysisRule'];

  test.each<[string, (stack: Stack, grantee: IGrantable) => Grant, string, string[]]>([
    ['to see a collaboration', (stack, grantee) => collaboration(stack).read(grantee), COLLABORATION, READ_COLLABORATION],
    ['to manage a collaboration', (stack, grantee) => collaboration(stack).manage(grantee), COLLABORATION, [
      ...READ_COLLABORATION,
      'CreateCollaborationChangeRequest', 'DeleteMember', 'GetCollaborationChangeRequest', 'ListCollaborationChangeRequests',
      'UpdateCollaboration', 'UpdateCollaborationChangeRequest',
    ]],
    ['to see the budgets of a collaboration', (stack, grantee) => collaboration(stack).readPrivacyBudgets(grantee),
      COLLABORATION, ['ListCollaborationPrivacyBudgets']],
    ['to see a membership', (stack, grantee) => membership(stack).read(grantee), MEMBERSHIP,
      ['GetMembership', 'ListPrivacyBudgets', 'ListProtectedJobs', 'ListProtectedQueries']],
    ['to see the budget of a membership', (stack, grantee) => membership(stack).readPrivacyBudget(grantee), MEMBERSHIP, ['ListPrivacyBudgets']],
    ['to see a table', (stack, grantee) => table(stack).read(grantee), TABLE, READ_TABLE],
    ['to manage a table', (stack, grantee) => table(stack).manage(grantee), TABLE, [
      ...READ_TABLE,
      'CreateConfiguredTableAnalysisRule', 'DeleteConfiguredTableAnalysisRule', 'UpdateConfiguredTable', 'UpdateConfiguredTableAnalysisRule',
    ]],
    ['to see an association', (stack, grantee) => association(stack).read(grantee), ASSOCIATION, READ_ASSOCIATION],
    ['to manage an association', (stack, grantee) => association(stack).manage(grantee), ASSOCIATION, [
      ...READ_ASSOCIATION,
      'CreateConfiguredTableAssociationAnalysisRule', 'DeleteConfiguredTableAssociationAnalysisRule', 'UpdateConfiguredTableAssociation',
      'UpdateConfiguredTableAssociationAnalysisRule',
    ]],
    ['to see a template', (stack, grantee) => template(stack).read(grantee), TEMPLATE, ['GetAnalysisTemplate']],
    ['to manage a template', (stack, grantee) => template(stack).manage(grantee), TEMPLATE,
      ['GetAnalysisTemplate', 'UpdateAnalysisTemplate']],
    ['to see a budget', (stack, grantee) => budget(stack).read(grantee), BUDGET, ['GetPrivacyBudgetTemplate']],
    ['to manage a budget', (stack, grantee) => budget(stack).manage(grantee), BUDGET,
      ['GetPrivacyBudgetTemplate', 'UpdatePrivacyBudgetTemplate']],
    ['to see a model association', (stack, grantee) => modelAssociation(stack).read(grantee), MODEL_ASSOCIATION,
      ['GetConfiguredAudienceModelAssociation']],
    ['of an action by name', (stack, grantee) => membership(stack).actions(grantee, 'cleanrooms:UpdateMembership'), MEMBERSHIP, ['UpdateMembership']],
  ])('%s is on that resource only', async (_, grant, resource, actions) => {
    const stack = stackOf();
    const role = Role.fromRoleName(stack, 'Role', 'analyst');
    expect(grant(stack, role).success).toBe(true);

    const [statement, ...others] = statementsIn(stack);
    expect(others).toEqual([]);
    expect([statement.Action].flat().sort()).toEqual(actions.map((action) => `cleanrooms:${action}`).sort());
    expect(statement.Resource).toBe(resource);
    expect(await objectionsTo(statement)).toEqual([]);
  });

  test.each<[string, (stack: Stack, grantee: IGrantable) => Grant, string, string[]]>([
    ['jobs', (stack, grantee) => membership(stack).runJob(grantee), 'StartProtectedJob',
      ['GetProtectedJob', 'ListProtectedJobs', 'UpdateProtectedJob']],
    ['the SQL of a template', (stack, grantee) => template(stack).query(grantee, runner(stack)), 'StartProtectedQuery',
      ['GetProtectedQuery', 'ListProtectedQueries', 'UpdateProtectedQuery']],
    ['the script of a template', (stack, grantee) => template(stack).runJob(grantee, runner(stack)), 'StartProtectedJob',
      ['GetProtectedJob', 'ListProtectedJobs', 'UpdateProtectedJob']],
  ])('to run %s is on the membership and the resources that they use', async (_, grant, start, follow) => {
    const stack = stackOf();
    grant(stack, Role.fromRoleName(stack, 'Role', 'analyst'));

    const [first, read, second, ...others] = statementsIn(stack);
    expect([first.Action, second.Action, others]).toEqual([`cleanrooms:${start}`, follow.map((action) => `cleanrooms:${action}`), []]);
    expect(read.Action).toEqual(['cleanrooms:GetCollaborationAnalysisTemplate', 'cleanrooms:GetSchema']);
    expect([first.Resource].flat()[0]).toBe(MEMBERSHIP);
    expect(second.Resource).toBe(MEMBERSHIP);
    expect((await Promise.all([first, read, second].map(objectionsTo))).flat()).toEqual([]);
  });

  test('to run queries is on the membership, and lets its grantee read what it queries', async () => {
    const stack = stackOf();
    membership(stack).query(Role.fromRoleName(stack, 'Role', 'analyst'));

    const statements = statementsIn(stack);
    expect(statements.map(({ Action }) => Action)).toEqual([
      'cleanrooms:StartProtectedQuery',
      ['cleanrooms:GetCollaborationAnalysisTemplate', 'cleanrooms:GetSchema'],
      ['BatchGetSchema', 'BatchGetSchemaAnalysisRule', 'GetSchema', 'GetSchemaAnalysisRule', 'ListSchemas'].map((action) => `cleanrooms:${action}`),
      ['GetProtectedQuery', 'ListProtectedQueries', 'UpdateProtectedQuery'].map((action) => `cleanrooms:${action}`),
    ]);
    expect([[statements[0].Resource].flat()[0], statements[3].Resource]).toEqual([MEMBERSHIP, MEMBERSHIP]);
    expect((await Promise.all(statements.map(objectionsTo))).flat()).toEqual([]);
  });
});

describe('a grantee', () => {
  test('can be a role of the app', () => {
    const stack = stackOf();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    expect(membership(stack).read(role).success).toBe(true);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: 'Role1ABCC5F0' }] });
  });

  test('can be an imported role', () => {
    const stack = stackOf();
    expect(membership(stack).read(Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${CREATOR}:role/analyst`)).success).toBe(true);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['analyst'] });
  });

  test('can be a user', () => {
    const stack = stackOf();
    expect(membership(stack).read(new User(stack, 'Analyst')).success).toBe(true);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Users: [{ Ref: 'Analyst5C91540F' }] });
  });

  test.each<[string, () => IGrantable]>([
    ['a service', () => new ServicePrincipal('states.amazonaws.com')],
    ['somebody else', () => new ArnPrincipal(`arn:aws:iam::${PARTNER}:root`)],
  ])('without a policy in this app causes a grant without success (%s)', (_, make) => {
    const stack = stackOf();
    const grant = membership(stack).read(make());
    expect(grant.success).toBe(false);
    expect(() => grant.assertSuccess()).toThrow();
  });
});

test('grants can be created for L1s', () => {
  const stack = stackOf();
  const role = Role.fromRoleName(stack, 'Role', 'analyst');
  CollaborationGrants.fromCollaboration(cfnCollaboration(stack)).readPrivacyBudgets(role);
  MembershipGrants.fromMembership(cfnMembership(stack)).readPrivacyBudget(role);
  ConfiguredTableGrants.fromConfiguredTable(cfnConfiguredTable(stack)).read(role);
  expect(statementsIn(stack).map(({ Resource }) => Resource)).toEqual([
    { 'Fn::GetAtt': ['Collaboration', 'Arn'] },
    { 'Fn::GetAtt': ['Membership', 'Arn'] },
    { 'Fn::GetAtt': ['ConfiguredTable', 'Arn'] },
  ]);
});

function statementsIn(stack: Stack): Statement[] {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  return policy.Properties.PolicyDocument.Statement;
}
