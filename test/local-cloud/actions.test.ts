import { App, CfnOutput, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { bootstrap, deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, DifferentialPrivacyAggregation, MemberAbility,
  PrivacyImpactPreview, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat, TableSource,
} from '../../src';

const ACCOUNT = '111111111111';

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ name: 'actions-test' });
  await bootstrap(cloud, ACCOUNT);
});
afterAll(async () => cloud?.stop());

test('a query runs once at deployment, again with another version, and a preview tells what a budget would buy', async () => {
  const first = await deploy(cloud, analysis('1'));
  expect(first.Analysis.Results).toMatch(/^s3:\/\/.*results\//);
  expect(Number(first.Analysis.Counts)).toBeGreaterThan(0);

  expect(await deploy(cloud, analysis('1'))).toEqual(first);
  expect(runs()).toHaveLength(1);

  const second = await deploy(cloud, analysis('2'));
  expect(second.Analysis.Query).not.toBe(first.Analysis.Query);
  expect(runs().map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS']);

  await destroy(cloud, analysis('2'));
});

function runs(): Record<string, unknown>[] {
  return cloud.api.state(ACCOUNT, REGION).filter(({ kind }) => kind === 'ProtectedQuery');
}

function analysis(version: string): CdkApp {
  const app = new App();
  const stack = new Stack(app, 'Analysis', { env: { account: ACCOUNT, region: REGION } });
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: '222222222222', displayName: 'Publisher' }],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const membership = collaboration.addMembership('Membership');
  const association = new ConfiguredTableAssociation(stack, 'Association', {
    membership,
    configuredTable: new ConfiguredTable(stack, 'Purchases', {
      source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data') }),
      allowedColumns: AllowedColumns.of('email', 'amount'),
      analysisRule: AnalysisRule.custom().allowAnyQueryBy(ACCOUNT),
    }),
    configuredTableAssociationName: 'purchases',
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(ACCOUNT),
  });
  const results = new Bucket(stack, 'Results', { removalPolicy: RemovalPolicy.DESTROY });
  const query = new ProtectedQuery(stack, 'Query', {
    membership,
    statement: QueryStatement.sql('SELECT SUM(amount) FROM purchases'),
    output: QueryOutput.s3(results, { prefix: 'results', format: ResultFormat.CSV }),
    version,
  });
  query.node.addDependency(association);
  const preview = new PrivacyImpactPreview(stack, 'Preview', { membership, epsilon: 3, usersNoisePerQuery: 30 });
  new CfnOutput(stack, 'QueryOutput', { key: 'Query', value: query.protectedQueryIdentifier });
  new CfnOutput(stack, 'ResultsOutput', { key: 'Results', value: query.resultLocation });
  new CfnOutput(stack, 'CountsOutput', { key: 'Counts', value: Token.asString(preview.maximumCount(DifferentialPrivacyAggregation.COUNT)) });
  return { account: ACCOUNT, app: app.synth().directory, stacks: ['Analysis'] };
}
