import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy, destroy, type CdkApp } from '../local-cloud/cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from '../local-cloud/local-cloud';
import { creatorApp, partnerApp, type PartnerChoices } from '../local-cloud/trial-stacks';
import { PARTNER } from '../support/stacks';

/*
 * The association of an audience model through its life, where the service refuses its ARN in all operations on tags: the ARN is longer than
 * the 100 characters that they are documented for. The tests build on each other.
 */
let cloud: LocalCloud;
let directory: string;
let collaborationId: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'long-tag-arns-test-'));
  cloud = await startLocalCloud({ name: 'long-tag-arns-test', cleanRooms: { refusesLongTagArns: true } });
  collaborationId = (await deploy(cloud, creatorApp(outdir()))).Creator.CollaborationId;
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('it is created with its tags', async () => {
  await deploy(cloud, app({ tags: { team: 'blue' } }));

  expect(model().tags).toMatchObject({ team: 'blue' });
});

test('an update that changes a tag changes the rest, and the log of the function says that the tags stay', async () => {
  const { id } = model();
  await deploy(cloud, app({ tags: { team: 'red' }, modelName: 'lookalikes-of-buyers' }));

  expect(model()).toMatchObject({ id, name: 'lookalikes-of-buyers', tags: { team: 'blue' } });
  expect(readFileSync(join(cloud.logDirectory, 'ministack.log'), 'utf8')).toContain('the tags were NOT changed');
});

test.each<[string, PartnerChoices]>([
  ['changed a tag', { tags: { team: 'green' }, modelName: 'never-there' }],
  ['replaced it', { tags: { team: 'red' }, modelName: 'never-there', manageResourcePolicies: false }],
])('the rollback of an update that %s succeeds', async (_, choices) => {
  const { id } = model();
  await expect(deploy(cloud, app({ ...choices, failing: true }))).rejects.toThrow('CollaborationIdentifier');
  expect(model()).toMatchObject({ id, name: 'lookalikes-of-buyers' });

  await deploy(cloud, app({ tags: { team: 'red' }, modelName: 'lookalikes-of-buyers' }));
  expect(model().id).toBe(id);
});

test('one is created although the response of the service gets lost', async () => {
  await deploy(cloud, app({ model: false }));
  cloud.api.misbehave({ operation: 'CreateConfiguredAudienceModelAssociation', call: 1, how: 'loseAnswer' });
  await deploy(cloud, app());

  expect(model()).toMatchObject({ name: 'lookalikes' });
});

test('destroying the stack leaves nothing', async () => {
  await destroy(cloud, app());

  expect(cloud.api.state(PARTNER, REGION)).toEqual([]);
});

function app(choices: PartnerChoices = {}): CdkApp {
  return partnerApp(outdir(), collaborationId, choices);
}

function outdir(): string {
  return mkdtempSync(join(directory, 'assembly-'));
}

function model(): Record<string, unknown> {
  const [found, ...others] = cloud.api.state(PARTNER, REGION).filter(({ kind }) => kind === 'ConfiguredAudienceModelAssociation');
  expect(others).toEqual([]);
  return found;
}
