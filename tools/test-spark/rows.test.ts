import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import * as fc from 'fast-check';
import type { Engine, Rows } from '../src/engine/engine';
import { SparkEngine } from '../src/engine/spark/spark';
import { ask } from '../src/query/ask';
import { Spent } from '../src/query/budgets';
import type { Answer } from '../src/query/question';
import type { Room } from '../src/query/room';
import type { QueriedRule } from '../src/query/rules';
import { generatedRows, rowsInFolder } from '../src/query/sample-rows';
import type { SampleData } from '../src/query/sample-rows';
import { attempts } from '../test/leaks/attempts';
import { sqlOf } from '../test/leaks/question';
import { BRAND, MEDIA, customRule, roomOf, tableOf } from '../test/support/rooms';

/*
 * Both engines give the same rows: DuckDB, in which queries run by default, and Spark, which Clean Rooms runs them in. SPARK_PYTHON is a Python with
 * pyspark; `npx projen test:spark` makes one.
 */

const PYTHON = resolve(process.env.SPARK_PYTHON ?? 'python3');
const GENERATED = Number(process.env.SPARK_QUERIES ?? 200);

const COLUMNS = {
  id: 'string', city: 'string', amount: 'decimal(10,2)', visits: 'int', score: 'double', day: 'date', at: 'timestamp', active: 'boolean',
};

/** Rows with something of everything: values that are missing, that are twice, that are negative, with quotes and other alphabets. */
function csvOf(seed: number, length: number): string {
  const rows = Array.from({ length }, (_, index) => {
    const drawn = (index * 37 + seed * 11 + index * index * 5) % 97;
    const or = (value: unknown, divisor: number) => drawn % divisor === 0 ? '' : value;
    return [
      or(`p${drawn % 13}`, 11), or(['Rome', 'Oslo', "L'Aquila", 'Zürich', 'rome'][drawn % 5], 7), or(((drawn * 7) % 2000 / 100 - 5).toFixed(2), 17),
      or(drawn % 9 - 2, 13), or(drawn * 1.37 - 20, 19), or(`2026-${String(1 + drawn % 12).padStart(2, '0')}-${String(1 + drawn % 28).padStart(2, '0')}`, 23),
      or(`2026-03-${String(1 + drawn % 28).padStart(2, '0')} ${String(drawn % 24).padStart(2, '0')}:15:30`, 29), or(drawn % 2 === 0, 5),
    ].join(',');
  });
  return [Object.keys(COLUMNS).join(','), ...rows].join('\n');
}

/** The queries that were refused by both engines alike: a comparison of refusals says little. */
const refused: string[] = [];
let compared = 0;

let data: SampleData;
let engine: SparkEngine;

function room(brand: QueriedRule, media: QueriedRule = brand) {
  return roomOf([tableOf('sales', BRAND, brand, COLUMNS, ''), tableOf('views', MEDIA, media, { ...COLUMNS, ad: 'string' }, '')]);
}

const OPEN = room(customRule());
const WITH_THRESHOLD = room(customRule(), customRule({ threshold: { identityColumn: 'id', minimum: 2, allowsExpressions: true, outputColumns: new Map() } }));

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rows-'));
  writeFileSync(join(folder, 'sales.csv'), csvOf(1, 60));
  writeFileSync(join(folder, 'views.csv'), csvOf(2, 80).split('\n').map((line, index) => `${line},${index ? ['spring', 'autumn', ''][index % 3] : 'ad'}`).join('\n'));
  data = rowsInFolder(folder);
  engine = await SparkEngine.load(await data(OPEN.tables, OPEN), { python: PYTHON });
});

afterAll(() => engine?.close());

async function answers(sql: string, where = OPEN): Promise<[inDuckDb: Answer, inSpark: Answer]> {
  const question = { asker: BRAND, sql, data, seed: 1, spent: new Spent(), now: new Date(0) };
  const shared: Engine = {
    dialect: engine.dialect,
    columnsOf: (name) => engine.columnsOf(name),
    treeOf: async (text) => engine.treeOf(text),
    run: async (text) => engine.run(text),
    close: () => undefined,
  };
  return [await ask(where, question), await ask(where, question, async () => shared)];
}

/** The rows in an order that depends on nothing but their values, with binary fractions as far as both engines agree on them. */
function comparable({ columns, rows }: Rows, isOrdered: boolean) {
  const rounded = rows.map((row) => row.map((value) => typeof value === 'number' ? Number(value.toPrecision(10)) : value));
  return { columns, rows: isOrdered ? rounded : rounded.map((row) => JSON.stringify(row)).sort() };
}

async function expectSame(sql: string, where = OPEN): Promise<void> {
  if (!await isSame(sql, where)) refused.push(sql);
}

/** Expects the same of both engines, and returns whether they answer. */
async function isSame(sql: string, where: Room): Promise<boolean> {
  const [inDuckDb, inSpark] = await answers(sql, where);
  expect(inSpark.refusals).toEqual(inDuckDb.refusals);
  if (!inDuckDb.result) return false;
  compared += 1;
  const isOrdered = /ORDER BY[^()]*$/.test(sql);
  expect({ sql, ...comparable(inSpark.result!, isOrdered) }).toEqual({ sql, ...comparable(inDuckDb.result, isOrdered) });
  expect(inSpark.notes).toEqual(inDuckDb.notes);
  return true;
}

const EXPRESSIONS = [
  '7 / 2', 'visits / 2', 'visits / 0', 'visits % 3', '-visits % 3', 'visits % 0', 'score / 3', 'score / 0', 'amount + 1', 'amount * 2', 'amount - score', '-amount', 'visits * visits',
  'CAST(score AS INT)', 'CAST(amount AS INT)', 'CAST(amount AS BIGINT)', 'CAST(visits AS DOUBLE)', 'CAST(visits AS DECIMAL(12,3))', 'CAST(amount AS STRING)', 'CAST(visits AS STRING)',
  'CAST(day AS STRING)', 'CAST(active AS STRING)', 'CAST(day AS TIMESTAMP)', 'CAST(at AS DATE)', "CAST('12' AS INT)", "CAST('2026-02-28' AS DATE)", "CAST('1.5' AS DOUBLE)", "CAST(' 12 ' AS INT)", "CAST('-1.9' AS INT)", "CAST('2026-2-3 10:00' AS DATE)", "CAST('1e3' AS DOUBLE)", "TO_DATE('2026-2-3')", "CAST('2026-02-03T10:00:00' AS TIMESTAMP)", "CAST('2.25' AS DECIMAL(5,1))",
  'UPPER(city)', 'LOWER(city)', "TRIM('  x ')", "LTRIM('  x ')", "RTRIM('  x ')", "REPLACE(city, 'o', '0')", 'REVERSE(city)', 'MD5(city)', 'LENGTH(city)', 'SUBSTRING(city, 2, 3)', 'SUBSTRING(city, 2)',
  'LEFT(city, 2)', 'RIGHT(city, 2)', "CONCAT(city, '-', id)", 'SHA2(city, 256)', "city || 'x'",
  'ABS(amount)', 'ABS(visits)', 'CEIL(score)', 'FLOOR(score)', 'CEIL(amount)', 'FLOOR(amount)', 'ROUND(amount, 1)', 'ROUND(visits)', 'ROUND(score)', 'ROUND(score, 1)', 'ROUND(score / 7, 2)', 'ROUND(-score, 18)', 'ROUND(score / 0, 1)', "ROUND(CAST('2.675' AS DOUBLE), 2)", "ROUND(CAST('1.005e-5' AS DOUBLE), 8)", "ROUND(CAST('-0.5' AS DOUBLE))", "ROUND(CAST('123456789012345678' AS DOUBLE), 1)", "ROUND(CAST('1e300' AS DOUBLE), 2)", 'CAST(score AS DECIMAL(6,1))', "CAST(CAST('2.675' AS DOUBLE) AS DECIMAL(10,2))", "CAST(CAST('1e30' AS DOUBLE) AS DECIMAL(10,2))", "CAST(CAST('4.5e-5' AS DOUBLE) AS DECIMAL(10,4))", 'SQRT(visits + 2)', 'LN(visits + 3)', 'EXP(visits)', 'LOG10(visits + 3)',
  'POWER(visits, 2)', 'SIGN(score)', "IF(visits > 2, 'many', 'few')", 'COALESCE(city, id)', 'NULLIF(visits, 2)', 'GREATEST(visits, 3)', 'LEAST(visits, 3)', 'NVL(visits, 0)',
  'YEAR(day)', 'QUARTER(day)', 'MONTH(day)', 'DAY(day)', 'HOUR(at)', 'MINUTE(at)', 'WEEKOFYEAR(day)', 'DAYOFWEEK(day)', "DATE_TRUNC('month', at)", "DATE_TRUNC('week', at)", 'DATEDIFF(day, at)', 'DATE_ADD(day, 40)', 'TO_DATE(at)',
  "CASE WHEN city = 'Rome' THEN 1 WHEN city IS NULL THEN 0 ELSE 2 END", "CASE city WHEN 'Rome' THEN visits ELSE 0 END", "city LIKE 'R%'", "city LIKE '_o%'", "city ILIKE 'rome'", "city RLIKE '^[A-R]'", "city IN ('Rome', 'Oslo')",
  "city NOT IN ('Rome', NULL)", 'visits BETWEEN 1 AND 3', 'city <=> NULL', 'city = NULL', 'visits <> 2', 'NOT active', 'active AND visits > 1', 'active OR visits IS NULL', "day > '2026-06-01'", "at >= DATE '2026-03-15'", "city = 'L\\'Aquila'", "city > 'a'",
];

const AGGREGATES = [
  'COUNT(*)', 'COUNT(visits)', 'COUNT(DISTINCT city)', 'SUM(visits)', 'SUM(amount)', 'SUM(score)', 'SUM(DISTINCT visits)', 'AVG(visits)', 'AVG(amount)', 'AVG(score)', 'AVG(DISTINCT visits)', 'MIN(city)', 'MAX(day)', 'MAX(at)', 'MIN(amount)',
  'STDDEV(visits)', 'STDDEV_POP(score)', 'VARIANCE(score)', 'VAR_POP(visits)', 'MEDIAN(visits)', 'PERCENTILE(score, 0.25)', 'MAX(active)', 'SUM(visits) / COUNT(*)', 'ROUND(AVG(score), 1)', 'ROUND(SUM(visits) / COUNT(*), 2)', 'CAST(AVG(score) AS DECIMAL(10,2))', 'COUNT(CASE WHEN active THEN 1 END)', 'SUM(IF(active, 1, 0))',
];

const QUERIES = [
  'SELECT -visits AS visits, id FROM sales ORDER BY visits + 0, id, visits', 'SELECT city, COUNT(*) AS n FROM sales GROUP BY city, city ORDER BY -n, city', 'SELECT city, SUM(visits) AS visits FROM sales GROUP BY city HAVING visits > 20 ORDER BY city',
  "SELECT UPPER(city) AS city, COUNT(*) FROM sales GROUP BY city HAVING city = 'Rome'", 'SELECT city, SUM(visits) AS visits FROM sales GROUP BY 1, 1 HAVING SUM(visits) > 20 ORDER BY visits, city',
  'SELECT city, COUNT(*) AS n FROM sales GROUP BY city ORDER BY n DESC, city', 'SELECT city FROM sales ORDER BY city DESC, visits, amount, id, score', 'SELECT DISTINCT city, active FROM sales ORDER BY city NULLS LAST, active',
  'SELECT city, COUNT(*) FROM sales GROUP BY 1 HAVING COUNT(*) > 8 ORDER BY 2 DESC, 1', 'SELECT city FROM sales UNION SELECT city FROM views', 'SELECT city FROM sales UNION ALL SELECT ad FROM views ORDER BY city',
  'SELECT s.city, v.ad, COUNT(*) FROM sales s JOIN views v ON s.id = v.id GROUP BY s.city, v.ad', 'SELECT s.id, v.visits FROM sales s LEFT JOIN views v ON s.id = v.id AND v.visits > 4', 'SELECT s.id, v.ad FROM sales s RIGHT JOIN views v ON s.id = v.id AND s.active',
  'SELECT s.city, v.city FROM sales s FULL JOIN views v ON s.amount = v.amount', 'SELECT COUNT(*) FROM sales s CROSS JOIN views v', 'SELECT COUNT(*) FROM sales s, views v WHERE s.visits = v.visits',
  'WITH x AS (SELECT id, SUM(visits) AS n FROM sales GROUP BY id), y AS (SELECT * FROM x WHERE n > 2) SELECT COUNT(*), MAX(n) FROM y', 'SELECT * FROM (SELECT city, visits FROM sales WHERE visits > 3) x',
  'SELECT city FROM sales WHERE id IN (SELECT id FROM views WHERE visits > 3)', 'SELECT city FROM sales WHERE visits > (SELECT AVG(visits) FROM views)', 'SELECT COUNT(*) FROM sales WHERE EXISTS (SELECT 1 FROM views WHERE visits > 5)',
  'SELECT id, ROW_NUMBER() OVER (PARTITION BY city ORDER BY score, id) AS n FROM sales', 'SELECT id, visits, RANK() OVER (ORDER BY visits) AS r, DENSE_RANK() OVER (ORDER BY visits DESC) AS d FROM sales',
  'SELECT id, score, LAG(score) OVER (ORDER BY score) AS before, LEAD(score, 2) OVER (ORDER BY score) AS after FROM sales WHERE score IS NOT NULL', 'SELECT city, visits, SUM(visits) OVER (PARTITION BY city ORDER BY visits) AS running FROM sales',
  'SELECT city, AVG(amount) OVER (PARTITION BY city) AS mean FROM sales', 'SELECT city, visits FROM sales ORDER BY visits, city, score, id LIMIT 7', 'SELECT YEAR(day) AS y, MONTH(day) AS m, COUNT(*) FROM sales GROUP BY YEAR(day), MONTH(day)',
];

test.each(EXPRESSIONS)('%s', async (expression) => expectSame(`SELECT id, city, visits, amount, ${expression} AS value FROM sales`));

test.each(AGGREGATES)('%s, in groups and over all', async (aggregate) => {
  await expectSame(`SELECT city, ${aggregate} AS value FROM sales GROUP BY city`);
  await expectSame(`SELECT ${aggregate} AS value FROM sales WHERE visits > 100`);
});

test.each(QUERIES)('%s', async (sql) => expectSame(sql));

test.each([
  'SELECT ad, COUNT(*) AS n FROM views GROUP BY ad', 'SELECT DISTINCT city FROM views', 'SELECT s.city, COUNT(*) FROM sales s JOIN views v ON s.id = v.id GROUP BY s.city',
  'WITH x AS (SELECT city, SUM(visits) AS n FROM views GROUP BY city) SELECT n, COUNT(*) AS total FROM x GROUP BY n', 'SELECT city, COUNT(*) FROM (SELECT city, visits FROM views) x GROUP BY city',
  'SELECT city, visits FROM views', 'SELECT city FROM sales UNION ALL SELECT ad FROM views', 'SELECT x.n, COUNT(*) FROM (SELECT id, COUNT(*) AS n FROM views GROUP BY id) x JOIN sales s ON s.id = x.id GROUP BY x.n',
])('leaves the same rows out: %s', async (sql) => expectSame(sql, WITH_THRESHOLD));

test('what is generated is the same', async () => {
  const small = generatedRows(1, { rows: 300, people: 40 });
  const spark = await SparkEngine.load(await small(OPEN.tables, OPEN), { python: PYTHON });
  const question = { asker: BRAND, sql: 'SELECT city, COUNT(*) AS n, SUM(amount) AS amount, MAX(day) AS day FROM sales GROUP BY city', data: small, seed: 1, spent: new Spent(), now: new Date(0) };
  const [one, other] = [await ask(OPEN, question), await ask(OPEN, question, async () => spark)];
  expect(comparable(other.result!, false)).toEqual(comparable(one.result!, false));
});

test(`${GENERATED} generated queries`, async () => {
  await fc.assert(fc.asyncProperty(attempts(), async (question) => {
    if (JSON.stringify(question).includes('"limit":')) return;
    const sql = sqlOf(question);
    const tried = await answers(sql).catch(() => undefined);
    if (!tried?.[0].result) return;
    await expectSame(sql);
    await isSame(sql, WITH_THRESHOLD); // which refuses some
  }), { numRuns: GENERATED, seed: 1, endOnFailure: true });
});

test('the queries above are answered, and not refused alike', () => {
  expect(refused).toEqual([]);
  expect(compared).toBeGreaterThan(180);
  process.stdout.write(`${compared} queries have the same rows in both engines\n`);
});
