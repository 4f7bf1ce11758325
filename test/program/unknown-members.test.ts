import { App, Fn, Stack } from 'aws-cdk-lib';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import {
  AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredTable, ConfiguredTableAssociation, IntermediateTable, Membership, PopulationAnalysis,
  ResultFormat, TableAccessRole, TableSource,
} from '../../src';
import type { ICollaboration, MembershipOptions } from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * The remedy for members that are not known fits the way in which the program has come to know the collaboration.
 */

const ID = '11111111-1111-4111-8111-111111111111';
const BY_ATTRIBUTES = "import the collaboration with Collaboration.fromCollaborationAttributes, and set 'memberAccountIds'";
const OF_MEMBERSHIP = 'the membership is imported, which does not say of which collaboration: define it in this app, or use Membership.fromLookup with a '
  + 'collaboration whose members are known';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: PARTNER, region: 'us-east-1' } });
});

const bucket = () => stack.node.tryFindChild('Data') as Bucket ?? Bucket.fromBucketName(stack, 'Data', 'sales-data');
const joins = (collaboration: ICollaboration, options: MembershipOptions = {}) => collaboration.addMembership('Membership', options);

function withConditionalMembers(): Collaboration {
  const collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } });
  (collaboration.node.defaultChild as CfnCollaboration).members = Fn.conditionIf('IsLarge', [], []);
  return collaboration;
}

function associate(membership: refs.IMembershipRef, props: { role?: Role | TableAccessRole } = {}): void {
  new ConfiguredTableAssociation(stack, 'Association', {
    membership,
    configuredTable: ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Table', ID),
    configuredTableAssociationName: 'purchases',
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: bucket() }),
    ...props,
  });
}

/** What the warning about a trust that is not bound to members advises. */
function remedies(): string[] {
  app.synth();
  const warnings = stack.node.findAll().flatMap(({ node }) => node.metadata).map(({ data }) => String(data));
  return warnings.filter((text) => text.includes('trustNotBoundToMembers')).map((text) => /(?:use it|of this account): (.*) \[ack/.exec(text)![1]);
}

test.each<[string, () => refs.IMembershipRef, string]>([
  ['by an invitation', () => joins(Collaboration.fromInvitation(stack, 'Invitation', { collaborationName: 'room', creatorAccountId: CREATOR })),
    "set 'memberAccountIds' of Collaboration.fromInvitation for 'Stack/Invitation'"],
  ['by attributes', () => joins(Collaboration.fromCollaborationAttributes(stack, 'Imported', { collaborationIdentifier: ID, creatorAccountId: CREATOR })), BY_ATTRIBUTES],
  ['by its id', () => joins(Collaboration.fromCollaborationIdentifier(stack, 'Imported', ID)), BY_ATTRIBUTES],
  ['by its ARN', () => joins(Collaboration.fromCollaborationArn(stack, 'Imported', `arn:aws:cleanrooms:us-east-1:${CREATOR}:collaboration/${ID}`)), BY_ATTRIBUTES],
  ['by the id in an L1', () => new CfnMembership(stack, 'Membership', { collaborationIdentifier: ID, queryLogStatus: 'DISABLED' }), BY_ATTRIBUTES],
  ['by its definition, whose members only CloudFormation knows', () => joins(withConditionalMembers()),
    "give the members of 'Stack/Collaboration', and its stack by 'env', accounts that are known at synthesis"],
  ['not at all, where the membership is imported by its id', () => Membership.fromMembershipIdentifier(stack, 'Imported', ID), OF_MEMBERSHIP],
  ['not at all, where the membership is imported by its ARN',
    () => Membership.fromMembershipArn(stack, 'Imported', `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/${ID}`), OF_MEMBERSHIP],
])('the program knows the collaboration %s', (_, membershipIn, remedy) => {
  associate(membershipIn());
  expect(remedies()).toEqual([`${remedy}, or set 'role'`]);
});

test.each<[string, () => void, string]>([
  ['of query results', () => joins(Collaboration.fromCollaborationIdentifier(stack, 'Imported', ID), {
    defaultResult: { bucket: bucket(), format: ResultFormat.CSV },
  }), `${BY_ATTRIBUTES}, or set 'queryRunnerMembershipId'`],
  ['of a role for many tables', () => {
    const membership = Membership.fromMembershipIdentifier(stack, 'Imported', ID);
    associate(membership, { role: new TableAccessRole(stack, 'Reader', { membership }) });
  }, OF_MEMBERSHIP],
  ['of a PySpark template', () => new AnalysisTemplate(stack, 'Template', {
    membership: Membership.fromMembershipIdentifier(stack, 'Imported', ID),
    source: AnalysisSource.pyspark({ entryPoint: { bucket: bucket(), key: 'v1/job.py' }, referencedTables: [] }),
  }), `${OF_MEMBERSHIP}, or set 'role' of the source`],
  ['of the key of an intermediate table', () => new IntermediateTable(stack, 'Filled', {
    membership: Membership.fromMembershipIdentifier(stack, 'Imported', ID),
    intermediateTableName: 'filled',
    populationAnalysis: PopulationAnalysis.sql('SELECT 1'),
    encryptionKey: new Key(stack, 'Key'),
  }), OF_MEMBERSHIP],
])('the trust %s has the remedy that fits', (_, define, remedy) => {
  define();
  expect(remedies()).toEqual([remedy]);
});

test('members that are named by the import are known', () => {
  associate(joins(Collaboration.fromCollaborationAttributes(stack, 'Imported', {
    collaborationIdentifier: ID, creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
  })));
  expect(remedies()).toEqual([]);
});
