import { recording, StackResource } from './cloudformation';
import type { CleanRooms } from '../../lambda/client';
import { text, wholeNumber } from '../../lambda/decode';
import type { CreateEvent, ResourceEvent, UpdateEvent } from '../../lambda/event';
import { type Candidate, lookup } from '../../lambda/lookup';
import { type MembershipLookupProperties, ResourceType } from '../../src/custom-resources/contract';

/*
 * What all types of lookups have in common. The candidates are names, each with an id after a slash.
 */
let there: string[];
let looks: number;
let status: string;

/** A client for which time passes only in pauses. */
const cleanRooms = {
  pause: async () => {
    looks += 1;
    if (looks === 3) there.push('late/9');
    jest.setSystemTime(Date.now() + 1_000);
    return true;
  },
  sendBy: async () => ({ Stacks: [{ StackStatus: status }] }),
} as unknown as CleanRooms;

const resource = new StackResource(ResourceType.MEMBERSHIP_LOOKUP, 'Found');

beforeEach(() => {
  jest.useFakeTimers();
  looks = 0;
  status = 'UPDATE_IN_PROGRESS';
  there = ['campaign/1', 'budget/2'];
});
afterEach(() => jest.useRealTimers());

async function run(event: ResourceEvent, wanted: string) {
  const handler = lookup<MembershipLookupProperties>({
    fields: { CollaborationIdentifier: text, WaitSeconds: wholeNumber },
    list: async (): Promise<Candidate[]> => there.map((each) => {
      const [name, id] = each.split('/');
      return { id, description: `'${name}' (${id})`, isWanted: name === wanted };
    }),
    isId: (id) => /^\d$/.test(id),
    attributes: (id) => ({ Arn: `arn:${id}` }),
    describe: () => `room '${wanted}'`,
    remedy: 'Say which',
  });
  return handler(event, cleanRooms);
}

function create(WaitSeconds = 0): CreateEvent {
  return resource.createEvent({ CollaborationIdentifier: 'any', WaitSeconds });
}

function update(physicalId: string): UpdateEvent {
  const properties = { CollaborationIdentifier: 'any', WaitSeconds: 0 };
  return resource.updateEvent(physicalId, properties, properties);
}

test('records the id of what it found in the physical id', async () => {
  expect(await run(create(), 'budget')).toEqual({ PhysicalResourceId: recording('2'), Data: { Arn: 'arn:2' } });
});

test('lists the candidates when none has the name', async () => {
  await expect(run(create(), 'compaign')).rejects.toThrow("there is no room 'compaign'. There is: 'campaign' (1), 'budget' (2)");
});

test('says when there are no candidates at all', async () => {
  there = [];
  await expect(run(create(), 'campaign')).rejects.toThrow("there is no room 'campaign'. There is nothing of the kind");
});

test('lists only the first ten of many candidates', async () => {
  there = Array.from({ length: 12 }, (_, index) => `room/${index}`);
  await expect(run(create(), 'campaign')).rejects.toThrow(/'room' \(9\), 2 more$/);
});

test('fails when two have the name, with both of them and the remedy', async () => {
  there.push('campaign/3');
  await expect(run(create(), 'campaign')).rejects.toThrow("there is more than one room 'campaign': 'campaign' (1), 'campaign' (3). Say which");
});

test('finds on an update what it found before, even if another one has the same name by now', async () => {
  there.push('campaign/3');
  expect((await run(update('1'), 'campaign')).Data).toEqual({ Arn: 'arn:1' });
  expect((await run(update('3'), 'campaign')).Data).toEqual({ Arn: 'arn:3' });
});

test('finds another one of the same name on an update when the previous one is gone', async () => {
  there = ['campaign/3'];
  expect((await run(update('1'), 'campaign')).Data).toEqual({ Arn: 'arn:3' });
});

test('waits for what does not exist yet', async () => {
  expect((await run(create(60), 'late')).Data).toEqual({ Arn: 'arn:9' });
  expect(looks).toBe(3);
});

test('fails after the time to wait, and says how long it waited', async () => {
  await expect(run(create(5), 'never')).rejects.toThrow("there is no room 'never', after 5 s of waiting. There is:");
});

test('does not wait when two have the name already', async () => {
  there.push('campaign/3');
  await expect(run(create(60), 'campaign')).rejects.toThrow('more than one');
  expect(looks).toBe(0);
});

test('does nothing on Delete', async () => {
  const event = resource.deleteEvent('1', { CollaborationIdentifier: 'any', WaitSeconds: 0 });
  expect(await run(event, 'campaign')).toEqual({ PhysicalResourceId: '1' });
});
