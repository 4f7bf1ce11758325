import {
  CreateCollaborationChangeRequestCommand, CreatePrivacyBudgetTemplateCommand, DeleteCollaborationCommand, UpdateCollaborationChangeRequestCommand,
} from '@aws-sdk/client-cleanrooms';
import { type ReplacementGuardProperties, ResourceType } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { PUBLISHER, type Room, World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.REPLACEMENT_GUARD, 'RoomReplacementGuard');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
beforeEach(() => world.reset());
afterAll(async () => world.stop());

/** The founders of `world.openRoom`, as a template has them. */
const FOUNDED = {
  creator: { displayName: 'advertiser', abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] },
  members: [{ AccountId: PUBLISHER, DisplayName: 'publisher', MemberAbilities: [] }],
  queryLogging: 'DISABLED',
};

function properties(changed: Partial<ReplacementGuardProperties> = {}): ReplacementGuardProperties {
  return {
    GuardedType: 'AWS::CleanRooms::Collaboration', Name: 'campaign', FailsIfChanged: FOUNDED, ReplacementAllowed: false, DuplicateAllowed: false, ...changed,
  };
}

async function create(initial = properties()): Promise<string> {
  world.stack.type = initial.GuardedType;
  return (await world.deliver(resource.createEvent(initial))).PhysicalResourceId;
}

async function update(physicalId: string, wanted: ReplacementGuardProperties, old = properties()): Promise<string> {
  return (await world.deliver(resource.updateEvent(physicalId, wanted, old))).PhysicalResourceId;
}

const changed = properties({ FailsIfChanged: { ...FOUNDED, queryLogging: 'ENABLED' } });
const allowed = { ...changed, ReplacementAllowed: true };

describe('an update of the guard', () => {
  test('that changes no guarded value passes, and calls nothing', async () => {
    const physicalId = await create();
    world.forgetCalls();
    world.stack.calls = [];

    expect(await update(physicalId, properties({ ReplacementAllowed: true, Name: 'another' }))).toBe(physicalId);
    expect([...world.operations, ...world.stack.calls]).toEqual([]);
  });

  test('ignores the order of keys, and values that are undefined', async () => {
    const physicalId = await create();
    const { creator, members, queryLogging } = FOUNDED;
    const [{ MemberAbilities, ...member }] = members;
    const sorted = { queryLogging, jobLogging: undefined, members: [{ MemberAbilities, ...member }], creator };

    expect(await update(physicalId, properties({ FailsIfChanged: sorted }))).toBe(physicalId);
  });

  test('is refused with the logical id, each difference in words, and what to do for each property', async () => {
    const physicalId = await create();
    const members = [...FOUNDED.members, { AccountId: '555555555555', DisplayName: 'retailer', MemberAbilities: [] }];
    const wanted = properties({ FailsIfChanged: { ...FOUNDED, members, queryLogging: 'ENABLED' } });

    await expect(update(physicalId, wanted)).rejects.toThrow(new RegExp(
      "^the collaboration Room cannot be updated in place, and would be replaced because of: 'members': added 555555555555 'retailer'; "
      + "'queryLogging' from DISABLED to ENABLED\\. What to do: mark a member that is added with 'since: new LiveChange\\('<name of the change>'\\)'.* "
      + "this cannot change in a live collaboration: .*'allowReplacement'"));
  });

  test('is refused for another order of a list, which CloudFormation takes as a change', async () => {
    const physicalId = await create(properties({ FailsIfChanged: { ...FOUNDED, allowedResultRegions: ['us-east-1', 'eu-west-1'] } }));
    const before = properties({ FailsIfChanged: { ...FOUNDED, allowedResultRegions: ['us-east-1', 'eu-west-1'] } });
    const wanted = properties({ FailsIfChanged: { ...FOUNDED, allowedResultRegions: ['eu-west-1', 'us-east-1'] } });

    await expect(update(physicalId, wanted, before)).rejects.toThrow("'allowedResultRegions': the same values in another order");
  });

  test('is refused again when it comes again', async () => {
    const physicalId = await create();
    await expect(update(physicalId, changed)).rejects.toThrow('cannot be updated');
    world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    expect(await update(physicalId, properties(), changed)).toBe(physicalId);
    world.stack.status = 'UPDATE_IN_PROGRESS';

    await expect(update(physicalId, changed)).rejects.toThrow('cannot be updated');
  });

  test('passes where the replacement is allowed, and then guards the new values', async () => {
    const replacedId = await update(await create(), allowed);

    expect(await update(replacedId, changed, allowed)).toBe(replacedId);
    await expect(update(replacedId, properties(), changed)).rejects.toThrow("'queryLogging' from ENABLED to DISABLED");
  });

  test.each(['UPDATE_ROLLBACK_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS'])('passes in %s, in which CloudFormation returns to what was there', async (status) => {
    const physicalId = await create();
    const replacedId = await update(physicalId, allowed);
    world.stack.status = status;

    expect(await update(replacedId, properties(), allowed)).toBe(physicalId);
  });

  test('of an earlier release, whose physical id has a third part, is compared in the same way', async () => {
    const physicalId = await create();

    expect(await update(`${physicalId}/0123`, properties())).toBe(`${physicalId}/0123`);
  });
});

describe('a new guard of a collaboration that is there', () => {
  let room: Room;
  beforeEach(async () => {
    room = await world.openRoom();
    world.stack.resources = { Room: room.collaborationIdentifier };
  });

  test.each<[string, object]>([
    ['as it was founded', {}],
    ['with the payer that the service names by default', {
      creator: { ...FOUNDED.creator, payment: { QueryCompute: { IsResponsible: true } } },
      members: [{ ...FOUNDED.members[0], PaymentConfiguration: { QueryCompute: { IsResponsible: false } } }],
    }],
    ['with what is off by default', { jobLogging: 'DISABLED', allowedResultRegions: [], autoApprovedChangeTypes: [] }],
    ['in another order', { creator: { ...FOUNDED.creator, abilities: ['CAN_RECEIVE_RESULTS', 'CAN_QUERY'] } }],
  ])('accepts it %s', async (_, values) => {
    await expect(create(properties({ FailsIfChanged: { ...FOUNDED, ...values } }))).resolves.toMatch(/^RoomReplacementGuard\/[0-9a-f]{32}$/);
  });

  test.each<[string, object, string]>([
    ['a member more', { members: [...FOUNDED.members, { AccountId: '555555555555', DisplayName: 'retailer' }] }, "'members': added 555555555555 'retailer'"],
    ['a member less', { members: [] }, "'members': removed 222222222222 'publisher'"],
    ['another display name', { members: [{ ...FOUNDED.members[0], DisplayName: 'media' }] }, "changed 222222222222 'media' (DisplayName from publisher to media)"],
    ['another ability', { members: [{ ...FOUNDED.members[0], MemberAbilities: ['CAN_RECEIVE_RESULTS'] }] }, 'Abilities: added CAN_RECEIVE_RESULTS'],
    ['another payer', {
      members: [{ ...FOUNDED.members[0], PaymentConfiguration: { QueryCompute: { IsResponsible: true } } }],
    }, 'PaysFor: added QUERY_COMPUTE'],
    ['another creator', { creator: { ...FOUNDED.creator, displayName: 'agency' } }, "'creator': DisplayName from advertiser to agency"],
    ['query logs', { queryLogging: 'ENABLED' }, "'queryLogging' from DISABLED to ENABLED"],
    ['job logs', { jobLogging: 'ENABLED' }, "'jobLogging' from DISABLED to ENABLED"],
    ['Regions for results', { allowedResultRegions: ['us-east-1'] }, "'allowedResultRegions': added us-east-1"],
    ['automatic approvals', { autoApprovedChangeTypes: ['ADD_MEMBER'] }, "'autoApprovedChangeTypes': added ADD_MEMBER"],
    ['encryption', {
      dataEncryption: { AllowCleartext: true, AllowDuplicates: true, AllowJoinsOnColumnsWithDifferentNames: true, PreserveNulls: true },
    }, "'dataEncryption' from nothing to"],
  ])('refuses %s', async (_, values, difference) => {
    await expect(create(properties({ FailsIfChanged: { ...FOUNDED, ...values } }))).rejects.toThrow(difference);
  });

  test('accepts it with what a change request has changed since then, whichever of the two the program has', async () => {
    await commit({ accountId: '555555555555', displayName: 'retailer', memberAbilities: [] });
    await commit({ accountId: PUBLISHER, memberAbilities: ['CAN_RECEIVE_RESULTS'] });

    await expect(create()).resolves.toBeDefined();
    const members = [...FOUNDED.members, { AccountId: '555555555555', DisplayName: 'retailer' }];
    await expect(create(properties({ FailsIfChanged: { ...FOUNDED, members } }))).rejects.toThrow("added 555555555555 'retailer'");
  });

  test('accepts anything where the replacement is allowed, or CloudFormation rolls back', async () => {
    await expect(create(allowed)).resolves.toBeDefined();
    world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    await expect(create(changed)).resolves.toBeDefined();
  });

  test('accepts anything where the collaboration was deleted by hand', async () => {
    await world.closeRoom(room);

    await expect(create(changed)).resolves.toBeDefined();
  });

  async function commit(member: { accountId: string; displayName?: string; memberAbilities: 'CAN_RECEIVE_RESULTS'[] }): Promise<void> {
    const { collaborationIdentifier } = room;
    const { collaborationChangeRequest } = await world.client().send(new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier, changes: [{ specificationType: 'MEMBER', specification: { member } }],
    }));
    await world.client().send(new UpdateCollaborationChangeRequestCommand({
      collaborationIdentifier, changeRequestIdentifier: collaborationChangeRequest!.id, action: 'COMMIT',
    }));
  }
});

describe('a new guard that sees the change set of its deployment', () => {
  beforeEach(async () => (world.stack.resources = { Room: (await world.openRoom()).collaborationIdentifier }));

  test('refuses a replacement because of a form that CloudFormation takes for a change', async () => {
    world.stack.plan = [{ action: 'Modify', logicalId: 'Room', replacement: 'True', property: 'CreatorMemberAbilities' }];
    await expect(create()).rejects.toThrow('the collaboration Room would be replaced, although its values are those that it has: the deployed template '
      + 'has CreatorMemberAbilities in another form, such as another order or a default that is left out. Write them as the deployed template has them '
      + "('cdk diff' shows both), or set 'allowReplacement'");
    await expect(create(properties({ ReplacementAllowed: true }))).resolves.toBeDefined();
  });

  test('accepts a replacement of what was deleted by hand', async () => {
    world.stack.plan = [{ action: 'Modify', logicalId: 'Room', replacement: 'True', property: 'QueryLogStatus' }];
    await world.client().send(new DeleteCollaborationCommand({ collaborationIdentifier: world.stack.resources.Room }));

    await expect(create(changed)).resolves.toBeDefined();
  });

  test.each(['False', 'Conditional'])('accepts what is replaced: %s', async (replacement) => {
    world.stack.plan = [{ action: 'Modify', logicalId: 'Room', replacement }, { action: 'Modify', logicalId: 'Other', replacement: 'True' }];
    await expect(create()).resolves.toBeDefined();
  });

  test('accepts a reference in place of an id, which the plan takes for a change', async () => {
    const room = await world.openRoom();
    world.stack.resources = { Room: room.membershipIdentifier };
    world.stack.plan = [{ action: 'Modify', logicalId: 'Room', replacement: 'True', property: 'CollaborationIdentifier' }];
    await expect(create(properties({
      GuardedType: 'AWS::CleanRooms::Membership', FailsIfChanged: { collaboration: room.collaborationIdentifier }, DuplicateAllowed: undefined,
    }))).resolves.toBeDefined();
  });

  test('refuses one with a generated name beside one that goes: it was renamed', async () => {
    world.stack.resources = {};
    const generated = properties({ Name: 'another', NameIsGenerated: true });
    world.stack.plan = [{ action: 'Remove', logicalId: 'Before' }, { action: 'Add', logicalId: 'Room' }];
    await expect(create(generated)).rejects.toThrow(/^this deployment takes the collaboration Before \(id of Before\) out of the stack, and would make another one as Room, .*overrideLogicalId\('Before'\)/);

    await expect(create({ ...generated, NameIsGenerated: undefined })).resolves.toBeDefined();
    await expect(create({ ...generated, DuplicateAllowed: true })).resolves.toBeDefined();
    world.stack.plan = [{ action: 'Remove', logicalId: 'Before', type: 'AWS::CleanRooms::Membership' }, { action: 'Add', logicalId: 'Before' }];
    await expect(create(generated)).resolves.toBeDefined();
  });
});

test('a guard with a short suffix knows what it guards', async () => {
  world.stack.resources = { Room: (await world.openRoom()).collaborationIdentifier };
  const event = new StackResource(ResourceType.REPLACEMENT_GUARD, 'RoomGuard').createEvent(changed);
  await expect(world.deliver(event)).rejects.toThrow('the collaboration Room cannot be updated in place');
});

describe('a new guard of what is not there', () => {
  test('accepts a collaboration where the account has none of that name', async () => {
    await expect(create()).resolves.toBeDefined();
  });

  test('refuses a second collaboration of that name, and says how to take over the first', async () => {
    const { collaborationIdentifier } = await world.openRoom();

    await expect(create()).rejects.toThrow(new RegExp(`^the account has the collaboration 'campaign' \\(arn:.*${collaborationIdentifier}, created 20.*\\), `
      + 'which this stack does not have, and would make a second collaboration as Room\\. .*cdk import --context cdk-cleanrooms:importing=true.* '
      + `\\(CollaborationIdentifier ${collaborationIdentifier}\\).*cdk refactor.*'allowDuplicateName'$`));
  });

  test('says under which logical id the stack has the first one', async () => {
    const { collaborationIdentifier } = await world.openRoom();
    world.stack.resources = { Campaign: collaborationIdentifier };

    await expect(create()).rejects.toThrow(/under the logical id Campaign, .*cdk refactor.*overrideLogicalId\('Campaign'\)/);
  });

  test('accepts a second one on purpose, of another name, or after the first was deleted', async () => {
    const room = await world.openRoom();
    await expect(create(properties({ DuplicateAllowed: true }))).resolves.toBeDefined();
    await expect(create(properties({ Name: 'another' }))).resolves.toBeDefined();

    await world.client().send(new DeleteCollaborationCommand({ collaborationIdentifier: room.collaborationIdentifier }));
    await expect(create()).resolves.toBeDefined();
  });

  test('accepts a collaboration whose name a partner uses, too', async () => {
    const room = await world.openRoom();
    await world.join(room.collaborationIdentifier, PUBLISHER);
    const partner = new StackResource(ResourceType.REPLACEMENT_GUARD, 'RoomReplacementGuard',
      `arn:aws:cloudformation:us-east-1:${PUBLISHER}:stack/Campaign/5f0c2b1e-8f1a-11f0-8de9-0242ac120002`);

    await expect(world.deliver(partner.createEvent(properties()), { account: PUBLISHER })).resolves.toBeDefined();
  });
});

describe('the guard of a membership', () => {
  const guarded = (collaboration: string) => ({
    GuardedType: 'AWS::CleanRooms::Membership', FailsIfChanged: { collaboration }, ReplacementAllowed: false,
  });

  test('accepts the one that is there, and refuses to replace it', async () => {
    const room = await world.openRoom();
    world.stack.resources = { Room: room.membershipIdentifier };

    await expect(create(guarded(room.collaborationIdentifier))).resolves.toBeDefined();
    await expect(create(guarded('another'))).rejects.toThrow(`'collaboration' from ${room.collaborationIdentifier} to another`);
  });

  test('refuses a second one in the same collaboration, and says how to import the first', async () => {
    const room = await world.openRoom();

    await expect(create(guarded(room.collaborationIdentifier))).rejects.toThrow(
      new RegExp(`^the account has the membership ${room.membershipArn} in 'campaign' \\(joined .*cdk import.* \\(MembershipIdentifier ${room.membershipIdentifier}\\)`));
    await expect(create(guarded('another'))).resolves.toBeDefined();
  });
});

describe('a replacement that is allowed', () => {
  const guarded = (collaboration: string) => ({
    GuardedType: 'AWS::CleanRooms::Membership', FailsIfChanged: { collaboration }, ReplacementAllowed: true,
  });

  test('is refused where the account has joined the other collaboration already, as after a rollback', async () => {
    const room = await world.openRoom();
    const physicalId = await create(guarded('before'));

    await expect(update(physicalId, guarded(room.collaborationIdentifier), guarded('before'))).rejects.toThrow(
      new RegExp("^'allowReplacement' cannot replace the membership Room: the new one cannot be made while there is the membership .*"
        + `cdk-cleanrooms:importing=${room.collaborationIdentifier}' \\(MembershipIdentifier ${room.membershipIdentifier}\\)$`));
    await expect(update(physicalId, guarded('another'), guarded('before'))).resolves.toBeDefined();
  });
});

describe('the guard of a privacy budget', () => {
  const guarded = (membership: string, changes: object = {}) => ({
    GuardedType: 'AWS::CleanRooms::PrivacyBudgetTemplate',
    FailsIfChanged: { membership, type: 'DIFFERENTIAL_PRIVACY', autoRefresh: 'CALENDAR_MONTH', ...changes },
    ReplacementAllowed: false,
  });

  test('accepts the one that is there, refuses to replace it, and refuses a second one', async () => {
    const { membershipIdentifier } = await world.openRoom();
    await expect(create(guarded(membershipIdentifier))).resolves.toBeDefined();
    const { privacyBudgetTemplate: budget } = await world.client().send(new CreatePrivacyBudgetTemplateCommand({
      membershipIdentifier,
      privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
      autoRefresh: 'CALENDAR_MONTH',
      parameters: { differentialPrivacy: { epsilon: 3, usersNoisePerQuery: 30 } },
    }));

    const refusal = create(guarded(membershipIdentifier));
    await expect(refusal).rejects.toThrow(`the privacy budget template ${budget!.arn}`);
    await expect(refusal).rejects.toThrow(`(PrivacyBudgetTemplateIdentifier ${budget!.id} and MembershipIdentifier ${membershipIdentifier})`);
    world.stack.resources = { Room: budget!.arn! };
    await expect(create(guarded(membershipIdentifier))).resolves.toBeDefined();
    await expect(create(guarded(membershipIdentifier, { autoRefresh: undefined }))).rejects.toThrow("'autoRefresh' from CALENDAR_MONTH to NONE");
    const allowing = (changes: object) => ({ ...guarded(membershipIdentifier, changes), ReplacementAllowed: true });
    await expect(create(allowing({ autoRefresh: undefined }))).rejects.toThrow("'allowReplacement' cannot replace the privacy budget template Room");
    await expect(create(allowing({}))).resolves.toBeDefined();
    world.stack.resources = { Room: `${budget!.id}|${membershipIdentifier}` };
    await expect(create(guarded(membershipIdentifier))).resolves.toBeDefined();
    world.stack.plan = [{ action: 'Modify', logicalId: 'Room', replacement: 'True', property: 'AutoRefresh' }];
    await expect(create(guarded(membershipIdentifier))).rejects.toThrow(/AutoRefresh in another form.* \('cdk diff' shows both\)$/);
  });
});

test('refuses a type that it does not know', async () => {
  await expect(create(properties({ GuardedType: 'AWS::S3::Bucket' }))).rejects.toThrow("'GuardedType' must be one of AWS::CleanRooms::Collaboration, ");
});

test('returns the same answer for the same event', async () => {
  const event = resource.createEvent(properties());

  expect(await world.deliver(event)).toEqual(await world.deliver(event));
});

test('does nothing on Delete', async () => {
  expect(await world.deliver(resource.deleteEvent('Guard/0', properties()))).toEqual({ PhysicalResourceId: 'Guard/0' });
});
