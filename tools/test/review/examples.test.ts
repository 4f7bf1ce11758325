import { AGGREGATION, LIST, TestRoom, answersIn } from './rooms';
import { loadProgram } from '../../src/assembly/program-tree';
import { reviewOf } from '../../src/review/make-review';
import { examplesOf } from '../../src/review/sections/examples';

async function examplesIn(room: TestRoom): Promise<string[]> {
  const program = loadProgram(room.synthesized());
  return answersIn(reviewOf(program, undefined, await examplesOf(program)).rooms[0], 'EXAMPLES');
}

test('each table has questions that it answers, and questions that it refuses with the reason', async () => {
  const room = new TestRoom();
  room.table('sales', AGGREGATION);
  const examples = await examplesIn(room);
  expect(examples.filter((answer) => /^sales \| SELECT .* \| Answered: \d+ rows? with /.test(answer)).length).toBe(2);
  expect(examples.filter((answer) => /^sales \| SELECT .* \| Refused: /.test(answer)).length).toBe(3);
});

test('a table that answers nothing, or that can be asked nothing, says so', async () => {
  const room = new TestRoom();
  room.table('people', LIST);
  room.table('closed', undefined);
  const examples = await examplesIn(room);
  expect(examples).toContain('Of the questions that were tried, people answers none.');
  expect(examples.find((answer) => answer.startsWith('closed was asked nothing: '))).toBeDefined();
});

test('a room without tables has no examples, and a review that tried none says so', async () => {
  expect(await examplesIn(new TestRoom())).toEqual(['This program has no table in the room.']);
  expect(new TestRoom().answers('EXAMPLES')).toEqual(['? No questions were tried.']);
});

test('a room with many tables has examples of each, also where tables are alike', async () => {
  const room = new TestRoom();
  for (let index = 0; index < 11; index++) room.table(`sales_${index}`, AGGREGATION);
  const examples = await examplesIn(room);
  for (let index = 0; index < 11; index++) {
    const own = examples.filter((answer) => answer.startsWith(`sales_${index} | `));
    expect([own.filter((answer) => answer.includes('| Answered: ')).length, own.filter((answer) => answer.includes('| Refused: ')).length]).toEqual([3, 3]);
  }
});
