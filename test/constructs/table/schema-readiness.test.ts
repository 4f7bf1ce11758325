import { CfnParameter, Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { AnalysisType, Collaboration, SchemaReadiness } from '../../../src';
import type { SchemaReadinessProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnCollaboration, cfnMembership } from '../../support/l1';
import { CREATOR, agnosticStack, stackOf } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsSchemaReadiness';
const COLLABORATION_ID = '11111111-1111-4111-8111-111111111111';
const COLLABORATION_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:collaboration/${COLLABORATION_ID}`;

test('waits ten minutes for queries of the tables by default', () => {
  const [one, other] = [stackOf(), stackOf()];
  ready(one);
  ready(other, { analysisType: AnalysisType.ADDITIONAL_ANALYSIS, timeout: Duration.minutes(1) });

  Template.fromStack(one).hasResourceProperties(TYPE, {
    CollaborationIdentifier: COLLABORATION_ID, Tables: ['purchases', 'impressions'], AnalysisType: 'DIRECT_ANALYSIS', WaitSeconds: 600,
  });
  Template.fromStack(other).hasResourceProperties(TYPE, { AnalysisType: 'ADDITIONAL_ANALYSIS', WaitSeconds: 60 });
});

test('returns the type of the rule of each table', () => {
  const stack = stackOf();
  const readiness = ready(stack);

  const [logicalId] = Object.keys(Template.fromStack(stack).findResources(TYPE));
  expect(stack.resolve(readiness.analysisRuleTypeOf('impressions'))).toEqual({ 'Fn::GetAtt': [logicalId, 'AnalysisRuleType2'] });
});

test('grants the function read access to the schemas of the collaboration and the tables of all members', () => {
  const stack = stackOf();
  ready(stack);

  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyDocument.Statement);
  const [get, read, list] = policies.find((statements) => statements.length > 1);
  expect(list).toEqual({ Effect: 'Allow', Action: ['cleanrooms:ListMembers', 'cleanrooms:ListSchemas'], Resource: COLLABORATION_ARN });
  expect(read.Action).toEqual(['cleanrooms:GetSchema']);
  expect(get.Resource).toHaveLength(4);
  expect(JSON.stringify(get.Resource)).toContain(':cleanrooms:us-east-1:*:membership/*/configuredtableassociation/*');
});

test('waits after the membership and the tables of the stack are created, in any order of definition', () => {
  const stack = stackOf();
  ready(stack);
  const membership = cfnMembership(stack, COLLABORATION_ID);
  const associate = (name: string, membershipIdentifier: string) => new CfnConfiguredTableAssociation(stack, `${name}Of${membershipIdentifier.length}`, {
    name, membershipIdentifier, configuredTableIdentifier: 'purchases', roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
  const own = associate('purchases', membership.attrMembershipIdentifier);
  const ofAnother = associate('purchases', 'another');
  const another = associate('orders', membership.attrMembershipIdentifier);

  const [{ DependsOn: dependsOn }] = Object.values(Template.fromStack(stack).findResources(TYPE));
  const idOf = (resource: CfnConfiguredTableAssociation) => stack.getLogicalId(resource);
  expect(dependsOn).toEqual(expect.arrayContaining([stack.getLogicalId(membership), idOf(own)]));
  expect(dependsOn).not.toEqual(expect.arrayContaining([idOf(ofAnother)]));
  expect(dependsOn).not.toEqual(expect.arrayContaining([idOf(another)]));
});

test('accepts an L1 and tokens, in a stack without an environment', () => {
  const stack = agnosticStack();
  const table = new CfnParameter(stack, 'Table').valueAsString;
  const readiness = ready(stack, { collaboration: cfnCollaboration(stack), tables: [table] });

  Template.fromStack(stack).hasResourceProperties(TYPE, { CollaborationIdentifier: Match.anyValue(), Tables: [{ Ref: 'Table' }] });
  expect(stack.resolve(readiness.analysisRuleTypeOf(table))).toMatchObject({ 'Fn::GetAtt': [expect.any(String), 'AnalysisRuleType1'] });
});

test.each<[string, Partial<SchemaReadinessProps>, string, string]>([
  ['no tables', { tables: [] }, 'TablesCount', "'tables' must name 1 to 25 tables, got 0"],
  ['a malformed name', { tables: ['sales.purchases'] }, 'TableNameMalformed', "got 'sales.purchases'"],
  ['too long a wait', { timeout: Duration.minutes(61) }, 'WaitTooLong', 'at most 60 minutes'],
])('rejects %s', (_, props, code, message) => {
  expectRefused(() => ready(stackOf(), props), code, message);
});

test('rejects a question for the rule of a table that it does not wait for', () => {
  const readiness = ready(stackOf());
  expectRefused(() => readiness.analysisRuleTypeOf('orders'), 'TableNotAwaited', "the rule of 'orders' is not known, because 'tables' has only purchases, impressions");
});

function ready(stack: Stack, props: Partial<SchemaReadinessProps> = {}): SchemaReadiness {
  return new SchemaReadiness(stack, 'Ready', {
    collaboration: props.collaboration ?? Collaboration.fromCollaborationArn(stack, 'Collaboration', COLLABORATION_ARN),
    tables: ['purchases', 'impressions'],
    ...props,
  });
}
