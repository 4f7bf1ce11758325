import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { clientOf } from './client';
import { inventory } from './inventory';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { AdvertiserStack, type AdvertiserStackProps } from '../../examples/campaign-with-l2s/advertiser';
import { PublisherStack, type PublisherStackProps } from '../../examples/campaign-with-l2s/publisher';

/*
 * The first line, from typed constructs to the API: the example is deployed by the real CDK CLI, and after each step what the
 * API has is compared with what should be there. The tests build on each other, as deployments do.
 */
const ADVERTISER = '111111111111';
const PUBLISHER = '222222222222';
const MODEL = `arn:aws:cleanrooms-ml:${REGION}:${PUBLISHER}:configured-audience-model`;

let cloud: LocalCloud;
const assemblies: string[] = [];

beforeAll(async () => {
  cloud = await startLocalCloud({ name: 'deployment-test', cleanRooms: { uniqueNames: 'all' } }); // a name that is taken is what the API refuses here
});

afterAll(async () => {
  await cloud?.stop();
  assemblies.forEach((directory) => rmSync(directory, { recursive: true, force: true }));
});

test('the advertiser gets a collaboration, its membership, and a table in it', async () => {
  await deploy(cloud, advertiser());

  expect(await contents(ADVERTISER)).toEqual([
    'Collaboration campaign-measurement: created by 111111111111',
    'ConfiguredTable purchases: AGGREGATION at least 100 hashed_email',
    'ConfiguredTableAssociation purchases: FROM purchases',
    'Membership of campaign-measurement: ACTIVE, CAN_QUERY, CAN_RECEIVE_RESULTS',
  ]);
});

test('the publisher, in another account, joins with a table and an audience model', async () => {
  await deploy(cloud, publisher());

  expect(await contents(PUBLISHER)).toEqual([
    'ConfiguredAudienceModelAssociation lookalikes: configured-audience-model/one',
    'ConfiguredTable impressions: AGGREGATION at least 100 hashed_email',
    'ConfiguredTableAssociation impressions: FROM impressions',
    'Membership of campaign-measurement: ACTIVE, no abilities',
  ]);
});

test('deploying the same again calls nothing, CloudFormation neither, and leaves all as it was', async () => {
  const [calls, before] = [cloud.api.calls.length, cloud.api.state(PUBLISHER, REGION)];
  await deploy(cloud, publisher());

  expect(cloud.api.calls.slice(calls)).toEqual([]);
  expect(cloud.api.state(PUBLISHER, REGION)).toEqual(before);
});

test('a changed rule is changed in place', async () => {
  const before = await ids(PUBLISHER);
  await deploy(cloud, publisher({ leastPeople: 250 }));

  expect(await ids(PUBLISHER)).toEqual(before);
  expect(await contents(PUBLISHER)).toContain('ConfiguredTable impressions: AGGREGATION at least 250 hashed_email');
});

test('another audience model replaces the association and nothing else', async () => {
  const before = await inventory(cloud, PUBLISHER);
  await deploy(cloud, publisher({ leastPeople: 250, audienceModelArn: `${MODEL}/two`, audienceModelName: 'lookalikes-two' }));

  const after = await inventory(cloud, PUBLISHER);
  const changed = after.filter(({ id }) => !before.some((item) => item.id === id));
  expect(changed.map(({ type, detail }) => `${type} ${detail}`)).toEqual(['ConfiguredAudienceModelAssociation configured-audience-model/two']);
  expect(after).toHaveLength(before.length);
});

test('a change that would replace the live collaboration fails, says what to do, and touches nothing', async () => {
  const before = await inventory(cloud, ADVERTISER);

  await expect(deploy(cloud, advertiser({ publisherAccount: '333333333333' }))).rejects.toThrow(/would be replaced because of: 'members': added 333333333333 'Publisher', removed 222222222222/);
  expect(await inventory(cloud, ADVERTISER)).toEqual(before);
  await deploy(cloud, advertiser()); // the stack is as it was, and goes on
});

test('an update that the API refuses is rolled back, and what somebody else made stays', async () => {
  const client = clientOf(cloud.api.url, PUBLISHER, REGION);
  const [membership] = (await inventory(cloud, PUBLISHER)).filter(({ type }) => type === 'Membership');
  const { configuredAudienceModelAssociation: byHand } = await client.createConfiguredAudienceModelAssociation({
    membershipIdentifier: membership.id,
    configuredAudienceModelArn: `${MODEL}/by-hand`,
    configuredAudienceModelAssociationName: 'by-hand',
    manageResourcePolicies: false,
  });
  const before = await contents(PUBLISHER);

  await expect(deploy(cloud, publisher({ audienceModelArn: `${MODEL}/three`, audienceModelName: 'by-hand', leastPeople: 300 })))
    .rejects.toThrow(/failed in account/);
  expect(readFileSync(join(cloud.logDirectory, `cdk-${PUBLISHER}.log`), 'utf8')).toContain(byHand!.arn);
  expect(await contents(PUBLISHER)).toEqual(before);

  await client.deleteConfiguredAudienceModelAssociation({
    membershipIdentifier: membership.id, configuredAudienceModelAssociationIdentifier: byHand!.id,
  });
});

test('destroying leaves nothing, the creator\'s membership neither', async () => {
  await destroy(cloud, publisher());
  expect(await contents(PUBLISHER)).toEqual([]);

  await destroy(cloud, advertiser());
  expect(await contents(ADVERTISER)).toEqual([]);
});

test('a membership that somebody else made stays, and is not made a second time', async () => {
  await deploy(cloud, advertiser());
  const client = clientOf(cloud.api.url, PUBLISHER, REGION);
  const [{ id: collaborationIdentifier }] = (await inventory(cloud, ADVERTISER)).filter(({ type }) => type === 'Collaboration');
  const { membership: byHand } = await client.createMembership({ collaborationIdentifier, queryLogStatus: 'DISABLED' });
  const before = await inventory(cloud, PUBLISHER);

  const calls = cloud.api.calls.length;
  await expect(deploy(cloud, publisher())).rejects.toThrow(/failed in account/);
  expect(readFileSync(join(cloud.logDirectory, `cdk-${PUBLISHER}.log`), 'utf8')).toContain(`the account has the membership ${byHand!.arn}`);
  expect(cloud.api.calls.slice(calls).map(({ operation }) => operation)).not.toContain('CreateMembership');
  expect(await inventory(cloud, PUBLISHER)).toEqual(before);

  await destroy(cloud, publisher());
  await client.deleteMembership({ membershipIdentifier: byHand!.id });
  await destroy(cloud, advertiser());
  expect([...await contents(ADVERTISER), ...await contents(PUBLISHER)]).toEqual([]);
});

test('a stack that finds no invitation says so, and leaves nothing', async () => {
  await expect(deploy(cloud, publisher())).rejects.toThrow(/failed in account/);
  expect(readFileSync(join(cloud.logDirectory, `cdk-${PUBLISHER}.log`), 'utf8'))
    .toContain(`there is no collaboration 'campaign-measurement' of ${ADVERTISER} that this account is invited to. There is nothing of the kind`);
  expect(await contents(PUBLISHER)).toEqual([]);
  await destroy(cloud, publisher());
});

test('what the functions used was granted', async () => {
  const usage = (await cloud.usedActions()).filter(({ role }) => role.includes('CleanRoomsCustomResources'));
  expect(usage.map(({ granted, used }) => used.filter((action) => !granted.includes(action))).flat()).toEqual([]);
  expect([...new Set(usage.flatMap(({ used }) => used))]).toContain('cleanrooms:DeleteMembership');
});

function advertiser(props: Partial<AdvertiserStackProps> = {}): CdkApp {
  return assembly(ADVERTISER, 'Advertiser', (app) => new AdvertiserStack(app, 'Advertiser', {
    env: { account: ADVERTISER, region: REGION }, publisherAccount: PUBLISHER, ...props,
  }));
}

function publisher(props: Partial<PublisherStackProps> = {}): CdkApp {
  return assembly(PUBLISHER, 'Publisher', (app) => new PublisherStack(app, 'Publisher', {
    env: { account: PUBLISHER, region: REGION },
    advertiserAccount: ADVERTISER,
    audienceModelArn: `${MODEL}/one`,
    leastPeople: 100,
    ...props,
  }));
}

function assembly(account: string, stack: string, build: (app: App) => void): CdkApp {
  const app = new App();
  build(app);
  const { directory } = app.synth();
  assemblies.push(directory);
  return { account, app: directory, stacks: [stack] };
}

async function contents(account: string): Promise<string[]> {
  return (await inventory(cloud, account)).map(({ type, name, detail }) => `${type} ${name}: ${detail}`).sort();
}

async function ids(account: string): Promise<string[]> {
  return (await inventory(cloud, account)).map(({ id }) => id).sort();
}
