import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import {
  ChangeRequestApproval, Collaboration, CollaborationChange, CollaborationChangeRequest, MemberAbility, PaymentResponsibility,
} from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * Who pays changes in a live collaboration: each account deploys once, with its request or its vote and what its membership accepts. The tests
 * build on each other.
 */
const { CAN_QUERY, CAN_RECEIVE_RESULTS } = MemberAbility;
const { QUERY_COMPUTE } = PaymentResponsibility;

function payers(creator: boolean, partner: boolean): CollaborationChange[] {
  return [
    CollaborationChange.changeMember(CREATOR, { abilities: [CAN_RECEIVE_RESULTS], paymentResponsibilities: creator ? [QUERY_COMPUTE] : [] }),
    CollaborationChange.changeMember(PARTNER, { abilities: [], paymentResponsibilities: partner ? [QUERY_COMPUTE] : [] }),
  ];
}

/** What varies from one deployment to the next. */
interface Choices {
  readonly changes?: CollaborationChange[];
  readonly accepts?: PaymentResponsibility[];
  readonly timeout?: Duration;
}

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'payer-changes-test-'));
  cloud = await startLocalCloud({ name: 'payer-changes-test' });
  await deploy(cloud, creatorApp());
  await deploy(cloud, partnerApp());
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('a partner pays in place of the creator after one deployment of each, in which it votes and accepts', async () => {
  const { id } = membershipOf(PARTNER);
  const changes = payers(false, true);
  await Promise.all([
    deploy(cloud, creatorApp({ changes, accepts: [] })),
    deploy(cloud, partnerApp({ changes, accepts: [QUERY_COMPUTE] })),
  ]);

  expect(membershipOf(PARTNER)).toMatchObject({ id, paymentConfiguration: { queryCompute: { isResponsible: true } } });
  expect(payingAccounts()).toEqual([PARTNER]);
});

test('the same deployments change nothing', async () => {
  const changes = payers(false, true);
  const calls = cloud.api.calls.length;
  await deploy(cloud, creatorApp({ changes, accepts: [] }));
  await deploy(cloud, partnerApp({ changes, accepts: [QUERY_COMPUTE] }));

  expect(cloud.api.calls.slice(calls).filter(({ operation }) => !/^(Get|List)/.test(operation))).toEqual([]);
});

test('the creator pays beside the partner, and accepts it in the deployment that requests it', async () => {
  const changes = [payers(true, true)[0]];
  await Promise.all([
    deploy(cloud, creatorApp({ changes, accepts: [QUERY_COMPUTE] })),
    deploy(cloud, partnerApp({ changes, accepts: [QUERY_COMPUTE] })),
  ]);

  expect(payingAccounts()).toEqual([CREATOR, PARTNER]);
  expect(membershipOf(CREATOR)).toMatchObject({ paymentConfiguration: { queryCompute: { isResponsible: true } } });
});

test('a deployment that nobody answers names whom it waited for, and the memberships stay as they are', async () => {
  const before = [CREATOR, PARTNER].map(acceptedBy);
  const changes = [payers(false, true)[0]];
  await expect(deploy(cloud, creatorApp({ changes, accepts: [], timeout: Duration.seconds(2) })))
    .rejects.toThrow(`Members who have not voted: ${PARTNER} 'Partner'`);
  await expect(deploy(cloud, partnerApp({ changes, accepts: [QUERY_COMPUTE], timeout: Duration.seconds(2) })))
    .rejects.toThrow(`was cancelled, and the creator of the collaboration, ${CREATOR} 'Creator', has made no other request for exactly these changes within 2 s`);

  expect([CREATOR, PARTNER].map(acceptedBy)).toEqual(before);
});

test('a partner joins a collaboration whose payers were changed before, with the same program', async () => {
  await destroy(cloud, partnerApp());
  await destroy(cloud, creatorApp());
  expect(cloud.api.state(CREATOR, REGION)).toEqual([]);

  const changes = payers(false, true);
  await deploy(cloud, creatorApp({ changes, accepts: [] }));
  await deploy(cloud, partnerApp({ changes, accepts: [QUERY_COMPUTE] }));
  expect(payingAccounts()).toEqual([PARTNER]);
  expect(membershipOf(PARTNER)).toMatchObject({ paymentConfiguration: { queryCompute: { isResponsible: true } } });
});

function creatorApp({ changes, accepts, timeout = Duration.seconds(60) }: Choices = {}): CdkApp {
  return assembly(CREATOR, 'Creator', (stack) => {
    const collaboration = new Collaboration(stack, 'Collaboration', {
      collaborationName: 'payers',
      creator: { displayName: 'Creator', abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner' }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    collaboration.addMembership('Membership', { paymentResponsibilities: accepts });
    if (changes) new CollaborationChangeRequest(stack, 'Change', { collaboration, changes, timeout });
  });
}

function partnerApp({ changes, accepts, timeout = Duration.seconds(60) }: Choices = {}): CdkApp {
  return assembly(PARTNER, 'Partner', (stack) => {
    const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', {
      collaborationName: 'payers', creatorAccountId: CREATOR, timeout: Duration.seconds(60),
    });
    collaboration.addMembership('Membership', { paymentResponsibilities: accepts, removalPolicy: RemovalPolicy.DESTROY });
    if (changes) new ChangeRequestApproval(stack, 'Approval', { collaboration, changes, timeout });
  });
}

function assembly(account: string, id: string, fill: (stack: Stack) => void): CdkApp {
  const app = new App({ outdir: mkdtempSync(join(directory, `${id}-`)), context: READY_ROLES });
  fill(new Stack(app, id, { env: { account, region: REGION } }));
  return { account, app: app.synth().directory };
}

function membershipOf(account: string): Record<string, unknown> {
  const [membership, ...others] = cloud.api.state(account, REGION).filter(({ kind }) => kind === 'Membership');
  expect(others).toEqual([]);
  return membership;
}

/** What a membership accepts, and which membership it is. */
function acceptedBy(account: string): unknown {
  const { id, paymentConfiguration } = membershipOf(account);
  return { id, paymentConfiguration };
}

/** The accounts that the collaboration names to pay for queries. */
function payingAccounts(): string[] {
  const [{ members }] = cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'Collaboration') as unknown as
    [{ members: { accountId: string; paymentConfiguration?: { queryCompute?: { isResponsible: boolean } } }[] }];
  return members.filter(({ paymentConfiguration }) => paymentConfiguration?.queryCompute?.isResponsible).map(({ accountId }) => accountId);
}
