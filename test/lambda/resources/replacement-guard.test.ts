import { type ReplacementGuardProperties, ResourceType } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.REPLACEMENT_GUARD, 'Guard');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.api.close());

function properties(changed: Partial<ReplacementGuardProperties> = {}): ReplacementGuardProperties {
  return {
    Path: 'Campaign/Collaboration',
    CreateOnly: { members: [{ accountId: '222222222222', displayName: 'publisher' }], queryLogging: true, allowedResultRegions: ['us-east-1', 'eu-west-1'] },
    Remedy: "Add members with a change request, or pass 'allowReplacement: true'.",
    ReplacementAllowed: false,
    ...changed,
  };
}

async function create(initial = properties()): Promise<string> {
  return (await world.deliver(resource.createEvent(initial))).PhysicalResourceId;
}

async function update(physicalId: string, wanted: ReplacementGuardProperties, old = properties()): Promise<string> {
  return (await world.deliver(resource.updateEvent(physicalId, wanted, old))).PhysicalResourceId;
}

const changed = properties({ CreateOnly: { ...properties().CreateOnly, queryLogging: false } });
const allowed = { ...changed, ReplacementAllowed: true };

test('returns the same answer for the same event', async () => {
  const event = resource.createEvent(properties());

  expect(await world.deliver(event)).toEqual(await world.deliver(event));
});

test('allows an update that changes no guarded value', async () => {
  const physicalId = await create();

  expect(await update(physicalId, properties({ Remedy: 'another', ReplacementAllowed: true }))).toBe(physicalId);
});

test('ignores the order of keys, and values that are undefined', async () => {
  const physicalId = await create();
  const { members, queryLogging, allowedResultRegions } = properties().CreateOnly;
  const sorted = { allowedResultRegions, queryLogging, jobLogging: undefined, members: (members as object[]).map((member) => ({ displayName: '', ...member })) };

  expect(await update(physicalId, properties({ CreateOnly: sorted }))).toBe(physicalId);
});

test('refuses another order of a list', async () => {
  const physicalId = await create();
  const reversed = { ...properties().CreateOnly, allowedResultRegions: ['eu-west-1', 'us-east-1'] };

  await expect(update(physicalId, properties({ CreateOnly: reversed }))).rejects.toThrow("'allowedResultRegions': the same values in another order");
});

test('refuses a change, with the path, each value before and after, and the remedy', async () => {
  const physicalId = await create();
  const { members, queryLogging } = properties().CreateOnly;
  const wanted = properties({ CreateOnly: { members, queryLogging: !queryLogging, jobLogging: 'ENABLED' } });

  await expect(update(physicalId, wanted)).rejects.toThrow(
    "'Campaign/Collaboration' cannot be updated in place, and would be replaced because of: 'queryLogging' from true to false; "
    + "'allowedResultRegions' from [\"us-east-1\",\"eu-west-1\"] to nothing; 'jobLogging' from nothing to ENABLED. "
    + "Add members with a change request, or pass 'allowReplacement: true'.");
});

test('allows the rollback of a refused update', async () => {
  const physicalId = await create();
  await expect(update(physicalId, changed)).rejects.toThrow();

  expect(await update(physicalId, properties(), changed)).toBe(physicalId);
});

test('refuses the same update again', async () => {
  const physicalId = await create();
  await expect(update(physicalId, changed)).rejects.toThrow();
  await update(physicalId, properties(), changed);

  await expect(update(physicalId, changed)).rejects.toThrow();
});

test('allows a replacement with permission, and then guards the new values', async () => {
  const replacedId = await update(await create(), allowed);
  const settledId = await update(replacedId, changed, allowed);

  expect(settledId).toBe(replacedId);
  await expect(update(settledId, properties(), changed)).rejects.toThrow("'queryLogging' from false to true");
  await expect(update(settledId, properties({ CreateOnly: {} }), changed)).rejects.toThrow("'members' from");
});

describe('the rollback of an allowed replacement', () => {
  test('passes when CloudFormation updates the old physical id', async () => {
    const physicalId = await create();
    await update(physicalId, allowed);

    expect(await update(physicalId, properties(), allowed)).toBe(physicalId);
  });

  test('passes when CloudFormation updates the new physical id, and returns the old one', async () => {
    const physicalId = await create();
    const replacedId = await update(physicalId, allowed);

    expect(await update(replacedId, properties(), allowed)).toBe(physicalId);
  });
});

test('does nothing on Delete', async () => {
  expect(await world.deliver(resource.deleteEvent('Guard/0', properties()))).toEqual({ PhysicalResourceId: 'Guard/0' });
});
