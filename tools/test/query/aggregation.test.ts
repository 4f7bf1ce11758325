import { MEDIA, aggregationRule, askIn, rowsOf, rulesAgainst, salesAndViews } from '../support/rooms';

const TABLES = salesAndViews(aggregationRule({ dimensionColumns: ['city', 'visits'], scalarFunctions: ['UPPER', 'ROUND'] }));
const JOIN = 'FROM sales s INNER JOIN views v ON s.id = v.id';

test('answers aggregates along dimensions, and drops the rows that stand for too few', async () => {
  expect(await rowsOf(TABLES, 'SELECT city, COUNT(DISTINCT id) AS people, SUM(amount) FROM sales GROUP BY city ORDER BY city')).toEqual([
    ['Bern', 3, 7], ['Rome', 2, 35],
  ]);
  const { notes } = await askIn(TABLES, 'SELECT city, COUNT(DISTINCT id) FROM sales GROUP BY city');
  expect(notes).toContain('2 of 4 rows are left out: they stand for too few people');
});

test('the largest minimum of all tables holds', async () => {
  const [sales, views] = salesAndViews(aggregationRule(), {}, aggregationRule({ outputConstraints: [{ column: 'id', minimum: 3 }] }));
  expect(await rowsOf([sales, views], `SELECT s.city, COUNT(DISTINCT s.id) ${JOIN} GROUP BY s.city`)).toEqual([]);
  expect(await rowsOf(TABLES, `SELECT s.city, COUNT(DISTINCT s.id) ${JOIN} GROUP BY s.city`)).toEqual([['Rome', 2]]);
});

test('a result without rows of anybody is dropped as well', async () => {
  expect(await rowsOf(TABLES, "SELECT COUNT(DISTINCT id) FROM sales WHERE city = 'Paris'")).toEqual([]);
});

test.each([
  ['filters on dimensions', "SELECT COUNT(DISTINCT id) FROM sales WHERE city IN ('Rome', 'Bern') AND visits + 1 > 2 OR city LIKE 'R%' AND city IS NOT NULL"],
  ['listed scalar functions', 'SELECT UPPER(city), ROUND(SUM(amount), 1) FROM sales GROUP BY UPPER(city)'],
  ['aggregates that are compared with numbers', 'SELECT city, SUM(amount) FROM sales GROUP BY city HAVING SUM(amount) > 10 AND COUNT(DISTINCT id) >= 2'],
  ['orders by aggregates', 'SELECT city, SUM(amount) AS s FROM sales GROUP BY city ORDER BY s DESC, 1'],
  ['literals', "SELECT city, 'x', 1, SUM(amount) FROM sales GROUP BY city"],
])('allows %s', async (_, sql) => {
  expect(await rulesAgainst(TABLES, sql)).toEqual([]);
});

test.each<[string, string, string[]]>([
  ['no aggregate', 'SELECT city FROM sales GROUP BY city', ['aggregation: query structure']],
  ['a join column in the result', 'SELECT id, COUNT(DISTINCT id) FROM sales GROUP BY id', ['aggregation: dimensionColumns']],
  ['a join column behind an alias', 'SELECT s.id AS city, SUM(s.amount) FROM sales s GROUP BY s.id', ['aggregation: dimensionColumns']],
  ['a join column in a filter', "SELECT SUM(amount) FROM sales WHERE id = 'p1'", ['aggregation: dimensionColumns in WHERE']],
  ['a join column in ORDER BY', 'SELECT city, SUM(amount) FROM sales GROUP BY city, id ORDER BY id', ['aggregation: dimensionColumns']],
  ['several columns in COUNT DISTINCT', 'SELECT COUNT(DISTINCT id, city) FROM sales', ['aggregation: aggregateColumns', 'query: what can be checked']],
  ['a function that the column is not listed for', 'SELECT SUM(visits) FROM sales', ['aggregation: aggregateColumns']],
  ['COUNT of what is listed for COUNT DISTINCT', 'SELECT COUNT(id) FROM sales', ['aggregation: aggregateColumns']],
  ['COUNT(*)', 'SELECT COUNT(*) FROM sales', ['aggregation: aggregateColumns']],
  ['an expression in an aggregate', 'SELECT SUM(amount + 1) FROM sales', ['aggregation: aggregateColumns']],
  ['CASE in an aggregate', "SELECT SUM(CASE WHEN city = 'Rome' THEN amount END) FROM sales", ['aggregation: aggregateColumns']],
  ['arithmetic on aggregates', 'SELECT SUM(amount) - AVG(amount) FROM sales', ['aggregation: query structure']],
  ['MIN', 'SELECT MIN(amount) FROM sales', ['aggregation: query structure']],
  ['a scalar function that is not listed', 'SELECT LOWER(city), SUM(amount) FROM sales GROUP BY LOWER(city)', ['aggregation: scalarFunctions']],
  ['a window function', 'SELECT SUM(amount) OVER (PARTITION BY city) FROM sales', ['aggregation: dimensionColumns', 'aggregation: query structure']],
  ['LIMIT', 'SELECT SUM(amount) FROM sales LIMIT 1', ['aggregation: query structure']],
  ['BETWEEN', 'SELECT SUM(amount) FROM sales WHERE visits BETWEEN 1 AND 2', ['aggregation: dimensionColumns in WHERE']],
  ['DISTINCT', 'SELECT DISTINCT city, SUM(amount) FROM sales GROUP BY city', ['aggregation: query structure']],
  ['UNION', 'SELECT SUM(amount) FROM sales UNION ALL SELECT SUM(amount) FROM views', ['aggregation: query structure']],
  ['a common table expression', 'WITH x AS (SELECT city, amount FROM sales) SELECT SUM(amount) FROM x', ['aggregation: query structure']],
  ['a subquery in FROM', 'SELECT SUM(amount) FROM (SELECT amount FROM sales) x', ['aggregation: query structure']],
  ['a subquery in WHERE', 'SELECT SUM(amount) FROM sales WHERE city IN (SELECT city FROM views)', ['aggregation: dimensionColumns in WHERE']],
  ['HAVING that compares columns', 'SELECT city, SUM(amount) FROM sales GROUP BY city HAVING SUM(amount) > AVG(amount)', ['aggregation: query structure']],
  ['HAVING on what is not aggregated', "SELECT city, SUM(amount) FROM sales GROUP BY city HAVING city = 'Rome'", ['aggregation: query structure']],
  ['an outer join', 'SELECT SUM(s.amount) FROM sales s LEFT JOIN views v ON s.id = v.id', ['aggregation: query structure']],
  ['a join by a comma', 'SELECT SUM(s.amount) FROM sales s, views v', ['aggregation: query structure']],
  ['a cross join', 'SELECT SUM(s.amount) FROM sales s CROSS JOIN views v', ['aggregation: query structure']],
  ['a join on another column', 'SELECT SUM(s.amount) FROM sales s JOIN views v ON s.city = v.city', ['aggregation: joinColumns']],
  ['a join on an inequality', 'SELECT SUM(s.amount) FROM sales s JOIN views v ON s.id > v.id', ['aggregation: joinColumns']],
  ['a join on a literal', "SELECT SUM(s.amount) FROM sales s JOIN views v ON s.id = 'p1'", ['aggregation: joinColumns']],
  ['a join on one side', 'SELECT SUM(s.amount) FROM sales s JOIN views v ON s.id = s.id', ['aggregation: joinColumns']],
  ['OR in a join', 'SELECT SUM(s.amount) FROM sales s JOIN views v ON s.id = v.id OR v.id = s.id', ['aggregation: allowedJoinOperators']],
])('refuses %s', async (_, sql, rules) => {
  expect(await rulesAgainst(TABLES, sql)).toEqual(rules);
});

test('allows OR in a join where every table does', async () => {
  const rule = aggregationRule({ allowedJoinOperators: ['AND', 'OR'] });
  expect(await rulesAgainst(salesAndViews(rule), 'SELECT SUM(s.amount) FROM sales s JOIN views v ON s.id = v.id OR v.id = s.id')).toEqual([]);
});

test('a table that must be joined is joined with one of who asks, directly or by way of others', async () => {
  const required = salesAndViews(aggregationRule({ isJoinRequired: true }));
  expect(await rulesAgainst(required, 'SELECT SUM(amount) FROM views')).toEqual(['aggregation: join required']);
  expect(await rulesAgainst(required, 'SELECT SUM(amount) FROM sales')).toEqual([]);
  expect(await rulesAgainst(required, `SELECT SUM(v.amount) ${JOIN}`)).toEqual([]);
  expect(await rulesAgainst(required, 'SELECT SUM(v.amount) FROM views v JOIN views w ON v.id = w.id')).toEqual(['aggregation: join required']);
  expect(await rulesAgainst(required, `SELECT SUM(w.amount) ${JOIN} JOIN views w ON w.id = v.id`)).toEqual([]);
});

test('a refusal names the rule, the column, its table and owner, the place and the page, and all faults come at once', async () => {
  const { refusals } = await askIn(TABLES, 'SELECT v.id, MAX(amount) FROM views v LIMIT 3');
  expect(refusals.map(({ message }) => message)).toEqual([
    'LIMIT is not allowed',
    "'id' of 'views' may not be used here: city, visits may",
    'MAX is not allowed: only COUNT, COUNT DISTINCT, SUM, SUM DISTINCT and AVG',
  ]);
  expect(refusals[1]).toEqual({
    rule: 'aggregation: dimensionColumns',
    message: "'id' of 'views' may not be used here: city, visits may",
    sure: 'exact',
    table: 'views',
    column: 'id',
    owner: { accountId: MEDIA, displayName: 'Media' },
    place: { start: 7, end: 11 },
    page: { title: 'Aggregation analysis rule', url: 'https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-aggregation.html' },
  });
});
