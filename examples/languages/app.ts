import { App, Duration, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisRule, CleanRoom, Collaboration, CustomResourceFunction, MemberAbility, MembersJoined, Membership, QueryStatement,
  SchemaReadiness, TableSource,
} from 'cdk-cleanrooms';

const app = new App();

// One definition of a clean room, and a stack in each account that it needs.
const room = new CleanRoom(app, 'Campaign', {
  collaborationName: 'campaign-measurement',
  region: 'us-east-1',
  queryLogging: true,
  creator: { name: 'Advertiser', account: '111111111111', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
});
const advertiser = room.creator;
const publisher = room.addMember('Publisher', { account: '222222222222' });
room.addPartner('Retailer', { account: '333333333333' });

const people = AnalysisRule.aggregation().joinOn('hashed_email').countDistinct('hashed_email').requireAtLeast(100, 'hashed_email');
advertiser.addTable('purchases', {
  source: TableSource.glueTable({
    databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(advertiser.stack, 'Data', 'sales-data'), prefix: 'purchases',
  }),
  allowedColumns: AllowedColumns.of('hashed_email', 'amount', 'city'),
  analysisRule: people.sum('amount').groupBy('city'),
});
publisher.addTable('impressions', {
  source: TableSource.glueTable({
    databaseName: 'ads', tableName: 'impressions', bucket: Bucket.fromBucketName(publisher.stack, 'Data', 'ads-data'), prefix: 'impressions',
  }),
  allowedColumns: AllowedColumns.of('hashed_email', 'campaign'),
  analysisRule: people.groupBy('campaign'),
});
advertiser.runQuery('reach', {
  statement: QueryStatement.sql('SELECT campaign, COUNT(DISTINCT purchases.hashed_email) FROM purchases '
    + 'INNER JOIN impressions ON purchases.hashed_email = impressions.hashed_email GROUP BY campaign'),
});

// A member of another room joins by its invitation. Custom resources look it up and wait, in a function whose log is kept for a year.
const stack = new Stack(app, 'Survey', { env: { account: '222222222222', region: 'us-east-1' } });
CustomResourceFunction.configure(stack, { logRetention: RetentionDays.ONE_YEAR });
const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', {
  collaborationName: 'survey',
  creatorAccountId: '444444444444',
  memberAccountIds: ['222222222222'],
  timeout: Duration.minutes(5),
});
new Membership(stack, 'Membership', { collaboration });
const joined = new MembersJoined(stack, 'Joined', { collaboration, accountIds: ['444444444444'] });
const readiness = new SchemaReadiness(stack, 'Ready', { collaboration, tables: ['answers'] });
readiness.node.addDependency(joined);
