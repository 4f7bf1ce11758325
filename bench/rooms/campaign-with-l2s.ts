import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { glueTable } from '../../examples/campaign-measurement/glue';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership,
  MembersJoined, ProtectedQuery, QueryStatement, ResultFormat, SchemaReadiness, TableSource,
} from 'cdk-cleanrooms';
import type { ConfiguredTableAnalysisRule } from 'cdk-cleanrooms';

/* The example campaign-measurement without CleanRoom: with the constructs for single resources. */
const ADVERTISER = '111111111111';
const PUBLISHER = '222222222222';
const collaborationName = 'campaign-measurement';
const region = 'us-east-1';
const removalPolicy = RemovalPolicy.DESTROY;
const timeout = Duration.minutes(1);

const app = new App();
const leastPeople = Number(app.node.tryGetContext('leastPeople') ?? 100);
const advertiser = new Stack(app, 'Campaign-Advertiser', { env: { account: ADVERTISER, region } });
const publisher = new Stack(app, 'Campaign-Publisher', { env: { account: PUBLISHER, region } });
const analysis = new Stack(app, 'Campaign-Advertiser-Analysis', { env: { account: ADVERTISER, region } });
publisher.addStackDependency(advertiser);
analysis.addStackDependency(publisher);

const collaboration = new Collaboration(advertiser, 'Collaboration', {
  collaborationName,
  description: 'Which campaigns led to purchases',
  creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
  members: [{ accountId: PUBLISHER, displayName: 'Publisher' }, { accountId: '333333333333', displayName: 'Newspaper' }],
  queryLogging: true,
  removalPolicy,
});
const results = new Bucket(advertiser, 'Results', {
  encryption: BucketEncryption.KMS,
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  removalPolicy,
  autoDeleteObjects: true,
});
results.encryptionKey?.applyRemovalPolicy(removalPolicy);
const membership = collaboration.addMembership('Membership', {
  queryLogging: true,
  defaultResult: { bucket: results, prefix: 'queries/', format: ResultFormat.PARQUET },
  removalPolicy,
});

const invitation = Collaboration.fromInvitation(publisher, 'Collaboration', { collaborationName, creatorAccountId: ADVERTISER, timeout });
new MembersJoined(publisher, 'AdvertiserJoined', { collaboration: invitation, accountIds: [ADVERTISER], timeout });
const membershipOfPublisher = new Membership(publisher, 'Membership', { collaboration: invitation, queryLogging: true, removalPolicy });

const people = AnalysisRule.aggregation().joinOn('hashed_email').countDistinct('hashed_email').requireAtLeast(leastPeople, 'hashed_email');
addTable(membership, 'sales', 'purchases', { hashed_email: 'string', card_number: 'string', city: 'string', amount: 'decimal(10,2)' },
  people.sum('amount').groupBy('city'), AllowedColumns.allExcept('card_number'));
addTable(membershipOfPublisher, 'ads', 'impressions', { hashed_email: 'string', campaign: 'string', device: 'string' },
  people.requireJoin().groupBy('campaign', 'device'));
addTable(membership, 'sales', 'customers', { hashed_email: 'string', segment: 'string' },
  AnalysisRule.list().joinOn('hashed_email').list('segment').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED));

const tables = new SchemaReadiness(analysis, 'Tables', {
  collaboration,
  tables: ['purchases', 'impressions'],
  ownerAccountIds: { purchases: ADVERTISER, impressions: PUBLISHER },
  timeout,
});
const reach = new ProtectedQuery(analysis, 'Reach', {
  membership,
  statement: QueryStatement.sql('SELECT campaign, city, COUNT(DISTINCT purchases.hashed_email), SUM(amount) FROM purchases '
    + 'INNER JOIN impressions ON purchases.hashed_email = impressions.hashed_email GROUP BY campaign, city'),
});
reach.node.addDependency(tables);

function addTable(
  owner: Membership, database: string, name: string, columns: Record<string, string>, analysisRule: ConfiguredTableAnalysisRule,
  allowedColumns = AllowedColumns.all(),
) {
  const stack = Stack.of(owner);
  const configuredTable = new ConfiguredTable(stack, `${name}-configured`, {
    source: TableSource.glue(glueTable(stack, database, name, columns)), allowedColumns, analysisRule,
  });
  new ConfiguredTableAssociation(stack, `${name}-association`, {
    membership: owner,
    configuredTable,
    configuredTableAssociationName: name,
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(ADVERTISER),
  });
}
