import { StackResource } from './cloudformation';
import type { CleanRooms } from '../../lambda/client';
import { text, wholeNumber } from '../../lambda/decode';
import type { CreateEvent, ResourceEvent, UpdateEvent } from '../../lambda/event';
import { type Candidate, lookup } from '../../lambda/lookup';
import { type MembershipLookupProperties, ResourceType } from '../../src/custom-resources/contract';

/*
 * What holds for every type of lookup. What there is to find is a list of names with an id behind a slash.
 */
let there: string[];
let looks: number;

/** A client for which no time passes but by pauses. */
const cleanRooms = {
  pause: async () => {
    looks += 1;
    if (looks === 3) there.push('late/9');
    jest.setSystemTime(Date.now() + 1_000);
    return true;
  },
} as unknown as CleanRooms;

const resource = new StackResource(ResourceType.MEMBERSHIP_LOOKUP, 'Found');

beforeEach(() => {
  jest.useFakeTimers();
  looks = 0;
  there = ['campaign/1', 'budget/2'];
});
afterEach(() => jest.useRealTimers());

async function run(event: ResourceEvent, wanted: string) {
  const handler = lookup<MembershipLookupProperties>({
    fields: { CollaborationIdentifier: text, WaitSeconds: wholeNumber },
    list: async (): Promise<Candidate[]> => there.map((each) => {
      const [name, id] = each.split('/');
      return { id, description: `'${name}' (${id})`, isWanted: name === wanted, attributes: { Arn: `arn:${id}` } };
    }),
    wanted: () => `room '${wanted}'`,
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

test('the id of what was found is the physical id', async () => {
  expect(await run(create(), 'budget')).toEqual({ PhysicalResourceId: '2', Data: { Arn: 'arn:2' } });
});

test('there being none is told with what there is', async () => {
  await expect(run(create(), 'compaign')).rejects.toThrow("there is no room 'compaign'. There is: 'campaign' (1), 'budget' (2)");
});

test('there being nothing at all is told', async () => {
  there = [];
  await expect(run(create(), 'campaign')).rejects.toThrow("there is no room 'campaign'. There is nothing of the kind");
});

test('only the first ten of many are named', async () => {
  there = Array.from({ length: 12 }, (_, index) => `room/${index}`);
  await expect(run(create(), 'campaign')).rejects.toThrow(/'room' \(9\), 2 more$/);
});

test('there being two of the name is told with both, and what to do', async () => {
  there.push('campaign/3');
  await expect(run(create(), 'campaign')).rejects.toThrow("there is more than one room 'campaign': 'campaign' (1), 'campaign' (3). Say which");
});

test('what was found before is found again, whatever has come to be of the same name', async () => {
  there.push('campaign/3');
  expect((await run(update('1'), 'campaign')).PhysicalResourceId).toBe('1');
  expect((await run(update('3'), 'campaign')).PhysicalResourceId).toBe('3');
});

test('what was found before and is gone makes place for another of the name', async () => {
  there = ['campaign/3'];
  expect((await run(update('1'), 'campaign')).PhysicalResourceId).toBe('3');
});

test('waits for what is not there yet', async () => {
  expect((await run(create(60), 'late')).PhysicalResourceId).toBe('9');
  expect(looks).toBe(3);
});

test('waits no longer than it should, and says how long it did', async () => {
  await expect(run(create(5), 'never')).rejects.toThrow("there is no room 'never', after 5 s of waiting. There is:");
});

test('does not wait where there are two already', async () => {
  there.push('campaign/3');
  await expect(run(create(60), 'campaign')).rejects.toThrow('more than one');
  expect(looks).toBe(0);
});

test('leaves everything as it is when it goes', async () => {
  const event = resource.deleteEvent('1', { CollaborationIdentifier: 'any', WaitSeconds: 0 });
  expect(await run(event, 'campaign')).toEqual({ PhysicalResourceId: '1' });
});
