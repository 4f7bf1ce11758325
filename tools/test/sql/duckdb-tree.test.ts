import * as fc from 'fast-check';
import { DuckDbEngine } from '../../src/engine/duckdb';
import { DUCKDB } from '../../src/sql/duckdb-text';
import { usesInDuckDb, usesInResolution } from '../../src/sql/duckdb-tree';
import { parseSpark } from '../../src/sql/parser';
import { writtenQuery } from '../../src/sql/query-text';
import { Resolution } from '../../src/sql/resolution';
import { SparkTree } from '../../src/sql/spark-tree';

let engine: DuckDbEngine;

beforeAll(async () => {
  engine = await DuckDbEngine.load([{
    name: 'sales', columns: ['id', 'city', 'amount'].map((name) => ({ name })), rows: { select: "SELECT 'p' || i AS id, 'Rome' AS city, i AS amount FROM range(3) x(i)", origin: 'a test' },
  }]);
});

afterAll(() => engine.close());

async function resolved(sql: string): Promise<Resolution> {
  return new Resolution(new SparkTree().readStatements(await parseSpark(sql))!, [{ name: 'sales', columns: engine.columnsOf('sales') }]);
}

const CHECKED = 'SELECT "t1"."city" AS "c1", count(DISTINCT "t1"."id") AS "c2" FROM "sales" AS "t1" WHERE ("t1"."amount" > 0) GROUP BY "t1"."city"';

test('what DuckDB reads is what was checked', async () => {
  const resolution = await resolved('SELECT city, COUNT(DISTINCT id) FROM sales WHERE amount > 0 GROUP BY city');
  expect(writtenQuery(resolution, new Map(), DUCKDB).sql).toBe(CHECKED);
  expect(usesInDuckDb(await engine.treeOf(CHECKED))).toEqual(usesInResolution(resolution, new Map()));
  expect(usesInResolution(resolution, new Map())).toEqual([
    'from sales as t1; group: t1.city; items: count distinct of t1.id; items: t1.city; where: t1.amount',
  ]);
});

/** Texts that differ from what was checked, as a parser or a writer that goes wrong would make them. */
test.each([
  ['another column', CHECKED.replace('"t1"."city" AS', '"t1"."id" AS')],
  ['a column more', CHECKED.replace('AS "c2"', 'AS "c2", max("t1"."id") AS "c3"')],
  ['another aggregate', CHECKED.replace('count(DISTINCT', 'max(')],
  ['no DISTINCT', CHECKED.replace('DISTINCT ', '')],
  ['no filter', CHECKED.replace(' WHERE ("t1"."amount" > 0)', '')],
  ['no groups', CHECKED.replace(/ GROUP BY.*/, '')],
  ['another table', CHECKED.replace('"sales" AS', '"secrets" AS')],
  ['a table more', CHECKED.replace('FROM', 'FROM "sales" AS "t2",')],
  ['a subquery more', CHECKED.replace('> 0', '> (SELECT min("t2"."amount") FROM "sales" AS "t2")')],
])('a text with %s is noticed', async (_, text) => {
  const resolution = await resolved('SELECT city, COUNT(DISTINCT id) FROM sales WHERE amount > 0 GROUP BY city');
  expect(usesInDuckDb(await engine.treeOf(text))).not.toEqual(usesInResolution(resolution, new Map()));
});

test.each([
  'SELECT * FROM "sales" AS "t1"', 'SELECT * FROM read_csv(\'/etc/passwd\')', 'SELECT getenv(\'HOME\')', 'SELECT read_text(\'/etc/passwd\')', 'SELECT 1; SELECT 2', 'DROP TABLE sales',
  'FROM sales', 'SELECT city FROM main.sales', 'SELECT "t1"."city" FROM "sales" AS "t1" USING SAMPLE 10%', 'SELECT "t1"."city" FROM "sales" AS "t1" EXCEPT SELECT 1',
  'SELECT "t1"."city" FROM "sales" AS "t1" QUALIFY row_number() OVER () = 1', 'SELECT city FROM "sales" AS "t1"', 'SELECT unnest([1])', 'SELECT count(*) FILTER (WHERE true) FROM "sales" AS "t1"',
  'SELECT "t1"."city" FROM "sales" AS "t1" GROUP BY CUBE ("t1"."city")', 'SELECT "t1"."city" FROM "sales" AS "t1" GROUP BY ALL', 'SELECT string_agg("t1"."id") FROM "sales" AS "t1"',
  'SELECT "t1"."a"."b" FROM "sales" AS "t1"', 'SELECT {\'a\': 1}', 'SELECT [1][1]', 'SELECT 1 FROM (VALUES (1)) AS "t1"', 'SELECT list_transform([1], x -> x)', 'PIVOT sales ON city',
  'SELECT 1 FROM "sales" AS "t1" SEMI JOIN "sales" AS "t2" ON true', 'SELECT 1 FROM "sales" AS "t1" NATURAL JOIN "sales" AS "t2"', 'SELECT current_setting(\'threads\')',
])('what is never written is refused: %s', async (text) => {
  const tree = await engine.treeOf(text);
  expect(() => usesInDuckDb(tree)).toThrow(/DuckDB/);
});

test('every use of a column is noticed, wherever it is', async () => {
  await fc.assert(fc.asyncProperty(
    fc.constantFrom('SELECT # FROM sales', 'SELECT city FROM sales WHERE # IS NULL', 'SELECT city FROM sales ORDER BY #', 'SELECT COUNT(*) FROM sales GROUP BY #',
      'SELECT SUM(amount) FROM sales HAVING COUNT(#) > 1', 'SELECT MAX(CASE WHEN # IS NULL THEN 1 END) FROM sales', 'SELECT x.id FROM (SELECT # AS y, id FROM sales) x',
      'WITH x AS (SELECT # AS y FROM sales) SELECT y FROM x', 'SELECT COUNT(*) OVER (PARTITION BY #) FROM sales', 'SELECT s.id FROM sales s JOIN sales t ON s.# = t.id'),
    fc.constantFrom('id', 'city', 'amount'), fc.constantFrom('id', 'city', 'amount'),
    async (sql, one, other) => {
      const [first, second] = await Promise.all([one, other].map((column) => resolved(sql.replace('#', column))));
      const read = usesInDuckDb(await engine.treeOf(writtenQuery(first, new Map(), DUCKDB).sql));
      expect(read).toEqual(usesInResolution(first, new Map()));
      if (one !== other) expect(read).not.toEqual(usesInResolution(second, new Map()));
    },
  ), { numRuns: 60 });
});

test('the engine reaches no files, no network and no settings', async () => {
  for (const sql of ["SELECT * FROM read_csv('/etc/passwd')", "COPY sales TO '/tmp/x.csv'", "ATTACH '/tmp/x.db'", 'SET enable_external_access = true', 'SET threads = 1', 'INSTALL httpfs',
    "SELECT * FROM '/etc/passwd'", "SELECT * FROM read_text('/etc/hostname')", 'RESET lock_configuration', "SELECT * FROM glob('/*')"]) {
    await expect(engine.run(sql)).rejects.toThrow(/disabled|locked|Permission|Cannot|not allowed|does not exist/i);
  }
});
