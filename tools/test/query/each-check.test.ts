import { ask } from '../../src/query/ask';
import { Spent } from '../../src/query/budgets';
import type { Question } from '../../src/query/question';
import { PAGES } from '../../src/query/refusal';
import type { Page } from '../../src/query/refusal';
import type { Template } from '../../src/query/room';
import { ADDITIONAL_ANALYSES_ONLY } from '../../src/query/rules';
import { generatedRows } from '../../src/query/sample-rows';
import type { TestTable } from '../support/rooms';
import { BRAND, MEDIA, aggregationRule, askIn, customRule, listRule, roomOf, salesAndViews } from '../support/rooms';

/*
 * Every check that the documentation describes, on both sides: what is allowed, and what is refused by which part of a rule. The other tests go into
 * the depth of each; here is the list.
 */

/** A question about some tables. */
interface Asked {
  readonly sql: string;
  readonly tables?: readonly TestTable[];
  readonly more?: Partial<Question>;
  readonly templates?: readonly Template[];
}

type Question_ = string | Asked;

/** A check: what it allows, and what it refuses with the part of a rule that the refusal names. */
type Check = readonly [check: string, page: Page, allowed: readonly Question_[], refused: readonly Question_[], by: string];

const JOIN = 'FROM sales s INNER JOIN views v ON s.id = v.id';
const WITHOUT = salesAndViews(customRule());

/** Checks whose questions, if they say nothing else, are about the same tables. */
function group(name: string, tables: readonly TestTable[], checks: readonly Check[]): void {
  describe(name, () => {
    const cases = (side: 2 | 3) => checks.flatMap((check) => check[side].map((each): [string, string, string, Asked, string] => {
      const asked: Asked = { tables, ...typeof each === 'string' ? { sql: each } : each };
      return [check[0], check[1].title, asked.sql || `the template ${asked.more?.template?.name}`, asked, check[4]];
    }));
    const answerTo = async ({ sql, tables: asked, more, templates }: Asked) => askIn(asked!, sql, more, templates);

    test.each(cases(2))('%s (%s) allows %s', async (_, __, ___, asked) => {
      const { refusals, result } = await answerTo(asked);
      expect(refusals.map(({ message }) => message)).toEqual([]);
      expect(result).toBeDefined();
    });

    test.each(cases(3))('%s (%s) refuses %s', async (_, title, __, asked, by) => {
      const { refusals, result } = await answerTo(asked);
      expect(result).toBeUndefined();
      expect(refusals.map(({ rule }) => rule)).toContain(by);
      if (by !== NOT_KNOWN) expect(refusals.filter(({ rule }) => rule === by).map(({ page }) => page.title)).toContain(title);
    });
  });
}

/** What a query is refused for that has something of which this tool does not know what it lets through, whether it is allowed in AWS or not. */
const NOT_KNOWN = 'query: what can be checked';

group('all rules', WITHOUT, [
  ['SELECT only', PAGES.SQL, ['SELECT city FROM views'], ['CREATE TABLE x AS SELECT city FROM views', 'DELETE FROM views', 'SELECT 1; SELECT 2'], NOT_KNOWN],
  ['one type of rule in a query', PAGES.RULES, [`SELECT s.city ${JOIN}`],
    [{ sql: 'SELECT s.city FROM sales s JOIN views v ON s.id = v.id', tables: salesAndViews(customRule(), {}, listRule()) }], 'query: one type of analysis rule'],
  ['the strictest control', PAGES.ALLOWED_ANALYSES, ['SELECT city FROM sales'],
    [{ sql: `SELECT s.city ${JOIN}`, tables: salesAndViews(customRule(), {}, customRule({ allowedAnalysisProviders: [] })) }], 'custom: allowedAnalyses'],
  ['shared columns only', PAGES.RULES, [{ sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), { otherColumns: ['card'] }) }],
    [{ sql: 'SELECT card FROM views', tables: salesAndViews(customRule(), { otherColumns: ['card'] }) }], 'table: allowedColumns'],
  ['who can query', PAGES.MEMBERS, ['SELECT city FROM views'], [{ sql: 'SELECT city FROM views', more: { asker: MEDIA } }], 'collaboration: CAN_QUERY'],
  ['who can receive', PAGES.MEMBERS, [{ sql: 'SELECT city FROM views', more: { receivers: [BRAND] } }],
    [{ sql: 'SELECT city FROM views', more: { receivers: [MEDIA] } }], 'collaboration: CAN_RECEIVE_RESULTS'],
  ['receivers that each table allows', PAGES.ASSOCIATION_RULES, [{ sql: 'SELECT city FROM sales', tables: salesAndViews(customRule(), { allowedResultReceivers: [MEDIA] }) }],
    [{ sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), { allowedResultReceivers: [MEDIA] }) }], 'association: allowedResultReceivers'],
  ['tables that are ready', PAGES.READINESS, [{ sql: 'SELECT city FROM sales', tables: salesAndViews(customRule(), { notReady: 'it has no analysis rule' }) }],
    [{ sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), { notReady: 'it has no analysis rule' }) }], 'table: readiness'],
  ['additional analyses', PAGES.READINESS, [{ sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), { additionalAnalyses: 'ALLOWED' }) }],
    [{ sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), { additionalAnalyses: 'REQUIRED', notReady: ADDITIONAL_ANALYSES_ONLY }) }], 'table: readiness'],
  ['access budgets', PAGES.BUDGETS, [{ sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), { accessBudgets: [{ period: 'LIFETIME', budget: 1 }] }) }],
    [{ sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), { accessBudgets: [{ period: 'LIFETIME', budget: 0 }] }) }], 'budget: access budget (LIFETIME)'],
]);

const AGGREGATION = aggregationRule({
  aggregateColumns: new Map([['COUNT', ['amount']], ['COUNT_DISTINCT', ['id']], ['SUM', ['amount']], ['SUM_DISTINCT', ['visits']], ['AVG', ['amount']]]),
  scalarFunctions: ['UPPER', 'ABS'],
});
const BY_OR = salesAndViews({ ...AGGREGATION, allowedJoinOperators: ['AND', 'OR'] });
const REQUIRED = salesAndViews({ ...AGGREGATION, isJoinRequired: true });

group('aggregation', salesAndViews(AGGREGATION), [
  ['at least one of the aggregates', PAGES.AGGREGATION,
    ['SELECT COUNT(amount) FROM views', 'SELECT COUNT(DISTINCT id) FROM views', 'SELECT SUM(amount) FROM views', 'SELECT SUM(DISTINCT visits) FROM views', 'SELECT AVG(amount) FROM views'],
    ['SELECT city FROM views GROUP BY city', 'SELECT MIN(amount) FROM views', 'SELECT MAX(amount) FROM views', 'SELECT STDDEV(amount) FROM views', 'SELECT AVG(DISTINCT amount) FROM views'],
    'aggregation: query structure'],
  ['aggregates over a bare column that is listed for that function', PAGES.AGGREGATION, ['SELECT SUM(amount), COUNT(DISTINCT id) FROM views'],
    ['SELECT COUNT(*) FROM views', 'SELECT COUNT(id) FROM views', 'SELECT SUM(visits) FROM views', 'SELECT SUM(amount + 1) FROM views', 'SELECT SUM(ABS(amount)) FROM views', 'SELECT AVG(visits) FROM views'],
    'aggregation: aggregateColumns'],
  ['several columns in one COUNT DISTINCT', PAGES.AGGREGATION, ['SELECT COUNT(DISTINCT id) FROM views'], ['SELECT COUNT(DISTINCT id, city) FROM views'], 'aggregation: aggregateColumns'],
  ['INNER JOIN only', PAGES.AGGREGATION, [`SELECT SUM(v.amount) ${JOIN}`], [
    'SELECT SUM(v.amount) FROM sales s LEFT JOIN views v ON s.id = v.id', 'SELECT SUM(v.amount) FROM sales s RIGHT JOIN views v ON s.id = v.id', 'SELECT SUM(v.amount) FROM sales s FULL JOIN views v ON s.id = v.id',
    'SELECT SUM(v.amount) FROM sales s CROSS JOIN views v', 'SELECT SUM(v.amount) FROM sales s, views v',
  ], 'aggregation: query structure'],
  ['no subquery, CTE or set operation', PAGES.AGGREGATION, ['SELECT SUM(amount) FROM views'],
    ['SELECT SUM(amount) FROM (SELECT amount FROM views) x', 'WITH x AS (SELECT amount FROM views) SELECT SUM(amount) FROM x', 'SELECT SUM(amount) FROM views UNION SELECT SUM(amount) FROM sales'],
    'aggregation: query structure'],
  ['no subquery in a condition', PAGES.AGGREGATION, ["SELECT SUM(amount) FROM views WHERE city IN ('Rome', 'Oslo')"], ['SELECT SUM(amount) FROM views WHERE city IN (SELECT city FROM sales)'],
    'aggregation: dimensionColumns in WHERE'],
  ['joins on join columns, with = between two tables', PAGES.AGGREGATION, [`SELECT SUM(v.amount) ${JOIN}`],
    ['SELECT SUM(v.amount) FROM sales s JOIN views v ON s.city = v.city', 'SELECT SUM(v.amount) FROM sales s JOIN views v ON s.id <> v.id', 'SELECT SUM(v.amount) FROM sales s JOIN views v ON s.id = s.id',
      "SELECT SUM(v.amount) FROM sales s JOIN views v ON s.id = 'p1'", 'SELECT SUM(v.amount) FROM sales s JOIN views v ON UPPER(s.id) = UPPER(v.id)'],
    'aggregation: joinColumns'],
  ['AND and OR in joins', PAGES.AGGREGATION,
    [`SELECT SUM(v.amount) ${JOIN} AND v.id = s.id`, { sql: `SELECT SUM(v.amount) ${JOIN} OR v.id = s.id`, tables: BY_OR }], [`SELECT SUM(v.amount) ${JOIN} OR v.id = s.id`], 'aggregation: allowedJoinOperators'],
  ['required joins', PAGES.AGGREGATION,
    ['SELECT SUM(amount) FROM views', { sql: `SELECT SUM(v.amount) ${JOIN}`, tables: REQUIRED }, { sql: `SELECT SUM(w.amount) ${JOIN} JOIN views w ON w.id = v.id`, tables: REQUIRED }],
    [{ sql: 'SELECT SUM(amount) FROM views', tables: REQUIRED }, { sql: 'SELECT SUM(v.amount) FROM views v JOIN views w ON v.id = w.id', tables: REQUIRED }], 'aggregation: join required'],
  ['beside aggregates only dimension columns', PAGES.AGGREGATION, ['SELECT city, SUM(amount) FROM views GROUP BY city', 'SELECT city, SUM(amount) AS n FROM views GROUP BY city ORDER BY city, n'],
    ['SELECT visits, SUM(amount) FROM views GROUP BY visits', 'SELECT SUM(amount) FROM views GROUP BY visits', 'SELECT city, SUM(amount) FROM views GROUP BY city ORDER BY visits'], 'aggregation: dimensionColumns'],
  ['join columns come out nowhere', PAGES.AGGREGATION, [`SELECT v.city, SUM(v.amount) ${JOIN} GROUP BY v.city`], ['SELECT id, SUM(amount) FROM views GROUP BY id', 'SELECT UPPER(id), SUM(amount) FROM views GROUP BY UPPER(id)'],
    'aggregation: dimensionColumns'],
  ['listed scalar functions', PAGES.SCALAR_FUNCTIONS, ['SELECT UPPER(city), ABS(SUM(amount)) FROM views GROUP BY UPPER(city)', "SELECT SUM(amount) FROM views WHERE UPPER(city) = 'ROME'"],
    ['SELECT LOWER(city), SUM(amount) FROM views GROUP BY LOWER(city)', 'SELECT CEIL(SUM(amount)) FROM views', 'SELECT CAST(SUM(amount) AS INT) FROM views', "SELECT SUM(amount) FROM views WHERE LOWER(city) = 'rome'"],
    'aggregation: scalarFunctions'],
  ['no DISTINCT and LIMIT', PAGES.AGGREGATION, ['SELECT city, SUM(amount) FROM views GROUP BY city'], ['SELECT DISTINCT city, SUM(amount) FROM views GROUP BY city', 'SELECT SUM(amount) FROM views LIMIT 1'],
    'aggregation: query structure'],
  ['no OFFSET', PAGES.SQL, ['SELECT SUM(amount) FROM views'], ['SELECT SUM(amount) FROM views OFFSET 1'], NOT_KNOWN],
  ['no BETWEEN', PAGES.AGGREGATION, ["SELECT SUM(amount) FROM views WHERE city >= 'A' AND city <= 'R'"], ["SELECT SUM(amount) FROM views WHERE city BETWEEN 'A' AND 'R'"], 'aggregation: dimensionColumns in WHERE'],
  ['HAVING compares aggregates with numbers', PAGES.AGGREGATION, ['SELECT SUM(amount) FROM views HAVING SUM(amount) > 1 AND COUNT(DISTINCT id) >= 2'],
    ['SELECT SUM(amount) FROM views HAVING SUM(amount) > AVG(amount)', "SELECT city, SUM(amount) FROM views GROUP BY city HAVING city = 'Rome'"], 'aggregation: query structure'],
]);

group('list', salesAndViews(listRule()), [
  ['SELECT DISTINCT', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN}`], [`SELECT v.city ${JOIN}`], 'list: query structure'],
  ['list columns only', PAGES.LIST, [`SELECT DISTINCT v.city, v.amount AS a ${JOIN}`], [`SELECT DISTINCT v.visits ${JOIN}`, `SELECT DISTINCT v.* ${JOIN}`], 'list: listColumns'],
  ['at least one INNER JOIN', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN}`], ['SELECT DISTINCT city FROM sales'], 'list: query structure'],
  ['INNER JOIN only', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN} JOIN views w ON w.id = v.id`],
    ['SELECT DISTINCT v.city FROM sales s LEFT JOIN views v ON s.id = v.id', 'SELECT DISTINCT v.city FROM sales s CROSS JOIN views v', 'SELECT DISTINCT v.city FROM sales s, views v'], 'list: query structure'],
  ['a table of the member who can query', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN}`], ['SELECT DISTINCT v.city FROM views v JOIN views w ON v.id = w.id'], 'list: join required'],
  ['joins on join columns with =', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN}`],
    ['SELECT DISTINCT v.city FROM sales s JOIN views v ON s.city = v.city', 'SELECT DISTINCT v.city FROM sales s JOIN views v ON s.id > v.id'], 'list: joinColumns'],
  ['AND and OR in joins', PAGES.LIST, [{ sql: `SELECT DISTINCT v.city ${JOIN} OR v.id = s.id`, tables: salesAndViews(listRule({ allowedJoinOperators: ['OR'] })) }, `SELECT DISTINCT v.city ${JOIN} AND v.id = s.id`],
    [`SELECT DISTINCT v.city ${JOIN} OR v.id = s.id`], 'list: allowedJoinOperators'],
  ['join columns nowhere else', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN}`], [`SELECT DISTINCT v.id ${JOIN}`, `SELECT DISTINCT v.city, s.id ${JOIN}`], 'list: listColumns'],
  ['join columns not in WHERE', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN} WHERE v.city = 'Rome'`], [`SELECT DISTINCT v.city ${JOIN} WHERE v.id = 'p1'`], 'list: listColumns in WHERE'],
  ['conditions of WHERE', PAGES.LIST, [
    "= 'Rome'", "> 'A'", "< 'Z'", "<= 'Z'", ">= 'A'", "<> 'Oslo'", "!= 'Oslo'", "IN ('Rome')", "NOT IN ('Oslo')", "LIKE 'R%'", "NOT LIKE 'O%'", 'IS NULL', 'IS NOT NULL', "= 'Rome' OR v.amount + 1 > 1 AND NOT (v.amount * 2 - 1 = 0)",
  ].map((condition) => condition.startsWith('NOT LIKE') ? `SELECT DISTINCT v.city ${JOIN} WHERE NOT (v.city ${condition.slice(4)})` : `SELECT DISTINCT v.city ${JOIN} WHERE v.city ${condition}`), [
    "v.city BETWEEN 'A' AND 'Z'", "v.city RLIKE 'R'", "v.city ILIKE 'r%'", "v.city <=> 'Rome'", "v.city || 'x' = 'Romex'", "UPPER(v.city) = 'ROME'", "CASE WHEN v.city = 'Rome' THEN TRUE ELSE FALSE END", 'v.city IN (SELECT city FROM sales)',
    'EXISTS (SELECT 1 FROM sales)',
  ].map((condition) => `SELECT DISTINCT v.city ${JOIN} WHERE ${condition}`), 'list: listColumns in WHERE'],
  ['LIMIT with a positive number', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN} LIMIT 2`], [`SELECT DISTINCT v.city ${JOIN} LIMIT 0`], 'list: query structure'],
  ['no functions, subquery, CTE, GROUP BY, HAVING, ORDER BY', PAGES.LIST, [`SELECT DISTINCT v.city ${JOIN}`], [
    `SELECT DISTINCT UPPER(v.city) ${JOIN}`, `SELECT DISTINCT COUNT(v.city) ${JOIN}`, `SELECT DISTINCT v.amount + 1 ${JOIN}`, 'SELECT DISTINCT v.city FROM sales s JOIN (SELECT * FROM views) v ON s.id = v.id',
    `WITH x AS (SELECT 1 AS y) SELECT DISTINCT v.city ${JOIN}`, `SELECT DISTINCT v.city ${JOIN} GROUP BY v.city`, `SELECT DISTINCT v.city ${JOIN} GROUP BY v.city HAVING COUNT(v.city) > 1`, `SELECT DISTINCT v.city ${JOIN} ORDER BY v.city`,
    `SELECT DISTINCT v.city ${JOIN} UNION SELECT DISTINCT v.city ${JOIN}`,
  ], 'list: query structure'],
  ['no OFFSET', PAGES.SQL, [`SELECT DISTINCT v.city ${JOIN} LIMIT 1`], [`SELECT DISTINCT v.city ${JOIN} LIMIT 1 OFFSET 1`], NOT_KNOWN],
]);

const TEMPLATE: Template = { name: 'reach', owner: { accountId: MEDIA }, text: 'SELECT COUNT(*) FROM views WHERE city = :city', parameters: [{ name: 'city', type: 'VARCHAR' }] };
const run = (tables: readonly TestTable[]): Asked => ({ sql: '', tables, more: { sql: undefined, template: { name: 'reach', parameters: new Map([['city', 'Rome']]) } }, templates: [TEMPLATE] });
const only = (more: Partial<TestTable>) => salesAndViews(customRule(), more, customRule({ allowedAnalyses: ['a template'], allowedAnalysisProviders: [] }));

group('custom: allowed analyses', WITHOUT, [
  ['the template is listed', PAGES.ALLOWED_ANALYSES, [run(only({ allowsTemplate: ({ name }) => name === 'reach' }))], [run(only({ allowsTemplate: ({ name }) => name === 'another' }))], 'custom: allowedAnalyses'],
  ['who made the template is a listed provider', PAGES.ALLOWED_ANALYSES, [run(salesAndViews(customRule(), {}, customRule({ allowedAnalysisProviders: [MEDIA] })))],
    [run(salesAndViews(customRule(), {}, customRule({ allowedAnalysisProviders: [BRAND] })))], 'custom: allowedAnalyses'],
  ['who asks is a listed provider, of any query', PAGES.ALLOWED_ANALYSES, ['SELECT city FROM views'], [
    { sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), {}, customRule({ allowedAnalysisProviders: [MEDIA] })) },
    { sql: 'SELECT city FROM views', tables: salesAndViews(customRule(), {}, customRule({ allowedAnalyses: ['ANY_JOB'] })) },
    { sql: 'SELECT city FROM views', tables: only({ allowsTemplate: () => true }) },
  ], 'custom: allowedAnalyses'],
]);

group('custom: disallowed output columns', salesAndViews(customRule(), {}, customRule({ disallowedOutputColumns: ['amount'] })), [
  ['feed no column of the output', PAGES.DISALLOWED_COLUMNS, ['SELECT city FROM views WHERE amount > 1', 'WITH x AS (SELECT city, amount FROM views) SELECT city FROM x', 'SELECT amount FROM sales'], [
    'SELECT amount FROM views', 'SELECT * FROM views', 'SELECT COUNT(amount) FROM views', 'SELECT amount AS city FROM views', 'WITH x AS (SELECT amount AS a FROM views) SELECT a FROM x', 'SELECT visits FROM sales UNION ALL SELECT amount FROM views',
    'SELECT (SELECT MAX(amount) FROM views)', 'SELECT RANK() OVER (ORDER BY amount) FROM views', 'SELECT CASE WHEN amount > 1 THEN 1 END FROM views',
  ], 'custom: disallowedOutputColumns'],
  ['CACHE TABLE', PAGES.SQL, ['SELECT city FROM views'], ['CACHE TABLE x AS SELECT amount FROM views'], NOT_KNOWN],
]);

const THRESHOLD = { identityColumn: 'id', minimum: 2, allowsExpressions: false, outputColumns: new Map<string, number>() };
const WITH_THRESHOLD = salesAndViews(customRule(), {}, customRule({ threshold: THRESHOLD }));
const WITH_EXPRESSIONS = salesAndViews(customRule(), {}, customRule({ threshold: { ...THRESHOLD, allowsExpressions: true } }));
const beside = (calls: readonly string[], more: string) => calls.map((call) => `SELECT city, ${call}${more} FROM views GROUP BY city`);
const SUMMARIES = ['MIN(amount)', 'MAX(amount)', 'PERCENTILE(amount, 0.5)', 'MEDIAN(amount)'];
const WINDOWS = ['LAG(amount) OVER (ORDER BY visits)', 'LEAD(amount) OVER (ORDER BY visits)', 'MIN(amount) OVER ()', 'MAX(amount) OVER ()', 'PERCENTILE(amount, 0.5) OVER ()'].map((call) => `SELECT city, ${call}`);

/** What the page lists as not supported, of which the parser or this tool knows nothing else either. */
const UNSUPPORTED = [
  ...['CUBE (city)', 'ROLLUP (city)', 'GROUPING SETS ((city), ())'].map((each) => `SELECT city, COUNT(*) FROM views GROUP BY ${each}`),
  ...['CLUSTER BY city', 'DISTRIBUTE BY city', 'SORT BY city', 'OFFSET 1', 'LIMIT 1 OFFSET 1'].map((each) => `SELECT city FROM views ${each}`),
  'SELECT v.city FROM views v, LATERAL (SELECT v.id) x', 'SELECT * FROM views PIVOT (COUNT(amount) FOR city IN (\'Rome\'))',
  'SELECT s.city FROM sales s LEFT SEMI JOIN views v ON s.id = v.id', 'SELECT s.city FROM sales s LEFT ANTI JOIN views v ON s.id = v.id',
  ...['EXCEPT', 'EXCEPT ALL', 'INTERSECT', 'INTERSECT ALL'].map((each) => `SELECT city FROM views ${each} SELECT city FROM sales`),
  ...['ANY_VALUE(city)', 'BOOL_AND(visits = 1)', 'BOOL_OR(visits = 1)', 'HLL_SKETCH_AGG(id)', 'HLL_UNION_AGG(id)', 'HLL_SKETCH_ESTIMATE(HLL_SKETCH_AGG(id))', 'HLL_UNION(id, id)'].map((each) => `SELECT ${each}, COUNT(*) FROM views`),
  ...[
    'ARRAY_EXCEPT(ARRAY(1), ARRAY(2))', "TO_CHAR(visits, '9')", "TO_NUMBER(city, '9')", "DAYOFYEAR(DATE '2026-01-01')", "ADD_MONTHS(DATE '2026-01-01', 1)", 'TRUNCATE(amount, 1)', 'CBRT(visits)', 'PI()', 'RADIANS(visits)', 'ACOS(visits)',
    'ASIN(visits)', 'ATAN(visits)', 'ATAN2(visits, 1)', 'COS(visits)', 'COT(visits)', 'SIN(visits)', 'DEGREES(visits)', "TRANSLATE(city, 'a', 'b')", "REGEXP_COUNT(city, 'a')", "REGEXP_INSTR(city, 'a')", "SPLIT_PART(city, 'a', 1)",
    "AES_ENCRYPT(city, '0000111122223333')", "AES_DECRYPT(city, '0000111122223333')",
  ].map((each) => `SELECT ${each} FROM views`),
  ...['FIRST(city)', 'FIRST_VALUE(city)', 'LAST(city)', 'LAST_VALUE(city)', 'NTH_VALUE(city, 1)', 'CUME_DIST()', 'PERCENT_RANK()', 'NTILE(2)'].map((each) => `SELECT ${each} OVER (ORDER BY visits), COUNT(*) OVER () FROM views`),
  'WITH RECURSIVE x AS (SELECT city FROM views UNION ALL SELECT city FROM x) SELECT city FROM x',
];

/** What the page lists as not supported, and this tool runs where no rule forbids it. */
const ONLY_FORBIDDEN = [
  'SELECT city, COUNT(*) FROM sales WHERE EXISTS (SELECT 1 FROM views WHERE visits > 0) GROUP BY city', 'SELECT s.city, COUNT(*) FROM sales s JOIN views v ON s.city <=> v.city GROUP BY s.city',
  'SELECT REVERSE(city), COUNT(*) FROM views GROUP BY REVERSE(city)', "SELECT DATE_ADD(DATE '2026-01-01', 1), COUNT(*) FROM views",
];
const CONTROLLED = salesAndViews(customRule(), {}, customRule({ comparisonControls: { literalColumns: ['city', 'visits'], columnColumns: ['id', 'city'] } }));
const SUPPORTED = [
  'SELECT DISTINCT city FROM views', 'SELECT city, n FROM (SELECT city, COUNT(*) AS n FROM views GROUP BY city) x', 'WITH x AS (SELECT city, id FROM views) SELECT city, COUNT(*) FROM x GROUP BY city',
  ...['INNER', 'LEFT', 'FULL OUTER', 'RIGHT'].map((each) => `SELECT v.city, COUNT(*) FROM sales s ${each} JOIN views v ON s.id = v.id GROUP BY v.city`), 'SELECT v.city, COUNT(*) FROM sales s CROSS JOIN views v GROUP BY v.city',
  'SELECT city FROM views UNION ALL SELECT city FROM sales', 'SELECT city FROM views ORDER BY city DESC NULLS FIRST LIMIT 1',
  ...["= 'Rome'", "!= 'Rome'", "< 'Z'", "<= 'Z'", "> 'A'", ">= 'A'", "IN ('Rome')", "NOT IN ('Oslo')", "LIKE 'R%'", "RLIKE '^R'", "BETWEEN 'A' AND 'Z'"].map((each) => `SELECT city, COUNT(*) FROM views WHERE city ${each} GROUP BY city`),
  ...['AVG', 'COUNT', 'SUM', 'STDDEV', 'STDDEV_SAMP', 'STDDEV_POP', 'VAR_SAMP', 'VARIANCE', 'VAR_POP', 'COUNT(*), MIN', 'COUNT(*), MAX', 'COUNT(*), MEDIAN'].map((each) => `SELECT city, ${each}(visits) FROM views GROUP BY city`),
  ...['GREATEST(visits, 1)', 'LEAST(visits, 1)', "IF(city = 'Rome', 1, 2)", 'COALESCE(city, ad)', 'NVL(city, ad)', 'UPPER(city)', 'MD5(city)', 'SHA2(city, 256)', 'CAST(visits AS STRING)', 'visits + 1', 'ABS(visits)', 'SUBSTRING(city, 1, 2)']
    .map((each) => `SELECT ${each}, COUNT(*) FROM views GROUP BY ${each}`),
  ...['ROW_NUMBER()', 'RANK()', 'DENSE_RANK()', 'AVG(visits)', 'COUNT(visits)', 'SUM(visits)', 'COUNT(*) OVER (), LAG(visits)', 'COUNT(*) OVER (), MIN(visits)'].map((each) => `SELECT city, ${each} OVER (ORDER BY visits) FROM views`),
];

const THRESHOLD_CHECKS: readonly Check[] = [
  ['supported SQL', PAGES.THRESHOLDS_SQL, SUPPORTED, [], ''],
  ['unsupported SQL', PAGES.THRESHOLDS_SQL, ONLY_FORBIDDEN.map((sql) => ({ sql, tables: WITHOUT })), ONLY_FORBIDDEN, 'custom: SQL with thresholds or comparison controls'],
  ['unsupported SQL that is never run', PAGES.SQL, [], UNSUPPORTED, NOT_KNOWN],
];

group('custom: thresholds', WITH_THRESHOLD, [
  ...THRESHOLD_CHECKS,
  ['MIN and the like beside AVG, COUNT or SUM', PAGES.THRESHOLDS_SQL, [...beside(SUMMARIES, ', COUNT(*)'), ...beside(SUMMARIES, ', AVG(visits)'), ...beside(SUMMARIES, ', SUM(visits)'), ...WINDOWS.map((each) => `${each}, SUM(visits) OVER () FROM views`)],
    [...beside(SUMMARIES, ''), ...WINDOWS.map((each) => `${each} FROM views`)], 'custom: SQL with thresholds'],
  ['a bare column inside an aggregate', PAGES.THRESHOLDS, ['SELECT city, SUM(amount), COUNT(DISTINCT ad) FROM views GROUP BY city', { sql: 'SELECT city, SUM(amount * visits) FROM views GROUP BY city', tables: WITH_EXPRESSIONS }],
    ['SELECT city, SUM(amount * visits) FROM views GROUP BY city', "SELECT city, SUM(CASE WHEN ad = 'a' THEN amount ELSE 0 END) FROM views GROUP BY city"], 'custom: allowedAggregateExpressionType'],
  ['the identity column never with a literal', PAGES.COMPARISONS, ['SELECT v.city, COUNT(DISTINCT v.id) FROM sales s JOIN views v ON s.id = v.id GROUP BY v.city'],
    ["SELECT city, COUNT(DISTINCT id) AS reach FROM views WHERE id = 'p1' GROUP BY city", "SELECT city, COUNT(*) FROM views WHERE id IN ('p1') GROUP BY city"], 'custom: aggregationThresholds'],
  ['identities that can be counted', PAGES.THRESHOLDS, ['SELECT city FROM views UNION ALL SELECT city FROM sales'],
    ['SELECT city FROM views UNION SELECT city FROM sales', 'SELECT city, (SELECT COUNT(*) FROM views) FROM sales', 'SELECT city FROM sales WHERE id IN (SELECT id FROM views)'], 'custom: aggregationThresholds'],
]);

test.each<[string, number, string, unknown[][]]>([
  ['rows with enough distinct identities come out', 2, 'SELECT city, COUNT(*) FROM views GROUP BY city ORDER BY city', [['Oslo', 2], ['Rome', 2]]],
  ['rows with fewer do not', 3, 'SELECT city, COUNT(*) FROM views GROUP BY city ORDER BY city', []],
  ['an output column with a minimum of its own', 3, 'SELECT ad, COUNT(*) FROM views GROUP BY ad ORDER BY ad', [['a', 2], ['b', 2]]],
  ['that column beside another', 3, 'SELECT ad, city, COUNT(*) FROM views GROUP BY ad, city', []],
  ['an output column that is exempt', 3, 'SELECT visits, COUNT(*) FROM views WHERE city = \'Rome\' GROUP BY visits', [[1, 2]]],
  ['COUNT over one table without groups', 3, "SELECT COUNT(*), COUNT(DISTINCT ad) FROM views WHERE city = 'Rome'", [[2, 1]]],
  ['COUNT over one table with groups', 3, "SELECT city, COUNT(*) FROM views WHERE city = 'Rome' GROUP BY city", []],
  ['SUM over one table without groups', 3, "SELECT SUM(visits) FROM views WHERE city = 'Rome'", []],
  ['COUNT over a join', 3, "SELECT COUNT(*) FROM views v JOIN sales s ON v.id = s.id WHERE v.city = 'Rome'", []],
])('custom: thresholds (Minimum aggregation thresholds): %s, of %i', async (what, minimum, sql, rows) => {
  const outputColumns = new Map([['ad', 2], ['visits', 0]]);
  const tables = salesAndViews(customRule(), {}, customRule({ threshold: { ...THRESHOLD, minimum, outputColumns } }));
  expect([what, (await askIn(tables, sql)).result?.rows]).toEqual([what, rows]);
});

const CAMPAIGN = { literalColumns: ['city'], columnColumns: ['id'] };
group('custom: comparison controls', CONTROLLED, [
  ...THRESHOLD_CHECKS,
  ['MIN and the like also alone', PAGES.THRESHOLDS_SQL, [...beside(SUMMARIES, ''), ...WINDOWS.map((each) => `${each} FROM views`)], [], ''],
  ...[salesAndViews(customRule(), {}, customRule({ threshold: THRESHOLD, comparisonControls: CAMPAIGN }))].flatMap((tables): Check[] => [
    ['the example of a campaign', PAGES.COMPARISONS, [{ sql: "SELECT city, COUNT(DISTINCT id) AS reach FROM views WHERE city = 'Rome' AND city >= 'A' GROUP BY city", tables }],
      [{ sql: "SELECT city, COUNT(DISTINCT id) AS reach FROM views WHERE id = 'p1' GROUP BY city", tables }], 'custom: aggregationThresholds'],
    ['the example of an overlap', PAGES.COMPARISONS, [{ sql: 'SELECT COUNT(DISTINCT v.id) AS n FROM views v JOIN sales s ON v.id = s.id', tables }], [{ sql: 'SELECT COUNT(DISTINCT v.id) AS n FROM views v JOIN sales s ON v.ad = s.city', tables }],
      'custom: allowedColumnComparisonColumns'],
  ]),
  ['literals on the listed columns only', PAGES.COMPARISONS, ["SELECT ad FROM views WHERE city = 'Rome'"], ["SELECT ad FROM views WHERE ad = 'a'", "SELECT SUM(CASE WHEN ad = 'a' THEN amount ELSE 0 END) FROM views"],
    'custom: allowedLiteralComparisonColumns'],
  ['columns on the listed columns only', PAGES.COMPARISONS, [`SELECT v.ad ${JOIN}`, 'SELECT v.ad FROM sales s JOIN views v ON s.city = v.city'], ['SELECT v.ad FROM sales s JOIN views v ON s.city = v.ad', 'SELECT ad FROM views WHERE amount < visits'],
    'custom: allowedColumnComparisonColumns'],
]);

const PRIVATE = { differentialPrivacy: { epsilon: 10, usersNoisePerQuery: 20 } };
const ONE = salesAndViews(customRule(), PRIVATE, customRule({ differentialPrivacyColumn: 'id' }));
const BOTH = salesAndViews(customRule({ differentialPrivacyColumn: 'id' })).map((table) => ({ ...table, ...PRIVATE }));

group('custom: differential privacy', ONE, [
  ['the final SELECT', PAGES.DIFFERENTIAL_PRIVACY, ['AVG(amount)', 'COUNT(*)', 'COUNT(DISTINCT id)', 'STDDEV(amount)', 'STDDEV_POP(amount)', 'SUM(amount)', 'SUM(DISTINCT visits)'].map((call) => `SELECT city, ${call} FROM views GROUP BY city`),
    ['SELECT city FROM views', 'SELECT MIN(amount) FROM views', 'SELECT MAX(amount) FROM views', 'SELECT VARIANCE(amount) FROM views', 'SELECT MEDIAN(amount) FROM views', 'SELECT COUNT(*) OVER () FROM views'], 'custom: differentialPrivacy'],
  ['equi-joins on the user column', PAGES.DIFFERENTIAL_PRIVACY, [{ sql: `SELECT COUNT(*) ${JOIN}`, tables: BOTH }, 'SELECT COUNT(*) FROM sales s JOIN views v ON s.city = v.city'], [
    'SELECT COUNT(*) FROM sales s JOIN views v ON s.city = v.city', 'SELECT COUNT(*) FROM sales s JOIN views v ON s.id > v.id', 'SELECT COUNT(*) FROM sales s CROSS JOIN views v', 'SELECT COUNT(*) FROM sales s JOIN views v ON s.id = v.id OR s.city = v.city',
  ].map((sql) => ({ sql, tables: BOTH })), 'custom: differentialPrivacy'],
  ['the user column in CTEs', PAGES.DIFFERENTIAL_PRIVACY, ['WITH x AS (SELECT id, city FROM views) SELECT COUNT(*) FROM x', 'SELECT AVG(n) FROM (SELECT id, COUNT(*) AS n FROM views GROUP BY id) x'],
    ['WITH x AS (SELECT city FROM views) SELECT COUNT(*) FROM x', 'SELECT COUNT(*) FROM (SELECT city FROM views) x'], 'custom: differentialPrivacy'],
  ['the user column in PARTITION BY', PAGES.DIFFERENTIAL_PRIVACY, ['SELECT COUNT(*) FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY id ORDER BY visits) AS n FROM views) x WHERE n = 1'],
    ['SELECT COUNT(*) FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY city ORDER BY visits) AS n FROM views) x WHERE n = 1'], 'custom: differentialPrivacy'],
  ['no set operation in the final SELECT', PAGES.DIFFERENTIAL_PRIVACY, [{ sql: 'WITH x AS (SELECT id FROM views UNION ALL SELECT id FROM sales) SELECT COUNT(*) FROM x', tables: BOTH }], ['SELECT COUNT(*) FROM views UNION ALL SELECT COUNT(*) FROM sales', 'SELECT COUNT(*) FROM views UNION SELECT COUNT(*) FROM sales'],
    'custom: differentialPrivacy'],
  ['subqueries in FROM only', PAGES.DIFFERENTIAL_PRIVACY, ['SELECT COUNT(*) FROM views WHERE city IN (SELECT city FROM sales)'], ['SELECT COUNT(*) FROM sales WHERE city IN (SELECT city FROM views)'], 'custom: differentialPrivacy'],
  ['no LIMIT and ORDER BY inside', PAGES.DIFFERENTIAL_PRIVACY, ['SELECT city, COUNT(*) FROM views GROUP BY city ORDER BY city LIMIT 1'], ['SELECT COUNT(*) FROM (SELECT id FROM views LIMIT 1) x', 'SELECT COUNT(*) FROM (SELECT id FROM views ORDER BY id) x'],
    'custom: differentialPrivacy'],
  ['no arrays, no GROUPING SETS', PAGES.SQL, ['SELECT city, COUNT(*) FROM views GROUP BY city'], ["SELECT COUNT(*) FROM views WHERE ARRAY_CONTAINS(ARRAY('a'), ad)", 'SELECT city, COUNT(*) FROM views GROUP BY GROUPING SETS ((city), ())', 'SELECT city, COUNT(*) FROM views GROUP BY CUBE (city)'],
    NOT_KNOWN],
  ['no thresholds and comparison controls beside it', PAGES.CUSTOM_LIMITATIONS, [`SELECT COUNT(*) ${JOIN}`], [{ sql: `SELECT COUNT(*) ${JOIN}`, tables: [salesAndViews(customRule({ threshold: THRESHOLD }))[0], ONE[1]] }], 'custom: differentialPrivacy'],
]);

test('PySpark jobs (Considerations and limitations): the text of a job is not run', async () => {
  const job: Template = { ...TEMPLATE, name: 'job', text: undefined };
  const question: Question = { asker: BRAND, template: { name: 'job', parameters: new Map() }, data: generatedRows(1), seed: 1, spent: new Spent(), now: new Date(0) };
  await expect(ask(roomOf(only({ allowsTemplate: () => true }), [job, TEMPLATE]), question)).rejects.toThrow("the analysis template 'job' is no SQL");
});
