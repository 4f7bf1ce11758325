import { askIn, customRule, rowsOf, rulesAgainst, salesAndViews } from '../support/rooms';

/*
 * Queries whose names, places and comments mislead: what they mean is found out, on both sides. `id` and `amount` of views may not come out.
 */

const TABLES = salesAndViews(customRule(), {}, customRule({ disallowedOutputColumns: ['id', 'amount'] }));

test.each<[string, string, unknown[]]>([
  ['aliases that shadow tables', 'SELECT views.id FROM views AS sales JOIN sales AS views ON sales.id = views.id ORDER BY 1 LIMIT 1', ['p1']],
  ['a common table expression that is called as a table', 'WITH views AS (SELECT * FROM sales) SELECT id FROM views ORDER BY id LIMIT 1', ['p1']],
  ['one that is called as the table that it reads', "WITH views AS (SELECT city, 'x' AS id FROM views) SELECT id FROM views LIMIT 1", ['x']],
  ['an alias that is called as a disallowed column', 'SELECT city AS id FROM views ORDER BY id LIMIT 1', ['Oslo']],
  ['quoted names, in any case', 'SELECT `V`.`CITY` FROM `Views` AS `v` WHERE `v`.`AMOUNT` > 0 ORDER BY 1 LIMIT 1', ['Oslo']],
  ['names of other alphabets', 'SELECT city AS `таблица "名前"` FROM views ORDER BY 1 LIMIT 1', ['Oslo']],
  ['a column twice', 'SELECT city, city FROM views ORDER BY city LIMIT 1', ['Oslo', 'Oslo']],
  ['double quotes, which are of a text', 'SELECT "id" AS x FROM views LIMIT 1', ['id']],
  ['comments, and semicolons in texts', "SELECT 'a''b; --' AS x /* , id */ FROM views -- ; SELECT id FROM views\nLIMIT 1;", ["a'b; --"]],
  ['a query in parentheses', '(SELECT city FROM views ORDER BY id LIMIT 1)', ['Rome']],
  ['nested common table expressions', 'WITH a AS (WITH b AS (SELECT id, city FROM views) SELECT city AS c, id AS i FROM b) SELECT c FROM a ORDER BY i LIMIT 1', ['Rome']],
  ['ordinals', 'SELECT city, COUNT(*) FROM views GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1', ['Oslo', 2]],
  ['an inner name that comes before an outer one', 'SELECT city FROM sales WHERE id IN (SELECT id FROM views WHERE visits = 1) ORDER BY visits LIMIT 1', ['Rome']],
])('answers %s', async (_, sql, row) => {
  expect(await rowsOf(TABLES, sql)).toEqual([row]);
});

test.each([
  ['aliases that shadow tables', 'SELECT sales.id FROM views AS sales JOIN sales AS views ON sales.id = views.id'],
  ['a common table expression that is called as another table', 'WITH sales AS (SELECT * FROM views) SELECT id FROM sales'],
  ['names in any case', 'SELECT `VIEWS`.Id FROM Views'],
  ['nested common table expressions', 'WITH a AS (WITH b AS (SELECT id FROM views) SELECT id AS i FROM b) SELECT i FROM a'],
  ['queries in parentheses', '(SELECT city FROM views) UNION ALL (SELECT id FROM views)'],
  ['the order of a window', 'SELECT city, SUM(visits) OVER (PARTITION BY city ORDER BY amount) FROM views'],
])('refuses a disallowed column behind %s', async (_, sql) => {
  expect(await rulesAgainst(TABLES, sql)).toEqual(['custom: disallowedOutputColumns']);
});

test.each([
  'SELECT v.city FROM views v, LATERAL (SELECT v.id AS i) l', 'SELECT city FROM views LATERAL VIEW EXPLODE(ARRAY(id)) t AS x', "SELECT NAMED_STRUCT('a', id).a FROM views", 'SELECT city, COUNT(*) FROM views GROUP BY ALL',
  'SELECT city, SUM(visits) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM views', 'SELECT SUM(visits) OVER w FROM views WINDOW w AS (PARTITION BY id)', 'SELECT city FROM views; SELECT id FROM views',
  'SELECT s.city, (SELECT v.city FROM views v WHERE v.id = s.id LIMIT 1) FROM sales s', "SELECT r'x' AS y FROM views", 'SELECT city FROM ((SELECT city FROM views))',
])('does not run what it does not understand: %s', async (sql) => {
  expect(await rulesAgainst(TABLES, sql)).toContain('query: what can be checked');
});

test.each(["x' OR '1' = '1", "x'; DROP TABLE views; --", "\\' OR 1 = 1 --", '', ':city', '${city}', 'Rome\n-- '])('a parameter is a value, whatever is in it: %j', async (city) => {
  const template = { name: 'reach', owner: { accountId: '111111111111' }, text: 'SELECT :city AS given, COUNT(*) FROM views WHERE city = :city', parameters: [{ name: 'city', type: 'VARCHAR' }] };
  const { result } = await askIn(TABLES, '', { sql: undefined, template: { name: 'reach', parameters: new Map([['city', city]]) } }, [template]);
  expect(result?.rows).toEqual([[city, 0]]);
});
