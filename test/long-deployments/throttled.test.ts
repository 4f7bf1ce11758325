import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Collaboration, ConfiguredAudienceModelAssociation, MemberAbility } from '../../src';
import { deploy, type CdkApp } from '../local-cloud/cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from '../local-cloud/local-cloud';
import { CREATOR } from '../support/stacks';

const RESOURCES = 50;

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'throttled-test-'));
  cloud = await startLocalCloud({ name: 'throttled-test', cleanRooms: { quotas: { configuredAudienceModelAssociations: RESOURCES } } });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('fifty custom resources of one stack deploy without failure while the service takes two calls a second', async () => {
  await deploy(cloud, app(0));
  cloud.api.throttle({ callsPerSecond: 2 });
  const callsBefore = cloud.api.calls.length;
  const start = Date.now();
  await deploy(cloud, app(RESOURCES));

  const calls = cloud.api.calls.slice(callsBefore);
  const throttled = calls.filter(({ status }) => status === 429).length;
  process.stdout.write(`${RESOURCES} resources: ${Math.round((Date.now() - start) / 1000)} s, ${calls.length} calls, ${throttled} of them throttled\n`);
  expect(throttled).toBeGreaterThan(0);
  expect(cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'ConfiguredAudienceModelAssociation')).toHaveLength(RESOURCES);
});

function app(models: number): CdkApp {
  const cdkApp = new App({ outdir: mkdtempSync(join(directory, 'app-')) });
  const stack = new Stack(cdkApp, 'Creator', { env: { account: CREATOR, region: REGION } });
  const membership = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    removalPolicy: RemovalPolicy.DESTROY,
  }).addMembership('Membership');
  for (let model = 1; model <= models; model++) {
    new ConfiguredAudienceModelAssociation(stack, `Model${model}`, {
      membership,
      configuredAudienceModelArn: `arn:aws:cleanrooms-ml:${REGION}:${CREATOR}:configured-audience-model/lookalikes-${model}`,
      configuredAudienceModelAssociationName: `lookalikes ${model}`,
    });
  }
  return { account: CREATOR, app: cdkApp.synth().directory };
}
