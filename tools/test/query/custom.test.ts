import { BRAND, MEDIA, askIn, customRule, rowsOf, rulesAgainst, salesAndViews } from '../support/rooms';
import type { TestTable } from '../support/rooms';

const JOIN = 'FROM sales s JOIN views v ON s.id = v.id';

/** The brand's own table has no controls; that of the media has. */
function withControls(rule: Parameters<typeof customRule>[0], more: Partial<TestTable> = {}): TestTable[] {
  return salesAndViews(customRule(), more, customRule(rule));
}

describe('allowed analyses', () => {
  test('are any query of the listed accounts, and of no others', async () => {
    expect(await rulesAgainst(withControls({}), `SELECT v.city ${JOIN}`)).toEqual([]);
    expect(await rulesAgainst(withControls({ allowedAnalysisProviders: [MEDIA] }), `SELECT v.city ${JOIN}`)).toEqual(['custom: allowedAnalyses']);
    expect(await rulesAgainst(withControls({ allowedAnalyses: [] }), `SELECT v.city ${JOIN}`)).toEqual(['custom: allowedAnalyses']);
    expect(await rulesAgainst(withControls({ allowedAnalyses: ['ANY_JOB'] }), `SELECT v.city ${JOIN}`)).toEqual(['custom: allowedAnalyses']);
  });

  const template = (accountId: string) => ({
    name: 'reach',
    owner: { accountId },
    resource: undefined as never,
    text: 'SELECT city, COUNT(*) FROM views WHERE city = :city GROUP BY city',
    parameters: [{ name: 'city', type: 'VARCHAR' }],
  });
  const run = (tables: TestTable[], owner = BRAND, parameters = new Map([['city', 'Rome']])) =>
    askIn(tables, '', { sql: undefined, template: { name: 'reach', parameters } }, [template(owner)]);

  test('are the templates that a rule lists, or that a listed account made', async () => {
    const listed = withControls({ allowedAnalyses: ['template'], allowedAnalysisProviders: [] }, { allowsTemplate: ({ name }) => name === 'reach' });
    expect((await run(listed)).result?.rows).toEqual([['Rome', 2]]);
    expect((await run(withControls({ allowedAnalysisProviders: [MEDIA] }), MEDIA)).refusals).toEqual([]);
    expect((await run(withControls({ allowedAnalysisProviders: [MEDIA] }))).refusals.map(({ rule }) => rule)).toEqual(['custom: allowedAnalyses']);
  });

  test('take parameters as they are declared, as values only', async () => {
    const tables = withControls({});
    expect((await run(tables, BRAND, new Map([['city', "Rome' OR '1' = '1"]]))).result?.rows).toEqual([]);
    await expect(run(tables, BRAND, new Map())).rejects.toThrow("the parameter 'city' needs a value: --parameter city=<VARCHAR>");
    await expect(run(tables, BRAND, new Map([['city', 'x'], ['town', 'y']]))).rejects.toThrow("there is no parameter 'town': city");
    await expect(askIn(tables, 'SELECT :city')).rejects.toThrow("the query has a parameter ':city' that is not declared");
  });
});

test.each([
  ['FULL JOIN', 'SELECT s.city, v.ad FROM sales s FULL JOIN views v ON s.id = v.id', 9],
  ['SUM of IF', 'SELECT SUM(IF(amount > 1, 1, 0)) AS many FROM views', 1],
])('%s is understood and run', async (_, sql, rows) => {
  expect(await rowsOf(withControls({}), sql)).toHaveLength(rows);
});

describe('disallowed output columns', () => {
  const tables = withControls({ disallowedOutputColumns: ['amount'] });

  test.each([
    ['a filter', 'SELECT city FROM views WHERE amount > 1'],
    ['a join', 'SELECT s.city FROM sales s JOIN views v ON s.amount = v.amount'],
    ['groups and orders', 'SELECT city FROM views GROUP BY city, amount ORDER BY amount'],
    ['a common table expression whose column does not come out', 'WITH x AS (SELECT city, amount FROM views) SELECT city FROM x WHERE amount > 1'],
    ['another table with a column of that name', 'SELECT s.amount FROM sales s JOIN views v ON s.id = v.id'],
  ])('may be in %s', async (_, sql) => {
    expect(await rulesAgainst(tables, sql)).toEqual([]);
  });

  test.each([
    ['the result', 'SELECT amount FROM views'],
    ['an alias', 'SELECT amount AS city FROM views'],
    ['all columns', 'SELECT * FROM views'],
    ['an aggregate', 'SELECT COUNT(amount) FROM views'],
    ['a function', 'SELECT COALESCE(amount, 1) FROM views'],
    ['a cast', 'SELECT CAST(amount AS INT) FROM views'],
    ['a condition', "SELECT CASE WHEN amount > 1 THEN 'much' ELSE 'little' END FROM views"],
    ['a comparison', 'SELECT amount > 1 FROM views'],
    ['the groups of a window', 'SELECT city, COUNT(*) OVER (PARTITION BY amount) FROM views'],
    ['the order of a window', 'SELECT city, ROW_NUMBER() OVER (ORDER BY amount) FROM views'],
    ['a common table expression', 'WITH x AS (SELECT amount AS a FROM views) SELECT a FROM x'],
    ['an aggregate of a subquery', 'SELECT n FROM (SELECT COUNT(amount) AS n FROM views) x'],
    ['all columns of a subquery', 'SELECT * FROM (SELECT amount FROM views) x'],
    ['a subquery in an expression', 'SELECT (SELECT MAX(amount) FROM views) AS x FROM sales'],
    ['the filter of a subquery in an expression', 'SELECT (SELECT COUNT(*) FROM views WHERE amount > 1) AS x FROM sales'],
    ['EXISTS', 'SELECT EXISTS (SELECT 1 FROM views WHERE amount > 1) AS x FROM sales'],
    ['IN', 'SELECT s.amount IN (SELECT v.amount FROM views v) FROM sales s'],
    ['a part of a UNION', 'SELECT visits FROM sales UNION ALL SELECT amount FROM views'],
    ['several steps', 'WITH x AS (SELECT amount AS a FROM views), y AS (SELECT a AS b FROM x) SELECT MAX(c) FROM (SELECT b AS c FROM y) z'],
  ])('may not be in %s', async (_, sql) => {
    expect(await rulesAgainst(tables, sql)).toEqual(['custom: disallowedOutputColumns']);
  });
});

const THRESHOLD = { identityColumn: 'id', minimum: 2, allowsExpressions: false, outputColumns: new Map<string, number>() };

describe('minimum aggregation thresholds', () => {
  const tables = withControls({ threshold: THRESHOLD });
  const exempting = (city: number) => withControls({ threshold: { ...THRESHOLD, minimum: 3, outputColumns: new Map([['city', city]]) } });

  test('drop the rows that stand for too few identities', async () => {
    expect(await rowsOf(tables, 'SELECT city, COUNT(*) FROM views GROUP BY city ORDER BY city')).toEqual([['Oslo', 2], ['Rome', 2]]);
    expect(await rowsOf(tables, 'SELECT ad, city, COUNT(*) FROM views GROUP BY ad, city')).toHaveLength(2);
    expect(await rowsOf(tables, 'SELECT id, COUNT(*) FROM views GROUP BY id')).toEqual([]);
    expect(await rowsOf(tables, 'SELECT city, amount FROM views')).toEqual([]);
    expect(await rowsOf(tables, 'SELECT DISTINCT city FROM views WHERE visits > 0 ORDER BY city')).toEqual([['Oslo'], ['Rome']]);
  });

  test('count identities of each table that has one, through joins, common table expressions, subqueries and UNION ALL', async () => {
    expect(await rowsOf(tables, `SELECT v.city, COUNT(*) ${JOIN} GROUP BY v.city`)).toEqual([['Rome', 4]]);
    expect(await rowsOf(tables, 'WITH x AS (SELECT id, city, SUM(amount) AS a FROM views GROUP BY id, city) SELECT city, SUM(a) FROM x GROUP BY city ORDER BY city'))
      .toEqual([['Oslo', 2], ['Rome', 2]]);
    expect(await rowsOf(tables, "SELECT x.city, COUNT(*) FROM (SELECT city FROM views WHERE ad = 'b' LIMIT 1) x GROUP BY x.city")).toEqual([]);
    expect(await rowsOf(tables, 'SELECT city, COUNT(*) FROM sales GROUP BY city UNION ALL SELECT city, COUNT(*) FROM views GROUP BY city, id')).toHaveLength(4);
  });

  test('a small group is not hidden by a large one that it is joined with', async () => {
    const sql = 'SELECT x.city, COUNT(v.id) FROM (SELECT city, MAX(amount) AS m, COUNT(*) AS n FROM views WHERE visits = 1 GROUP BY city, id) x CROSS JOIN views v GROUP BY x.city, x.m';
    expect((await rowsOf(tables, sql)).map(([city]) => city).sort()).toEqual(['Oslo', 'Rome']);
    expect(await rowsOf(tables, `${sql}, x.n HAVING COUNT(v.id) > 100`)).toEqual([]);
    expect(await rowsOf(tables, "SELECT x.ad, COUNT(*) FROM (SELECT ad, COUNT(*) AS n FROM views WHERE city = 'Rome' AND amount > 0 GROUP BY ad, id LIMIT 1) x CROSS JOIN views v GROUP BY x.ad")).toEqual([]);
  });

  test('can be another one for an output column, or none', async () => {
    expect(await rowsOf(exempting(2), 'SELECT city, COUNT(*) FROM views GROUP BY city')).toHaveLength(2);
    expect(await rowsOf(exempting(0), 'SELECT city, COUNT(*) FROM views GROUP BY city, id')).toHaveLength(4);
    expect(await rowsOf(exempting(2), 'SELECT city, ad, COUNT(*) FROM views GROUP BY city, ad')).toEqual([]);
    expect(await rowsOf(exempting(2), 'SELECT UPPER(city), COUNT(*) FROM views GROUP BY UPPER(city)')).toEqual([]);
    expect(await rowsOf(exempting(2), 'SELECT ad AS city, COUNT(*) FROM views GROUP BY ad')).toEqual([]);
    expect(await rowsOf(exempting(2), 'SELECT COUNT(*), SUM(amount) FROM views WHERE visits > 100')).toEqual([]);
  });

  test('do not hold for COUNT over one table', async () => {
    expect(await rowsOf(tables, 'SELECT COUNT(*), COUNT(DISTINCT city) FROM views WHERE visits > 100')).toEqual([[0, 0]]);
    expect(await rowsOf(tables, 'SELECT COUNT(*), SUM(amount) FROM views WHERE visits > 100')).toEqual([]);
  });

  test('hold before LIMIT', async () => {
    expect(await rowsOf(tables, 'SELECT city, COUNT(*) FROM views GROUP BY city ORDER BY city LIMIT 1')).toEqual([['Oslo', 2]]);
  });

  test.each<[string, string, string[]]>([
    ['MIN alone', 'SELECT city, MIN(amount) FROM views GROUP BY city', ['custom: SQL with thresholds']],
    ['a percentile alone', 'SELECT city, PERCENTILE(amount, 0.5) FROM views GROUP BY city', ['custom: SQL with thresholds']],
    ['LAG alone', 'SELECT city, LAG(amount) OVER (ORDER BY amount) FROM views', ['custom: SQL with thresholds']],
    ['EXISTS', 'SELECT COUNT(*) FROM sales WHERE EXISTS (SELECT 1 FROM views)', ['custom: SQL with thresholds or comparison controls', 'custom: aggregationThresholds']],
    ['<=>', 'SELECT COUNT(*) FROM sales s JOIN views v ON s.id <=> v.id', ['custom: SQL with thresholds or comparison controls']],
    ['unsupported functions', 'SELECT REVERSE(city), COUNT(*) FROM views GROUP BY REVERSE(city)', ['custom: SQL with thresholds or comparison controls']],
    ['a subquery in an expression', 'SELECT city, (SELECT SUM(amount) FROM views), COUNT(*) FROM sales GROUP BY city', ['custom: aggregationThresholds']],
    ['IN with a subquery', 'SELECT city, COUNT(*) FROM sales WHERE id IN (SELECT id FROM views) GROUP BY city', ['custom: aggregationThresholds']],
    ['UNION', 'SELECT city FROM views UNION SELECT city FROM sales', ['custom: aggregationThresholds']],
    ['DISTINCT of aggregates', 'SELECT DISTINCT COUNT(*) FROM views GROUP BY city', ['custom: aggregationThresholds']],
    ['expressions in aggregates', 'SELECT city, SUM(amount * 2) FROM views GROUP BY city', ['custom: allowedAggregateExpressionType']],
    ['expressions that a subquery hides', 'SELECT city, SUM(a) FROM (SELECT city, CASE WHEN visits = 1 THEN amount END AS a FROM views) x GROUP BY city', ['custom: allowedAggregateExpressionType']],
    ['the identity column and a literal', "SELECT city, COUNT(*) FROM views WHERE id = 'p1' GROUP BY city", ['custom: aggregationThresholds']],
    ['the identity column in LIKE', "SELECT city, COUNT(*) FROM views WHERE UPPER(id) LIKE 'P1%' GROUP BY city", ['custom: aggregationThresholds']],
    ['the identity column in CASE', "SELECT city, COUNT(*) FROM views GROUP BY city, CASE id WHEN 'p1' THEN 1 END", ['custom: aggregationThresholds']],
    ['the identity column and a literal from elsewhere', "SELECT v.city, COUNT(*) FROM (SELECT 'p1' AS x) l JOIN views v ON v.id = l.x GROUP BY v.city", ['custom: aggregationThresholds']],
    ['the identity column through a common table expression', "WITH x AS (SELECT id AS i, city FROM views) SELECT city, COUNT(*) FROM x WHERE i IN ('p1', 'p2') GROUP BY city", ['custom: aggregationThresholds']],
  ])('refuse %s', async (_, sql, rules) => {
    expect(await rulesAgainst(tables, sql)).toEqual(rules);
  });

  test.each([
    ['MIN beside COUNT', 'SELECT city, MIN(amount), COUNT(*) FROM views GROUP BY city'],
    ['a percentile beside AVG', 'SELECT city, PERCENTILE(amount, 0.5), AVG(amount) FROM views GROUP BY city'],
    ['aggregates of aggregates', 'SELECT AVG(n) FROM (SELECT id, COUNT(*) AS n FROM views GROUP BY id) x'],
    ['the identity column and another column', `SELECT v.city, COUNT(DISTINCT v.id) ${JOIN} GROUP BY v.city`],
    ['a literal and a count of identities', 'SELECT city, COUNT(*) FROM views GROUP BY city HAVING COUNT(DISTINCT id) > 2'],
  ])('allow %s', async (_, sql) => {
    expect(await rulesAgainst(tables, sql)).toEqual([]);
  });

  test('allow expressions in aggregates where the rule does', async () => {
    const any = withControls({ threshold: { ...THRESHOLD, allowsExpressions: true } });
    expect(await rowsOf(any, 'SELECT city, SUM(amount * 2) FROM views GROUP BY city ORDER BY city')).toEqual([['Oslo', 4], ['Rome', 4]]);
  });
});

describe('comparison controls', () => {
  const tables = withControls({ comparisonControls: { literalColumns: ['city'], columnColumns: ['id'] } });

  test.each([
    ['listed columns with literals', "SELECT ad FROM views WHERE city = 'Rome' AND UPPER(city) LIKE 'R%' AND city IN ('a', 'b')"],
    ['listed columns with columns', `SELECT v.ad ${JOIN}`],
    ['columns of other tables', "SELECT v.ad FROM views v JOIN sales s ON v.id = s.id WHERE s.amount > 1 AND s.visits = s.amount AND s.city = 'x'"],
    ['aggregates with literals', 'SELECT city, COUNT(*) FROM views GROUP BY city HAVING COUNT(*) > 1 AND SUM(amount) > 1'],
    ['groups', 'SELECT ad, COUNT(*) FROM views GROUP BY ad'],
    ['numbers that are rounded', 'SELECT ROUND(amount, 1), ABS(visits), CAST(amount AS INT), visits / 5 FROM views'],
    ['columns that are made alike', 'SELECT v.ad FROM sales s JOIN views v ON SHA2(LOWER(v.id), 256) = SHA2(REPLACE(SUBSTRING(s.id, 1, 8), \'-\', \'\'), 256)'],
    ['a column with a column to which a literal is added on its own side', "SELECT v.ad FROM sales s JOIN views v ON CONCAT('x', v.id) = s.id"],
    ['rows of a UNION that nothing compares', 'SELECT ad FROM views UNION ALL SELECT city FROM sales'],
  ])('allow %s', async (_, sql) => {
    expect(await rulesAgainst(tables, sql)).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    ['a literal', "SELECT city FROM views WHERE ad = 'a'", ['custom: allowedLiteralComparisonColumns']],
    ['a literal the other way round', "SELECT city FROM views WHERE 'a' < ad", ['custom: allowedLiteralComparisonColumns']],
    ['a literal that is NULL', 'SELECT city FROM views WHERE ad IS NOT NULL', ['custom: allowedLiteralComparisonColumns']],
    ['a literal in a function', "SELECT city FROM views WHERE SUBSTRING(ad, 1, 1) = 'a'", ['custom: allowedLiteralComparisonColumns']],
    ['a literal in CASE in an aggregate', "SELECT SUM(CASE WHEN ad = 'a' THEN amount ELSE 0 END) FROM views", ['custom: allowedLiteralComparisonColumns']],
    ['a literal in NULLIF', "SELECT NULLIF(ad, 'a') FROM views", ['custom: allowedLiteralComparisonColumns']],
    ['a literal and a maximum', "SELECT city FROM views GROUP BY city HAVING MAX(ad) = 'a'", ['custom: allowedLiteralComparisonColumns']],
    ['arithmetic and a literal', 'SELECT city FROM views WHERE visits - 1 = 0', ['custom: allowedLiteralComparisonColumns']],
    ['a column as a condition', 'SELECT CASE WHEN NOT (x.b) THEN 1 END FROM (SELECT CAST(ad AS BOOLEAN) AS b FROM sales, views) x', ['custom: allowedLiteralComparisonColumns', 'query: what can be checked']],
    ['another column', 'SELECT s.city FROM sales s JOIN views v ON s.city = v.ad', ['custom: allowedColumnComparisonColumns']],
    ['another column of the same table', 'SELECT city FROM views WHERE ad = city', ['custom: allowedColumnComparisonColumns']],
    ['a column for literals only', 'SELECT v.ad FROM sales s JOIN views v ON s.city = v.city', ['custom: allowedColumnComparisonColumns']],
    ['IN with a subquery', 'SELECT city FROM sales WHERE city IN (SELECT ad FROM views)', ['custom: allowedColumnComparisonColumns']],
    ['a common table expression', "WITH x AS (SELECT ad AS a FROM views) SELECT COUNT(*) FROM x WHERE a = 'a'", ['custom: allowedLiteralComparisonColumns']],
    ['a literal among the rows of a column', "SELECT COUNT(*) FROM views v JOIN (SELECT id FROM sales UNION ALL SELECT 'p1') k ON v.id = k.id", ['custom: allowedLiteralComparisonColumns']],
    ['a literal in place of missing values', "SELECT COUNT(*) FROM views v JOIN sales s ON v.id = COALESCE(s.id, 'p1')", ['custom: allowedLiteralComparisonColumns']],
    ['a literal beside a column', "SELECT COUNT(*) FROM views v JOIN sales s ON v.id = CONCAT('x', s.id)", ['custom: allowedLiteralComparisonColumns']],
    ['a literal in a query', "SELECT COUNT(*) FROM views WHERE id IN (SELECT IF(visits = 1, 'p1', id) FROM sales)", ['custom: allowedLiteralComparisonColumns']],
  ])('refuse %s', async (_, sql, rules) => {
    expect(await rulesAgainst(tables, sql)).toEqual(rules);
  });
});

describe('differential privacy', () => {
  const budget = { differentialPrivacy: { epsilon: 3, usersNoisePerQuery: 30 } };
  const tables = withControls({ differentialPrivacyColumn: 'id' }, budget);
  const both = salesAndViews(customRule({ differentialPrivacyColumn: 'id' })).map((table) => ({ ...table, ...budget }));

  test('adds noise, the same for the same seed, and says that it is an illustration', async () => {
    const ask = (seed: number) => askIn(tables, 'SELECT city, COUNT(DISTINCT id) FROM views GROUP BY city ORDER BY city', { seed });
    const [one, again, other] = [await ask(1), await ask(1), await ask(2)];
    expect(one.result).toEqual(again.result);
    expect(one.result).not.toEqual(other.result);
    expect(one.notes).toContain('differential privacy is an illustration: noise of about 30 users (seed 1); how the service makes it, and what it costs, is not published');
    expect(one.notes).toContain("privacy budget (an illustration) of 'views': 0.047 of 3 spent");
  });

  test('needs a budget of the owner', async () => {
    expect(await rulesAgainst(withControls({ differentialPrivacyColumn: 'id' }), 'SELECT COUNT(*) FROM views')).toEqual(['table: readiness']);
  });

  test.each([
    ['aggregates of groups', 'SELECT city, AVG(amount), COUNT(*), COUNT(DISTINCT id), SUM(amount), STDDEV(amount) FROM views GROUP BY city'],
    ['queries inside that have the user', 'WITH x AS (SELECT id, MAX(amount) AS m FROM views GROUP BY id) SELECT AVG(m) FROM x'],
    ['windows of a user', 'SELECT COUNT(*) FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY id ORDER BY amount) AS n FROM views) x WHERE n = 1'],
  ])('allows %s', async (_, sql) => {
    expect(await rulesAgainst(tables, sql)).toEqual([]);
  });

  test('does not work with thresholds and comparison controls of other tables', async () => {
    const [, views] = both;
    const beside = async (rule: Parameters<typeof customRule>[0]) => rulesAgainst([salesAndViews(customRule(rule))[0], views], `SELECT COUNT(*) ${JOIN}`);
    expect(await beside({ threshold: THRESHOLD })).toEqual(['custom: differentialPrivacy']);
    expect(await beside({ comparisonControls: { literalColumns: [], columnColumns: ['id'] } })).toEqual(['custom: differentialPrivacy']);
    expect(await beside({ disallowedOutputColumns: ['id'] })).toEqual([]);
  });

  test('allows joins on the user', async () => {
    expect(await rulesAgainst(both, `SELECT COUNT(*) ${JOIN} AND s.visits > 1`)).toEqual([]);
  });

  test.each([
    ['rows', 'SELECT city FROM views'],
    ['other aggregates', 'SELECT MAX(amount) FROM views'],
    ['the user in the result', 'SELECT id, COUNT(*) FROM views GROUP BY id'],
    ['windows in the last query', 'SELECT COUNT(*), ROW_NUMBER() OVER (ORDER BY city) FROM views GROUP BY city'],
    ['UNION', 'SELECT COUNT(*) FROM views UNION ALL SELECT COUNT(*) FROM views'],
    ['a query inside without the user', 'SELECT COUNT(*) FROM (SELECT city FROM views) x'],
    ['an order inside', 'SELECT COUNT(*) FROM (SELECT id FROM views ORDER BY id LIMIT 1) x'],
    ['a window across users', 'SELECT SUM(n) FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY amount) AS n FROM views) x'],
    ['a subquery in an expression', 'SELECT COUNT(*) FROM sales WHERE id IN (SELECT id FROM views)'],
  ])('refuses %s', async (_, sql) => {
    expect(await rulesAgainst(tables, sql)).toEqual(['custom: differentialPrivacy']);
  });

  test.each([
    ['on other columns', 'SELECT COUNT(*) FROM sales s JOIN views v ON s.city = v.city'],
    ['by a comma', 'SELECT COUNT(*) FROM sales s, views v'],
    ['of any rows', 'SELECT COUNT(*) FROM sales s CROSS JOIN views v'],
    ['on the user or something else', 'SELECT COUNT(*) FROM sales s JOIN views v ON s.id = v.id OR s.city = v.city'],
  ])('refuses joins %s', async (_, sql) => {
    expect(await rulesAgainst(both, sql)).toEqual(['custom: differentialPrivacy']);
  });
});
