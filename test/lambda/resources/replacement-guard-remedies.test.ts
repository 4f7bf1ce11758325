import { ResourceType } from '../../../src/custom-resources/contract';
import { StackResource } from '../cloudformation';
import { World } from '../world';

/*
 * What a refused replacement says that can be done.
 */

let world: World;
const resource = new StackResource(ResourceType.REPLACEMENT_GUARD, 'RoomReplacementGuard');

beforeAll(async () => void (world = await World.start()));
beforeEach(() => world.reset());
afterAll(async () => world.stop());

const FOUNDED = {
  creator: { displayName: 'advertiser', abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] },
  members: [{ AccountId: '222222222222', DisplayName: 'publisher', MemberAbilities: [] }],
  queryLogging: 'DISABLED',
};

/** Returns the message with which an update is refused. */
async function refusal(before: object, after: object, type = 'Collaboration'): Promise<string> {
  const properties = (values: object) => ({
    GuardedType: `AWS::CleanRooms::${type}`, FailsIfChanged: values as Record<string, unknown>, ReplacementAllowed: false,
  });
  try {
    await world.deliver(resource.updateEvent('RoomReplacementGuard/0', properties(after), properties(before)));
  } catch (failure) {
    return (failure as Error).message;
  }
  throw new Error('the update was not refused');
}

test('a change of what the creator pays for comes with the change request that makes it', async () => {
  const creator = { ...FOUNDED.creator, payment: { QueryCompute: { IsResponsible: true } } };

  expect(await refusal(FOUNDED, { ...FOUNDED, creator })).toContain(
    "because of: 'creator': PaysFor: added QUERY_COMPUTE. What to do: a CollaborationChangeRequest changes the result and ML abilities of the creator "
    + "and what it pays for, like those of any member: by CollaborationChange.changeMember with the creator's account; to exchange payers, change both "
    + "members in one request. Its display name, CAN_QUERY and CAN_RUN_JOB cannot change. Either way, leave 'creator' as it was");
});

test('an exchange of payers comes with remedies that agree', async () => {
  const paying = { QueryCompute: { IsResponsible: true } };
  const before = { ...FOUNDED, creator: { ...FOUNDED.creator, payment: paying } };

  const message = await refusal(before, { ...FOUNDED, members: [{ ...FOUNDED.members[0], PaymentConfiguration: paying }] });
  expect(message).toContain("'creator': PaysFor: removed QUERY_COMPUTE; 'members': changed 222222222222 'publisher' (PaysFor: added QUERY_COMPUTE)");
  expect(message).toMatch(/changes the result and ML abilities of the creator and what it pays for.*or changes its result and ML abilities and what it pays for/);
  expect(message).not.toContain('this cannot change in a live collaboration');
});

test('the remedies are read whole, however much has changed', async () => {
  const members = [...Array(40).keys()].map((index) => ({
    AccountId: String(300_000_000_000 + index), DisplayName: `A member with a long name, the ${index}th of all`, MemberAbilities: [],
  }));
  const creator = { displayName: 'agency'.repeat(50), abilities: ['CAN_RUN_JOB'] };

  const message = await refusal(FOUNDED, { creator, members, queryLogging: 'ENABLED', autoApprovedChangeTypes: ['ADD_MEMBER'] });
  expect(message).toMatch(/because of: 'creator': .*; 'members': added 300000000000 .* \.\.\.; 'queryLogging' from DISABLED to ENABLED; 'autoApprovedChangeTypes' from /);
  expect(message).toMatch(
    /What to do: .*leave 'creator' as it was\. .*leave 'members' as it was\. .*and make a new one\. ask for this change .*leave the property as it was$/);
});

describe('a privacy budget', () => {
  const BUDGET = { membership: 'membership', type: 'ACCESS_BUDGET', autoRefresh: 'NONE', table: 'table' };

  test('in the same place is taken out and added anew: two cannot be there together', async () => {
    const message = await refusal(BUDGET, { ...BUDGET, type: 'DIFFERENTIAL_PRIVACY' }, 'PrivacyBudgetTemplate');
    expect(message).toMatch(/'removalPolicy: RemovalPolicy\.DESTROY' and deploy, then take the construct out and deploy, then add it anew\. 'allowReplacement' cannot do it/);
  });

  test.each(['membership', 'table'])('in another %s can be replaced', async (name) => {
    expect(await refusal(BUDGET, { ...BUDGET, [name]: 'another' }, 'PrivacyBudgetTemplate'))
      .toMatch(/What to do: add another budget there, or set 'allowReplacement' to start a new budget there and end this one$/);
  });
});
