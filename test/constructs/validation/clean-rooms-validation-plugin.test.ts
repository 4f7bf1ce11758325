import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Annotations, App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { CleanRoomsValidationPlugin, Collaboration, MemberAbility } from '../../../src';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

/** What the plugin reported, call by call. */
let reports: PolicyValidationPluginReport[];

/** The plugin, listened to. */
class Recorded implements IPolicyValidationPlugin {
  public readonly name = 'cdk-cleanrooms';
  private readonly plugin = new CleanRoomsValidationPlugin();

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = this.plugin.validate(context);
    reports.push({ ...report, violations: [...report.violations] }); // aws-cdk-lib adds to it what it is told later
    return report;
  }
}

let app: App;
beforeEach(() => {
  reports = [];
  app = new App({ analyticsReporting: false, outdir: mkdtempSync(join(tmpdir(), 'plugin-')) });
  Validations.of(app).addPlugins(new Recorded());
  jest.spyOn(console, 'error').mockImplementation();
});

const env = (account: string) => ({ env: { account, region: 'us-east-1' } });

/** A room of L1s, in which the creator queries and receives. */
function roomOfL1s(scope: Stack, more: Partial<ConstructorParameters<typeof CfnCollaboration>[2]> = {}): CfnMembership {
  const collaboration = new CfnCollaboration(scope, 'Collaboration', {
    name: 'room',
    description: 'x',
    creatorDisplayName: 'Creator',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    queryLogStatus: 'ENABLED',
    members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }],
    ...more,
  });
  return new CfnMembership(scope, 'Membership', { collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'ENABLED' });
}

/** A table whose results go to somebody who is no member. */
function tableFor(scope: Stack, membership: CfnMembership, receiver = THIRD, listed = 'city'): CfnConfiguredTableAssociation {
  const table = new CfnConfiguredTable(scope, 'Table', {
    name: 'sales',
    allowedColumns: ['id', 'city'],
    analysisMethod: 'DIRECT_QUERY',
    tableReference: { glue: { databaseName: 'sales', tableName: 'sales' } },
    analysisRules: [{ type: 'LIST', policy: { v1: { list: { joinColumns: ['id'], listColumns: [listed], additionalAnalyses: 'NOT_ALLOWED' } } } }],
  });
  return new CfnConfiguredTableAssociation(scope, 'Association', {
    name: 'sales',
    configuredTableIdentifier: table.attrConfiguredTableIdentifier,
    membershipIdentifier: membership.attrMembershipIdentifier,
    roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
    configuredTableAssociationAnalysisRules: [{ type: 'LIST', policy: { v1: { list: { allowedResultReceivers: [receiver], allowedAdditionalAnalyses: [] } } } }],
  });
}

/** What was reported, all calls together: rule, severity, path. */
const reported = () => reports.flatMap(({ violations }) => violations).map(line).sort();
const line = ({ ruleName, severity, violatingResources: [{ constructPath }] }: PolicyViolation) => `${severity} ${ruleName}: ${constructPath}`;
const RECEIVER = 'warning receiverCannotReceive: Stack/Association';

test('a program of L1s that is right is left alone', () => {
  const stack = new Stack(app, 'Stack', env(CREATOR));
  tableFor(stack, roomOfL1s(stack), CREATOR);
  app.synth();
  expect(reports).toEqual([{ success: true, violations: [] }]);
});

test('an error in a program of L1s stops the synthesis, with code, path, resource and template', () => {
  const stack = new Stack(app, 'Stack', env(CREATOR));
  tableFor(stack, roomOfL1s(stack), CREATOR, 'town');
  expect(() => app.synth()).toThrow("'listColumns' has 'town', which is not among allowedColumns: id, city");
  const [{ success, violations }] = reports;
  expect(success).toBe(false);
  expect(violations).toEqual([{
    ruleName: 'ColumnNotAllowed',
    severity: 'error',
    description: "'listColumns' has 'town', which is not among allowedColumns: id, city",
    violatingResources: [{ constructPath: 'Stack/Table', resourceLogicalId: 'Table', templatePath: 'Stack.template.json', locations: [] }],
  }]);
});

test('a warning is shown, and does not stop the synthesis', () => {
  const stack = new Stack(app, 'Stack', env(CREATOR));
  tableFor(stack, roomOfL1s(stack));
  app.synth();
  expect(reported()).toEqual([RECEIVER]);
  expect(reports[0].success).toBe(true);
  expect(jest.mocked(console.error).mock.calls.join('\n')).toContain("Acknowledge with 'cdk-cleanrooms::receiverCannotReceive'");
});

test.each<[string, (association: CfnConfiguredTableAssociation) => void]>([
  ['Annotations', (association) => Annotations.of(association).acknowledgeWarning('cdk-cleanrooms:receiverCannotReceive')],
  ['Annotations, on a scope around it', (association) => Annotations.of(association.stack).acknowledgeWarning('cdk-cleanrooms:receiverCannotReceive')],
  ['Validations, by the id of the warning', (association) => Validations.of(association).acknowledge({ id: 'cdk-cleanrooms:receiverCannotReceive', reason: 'joins next week' })],
  ['Validations, by the id that the report shows', (association) => Validations.of(association).acknowledge({ id: 'cdk-cleanrooms::receiverCannotReceive', reason: 'joins next week' })],
])('a warning that was acknowledged with %s is not reported', (_, acknowledge) => {
  const stack = new Stack(app, 'Stack', env(CREATOR));
  acknowledge(tableFor(stack, roomOfL1s(stack)));
  app.synth();
  expect(reported()).toEqual([]);
});

test('what constructs of the library report is not reported twice, of the L1s beside them either', () => {
  const stack = new Stack(app, 'Stack', env(CREATOR));
  const collaboration = new Collaboration(stack, 'Room', {
    collaborationName: 'room', queryLogging: true, creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
  });
  const association = tableFor(stack, new CfnMembership(stack, 'Membership', {
    collaborationIdentifier: collaboration.collaborationIdentifier, queryLogStatus: 'ENABLED',
  }));
  app.synth();
  expect(reported()).toEqual([]);
  expect(association.node.metadata.map(({ data }) => data)).toContainEqual(expect.stringContaining('[ack: cdk-cleanrooms:receiverCannotReceive]'));
});

test('stages are checked apart: those of L1s by the plugin, each once, also where they go to several accounts', () => {
  for (const account of [CREATOR, PARTNER]) {
    const stack = new Stack(new Stage(app, `Of${account}`, env(account)), 'Stack');
    tableFor(stack, roomOfL1s(stack, { members: [] }));
  }
  const ofLibrary = new Stack(new Stage(app, 'Library', env(CREATOR)), 'Stack');
  new Collaboration(ofLibrary, 'Room', { collaborationName: 'room', creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] } });
  app.synth();
  expect(reported()).toEqual([CREATOR, PARTNER].map((account) => `warning receiverCannotReceive: Of${account}/Stack/Association`));
});

test('what is in a nested stack is reported with the template of that', () => {
  const nested = new NestedStack(new Stack(app, 'Stack', env(CREATOR)), 'Nested');
  tableFor(nested, roomOfL1s(nested), CREATOR, 'town');
  expect(() => app.synth()).toThrow('ColumnNotAllowed');
  const [{ constructPath, resourceLogicalId, templatePath }] = reports[0].violations[0].violatingResources;
  expect([constructPath, resourceLogicalId]).toEqual(['Stack/Nested/Table', 'Table']);
  expect(readFileSync(join(app.outdir, templatePath!), 'utf8')).toContain('AWS::CleanRooms::ConfiguredTable');
});
