import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy, Size, Stack, Tags } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import {
  Collaboration, ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, LogRedaction, MemberAbility, MetricNoise, MlConfiguration,
  MlMemberAbility, TableSource, TrainedModelFile, TrainingDataset,
} from '../../src';
import { CREATOR } from '../support/stacks';

/*
 * Training data sets, model algorithms and their associations through their lives, as the CDK CLI deploys them. The tests build on
 * each other.
 */

/** What varies from one deployment to the next. */
interface Choices {
  readonly image?: string;
  readonly feature?: string;
  readonly team?: string;

  /** Where the results of models are. */
  readonly results?: string;
}

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'machine-learning-test-'));
  cloud = await startLocalCloud({ name: 'machine-learning-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const KINDS = ['TrainingDataset', 'ConfiguredModelAlgorithm', 'ConfiguredModelAlgorithmAssociation'];

test('a model algorithm is there before its association, both say what they were told', async () => {
  await deploy(cloud, app());

  expect(only('ConfiguredModelAlgorithm')).toMatchObject({
    trainingContainerConfig: { imageUri: `${CREATOR}.dkr.ecr.${REGION}.amazonaws.com/models:train-1` },
  });
  expect(only('ConfiguredModelAlgorithmAssociation')).toMatchObject({
    configuredModelAlgorithmArn: only('ConfiguredModelAlgorithm').arn,
    privacyConfiguration: { policies: { trainedModelExports: { filesToExport: ['MODEL'], maxSize: { unit: 'GB', value: 0.5 } } } },
  });
  expect(only('MLConfiguration')).toMatchObject({ defaultOutputLocation: resultsIn('first') });
});

test('tags are changed in place', async () => {
  const before = KINDS.map((kind) => only(kind).arn);
  await deploy(cloud, app({ team: 'models' }));

  expect(KINDS.map((kind) => only(kind).arn)).toEqual(before);
});

test('whatever else changes makes a new one under a new name, and the old one goes', async () => {
  const before = KINDS.map(only);
  await deploy(cloud, app({ team: 'models', image: 'train-2', feature: 'price', results: 'second' }));

  KINDS.map(only).forEach(({ arn, name }, index) => {
    expect(arn).not.toBe(before[index].arn);
    expect(name).not.toBe(before[index].name);
  });
  expect(only('MLConfiguration')).toMatchObject({ defaultOutputLocation: resultsIn('second') }); // which is changed in place
});

test('destroying leaves nothing', async () => {
  await destroy(cloud, app());

  expect(cloud.api.state(CREATOR, REGION)).toEqual([]);
});

function app({ image = 'train-1', feature = 'genre', team = 'audience', results = 'first' }: Choices = {}): CdkApp {
  const cdkApp = new App({ outdir: mkdtempSync(join(directory, 'app-')), context: READY_ROLES });
  const stack = new Stack(cdkApp, 'Models', { env: { account: CREATOR, region: REGION } });
  Tags.of(stack).add('team', team);
  const { CAN_QUERY, CAN_RECEIVE_RESULTS } = MemberAbility;
  const membership = new Collaboration(stack, 'Collaboration', {
    creator: {
      displayName: 'Creator', abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS], mlAbilities: [MlMemberAbility.CAN_RECEIVE_MODEL_OUTPUT],
    },
    removalPolicy: RemovalPolicy.DESTROY,
  }).addMembership('Membership');

  new MlConfiguration(stack, 'Models', { membership, output: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), prefix: results } });
  new TrainingDataset(stack, 'Clicks', {
    source: TableSource.glueTable({ databaseName: 'media', tableName: 'clicks', bucket: Bucket.fromBucketName(stack, 'Data', 'media') }),
    userIdColumn: 'user_id',
    itemIdColumn: 'item_id',
    timestampColumn: 'clicked_at',
    categoricalFeatures: [feature],
  });
  const configuredModelAlgorithm = new ConfiguredModelAlgorithm(stack, 'Algorithm', {
    trainingContainer: { repository: Repository.fromRepositoryName(stack, 'Images', 'models'), tag: image },
  });
  new ConfiguredModelAlgorithmAssociation(stack, 'Association', {
    membership,
    configuredModelAlgorithm,
    privacy: {
      trainedModels: {
        containerLogs: [{ accountIds: [CREATOR], redact: [LogRedaction.NUMBERS], redactPatterns: ['[0-9]{9}'] }], metricNoise: MetricNoise.LOW,
      },
      trainedModelExports: { files: [TrainedModelFile.MODEL], maxSize: Size.mebibytes(512) },
    },
  });
  return { account: CREATOR, app: cdkApp.synth().directory };
}

function resultsIn(prefix: string): object {
  return { destination: { s3Destination: { s3Uri: `s3://results/${prefix}/` } }, roleArn: expect.stringContaining(':role/') as string };
}

function only(kind: string): Record<string, unknown> {
  const [resource, ...others] = cloud.api.state(CREATOR, REGION).filter((each) => each.kind === kind);
  expect(others).toEqual([]);
  return resource;
}
