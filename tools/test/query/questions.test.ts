import { questionsOf, questionsOfTables } from '../../src/query/questions';
import type { AskedQuestion } from '../../src/query/questions';
import type { SharedTable } from '../../src/query/room';
import type { TableRule } from '../../src/query/rules';
import { BRAND, MEDIA, aggregationRule, customRule, listRule, roomOf, salesAndViews, tableOf } from '../support/rooms';

async function questionsOn(rule: TableRule, more: Partial<SharedTable> = {}) {
  const tables = salesAndViews(rule, more);
  return questionsOf(roomOf(tables), tables[1]);
}

const sqlOf = (questions: readonly AskedQuestion[]) => questions.map(({ sql }) => sql);
const rulesOf = (questions: readonly AskedQuestion[]) => questions.map(({ refusals }) => refusals[0].rule);

test.each<[string, TableRule]>([
  ['aggregation', aggregationRule()],
  ['aggregation with required joins', aggregationRule({ isJoinRequired: true })],
  ['list', listRule()],
  ['custom', customRule({ disallowedOutputColumns: ['amount'] })],
  ['custom with a threshold', customRule({ threshold: { identityColumn: 'id', minimum: 5, allowsExpressions: true, outputColumns: new Map() } })],
])('a table with a rule of the type %s answers three questions and refuses three', async (_, rule) => {
  const { answered, refused, none } = await questionsOn(rule, { otherColumns: ['card_number'] });
  expect(none).toBeUndefined();
  expect(answered.map(({ result, refusals }) => [result!.rows.length > 0, refusals])).toEqual([[true, []], [true, []], [true, []]]);
  expect(refused.map(({ result, refusals }) => [result, refusals.length > 0])).toEqual([[undefined, true], [undefined, true], [undefined, true]]);
  expect(new Set([...sqlOf(answered), ...sqlOf(refused)]).size).toBe(6);
  for (const { asker, sql } of [...answered, ...refused]) expect([asker, /views/.test(sql)]).toEqual([BRAND, true]);
});

test('no question is shown twice, as with a list of one column', async () => {
  const { answered } = await questionsOn({ ...listRule(), listColumns: ['city'] } as TableRule);
  expect(answered.length).toBeGreaterThan(1);
  expect(new Set(sqlOf(answered)).size).toBe(answered.length);
});

test('refusals are of different rules, where a table has them', async () => {
  const { refused } = await questionsOn(aggregationRule({ isJoinRequired: true }));
  expect(rulesOf(refused)).toEqual(['aggregation: dimensionColumns', 'aggregation: join required', 'aggregation: query structure']);
});

test('a list table that nothing can be joined with answers nothing', async () => {
  const [, views] = salesAndViews(listRule());
  const { answered, refused } = await questionsOf(roomOf([views]), views);
  expect([answered, refused.length]).toEqual([[], 3]);
});

test('a template that a rule lists is run, with values of the types of its parameters', async () => {
  const template = { name: 'reach', owner: { accountId: MEDIA }, text: 'SELECT city, COUNT(*) AS views FROM views WHERE visits > :least GROUP BY city', parameters: [{ name: 'least', type: 'INTEGER' }] };
  const tables = salesAndViews(customRule({ allowedAnalyses: ['reach'], allowedAnalysisProviders: [] }), { allowsTemplate: () => true });
  const { answered, refused } = await questionsOf(roomOf(tables, [template]), tables[1]);
  expect(answered.map(({ template: name, result }) => [name, result!.rows.length > 0])).toEqual([['reach', true]]);
  expect(rulesOf(refused)).toEqual(['custom: allowedAnalyses', 'custom: allowedAnalyses', 'custom: allowedAnalyses']);
});

test.each<[string, Partial<SharedTable>, object, string]>([
  ['is not ready', { notReady: 'its association has no analysis rule' }, {}, 'its association has no analysis rule'],
  ['has no columns that are known', { columns: [] }, {}, 'its columns are not known'],
  ['nobody can query', {}, { members: [] }, 'no member can query'],
])('there is no question on a table that %s, and the reason is told', async (_, more, room, expected) => {
  const tables = salesAndViews(aggregationRule(), more);
  expect(await questionsOf({ ...roomOf(tables), ...room }, tables[1])).toEqual({ answered: [], refused: [], none: expected });
});

test('an intermediate table is asked about its rows, and one that cannot be filled says why', async () => {
  const population = { sql: 'SELECT city, visits FROM views WHERE visits > 1', additionalAnalyses: 'NOT_ALLOWED' } as const;
  const rule = customRule({ disallowedOutputColumns: ['visits'] });
  const cities = tableOf('cities', BRAND, rule, {}, '', { population, allowedResultReceivers: [] });
  const room = roomOf([...salesAndViews(customRule()), cities]);
  const { answered, refused } = await questionsOf(room, cities);
  expect(sqlOf(answered)).toEqual(['SELECT t.city, COUNT(*) AS total FROM cities t GROUP BY t.city', 'SELECT COUNT(*) AS total FROM cities t', 'SELECT t.city FROM cities t']);
  expect(rulesOf(refused)).toEqual(['custom: disallowedOutputColumns', 'custom: disallowedOutputColumns', 'custom: disallowedOutputColumns']);
  const closed = roomOf([...salesAndViews(customRule({ allowedAnalysisProviders: [] })), cities]);
  expect((await questionsOf(closed, cities)).none).toBe(`'cities' is not filled: 'views' allows no query of account ${BRAND} that is not a template it lists`);
});

test('the same room has the same questions, with the same answers', async () => {
  expect(await questionsOn(aggregationRule())).toEqual(await questionsOn(aggregationRule()));
});

test('a hundred tables take seconds', async () => {
  const tables = Array.from({ length: 50 }, () => salesAndViews(aggregationRule())).flatMap((pair, index) => pair.map((table) => ({ ...table, name: `${table.name}_${index}` })));
  const start = Date.now();
  const questions = await questionsOfTables(roomOf(tables));
  expect(Date.now() - start).toBeLessThan(20_000);
  expect([...questions.values()].every(({ answered, refused }) => answered.length === 3 && refused.length === 3)).toBe(true);
});
