import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as fc from 'fast-check';
import { TestRoom, answersIn } from './rooms';
import * as library from '../../../src';
import { changes, descriptions, outcomeOf } from '../../../test/support/rooms';
import { CREATOR, PARTNER } from '../../../test/support/stacks';
import { loadProgram } from '../../src/assembly/program-tree';
import { differencesOf } from '../../src/review/difference';
import { reviewOf } from '../../src/review/make-review';
import { answersOf } from '../../src/review/review';
import type { RoomReview } from '../../src/review/review';

/*
 * Programs as a whole: with the constructs of the library, with several rooms, stages and nested stacks, and drawn at random.
 */

function newApp(): App {
  return new App({ analyticsReporting: false, outdir: mkdtempSync(join(tmpdir(), 'review-')) });
}

function roomsIn(app: App): readonly RoomReview[] {
  return reviewOf(loadProgram(app.synth().directory)).rooms;
}

test('the review of any program answers with its sources, says each fact once, and does not differ from itself', () => {
  let reviewed = 0;
  fc.assert(fc.property(descriptions, fc.array(changes, { maxLength: 3 }), (description, made) => {
    const folders: string[] = [];
    outcomeOf(description, library, { changes: made, changed: 'at the end', synthesized: (_, folder) => folders.push(folder) });
    for (const folder of folders) {
      const [one, other] = [reviewOf(loadProgram(folder)), reviewOf(loadProgram(folder))];
      expect(differencesOf(one, other)).toEqual([]);
      for (const room of one.rooms) {
        const answers = answersOf(room);
        expect(answers.filter(({ question, answer }) => question !== 'DIFFERENCES' && !answer.sources.length)).toEqual([]);
        const facts = answers.flatMap(({ answer }) => answer.facts).map(({ subject, key }) => `${subject.keys[0]}: ${key}`);
        expect(new Set(facts).size).toBe(facts.length);
      }
      reviewed += 1;
    }
  }), { numRuns: 30, seed: 11 });
  expect(reviewed).toBeGreaterThan(5);
});

describe('with constructs of the library', () => {
  function roomOf(define: (member: library.CleanRoomMember) => void): RoomReview {
    const app = newApp();
    const { MemberAbility: { CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS } } = library;
    const room = new library.CleanRoom(app, 'Room', {
      collaborationName: 'room',
      region: 'us-east-1',
      queryLogging: true,
      creator: { name: 'Brand', account: CREATOR, abilities: [CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS], results: library.MemberResults.newBucket() },
    });
    define(room.creator);
    return roomsIn(app)[0];
  }

  test('queries on a schedule are shown', () => {
    const room = roomOf((member) => member.scheduleQuery('daily', {
      statement: library.QueryStatement.sql('SELECT COUNT(id) FROM sales'), schedule: ScheduleExpression.rate(Duration.days(1)),
    }));
    const answers = answersIn(room, 'ANALYSES').join('\n');
    expect(answers).toMatch(/^State machine Room\/Brand\S* starts analyses as Brand \(111111111111\), whenever it is started\.$/m);
    expect(answers).toMatch(/^Query 1 of Room\/Brand\S*\. SHA-256: [0-9a-f]{64}\nSELECT COUNT\(id\) FROM sales$/m);
  });

  test('queries at deployment are shown', () => {
    const room = roomOf((member) => member.runQuery('once', { statement: library.QueryStatement.sql('SELECT COUNT(id) FROM sales') }));
    const answers = answersIn(room, 'ANALYSES').join('\n');
    expect(answers).toContain(`When it is deployed, this program runs this query as Brand (${CREATOR}).`);
    expect(answers).toMatch(/^Query Room\/Brand\S*\. SHA-256: [0-9a-f]{64}\nSELECT COUNT\(id\) FROM sales$/m);
    expect(answersIn(room, 'RESULTS').join('\n')).toMatch(/^What Room\/Brand\S* finds goes to the default place of Brand/m);
  });

  test('scripts of jobs are shown as the assembly has them', () => {
    const script = join(mkdtempSync(join(tmpdir(), 'script-')), 'stays.py');
    writeFileSync(script, 'def entrypoint(context):\n    return {}\n');
    const room = roomOf((member) => member.addAnalysisTemplate('stays', { source: library.AnalysisSource.pysparkFromFile(script, { referencedTables: [] }) }));
    expect(answersIn(room, 'ANALYSES').join('\n')).toMatch(/^Text of template \S+, from s3:\/\/\S+\.py\. SHA-256: [0-9a-f]{64}\ndef entrypoint\(context\):\n {4}return \{\}\n$/m);
  });
});

test('a change that is to come belongs to the room, which says what it asks for', () => {
  const app = newApp();
  const { MemberAbility: { CAN_QUERY, CAN_RECEIVE_RESULTS } } = library;
  const room = new library.CleanRoom(app, 'Room', {
    collaborationName: 'room', region: 'us-east-1', creator: { name: 'Brand', account: CREATOR, abilities: [CAN_QUERY, CAN_RECEIVE_RESULTS] },
  });
  room.addMember('Media', { account: PARTNER, since: new library.LiveChange('Growth') });
  const rooms = roomsIn(app);
  expect(rooms.map(({ name }) => name)).toEqual(['room']);
  expect(answersIn(rooms[0], 'MEMBERS').join('\n')).toContain(`A change request of this program adds or changes Media (${PARTNER}).`);
});

test('several rooms are reviewed, each with what belongs to it', () => {
  const room = new TestRoom();
  const other = new CfnCollaboration(room.partner, 'Other', {
    name: 'another',
    description: 'x',
    creatorDisplayName: 'Media',
    creatorMemberAbilities: [],
    queryLogStatus: 'DISABLED',
    members: [{ accountId: CREATOR, displayName: 'Brand', memberAbilities: ['CAN_QUERY'] }],
  });
  new CfnMembership(room.partner, 'OtherMembership', { collaborationIdentifier: other.attrCollaborationIdentifier, queryLogStatus: 'DISABLED' });
  const { rooms } = room.review();
  expect(rooms.map(({ name }) => name)).toEqual(['another', 'room']);
  expect(answersIn(rooms[0], 'ABILITIES').slice(0, 2)).toEqual([`Media (${PARTNER}) | nothing of this: it can only bring data and analyses`, `Brand (${CREATOR}) | run queries`]);
});

test('rooms of stages have the names of these', () => {
  const app = newApp();
  for (const name of ['Test', 'Live']) {
    const stack = new Stack(new Stage(app, name), 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
    new CfnCollaboration(stack, 'Collaboration', { name: 'room', description: 'x', creatorDisplayName: 'Brand', creatorMemberAbilities: [], queryLogStatus: 'ENABLED', members: [] });
  }
  expect(roomsIn(app).map(({ key, stage }) => [key, stage])).toEqual([['Test/room', 'Test'], ['Live/room', 'Live']]);
});

test('what is in nested stacks is part of the room', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  const collaboration = new CfnCollaboration(stack, 'Collaboration', { name: 'room', description: 'x', creatorDisplayName: 'Brand', creatorMemberAbilities: [], queryLogStatus: 'ENABLED', members: [] });
  new CfnMembership(new NestedStack(stack, 'Nested'), 'Membership', { collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'ENABLED' });
  expect(answersIn(roomsIn(app)[0], 'MEMBERS')[0]).toBe(`Brand (${CREATOR}) | yes | yes`);
});

test('a partner who joins by an invitation knows who has created the room, and no more of it', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack', { env: { account: PARTNER, region: 'us-east-1' } });
  const invitation = new CfnResource(stack, 'Invitation', {
    type: 'Custom::CleanRoomsCollaborationLookup', properties: { CollaborationName: 'room', CreatorAccountId: CREATOR, WaitSeconds: 0 },
  });
  new CfnMembership(stack, 'Membership', { collaborationIdentifier: invitation.getAtt('CollaborationIdentifier').toString(), queryLogStatus: 'ENABLED' });
  const [room] = roomsIn(app);
  expect(room.name).toBe('room');
  for (const question of ['MEMBERS', 'ABILITIES', 'PAYMENTS', 'CHANGES', 'RESULTS', 'LOGS'] as const) expect(answersIn(room, question)[0]).toMatch(/^\? /);
});
