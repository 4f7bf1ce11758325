import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { casesOfBuild } from './cases';
import { deploy, destroy } from './cdk-cli';
import { clientOf } from './client';
import { creatorApp, LIVE_KINDS, partnerApp } from './live-room';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * First deployments that fail, with the default removal policies, by the real CDK CLI: what is left, and whether the repaired program can be
 * deployed. Each test leaves an empty cloud.
 */
let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'failed-creations-test-'));
  cloud = await startLocalCloud({ name: 'failed-creations-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test.each(casesOfBuild(LIVE_KINDS))('a creation that fails after the %s leaves nothing, and the repaired one is deployed and joined', async (failsAfter) => {
  await expect(deploy(cloud, creatorApp(outdir(), { failsAfter }))).rejects.toThrow(/Failing/);
  expect(kinds(CREATOR)).toEqual([]);

  const repaired = { removalPolicy: RemovalPolicy.DESTROY };
  await deploy(cloud, creatorApp(outdir(), repaired));
  expect(kinds(CREATOR)).toEqual(['Collaboration', 'IdMappingTable', 'IdNamespaceAssociation', 'IntermediateTable', 'Membership', 'PrivacyBudgetTemplate']);
  await deploy(cloud, partnerApp(outdir(), repaired));
  expect(kinds(PARTNER)).toEqual(['Membership']);

  await destroy(cloud, partnerApp(outdir(), repaired));
  await destroy(cloud, creatorApp(outdir(), repaired));
  expect([...kinds(CREATOR), ...kinds(PARTNER)]).toEqual([]);
});

test('a room that the user retains by name stays, the rollback is green, and the next deployment says how to take it over', async () => {
  const retained = { removalPolicy: RemovalPolicy.RETAIN };
  await expect(deploy(cloud, creatorApp(outdir(), { ...retained, failsAfter: 'IntermediateTable' }))).rejects.toThrow(/Failing/);
  expect(kinds(CREATOR)).toEqual(expect.arrayContaining([...LIVE_KINDS]));

  await expect(deploy(cloud, creatorApp(outdir()))).rejects.toThrow(/which this stack does not have, and would\s+make a second\s+collaboration/);
  await closeRoom();
});

test('an invited membership stays when the deployment fails after it, and the next one says how to go on before it touches anything', async () => {
  await deploy(cloud, creatorApp(outdir()));
  await expect(deploy(cloud, partnerApp(outdir(), { fails: true }))).rejects.toThrow(/Failing/);
  const [{ id }] = cloud.api.state(PARTNER, REGION);

  const calls = cloud.api.calls.length;
  await expect(deploy(cloud, partnerApp(outdir()))).rejects.toThrow(new RegExp(`cdk import.*MembershipIdentifier\\s+${String(id)}`, 's'));
  expect(cloud.api.calls.slice(calls).map(({ operation }) => operation).filter((operation) => !/^(List|Get)/.test(operation))).toEqual([]);
  await destroy(cloud, partnerApp(outdir()));
  await closeRoom();
  await destroy(cloud, creatorApp(outdir()));
});

/** Ends all that a retained room left, as its owner would by hand. */
async function closeRoom(): Promise<void> {
  const client = clientOf(cloud.api.url, CREATOR, REGION);
  for (const { id: collaborationIdentifier } of only('Collaboration')) await client.deleteCollaboration({ collaborationIdentifier });
  cloud.api.reset();
}

function only(kind: string): { id: string }[] {
  return cloud.api.state(CREATOR, REGION).filter((object) => object.kind === kind) as unknown as { id: string }[];
}

function kinds(account: string): unknown[] {
  return [...new Set(cloud.api.state(account, REGION).map(({ kind }) => kind))].sort();
}

function outdir(): string {
  return mkdtempSync(join(directory, 'assembly-'));
}
