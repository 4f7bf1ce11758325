import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Spent } from '../../src/query/budgets';
import { BRAND, MEDIA, aggregationRule, askIn, customRule, listRule, rowsOf, rulesAgainst, salesAndViews } from '../support/rooms';

const SQL = 'SELECT SUM(amount) FROM views';

test('a table that is not ready is refused', async () => {
  const tables = salesAndViews(aggregationRule(), { notReady: 'its association has no analysis rule' });
  expect((await askIn(tables, SQL)).refusals.map(({ message }) => message)).toEqual(["the table 'views' is not ready: its association has no analysis rule"]);
  expect(await rulesAgainst(tables, 'SELECT SUM(amount) FROM sales')).toEqual([]);
  const unknown = salesAndViews(aggregationRule(), { notReady: 'its configured table is not in this program', columns: [] });
  expect(await rulesAgainst(unknown, SQL)).toEqual(['table: readiness']);
});

test('tables with different types of rules are refused', async () => {
  const tables = salesAndViews(aggregationRule(), {}, listRule());
  expect(await rulesAgainst(tables, 'SELECT SUM(s.amount) FROM sales s JOIN views v ON s.id = v.id')).toEqual(['query: one type of analysis rule']);
});

test('results go only to whom every table allows', async () => {
  const tables = salesAndViews(customRule(), { allowedResultReceivers: [] });
  expect(await rulesAgainst(tables, SQL)).toEqual(['association: allowedResultReceivers']);
  expect(await rulesAgainst(tables, 'SELECT SUM(amount) FROM sales')).toEqual([]);
});

test('who asks must be able to query, and who receives to receive', async () => {
  const tables = salesAndViews(customRule({ allowedAnalysisProviders: [BRAND, MEDIA] }), { allowedResultReceivers: [BRAND, MEDIA] });
  expect(await rulesAgainst(tables, SQL, { asker: MEDIA })).toEqual(['collaboration: CAN_QUERY']);
  expect(await rulesAgainst(tables, SQL, { receivers: [MEDIA] })).toEqual(['collaboration: CAN_RECEIVE_RESULTS']);
  expect(await rulesAgainst(tables, SQL, { receivers: [BRAND] })).toEqual([]);
});

test('a column that is not shared is refused, and a name that is nowhere is an error', async () => {
  const tables = salesAndViews(customRule(), { otherColumns: ['card_number'] });
  expect(await rulesAgainst(tables, 'SELECT card_number FROM views')).toEqual(['table: allowedColumns']);
  await expect(askIn(tables, 'SELECT card FROM views')).rejects.toThrow(/^there is no column 'card': 'views' shares [a-z, ]*city[a-z, ]* \(at character 8\)$/);
  await expect(askIn(tables, 'SELECT card_number FROM sales')).rejects.toThrow("there is no column 'card_number'");
  await expect(askIn(tables, 'SELECT city FROM customers')).rejects.toThrow("there is no table 'customers': sales, views");
  await expect(askIn(tables, 'SELECT city FROM sales, views')).rejects.toThrow("'city' is ambiguous: write the relation before it");
  await expect(askIn(tables, 'SELECT city FROM')).rejects.toThrow('Parse error');
  await expect(askIn(tables, 'WITH x AS (SELECT city FROM views), X AS (SELECT id FROM sales) SELECT * FROM x')).rejects.toThrow("there are two common table expressions 'x'");
  expect(await rowsOf(tables, 'WITH x AS (SELECT 1 AS n), y AS (WITH x AS (SELECT 2 AS n) SELECT n FROM x) SELECT x.n, y.n FROM x, y')).toEqual([[1, 2]]);
});

test('a query in an expression cannot name columns of the query around it', async () => {
  const tables = salesAndViews(customRule());
  const { refusals } = await askIn(tables, 'SELECT city FROM sales s WHERE EXISTS (SELECT 1 FROM views v WHERE v.id = s.id)');
  expect(refusals.map(({ rule, message, place }) => [rule, message, place!.start])).toEqual([[
    'query: what can be checked', "cannot be checked, and is not run: a query in an expression that names a column of the query around it, 'id': use a JOIN", 74,
  ]]);
  expect(await rulesAgainst(tables, 'SELECT s.city FROM sales s WHERE s.id IN (SELECT v.id FROM views v WHERE v.visits > 0)')).toEqual([]);
});

test.each([
  'DROP TABLE views', 'INSERT INTO views SELECT * FROM sales', 'CREATE TABLE x AS SELECT 1', 'SELECT 1; SELECT 2', 'SET enable_external_access = true',
  'ATTACH \'x.db\'', 'COPY views TO \'x.csv\'', 'SELECT * FROM read_csv(\'/etc/passwd\')', 'SELECT read_text(\'/etc/passwd\')', 'SELECT getenv(\'HOME\')',
  'SELECT city FROM views TABLESAMPLE (10 PERCENT)', 'SELECT city FROM views EXCEPT SELECT city FROM sales', 'SELECT city FROM views GROUP BY CUBE (city)',
  'SELECT city FROM views GROUP BY city WITH ROLLUP', 'SELECT s.city FROM sales s LEFT SEMI JOIN views v ON s.id = v.id', 'SELECT city FROM views OFFSET 2',
  'SELECT city FROM sales NATURAL JOIN views', 'SELECT city FROM sales JOIN views USING (id)', 'SELECT * EXCEPT (city) FROM views', 'PRAGMA version',
  'SELECT COLLECT_LIST(id) FROM views', 'SELECT city FROM views LATERAL VIEW explode(city) x AS y', 'SELECT SUM(amount) FILTER (WHERE visits = 1) FROM views',
  'SELECT transform(city, x -> x) FROM views', 'SELECT city FROM other.views', 'SELECT NOT city LIKE \'R%\' FROM views', 'SELECT /*+ BROADCAST(views) */ city FROM views',
  'SELECT SUM(visits) OVER (ORDER BY visits ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM views', 'CACHE TABLE x AS SELECT city FROM views',
  'SELECT city FROM views QUALIFY ROW_NUMBER() OVER (ORDER BY city) = 1', 'SELECT city FROM (VALUES (1)) x(city)', 'SELECT city[0] FROM views',
])('what cannot be checked is not run: %s', async (sql) => {
  const answer = await askIn(salesAndViews(customRule()), sql).catch((error: Error) => error);
  if (answer instanceof Error) expect(answer.message).toMatch(/Parse error|there is no table/);
  else expect(answer.refusals.map(({ rule }) => rule)).toContain('query: what can be checked');
  expect(answer).not.toHaveProperty('result');
});

test('a table that is called as a file is no file', async () => {
  const tables = salesAndViews(customRule());
  for (const file of ['/etc/passwd', '/tmp/x.csv', 'views.csv']) {
    await expect(askIn(tables, `SELECT * FROM \`${file}\``)).rejects.toThrow('there is no table');
  }
});

describe('what Spark and DuckDB do differently', () => {
  const tables = salesAndViews(customRule());

  test.each<[string, unknown]>([
    ['7 / 2', 3.5], ['7 % 4', 3], ['1 / 0', null], ['CAST(CAST(2.7 AS DOUBLE) AS INT)', 2], ['CAST(-2.7 AS INT)', -2], ['CEIL(1.2)', 2], ['FLOOR(-1.2)', -2],
    ["CONCAT('a', NULL)", null], ["DAYOFWEEK(DATE '2026-11-29')", 1], ["DATEDIFF(DATE '2026-01-03', DATE '2026-01-01')", 2],
    ["DATE_TRUNC('month', DATE '2026-02-05')", '2026-02-01 00:00:00'], ["DATE_ADD(DATE '2026-02-28', 1)", '2026-03-01'], ["SUBSTRING('abc', 2, 1)", 'b'],
    ['ROUND(2.5)', 3], ['ROUND(CAST(2.675 AS DOUBLE), 2)', 2.68], ["EXTRACT(YEAR FROM DATE '2026-02-05')", 2026], ["IF(1 > 2, 'a', 'b')", 'b'], ['NVL(NULL, 3)', 3], ["'a' || 'b'", 'ab'],
    ["CAST(' 12 ' AS INT)", 12], ["CAST('-1.9' AS INT)", -1], ["CAST('1e3' AS DOUBLE)", 1000], ["CAST('2.25' AS DECIMAL(5,1))", 2.3], ["CAST('2026-2-3 10:00' AS DATE)", '2026-02-03'],
    ['CAST(CAST(NULL AS STRING) AS INT)', null], ["TO_DATE('2026-2-3')", '2026-02-03'], ["CAST('2026-02-03T10:00:00' AS TIMESTAMP)", '2026-02-03 10:00:00'], ["DATE '2026-02-03' > '2026-01-31'", true],
    ["'x' LIKE '_'", true], ["UPPER(TRIM(' a '))", 'A'], ['NULLIF(1, 1)', null], ['GREATEST(1, NULL, 3)', 3], ['LN(1)', 0], ['POWER(2, 3)', 8],
  ])('%s is %j', async (expression, value) => {
    expect(await rowsOf(tables, `SELECT ${expression} AS x`)).toEqual([[value]]);
  });

  test('NULLs are first in ascending order, and last in descending', async () => {
    expect(await rowsOf(tables, 'SELECT NULLIF(visits, 1) AS v FROM sales WHERE visits < 3 ORDER BY v')).toEqual([[null], [2]]);
    expect(await rowsOf(tables, 'SELECT NULLIF(visits, 1) AS v FROM sales WHERE visits < 3 ORDER BY v DESC')).toEqual([[2], [null]]);
  });

  test('an alias comes before a column in ORDER BY, and in HAVING before columns that are not grouped', async () => {
    expect(await rowsOf(tables, 'SELECT -visits AS visits FROM sales WHERE visits < 3 ORDER BY visits + 0')).toEqual([[-2], [-1]]);
    expect(await rowsOf(tables, 'SELECT -visits AS v FROM sales s WHERE visits < 3 ORDER BY s.visits')).toEqual([[-1], [-2]]);
    expect(await rowsOf(tables, 'SELECT city, COUNT(*) AS n FROM sales GROUP BY city ORDER BY -n, city LIMIT 2')).toEqual([['Bern', 3], ['Rome', 3]]);
    expect(await rowsOf(tables, 'SELECT city, SUM(visits) AS visits FROM sales GROUP BY city HAVING visits > 8')).toEqual([['Bern', 18]]);
    expect(await rowsOf(tables, "SELECT UPPER(city) AS city, COUNT(*) FROM sales GROUP BY city HAVING city = 'Bern'")).toEqual([['BERN', 3]]);
    expect(await rowsOf(tables, 'SELECT city, SUM(visits) AS visits FROM sales GROUP BY city HAVING SUM(visits) > 8')).toEqual([['Bern', 18]]);
    await expect(askIn(tables, 'SELECT city AS x, id AS x FROM sales ORDER BY x')).rejects.toThrow("'x' is ambiguous: give the columns of the result different names");
    await expect(askIn(tables, 'SELECT city, MAX(visits) AS visits FROM sales GROUP BY city ORDER BY MAX(visits)'))
      .rejects.toThrow("'visits' is ambiguous: a column of the result has that name, too");
  });

  test.each(['GROUP BY city, city', 'GROUP BY 1, 1', 'GROUP BY city, s.city', 'GROUP BY 1, city'])('%s is one group', async (groupBy) => {
    expect(await rowsOf(tables, `SELECT city, COUNT(*) FROM sales s ${groupBy} ORDER BY city`)).toEqual([['Bern', 3], ['Lima', 1], ['Oslo', 1], ['Rome', 3]]);
  });

  test('averages of decimals have four digits more', async () => {
    expect(await rowsOf(tables, "SELECT AVG(amount) FROM sales WHERE city = 'Bern'")).toEqual([[2.333333]]);
  });

  test.each([
    'SELECT amount / 2 FROM views', "SELECT id FROM views WHERE visits = '1'", "SELECT id FROM views WHERE id LIKE 'a\\\\%'", 'SELECT id FROM views WHERE city LIKE id',
    'SELECT CONCAT(id, visits) FROM views', "SELECT DATE '2026-01-01' + 1", "SELECT '1' + 1", 'SELECT SUBSTRING(id, 0, 1) FROM views', 'SELECT CAST(CAST(1 AS DOUBLE) AS STRING)',
    "SELECT DATE '2026-02-03' > '2026/01/31'", 'SELECT YEAR(id) FROM views', 'SELECT SUM(city) FROM views', 'SELECT id FROM views WHERE visits AND TRUE', 'SELECT LAG(id) OVER (PARTITION BY id) FROM views',
  ])('%s is refused', async (sql) => {
    expect(await rulesAgainst(tables, sql)).toEqual(['query: what can be checked']);
  });

  test.each(["CAST('1e3' AS INT)", "CAST('0x1F' AS INT)", "CAST('1_000' AS BIGINT)", "CAST('2026/01/31' AS DATE)", "CAST('2026-02-30' AS DATE)", "TO_DATE('31.1.2026')", "CAST('' AS DOUBLE)", 'CAST(3000000000 AS INT)'])(
    '%s, which is no value in Spark, is an error', async (expression) => {
      await expect(askIn(tables, `SELECT ${expression}`)).rejects.toThrow('the query fails on these rows: Conversion Error');
    });

  test('an error of the engine says nothing of the rows', async () => {
    const failure = askIn(tables, 'SELECT CAST(city AS INT) FROM views');
    await expect(failure).rejects.toThrow('the query fails on these rows: Conversion Error');
    await expect(failure).rejects.not.toThrow('Rome');
  });
});

describe('budgets', () => {
  const tables = salesAndViews(customRule(), { accessBudgets: [{ period: 'CALENDAR_DAY', budget: 2 }] });

  test('of accesses are counted in a file, from period to period', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'spent-')), 'spent.json');
    const ask = (day: string) => askIn(tables, SQL, { spent: new Spent(file), now: new Date(`2026-11-${day}T00:00:00Z`) });
    expect((await ask('28')).notes).toContain("access budget (CALENDAR_DAY) of 'views': 1 of 2 spent");
    expect((await ask('28')).refusals).toEqual([]);
    expect((await ask('28')).refusals.map(({ rule, message }) => [rule, message]))
      .toEqual([['budget: access budget (CALENDAR_DAY)', "the access budget (CALENDAR_DAY) of 'views' is spent: 2 of 2"]]);
    expect((await ask('29')).refusals).toEqual([]);
  });

  test('are not spent by a query that is refused, nor by other tables', async () => {
    const spent = new Spent();
    await askIn(tables, 'SELECT amount / 2 FROM views', { spent });
    await askIn(tables, 'SELECT amount FROM sales', { spent });
    expect((await askIn(tables, SQL, { spent })).notes).toContain("access budget (CALENDAR_DAY) of 'views': 1 of 2 spent");
  });
});
