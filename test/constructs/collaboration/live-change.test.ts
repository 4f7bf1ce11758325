import { Duration, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AutoApprovedChangeType, Collaboration, CollaborationChange, CollaborationChangeRequest, LiveChange, MemberAbility, PaymentResponsibility,
} from '../../../src';
import type { CollaborationCreator, MemberSpecification } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, stackOf, warningsIn } from '../../support/stacks';

const { CAN_QUERY, CAN_RECEIVE_RESULTS, CAN_RUN_JOB } = MemberAbility;
const REQUEST = 'Custom::CleanRoomsCollaborationChangeRequest';
const FOUNDER: MemberSpecification = { accountId: PARTNER, displayName: 'Publisher' };

let stack: Stack;
let spring: LiveChange;
let autumn: LiveChange;
beforeEach(() => {
  stack = stackOf(CREATOR);
  [spring, autumn] = [new LiveChange('Spring'), new LiveChange('Autumn')];
});

function collaborationOf(members: MemberSpecification[] = [], creator: Partial<CollaborationCreator> = {}): Collaboration {
  return new Collaboration(stack, 'Collaboration', {
    collaborationName: 'campaign', creator: { displayName: 'Advertiser', abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS], ...creator }, members,
  });
}

function propertiesOf(type: string): Record<string, unknown>[] {
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);
}

test('what comes later is requested, and the collaboration stays as it was made', () => {
  const collaboration = collaborationOf([FOUNDER]);
  collaboration.addMember({ accountId: THIRD, displayName: 'Retailer', since: autumn });

  expect(propertiesOf('AWS::CleanRooms::Collaboration')).toMatchObject([{ Members: [{ AccountId: PARTNER }] }]);
  expect(propertiesOf(REQUEST)).toMatchObject([{
    Changes: [{ Member: { AccountId: THIRD, DisplayName: 'Retailer' } }], Occurrence: 1, WaitSeconds: 60, WhenNotApproved: 'KEEP_OPEN',
  }]);
  expect(collaboration.changesSince(autumn)).toHaveLength(1);
  expect(collaboration.changesSince(spring)).toEqual([]);
});

test('members are answered as they will be', () => {
  const collaboration = collaborationOf([
    {
      ...FOUNDER,
      changes: [
        { since: spring, abilities: [CAN_RECEIVE_RESULTS] }, { since: autumn, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },
      ],
    },
    { accountId: '444444444444', displayName: 'Newspaper', leaves: true },
  ]);
  collaboration.addMember({ accountId: THIRD, displayName: 'Retailer', since: autumn });

  expect(collaboration.members).toMatchObject([
    { accountId: PARTNER, abilities: [{ name: 'CAN_RECEIVE_RESULTS' }], paymentResponsibilities: [{ name: 'QUERY_COMPUTE' }] }, { accountId: THIRD },
  ]);
  expect(propertiesOf('Custom::CleanRoomsMemberRemoval')).toMatchObject([{ AccountId: '444444444444' }]);
});

test('changes are requested one after the other, in the order in which they were created', () => {
  collaborationOf([{ accountId: THIRD, displayName: 'Retailer', since: autumn }, { ...FOUNDER, changes: [{ since: spring, abilities: [CAN_RECEIVE_RESULTS] }] }]);

  const [first, second] = ['Spring', 'Autumn'].map((name) => stack.getLogicalId(stack.node.findChild('Collaboration').node.findChild('Changes').node
    .findChild(name).node.findChild('Resource').node.defaultChild as never));
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { DependsOn: string[] }> };
  expect([Resources[second].DependsOn.includes(first), Resources[first].DependsOn.includes(second)]).toEqual([true, false]);
});

test('automatic approvals change as well', () => {
  new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Advertiser', abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] },
    autoApprovalChanges: [{ since: autumn, autoApprovedChangeTypes: [AutoApprovedChangeType.ADD_MEMBER] }],
  });

  expect(propertiesOf('AWS::CleanRooms::Collaboration')[0]).not.toHaveProperty('AutoApprovedChangeTypes');
  expect(propertiesOf(REQUEST)).toMatchObject([{ Changes: [{ AutoApprovedChangeTypes: ['ADD_MEMBER'] }] }]);
});

test('what is done is requested no more, and known to everything else', () => {
  const done = new LiveChange('Spring', { done: true });
  const collaboration = collaborationOf([
    { ...FOUNDER, changes: [{ since: done, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] }] }, { accountId: THIRD, displayName: 'Retailer', since: done },
  ]);
  const partner = new Stack(stack.node.root as App, 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
  Collaboration.fromInvitation(partner, 'Collaboration', { collaborationName: 'campaign', creatorAccountId: CREATOR }).addMembership('Membership');
  const third = new Stack(stack.node.root as App, 'Third', { env: { account: THIRD, region: 'us-east-1' } });
  Collaboration.fromInvitation(third, 'Collaboration', { collaborationName: 'campaign', creatorAccountId: CREATOR }).addMembership('Membership');

  expect(propertiesOf(REQUEST)).toEqual([]);
  expect(collaboration.members).toHaveLength(2);
  expect(Object.values(Template.fromStack(partner).findResources('AWS::CleanRooms::Membership'))[0].Properties)
    .toMatchObject({ PaymentConfiguration: { QueryCompute: { IsResponsible: true } } });
  expect([warningsIn(partner), warningsIn(third)]).toEqual([[], []]);
});

describe('what cannot be marked', () => {
  test.each<[string, () => unknown, string, string]>([
    ['the ability to query', () => collaborationOf([{ ...FOUNDER, since: autumn, abilities: [CAN_RUN_JOB] }]), 'AbilityFixed', 'member 222222222222 must not get CAN_RUN_JOB in a live'],
    ['another ability to query', () => collaborationOf([{ ...FOUNDER, changes: [{ since: autumn, abilities: [CAN_QUERY] }] }]), 'AbilityFixed', 'must not get CAN_QUERY in a live'],
    ['the ability to run jobs of the creator', () => collaborationOf([], { changes: [{ since: autumn, abilities: [CAN_RUN_JOB] }] }), 'AbilityFixed', 'the creator must not get CAN_RUN_JOB'],
    ['a member that leaves before it joins', () => collaborationOf([{ ...FOUNDER, since: autumn, leaves: true }]), 'MemberLeavesBeforeItJoins', "must not have both 'leaves' and a 'since' that is not done, 'Autumn'"],
    ['a member in two places', () => collaborationOf([{ ...FOUNDER, since: autumn, changes: [{ since: autumn, abilities: [] }] }]), 'MemberChangesTwice', "have 'Autumn' more than once"],
    ['a change of two minds', () => collaborationOf([
      { ...FOUNDER, since: autumn }, { accountId: THIRD, displayName: 'Retailer', since: new LiveChange('Autumn', { done: true }) },
    ]), 'LiveChangeTwice', "two LiveChanges have the name 'Autumn'"],
    ['changes in another order than they are made', () => collaborationOf([{
      ...FOUNDER, changes: [{ since: autumn, abilities: [CAN_RECEIVE_RESULTS] }, { since: spring, abilities: [] }],
    }]), 'LiveChangesOutOfOrder', "'since' and 'changes' of member 222222222222 must have the changes in the order in which they are made"],
    ['what is done after what is not', () => collaborationOf([{
      ...FOUNDER, since: autumn, changes: [{ since: new LiveChange('Winter', { done: true }), abilities: [CAN_RECEIVE_RESULTS] }],
    }]), 'LiveChangesOutOfOrder', "got 'Autumn', 'Winter'"],
    ['approvals in another order', () => new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Advertiser' },
      autoApprovalChanges: [{ since: autumn, autoApprovedChangeTypes: [] }, { since: spring, autoApprovedChangeTypes: [] }],
    }), 'LiveChangesOutOfOrder', "'autoApprovalChanges' must have the changes in the order"],
    ['what changes nothing', () => collaborationOf([{ ...FOUNDER, changes: [{ since: autumn, abilities: [] }] }]),
      'LiveChangeWithoutEffect', "'changes' of member 222222222222 has 'Autumn', after which it has what it had before"],
    ['with the name of the stack of a commit', () => collaborationOf([{ ...FOUNDER, since: new LiveChange('Autumn-Commit') }]),
      'LiveChangeNameMalformed', "got 'Autumn-Commit'"],
    ['with a name that names no stack', () => collaborationOf([{ ...FOUNDER, since: new LiveChange('2027 autumn') }]), 'LiveChangeNameMalformed', 'a letter and then at most 39 letters'],
    ['with the name of a stack', () => collaborationOf([{ ...FOUNDER, since: new LiveChange('Exchange') }]), 'LiveChangeNameMalformed', "got 'Exchange'"],
    ['two members of one account', () => collaborationOf([FOUNDER, { ...FOUNDER, since: autumn }]), 'MemberNotUnique', 'must name each account once'],
    ['in a request of its own', () => new CollaborationChangeRequest(stack, 'Request', {
      collaboration: collaborationOf(), changes: [CollaborationChange.addMember({ ...FOUNDER, since: autumn })],
    }), 'MarkInChangeRequest', "must not have 'since', 'changes' or 'leaves'"],
  ])('%s', (_, define, code, message) => {
    expectRefused(define, code, message);
  });
});

test.each([['what the creator keeps', { abilities: [CAN_QUERY], changes: [{ abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] }] }]])('%s may be named', (_, creator) => {
  const changes = creator.changes.map((change) => ({ since: autumn, ...change }));
  expect(() => collaborationOf([], { ...creator, changes })).not.toThrow();
});

test('a change has a time to wait, and is not done before somebody says so', () => {
  expect([spring.done, spring.timeout.toSeconds(), new LiveChange('Autumn', { done: true, timeout: Duration.minutes(3) }).timeout.toSeconds()]).toEqual([false, 60, 180]);
});

test('an ability that is given, taken and given again is requested each time', () => {
  const [first, second, third] = ['One', 'Two', 'Three'].map((name) => new LiveChange(name));
  collaborationOf([{
    ...FOUNDER,
    changes: [
      { since: first, abilities: [CAN_RECEIVE_RESULTS] }, { since: second, abilities: [] }, { since: third, abilities: [CAN_RECEIVE_RESULTS] },
    ],
  }]);
  expect(propertiesOf(REQUEST).map(({ Occurrence }) => Occurrence)).toEqual([1, 1, 2]);
});

test('a removal comes after the requests, because it cannot be undone', () => {
  collaborationOf([{ ...FOUNDER, leaves: true }, { accountId: THIRD, displayName: 'Retailer', since: autumn }]);
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; DependsOn: string[] }> };
  const request = Object.keys(Resources).find((id) => Resources[id].Type === REQUEST)!;
  expect(Object.values(Resources).find(({ Type }) => Type === 'Custom::CleanRoomsMemberRemoval')!.DependsOn).toContain(request);
});
