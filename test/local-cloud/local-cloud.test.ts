import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { App, CfnOutput, CustomResource, CustomResourceProvider, CustomResourceProviderRuntime, Duration, Stack } from 'aws-cdk-lib';
import { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';

const CREATOR = '111111111111';
const PARTNER = '222222222222';

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-cloud-test-'));
  cloud = await startLocalCloud({ name: 'local-cloud-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('stacks', () => {
  test('are created, left alone, changed in place, replaced and destroyed as the resource type demands', async () => {
    const created = await deploy(cloud, collaborationApp({ name: 'Campaign' }));
    expect(collaborations(CREATOR)).toEqual([expect.objectContaining({ arn: created.Trial.Arn, name: 'Campaign' })]);

    expect(await deploy(cloud, collaborationApp({ name: 'Campaign' }))).toEqual(created);
    expect(collaborations(CREATOR)).toHaveLength(1);

    expect(await deploy(cloud, collaborationApp({ name: 'Renamed' }))).toEqual(created);
    expect(collaborations(CREATOR)).toEqual([expect.objectContaining({ arn: created.Trial.Arn, name: 'Renamed' })]);

    const replaced = await deploy(cloud, collaborationApp({ name: 'Renamed', creatorDisplayName: 'Other' }));
    expect(replaced.Trial.Arn).not.toBe(created.Trial.Arn);
    expect(collaborations(CREATOR)).toEqual([expect.objectContaining({ arn: replaced.Trial.Arn })]);

    await destroy(cloud, collaborationApp({ name: 'Renamed' }));
    expect(collaborations(CREATOR)).toEqual([]);
  });

  test('of several accounts are apart, also when they are deployed at the same time', async () => {
    const [creator, partner] = await Promise.all([CREATOR, PARTNER].map(async (account) => deploy(cloud, functionApp({ account }))));

    expect(creator.Trial.Caller).toContain(`:${CREATOR}:`);
    expect(partner.Trial.Caller).toContain(`:${PARTNER}:`);
    await Promise.all([CREATOR, PARTNER].map(async (account) => destroy(cloud, functionApp({ account }))));
  });

  test('whose creation fails are rolled back, with the reason', async () => {
    const app = collaborationApp({ name: 'Campaign', alsoMembers: [PARTNER, PARTNER] });

    await expect(deploy(cloud, app)).rejects.toThrow(/ValidationException/);
    expect(collaborations(CREATOR)).toEqual([]);
    await destroy(cloud, app);
  });
});

describe('permissions', () => {
  test('a function may do what the role of its stack is granted, and what it does not use is known', async () => {
    const app = functionApp({ grant: ['cleanrooms:ListCollaborations', 'cleanrooms:ListMemberships'] });
    const { Trial: { Role } } = await deploy(cloud, app);

    const usage = (await cloud.usedActions()).find(({ role }) => role === Role);
    expect(usage?.granted).toEqual(expect.arrayContaining(['cleanrooms:ListCollaborations', 'cleanrooms:ListMemberships']));
    expect(usage?.used).toEqual(['cleanrooms:ListCollaborations']);
    await destroy(cloud, app);
  });

  test('an action that is not granted fails the deployment', async () => {
    const app = functionApp({ grant: [] });

    await expect(deploy(cloud, app)).rejects.toThrow(/not authorized to perform: cleanrooms:ListCollaborations/);
    await destroy(cloud, app);
  });

  test('of a role can be asked for', async () => {
    const app = functionApp({});
    const { Trial: { Role: roleArn } } = await deploy(cloud, app);

    expect(await cloud.role(roleArn)).toMatchObject({
      createdAt: expect.stringMatching(/^\d{4}-/),
      trustPolicy: { Version: '2012-10-17' },
    });
    expect(await cloud.refusal({ roleArn, action: 'cleanrooms:ListCollaborations', resource: '*' })).toBeUndefined();
    expect(await cloud.refusal({ roleArn, action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' })).toContain('s3:GetObject');
    expect(await cloud.assumeRefusal({ roleArn, service: 'lambda.amazonaws.com' })).toBeUndefined();
    expect(await cloud.assumeRefusal({ roleArn, service: 'cleanrooms.amazonaws.com' })).toContain('trust policy');
    await destroy(cloud, app);
    expect(await cloud.role(roleArn)).toBeUndefined();
  });
});

describe('the cloud', () => {
  test('refuses an account that would not be one', () => {
    expect(() => cloud.environment('me')).toThrow("an account has twelve digits, and 'me' has not");
  });

  test('hands no credentials and no endpoint of the real AWS on', () => {
    const foreign = { AWS_PROFILE: 'real', AWS_SESSION_TOKEN: 'real', HTTPS_PROXY: 'http://elsewhere' };
    Object.assign(process.env, foreign);
    try {
      const environment = cloud.environment(CREATOR);
      expect(Object.keys(environment).filter((name) => name in foreign)).toEqual([]);
      expect(environment).toMatchObject({ AWS_ACCESS_KEY_ID: CREATOR, AWS_ENDPOINT_URL: cloud.endpoint });
    } finally {
      for (const name of Object.keys(foreign)) delete process.env[name];
    }
  });

  test('can be started beside another one, and leaves nothing running when it is stopped', async () => {
    const second = await startLocalCloud({ name: 'local-cloud-test-second' });
    expect(second.endpoint).not.toBe(cloud.endpoint);
    expect(isRunning(second.processGroup)).toBe(true);

    await second.stop();
    await expectEnd(second.processGroup);
  });
});

function collaborations(account: string) {
  return cloud.api.state(account, REGION).filter(({ kind }) => kind === 'Collaboration');
}

function isRunning(processGroup: number): boolean {
  return execFileSync('ps', ['-eo', 'pgid='], { encoding: 'utf8' }).split('\n').some((line) => Number(line) === processGroup);
}

/** What was killed may stay in the list of processes for an instant. */
async function expectEnd(processGroup: number): Promise<void> {
  for (let attempt = 0; attempt < 20 && isRunning(processGroup); attempt++) await delay(50);
  expect(isRunning(processGroup)).toBe(false);
}

interface CollaborationAppProps {
  readonly name: string;
  readonly creatorDisplayName?: string;
  readonly alsoMembers?: readonly string[];
}

/** An app, synthesized, with a collaboration and nothing else. */
function collaborationApp({ name, creatorDisplayName = 'Creator', alsoMembers = [] }: CollaborationAppProps): CdkApp {
  const { app, stack } = trial(CREATOR);
  const collaboration = new CfnCollaboration(stack, 'Collaboration', {
    name,
    description: name,
    creatorDisplayName,
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    queryLogStatus: 'ENABLED',
    members: alsoMembers.map((accountId) => ({ accountId, displayName: `Member ${accountId}`, memberAbilities: [] })),
  });
  new CfnOutput(stack, 'Arn', { value: collaboration.attrArn });
  return { account: CREATOR, app: app.synth().directory };
}

interface FunctionAppProps {
  readonly account?: string;
  readonly grant?: readonly string[];
}

/** An app, synthesized, with a custom resource whose function calls Clean Rooms, in the way the CDK's own are made. */
function functionApp({ account = CREATOR, grant = ['cleanrooms:ListCollaborations'] }: FunctionAppProps): CdkApp {
  const { app, stack } = trial(account);
  const provider = CustomResourceProvider.getOrCreateProvider(stack, 'Custom::Trial', {
    codeDirectory: functionCode(),
    runtime: CustomResourceProviderRuntime.NODEJS_22_X,
  });
  if (grant.length > 0) provider.addToRolePolicy({ Effect: 'Allow', Action: grant, Resource: '*' });
  const resource = new CustomResource(stack, 'Trial', {
    resourceType: 'Custom::Trial',
    serviceToken: provider.serviceToken,
    serviceTimeout: Duration.seconds(30),
  });
  new CfnOutput(stack, 'Caller', { value: resource.getAttString('FunctionArn') });
  new CfnOutput(stack, 'Role', { value: provider.roleArn });
  return { account, app: app.synth().directory };
}

function functionCode(): string {
  const code = mkdtempSync(join(directory, 'function-'));
  writeFileSync(join(code, 'index.js'), `
    const { CleanRoomsClient, ListCollaborationsCommand } = require(${JSON.stringify(require.resolve('@aws-sdk/client-cleanrooms'))});
    exports.handler = async (event, context) => {
      if (event.RequestType !== 'Delete') await new CleanRoomsClient({}).send(new ListCollaborationsCommand({}));
      return { PhysicalResourceId: 'trial', Data: { FunctionArn: context.invokedFunctionArn } };
    };
  `);
  return code;
}

function trial(account: string): { readonly app: App; readonly stack: Stack } {
  const app = new App({ outdir: mkdtempSync(join(directory, 'assembly-')) });
  return { app, stack: new Stack(app, 'Trial', { env: { account, region: REGION } }) };
}
