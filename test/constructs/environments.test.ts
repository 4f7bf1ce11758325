import { App, Fn, Stack, Stage } from 'aws-cdk-lib';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Role } from 'aws-cdk-lib/aws-iam';
import {
  AnalysisSource, AnalysisTemplate, ChangeRequestApproval, Collaboration, CollaborationChange, CollaborationChangeRequest,
  ConfiguredAudienceModelAssociation, ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, ConfiguredTable, ConfiguredTableAssociation,
  IdMappingTable, IdMappingTablePopulation, IdNamespaceAssociation, IntermediateTable, MemberRemoval, Membership, MembersJoined, PopulationAnalysis,
  PrivacyBudget, PrivacyBudgetTemplate, PrivacyImpactPreview, ProtectedJob, ProtectedQuery, QueryStatement, RunProtectedQuery, SchemaReadiness,
} from '../../src';
import type { ICollaboration, IMembership } from '../../src';
import { expectRefused } from '../support/faults';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * Accounts and Regions: what belongs to a membership is made in its account and Region, and a collaboration is in one Region.
 */

const ID = '22222222-2222-4222-8222-222222222222';
const arnOf = (resource: string, account = CREATOR, region = 'us-east-1') => `arn:aws:cleanrooms:${region}:${account}:${resource}/${ID}`;

function stackIn(account?: string, region?: string): Stack {
  return new Stack(new App(), 'Stack', { env: { account, region } });
}

const OF_MEMBERSHIPS: Record<string, (stack: Stack, membership: IMembership) => unknown> = {
  ConfiguredTableAssociation: (stack, membership) => new ConfiguredTableAssociation(stack, 'It', {
    membership,
    configuredTableAssociationName: 'purchases',
    configuredTable: ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Table', ID),
    role: Role.fromRoleName(stack, 'Role', 'reader'),
  }),
  AnalysisTemplate: (stack, membership) => new AnalysisTemplate(stack, 'It', { membership, source: AnalysisSource.sql('SELECT 1') }),
  PrivacyBudgetTemplate: (stack, membership) => new PrivacyBudgetTemplate(stack, 'It', {
    membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }),
  }),
  IdNamespaceAssociation: (stack, membership) => new IdNamespaceAssociation(stack, 'It', {
    membership, idNamespace: CfnIdNamespace.fromIdNamespaceName(stack, 'Namespace', 'people'),
  }),
  IdMappingTable: (stack, membership) => new IdMappingTable(stack, 'It', {
    membership, idMappingTableName: 'people', idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(stack, 'Workflow', 'people'),
  }),
  IntermediateTable: (stack, membership) => new IntermediateTable(stack, 'It', {
    membership, intermediateTableName: 'cached', populationAnalysis: PopulationAnalysis.sql('SELECT 1'),
  }),
  ConfiguredModelAlgorithmAssociation: (stack, membership) => new ConfiguredModelAlgorithmAssociation(stack, 'It', {
    membership,
    configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Algorithm',
      `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-model-algorithm/${ID}`),
  }),
  ConfiguredAudienceModelAssociation: (stack, membership) => new ConfiguredAudienceModelAssociation(stack, 'It', {
    membership,
    configuredAudienceModelArn: `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-audience-model/${ID}`,
    configuredAudienceModelAssociationName: 'lookalikes',
  }),
  ProtectedQuery: (stack, membership) => new ProtectedQuery(stack, 'It', { membership, statement: QueryStatement.sql('SELECT 1') }),
  ProtectedJob: (stack, membership) => new ProtectedJob(stack, 'It', {
    membership, analysisTemplate: AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', `${arnOf('membership', PARTNER)}/analysistemplate/${ID}`),
  }),
  RunProtectedQuery: (stack, membership) => new RunProtectedQuery(stack, 'It', { membership, statement: QueryStatement.sql('SELECT 1') }),
  PrivacyImpactPreview: (stack, membership) => new PrivacyImpactPreview(stack, 'It', { membership, epsilon: 3, usersNoisePerQuery: 30 }),
};

describe.each(Object.entries(OF_MEMBERSHIPS))('%s', (_, make) => {
  const makeIn = (stack: Stack) => make(stack, Membership.fromMembershipArn(stack, 'Membership', arnOf('membership')));

  it('must be in the account and the Region of its membership', () => {
    expect(() => makeIn(stackIn(CREATOR, 'us-east-1'))).not.toThrow();
    expectRefused(() => makeIn(stackIn(PARTNER, 'us-east-1')), 'OfOtherAccount',
      `Stack/It: 'membership' must be in the account of the stack, ${PARTNER}, got one in account ${CREATOR}`);
    expectRefused(() => makeIn(stackIn(CREATOR, 'eu-west-1')), 'OfOtherRegion', "'membership' must be in the Region of the stack, eu-west-1");
  });

  it('can be in a stack for any environment', () => {
    expect(() => makeIn(stackIn())).not.toThrow();
  });
});

test('a table must be associated in the account that configured it', () => {
  const stack = stackIn(CREATOR, 'us-east-1');
  expectRefused(() => new ConfiguredTableAssociation(stack, 'It', {
    membership: Membership.fromMembershipIdentifier(stack, 'Membership', ID),
    configuredTableAssociationName: 'purchases',
    configuredTable: ConfiguredTable.fromConfiguredTableArn(stack, 'Table', arnOf('configuredtable', PARTNER)),
  }), 'OfOtherAccount', "'configuredTable'");
});

test('an ID mapping table must be populated in its account', () => {
  const stack = stackIn(CREATOR, 'us-east-1');
  const idMappingTable = IdMappingTable.fromIdMappingTableArn(stack, 'Table', `${arnOf('membership', PARTNER)}/idmappingtable/${ID}`);
  expectRefused(() => new IdMappingTablePopulation(stack, 'It', { idMappingTable }), 'OfOtherAccount', "'idMappingTable'");
});

const OF_COLLABORATIONS: Record<string, (stack: Stack, collaboration: ICollaboration) => unknown> = {
  'a membership': (stack, collaboration) => new Membership(stack, 'It', { collaboration }),
  'a vote': (stack, collaboration) => new ChangeRequestApproval(stack, 'It', { collaboration, changes: [CollaborationChange.autoApprove()] }),
  'a wait for members': (stack, collaboration) => new MembersJoined(stack, 'It', { collaboration, accountIds: [THIRD] }),
  'a wait for tables': (stack, collaboration) => new SchemaReadiness(stack, 'It', { collaboration, tables: ['purchases'] }),
  'the own membership, looked up': (stack, collaboration) => Membership.fromLookup(stack, 'It', { collaboration }),
  'a template, looked up': (stack, collaboration) => AnalysisTemplate.fromCollaboration(stack, 'It', {
    collaboration, ownerAccountId: THIRD, analysisTemplateName: 'reach',
  }),
};

test.each(Object.entries(OF_COLLABORATIONS))('%s can be of another account than the collaboration, but not of another Region', (_, make) => {
  const makeIn = (stack: Stack) => make(stack, Collaboration.fromCollaborationArn(stack, 'Collaboration', arnOf('collaboration')));
  expect(() => makeIn(stackIn(PARTNER, 'us-east-1'))).not.toThrow();
  expectRefused(() => makeIn(stackIn(PARTNER, 'eu-west-1')), 'OfOtherRegion', "'collaboration' must be in the Region of the stack, eu-west-1");
});

test.each<[string, (stack: Stack, collaboration: ICollaboration) => unknown]>([
  ['a change', (stack, collaboration) =>
    new CollaborationChangeRequest(stack, 'It', { collaboration, changes: [CollaborationChange.autoApprove()] })],
  ['a removal', (stack, collaboration) => new MemberRemoval(stack, 'It', { collaboration, accountId: THIRD })],
])('%s must be in the account of the creator', (_, make) => {
  const makeIn = (stack: Stack) => make(stack, Collaboration.fromCollaborationArn(stack, 'Collaboration', arnOf('collaboration')));
  expect(() => makeIn(stackIn(CREATOR, 'us-east-1'))).not.toThrow();
  expectRefused(() => makeIn(stackIn(PARTNER, 'us-east-1')), 'OfOtherAccount', "'collaboration'");
});

test('the export of a stack has another value in each environment', () => {
  const app = new App();
  const membershipId = Fn.importValue('membership-id');
  const collaborationId = Fn.importValue('collaboration-id');
  for (const [id, account, region] of [['Beta', CREATOR, 'us-east-1'], ['Prod', PARTNER, 'us-east-1'], ['Elsewhere', PARTNER, 'eu-west-1']]) {
    const stack = new Stack(new Stage(app, id), 'Stack', { env: { account, region } });
    OF_MEMBERSHIPS.ConfiguredTableAssociation(stack, Membership.fromMembershipIdentifier(stack, 'Imported', membershipId));
    new Membership(stack, 'Membership', { collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', collaborationId) });
  }
  expect(() => app.synth()).not.toThrow();
});

test('the export of a stack has the same value in the stacks of one environment', () => {
  const app = new App();
  const membershipId = Fn.importValue('membership-id');
  for (const id of ['One', 'Other']) {
    const stack = new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } });
    OF_MEMBERSHIPS.ConfiguredTableAssociation(stack, Membership.fromMembershipIdentifier(stack, 'Imported', membershipId));
  }
  expectRefused(() => app.synth(), 'TableNameTaken', "'purchases' is taken by 'One/It'");
});
