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
    "because of: 'creator': PaysFor: added QUERY_COMPUTE. What to do: write what changes of the creator as "
    + "'changes: [{ since: new LiveChange('<name of the change>'), ... }]' of it, beside its abilities and costs as they were; to exchange payers, give both "
    + 'members the same LiveChange. Its display name, CAN_QUERY and CAN_RUN_JOB cannot change');
});

test('an exchange of payers comes with remedies that agree', async () => {
  const paying = { QueryCompute: { IsResponsible: true } };
  const before = { ...FOUNDED, creator: { ...FOUNDED.creator, payment: paying } };

  const message = await refusal(before, { ...FOUNDED, members: [{ ...FOUNDED.members[0], PaymentConfiguration: paying }] });
  expect(message).toContain("'creator': PaysFor: removed QUERY_COMPUTE; 'members': changed 222222222222 'publisher' (PaysFor: added QUERY_COMPUTE)");
  expect(message).toMatch(/write what changes of the creator as .*mark a member that is added .*write what changes of a member as/);
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
    /What to do: write what changes of the creator as .*mark a member that is added .*and make a new one\. leave it as it was, and write 'autoApprovalChanges: .*\}\]'$/);
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
