import { type ChangeInput, CreateCollaborationChangeRequestCommand, UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import { type ChangeRequestApprovalProperties, ResourceType } from '../../../src/custom-resources/contract';
import { CleanRoom } from '../../local-cloud/api/clean-room';
import { StackResource } from '../cloudformation';
import { invite } from '../sharing';
import { ADVERTISER, PUBLISHER, REGION, World } from '../world';

/*
 * The publisher is the creator, and the function votes for the advertiser.
 */

const RETAILER = '333333333333';

let world: World;
let collaborationIdentifier: string;
const resource = new StackResource(ResourceType.CHANGE_REQUEST_APPROVAL, 'Approval');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  collaborationIdentifier = await invite(world, 'campaign');
  await world.join(collaborationIdentifier, ADVERTISER);
});

function expected(decision = 'APPROVE', waitSeconds = 0): ChangeRequestApprovalProperties {
  return {
    CollaborationIdentifier: collaborationIdentifier,
    AccountId: ADVERTISER,
    Changes: [{ Member: { AccountId: RETAILER, DisplayName: 'Retailer', Abilities: [] } }],
    Decision: decision,
    WaitSeconds: waitSeconds,
  };
}

function invitation(memberAbilities: 'CAN_RECEIVE_RESULTS'[] = [], displayName = 'Retailer'): ChangeInput {
  return { specificationType: 'MEMBER', specification: { member: { accountId: RETAILER, displayName, memberAbilities } } };
}

async function ask(...changes: ChangeInput[]): Promise<string> {
  const { collaborationChangeRequest } = await world.client(PUBLISHER).send(new CreateCollaborationChangeRequestCommand({
    collaborationIdentifier, changes,
  }));
  return collaborationChangeRequest!.id!;
}

async function commit(changeRequestIdentifier: string): Promise<void> {
  await world.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({ collaborationIdentifier, changeRequestIdentifier, action: 'COMMIT' }));
}

function statuses(): unknown[] {
  return world.api.state(PUBLISHER, REGION).filter(({ kind }) => kind === 'ChangeRequest').map(({ status }) => status);
}

test.each([['APPROVE', 'APPROVED'], ['DENY', 'DENIED']])('%s: votes on the matching request, and on no other', async (decision, status) => {
  await ask(invitation(['CAN_RECEIVE_RESULTS']));
  const id = await ask(invitation());
  await ask(invitation(), { specificationType: 'COLLABORATION', specification: { collaboration: { autoApprovedChangeTypes: ['ADD_MEMBER'] } } });

  const event = resource.createEvent(expected(decision));
  const answer = await world.deliver(event);
  expect(answer).toEqual({ PhysicalResourceId: `${collaborationIdentifier}/${id}`, Data: { ChangeRequestIdentifier: id } });
  expect(await world.deliver(event)).toEqual(answer);
  expect(statuses()).toEqual(['PENDING', status, 'PENDING']);
});

test('votes when the service shows only votes that are cast', async () => {
  const silent = await World.start({ hidesPendingVotes: true });
  try {
    collaborationIdentifier = await invite(silent, 'campaign');
    await silent.join(collaborationIdentifier, ADVERTISER);
    const { collaborationChangeRequest } = await silent.client(PUBLISHER).send(new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier, changes: [invitation()],
    }));
    const answer = await silent.deliver(resource.createEvent(expected()));
    expect(answer.Data).toEqual({ ChangeRequestIdentifier: collaborationChangeRequest!.id });
    expect(silent.api.state(PUBLISHER, REGION).filter(({ kind }) => kind === 'ChangeRequest').map(({ status }) => status)).toEqual(['APPROVED']);
  } finally {
    await silent.stop();
    process.env.AWS_ENDPOINT_URL_CLEANROOMS = world.api.url;
  }
});

test('waits until there is a matching request', async () => {
  const [answer, id] = await Promise.all([
    world.deliver(resource.createEvent(expected('APPROVE', 10))),
    new Promise<string>((resolve) => setTimeout(() => resolve(ask(invitation())), 300)),
  ]);
  expect(answer.PhysicalResourceId).toBe(`${collaborationIdentifier}/${id}`);
  expect(statuses()).toEqual(['APPROVED']);
});

test('lists the open requests when none matches, and does not vote on them', async () => {
  await ask(invitation(['CAN_RECEIVE_RESULTS']));
  await expect(world.deliver(resource.createEvent(expected())))
    .rejects.toThrow(/no request for exactly these changes .* There is: .*\(PENDING\): ADD_MEMBER 333333333333 'Retailer' \[CAN_RECEIVE_RESULTS\]/);
  expect(statuses()).toEqual(['PENDING']);
});

test('does not approve a request with a part that the SDK does not know', async () => {
  const paymentConfiguration = { queryCompute: { isResponsible: true } };
  const member = { accountId: RETAILER, displayName: 'Retailer', memberAbilities: [], paymentConfiguration };
  await new CleanRoom(world.api.url).send(PUBLISHER, 'POST', `/collaborations/${collaborationIdentifier}/changeRequests`, {
    changes: [{ specificationType: 'MEMBER', specification: { member } }],
  }, REGION);

  await expect(world.deliver(resource.createEvent(expected()))).rejects.toThrow('no request for exactly these changes');
  expect(statuses()).toEqual(['PENDING']);
});

test('succeeds without a vote when the changes are in effect, and cannot deny them', async () => {
  const id = await ask(invitation());
  await world.client().send(new UpdateCollaborationChangeRequestCommand({
    collaborationIdentifier, changeRequestIdentifier: id, action: 'APPROVE',
  }));
  await commit(id);

  expect(await world.deliver(resource.createEvent(expected()))).toMatchObject({ PhysicalResourceId: `${collaborationIdentifier}/${id}` });
  await expect(world.deliver(resource.createEvent(expected('DENY')))).rejects.toThrow('There is no open request');
});

test('keeps its vote on an update with the same changes, even if they are no longer in effect', async () => {
  const id = await ask(invitation());
  const { PhysicalResourceId } = await world.deliver(resource.createEvent(expected()));
  await commit(id);
  const later = await ask({ specificationType: 'MEMBER', specification: { member: { accountId: RETAILER, memberAbilities: ['CAN_RECEIVE_RESULTS'] } } });
  await world.client().send(new UpdateCollaborationChangeRequestCommand({
    collaborationIdentifier, changeRequestIdentifier: later, action: 'APPROVE',
  }));
  await commit(later);

  expect(await world.deliver(resource.updateEvent(PhysicalResourceId, expected('APPROVE', 1), expected())))
    .toMatchObject({ PhysicalResourceId });
});

test('does not withdraw its vote on Delete', async () => {
  await ask(invitation());
  const { PhysicalResourceId } = await world.deliver(resource.createEvent(expected()));
  world.forgetCalls();
  await world.deliver(resource.deleteEvent(PhysicalResourceId, expected()));
  expect(world.operations).toEqual([]);
});
