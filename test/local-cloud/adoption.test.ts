import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnCollaborationProps } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { casesOfBuild } from './cases';
import { deploy, destroy, importResources, logOf, movedTypes, type CdkApp } from './cdk-cli';
import { clientOf } from './client';
import { creatorApp, LIVE_KINDS, partnerApp, type RoomChoices } from './live-room';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { READY_ROLES } from './ready-roles';
import {
  AllowedColumns, Collaboration, type CollaborationProps, ConfiguredTable, ConfiguredTableAssociation, PaymentResponsibility, TableSource,
} from '../../src';
import { CREATOR, PARTNER } from '../support/stacks';

/*
 * What is live is brought under a construct, and stays there when the construct is renamed or moved, by the real CDK CLI. Each test leaves
 * an empty cloud.
 */
const GUARD = 'Custom::CleanRoomsReplacementGuard';
const IMPORTING = { 'cdk-cleanrooms:importing': 'true' };
/** The collaboration that is adopted, in the words of L1s and of the API, and in those of L2s. */
const FOUNDED = {
  name: 'reach',
  description: 'reach',
  creatorDisplayName: 'Creator',
  creatorMemberAbilities: [],
  members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }],
  queryLogStatus: 'DISABLED' as const,
} satisfies CfnCollaborationProps;
const WANTED = { creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }] };

let cloud: LocalCloud;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'adoption-test-'));
  cloud = await startLocalCloud({ name: 'adoption-test' });
});

afterAll(async () => {
  await cloud?.stop();
  rmSync(directory, { recursive: true, force: true });
});

afterEach(removeAll);

describe('a collaboration of L1s', () => {
  test('becomes one of an L2 that keeps its logical id, and stays the same', async () => {
    await deploy(cloud, l1App());
    const before = ids();
    await deploy(cloud, adopting(WANTED));

    expect(ids()).toEqual(before);
  });

  test('is not replaced by an L2 with other values', async () => {
    await deploy(cloud, l1App());
    const before = ids();

    const retailer = { accountId: '555555555555', displayName: 'Retailer' };
    await expect(deploy(cloud, adopting({ ...WANTED, members: [...WANTED.members, retailer] }))).rejects.toThrow(/added\s+555555555555 'Retailer'/);
    await expect(deploy(cloud, adopting({ ...WANTED, queryLogging: true }))).rejects.toThrow(/'queryLogging' from\s+DISABLED to ENABLED/);
    expect(ids()).toEqual(before);
  });

  test.each<[string, CollaborationProps, string]>([
    ['a default that is written out', { ...WANTED, jobLogging: false }, 'JobLogStatus'],
    ['the payer of the service named', {
      ...WANTED, creator: { ...WANTED.creator, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },
    }, 'CreatorPaymentConfiguration'],
  ])('is not replaced by an L2 with %s, which CloudFormation takes for a change', async (_, props, property) => {
    await deploy(cloud, l1App());
    const before = ids();

    await expect(deploy(cloud, adopting(props))).rejects.toThrow(/failed in account/);
    expect(logOf(cloud, CREATOR)).toMatch(new RegExp(`would be replaced(, although its values are those that it has|.*\\b${property})`, 's'));
    expect(ids()).toEqual(before);
  });
});

test('a room with a generated name is not made anew when its construct is renamed', async () => {
  const unnamed = (id: string) => creatorStack((stack) => new Collaboration(stack, id, WANTED).addMembership('Membership'));
  await deploy(cloud, unnamed('Room'));
  const before = ids();

  await expect(deploy(cloud, unnamed('Renamed'))).rejects.toThrow(/failed in account/);
  expect(logOf(cloud, CREATOR)).toMatch(/takes\s+the\s+collaboration\s+Room\w+\s+\(\S+\)\s+out\s+of\s+the\s+stack/);
  expect(ids()).toEqual(before);
});

describe('a room that was made in the console', () => {
  test('is imported, and is the same after the next deployment, with budget and members', async () => {
    const { collaboration, membership } = await roomByHand();
    const app = creatorStack((stack) => room(stack), IMPORTING);
    await importResources(cloud, app, {
      [app.logicalIds.Collaboration]: { CollaborationIdentifier: collaboration }, [app.logicalIds.Membership]: { MembershipIdentifier: membership },
    });
    await deploy(cloud, creatorStack((stack) => room(stack)));

    expect(ids()).toEqual([collaboration, membership].sort());
    await expect(deploy(cloud, creatorStack((stack) => room(stack, { queryLogging: true })))).rejects.toThrow(/failed in account/);
    expect(logOf(cloud, CREATOR)).toMatch(/would be replaced because of: 'queryLogging' from DISABLED to ENABLED/);
  });

  test('is not replaced by the first deployment after the import', async () => {
    const { collaboration } = await roomByHand();
    const app = creatorStack((stack) => room(stack), IMPORTING);
    await importResources(cloud, app, { [app.logicalIds.Collaboration]: { CollaborationIdentifier: collaboration } });

    const another = { ...WANTED, members: [{ accountId: PARTNER, displayName: 'Another' }] };
    await expect(deploy(cloud, creatorStack((stack) => room(stack, another)))).rejects.toThrow(/DisplayName from\s+Partner\s+to\s+Another/);
  });

  test('is not replaced when it was imported with a wrong value that is then put right', async () => {
    const { collaboration, membership } = await roomByHand();
    const app = creatorStack((stack) => room(stack, { queryLogging: true }), IMPORTING);
    await importResources(cloud, app, {
      [app.logicalIds.Collaboration]: { CollaborationIdentifier: collaboration }, [app.logicalIds.Membership]: { MembershipIdentifier: membership },
    });

    await expect(deploy(cloud, creatorStack((stack) => room(stack, { queryLogging: true })))).rejects.toThrow(/'queryLogging' from\s+DISABLED to ENABLED/);
    await expect(deploy(cloud, creatorStack((stack) => room(stack)))).rejects.toThrow(/failed in account/);
    expect(logOf(cloud, CREATOR)).toMatch(/has\s+QueryLogStatus\s+in\s+another\s+form/);
    expect(ids()).toEqual([collaboration, membership].sort());
  });
});

test('an invited membership that was made before is imported with the id of its collaboration', async () => {
  const { collaboration } = await roomByHand();
  const { membership } = await clientOf(cloud.api.url, PARTNER, REGION).createMembership({ collaborationIdentifier: collaboration, queryLogStatus: 'DISABLED' });
  const { id } = membership!;
  const importing = partnerApp(outdir(), {}, { 'cdk-cleanrooms:importing': collaboration });
  await importResources(cloud, { ...importing, stacks: ['Partner'] }, { [logicalIdsOf(importing, 'Partner').Membership]: { MembershipIdentifier: id! } });

  const outputs = await deploy(cloud, partnerApp(outdir()));
  expect(outputs.Partner.CollaborationId).toBe(collaboration);
  expect(cloud.api.state(PARTNER, REGION).map((each) => each.id)).toEqual([id]);
});

describe('an invited membership', () => {
  const joined = () => cloud.api.state(PARTNER, REGION).map(({ id, status }) => [id, status]);
  beforeEach(async () => {
    await roomByHand();
    await deploy(cloud, partnerApp(outdir()));
  });

  test('is not made a second time under another id, and can be moved to it by cdk refactor', async () => {
    const before = joined();

    await expect(deploy(cloud, partnerApp(outdir(), { membershipId: 'Renamed' }))).rejects.toThrow(/this stack has the membership arn:.*cdk refactor/s);
    expect(await movedTypes(cloud, partnerApp(outdir(), { membershipId: 'Renamed' }))).toEqual(['AWS::CleanRooms::Membership', GUARD]);
    expect(joined()).toEqual(before);
  });

  test('stays when its stack is destroyed, and is refused when it is deployed anew', async () => {
    const before = joined();
    await destroy(cloud, partnerApp(outdir()));

    await expect(deploy(cloud, partnerApp(outdir()))).rejects.toThrow(/the account has the membership arn:.*cdk import/s);
    expect(joined()).toEqual(before);
  });
});

describe('a live room', () => {
  let before: unknown[];
  beforeEach(async () => {
    await deploy(cloud, creatorApp(outdir()));
    before = ids();
  });
  afterEach(() => expect(ids()).toEqual(before));

  test.each(casesOfBuild<[string, RoomChoices, RegExp]>([
    ['another id of its construct', { id: 'Renamed' }, /this stack has the collaboration 'reach'.*cdk refactor/s],
    ['another construct around it', { within: 'Moved' }, /this stack has the collaboration 'reach'.*cdk refactor/s],
    ['another stack', { stackName: 'Another' }, /the account has the collaboration 'reach'.*which\s+this\s+stack\s+does\s+not\s+have/s],
    ['another id of the membership', { membershipId: 'Joined' }, /this\s+stack has the membership arn:.*cdk refactor/s],
  ]))('is not made a second time under %s', async (_, choices, message) => {
    await expect(deploy(cloud, creatorApp(outdir(), choices))).rejects.toThrow(message);
  });

  test.each(casesOfBuild<[string, RoomChoices, RoomChoices, readonly string[]]>([
    ['another id of its construct', {}, { id: 'Renamed' }, ['Collaboration', 'Membership']],
    ['another construct around it', {}, { within: 'Moved' }, LIVE_KINDS],
    ['another stack', { besides: 'Another' }, { stackName: 'Another', besides: 'Creator' }, LIVE_KINDS],
  ]))('can be moved to %s by cdk refactor, which recognizes it', async (_, from, to, movedKinds) => {
    await deploy(cloud, creatorApp(outdir(), from));

    const moved = await movedTypes(cloud, creatorApp(outdir(), to));
    expect(moved).toEqual(expect.arrayContaining([...movedKinds.map((kind) => `AWS::CleanRooms::${kind}`), 'Custom::CleanRoomsMembershipCleanup']));
    expect(moved.filter((type) => type === GUARD)).toHaveLength(movedKinds.length);
  });

  test('stays when a condition takes it out of its stack', async () => {
    await deploy(cloud, creatorApp(outdir(), { condition: true }));
    await deploy(cloud, creatorApp(outdir(), { condition: false }));

    expect(kinds()).toEqual(expect.arrayContaining([...LIVE_KINDS]));
    expect(ids().filter((id) => !before.includes(id))).toEqual([]);
    before = ids(); // what is no live resource can be gone
  });

  test('is refused after its stack was destroyed, which retains it', async () => {
    await destroy(cloud, creatorApp(outdir()));
    before = ids(); // what is no live resource is gone
    expect(kinds()).toEqual([...LIVE_KINDS].sort());

    await expect(deploy(cloud, creatorApp(outdir()))).rejects.toThrow(/which\s+this\s+stack\s+does\s+not\s+have.*cdk\s+import/s);
  });

  test('is imported whole after its stack was destroyed, and stays the same in the next deployment, which guards it', async () => {
    await destroy(cloud, creatorApp(outdir()));
    before = ids();
    const membership = { MembershipIdentifier: idOf('Membership') };
    const importing = creatorApp(outdir(), {}, IMPORTING);
    const logicalIds = logicalIdsOf(importing, 'Creator');
    await importResources(cloud, importing, Object.fromEntries(LIVE_KINDS.map((kind) =>
      [logicalIds[kind], { ...kind === 'Collaboration' ? {} : membership, [`${kind}Identifier`]: idOf(kind) }])));
    await deploy(cloud, creatorApp(outdir()));

    expect(before.filter((id) => !ids().includes(id as string))).toEqual([]);
    before = ids(); // with what is no live resource
    await expect(deploy(cloud, creatorApp(outdir(), { queryLogging: true }))).rejects.toThrow(/'queryLogging' from\s+DISABLED\s+to\s+ENABLED/);
  });
});

test('a room whose roles are waited for can be moved by cdk refactor, which recognizes all of it', async () => {
  const waiting = (id: string) => creatorStack((stack) => {
    stack.node.setContext('cdk-cleanrooms:roleReadySeconds', 1);
    const scope = new Construct(stack, id);
    const { membership } = room(scope);
    new ConfiguredTableAssociation(scope, 'Association', {
      membership,
      configuredTableAssociationName: 'people',
      configuredTable: new ConfiguredTable(scope, 'Table', {
        configuredTableName: 'people',
        source: TableSource.glueTable({ databaseName: 'sales', tableName: 'people', bucket: Bucket.fromBucketName(scope, 'Data', 'sales-data') }),
        allowedColumns: AllowedColumns.of('email'),
      }),
    });
  });
  await deploy(cloud, waiting('One'));

  // What waits for the roles of a stack has a logical id that stays.
  expect(await movedTypes(cloud, waiting('Two'))).toEqual(expect.arrayContaining([
    'AWS::CleanRooms::Collaboration', 'AWS::CleanRooms::ConfiguredTable', 'AWS::CleanRooms::ConfiguredTableAssociation', 'AWS::CleanRooms::Membership',
    'AWS::IAM::Role', GUARD,
  ]));
});

describe('a replacement that is allowed', () => {
  test('replaces the whole room by one decision, and its rollback returns to the room that was there', async () => {
    await deploy(cloud, creatorApp(outdir()));
    const before = ids();

    await expect(deploy(cloud, creatorApp(outdir(), { queryLogging: true, allowReplacement: true, failsAfter: 'IntermediateTable' })))
      .rejects.toThrow(/Failing/);
    expect(logOf(cloud, CREATOR)).not.toMatch(/ROLLBACK_FAILED/);
    expect(ids()).toEqual(before);

    await deploy(cloud, creatorApp(outdir(), { queryLogging: true, allowReplacement: true }));
    const [collaboration, ...others] = cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'Collaboration');
    expect(others).toEqual([]);
    expect(collaboration.queryLogStatus).toBe('ENABLED');
    expect(ids().filter((id) => before.includes(id))).toEqual([]);
  });
});

interface AdoptingApp extends CdkApp {
  /** The logical id of each kind. */
  readonly logicalIds: Record<string, string>;
}

/** The creator's stack of L1s, with logical ids of their own. */
function l1App(): CdkApp {
  return creatorStack((stack) => {
    const collaboration = new CfnCollaboration(stack, 'LiveCollaboration', FOUNDED);
    const membership = new CfnMembership(stack, 'LiveMembership', { collaborationIdentifier: collaboration.ref, queryLogStatus: 'DISABLED' });
    [collaboration, membership].forEach((resource) => (resource.cfnOptions.deletionPolicy = 'Retain' as never));
  });
}

/** The same stack with L2s in place of the L1s, below another construct. */
function adopting(props: CollaborationProps): CdkApp {
  return creatorStack((stack) => {
    const { collaboration, membership } = room(new Construct(stack, 'Moved'), props);
    (collaboration.node.defaultChild as CfnResource).overrideLogicalId('LiveCollaboration');
    (membership.node.defaultChild as CfnResource).overrideLogicalId('LiveMembership');
  });
}

function room(scope: Construct, props: Partial<CollaborationProps> = {}) {
  const collaboration = new Collaboration(scope, 'Room', { collaborationName: 'reach', ...WANTED, ...props });
  return { collaboration, membership: collaboration.addMembership('Membership') };
}

function creatorStack(fill: (stack: Stack) => void, context: Record<string, string> = {}): AdoptingApp {
  const app = new App({ outdir: outdir(), context: { ...READY_ROLES, ...context } });
  fill(new Stack(app, 'Creator', { env: { account: CREATOR, region: REGION } }));
  const cdkApp = { account: CREATOR, app: app.synth().directory, stacks: ['Creator'] };
  return { ...cdkApp, logicalIds: logicalIdsOf(cdkApp, 'Creator') };
}

function logicalIdsOf({ app }: CdkApp, stack: string): Record<string, string> {
  const { Resources: resources } = JSON.parse(readFileSync(join(app, `${stack}.template.json`), 'utf8')) as { Resources: Record<string, { Type: string }> };
  return Object.fromEntries(Object.entries(resources).map(([logicalId, { Type }]) => [Type.split('::')[2], logicalId]));
}

/** A collaboration with the creator's membership, made by the API alone. */
async function roomByHand(): Promise<{ collaboration: string; membership: string }> {
  const client = clientOf(cloud.api.url, CREATOR, REGION);
  const { collaboration } = await client.createCollaboration(FOUNDED);
  const { membership } = await client.createMembership({ collaborationIdentifier: collaboration!.id, queryLogStatus: 'DISABLED' });
  return { collaboration: collaboration!.id!, membership: membership!.id! };
}

/** What there is, but for memberships of collaborations that are gone: they stay until their stack is deleted. */
function ids(): unknown[] {
  return cloud.api.state(CREATOR, REGION).filter(({ status }) => status !== 'COLLABORATION_DELETED').map(({ id }) => id).sort();
}

/** The id of the only one of a kind. */
function idOf(kind: string): string {
  return cloud.api.state(CREATOR, REGION).find((object) => object.kind === kind)!.id as string;
}

function kinds(): unknown[] {
  return cloud.api.state(CREATOR, REGION).map(({ kind }) => kind).sort();
}

async function removeAll(): Promise<void> {
  await Promise.all([destroy(cloud, partnerApp(outdir())), destroy(cloud, creatorApp(outdir()))]);
  await destroy(cloud, creatorApp(outdir(), { stackName: 'Another' }));
  cloud.api.reset();
}

function outdir(): string {
  return mkdtempSync(join(directory, 'assembly-'));
}
