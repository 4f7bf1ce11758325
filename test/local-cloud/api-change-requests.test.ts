import type { ChangeInput, ChangeRequestAction } from '@aws-sdk/client-cleanrooms';
import { ADVERTISER, CleanRoom, PUBLISHER, STRANGER } from './clean-room';
import { clientOf } from './client';
import { startCleanRoomsApi, type CleanRoomsApi } from '../../tools/src/local-cloud/api/server';

let api: CleanRoomsApi;
let room: CleanRoom;
beforeAll(async () => {
  api = await startCleanRoomsApi();
  room = new CleanRoom(api.url);
});
afterAll(() => api.close());
beforeEach(() => api.reset());

const member = (accountId: string, memberAbilities: 'CAN_RECEIVE_RESULTS'[], displayName?: string): ChangeInput => (
  { specificationType: 'MEMBER', specification: { member: { accountId, memberAbilities, displayName } } }
);
const NEWCOMER = member(STRANGER, [], 'Retailer');

const ask = async (collaborationIdentifier: string, ...changes: ChangeInput[]) =>
  (await room.advertiser.createCollaborationChangeRequest({ collaborationIdentifier, changes })).collaborationChangeRequest!;

const act = async (account: string, collaborationIdentifier: string, changeRequestIdentifier: string, action: ChangeRequestAction) => {
  const update = { collaborationIdentifier, changeRequestIdentifier, action };
  return (await clientOf(api.url, account).updateCollaborationChangeRequest(update)).collaborationChangeRequest!;
};

const members = async (collaborationIdentifier: string) => {
  const { memberSummaries } = await room.advertiser.listMembers({ collaborationIdentifier });
  return memberSummaries!.map(({ accountId, abilities, status }) => [accountId, abilities, status]);
};

it('waits for the votes of all who have joined, and for the creator to commit', async () => {
  const { collaborationIdentifier } = await room.open();
  const { id, ...asked } = await ask(collaborationIdentifier, NEWCOMER);
  expect(asked).toMatchObject({
    status: 'PENDING',
    isAutoApproved: false,
    changes: [{ types: ['ADD_MEMBER'] }],
    approvals: { [ADVERTISER]: { status: 'APPROVED' }, [PUBLISHER]: { status: 'PENDING' } },
  });

  await expect(act(ADVERTISER, collaborationIdentifier, id!, 'COMMIT')).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(act(PUBLISHER, collaborationIdentifier, id!, 'COMMIT')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  expect((await act(PUBLISHER, collaborationIdentifier, id!, 'APPROVE')).status).toBe('APPROVED');
  expect(await members(collaborationIdentifier)).toHaveLength(2);
  expect((await act(ADVERTISER, collaborationIdentifier, id!, 'COMMIT')).status).toBe('COMMITTED');
  expect((await members(collaborationIdentifier)).at(-1)).toEqual([STRANGER, [], 'INVITED']);
  await room.join(STRANGER, collaborationIdentifier);

  const get = { collaborationIdentifier, changeRequestIdentifier: id };
  expect((await room.publisher.getCollaborationChangeRequest(get)).collaborationChangeRequest).toMatchObject({ id, status: 'COMMITTED' });
  const list = { collaborationIdentifier, status: 'COMMITTED' as const };
  expect((await room.publisher.listCollaborationChangeRequests(list)).collaborationChangeRequestSummaries).toMatchObject([{ id }]);
});

it('is denied by one, and cancelled by the creator', async () => {
  const { collaborationIdentifier } = await room.open();
  const denied = await ask(collaborationIdentifier, NEWCOMER);
  expect((await act(PUBLISHER, collaborationIdentifier, denied.id!, 'DENY')).status).toBe('DENIED');
  await expect(act(PUBLISHER, collaborationIdentifier, denied.id!, 'APPROVE')).rejects.toMatchObject({ name: 'ConflictException' });

  const cancelled = await ask(collaborationIdentifier, NEWCOMER);
  expect((await act(ADVERTISER, collaborationIdentifier, cancelled.id!, 'CANCEL')).status).toBe('CANCELLED');
  expect(await members(collaborationIdentifier)).toHaveLength(2);
});

it('takes effect at once where the collaboration approves its type by itself', async () => {
  const { collaborationIdentifier } = await room.open({ autoApprovedChangeRequestTypes: ['GRANT_RECEIVE_RESULTS_ABILITY'] });

  expect(await ask(collaborationIdentifier, member(PUBLISHER, ['CAN_RECEIVE_RESULTS']))).toMatchObject({
    status: 'COMMITTED',
    isAutoApproved: true,
    changes: [{ types: ['GRANT_RECEIVE_RESULTS_ABILITY'] }],
  });
  expect((await members(collaborationIdentifier))[1]).toEqual([PUBLISHER, ['CAN_RECEIVE_RESULTS'], 'ACTIVE']);
});

it('changes what is approved, and leaves what cannot be changed', async () => {
  const collaborationIdentifier = await room.collaborate();
  const automatic: ChangeInput = {
    specificationType: 'COLLABORATION',
    specification: { collaboration: { autoApprovedChangeTypes: ['ADD_MEMBER'] } },
  };
  const { id, status, changes } = await ask(collaborationIdentifier, automatic, member(ADVERTISER, []));
  expect([status, changes!.map(({ types }) => types)])
    .toEqual(['APPROVED', [['EDIT_AUTO_APPROVED_CHANGE_TYPES'], ['REVOKE_RECEIVE_RESULTS_ABILITY']]]);

  await act(ADVERTISER, collaborationIdentifier, id!, 'COMMIT');
  const { collaboration } = await room.advertiser.getCollaboration({ collaborationIdentifier });
  expect(collaboration!.autoApprovedChangeTypes).toEqual(['ADD_MEMBER']);
  expect((await members(collaborationIdentifier))[0]).toEqual([ADVERTISER, ['CAN_QUERY'], 'INVITED']);
});

describe('payers', () => {
  // The SDK that is installed has no payments in change requests yet.
  const payer = (accountId: string, isResponsible: boolean) => ({
    specificationType: 'MEMBER',
    specification: { member: { accountId, memberAbilities: [], paymentConfiguration: { queryCompute: { isResponsible } } } },
  });
  const askToPay = async (collaborationIdentifier: string, ...changes: object[]) =>
    (await room.send<{ collaborationChangeRequest: { id: string; changes: { types: string[] }[] } }>(
      ADVERTISER, 'POST', `/collaborations/${collaborationIdentifier}/changeRequests`, { changes })).collaborationChangeRequest;
  const accept = async (membershipIdentifier: string) => room.send<object>(
    PUBLISHER, 'PATCH', `/memberships/${membershipIdentifier}`, { membershipPaymentConfiguration: { queryCompute: { isResponsible: true } } });

  it('has a type for one who is added', async () => {
    const { collaborationIdentifier } = await room.open();
    expect(await askToPay(collaborationIdentifier, payer(PUBLISHER, true))).toMatchObject({ changes: [{ types: ['ADD_PAYER_CANDIDATE'] }] });
  });

  it.each([
    ['the old one first', [payer(ADVERTISER, false), payer(PUBLISHER, true)]],
    ['the new one first', [payer(PUBLISHER, true), payer(ADVERTISER, false)]],
  ])('are exchanged in one request, which is judged as a whole (%s), and the new one accepts once it is committed', async (_, changes) => {
    const { collaborationIdentifier, publisher } = await room.open();
    const { id, changes: [one, other] } = await askToPay(collaborationIdentifier, ...changes);
    expect([one, other].map(({ types }) => types.filter((type) => type.endsWith('PAYER_CANDIDATE'))).sort())
      .toEqual([['ADD_PAYER_CANDIDATE'], ['REMOVE_PAYER_CANDIDATE']]);
    await expect(accept(publisher)).rejects.toThrow(/ValidationException.*not responsible/);

    await act(PUBLISHER, collaborationIdentifier, id, 'APPROVE');
    await expect(accept(publisher)).rejects.toThrow(/ValidationException.*not responsible/);
    await act(ADVERTISER, collaborationIdentifier, id, 'COMMIT');
    expect(await accept(publisher)).toMatchObject({ membership: { paymentConfiguration: { queryCompute: { isResponsible: true } } } });
  });

  it('are not taken away without another one', async () => {
    const { collaborationIdentifier } = await room.open();
    await expect(askToPay(collaborationIdentifier, payer(ADVERTISER, false))).rejects.toThrow(/ValidationException.*No member is configured to pay/);
  });
});

it.each<[string, ChangeInput, string]>([
  ['gives the ability to query', member(PUBLISHER, ['CAN_QUERY' as 'CAN_RECEIVE_RESULTS']), 'CAN_QUERY'],
  ['changes nothing', member(PUBLISHER, []), 'Nothing changes'],
  ['invites somebody without a name', member(STRANGER, []), 'displayName'],
  ['says one type and means the other', { specificationType: 'COLLABORATION', specification: NEWCOMER.specification }, 'COLLABORATION'],
])('is refused where it %s', async (_, change, reason) => {
  const { collaborationIdentifier } = await room.open();
  await expect(ask(collaborationIdentifier, change))
    .rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(reason) });
});

it('is refused to members who did not create the collaboration', async () => {
  const { collaborationIdentifier } = await room.open();
  await expect(room.publisher.createCollaborationChangeRequest({ collaborationIdentifier, changes: [NEWCOMER] }))
    .rejects.toMatchObject({ name: 'AccessDeniedException' });
});
