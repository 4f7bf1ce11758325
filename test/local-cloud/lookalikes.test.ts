import { join } from 'node:path';
import { deploy, destroy, logOf, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { CleanRoomsMLClient } from '../../lambda/missing-sdk/client-cleanroomsml';
import { operation, json, text } from '../../lambda/missing-sdk/operation';
import { compileLibrary } from '../support/build';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * The example of lookalikes, founded, used and destroyed by the CDK CLI: no ARN comes from outside. The tests build on each other.
 */
let cloud: LocalCloud;

beforeAll(async () => {
  compileLibrary();
  cloud = await startLocalCloud({ name: 'lookalikes-test' });
});
afterAll(async () => cloud?.stop());

const app: CdkApp = { account: CREATOR, app: 'npx tsx app.ts', cwd: join(__dirname, '..', '..', 'examples', 'lookalikes') };

test('a deployment leaves the model to its training, and that of what uses it says that it is not trained yet', async () => {
  cloud.api.service.trains = false;
  const impatient = { ...app, context: { trainingSeconds: '1' } };
  await expect(deploy(cloud, impatient)).rejects.toThrow(/is still being trained after 1 s \(CREATE_IN_PROGRESS\)/);

  expect(kindsOf(PARTNER)).toEqual(['AudienceModel', 'Membership', 'TrainingDataset']);
  expect(logOf(cloud, CREATOR)).toContain('Training');
});

test('once it is trained, one run goes on with the same model, and shares it', async () => {
  cloud.api.service.trains = true;
  const before = only(PARTNER, 'AudienceModel').arn;
  await deploy(cloud, app);

  expect(only(PARTNER, 'AudienceModel')).toMatchObject({ arn: before, status: 'ACTIVE' });
  expect(kindsOf(PARTNER)).toEqual(['AudienceModel', 'ConfiguredAudienceModel', 'ConfiguredAudienceModelAssociation', 'Membership', 'TrainingDataset']);
  expect(only(PARTNER, 'ConfiguredAudienceModel')).toMatchObject({ audienceModelArn: before, minMatchingSeedSize: 1_000, tags: { purpose: 'lookalikes' } });
});

test('the advertiser generates an audience with the model of the publisher, in the collaboration and nowhere else', async () => {
  const configuredAudienceModelArn = String(only(PARTNER, 'ConfiguredAudienceModel').arn);
  const { id: collaborationId } = only(CREATOR, 'Collaboration');
  const client = new CleanRoomsMLClient({ endpoint: cloud.api.url, region: REGION, credentials: { accessKeyId: CREATOR, secretAccessKey: 'local' } });
  const start = async (input: object) => client.send(new StartAudienceGenerationJobCommand({
    name: 'audience',
    configuredAudienceModelArn,
    seedAudience: { dataSource: { s3Uri: 's3://advertiser-seeds/customers.jsonl' }, roleArn: `arn:aws:iam::${CREATOR}:role/seed` },
    ...input,
  }) as never);

  await start({ collaborationId });
  await expect(start({})).rejects.toThrow('does not let the account');
  expect(only(CREATOR, 'AudienceGenerationJob')).toMatchObject({ configuredAudienceModelArn });
  client.destroy();
});

test('is taken away by one run', async () => {
  await destroy(cloud, app);

  expect([kindsOf(CREATOR), kindsOf(PARTNER)]).toEqual([['AudienceGenerationJob'], []]);
});

const StartAudienceGenerationJobCommand = operation('StartAudienceGenerationJob', 'POST /audience-generation-job',
  { name: text, configuredAudienceModelArn: text, collaborationId: text, seedAudience: json<object>() }, { audienceGenerationJobArn: text });

function kindsOf(account: string): string[] {
  return cloud.api.state(account, REGION).map(({ kind }) => String(kind)).sort();
}

function only(account: string, kind: string): Record<string, unknown> {
  const [resource, ...others] = cloud.api.state(account, REGION).filter((each) => each.kind === kind);
  expect(others).toEqual([]);
  return resource;
}
