import { App, Aws, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { glueTable } from '../../examples/campaign-measurement/glue';

/*
 * The example campaign-measurement with the L1s of Clean Rooms, and aws-cdk-lib's constructs for everything else. What CloudFormation has no
 * resource for is left out: lookups, waits, the query at deployment, the clean-up. The ids of other accounts are parameters.
 */
const ADVERTISER = '111111111111';
const PUBLISHER = '222222222222';
const NEWSPAPER = '333333333333';
const region = 'us-east-1';

const app = new App();
const leastPeople = Number(app.node.tryGetContext('leastPeople') ?? 100);
const advertiser = new Stack(app, 'Campaign-Advertiser', { env: { account: ADVERTISER, region } });
const publisher = new Stack(app, 'Campaign-Publisher', { env: { account: PUBLISHER, region } });

const collaboration = new CfnCollaboration(advertiser, 'Collaboration', {
  name: 'campaign-measurement',
  description: 'Which campaigns led to purchases',
  creatorDisplayName: 'Advertiser',
  creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
  members: [
    { accountId: PUBLISHER, displayName: 'Publisher', memberAbilities: [] },
    { accountId: NEWSPAPER, displayName: 'Newspaper', memberAbilities: [] },
  ],
  queryLogStatus: 'ENABLED',
});
const results = new Bucket(advertiser, 'Results', {
  encryption: BucketEncryption.KMS,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.DESTROY,
  autoDeleteObjects: true,
});
results.encryptionKey?.applyRemovalPolicy(RemovalPolicy.DESTROY);
const roleOfResults = new Role(advertiser, 'ResultsRole', { assumedBy: cleanRoomsFor(membershipArn(ADVERTISER, '*')) });
allow(roleOfResults, ['s3:GetBucketLocation', 's3:ListBucket'], results.bucketArn);
allow(roleOfResults, ['s3:PutObject'], results.arnForObjects('queries/*'));
results.encryptionKey?.grantEncryptDecrypt(roleOfResults);
const membership = new CfnMembership(advertiser, 'Membership', {
  collaborationIdentifier: collaboration.attrCollaborationIdentifier,
  queryLogStatus: 'ENABLED',
  defaultResultConfiguration: {
    outputConfiguration: { s3: { bucket: results.bucketName, keyPrefix: 'queries/', resultFormat: 'PARQUET' } },
    roleArn: roleOfResults.roleArn,
  },
});
membership.node.addDependency(roleOfResults);

const membershipOfPublisher = new CfnMembership(publisher, 'Membership', {
  collaborationIdentifier: new CfnParameter(publisher, 'CollaborationId').valueAsString,
  queryLogStatus: 'ENABLED',
});
const advertisersMembershipId = new CfnParameter(publisher, 'MembershipIdOfAdvertiser').valueAsString;

const people = {
  joinColumns: ['hashed_email'],
  scalarFunctions: [],
  outputConstraints: [{ columnName: 'hashed_email', minimum: leastPeople, type: 'COUNT_DISTINCT' }],
};
const distinctPeople = { columnNames: ['hashed_email'], function: 'COUNT_DISTINCT' };
addTable(membership, glueTable(advertiser, 'sales', 'purchases', {
  hashed_email: 'string', card_number: 'string', city: 'string', amount: 'decimal(10,2)',
}), {
  name: 'purchases',
  allowedColumns: ['hashed_email', 'city', 'amount'],
  type: 'AGGREGATION',
  rule: {
    aggregation: { ...people, aggregateColumns: [distinctPeople, { columnNames: ['amount'], function: 'SUM' }], dimensionColumns: ['city'] },
  },
  runner: membership.attrMembershipIdentifier,
});
addTable(membershipOfPublisher, glueTable(publisher, 'ads', 'impressions', { hashed_email: 'string', campaign: 'string', device: 'string' }), {
  name: 'impressions',
  allowedColumns: ['hashed_email', 'campaign', 'device'],
  type: 'AGGREGATION',
  rule: {
    aggregation: { ...people, joinRequired: 'QUERY_RUNNER', aggregateColumns: [distinctPeople], dimensionColumns: ['campaign', 'device'] },
  },
  runner: advertisersMembershipId,
});
addTable(membership, glueTable(advertiser, 'sales', 'customers', { hashed_email: 'string', segment: 'string' }), {
  name: 'customers',
  allowedColumns: ['hashed_email', 'segment'],
  type: 'LIST',
  rule: { list: { joinColumns: ['hashed_email'], listColumns: ['segment'], additionalAnalyses: 'NOT_ALLOWED' } },
  runner: membership.attrMembershipIdentifier,
});

interface Table {
  readonly name: string;
  readonly allowedColumns: string[];
  readonly type: string;
  readonly rule: CfnConfiguredTable.ConfiguredTableAnalysisRulePolicyV1Property;
  /** The id of the membership that runs queries. */
  readonly runner: string;
}

function addTable(owner: CfnMembership, inGlue: CfnTable, { name, allowedColumns, type, rule, runner }: Table) {
  const { stack } = owner;
  const { databaseName } = inGlue;
  const data = stack.node.findChild(`${name}-data`) as Bucket;
  const configuredTable = new CfnConfiguredTable(stack, `${name}-configured`, {
    name,
    tableReference: { glue: { databaseName, tableName: name } },
    allowedColumns,
    analysisMethod: 'DIRECT_QUERY',
    analysisRules: [{ type, policy: { v1: rule } }],
  });
  configuredTable.addResourceDependency(inGlue);
  const others = [ADVERTISER, PUBLISHER, NEWSPAPER].filter((account) => account !== stack.account)
    .map((account) => membershipArn(account, account === ADVERTISER ? runner : '*'));
  const role = new Role(stack, `${name}-role`, {
    assumedBy: new CompositePrincipal(cleanRoomsFor(owner.attrArn, ...others), new ServicePrincipal('cleanrooms.amazonaws.com', {
      conditions: { StringLike: { 'sts:ExternalId': `arn:${Aws.PARTITION}:*:${region}:*:dbuser:*/${runner}*` } },
    })),
  });
  const glueArn = `arn:${Aws.PARTITION}:glue:${region}:${stack.account}`;
  allow(role, ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions',
    'glue:BatchGetPartition'], `${glueArn}:catalog`, `${glueArn}:database/${databaseName}`, `${glueArn}:table/${databaseName}/${name}`);
  allow(role, ['s3:GetBucketLocation', 's3:ListBucket'], data.bucketArn);
  allow(role, ['s3:GetObject'], data.arnForObjects(`${name}/*`));
  const association = new CfnConfiguredTableAssociation(stack, `${name}-association`, {
    name,
    membershipIdentifier: owner.attrMembershipIdentifier,
    configuredTableIdentifier: configuredTable.attrConfiguredTableIdentifier,
    roleArn: role.roleArn,
    configuredTableAssociationAnalysisRules: [{
      type, policy: { v1: { [type.toLowerCase()]: { allowedResultReceivers: [ADVERTISER] } } },
    }],
  });
  association.node.addDependency(role);
}

function membershipArn(account: string, id: string): string {
  return `arn:${Aws.PARTITION}:cleanrooms:${region}:${account}:membership/${id}`;
}

function cleanRoomsFor(...sourceArns: string[]): ServicePrincipal {
  return new ServicePrincipal('cleanrooms.amazonaws.com', { conditions: { 'ForAnyValue:ArnLike': { 'aws:SourceArn': sourceArns } } });
}

function allow(role: Role, actions: string[], ...resources: string[]) {
  role.addToPolicy(new PolicyStatement({ actions, resources }));
}
