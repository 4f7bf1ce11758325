import { App, RemovalPolicy } from 'aws-cdk-lib';
import { glueTable } from './glue';
import { AdditionalAnalyses, AllowedColumns, AnalysisRule, CleanRoom, TableSource } from 'cdk-cleanrooms';

/* The newspaper's own program: it needs the name of the room and the account of its creator. */
const advertiser = '111111111111';
const newspaper = CleanRoom.join(new App(), 'Campaign', {
  collaborationName: 'campaign-measurement',
  creatorAccountId: advertiser,
  memberAccountIds: ['222222222222', '333333333333'],
  name: 'Newspaper',
  account: '333333333333',
  region: 'us-east-1',
  resultReceivers: [advertiser],
  removalPolicy: RemovalPolicy.DESTROY,
});
newspaper.addTable('subscribers', {
  source: TableSource.glue(glueTable(newspaper.stack, 'readers', 'subscribers', { hashed_email: 'string', edition: 'string' })),
  allowedColumns: AllowedColumns.all(),
  analysisRule: AnalysisRule.list().joinOn('hashed_email').list('edition').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
});
