import { ADVERTISER, CleanRoom, PUBLISHER, STRANGER } from './clean-room';
import { clientOf } from './client';
import { findModel, loadModel } from '../../tools/src/local-cloud/api/model';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi({ pageSize: 2 });
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

const as = (account: string) => clientOf(api.url, account);

it('has every operation of the model', async () => {
  const { operations } = loadModel(await findModel());
  expect(api.service.operations.sort()).toEqual(Object.keys(operations).sort());
});

describe('requests', () => {
  it('are refused where they do not fit the model, with each member that does not', async () => {
    await expect(room.send(ADVERTISER, 'POST', '/configuredTables', { name: '', tableReference: {}, allowedColumns: ['A'], colour: 'red' }))
      .rejects.toThrow(/ValidationException.*analysisMethod.*colour.*name.*tableReference.*allowedColumns\.0/);
  });

  it('are refused where nobody signed them', async () => {
    const response = await fetch(`${api.url}/collaborations`);
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('collaborations', () => {
  const member = (...memberAbilities: 'CAN_QUERY'[]) => ({ accountId: PUBLISHER, displayName: 'Publisher', memberAbilities });

  it('are seen by their creator and by those invited, and by nobody else', async () => {
    const collaborationIdentifier = await room.collaborate();

    for (const account of [ADVERTISER, PUBLISHER]) {
      const { collaboration } = await as(account).getCollaboration({ collaborationIdentifier });
      expect(collaboration).toMatchObject({ memberStatus: 'INVITED', creatorAccountId: ADVERTISER });
    }
    await expect(as(STRANGER).getCollaboration({ collaborationIdentifier })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect((await as(STRANGER).listCollaborations()).collaborationList).toEqual([]);
  });

  it('come in pages', async () => {
    for (const name of ['a', 'b', 'c']) await room.collaborate({ name });

    const first = await room.publisher.listCollaborations();
    const second = await room.publisher.listCollaborations({ nextToken: first.nextToken });
    expect([...first.collaborationList!, ...second.collaborationList!].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(second.nextToken).toBeUndefined();
    await expect(room.publisher.listCollaborations({ nextToken: 'x' })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('are changed and deleted by their creator only', async () => {
    const collaborationIdentifier = await room.collaborate();

    await expect(room.publisher.updateCollaboration({ collaborationIdentifier, name: 'Mine' }))
      .rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(room.publisher.deleteCollaboration({ collaborationIdentifier })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { collaboration } = await room.advertiser.updateCollaboration({ collaborationIdentifier, name: 'Reach' });
    expect(collaboration).toMatchObject({ name: 'Reach', description: 'Who saw the campaign' });
  });

  it.each([
    ['an account named twice', { members: [member(), member()] }, 'more than once'],
    ['two members who can query', { members: [member('CAN_QUERY')] }, 'Only one member'],
    ['nobody who pays', { creatorPaymentConfiguration: { queryCompute: { isResponsible: false } } }, 'No member is configured to pay'],
    ['the engine that is gone', { analyticsEngine: 'CLEAN_ROOMS_SQL' as const }, 'no longer available'],
  ])('are refused with %s', async (_, changes, reason) => {
    await expect(room.collaborate(changes))
      .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(reason) });
  });

  it('take only so many members', async () => {
    const members = [...'456789'].map((digit) => ({ accountId: digit.repeat(12), displayName: digit, memberAbilities: [] }));
    await expect(room.collaborate({ members })).rejects.toMatchObject({ name: 'ServiceQuotaExceededException', quotaValue: 5 });
  });
});

describe('members', () => {
  it('are told who pays where the creator leaves it open', async () => {
    const { memberSummaries } = await room.publisher.listMembers({ collaborationIdentifier: await room.collaborate() });
    expect(memberSummaries!.map(({ paymentConfiguration }) => paymentConfiguration!.queryCompute!.isResponsible)).toEqual([true, false]);
  });

  it('that are removed see the collaboration no more', async () => {
    const { collaborationIdentifier, publisher: membershipIdentifier } = await room.open();
    await room.advertiser.deleteMember({ collaborationIdentifier, accountId: PUBLISHER });

    await expect(room.publisher.getCollaboration({ collaborationIdentifier })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const { membership } = await room.publisher.getMembership({ membershipIdentifier });
    expect(membership!.status).toBe('REMOVED');
    const { memberSummaries } = await room.advertiser.listMembers({ collaborationIdentifier });
    expect(memberSummaries!.map(({ status }) => status)).toEqual(['ACTIVE', 'REMOVED']);
  });

  it('cannot be the creator when they are removed', async () => {
    const collaborationIdentifier = await room.collaborate();
    await expect(room.advertiser.deleteMember({ collaborationIdentifier, accountId: ADVERTISER }))
      .rejects.toMatchObject({ name: 'ConflictException' });
  });
});

describe('memberships', () => {
  it('join an account to a collaboration once', async () => {
    const { collaborationIdentifier } = await room.open();

    const { collaboration } = await room.publisher.getCollaboration({ collaborationIdentifier });
    expect(collaboration!.memberStatus).toBe('ACTIVE');
    await expect(room.join(PUBLISHER, collaborationIdentifier))
      .rejects.toMatchObject({ name: 'ConflictException', reason: 'ALREADY_EXISTS' });
  });

  it('are refused to strangers, and to an account that left', async () => {
    const collaborationIdentifier = await room.collaborate();
    await expect(room.join(STRANGER, collaborationIdentifier)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    await room.publisher.deleteMembership({ membershipIdentifier: await room.join(PUBLISHER, collaborationIdentifier) });
    await expect(room.join(PUBLISHER, collaborationIdentifier)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('cannot be deleted by the creator before the collaboration, and can afterwards', async () => {
    const { collaborationIdentifier, advertiser: membershipIdentifier } = await room.open();

    await expect(room.advertiser.deleteMembership({ membershipIdentifier })).rejects.toMatchObject({ name: 'ConflictException' });
    await room.advertiser.deleteCollaboration({ collaborationIdentifier });
    const { membership } = await room.advertiser.getMembership({ membershipIdentifier });
    expect(membership!.status).toBe('COLLABORATION_DELETED');
    await room.advertiser.deleteMembership({ membershipIdentifier });
    await expect(room.advertiser.getMembership({ membershipIdentifier })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('are not deleted while something lives in them', async () => {
    const { publisher } = await room.open();
    await room.associate('purchases', publisher, await room.table('purchases'));

    await expect(room.publisher.deleteMembership({ membershipIdentifier: publisher }))
      .rejects.toMatchObject({ name: 'ConflictException', reason: 'SUBRESOURCES_EXIST' });
  });

  const publisherPays = {
    members: [{
      accountId: PUBLISHER,
      displayName: 'Publisher',
      memberAbilities: [],
      paymentConfiguration: { queryCompute: { isResponsible: true } },
    }],
  };
  it.each([
    ['accept what they do not pay', {}, { queryCompute: { isResponsible: true } }, 'says TRUE'],
    ['decline what they pay', publisherPays, { queryCompute: { isResponsible: false } }, 'says FALSE'],
    ['leave out what they pay', publisherPays, undefined, 'does not accept it'],
  ])('are refused to members who %s', async (_, changes, paymentConfiguration, reason) => {
    const collaborationIdentifier = await room.collaborate(changes);
    await expect(room.join(PUBLISHER, collaborationIdentifier, { paymentConfiguration }))
      .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(reason) });
  });

  it('have metrics only where the collaboration has, and only for who runs or pays', async () => {
    const without = await room.collaborate();
    await expect(room.join(ADVERTISER, without, { isMetricsEnabled: true })).rejects.toMatchObject({ name: 'ValidationException' });

    const collaborationIdentifier = await room.collaborate({ isMetricsEnabled: true });
    await expect(room.join(PUBLISHER, collaborationIdentifier, { isMetricsEnabled: true }))
      .rejects.toMatchObject({ name: 'ValidationException' });
    await room.join(ADVERTISER, collaborationIdentifier, { isMetricsEnabled: true });
  });
});

describe('configured audience model associations', () => {
  async function associate(membershipIdentifier: string) {
    const { configuredAudienceModelAssociation } = await room.publisher.createConfiguredAudienceModelAssociation({
      membershipIdentifier,
      configuredAudienceModelArn: `arn:aws:cleanrooms-ml:eu-central-1:${PUBLISHER}:configured-audience-model/one`,
      configuredAudienceModelAssociationName: 'lookalikes',
      manageResourcePolicies: true,
      tags: { team: 'data' },
    });
    return configuredAudienceModelAssociation!;
  }

  it('are made, found by the partner, renamed, and not made twice', async () => {
    const { collaborationIdentifier, publisher: membershipIdentifier } = await room.open();
    const made = await associate(membershipIdentifier);
    await expect(associate(membershipIdentifier))
      .rejects.toMatchObject({ name: 'ConflictException' });

    const identifiers = { membershipIdentifier, configuredAudienceModelAssociationIdentifier: made.id! };
    await room.publisher.updateConfiguredAudienceModelAssociation({ ...identifiers, name: 'alike' });
    const { configuredAudienceModelAssociation } = await room.publisher.getConfiguredAudienceModelAssociation(identifiers);
    expect(configuredAudienceModelAssociation)
      .toMatchObject({ name: 'alike', membershipId: membershipIdentifier, manageResourcePolicies: true });
    const place = `arn:aws:cleanrooms:eu-central-1:${PUBLISHER}:membership/${membershipIdentifier}`;
    expect(made.arn).toBe(`${place}/configuredaudiencemodelassociation/${made.id}`);

    const { collaborationConfiguredAudienceModelAssociationSummaries: seen } =
      await room.advertiser.listCollaborationConfiguredAudienceModelAssociations({ collaborationIdentifier });
    expect(seen).toMatchObject([{ id: made.id, creatorAccountId: PUBLISHER }]);
  });

  it('are not seen in the membership of another account', async () => {
    const { advertiser, publisher } = await room.open();
    const made = await associate(publisher);
    const get = (membershipIdentifier: string) =>
      ({ membershipIdentifier, configuredAudienceModelAssociationIdentifier: made.id });

    await expect(room.advertiser.getConfiguredAudienceModelAssociation(get(publisher)))
      .rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(room.advertiser.getConfiguredAudienceModelAssociation(get(advertiser)))
      .rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('answer AccessDenied where they are gone, when told to', async () => {
    const { publisher: membershipIdentifier } = await room.open();
    api.service.missingAs = 'AccessDenied';
    const get = { membershipIdentifier, configuredAudienceModelAssociationIdentifier: membershipIdentifier };

    await expect(room.publisher.getConfiguredAudienceModelAssociation(get)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    api.service.missingAs = 'ResourceNotFound';
  });
});

describe('tags', () => {
  it('are given, told and taken away by ARN', async () => {
    const id = await room.table('purchases', undefined, { tags: { team: 'data' } });
    const resourceArn = `arn:aws:cleanrooms:eu-central-1:${PUBLISHER}:configuredtable/${id}`;
    await room.publisher.tagResource({ resourceArn, tags: { owner: 'ads' } });
    await room.publisher.untagResource({ resourceArn, tagKeys: ['team'] });

    expect((await room.publisher.listTagsForResource({ resourceArn })).tags).toEqual({ owner: 'ads' });
    await expect(room.advertiser.listTagsForResource({ resourceArn })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(room.publisher.tagResource({ resourceArn, tags: { 'aws:mine': '' } }))
      .rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('are not changed by a long ARN, where the service takes only those that its model has', async () => {
    const strict = await startCleanRoomsApi({ refusesLongTagArns: true });
    try {
      const strictRoom = new CleanRoom(strict.url);
      const { publisher } = await strictRoom.open();
      const { arn: resourceArn } = await strictRoom.associate('purchases', publisher, await strictRoom.table('purchases'));
      const refusal = { name: 'ValidationException', message: expect.stringContaining('resourceArn') };

      await expect(strictRoom.publisher.listTagsForResource({ resourceArn })).rejects.toMatchObject(refusal);
      await expect(strictRoom.publisher.tagResource({ resourceArn, tags: { owner: 'ads' } })).rejects.toMatchObject(refusal);
      await expect(strictRoom.publisher.untagResource({ resourceArn, tagKeys: ['owner'] })).rejects.toMatchObject(refusal);
      await strictRoom.publisher.listTagsForResource({ resourceArn: `arn:aws:cleanrooms:eu-central-1:${PUBLISHER}:membership/${publisher}` });
    } finally {
      await strict.close();
    }
  });
});
