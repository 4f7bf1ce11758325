import { type ChangeInput, type ChangeRequestAction, CreateCollaborationChangeRequestCommand, UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import { type ChangeRequestApprovalProperties, ResourceType } from '../../../src/custom-resources/contract';
import type { CleanRoomsApiOptions } from '../../../tools/src/local-cloud/api/server';
import { CleanRoom } from '../../local-cloud/clean-room';
import { recording, StackResource } from '../cloudformation';
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

/** A change that all members vote on, without a new one; and as it is expected. */
const AUTOMATIC: ChangeInput = { specificationType: 'COLLABORATION', specification: { collaboration: { autoApprovedChangeTypes: ['ADD_MEMBER'] } } };
const automatic = () => ({ Changes: [{ AutoApprovedChangeTypes: ['ADD_MEMBER'] }] });

function invitation(memberAbilities: 'CAN_RECEIVE_RESULTS'[] = [], displayName = 'Retailer'): ChangeInput {
  return { specificationType: 'MEMBER', specification: { member: { accountId: RETAILER, displayName, memberAbilities } } };
}

async function ask(...changes: ChangeInput[]): Promise<string> {
  return askOf(world, ...changes);
}

async function askOf(where: World, ...changes: ChangeInput[]): Promise<string> {
  const { collaborationChangeRequest } = await where.client(PUBLISHER).send(new CreateCollaborationChangeRequestCommand({
    collaborationIdentifier, changes,
  }));
  return collaborationChangeRequest!.id!;
}

/** Makes a third account a member that has joined and does not vote by itself. */
async function inviteThird(where: World): Promise<{ act(changeRequestIdentifier: string, action: ChangeRequestAction): Promise<void> }> {
  const id = await askOf(where, invitation());
  const update = { collaborationIdentifier, changeRequestIdentifier: id };
  await where.client().send(new UpdateCollaborationChangeRequestCommand({ ...update, action: 'APPROVE' }));
  await where.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({ ...update, action: 'COMMIT' }));
  await where.join(collaborationIdentifier, RETAILER);
  return {
    act: async (changeRequestIdentifier, action) => void await where.client(RETAILER).send(new UpdateCollaborationChangeRequestCommand({
      collaborationIdentifier, changeRequestIdentifier, action,
    })),
  };
}

async function commit(changeRequestIdentifier: string): Promise<void> {
  await asCreator(changeRequestIdentifier, 'COMMIT');
}

async function cancel(changeRequestIdentifier: string): Promise<void> {
  await asCreator(changeRequestIdentifier, 'CANCEL');
}

async function asCreator(changeRequestIdentifier: string, action: ChangeRequestAction): Promise<void> {
  await world.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({ collaborationIdentifier, changeRequestIdentifier, action }));
}

function statuses(): unknown[] {
  return world.api.state(PUBLISHER, REGION).filter(({ kind }) => kind === 'ChangeRequest').map(({ status }) => status);
}

test.each([['APPROVE', 'APPROVED'], ['DENY', 'DENIED']])('%s: votes on the matching request, and on no other', async (decision, status) => {
  await ask(invitation(['CAN_RECEIVE_RESULTS']));
  const id = await ask(invitation());
  await ask(invitation(), AUTOMATIC);

  const event = resource.createEvent(expected(decision));
  const answer = await world.deliver(event);
  expect(answer).toEqual({ PhysicalResourceId: recording(`${collaborationIdentifier}/${id}`), Data: { ChangeRequestIdentifier: id } });
  expect(await world.deliver(event)).toEqual(answer);
  expect(statuses()).toEqual(['PENDING', status, 'PENDING']);
});

describe.each<[string, CleanRoomsApiOptions]>([
  ['only votes that are cast', { hidesPendingVotes: true }],
  ['no votes at all', { hidesVotes: true }],
])('when the service shows %s', (_, options) => {
  let silent: World;

  beforeEach(async () => {
    silent = await World.start(options);
    collaborationIdentifier = await invite(silent, 'campaign');
    await silent.join(collaborationIdentifier, ADVERTISER);
  });
  afterEach(async () => {
    await silent.stop();
    process.env.AWS_ENDPOINT_URL_CLEANROOMS = world.api.url;
  });

  const requests = () => silent.api.state(PUBLISHER, REGION).filter(({ kind }) => kind === 'ChangeRequest');

  test.each([['APPROVE', 'APPROVED'], ['DENY', 'DENIED']])('%s: votes, and the same event finds the vote', async (decision, status) => {
    const id = await askOf(silent, invitation());
    const event = resource.createEvent(expected(decision));

    expect((await silent.deliver(event)).Data).toEqual({ ChangeRequestIdentifier: id });
    expect(requests()).toMatchObject([{ id, status }]);

    const again = await silent.deliver(event);
    expect(again).toEqual({ PhysicalResourceId: recording(`${collaborationIdentifier}/${id}`), Data: { ChangeRequestIdentifier: id } });
    const update = resource.updateEvent(again.PhysicalResourceId, expected(decision, 1), expected(decision));
    expect(await silent.deliver(update)).toMatchObject({ Data: { ...again.Data } });
    expect(requests()).toMatchObject([{ id, status }]);
  });

  test('denies each request anew, and an update stays with the one that it has denied', async () => {
    const first = await askOf(silent, invitation());
    const { PhysicalResourceId, Data } = await silent.deliver(resource.createEvent(expected('DENY')));
    const second = await askOf(silent, invitation());

    expect((await silent.deliver(resource.createEvent(expected('DENY')))).Data).toEqual({ ChangeRequestIdentifier: second });
    expect(requests()).toMatchObject([{ id: first, status: 'DENIED' }, { id: second, status: 'DENIED' }]);
    expect(await silent.deliver(resource.updateEvent(PhysicalResourceId, expected('DENY', 1), expected('DENY')))).toMatchObject({ Data: { ...Data } });
  });

  test('finds its approval while others have not voted', async () => {
    await inviteThird(silent);
    const id = await askOf(silent, AUTOMATIC);
    const event = resource.createEvent({ ...expected(), ...automatic() });

    expect((await silent.deliver(event)).Data).toEqual({ ChangeRequestIdentifier: id });
    expect((await silent.deliver(event)).Data).toEqual({ ChangeRequestIdentifier: id });
    expect(requests().at(-1)).toMatchObject({ id, status: 'PENDING' });
  });
});

test('waits until there is a matching request', async () => {
  const [answer, id] = await Promise.all([
    world.deliver(resource.createEvent(expected('APPROVE', 10))),
    new Promise<string>((resolve) => setTimeout(() => resolve(ask(invitation())), 300)),
  ]);
  expect(answer.PhysicalResourceId).toMatch(new RegExp(`^${collaborationIdentifier}/${id}/`));
  expect(statuses()).toEqual(['APPROVED']);
});

test('lists the open requests when none matches, and does not vote on them', async () => {
  await ask(invitation(['CAN_RECEIVE_RESULTS']));
  await expect(world.deliver(resource.createEvent(expected())))
    .rejects.toThrow(/There is: .*\(PENDING\): ADD_MEMBER 333333333333 'Retailer' \[CAN_RECEIVE_RESULTS\]/);
  expect(statuses()).toEqual(['PENDING']);
});

test('names the creator who has made no such request', async () => {
  await expect(world.deliver(resource.createEvent(expected()))).rejects.toThrow(
    `the creator of the collaboration, ${PUBLISHER} 'publisher', has made no request for exactly these changes within 0 s `
    + `(collaboration ${collaborationIdentifier}). There is no open request`);
});

test('names no creator where it cannot be read', async () => {
  world.refuses = ({ action }) => action === 'cleanrooms:GetCollaboration';
  await expect(world.deliver(resource.createEvent(expected()))).rejects.toThrow(
    'the creator of the collaboration has made no request for exactly these changes within 0 s');
});

describe('a request that came to nothing', () => {
  const noOther = () => `and the creator of the collaboration, ${PUBLISHER} 'publisher', has made no other request for exactly these changes within 0 s `
    + `(collaboration ${collaborationIdentifier}). There is no open request`;

  test.each(['APPROVE', 'DENY'])('%s: is named with the member who denied it', async (decision) => {
    const third = await inviteThird(world);
    const id = await ask(AUTOMATIC);
    await third.act(id, 'DENY');

    await expect(world.deliver(resource.createEvent({ ...expected(decision), ...automatic() }))).rejects.toThrow(
      `the change request ${id} was denied by ${RETAILER} 'Retailer', ${noOther()}`);
  });

  test('is named by the account that denied it where the members cannot be read', async () => {
    const third = await inviteThird(world);
    const id = await ask(AUTOMATIC);
    await third.act(id, 'DENY');
    world.refuses = ({ action }) => action === 'cleanrooms:ListMembers';

    await expect(world.deliver(resource.createEvent({ ...expected(), ...automatic() }))).rejects.toThrow(`${id} was denied by ${RETAILER}, and`);
  });

  test('is named when it was cancelled', async () => {
    const id = await ask(invitation());
    await cancel(id);

    await expect(world.deliver(resource.createEvent(expected()))).rejects.toThrow(`the change request ${id} was cancelled, ${noOther()}`);
  });

  test('is not named where it asks for other changes, or where there is an open one for these', async () => {
    await cancel(await ask(invitation(['CAN_RECEIVE_RESULTS'])));
    await expect(world.deliver(resource.createEvent(expected()))).rejects.toThrow('has made no request for exactly these changes');

    await cancel(await ask(invitation()));
    const id = await ask(invitation());
    await expect(world.deliver(resource.createEvent({ ...expected(), UntilCommitted: true }))).rejects.toThrow(
      `the change request ${id} was not committed within 0 s`);
  });

  test('is followed by a new one, which gets the vote', async () => {
    await cancel(await ask(invitation()));
    const [answer, id] = await Promise.all([
      world.deliver(resource.createEvent(expected('APPROVE', 10))),
      new Promise<string>((resolve) => setTimeout(() => resolve(ask(invitation())), 300)),
    ]);
    expect(answer.PhysicalResourceId).toMatch(new RegExp(`^${collaborationIdentifier}/${id}/`));
    expect(statuses()).toEqual(['CANCELLED', 'APPROVED']);
  });
});

describe('until the changes are committed', () => {
  const untilCommitted = (waitSeconds = 0) => ({ ...expected('APPROVE', waitSeconds), UntilCommitted: true });

  test('votes, and waits until the creator commits', async () => {
    const id = await ask(invitation());
    const [answer] = await Promise.all([
      world.deliver(resource.createEvent(untilCommitted(20))),
      (async () => {
        while (statuses()[0] !== 'APPROVED') await new Promise((resolve) => setTimeout(resolve, 20));
        await commit(id);
      })(),
    ]);
    expect(answer.PhysicalResourceId).toMatch(new RegExp(`^${collaborationIdentifier}/${id}/`));
    expect(statuses()).toEqual(['COMMITTED']);
  });

  test('names the creator who has not committed', async () => {
    const id = await ask(invitation());
    await expect(world.deliver(resource.createEvent(untilCommitted()))).rejects.toThrow(
      `the change request ${id} was not committed within 0 s. `
      + `It waits for the creator of the collaboration, ${PUBLISHER} 'publisher', to commit it`);
    expect(statuses()).toEqual(['APPROVED']);
  });

  test('names the members who have not voted', async () => {
    await inviteThird(world);
    const id = await ask(AUTOMATIC);
    await expect(world.deliver(resource.createEvent({ ...untilCommitted(), ...automatic() }))).rejects.toThrow(
      `the change request ${id} was not committed within 0 s. It waits for the votes of ${RETAILER} 'Retailer'`);
  });

  test('waits for the next request when the one that it voted on was cancelled', async () => {
    const first = await ask(invitation());
    const { PhysicalResourceId } = await world.deliver(resource.createEvent(expected()));
    await cancel(first);
    const second = await ask(invitation());
    const [answer] = await Promise.all([
      world.deliver(resource.updateEvent(PhysicalResourceId, untilCommitted(20), expected())),
      (async () => {
        while (statuses()[1] !== 'APPROVED') await new Promise((resolve) => setTimeout(resolve, 20));
        await commit(second);
      })(),
    ]);
    expect(answer.PhysicalResourceId).toMatch(new RegExp(`^${collaborationIdentifier}/${second}/`));
  });

  test('waits without a vote while the account has not joined, which the others decide without it', async () => {
    const other = await invite(world, 'another campaign');
    await world.join(other, PUBLISHER);
    const request = async (action: 'COMMIT' | 'APPROVE', account: string, ...changes: ChangeInput[]) => {
      const { collaborationChangeRequest } = await world.client(PUBLISHER).send(new CreateCollaborationChangeRequestCommand({
        collaborationIdentifier: other, changes,
      }));
      if (action === 'COMMIT') {
        await world.client(account).send(new UpdateCollaborationChangeRequestCommand({
          collaborationIdentifier: other, changeRequestIdentifier: collaborationChangeRequest!.id, action,
        }));
      }
      return collaborationChangeRequest!.id!;
    };
    await request('COMMIT', PUBLISHER, invitation());
    await world.join(other, RETAILER);
    const id = await request('APPROVE', RETAILER, AUTOMATIC);

    await expect(world.deliver(resource.createEvent({
      ...untilCommitted(), CollaborationIdentifier: other, ...automatic(),
    }))).rejects.toThrow(`${id} was not committed within 0 s. It waits for the votes of ${RETAILER} 'Retailer'`);
  });

  test('succeeds without a vote when the account has not joined yet and the changes are in effect', async () => {
    const other = await invite(world, 'another campaign');
    await world.join(other, PUBLISHER);
    const { collaborationChangeRequest: { id } = {} } = await world.client(PUBLISHER).send(new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier: other, changes: [invitation()],
    }));
    await world.client(PUBLISHER).send(new UpdateCollaborationChangeRequestCommand({
      collaborationIdentifier: other, changeRequestIdentifier: id, action: 'COMMIT',
    }));

    expect(await world.deliver(resource.createEvent({ ...untilCommitted(), CollaborationIdentifier: other })))
      .toMatchObject({ PhysicalResourceId: recording(`${other}/${String(id)}`) });
  });
});

test('fails with the service\'s reason when a member may not vote', async () => {
  await ask(invitation());
  world.refuses = ({ action }) => action === 'cleanrooms:UpdateCollaborationChangeRequest';
  await expect(world.deliver(resource.createEvent(expected()))).rejects.toThrow(/^UpdateCollaborationChangeRequest: Not authorized/);
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

  expect(await world.deliver(resource.createEvent(expected()))).toMatchObject({ PhysicalResourceId: recording(`${collaborationIdentifier}/${id}`) });
  await expect(world.deliver(resource.createEvent(expected('DENY')))).rejects.toThrow('There is no open request');
});

test('keeps its vote on an update with the same changes, even if they are no longer in effect', async () => {
  const id = await ask(invitation());
  const { PhysicalResourceId, Data } = await world.deliver(resource.createEvent(expected()));
  await commit(id);
  const later = await ask({ specificationType: 'MEMBER', specification: { member: { accountId: RETAILER, memberAbilities: ['CAN_RECEIVE_RESULTS'] } } });
  await world.client().send(new UpdateCollaborationChangeRequestCommand({
    collaborationIdentifier, changeRequestIdentifier: later, action: 'APPROVE',
  }));
  await commit(later);

  expect(await world.deliver(resource.updateEvent(PhysicalResourceId, expected('APPROVE', 1), expected())))
    .toMatchObject({ Data: { ...Data } });
});

test('does not withdraw its vote on Delete', async () => {
  await ask(invitation());
  const { PhysicalResourceId } = await world.deliver(resource.createEvent(expected()));
  world.forgetCalls();
  await world.deliver(resource.deleteEvent(PhysicalResourceId, expected()));
  expect(world.operations).toEqual([]);
});
