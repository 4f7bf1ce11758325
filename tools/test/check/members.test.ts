import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Program } from '../../../src/program/program';
import { CREATOR, PARTNER, THIRD } from '../../../test/support/stacks';
import { LiveFindings } from '../../src/live/findings';
import { checkJoined, compareMembers } from '../../src/live/members';
import type { LiveMember } from '../../src/live/members';

type Members = Partial<ConstructorParameters<typeof CfnCollaboration>[2]>;

const PAYS = { queryCompute: { isResponsible: true } };

/** A member as AWS has it, by default as the program below says it. */
const creator = (more: Partial<LiveMember> = {}): LiveMember => ({
  accountId: CREATOR, displayName: 'Creator', isActive: true, abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'], mlAbilities: [], paysFor: ['QUERY_COMPUTE'], ...more,
});
const partner = (more: Partial<LiveMember> = {}): LiveMember => ({
  accountId: PARTNER, displayName: 'Partner', isActive: true, abilities: [], mlAbilities: [], paysFor: [], ...more,
});

/** The messages about a room of two members, which AWS has otherwise. */
function found(live: readonly LiveMember[], more: Members | ((stack: Stack) => Members) = {}, env?: { readonly account: string }): string[] {
  const stack = new Stack(new App(), 'Stack', { env });
  new CfnCollaboration(stack, 'Room', {
    name: 'room',
    description: 'x',
    creatorDisplayName: 'Creator',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    queryLogStatus: 'ENABLED',
    members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [] }],
    ...typeof more === 'function' ? more(stack) : more,
  });
  const [collaboration] = Program.of(stack).model.collaborations();
  const findings = new LiveFindings();
  compareMembers(findings, collaboration, collaboration.definition!, live, CREATOR);
  checkJoined(findings, collaboration.definition!, live);
  return findings.list().map(({ code, message }) => `${code}: ${message}`);
}

test.each<[string, readonly LiveMember[], string[], (Members | ((stack: Stack) => Members))?]>([
  ['nothing, where all is as the program says', [creator(), partner()], []],
  ['who is a member in AWS only', [creator(), partner(), partner({ accountId: THIRD, displayName: 'Third' })], [`MembersDiffer: account ${THIRD}, 'Third', is a member in AWS, and not in the program`]],
  ['who is a member in the program only', [creator()], [`MembersDiffer: account ${PARTNER} is a member in the program, and not in AWS`]],
  ['another name', [creator(), partner({ displayName: 'Media' })], [`MembersDiffer: account ${PARTNER} is called 'Media' in AWS, and 'Partner' in the program`]],
  ['other abilities', [creator({ abilities: ['CAN_QUERY'] }), partner({ abilities: ['CAN_RECEIVE_RESULTS'], mlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] })], [
    `AbilitiesDiffer: account ${CREATOR} has CAN_RECEIVE_RESULTS in the program only`,
    `AbilitiesDiffer: account ${PARTNER} has CAN_RECEIVE_MODEL_OUTPUT in AWS only`,
    `AbilitiesDiffer: account ${PARTNER} has CAN_RECEIVE_RESULTS in AWS only`,
  ]],
  ['who pays where nobody is named and the runner would', [creator(), partner({ paysFor: ['QUERY_COMPUTE'] })], [
    `PayersDiffer: account ${PARTNER}, as a candidate to pay, has QUERY_COMPUTE in AWS only`,
  ]],
  ['nothing of costs that nobody is named for', [creator({ paysFor: ['QUERY_COMPUTE', 'MODEL_TRAINING'] }), partner()], []],
  ['who pays beside whoever is named', [creator(), partner({ paysFor: ['QUERY_COMPUTE'] })], [
    `PayersDiffer: account ${CREATOR}, as a candidate to pay, has QUERY_COMPUTE in AWS only`,
  ], { members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [], paymentConfiguration: PAYS }] }],
  ['who was named, and does not pay', [creator(), partner()], [
    `PayersDiffer: account ${PARTNER}, as a candidate to pay, has QUERY_COMPUTE in the program only`,
  ], { creatorPaymentConfiguration: PAYS, members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: [], paymentConfiguration: PAYS }] }],
  ['a member without whom nothing can be run', [creator({ isActive: false }), partner({ isActive: false })], [
    `MemberNotJoined: account ${CREATOR}, 'Creator', who queries, receives results, can pay, has not joined the collaboration`,
  ]],
  ['nothing of a member whose account is known at deployment', [creator(), partner()], [],
    (stack) => ({ members: [{ accountId: new CfnParameter(stack, 'Account').valueAsString, displayName: 'Partner', memberAbilities: [] }] })],
  ['all whom the program does not name, where they are more than can be known at deployment',
    [creator(), partner(), partner({ accountId: THIRD, displayName: 'Third' })], [
      `MembersDiffer: account ${PARTNER}, 'Partner', is a member in AWS, and not in the program`,
      `MembersDiffer: account ${THIRD}, 'Third', is a member in AWS, and not in the program`,
    ], (stack) => ({ members: [{ accountId: new CfnParameter(stack, 'Account').valueAsString, displayName: 'Partner', memberAbilities: [] }] })],
])('it is said: %s', (_, live, messages, ...[more]) => {
  expect(found(live, more, { account: CREATOR })).toEqual(messages);
});

test('the creator is known in a stack that can go to any account', () => {
  expect(found([creator(), partner()])).toEqual([]);
});
