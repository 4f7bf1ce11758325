import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import {
  ChangeRequestApproval, Collaboration, CollaborationChange, CollaborationChangeRequest, type ICollaboration, MemberAbility, MemberRemoval,
} from '../../src';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * A live collaboration gains a member and an ability in place, while the creator and the partner deploy at the same time: the
 * one asks and waits, the other waits for the request and approves. Later the new member is removed. The tests build on each other.
 */
const WAIT = { timeout: Duration.seconds(60) };
const CHANGES = [
  CollaborationChange.addMember({ accountId: THIRD, displayName: 'Retailer' }),
  CollaborationChange.changeMember(PARTNER, { abilities: [MemberAbility.CAN_RECEIVE_RESULTS] }),
];

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'live-changes-test-'));
  cloud = await startLocalCloud({ name: 'live-changes-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('two accounts change the collaboration together, which stays the same one', async () => {
  await deploy(cloud, creatorApp());
  await deploy(cloud, partnerApp());
  const { id } = collaborationMade();
  expect(members()).toEqual([
    `${CREATOR} ACTIVE CAN_QUERY, CAN_RECEIVE_RESULTS`,
    `${PARTNER} ACTIVE no abilities`,
  ]);

  await Promise.all([
    deploy(cloud, creatorApp((stack, collaboration) => new CollaborationChangeRequest(stack, 'Change', { collaboration, changes: CHANGES, ...WAIT }))),
    deploy(cloud, partnerApp((stack, collaboration) => new ChangeRequestApproval(stack, 'Approval', { collaboration, changes: CHANGES, ...WAIT }))),
  ]);
  expect(collaborationMade().id).toBe(id);
  expect(members()).toEqual([
    `${CREATOR} ACTIVE CAN_QUERY, CAN_RECEIVE_RESULTS`,
    `${PARTNER} ACTIVE CAN_RECEIVE_RESULTS`,
    `${THIRD} INVITED no abilities`,
  ]);
});

test('a member is removed, and what was changed stays when the request leaves the stacks', async () => {
  await deploy(cloud, creatorApp((stack, collaboration) => new MemberRemoval(stack, 'Removal', { collaboration, accountId: THIRD })));
  await deploy(cloud, partnerApp());

  expect(members()).toEqual([
    `${CREATOR} ACTIVE CAN_QUERY, CAN_RECEIVE_RESULTS`,
    `${PARTNER} ACTIVE CAN_RECEIVE_RESULTS`,
    `${THIRD} REMOVED no abilities`,
  ]);
});

test('a request that nobody approves is cancelled, and the stack goes back to what it was', async () => {
  const before = members();
  const changes = [CollaborationChange.changeMember(PARTNER, { abilities: [] })];
  await expect(deploy(cloud, creatorApp((stack, collaboration) => {
    new CollaborationChangeRequest(stack, 'Change', { collaboration, changes, timeout: Duration.seconds(2) });
    new MemberRemoval(stack, 'Removal', { collaboration, accountId: THIRD });
  }))).rejects.toThrow(/failed in account/);

  expect(members()).toEqual(before);
  expect(made('ChangeRequest').map(({ status }) => status)).toEqual(['COMMITTED', 'CANCELLED']);
});

test('what the functions used was granted', async () => {
  const usage = (await cloud.usedActions()).filter(({ role }) => role.includes('CleanRoomsCustomResources'));

  expect(usage.flatMap(({ granted, used }) => used.filter((action) => !granted.includes(action)))).toEqual([]);
});

test('both stacks go', async () => {
  await destroy(cloud, partnerApp());
  await destroy(cloud, creatorApp());

  expect(made('Collaboration')).toEqual([]);
});

type Addition = (stack: Stack, collaboration: ICollaboration) => void;

function creatorApp(add: Addition = () => {}): CdkApp {
  return assembly(CREATOR, 'Creator', (stack) => {
    const collaboration = new Collaboration(stack, 'Collaboration', {
      collaborationName: 'reach',
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner' }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    collaboration.addMembership('Membership');
    add(stack, collaboration);
  });
}

function partnerApp(add: Addition = () => {}): CdkApp {
  return assembly(PARTNER, 'Partner', (stack) => {
    const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', { collaborationName: 'reach', creatorAccountId: CREATOR, ...WAIT });
    collaboration.addMembership('Membership', { removalPolicy: RemovalPolicy.DESTROY });
    add(stack, collaboration);
  });
}

function assembly(account: string, id: string, fill: (stack: Stack) => void): CdkApp {
  const app = new App({ outdir: mkdtempSync(join(directory, `${id}-`)) });
  fill(new Stack(app, id, { env: { account, region: REGION } }));
  return { account, app: app.synth().directory };
}

function made(kind: string): Record<string, unknown>[] {
  return cloud.api.state(CREATOR, REGION).filter((object) => object.kind === kind);
}

function collaborationMade(): Record<string, unknown> {
  const [collaboration, ...others] = made('Collaboration');
  expect(others).toEqual([]);
  return collaboration;
}

function members(): string[] {
  const all = collaborationMade().members as { accountId: string; status: string; memberAbilities: string[] }[];
  return all.map(({ accountId, status, memberAbilities }) => `${accountId} ${status} ${memberAbilities.join(', ') || 'no abilities'}`);
}
