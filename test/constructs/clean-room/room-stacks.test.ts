import { App, NestedStack, Stack, Stage, Tags } from 'aws-cdk-lib';
import { AnalysisRule, AnalysisSource, CleanRoom, QueryStatement } from '../../../src';
import { QUERIER, REACH, orderIn, resourcesOf, roomIn, tableOf } from '../../support/clean-rooms';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, synthesized } from '../../support/stacks';

describe('the stacks of a room', () => {
  test('are one for each member, and those who are invited come after the creator', () => {
    const room = roomIn();
    room.addMember('Publisher', { account: PARTNER });
    room.addMember('Retailer', { account: THIRD });

    expect(orderIn(room)).toEqual({
      'Campaign-Advertiser': [], 'Campaign-Publisher': ['Campaign-Advertiser'], 'Campaign-Retailer': ['Campaign-Advertiser'],
    });
  });

  test('are two for who names templates of others, which come between them', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(reach) }));

    expect(orderIn(room)).toEqual({
      'Campaign-Advertiser': [],
      'Campaign-Publisher': ['Campaign-Advertiser'],
      'Campaign-Advertiser-Exchange': ['Campaign-Advertiser', 'Campaign-Publisher'],
    });
  });

  test('come in the same order when members wait for each other', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const retailer = room.addMember('Retailer', { account: THIRD });
    const [ofPublisher, ofRetailer] = [publisher, retailer].map((member) => member.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) }));
    retailer.addTable('stock', tableOf(retailer, { analysisRule: AnalysisRule.custom().allowTemplates(ofPublisher) }));
    publisher.addTable('impressions', tableOf(publisher, { analysisRule: AnalysisRule.custom().allowTemplates(ofRetailer) }));
    room.creator.runQuery('reach', { statement: QueryStatement.template(ofRetailer) });

    expect(orderIn(room)).toMatchObject({
      'Campaign-Publisher': ['Campaign-Advertiser'],
      'Campaign-Retailer': ['Campaign-Advertiser'],
      'Campaign-Publisher-Exchange': ['Campaign-Advertiser', 'Campaign-Publisher', 'Campaign-Retailer'],
      'Campaign-Retailer-Exchange': ['Campaign-Advertiser', 'Campaign-Publisher', 'Campaign-Retailer'],
      'Campaign-Advertiser-Analysis': [
        'Campaign-Advertiser', 'Campaign-Publisher', 'Campaign-Publisher-Exchange', 'Campaign-Retailer', 'Campaign-Retailer-Exchange',
      ],
    });
  });

  test('need no second one for a template of the creator, whose stack comes first', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const reach = room.creator.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    publisher.addTable('impressions', tableOf(publisher, { analysisRule: AnalysisRule.custom().allowTemplates(reach) }));

    expect(Object.keys(orderIn(room))).toEqual(['Campaign-Advertiser', 'Campaign-Publisher']);
  });

  test('keep a table where it is when its rule comes to allow a template of others, if that is said', () => {
    const room = roomIn();
    const { creator } = room;
    creator.addTable('purchases', tableOf(creator, { afterOtherMembers: true }));

    expect(Object.keys(orderIn(room))).toContain('Campaign-Advertiser-Exchange');
  });

  test('can be given', () => {
    const app = new App();
    const [own, other] = [CREATOR, PARTNER].map((account) => new Stack(app, `Of${account}`, { env: { account, region: 'eu-central-1' } }));
    const room = roomIn(app, { region: undefined, creator: { name: 'Advertiser', stack: own, abilities: QUERIER } });
    const publisher = room.addMember('Publisher', { stack: other });
    const reach = publisher.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) });
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(reach) }));

    expect(orderIn(app)).toEqual({
      [`Of${CREATOR}`]: [], [`Of${PARTNER}`]: [`Of${CREATOR}`], [`Of${CREATOR}-Exchange`]: [`Of${CREATOR}`, `Of${PARTNER}`],
    });
    expect([publisher.account, publisher.stack, publisher.membership.node.path]).toEqual([PARTNER, other, `Of${PARTNER}/Campaign/Membership`]);
  });

  test('can be nested in another one', () => {
    const app = new App();
    const outer = new Stack(app, 'Outer', { env: { account: CREATOR, region: 'us-east-1' } });
    const room = roomIn(app, { creator: { name: 'Advertiser', stack: new NestedStack(outer, 'Nested'), abilities: QUERIER } });
    room.creator.runQuery('reach', { statement: QueryStatement.sql(REACH) });

    expect(orderIn(app)).toEqual({ 'Outer': [], 'Campaign-Advertiser-Analysis': ['Outer'] });
  });

  test('have the properties that are given, and names of their own', () => {
    const room = roomIn(undefined, {
      creator: { name: 'Advertiser', account: CREATOR, abilities: QUERIER, stackProps: { stackName: 'our-room', terminationProtection: true } },
    });
    room.creator.runQuery('reach', { statement: QueryStatement.sql(REACH) });

    expect(Object.keys(orderIn(room))).toEqual(['our-room', 'our-room-Analysis']);
    expect(room.creator.stack.terminationProtection).toBe(true);
  });

  test('are those of their stage, which can have a room of its own', () => {
    const app = new App();
    for (const name of ['test', 'prod']) {
      const room = roomIn(new Stage(app, name), { collaborationName: `campaign-${name}` });
      room.addMember('Publisher', { account: PARTNER });
    }

    expect(orderIn(app)).toEqual({
      'test-Campaign-Advertiser': [],
      'test-Campaign-Publisher': ['test-Campaign-Advertiser'],
      'prod-Campaign-Advertiser': [],
      'prod-Campaign-Publisher': ['prod-Campaign-Advertiser'],
    });
  });

  test('have the tags of the room', () => {
    const room = roomIn();
    Tags.of(room).add('contract', '4711');

    expect(resourcesOf(room.creator.stack, 'AWS::CleanRooms::Membership')).toMatchObject([
      { Tags: expect.arrayContaining([{ Key: 'contract', Value: '4711' }]) as object },
    ]);
  });

  test('export nothing, not even to another stack of the same account that names a template', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    const [own, other] = [room.creator, publisher].map((member) => member.addAnalysisTemplate('reach', { source: AnalysisSource.sql(REACH) }));
    room.creator.addTable('purchases', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(own, other) }));
    const templates = synthesized(room);

    expect(JSON.stringify(templates['Campaign-Publisher'])).not.toMatch(/ExportsOutput|ImportValue/);
    expect(Object.keys((templates['Campaign-Advertiser'] as { Outputs?: object }).Outputs ?? {}).join()).not.toContain('AnalysisTemplate');
    expect(resourcesOf(Stack.of(room.node.findChild('Advertiser-Exchange')), 'Custom::CleanRoomsAnalysisTemplateLookup'))
      .toMatchObject([{ OwnerAccountId: CREATOR }, { OwnerAccountId: PARTNER }]);
  });
});

test('two rooms that share the stack of a member cannot both have another stack for it', () => {
  const app = new App();
  const stack = new Stack(app, 'Sales', { env: { account: CREATOR, region: 'us-east-1' } });
  const [first, second] = ['One', 'Two'].map((id) => new CleanRoom(app, id, {
    collaborationName: id, region: 'us-east-1', creator: { name: 'Advertiser', stack, abilities: QUERIER },
  }));
  first.creator.runQuery('reach', { statement: QueryStatement.sql('SELECT 1') });

  expectRefused(() => second.creator.runQuery('reach', { statement: QueryStatement.sql('SELECT 1') }), 'RoomStackNameTaken',
    "'Two/Advertiser-Analysis' would be deployed as the stack 'Sales-Analysis', in place of 'One/Advertiser-Analysis'");
});
