import { App, CfnOutput, Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import {
  AllowedColumns, AnalysisMethod, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredTable, ConfiguredTableAssociation,
  DifferentialPrivacyAggregation, MemberAbility, PrivacyImpactPreview, ProtectedJob, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat,
  TableSource,
} from '../../src';

/*
 * What runs at deployment, as the CDK CLI deploys it. The tests build on each other.
 */
const ACCOUNT = '111111111111';

/** What of a run varies from one deployment to the next. */
interface Run {
  readonly version: string;
  readonly timeout?: Duration;
}

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await startLocalCloud({ name: 'actions-test' });
});
afterAll(async () => cloud?.stop());

test('a query and a job run once at deployment, again with another version, and a preview tells what a budget would buy', async () => {
  const first = await deploy(cloud, analysis({ version: '1' }));
  expect(first.Analysis.QueryResults).toMatch(/^s3:\/\/.*queries\//);
  expect(Number(first.Analysis.Counts)).toBeGreaterThan(0);

  expect(await deploy(cloud, analysis({ version: '1' }))).toEqual(first);
  expect(runs()).toEqual(['ProtectedJob SUCCESS', 'ProtectedQuery SUCCESS']);

  const second = await deploy(cloud, analysis({ version: '2' }));
  expect(second.Analysis.Query).not.toBe(first.Analysis.Query);
  expect(second.Analysis.Job).not.toBe(first.Analysis.Job);
  expect(runs()).toEqual(['ProtectedJob SUCCESS', 'ProtectedJob SUCCESS', 'ProtectedQuery SUCCESS', 'ProtectedQuery SUCCESS']);
});

test.each([['query', 'Query'], ['job', 'Job']] as const)('a %s that does not end in time is cancelled, and the deployment fails', async (noun, id) => {
  const inNoTime = { version: '3', timeout: Duration.seconds(0) };
  const current = { version: '2' };

  await expect(deploy(cloud, id === 'Query' ? analysis(inNoTime, current) : analysis(current, inNoTime)))
    .rejects.toThrow(new RegExp(`the protected ${noun} \\S+ did not end within 0 s, and is cancelled`));
  expect(runs().filter((run) => run.startsWith(`Protected${id} CANCEL`))).toHaveLength(1);
});

test('destroying leaves nothing', async () => {
  await destroy(cloud, analysis({ version: '2' }));

  expect(cloud.api.state(ACCOUNT, REGION)).toEqual([]);
});

function runs(): string[] {
  return cloud.api.state(ACCOUNT, REGION).filter(({ kind }) => /^Protected/.test(String(kind))).map(({ kind, status }) => `${kind} ${status}`).sort();
}

function analysis(queryRun: Run, jobRun: Run = queryRun): CdkApp {
  const app = new App();
  const stack = new Stack(app, 'Analysis', { env: { account: ACCOUNT, region: REGION } });
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RUN_JOB, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: '222222222222', displayName: 'Publisher' }],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const results = new Bucket(stack, 'Results', { removalPolicy: RemovalPolicy.DESTROY });
  const membership = collaboration.addMembership('Membership', { defaultJobResult: { bucket: results, prefix: 'jobs' } });
  const association = new ConfiguredTableAssociation(stack, 'Association', {
    membership,
    configuredTable: new ConfiguredTable(stack, 'Purchases', {
      source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data') }),
      allowedColumns: AllowedColumns.of('email', 'amount'),
      analysisMethods: [AnalysisMethod.DIRECT_QUERY, AnalysisMethod.DIRECT_JOB],
      analysisRule: AnalysisRule.custom().allowAnyQueryBy(ACCOUNT).allowAnyJobBy(ACCOUNT),
    }),
    configuredTableAssociationName: 'purchases',
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(ACCOUNT),
  });
  const query = new ProtectedQuery(stack, 'Query', {
    membership,
    statement: QueryStatement.sql('SELECT SUM(amount) FROM purchases'),
    output: QueryOutput.s3(results, { prefix: 'queries', format: ResultFormat.CSV }),
    ...queryRun,
  });
  const analysisTemplate = new AnalysisTemplate(stack, 'Template', {
    membership,
    source: AnalysisSource.pyspark({
      entryPoint: { bucket: Bucket.fromBucketName(stack, 'Scripts', 'scripts'), key: 'reach/user_script.py' }, referencedTables: ['purchases'],
    }),
  });
  const job = new ProtectedJob(stack, 'Job', { membership, analysisTemplate, ...jobRun });
  [query, job].forEach((run) => run.node.addDependency(association));
  const preview = new PrivacyImpactPreview(stack, 'Preview', { membership, epsilon: 3, usersNoisePerQuery: 30 });
  new CfnOutput(stack, 'QueryOutput', { key: 'Query', value: query.protectedQueryIdentifier });
  new CfnOutput(stack, 'QueryResultsOutput', { key: 'QueryResults', value: query.resultLocation });
  new CfnOutput(stack, 'JobOutput', { key: 'Job', value: job.protectedJobIdentifier });
  new CfnOutput(stack, 'CountsOutput', { key: 'Counts', value: Token.asString(preview.maximumCount(DifferentialPrivacyAggregation.COUNT)) });
  return { account: ACCOUNT, app: app.synth().directory, stacks: ['Analysis'] };
}
