import { Stack } from 'aws-cdk-lib';
import { AnalysisRule, AnalysisSource, CleanRoom } from '../../../src';
import { QUERIER, resourcesOf, roomIn, tableOf } from '../../support/clean-rooms';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

describe('the role of a table trusts', () => {
  const trustIn = (stack: Stack) => JSON.stringify(resourcesOf(stack, 'AWS::IAM::Role')
    .map(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument as object).filter((document) => JSON.stringify(document).includes('cleanrooms.amazonaws.com')));
  const awaitedIn = (stack: Stack) => resourcesOf(stack, 'Custom::CleanRoomsMembersJoined').map(({ AccountIds }) => AccountIds);
  const runner = (room: CleanRoom) => room.addMember('University', { account: THIRD, abilities: QUERIER });
  const withoutAbilities = { creator: { name: 'Hospital', account: CREATOR } };

  test('the very membership of the creator who runs queries', () => {
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER });
    ['impressions', 'clicks'].forEach((id) => publisher.addTable(id, tableOf(publisher)));

    expect(awaitedIn(publisher.stack)).toEqual([[CREATOR]]);
    expect(trustIn(publisher.stack)).toContain('MembershipArn1');
    expect(trustIn(publisher.stack)).not.toContain(`${CREATOR}:membership/*`);
  });

  test('its own membership where its owner runs queries', () => {
    const { creator } = roomIn();
    creator.addTable('purchases', tableOf(creator));

    expect(awaitedIn(creator.stack)).toEqual([]);
  });

  test.each([true, false])('the runner who is invited, where its template was looked up before, defined first: %s', (isFirst) => {
    const room = roomIn(undefined, withoutAbilities);
    const early = isFirst ? runner(room) : undefined;
    room.creator.addTable('wards', tableOf(room.creator, { afterOtherMembers: true }));
    const university = early ?? runner(room);
    const ages = university.addAnalysisTemplate('ages', { source: AnalysisSource.sql('SELECT COUNT(*) FROM patients') });
    room.creator.addTable('patients', tableOf(room.creator, { analysisRule: AnalysisRule.custom().allowTemplates(ages) }));
    room.creator.addTable('early', tableOf(room.creator));

    expect(awaitedIn(Stack.of(room.node.findChild('Hospital-Exchange')))).toEqual([[THIRD]]);
    expect(awaitedIn(room.creator.stack)).toEqual([]);
    expect(trustIn(room.creator.stack)).toContain(`${THIRD}:membership/*`);
  });

  test('a runner who deploys for itself by its account, unless the table needs its template', () => {
    const room = roomIn(undefined, withoutAbilities);
    const university = room.addPartner('University', { account: THIRD, abilities: QUERIER });
    room.creator.addTable('wards', tableOf(room.creator, { afterOtherMembers: true }));
    const exchange = Stack.of(room.node.findChild('Hospital-Exchange'));
    expect(awaitedIn(exchange)).toEqual([]);

    const other = roomIn(undefined, withoutAbilities);
    const ages = other.addPartner('University', { account: university.account, abilities: QUERIER }).declareAnalysisTemplate('ages');
    other.creator.addTable('patients', tableOf(other.creator, { analysisRule: AnalysisRule.custom().allowTemplates(ages) }));
    expect(awaitedIn(Stack.of(other.node.findChild('Hospital-Exchange')))).toEqual([[THIRD]]);
  });

  test('the id that is given', () => {
    const id = '22222222-2222-4222-8222-222222222222';
    const room = roomIn();
    const publisher = room.addMember('Publisher', { account: PARTNER, queryRunnerMembershipId: id });
    publisher.addTable('impressions', tableOf(publisher));

    expect(awaitedIn(publisher.stack)).toEqual([]);
    expect(trustIn(publisher.stack)).toContain(`${CREATOR}:membership/${id}`);
  });
});
