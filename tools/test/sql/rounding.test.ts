import { customRule, rowsOf, rulesAgainst, tableOf } from '../support/rooms';

/*
 * Spark rounds the shortest decimal that stands for a double, with halves away from zero: the expected values are those of
 * `BigDecimal.valueOf(d).setScale(n, HALF_UP)`. The same cases run in Spark itself, in test-spark.
 */

const TABLES = [tableOf('scores', '111111111111', customRule(), { city: 'string', score: 'double', exact: 'float' }, 'city,score,exact\nRome,1.5,0.25\nRome,2,0.25\nOslo,0.25,0.25\nOslo,,\n')];

test.each([
  ['2.675', 2, 2.68], ['1.005', 2, 1.01], ['0.125', 2, 0.13], ['-2.5', 0, -3], ['-0.25', 1, -0.3], ['0.0004999999999999999', 3, 0], ['1e-7', 6, 0], ['1.005e-5', 8, 0.00001005],
  ['1e-300', 18, 0], ['1234567890.125', 2, 1234567890.13], ['9007199254740993.5', 1, 9007199254740994], ['123456789012345678', 1, 123456789012345680], ['1e300', 2, 1e300],
])('rounds %s to %d places', async (text, places, rounded) => {
  expect(await rowsOf(TABLES, `SELECT ROUND(CAST('${text}' AS DOUBLE), ${places}) AS value FROM scores LIMIT 1`)).toEqual([[rounded]]);
});

test('rounds averages and quotients, in groups, conditions, orders, windows and subqueries', async () => {
  expect(await rowsOf(TABLES, 'SELECT city, ROUND(AVG(score), 1) AS mean, ROUND(SUM(score) / COUNT(*), 2) AS each, ROUND(AVG(score)) AS whole FROM scores GROUP BY city ORDER BY ROUND(AVG(score), 1)'))
    .toEqual([['Oslo', 0.3, 0.13, 0], ['Rome', 1.8, 1.75, 2]]);
  expect(await rowsOf(TABLES, 'SELECT city FROM scores GROUP BY city HAVING ROUND(AVG(score), 1) > 1')).toEqual([['Rome']]);
  expect(await rowsOf(TABLES, 'SELECT ROUND(score, 1) AS value, COUNT(*) FROM scores GROUP BY ROUND(score, 1) ORDER BY 1 NULLS LAST')).toEqual([[0.3, 1], [1.5, 1], [2, 1], [null, 1]]);
  expect(await rowsOf(TABLES, 'SELECT DISTINCT ROUND(AVG(score) OVER (PARTITION BY city), 1) AS mean FROM scores ORDER BY mean')).toEqual([[0.3], [1.8]]);
  expect(await rowsOf(TABLES, 'SELECT ROUND(exact, 1) AS value FROM scores WHERE score > 1.6')).toEqual([[0.3]]);
});

test('converts a double to the decimal that is printed of it, and to NULL what does not fit', async () => {
  expect(await rowsOf(TABLES, "SELECT CAST(AVG(score) AS DECIMAL(10,1)) AS mean, CAST(CAST('2.675' AS DOUBLE) AS DECIMAL(10,2)) AS half, CAST(CAST('1e30' AS DOUBLE) AS DECIMAL(10,2)) AS large FROM scores WHERE city = 'Rome'"))
    .toEqual([[1.8, 2.68, null]]);
});

test.each(['SELECT ROUND(score, city) FROM scores', 'SELECT ROUND(score, 19) FROM scores', 'SELECT ROUND(city) FROM scores', 'SELECT CAST(score AS STRING) FROM scores'])('does not run %s', async (sql) => {
  expect(await rulesAgainst(TABLES, sql)).toEqual(['query: what can be checked']);
});
