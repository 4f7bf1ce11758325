import { CfnParameter, Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  AllowedColumns, AnalysisRule, AnalysisTemplate, Collaboration, ConfiguredAudienceModelAssociation, ConfiguredTable, IdNamespaceAssociation,
  TableSource,
} from '../../../src';
import type { CollaborationLookupOptions } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnCollaboration, cfnMembership, cfnTable } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf } from '../../support/stacks';

const COLLABORATION_ID = '11111111-1111-4111-8111-111111111111';
const COLLABORATION_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:collaboration/${COLLABORATION_ID}`;

interface Found {
  readonly arn: string;
  readonly id: string;
}

type Find = (stack: Stack, name: string, options?: Partial<CollaborationLookupOptions>) => Found;

const findTemplate: Find = (stack, analysisTemplateName, options) => {
  const { analysisTemplateArn: arn, analysisTemplateIdentifier: id } =
    AnalysisTemplate.fromCollaboration(stack, 'Found', { ...optionsIn(stack, options), analysisTemplateName });
  return { arn, id };
};

const findAudienceModel: Find = (stack, configuredAudienceModelAssociationName, options) => {
  const { configuredAudienceModelAssociationArn: arn, configuredAudienceModelAssociationIdentifier: id } =
    ConfiguredAudienceModelAssociation.fromCollaboration(stack, 'Found', { ...optionsIn(stack, options), configuredAudienceModelAssociationName });
  return { arn, id };
};

const findIdNamespace: Find = (stack, idNamespaceAssociationName, options) => {
  const { idNamespaceAssociationArn: arn, idNamespaceAssociationIdentifier: id } =
    IdNamespaceAssociation.fromCollaboration(stack, 'Found', { ...optionsIn(stack, options), idNamespaceAssociationName });
  return { arn, id };
};

describe.each<[string, Find, number, string]>([
  ['AnalysisTemplate', findTemplate, 128, 'ListCollaborationAnalysisTemplates'],
  ['ConfiguredAudienceModelAssociation', findAudienceModel, 100, 'ListCollaborationConfiguredAudienceModelAssociations'],
  ['IdNamespaceAssociation', findIdNamespace, 100, 'ListCollaborationIdNamespaceAssociations'],
])('%s.fromCollaboration', (name, find, mostCharacters, operation) => {
  const type = `Custom::CleanRooms${name}Lookup`;

  test('finds the resource by its name and its owner', () => {
    const stack = stackOf();
    const { arn, id } = find(stack, 'reach', { ownerAccountId: PARTNER, timeout: Duration.seconds(30) });

    const [[logicalId, { Properties: properties }]] = Object.entries(Template.fromStack(stack).findResources(type));
    expect(properties).toMatchObject({ CollaborationIdentifier: COLLABORATION_ID, Name: 'reach', OwnerAccountId: PARTNER, WaitSeconds: 30 });
    const foundArn = { 'Fn::GetAtt': [logicalId, 'Arn'] };
    expect(stack.resolve([arn, id])).toEqual([foundArn, { 'Fn::Select': [3, { 'Fn::Split': ['/', foundArn] }] }]);
  });

  test('does not wait, and accepts nothing else in its place, by default', () => {
    const stack = stackOf();
    find(stack, 'reach');
    Template.fromStack(stack).hasResourceProperties(type, { WaitSeconds: 0, AcceptedIdentifier: Match.absent(), SourceSha256: Match.absent() });
  });

  test('accepts what has an id', () => {
    const stack = stackOf();
    find(stack, 'reach', { acceptedIdentifier: COLLABORATION_ID });
    Template.fromStack(stack).hasResourceProperties(type, { AcceptedIdentifier: COLLABORATION_ID });
    expectRefused(() => find(stackOf(), 'reach', { acceptedIdentifier: 'reach' }), 'IdentifierMalformed', "'acceptedIdentifier' must be an id");
  });

  test('lets the function list them in that collaboration', () => {
    const stack = stackOf();
    find(stack, 'reach');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([{ Effect: 'Allow', Action: [`cleanrooms:${operation}`], Resource: COLLABORATION_ARN }]) },
    });
  });

  test('looks after the stack has joined the collaboration, whichever is defined first', () => {
    const stack = stackOf();
    find(stack, 'reach');
    const membership = cfnMembership(stack, COLLABORATION_ID);
    new Collaboration(stack, 'Another', { creator: { displayName: 'Creator' } }).addMembership('OfAnother');

    const [{ DependsOn: dependsOn }] = Object.values(Template.fromStack(stack).findResources(type));
    expect(dependsOn).toContain(stack.getLogicalId(membership));
    expect((dependsOn as string[]).filter((logicalId) => /Membership/.test(logicalId))).toHaveLength(1);
  });

  test('name and owner can be tokens, in a stack of any environment', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    find(stack, parameter('Name'), { collaboration: cfnCollaboration(stack), ownerAccountId: parameter('Owner') });
    Template.fromStack(stack).hasResourceProperties(type, { Name: { Ref: 'Name' }, OwnerAccountId: { Ref: 'Owner' } });
  });

  test('accepts the longest name that the service allows, and refuses a longer one', () => {
    find(stackOf(), 'n'.repeat(mostCharacters));
    const property = `${name[0].toLowerCase()}${name.slice(1)}Name`;
    expectRefused(() => find(stackOf(), 'n'.repeat(mostCharacters + 1)), 'NameLength', `'${property}' must have 1 to ${mostCharacters}`);
  });

  test('refuses an owner that is no account, and a timeout of more than 14 minutes', () => {
    expectRefused(() => find(stackOf(), 'reach', { ownerAccountId: 'publisher' }), 'AccountIdMalformed', "'ownerAccountId' must be an AWS account");
    expectRefused(() => find(stackOf(), 'reach', { timeout: Duration.minutes(61) }), 'WaitTooLong', 'at most 60 minutes');
  });

  test('refuses to look in another partition', () => {
    expectRefused(() => find(stackOf(THIRD, 'cn-north-1'), 'reach'), 'PartitionWithoutCleanRooms', 'cn-north-1');
  });
});

describe('the source of a template', () => {
  const lookup = (stack: Stack, sourceSha256: string) => AnalysisTemplate.fromCollaboration(stack, 'Reach', { ...optionsIn(stack), analysisTemplateName: 'reach', sourceSha256 });

  test('can be pinned, and the function may read it', () => {
    const stack = stackOf();
    lookup(stack, 'a1'.repeat(32));
    const template = Template.fromStack(stack);
    template.hasResourceProperties('Custom::CleanRoomsAnalysisTemplateLookup', { SourceSha256: 'a1'.repeat(32) });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Action: ['cleanrooms:GetCollaborationAnalysisTemplate'],
          Resource: [COLLABORATION_ARN, { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${PARTNER}:membership/*/analysistemplate/*`]] }],
        }]),
      },
    });
  });

  test.each(['a1'.repeat(31), 'g1'.repeat(32), ''])('is pinned by a SHA-256, not by %j', (sourceSha256) => {
    expectRefused(() => lookup(stackOf(), sourceSha256), 'SourceHashMalformed', `'sourceSha256' must have 64 hexadecimal digits, got '${sourceSha256}'`);
  });

  test('can be a token', () => {
    const stack = stackOf();
    lookup(stack, new CfnParameter(stack, 'Hash').valueAsString);
    Template.fromStack(stack).hasResourceProperties('Custom::CleanRoomsAnalysisTemplateLookup', { SourceSha256: { Ref: 'Hash' } });
  });
});

test('a rule allows the template of another member that is looked up by its name', () => {
  const stack = stackOf();
  const template = AnalysisTemplate.fromCollaboration(stack, 'Reach', { ...optionsIn(stack), analysisTemplateName: 'reach' });
  new ConfiguredTable(stack, 'Table', {
    configuredTableName: 'purchases',
    source: TableSource.glue(cfnTable(stack)),
    allowedColumns: AllowedColumns.all(),
    analysisRule: AnalysisRule.custom({ allowedTemplates: [template] }),
  });

  const [logicalId] = Object.keys(Template.fromStack(stack).findResources('Custom::CleanRoomsAnalysisTemplateLookup'));
  Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::ConfiguredTable', {
    AnalysisRules: [{ Policy: { V1: { Custom: { AllowedAnalyses: [{ 'Fn::GetAtt': [logicalId, 'Arn'] }] } } } }],
  });
});

function optionsIn(stack: Stack, options: Partial<CollaborationLookupOptions> = {}): CollaborationLookupOptions {
  return {
    collaboration: options.collaboration ?? Collaboration.fromCollaborationArn(stack, 'Collaboration', COLLABORATION_ARN), ownerAccountId: PARTNER, ...options,
  };
}
