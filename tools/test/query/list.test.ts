import { listRule, rowsOf, rulesAgainst, salesAndViews } from '../support/rooms';

const TABLES = salesAndViews(listRule());
const JOIN = 'FROM sales s INNER JOIN views v ON s.id = v.id';

test('lists the columns of joined rows, each once', async () => {
  expect((await rowsOf(TABLES, `SELECT DISTINCT s.city, v.city ${JOIN} WHERE s.city <> 'Bern'`)).sort()).toEqual([['Oslo', 'Oslo'], ['Rome', 'Rome']]);
});

test.each([
  ['conditions and arithmetic on listed columns', `SELECT DISTINCT s.city ${JOIN} WHERE s.amount + 1 > v.amount AND NOT (s.city IN ('Rome')) OR s.city LIKE 'R%'`],
  ['LIMIT', `SELECT DISTINCT s.city ${JOIN} LIMIT 2`],
  ['aliases', `SELECT DISTINCT s.city AS town ${JOIN}`],
])('allows %s', async (_, sql) => {
  expect(await rulesAgainst(TABLES, sql)).toEqual([]);
});

test.each<[string, string, string[]]>([
  ['no DISTINCT', `SELECT s.city ${JOIN}`, ['list: query structure']],
  ['no join', 'SELECT DISTINCT city FROM sales', ['list: query structure']],
  ['a join without a table of who asks', 'SELECT DISTINCT v.city FROM views v JOIN views w ON v.id = w.id', ['list: join required']],
  ['a join column in the result', `SELECT DISTINCT v.id ${JOIN}`, ['list: listColumns']],
  ['all columns', `SELECT DISTINCT v.* ${JOIN}`, ['list: listColumns']],
  ['a column that is not listed', `SELECT DISTINCT v.visits ${JOIN}`, ['list: listColumns']],
  ['a join column in a filter', `SELECT DISTINCT v.city ${JOIN} WHERE v.id = 'p1'`, ['list: listColumns in WHERE']],
  ['an expression', `SELECT DISTINCT v.amount + 1 ${JOIN}`, ['list: query structure']],
  ['a function', `SELECT DISTINCT UPPER(v.city) ${JOIN}`, ['list: query structure']],
  ['a function in a filter', `SELECT DISTINCT v.city ${JOIN} WHERE UPPER(v.city) = 'ROME'`, ['list: listColumns in WHERE']],
  ['an aggregate', `SELECT DISTINCT COUNT(v.city) ${JOIN}`, ['list: query structure']],
  ['GROUP BY', `SELECT DISTINCT v.city ${JOIN} GROUP BY v.city`, ['list: query structure']],
  ['HAVING', `SELECT DISTINCT v.city ${JOIN} GROUP BY v.city HAVING COUNT(v.city) > 1`, ['list: query structure']],
  ['ORDER BY', `SELECT DISTINCT v.city ${JOIN} ORDER BY v.city`, ['list: query structure']],
  ['a subquery', `SELECT DISTINCT v.city ${JOIN} WHERE v.city IN (SELECT city FROM sales)`, ['list: listColumns in WHERE']],
  ['a common table expression', `WITH x AS (SELECT 1 AS y) SELECT DISTINCT v.city ${JOIN}`, ['list: query structure']],
  ['UNION', `SELECT DISTINCT v.city ${JOIN} UNION SELECT DISTINCT v.city ${JOIN}`, ['list: query structure']],
  ['BETWEEN', `SELECT DISTINCT v.city ${JOIN} WHERE v.amount BETWEEN 1 AND 2`, ['list: listColumns in WHERE']],
  ['CASE', `SELECT DISTINCT CASE WHEN v.city = 'Rome' THEN v.city END ${JOIN}`, ['list: query structure']],
  ['an outer join', 'SELECT DISTINCT s.city FROM sales s LEFT JOIN views v ON s.id = v.id', ['list: query structure']],
  ['a join on a listed column', 'SELECT DISTINCT s.city FROM sales s JOIN views v ON s.city = v.city', ['list: joinColumns']],
])('refuses %s', async (_, sql, rules) => {
  expect(await rulesAgainst(TABLES, sql)).toEqual(rules);
});
