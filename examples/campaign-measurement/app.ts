import { App, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { glueTable } from './glue';
import { addVisits } from './lake-formation';
import { AdditionalAnalyses, AllowedColumns, AnalysisRule, CleanRoom, MemberAbility, MemberResults, QueryStatement, TableSource } from 'cdk-cleanrooms';

/* Three companies, three accounts, one clean room: `cdk deploy --all` deploys it. The newspaper deploys for itself: newspaper.ts. */
const app = new App();
const leastPeople = Number(app.node.tryGetContext('leastPeople') ?? 100);
const room = new CleanRoom(app, 'Campaign', {
  collaborationName: 'campaign-measurement',
  description: 'Which campaigns led to purchases',
  region: 'us-east-1',
  queryLogging: true,
  removalPolicy: RemovalPolicy.DESTROY, // an example is there to be tried and thrown away; a live clean room is not
  creator: {
    name: 'Advertiser',
    account: '111111111111',
    abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS],
    results: MemberResults.newBucket({ bucketProps: { encryption: BucketEncryption.KMS } }),
  },
});
const advertiser = room.creator;
Validations.of(advertiser.stack).acknowledge({ id: 'AwsSolutions-S1', reason: 'an example has no bucket for access logs: set serverAccessLogsBucket in bucketProps' });
const publisher = room.addMember('Publisher', { account: '222222222222' });
const newspaper = room.addPartner('Newspaper', { account: '333333333333' });
newspaper.declareTable('subscribers');

const people = AnalysisRule.aggregation().joinOn('hashed_email').countDistinct('hashed_email').requireAtLeast(leastPeople, 'hashed_email');
const purchases = glueTable(advertiser.stack, 'sales', 'purchases', {
  hashed_email: 'string', card_number: 'string', city: 'string', amount: 'decimal(10,2)',
});
advertiser.addTable('purchases', {
  source: TableSource.glue(purchases),
  allowedColumns: AllowedColumns.allExcept('card_number'),
  analysisRule: people.sum('amount').groupBy('city'),
});
publisher.addTable('impressions', {
  source: TableSource.glue(glueTable(publisher.stack, 'ads', 'impressions', { hashed_email: 'string', campaign: 'string', device: 'string' })),
  allowedColumns: AllowedColumns.all(),
  analysisRule: people.requireJoin().groupBy('campaign', 'device'),
});
advertiser.addTable('customers', {
  source: TableSource.glue(glueTable(advertiser.stack, 'sales', 'customers', { hashed_email: 'string', segment: 'string' })),
  allowedColumns: AllowedColumns.all(),
  analysisRule: AnalysisRule.list().joinOn('hashed_email').list('segment').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
});
// The local cloud has no Lake Formation.
if (app.node.tryGetContext('lakeFormation') === 'true') addVisits(publisher, advertiser.account, leastPeople);

advertiser.runQuery('reach', {
  statement: QueryStatement.sql('SELECT campaign, city, COUNT(DISTINCT purchases.hashed_email), SUM(amount) FROM purchases '
    + 'INNER JOIN impressions ON purchases.hashed_email = impressions.hashed_email GROUP BY campaign, city'),
});
