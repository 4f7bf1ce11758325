import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, ResultFormat, TableAccessRole, TableSource,
  TrainingDataset,
} from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * `Role.customizeRoles`: roles are created elsewhere, by the report of what they need.
 */

interface ReportedRole {
  readonly roleConstructPath: string;
  readonly assumeRolePolicy: { readonly Condition: Record<string, Record<string, unknown>> }[];
  readonly identityPolicyStatements: { readonly Action: string | string[]; readonly Resource: unknown }[];
}

/** Synthesizes each kind of role, and returns what is reported of each, and the types of the resources in the template. */
function reported(usePrecreatedRoles: Record<string, string> = {}): { roles: Record<string, ReportedRole>; types: string[] } {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  Role.customizeRoles(stack, { usePrecreatedRoles });

  const bucket = new Bucket(stack, 'Data');
  const room = new Collaboration(stack, 'Room', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
  const membership = room.addMembership('Membership', { defaultResult: { bucket, format: ResultFormat.CSV, prefix: 'results' } });
  const source = TableSource.glueTable({ databaseName: 'sales', tableName: 'orders', bucket, prefix: 'orders' });
  const configuredTable = new ConfiguredTable(stack, 'Orders', { source, allowedColumns: AllowedColumns.of('email') });
  new ConfiguredTableAssociation(stack, 'Association', { membership, configuredTable, configuredTableAssociationName: 'orders' });
  const role = new TableAccessRole(stack, 'AccessRole', { membership });
  new ConfiguredTableAssociation(stack, 'Other', { membership, configuredTable, configuredTableAssociationName: 'other', role });
  new TrainingDataset(stack, 'Training', { source, userIdColumn: 'email', itemIdColumn: 'email', timestampColumn: 'email' });

  const { directory, stacks: [{ template }] } = app.synth();
  const { roles } = JSON.parse(readFileSync(join(directory, 'iam-policy-report.json'), 'utf8')) as { roles: ReportedRole[] };
  return {
    roles: Object.fromEntries(roles.map((each) => [each.roleConstructPath, each])),
    types: Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type),
  };
}

test('the report has all roles, and the template none', () => {
  const { roles, types } = reported();
  expect(Object.keys(roles).sort()).toEqual([
    'Stack/AccessRole', 'Stack/Association/Role', 'Stack/CleanRoomsCustomResources/Role', 'Stack/Room/Membership/ResultRole', 'Stack/Training/Role',
  ]);
  expect(types.filter((type) => type.startsWith('AWS::IAM::'))).toEqual([]);
  expect(types).toContain('AWS::Lambda::Function');
});

test('synthesizes with the roles that were created', () => {
  expect(reported({ 'Stack/Association/Role': 'reader', 'Stack/CleanRoomsCustomResources/Role': 'function' }).types).not.toContain('AWS::IAM::Role');
});

test.each([
  ['Stack/CleanRoomsCustomResources/Role', 'cleanrooms:ListMemberships', '*'],
  ['Stack/Association/Role', 's3:GetObject', '(Stack/Data/Resource.Arn)/orders/*'],
  ['Stack/AccessRole', 's3:GetObject', '(Stack/Data/Resource.Arn)/orders/*'],
  ['Stack/Training/Role', 's3:GetObject', '(Stack/Data/Resource.Arn)/orders/*'],
  ['Stack/Room/Membership/ResultRole', 's3:PutObject', '(Stack/Data/Resource.Arn)/results/*'],
])('the report says what %s is allowed', (path, action, resource) => {
  const { identityPolicyStatements } = reported().roles[path];
  expect(identityPolicyStatements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Resource }) => Resource)).toContain(resource);
});

// In the report, the CDK itself writes the empty separator as `[]`.
const joined = (...parts: unknown[]) => ({ 'Fn::Join': [expect.anything(), parts] });
const inArn = (part: string) => joined('arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${part}`);
const ofMembership = (attribute: string) => ({ 'Fn::GetAtt': [expect.stringMatching(/^RoomMembership/), attribute] });

test.each(['Stack/Association/Role', 'Stack/AccessRole'])('the report says which memberships %s trusts', (path) => {
  const { assumeRolePolicy: [source, externalId] } = reported().roles[path];
  expect(source.Condition['ForAnyValue:ArnLike']['aws:SourceArn']).toEqual([ofMembership('Arn'), inArn(`${PARTNER}:membership/*`)]);
  expect(externalId.Condition.StringLike['sts:ExternalId']).toEqual(
    joined('arn:', { Ref: 'AWS::Partition' }, ':*:us-east-1:*:dbuser:*/', ofMembership('MembershipIdentifier'), '*'),
  );
});

test('the report says which memberships the role of results trusts', () => {
  const { assumeRolePolicy: [{ Condition }] } = reported().roles['Stack/Room/Membership/ResultRole'];
  expect(Condition['ForAnyValue:ArnLike']['aws:SourceArn']).toEqual([inArn(`${CREATOR}:membership/*`)]);
});
