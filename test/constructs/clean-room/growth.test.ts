import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { AnalysisRule, AnalysisTemplate, AutoApprovedChangeType, CleanRoom, LiveChange, MemberAbility, PaymentResponsibility } from '../../../src';
import type { CleanRoomCreatorOptions, CleanRoomMember, CleanRoomProps } from '../../../src';
import { QUERIER, orderIn, receiversIn, resourcesOf, roomIn, tableOf } from '../../support/clean-rooms';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, synthesized, warningsIn } from '../../support/stacks';

const { CAN_RECEIVE_RESULTS, CAN_QUERY } = MemberAbility;
const { QUERY_COMPUTE, JOB_COMPUTE } = PaymentResponsibility;
const REQUEST = 'Custom::CleanRoomsCollaborationChangeRequest';
const APPROVAL = 'Custom::CleanRoomsChangeRequestApproval';
const ADDED = { Member: { AccountId: THIRD, DisplayName: 'Retailer', Abilities: [] } };

let autumn: LiveChange;
beforeEach(() => {
  autumn = new LiveChange('Autumn');
});

/** A room whose creator changes. */
function roomOf(creator: Partial<CleanRoomCreatorOptions> = {}, props: Partial<CleanRoomProps> = {}): CleanRoom {
  return roomIn(new App(), { creator: { name: 'Advertiser', account: CREATOR, abilities: QUERIER, ...creator }, ...props });
}

/** The stack of an id that a room has made. */
function stackIn(room: Construct, id: string): Stack {
  return Stack.of(room.node.findChild(id));
}

describe('a member that is added to a live room', () => {
  test('is requested by the creator, approved by the others and committed, before what the room consists of is deployed', () => {
    const room = roomOf();
    room.addMember('Publisher', { account: PARTNER });
    room.addMember('Retailer', { account: THIRD, since: autumn });

    expect(orderIn(room)).toMatchObject({
      'Campaign-Advertiser-Autumn': [],
      'Campaign-Publisher-Autumn': ['Campaign-Advertiser-Autumn'],
      'Campaign-Advertiser-Autumn-Commit': ['Campaign-Advertiser-Autumn', 'Campaign-Publisher-Autumn'],
      'Campaign-Advertiser': ['Campaign-Advertiser-Autumn', 'Campaign-Advertiser-Autumn-Commit', 'Campaign-Publisher-Autumn'],
      'Campaign-Retailer': expect.arrayContaining(['Campaign-Advertiser', 'Campaign-Advertiser-Autumn-Commit']),
    });
    expect(resourcesOf(stackIn(room, 'Advertiser-Autumn'), REQUEST)).toMatchObject([{ Changes: [ADDED], WaitSeconds: 0, WhenNotApproved: 'CONTINUE' }]);
    expect(resourcesOf(stackIn(room, 'Publisher-Autumn'), APPROVAL)).toMatchObject([{ Changes: [ADDED], AccountId: PARTNER, Decision: 'APPROVE' }]);
    expect(resourcesOf(stackIn(room, 'Advertiser-Autumn-Commit'), REQUEST)).toMatchObject([{ Changes: [ADDED], WaitSeconds: 60, WhenNotApproved: 'KEEP_OPEN' }]);
  });

  test('leaves the collaboration as it was founded', () => {
    const founded = roomOf();
    founded.addMember('Publisher', { account: PARTNER });
    const grown = roomOf();
    grown.addMember('Publisher', { account: PARTNER });
    grown.addMember('Retailer', { account: THIRD, since: autumn });

    const [before, after] = [founded, grown].map((room) => resourcesOf(room.creator.stack, 'AWS::CleanRooms::Collaboration'));
    expect(after).toEqual(before);
  });

  test('does not vote on the change that adds it, and has no stack for it', () => {
    const room = roomOf();
    const retailer = room.addMember('Retailer', { account: THIRD, since: autumn });

    expect(resourcesOf(retailer.stack, APPROVAL)).toEqual([]);
    expect(room.node.tryFindChild('Retailer-Autumn')).toBeUndefined();
  });

  test('votes on the changes after it, and not on those before it', () => {
    const [spring, summer, winter] = ['Spring', 'Summer', 'Winter'].map((name) => new LiveChange(name));
    const room = roomOf({ changes: [{ since: spring, paymentResponsibilities: [QUERY_COMPUTE] }] });
    room.addPartner('Newspaper', { account: PARTNER, since: winter });
    room.addMember('Retailer', { account: THIRD, since: summer });

    expect(['Spring', 'Summer', 'Winter'].map((name) => room.node.tryFindChild(`Retailer-${name}`) !== undefined)).toEqual([false, false, true]);
  });

  test('is one of the members, receives results and is trusted, wherever it is added', () => {
    const room = roomOf();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    publisher.addTable('impressions', tableOf(publisher));
    room.addMember('Retailer', { account: THIRD, abilities: [CAN_RECEIVE_RESULTS], since: autumn });

    expect(room.members.map(({ name }) => name)).toEqual(['Advertiser', 'Publisher', 'Retailer']);
    expect(room.collaboration.members.map(({ accountId }) => accountId)).toEqual([PARTNER, THIRD]);
    expect(receiversIn(publisher.stack)).toEqual([CREATOR, THIRD]);
    expect(JSON.stringify(resourcesOf(publisher.stack, 'AWS::IAM::Role'))).toContain(THIRD);
    expect(warningsIn(publisher.stack)).toEqual([]);
  });

  test('has its stacks wait for the change where they are deployed in another order', () => {
    const room = roomOf();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    publisher.addTable('impressions', tableOf(publisher));
    room.addMember('Retailer', { account: THIRD, since: autumn });

    expect(resourcesOf(publisher.stack, APPROVAL)).toMatchObject([{ Changes: [ADDED], UntilCommitted: true }]);
    expect(resourcesOf(room.creator.stack, REQUEST)).toMatchObject([{ Changes: [ADDED], WhenNotApproved: 'KEEP_OPEN' }]);
    const { Resources } = Template.fromStack(publisher.stack).toJSON() as { Resources: Record<string, { Type: string; DependsOn: string[] }> };
    const vote = Object.keys(Resources).find((id) => Resources[id].Type === APPROVAL);
    expect(Object.values(Resources).filter(({ Type }) => /ConfiguredTable/.test(Type)).every(({ DependsOn }) => DependsOn.includes(vote!))).toBe(true);
  });
});

describe('what changes of a member', () => {
  test.each([
    ['abilities keep those that cannot change', { abilities: [...QUERIER] }, { abilities: [] }, { Abilities: [] }],
    ['abilities may name those that cannot change', { abilities: [CAN_QUERY] }, { abilities: [...QUERIER] }, { Abilities: ['CAN_RECEIVE_RESULTS'] }],
    ['costs leave the abilities', { abilities: [...QUERIER] }, { paymentResponsibilities: [QUERY_COMPUTE] },
      { Abilities: ['CAN_RECEIVE_RESULTS'], Payment: expect.objectContaining({ QUERY_COMPUTE: true, JOB_COMPUTE: false }) }],
  ])('%s', (_, settings, change, requested) => {
    const room = roomOf({ ...settings, changes: [{ since: autumn, ...change }] });

    expect(resourcesOf(room.creator.stack, REQUEST)).toMatchObject([{ Changes: [{ Member: { AccountId: CREATOR, ...requested } }] }]);
  });

  test('a payer accepts in the deployment after the commit, and pays when the change is done', () => {
    for (const done of [false, true]) {
      const room = roomOf();
      const publisher = room.addMember('Publisher', { account: PARTNER, changes: [{ since: new LiveChange('Autumn', { done }), paymentResponsibilities: [QUERY_COMPUTE] }] });

      expect(resourcesOf(publisher.stack, 'AWS::CleanRooms::Membership')).toMatchObject([{ PaymentConfiguration: { QueryCompute: { IsResponsible: true } } }]);
      expect(warningsIn(publisher.stack)).toEqual([]);
    }
  });

  test('who receives results later has a place for them', () => {
    const room = roomOf();
    const publisher = room.addMember('Publisher', { account: PARTNER, changes: [{ since: autumn, abilities: [CAN_RECEIVE_RESULTS] }] });
    room.creator.addTable('purchases', tableOf(room.creator));

    expect(publisher.resultsBucket).toBeDefined();
    expect(receiversIn(room.creator.stack)).toEqual([CREATOR, PARTNER]);
  });

  test('types of automatic approval are requested as well', () => {
    const room = roomOf({}, { autoApprovalChanges: [{ since: autumn, autoApprovedChangeTypes: [AutoApprovedChangeType.ADD_MEMBER] }] });

    expect(resourcesOf(stackIn(room, 'Advertiser-Autumn'), REQUEST)).toMatchObject([{ Changes: [{ AutoApprovedChangeTypes: ['ADD_MEMBER'] }] }]);
  });

  test('what has one mark is requested together', () => {
    const room = roomOf({ changes: [{ since: autumn, paymentResponsibilities: [] }] });
    room.addMember('Publisher', { account: PARTNER, changes: [{ since: autumn, paymentResponsibilities: [QUERY_COMPUTE] }] });
    room.addPartner('Retailer', { account: THIRD, since: autumn });

    for (const [id, type] of [['Advertiser-Autumn', REQUEST], ['Publisher-Autumn', APPROVAL], ['Advertiser-Autumn-Commit', REQUEST]]) {
      expect(resourcesOf(stackIn(room, id), type)).toMatchObject([{
        Changes: [{ Member: { AccountId: CREATOR } }, { Member: { AccountId: PARTNER } }, ADDED],
      }]);
    }
  });
});

describe('a change that is done', () => {
  test('needs nothing any more, and changes nothing else', () => {
    const roomWith = (done: boolean) => {
      const change = new LiveChange('Autumn', { done });
      const room = roomOf({ changes: [{ since: change, paymentResponsibilities: [QUERY_COMPUTE, JOB_COMPUTE] }] });
      const publisher = room.addMember('Publisher', { account: PARTNER });
      publisher.addTable('impressions', tableOf(publisher));
      const retailer = room.addMember('Retailer', { account: THIRD, abilities: [CAN_RECEIVE_RESULTS], since: change });
      return [room.creator.stack, publisher.stack, retailer.stack].map((stack) => {
        const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; Properties: unknown }> };
        return Object.entries(Resources).filter(([, { Type }]) => /^AWS::(?!Lambda|IAM::Policy)/.test(Type)).map(([id, { Type, Properties }]) => ({ id, Type, Properties }));
      });
    };
    expect(roomWith(true)).toEqual(roomWith(false));
  });

  test('has neither stacks nor requests', () => {
    const room = roomOf();
    room.addMember('Publisher', { account: PARTNER });
    room.addMember('Retailer', { account: THIRD, since: new LiveChange('Autumn', { done: true }) });

    expect(Object.keys(orderIn(room)).sort()).toEqual(['Campaign-Advertiser', 'Campaign-Publisher', 'Campaign-Retailer']);
    expect(resourcesOf(room.creator.stack, REQUEST)).toEqual([]);
  });
});

describe('a member that leaves', () => {
  test('is removed by the creator, and neither trusted nor named any more', () => {
    const room = roomOf();
    const publisher = room.addMember('Publisher', { account: PARTNER, abilities: [CAN_RECEIVE_RESULTS], leaves: true });
    room.creator.addTable('purchases', tableOf(room.creator));

    expect(resourcesOf(room.creator.stack, 'Custom::CleanRoomsMemberRemoval')).toMatchObject([{ AccountId: PARTNER }]);
    expect(receiversIn(room.creator.stack)).toEqual([CREATOR]);
    expect(JSON.stringify(resourcesOf(room.creator.stack, 'AWS::IAM::Role'))).not.toContain(PARTNER);
    expect([room.members.map(({ name }) => name), room.collaboration.members]).toEqual([['Advertiser'], []]);
    expect(resourcesOf(room.creator.stack, 'AWS::CleanRooms::Collaboration')).toMatchObject([{ Members: [{ AccountId: PARTNER }] }]);
    expect(warningsIn(publisher.stack)).toEqual([]);
  });

  test.each([
    ['a table', (room: CleanRoom) => {
      const publisher = room.addMember('Publisher', { account: PARTNER, leaves: true });
      publisher.addTable('impressions', tableOf(publisher));
    }],
    ['a declared table', (room: CleanRoom) => room.addPartner('Publisher', { account: PARTNER, leaves: true }).declareTable('impressions')],
    ['a declared template', (room: CleanRoom) => room.addPartner('Publisher', { account: PARTNER, leaves: true }).declareAnalysisTemplate('reach')],
  ])('cannot bring %s', (_, bring) => {
    expectRefused(() => bring(roomOf()), 'RoomMemberLeaves', "member 'Publisher' leaves the clean room and can bring nothing");
  });

  test('still votes on a change that is deployed before it is removed', () => {
    const room = roomOf();
    const publisher = room.addMember('Publisher', { account: PARTNER, leaves: true });
    room.addMember('Retailer', { account: THIRD, since: autumn });

    expect(resourcesOf(stackIn(room, 'Publisher-Autumn'), APPROVAL)).toMatchObject([{ AccountId: PARTNER }]);
    expect(resourcesOf(publisher.stack, APPROVAL)).toEqual([]);
  });

  test('cannot come back', () => {
    const room = roomOf();
    room.addPartner('Publisher', { account: PARTNER, leaves: true });

    expectRefused(() => room.addMember('Returner', { account: PARTNER, since: autumn }), 'RoomMemberHasLeft', 'cannot join it again');
    expect(room.partners).toEqual([]);
  });
});

test('whoever synthesizes is told the order of a change, also who votes without this app', () => {
  const room = roomOf();
  room.addMember('Publisher', { account: PARTNER });
  room.addPartner('Retailer', { account: THIRD });
  room.creator.stack; // the room is complete
  room.addPartner('Newspaper', { account: '444444444444', since: autumn });
  synthesized(room.creator.stack);

  expect(JSON.stringify(stackIn(room, 'Advertiser-Autumn').node.metadata)).toContain('cdk-cleanrooms:orderOfChange');
  Annotations.fromStack(stackIn(room, 'Advertiser-Autumn')).hasInfo('*', Match.stringLikeRegexp(
    "Advertiser requests it \\(stack 'Advertiser-Autumn'\\); Publisher approves it \\(stack 'Publisher-Autumn'\\); Retailer \\(333333333333\\) approves it with "
    + 'a program of its own or in the console; Advertiser commits it'));
});

test('a change waits for approvals as long as it says', () => {
  const room = roomOf();
  room.addMember('Publisher', { account: PARTNER });
  room.addMember('Retailer', { account: THIRD, since: new LiveChange('Autumn', { timeout: Duration.minutes(5) }) });

  expect(resourcesOf(stackIn(room, 'Advertiser-Autumn-Commit'), REQUEST)).toMatchObject([{ WaitSeconds: 300 }]);
});

describe('a table that the room expects of a partner', () => {
  const list = AnalysisRule.list().joinOn('email').list('amount');

  function partner(): CleanRoomMember {
    return CleanRoom.join(new App(), 'Campaign', {
      collaborationName: 'campaign', creatorAccountId: CREATOR, name: 'Publisher', account: PARTNER, region: 'us-east-1', resultReceivers: [CREATOR],
    });
  }

  test('is brought as it is expected, or by any rule if none is', () => {
    const member = partner();
    member.expectTable('impressions', { columns: { EMAIL: 'string', amount: 'int' }, analysisRule: AnalysisRule.list().list('amount').joinOn('email') });
    member.expectTable('Clicks');
    member.addTable('impressions', tableOf(member, { analysisRule: list }));
    member.addTable('clicks', tableOf(member));

    synthesized(member.stack);
    expect(warningsIn(member.stack)).not.toContain('cdk-cleanrooms:ruleNotAsExpected');
  });

  test('must be there', () => {
    const member = partner();
    member.expectTable('impressions');
    expectRefusedAtSynthesis(member.stack, 'ExpectedTableMissing', "the clean room expects a table 'impressions', which is not there");
  });

  test('must have the columns', () => {
    const member = partner();
    member.expectTable('impressions', { columns: { email: 'string', city: 'string' } });
    member.addTable('impressions', tableOf(member));
    expectRefusedAtSynthesis(member.stack, 'ExpectedColumnsMissing', "expects 'city' among 'allowedColumns' of table 'impressions', got email, amount");
  });

  test('may have another rule, which is warned about', () => {
    const member = partner();
    member.expectTable('impressions', { analysisRule: list });
    member.addTable('impressions', tableOf(member));
    expect(warningsIn(member.stack)).toContain('cdk-cleanrooms:ruleNotAsExpected');
  });

  test('cannot be declared with a template of nobody', () => {
    const room = roomOf();
    const other = AnalysisTemplate.fromAnalysisTemplateArn(room.creator.stack, 'Template',
      'arn:aws:cleanrooms:us-east-1:222222222222:membership/77777777-7777-4777-8777-777777777777/analysistemplate/88888888-8888-4888-8888-888888888888');
    expectRefused(() => room.addPartner('Publisher', { account: PARTNER }).declareTable('impressions', { analysisRule: AnalysisRule.custom().allowTemplates(other) }),
      'DeclaredRuleNamesOthers', "the rule of the declared table 'impressions' of 'Publisher' names a template");
  });
});
