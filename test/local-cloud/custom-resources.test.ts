import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { habitsOf } from './habits';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { creatorApp, partnerApp, type CreatorChoices, type PartnerChoices } from './trial-stacks';
import { CREATOR, PARTNER } from '../support/stacks';

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'custom-resources-test-'));
  // Tags of what has a long ARN can be changed here: long-tag-arns.test.ts is about where they cannot.
  cloud = await startLocalCloud({ name: 'custom-resources-test', cleanRooms: { refusesLongTagArns: false } });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('a custom resource', () => {
  let collaborationId: string;

  beforeAll(async () => {
    collaborationId = await deployCreator();
    await deployPartner();
  });

  afterAll(async () => {
    await destroy(cloud, partner());
    await destroy(cloud, creator());
  });

  test('keeps its identifier when what can be changed in place is changed, tags among it', async () => {
    const { id } = model();

    await deployPartner({ modelName: 'lookalikes-of-buyers', tags: { team: 'blue' } });
    expect(model()).toMatchObject({ id, name: 'lookalikes-of-buyers', tags: expect.objectContaining({ team: 'blue' }) });

    await deployPartner({ modelName: 'lookalikes-of-buyers' });
    expect(model()).toMatchObject({ id, tags: expect.not.objectContaining({ team: 'blue' }) });
  });

  test('is made anew, and the first one deleted, when it cannot be changed in place', async () => {
    const { id } = model();
    await deployPartner({ modelName: 'kept-by-its-owner', manageResourcePolicies: false });

    expect(model()).toMatchObject({ name: 'kept-by-its-owner', manageResourcePolicies: false });
    expect(model().id).not.toBe(id);
  });

  test('is as before when the update of its stack fails', async () => {
    const before = cloud.api.state(PARTNER, REGION).map(withoutTimes);
    const failing = partner({ modelName: 'never-there', leastPeople: 1000, failing: true });

    await expect(deploy(cloud, failing)).rejects.toThrow('CollaborationIdentifier');
    expect(cloud.api.state(PARTNER, REGION).map(withoutTimes)).toEqual(before);
  });

  test('is deleted when it is taken out of a stack that has others', async () => {
    await deployPartner({ model: false });
    expect(kinds(PARTNER)).toEqual(['ConfiguredTable', 'ConfiguredTableAssociation', 'Membership']);
  });

  async function deployPartner(choices: PartnerChoices = {}): Promise<void> {
    await deploy(cloud, partner(choices));
  }

  function partner(choices: PartnerChoices = {}): CdkApp {
    return partnerApp(outdir(), collaborationId, choices);
  }

  function model() {
    return the('ConfiguredAudienceModelAssociation', PARTNER);
  }
});

describe('a collaboration', () => {
  afterEach(() => cloud.api.reset());

  test('goes with its stack when it may, the creator\'s membership with it', async () => {
    await deployCreator();
    await destroy(cloud, creator());
    expect(kinds(CREATOR)).toEqual([]);
  });

  test('stays when its stack goes, and the creator\'s membership with it, unless told otherwise', async () => {
    const retained = creator({ removalPolicy: RemovalPolicy.RETAIN });
    await deploy(cloud, retained);
    await destroy(cloud, retained);
    expect(kinds(CREATOR)).toEqual(['Collaboration', 'Membership']);
  });

  test('is replaced when that is allowed, and nothing of the first is left once the stack is gone', async () => {
    const first = await deployCreator();
    const second = await deployCreator({ queryLogging: true, allowReplacement: true });
    expect(second).not.toBe(first);
    expect(the('Collaboration', CREATOR)).toMatchObject({ id: second, queryLogStatus: 'ENABLED' });

    await destroy(cloud, creator());
    expect(kinds(CREATOR)).toEqual([]);
  });
});

describe('a stack that cannot be made', () => {
  test('leaves nothing behind', async () => {
    const app = partnerApp(outdir(), await deployCreator(), { failing: true });

    await expect(deploy(cloud, app)).rejects.toThrow('CollaborationIdentifier');
    expect(kinds(PARTNER)).toEqual([]);
    await destroy(cloud, app);
    await destroy(cloud, creator());
  });
});

describe('a service that misbehaves', () => {
  test('does not get a custom resource made twice, nor left out', async () => {
    const app = partnerApp(outdir(), await deployCreator());
    cloud.api.misbehave({ operation: 'CreateConfiguredAudienceModelAssociation', call: 1, how: 'loseAnswer' });
    cloud.api.misbehave({ operation: '*', call: [2, 3], how: 'throttle' });

    await deploy(cloud, app);
    expect(kinds(PARTNER).filter((kind) => kind === 'ConfiguredAudienceModelAssociation')).toHaveLength(1);
    await destroy(cloud, app);
    await destroy(cloud, creator());
  });
});

/** What a guard reads where it is new and its resource is not: see adoption.test.ts. */
const OF_NEW_GUARDS = [
  'cleanrooms:GetCollaboration', 'cleanrooms:GetMembership', 'cleanrooms:ListCollaborationChangeRequests', 'cleanrooms:ListMembers',
];

/** What the service asks for in the name of who calls it, if it has the habit. */
const DEPENDENT_ACTIONS = ['cleanrooms:GetSchema', 'cleanrooms-ml:GetConfiguredAudienceModel'];

/** Last, since it looks back at all deployments above. */
describe('the function of the custom resources', () => {
  test('has no permission that it did not use', async () => {
    const roles = (await cloud.usedActions()).filter(({ role }) => role.includes('CleanRoomsCustomResources'));
    const granted = new Set(roles.flatMap((role) => role.granted).filter((action) => action.startsWith('cleanrooms')));
    const used = new Set(roles.flatMap((role) => role.used));

    expect(granted.size).toBeGreaterThan(0);
    const others = habitsOf().enforcesDependentActions ? OF_NEW_GUARDS : [...OF_NEW_GUARDS, ...DEPENDENT_ACTIONS];
    expect([...granted].filter((action) => !used.has(action) && !others.includes(action))).toEqual([]);
  });
});

async function deployCreator(choices: CreatorChoices = {}): Promise<string> {
  return (await deploy(cloud, creator(choices))).Creator.CollaborationId;
}

function creator(choices: CreatorChoices = {}): CdkApp {
  return creatorApp(outdir(), choices);
}

function outdir(): string {
  return mkdtempSync(join(directory, 'assembly-'));
}

function kinds(account: string): unknown[] {
  return cloud.api.state(account, REGION).map(({ kind }) => kind).sort();
}

function the(kind: string, account: string) {
  const found = cloud.api.state(account, REGION).filter((each) => each.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
}

function withoutTimes({ updateTime, ...rest }: Readonly<Record<string, unknown>>) {
  return rest;
}
