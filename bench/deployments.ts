/*
 * How long the CDK CLI takes to deploy each example to all of its accounts in the local cloud, to deploy the same again, and to destroy it; and
 * to deploy 20 tables, with the constructs of this library against the same with L1s. The wait of 30 seconds for new roles, which L1s do not have,
 * is left out.
 *
 *   npx tsx bench/deployments.ts
 */
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as l1 from './apps/l1';
import * as l2 from './apps/l2';
import { ACCOUNT, REGION } from './apps/program';
import { ratio, report } from './measurement';
import { deploy, destroy } from '../test/local-cloud/cdk-cli';
import type { CdkApp } from '../test/local-cloud/cdk-cli';
import { startLocalCloud } from '../test/local-cloud/local-cloud';
import type { LocalCloud } from '../test/local-cloud/local-cloud';
import { compileLibrary } from '../test/support/build';

const EXAMPLES = ['campaign-measurement', 'campaign-with-l2s', 'health-research', 'lookalikes'];
const TABLES = 20;
/** The account of examples/health-research that brings the ID namespace by which the others match. */
const MATCHER = '333333333333';

void measure();

async function measure(): Promise<void> {
  compileLibrary();
  for (const example of EXAMPLES) {
    const app = { account: ACCOUNT, app: 'npx tsx app.ts', cwd: join(__dirname, '..', 'examples', example) };
    await inCloud(async (cloud) => report('example', {
      example,
      deploySeconds: await seconds(async () => deploy(cloud, app)),
      calls: cloud.api.calls.length,
      againSeconds: await seconds(async () => deploy(cloud, app)),
      destroySeconds: await seconds(async () => destroy(cloud, app)),
    }));
  }
  // Those of L1s are not destroyed: the membership of a creator cannot be deleted before the collaboration, which the cleanup of ours sees to.
  const [ours, peer] = [await secondsToDeploy(appOf(l2)), await secondsToDeploy(appOf(l1))];
  report('deployment', { tables: TABLES, ours, peer, ratio: ratio(ours, peer) });
}

async function secondsToDeploy(app: CdkApp): Promise<number> {
  return inCloud(async (cloud) => seconds(async () => deploy(cloud, app)));
}

async function inCloud<Result>(action: (cloud: LocalCloud) => Promise<Result>): Promise<Result> {
  const cloud = await startLocalCloud({ name: 'bench', cleanRooms: { idNamespaceType: (arn) => arn.includes(MATCHER) ? 'TARGET' : 'SOURCE' } });
  try {
    return await action(cloud);
  } finally {
    await cloud.stop();
  }
}

async function seconds(action: () => Promise<unknown>): Promise<number> {
  const start = Date.now();
  await action();
  return Math.round((Date.now() - start) / 100) / 10;
}

interface Constructs<Membership> {
  ownMembership(stack: Stack): Membership;
  addTable(stack: Stack, membership: Membership, name: string): void;
}

function appOf<Membership>({ ownMembership, addTable }: Constructs<Membership>): CdkApp {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-deployment-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const membership = ownMembership(stack);
  for (let index = 1; index <= TABLES; index++) addTable(stack, membership, `table${index}`);
  return { account: ACCOUNT, app: app.synth().directory };
}
