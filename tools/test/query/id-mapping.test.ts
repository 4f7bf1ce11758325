import type { TableRule } from '../../src/query/rules';
import { BRAND, aggregationRule, askIn, customRule, listRule, rowsOf, rulesAgainst, salesAndViews, tableOf } from '../support/rooms';
import type { TestTable } from '../support/rooms';

/** The sales and the views, which have ids of their own, and the table that maps these. */
function withMapping(rule: TableRule, dimensionColumns: string[] = []): TestTable[] {
  const people = tableOf('people', BRAND, { type: 'ID_MAPPING_TABLE', dimensionColumns }, { sourceid: 'string', targetid: 'string' },
    'sourceid,targetid\np1,p1\np2,p9\np3,p2\np7,p3\n', { allowedResultReceivers: [] });
  return [...salesAndViews(rule), people];
}

const JOINED = 'FROM sales s JOIN people m ON s.id = m.sourceid JOIN views v ON v.id = m.targetid';
const OVERLAP = 'ID mapping table: requireOverlap';

test.each<[string, TableRule, string, unknown[][]]>([
  ['custom', customRule(), `SELECT s.city, v.ad, COUNT(*) ${JOINED} GROUP BY s.city, v.ad ORDER BY 1, 2`, [['Bern', 'a', 1], ['Oslo', 'a', 1], ['Rome', 'a', 1], ['Rome', 'b', 2]]],
  ['aggregation', aggregationRule({ outputConstraints: [{ column: 'id', minimum: 1 }] }), `SELECT s.city, COUNT(DISTINCT v.id) ${JOINED} GROUP BY s.city ORDER BY s.city`, [['Bern', 1], ['Oslo', 1], ['Rome', 2]]],
  ['list', listRule(), `SELECT DISTINCT s.city ${JOINED} WHERE s.amount > 7`, [['Rome'], ['Oslo']]],
])('an ID mapping table joins tables with rules of the type %s', async (_, rule, sql, expected) => {
  expect((await rowsOf(withMapping(rule), sql)).sort()).toEqual([...expected].sort());
});

test.each([
  ['on the right of LEFT JOIN', 'SELECT s.city FROM views v JOIN sales s ON v.city = s.city LEFT JOIN people m ON s.id = m.sourceid AND v.id = m.targetid'],
  ['on the left of RIGHT JOIN', 'SELECT v.city FROM people m RIGHT JOIN sales s ON s.id = m.sourceid JOIN views v ON v.id = m.targetid'],
  ['on the left of a LEFT JOIN that does not concern it', `SELECT s.city ${JOINED} LEFT JOIN views w ON w.city = s.city`],
  ['in a common table expression', `WITH x AS (SELECT s.city ${JOINED}) SELECT city FROM x`],
])('it may be %s', async (_, sql) => {
  expect(await rulesAgainst(withMapping(customRule()), sql)).toEqual([]);
});

test.each([
  ['on the left of LEFT JOIN', 'SELECT s.city FROM people m LEFT JOIN sales s ON s.id = m.sourceid JOIN views v ON v.id = m.targetid'],
  ['joined first, and kept without a match afterwards', 'SELECT s.city FROM sales s JOIN people m ON s.id = m.sourceid LEFT JOIN views v ON v.id = m.targetid'],
  ['on the right of RIGHT JOIN', 'SELECT s.city FROM sales s RIGHT JOIN people m ON s.id = m.sourceid JOIN views v ON v.id = m.targetid'],
  ['in FULL JOIN', 'SELECT s.city FROM sales s FULL JOIN people m ON s.id = m.sourceid JOIN views v ON v.id = m.targetid'],
  ['in CROSS JOIN', 'SELECT s.city FROM sales s CROSS JOIN people m JOIN views v ON v.id = m.targetid'],
  ['beside a comma', 'SELECT s.city FROM sales s, people m WHERE s.id = m.sourceid'],
  ['joined by one of its columns alone', 'SELECT s.city FROM sales s JOIN people m ON s.id = m.sourceid'],
  ['joined with OR', 'SELECT s.city FROM sales s JOIN people m ON s.id = m.sourceid OR s.city = m.sourceid JOIN views v ON v.id = m.targetid'],
  ['joined by less than equality', 'SELECT s.city FROM sales s JOIN people m ON s.id >= m.sourceid JOIN views v ON v.id = m.targetid'],
  ['joined by a function of its column', 'SELECT s.city FROM sales s JOIN people m ON s.id = UPPER(m.sourceid) JOIN views v ON v.id = m.targetid'],
  ['joined with a literal', "SELECT s.city FROM sales s JOIN people m ON s.id = m.sourceid AND m.targetid = 'p1' JOIN views v ON v.id = m.targetid"],
  ['joined with itself', 'SELECT s.city FROM sales s JOIN people m ON s.id = m.sourceid JOIN people n ON n.sourceid = m.targetid'],
  ['grouped by', `SELECT COUNT(*) ${JOINED} GROUP BY m.sourceid`],
  ['filtered by', `SELECT s.city ${JOINED} WHERE m.sourceid LIKE 'p%'`],
  ['filtered by after grouping', `SELECT s.city, COUNT(*) ${JOINED} GROUP BY s.city HAVING MAX(m.sourceid) > 'a'`],
  ['ordered by', `SELECT s.city ${JOINED} ORDER BY m.targetid`],
])('it may not be %s', async (_, sql) => {
  expect(await rulesAgainst(withMapping(customRule()), sql)).toContain(OVERLAP);
});

test.each([
  ['a column', `SELECT m.targetid ${JOINED}`],
  ['all columns', `SELECT * ${JOINED}`],
  ['a count', `SELECT COUNT(DISTINCT m.sourceid) ${JOINED}`],
  ['a common table expression', 'WITH x AS (SELECT targetid FROM people) SELECT COUNT(*) FROM sales s JOIN x ON s.id = x.targetid'],
  ['a subquery', 'SELECT COUNT(*) FROM sales WHERE id IN (SELECT targetid FROM people)'],
])('its columns do not come out by %s', async (_, sql) => {
  expect(await rulesAgainst(withMapping(customRule()), sql)).toContain(OVERLAP);
});

test('a column whose namespace allows it may be a dimension, and the other one may not', async () => {
  const tables = withMapping(customRule(), ['targetid']);
  expect(await rulesAgainst(tables, `SELECT m.targetid, COUNT(*) ${JOINED} WHERE m.targetid <> 'p1' GROUP BY m.targetid`)).toEqual([]);
  expect(await rulesAgainst(tables, `SELECT m.sourceid ${JOINED}`)).toEqual([OVERLAP, 'custom: disallowedOutputColumns'].sort());
});

test('it is no table to ask alone, and the other tables have one type of rule', async () => {
  expect(await rulesAgainst(withMapping(customRule()), 'SELECT COUNT(*) FROM people')).toContain('query: one type of analysis rule');
  const mixed = [...salesAndViews(customRule(), {}, listRule()), withMapping(customRule())[2]];
  expect(await rulesAgainst(mixed, `SELECT DISTINCT v.city ${JOINED}`)).toContain('query: one type of analysis rule');
});

test('a refusal says whose table it is', async () => {
  const { refusals } = await askIn(withMapping(customRule()), `SELECT m.sourceid ${JOINED}`);
  expect(refusals.find(({ rule }) => rule === OVERLAP)).toMatchObject({ table: 'people', column: 'sourceid', owner: { accountId: BRAND } });
});
