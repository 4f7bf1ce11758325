import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CleanRoomsClient, GetConfiguredTableAnalysisRuleCommand } from '@aws-sdk/client-cleanrooms';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import {
  AccessBudgetPeriod, AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredTable,
  ConfiguredTableAssociation, MemberAbility, PrivacyBudget, PrivacyBudgetTemplate, ResultFormat, TableSource,
} from '../../src';
import { CREATOR } from '../support/stacks';

/*
 * Analysis templates and budgets through their lives, as the CDK CLI deploys them. The tests build on each other.
 */

/** What varies from one deployment to the next. */
interface Choices {
  readonly text?: string;
  readonly description?: string;
  readonly script?: string;
  readonly epsilon?: number;
  readonly monthlyRefresh?: boolean;
  readonly lifetime?: number;
  /** Whether the differential privacy budget may be replaced. */
  readonly allowReplacement?: boolean;
  /** Whether it is not in the app. */
  readonly withoutEpsilon?: boolean;
}

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'templates-and-budgets-test-'));
  cloud = await startLocalCloud({ name: 'templates-and-budgets-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('a table allows the templates, which are there before it', async () => {
  await deploy(cloud, app());

  expect(await allowed()).toEqual([arnOf('SQL'), arnOf('PYSPARK_1_0')]);
  expect(all('PrivacyBudgetTemplate').map(({ privacyBudgetType }) => privacyBudgetType).sort())
    .toEqual(['ACCESS_BUDGET', 'DIFFERENTIAL_PRIVACY']);
});

test('results of jobs have a place and a format', () => {
  expect(all('Membership')).toMatchObject([
    { defaultJobResultConfiguration: { outputConfiguration: { s3: { bucket: 'results', keyPrefix: 'jobs', resultFormat: 'PARQUET' } } } },
  ]);
});

test('a changed text makes a new template, which the table allows in place of the old one, and the old one goes', async () => {
  const before = { sql: arnOf('SQL'), pySpark: arnOf('PYSPARK_1_0') };
  await deploy(cloud, app({ text: 'SELECT count(DISTINCT email) FROM people' }));

  expect(template('SQL')).toMatchObject({ source: { text: 'SELECT count(DISTINCT email) FROM people' } });
  expect(arnOf('SQL')).not.toBe(before.sql);
  expect(await allowed()).toEqual([arnOf('SQL'), before.pySpark]);
  expect(all('AnalysisTemplate')).toHaveLength(2);
});

test('a changed description is changed in place', async () => {
  const before = arnOf('SQL');
  await deploy(cloud, app({ text: 'SELECT count(DISTINCT email) FROM people', description: 'People' }));

  expect(template('SQL')).toMatchObject({ arn: before, description: 'People' });
});

test('another script makes a new PySpark template', async () => {
  const before = arnOf('PYSPARK_1_0');
  await deploy(cloud, app({ script: 'reach/2/user_script.py' }));

  expect(JSON.stringify(template('PYSPARK_1_0'))).toContain('reach/2/user_script.py');
  expect(arnOf('PYSPARK_1_0')).not.toBe(before);
});

test('amounts of budgets are changed in place', async () => {
  const arns = () => all('PrivacyBudgetTemplate').map(({ arn }) => arn);
  const before = arns();
  await deploy(cloud, app({ epsilon: 5, lifetime: 200 }));

  expect(arns()).toEqual(before);
  const parameters = JSON.stringify(all('PrivacyBudgetTemplate').map((budget) => budget.parameters));
  expect(parameters).toContain('"epsilon":5');
  expect(parameters).toContain('"budget":200');
});

test('a change that would replace a budget fails, says what to do, and touches nothing', async () => {
  const before = cloud.api.state(CREATOR, REGION);

  await expect(deploy(cloud, app({ epsilon: 5, lifetime: 200, monthlyRefresh: true }))).rejects.toThrow(/autoRefresh.*RemovalPolicy\.DESTROY/s);
  expect(cloud.api.state(CREATOR, REGION)).toEqual(before);
});

test('a budget is not replaced in its place, even where that is allowed, but starts anew after a deployment without it', async () => {
  const before = epsilonArns();
  const changed = { epsilon: 5, lifetime: 200, monthlyRefresh: true };
  await expect(deploy(cloud, app({ ...changed, allowReplacement: true }))).rejects.toThrow(/'allowReplacement'\s+cannot\s+replace/);
  expect(epsilonArns()).toEqual(before);

  await deploy(cloud, app({ ...changed, withoutEpsilon: true }));
  expect(epsilonArns()).toEqual([]);
  await deploy(cloud, app(changed));
  expect(epsilonArns()).toHaveLength(1);
});

test('destroying leaves nothing', async () => {
  await destroy(cloud, app());

  expect(cloud.api.state(CREATOR, REGION)).toEqual([]);
});

function app(choices: Choices = {}): CdkApp {
  const cdkApp = new App({ outdir: mkdtempSync(join(directory, 'app-')), context: READY_ROLES });
  const stack = new Stack(cdkApp, 'Templates', { env: { account: CREATOR, region: REGION } });
  const { CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS } = MemberAbility;
  const membership = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS] },
    removalPolicy: RemovalPolicy.DESTROY,
  }).addMembership('Membership', {
    defaultJobResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), prefix: 'jobs', format: ResultFormat.PARQUET },
  });

  const sql = new AnalysisTemplate(stack, 'Reach', {
    membership, source: AnalysisSource.sql(choices.text ?? 'SELECT count(*) FROM people'), description: choices.description,
  });
  const pySpark = new AnalysisTemplate(stack, 'Model', {
    membership,
    source: AnalysisSource.pyspark({
      entryPoint: { bucket: Bucket.fromBucketName(stack, 'Scripts', 'scripts'), key: choices.script ?? 'reach/1/user_script.py' },
      referencedTables: ['people'],
    }),
  });
  const association = new ConfiguredTableAssociation(stack, 'Association', {
    membership,
    configuredTableAssociationName: 'people',
    configuredTable: new ConfiguredTable(stack, 'Table', {
      source: TableSource.glueTable({
        databaseName: 'crm', tableName: 'people', bucket: Bucket.fromBucketName(stack, 'Data', 'crm'), columns: ['email', 'city'],
      }),
      allowedColumns: AllowedColumns.all(),
      analysisRule: AnalysisRule.custom().allowTemplates(sql, pySpark),
    }),
  });

  const budgets = {
    ...!choices.withoutEpsilon && {
      Epsilon: PrivacyBudget.differentialPrivacy({
        epsilon: choices.epsilon ?? 3, usersNoisePerQuery: 30, monthlyRefresh: choices.monthlyRefresh,
      }),
    },
    Uses: PrivacyBudget.access(association, {
      calendar: { period: AccessBudgetPeriod.CALENDAR_MONTH, budget: 10, autoRefresh: true }, lifetime: choices.lifetime ?? 100,
    }),
  };
  for (const [id, budget] of Object.entries(budgets)) {
    new PrivacyBudgetTemplate(stack, id, { membership, budget, removalPolicy: RemovalPolicy.DESTROY, allowReplacement: choices.allowReplacement });
  }
  return { account: CREATOR, app: cdkApp.synth().directory };
}

function all(kind: string): Record<string, unknown>[] {
  return cloud.api.state(CREATOR, REGION).filter((each) => each.kind === kind);
}

function epsilonArns(): unknown[] {
  return all('PrivacyBudgetTemplate').filter(({ privacyBudgetType }) => privacyBudgetType === 'DIFFERENTIAL_PRIVACY').map(({ arn }) => arn);
}

/** The only template of a format. */
function template(format: string): Record<string, unknown> {
  const [only, ...others] = all('AnalysisTemplate').filter((each) => each.format === format);
  expect(others).toEqual([]);
  return only;
}

function arnOf(format: string): unknown {
  return template(format).arn;
}

/** The templates that the rule of the table allows, in its order. */
async function allowed(): Promise<unknown> {
  const credentials = { accessKeyId: CREATOR, secretAccessKey: 'local' };
  const client = new CleanRoomsClient({ endpoint: cloud.api.url, region: REGION, credentials });
  const [table] = all('ConfiguredTable');
  const { analysisRule } = await client.send(new GetConfiguredTableAnalysisRuleCommand({
    configuredTableIdentifier: table.id as string, analysisRuleType: 'CUSTOM',
  }));
  return analysisRule?.policy?.v1?.custom?.allowedAnalyses;
}
