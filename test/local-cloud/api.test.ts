import {
  CreateCollaborationCommand, CreateConfiguredAudienceModelAssociationCommand, CreateConfiguredTableAnalysisRuleCommand,
  CreateConfiguredTableAssociationCommand, CreateConfiguredTableCommand, CreateMembershipCommand, DeleteCollaborationCommand,
  DeleteConfiguredTableCommand, DeleteMembershipCommand, GetCollaborationCommand, GetMembershipCommand, ListCollaborationsCommand,
  ListConfiguredTablesCommand, ListMembersCommand, ListTagsForResourceCommand, TagResourceCommand, type CreateCollaborationCommandInput,
} from '@aws-sdk/client-cleanrooms';
import { clientOf } from './api/client';
import { startCleanRoomsApi, type CleanRoomsApi } from './api/server';
import { ensureVenv } from './venv';

const CREATOR = '111111111111';
const PARTNER = '222222222222';
const STRANGER = '333333333333';

let api: CleanRoomsApi;
beforeAll(async () => {
  await ensureVenv();
  api = await startCleanRoomsApi({ pageSize: 2 });
}, 600_000);
afterAll(() => api.close());
beforeEach(() => api.reset());

const as = (account: string) => clientOf(api.url, account);

async function collaborate(props: Partial<CreateCollaborationCommandInput> = {}): Promise<string> {
  const { collaboration } = await as(CREATOR).send(new CreateCollaborationCommand({
    name: 'Campaign reach',
    description: 'Who saw the campaign',
    creatorDisplayName: 'Advertiser',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    members: [{ accountId: PARTNER, displayName: 'Publisher', memberAbilities: [] }],
    queryLogStatus: 'DISABLED',
    ...props,
  }));
  return collaboration!.id!;
}

async function join(account: string, collaborationIdentifier: string): Promise<string> {
  const { membership } = await as(account).send(new CreateMembershipCommand({ collaborationIdentifier, queryLogStatus: 'DISABLED' }));
  return membership!.id!;
}

const table = (name: string) => new CreateConfiguredTableCommand({
  name,
  tableReference: { glue: { databaseName: 'sales', tableName: 'purchases' } },
  allowedColumns: ['email', 'amount'],
  analysisMethod: 'DIRECT_QUERY',
});

describe('collaborations', () => {
  it('are seen by their creator and by those invited, and by nobody else', async () => {
    const collaborationIdentifier = await collaborate();

    for (const account of [CREATOR, PARTNER]) {
      const { collaboration } = await as(account).send(new GetCollaborationCommand({ collaborationIdentifier }));
      expect(collaboration).toMatchObject({ memberStatus: 'INVITED', creatorAccountId: CREATOR });
    }
    await expect(as(STRANGER).send(new GetCollaborationCommand({ collaborationIdentifier }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect((await as(STRANGER).send(new ListCollaborationsCommand({}))).collaborationList).toEqual([]);
  });

  it('come in pages', async () => {
    for (const name of ['a', 'b', 'c']) await collaborate({ name });

    const first = await as(PARTNER).send(new ListCollaborationsCommand({}));
    const second = await as(PARTNER).send(new ListCollaborationsCommand({ nextToken: first.nextToken }));
    expect([...first.collaborationList!, ...second.collaborationList!].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(second.nextToken).toBeUndefined();
  });

  it('tell who pays where the creator leaves it open', async () => {
    const { memberSummaries } = await as(PARTNER).send(new ListMembersCommand({ collaborationIdentifier: await collaborate() }));
    expect(memberSummaries!.map(({ paymentConfiguration }) => paymentConfiguration!.queryCompute!.isResponsible)).toEqual([true, false]);
  });
});

describe('memberships', () => {
  it('join an account to a collaboration once', async () => {
    const collaborationIdentifier = await collaborate();
    await join(PARTNER, collaborationIdentifier);

    const { collaboration } = await as(PARTNER).send(new GetCollaborationCommand({ collaborationIdentifier }));
    expect(collaboration!.memberStatus).toBe('ACTIVE');
    await expect(join(PARTNER, collaborationIdentifier)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('cannot be deleted by the creator before the collaboration, and can afterwards', async () => {
    const collaborationIdentifier = await collaborate();
    const membershipIdentifier = await join(CREATOR, collaborationIdentifier);

    await expect(as(CREATOR).send(new DeleteMembershipCommand({ membershipIdentifier }))).rejects.toMatchObject({ name: 'ConflictException' });
    await as(CREATOR).send(new DeleteCollaborationCommand({ collaborationIdentifier }));
    const { membership } = await as(CREATOR).send(new GetMembershipCommand({ membershipIdentifier }));
    expect(membership!.status).toBe('COLLABORATION_DELETED');
    await as(CREATOR).send(new DeleteMembershipCommand({ membershipIdentifier }));
    await expect(as(CREATOR).send(new GetMembershipCommand({ membershipIdentifier }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('are not joined again by an account that left', async () => {
    const collaborationIdentifier = await collaborate();
    await as(PARTNER).send(new DeleteMembershipCommand({ membershipIdentifier: await join(PARTNER, collaborationIdentifier) }));

    await expect(join(PARTNER, collaborationIdentifier)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('are not deleted while something lives in them', async () => {
    const membershipIdentifier = await join(PARTNER, await collaborate());
    await as(PARTNER).send(new CreateConfiguredAudienceModelAssociationCommand({
      membershipIdentifier,
      configuredAudienceModelArn: `arn:aws:cleanrooms-ml:eu-central-1:${PARTNER}:configured-audience-model/one`,
      configuredAudienceModelAssociationName: 'lookalikes',
      manageResourcePolicies: true,
    }));

    await expect(as(PARTNER).send(new DeleteMembershipCommand({ membershipIdentifier })))
      .rejects.toMatchObject({ name: 'ConflictException', reason: 'SUBRESOURCES_EXIST' });
  });
});

describe('configured tables', () => {
  it('take one analysis rule, over the columns that they allow', async () => {
    const { configuredTable } = await as(PARTNER).send(table('purchases'));
    const rule = (column: string) => new CreateConfiguredTableAnalysisRuleCommand({
      configuredTableIdentifier: configuredTable!.id,
      analysisRuleType: 'LIST',
      analysisRulePolicy: { v1: { list: { joinColumns: ['email'], listColumns: [column] } } },
    });

    await expect(as(PARTNER).send(rule('city'))).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('"city"') });
    await as(PARTNER).send(rule('amount'));
    await expect(as(PARTNER).send(rule('amount'))).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('are not deleted while they are associated, under names of which each is unique in the collaboration', async () => {
    const membershipIdentifier = await join(PARTNER, await collaborate());
    const { configuredTable } = await as(PARTNER).send(table('purchases'));
    const association = new CreateConfiguredTableAssociationCommand({
      membershipIdentifier,
      configuredTableIdentifier: configuredTable!.id,
      name: 'purchases',
      roleArn: `arn:aws:iam::${PARTNER}:role/reader`,
    });

    await as(PARTNER).send(association);
    await expect(as(PARTNER).send(association)).rejects.toMatchObject({ name: 'ConflictException', reason: 'ALREADY_EXISTS' });
    await expect(as(PARTNER).send(new DeleteConfiguredTableCommand({ configuredTableIdentifier: configuredTable!.id })))
      .rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('belong to an account and a Region', async () => {
    await as(PARTNER).send(table('purchases'));

    expect((await as(CREATOR).send(new ListConfiguredTablesCommand({}))).configuredTableSummaries).toEqual([]);
    expect((await clientOf(api.url, PARTNER, 'us-east-1').send(new ListConfiguredTablesCommand({}))).configuredTableSummaries).toEqual([]);
    expect((await as(PARTNER).send(new ListConfiguredTablesCommand({}))).configuredTableSummaries).toHaveLength(1);
  });

  it('have tags', async () => {
    const { configuredTable } = await as(PARTNER).send(table('purchases'));
    await as(PARTNER).send(new TagResourceCommand({ resourceArn: configuredTable!.arn, tags: { team: 'data' } }));

    expect((await as(PARTNER).send(new ListTagsForResourceCommand({ resourceArn: configuredTable!.arn }))).tags).toEqual({ team: 'data' });
  });
});
