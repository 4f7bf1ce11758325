import { tablesNamedIn, wordsIn } from '../../src/program/sql-tables';

describe('the tables that a query names', () => {
  test.each<[string, string, string[]]>([
    ['the one after FROM', 'SELECT 1 FROM purchases', ['purchases']],
    ['in any case of letters', 'select 1 from Purchases', ['Purchases']],
    ['those that are joined', 'SELECT 1 FROM a JOIN b ON a.id = b.id LEFT OUTER JOIN c USING (id)', ['a', 'b', 'c']],
    ['those of a list', 'SELECT 1 FROM a, b AS x, c WHERE a.id = b.id', ['a', 'b', 'c']],
    ['each once', 'SELECT 1 FROM a JOIN a b ON 1 = 1', ['a']],
    ['in quotes and in backticks', 'SELECT 1 FROM "my-table", `other table`', ['my-table', 'other table']],
    ['with digits, underscores and dollar signs', 'SELECT 1 FROM _a1, b$2', ['_a1', 'b$2']],
    ['in subqueries', 'SELECT 1 FROM (SELECT id FROM inner_table WHERE x IN (SELECT x FROM other)) t', ['inner_table', 'other']],
    ['after a subquery in the list', 'SELECT 1 FROM (SELECT 1 FROM a) x, b', ['a', 'b']],
    ['after a function in the list', 'SELECT 1 FROM a, unnest(a.list) u, b', ['a', 'b']],
    ['with other quotes in them', 'SELECT 1 FROM `a"b`', ['a"b']],
    ['next to comments', 'SELECT 1 FROM/* one */a', ['a']],
    ['before the join of a subquery', 'SELECT 1 FROM a, b JOIN (SELECT 1 FROM c) d', ['a', 'b', 'c']],
    ['over several lines', 'SELECT 1\nFROM\n  a\nJOIN\n  b', ['a', 'b']],
    ['in every part of a union', 'SELECT 1 FROM a UNION SELECT 1 FROM b INTERSECT SELECT 1 FROM c EXCEPT SELECT 1 FROM d', ['a', 'b', 'c', 'd']],
    ['after ONLY', 'SELECT 1 FROM ONLY a JOIN ONLY (b) ON 1 = 1', ['a']],
    ['with an alias that is their own name', 'SELECT 1 FROM a a, b AS B', ['a', 'b']],
    ['with an alias that is the name of no other', 'SELECT 1 FROM a x LEFT JOIN b AS y ON x.id = y.id', ['a', 'b']],
    ['before words that are no aliases', 'SELECT 1 FROM a CROSS JOIN cross, b TABLESAMPLE (10 PERCENT), tablesample', ['a', 'cross', 'b', 'tablesample']],
    ['of a join in parentheses', 'SELECT 1 FROM (people JOIN visits ON people.id = visits.id)', ['people', 'visits']],
    ['in parentheses', 'SELECT 1 FROM (((people)))', ['people']],
    ['that are joined in parentheses', 'SELECT 1 FROM a JOIN (people p) ON a.id = p.id', ['a', 'people']],
    ['of a list in parentheses', 'SELECT 1 FROM (a, b AS x), (c)', ['a', 'b', 'c']],
    ['of joins in joins', 'SELECT 1 FROM ((a JOIN b USING (id)) LEFT JOIN (c JOIN d ON (c.x, c.y) = (d.x, d.y)) ON 1 = 1), e', ['a', 'b', 'c', 'd', 'e']],
    ['of a join with a subquery in parentheses', 'SELECT 1 FROM ((SELECT x, y FROM a) s JOIN b ON s.x IN (1, two)) WHERE y IN (SELECT 1 FROM (c))', ['a', 'b', 'c']],
    ['of subqueries in parentheses', 'SELECT 1 FROM ((SELECT 1 FROM a) UNION (SELECT one, two FROM b))', ['a', 'b']],
    ['in parentheses and quotes', 'SELECT 1 FROM (`my table` JOIN ("other"))', ['my table', 'other']],
    ['none without FROM', 'SELECT 1', []],
    ['none in nothing', '', []],
  ])('%s', (_, query, tables) => {
    expect(tablesNamedIn(query)).toEqual(tables);
  });

  test.each<[string, string, string[]]>([
    ['in a text', "SELECT ' FROM nowhere ' FROM a", ['a']],
    ['in a text with a quote in it', "SELECT 'it''s FROM nowhere', 'a \\' FROM nowhere' FROM a", ['a']],
    ['in a comment', 'SELECT 1 -- FROM nowhere\nFROM a /* JOIN nowhere\n ON 1 = 1 */ JOIN b', ['a', 'b']],
    ['between comments', 'SELECT 1 /* one */ FROM a /* two */ JOIN b', ['a', 'b']],
    ['of the query itself', 'WITH x AS (SELECT 1 FROM a), y (one, two) AS (SELECT 1, 2 FROM x) SELECT 1 FROM X JOIN y', ['a']],
    ['of the query itself, which refers to itself', 'WITH RECURSIVE x AS (SELECT 1 FROM a JOIN x) SELECT 1 FROM x', ['a']],
    ['with a schema', 'SELECT 1 FROM sales.purchases, a', ['a']],
    ['with a schema in quotes', 'SELECT 1 FROM `my db`.orders JOIN "my db"."orders" o ON 1 = 1, sales."orders", a', ['a']],
    ['that are aliases of tables', 'SELECT 1 FROM a AS x, b `y`, x, y, c', ['a', 'b', 'c']],
    ['that are aliases of subqueries', 'SELECT 1 FROM (SELECT 1 FROM a) AS x JOIN (SELECT 1 FROM b) y ON 1 = 1, x, y', ['a', 'b']],
    ['that are aliases of a pivot', "SELECT 1 FROM a PIVOT (sum(b) FOR c IN ('x', 'y')) p, p", ['a']],
    ['that are functions', 'SELECT 1 FROM generate_series(1, 10) JOIN a', ['a']],
    ['that are words of the language', 'SELECT 1 FROM a, LATERAL (SELECT 1 FROM b) x, UNNEST x, VALUES y, TABLE z', ['a', 'b']],
    ['after FROM in EXTRACT', 'SELECT EXTRACT(year FROM day) FROM a', ['a']],
    ['after FROM in TRIM', "SELECT trim(both 'x' FROM name), SUBSTRING(name FROM start), overlay(a FROM b) FROM a", ['a']],
    ['after FROM in POSITION', 'SELECT position(x FROM y) FROM a', ['a']],
    ['after DISTINCT FROM', 'SELECT 1 FROM a WHERE a.x IS NOT DISTINCT FROM other', ['a']],
    ['in the columns after a comma', 'SELECT one, two FROM a GROUP BY one, two ORDER BY one, two LIMIT 1', ['a']],
    ['in conditions', 'SELECT 1 FROM a WHERE x IN (1, two) HAVING max(one, two) > 1 WINDOW w AS (x), v AS (y) QUALIFY one, two', ['a']],
    ['of columns in USING', 'SELECT 1 FROM a JOIN b USING (one, two)', ['a', 'b']],
    ['that are numbers', 'SELECT 1 FROM 1, 1.5, a', ['a']],
    ['of the query itself, in parentheses', 'WITH x AS (SELECT 1 FROM a) SELECT 1 FROM (x JOIN (b) ON 1 = 1)', ['a', 'b']],
    ['of a subquery in parentheses', 'SELECT 1 FROM (WITH x (one, two) AS (SELECT 1, 2 FROM a) SELECT one, two FROM x)', ['a']],
    ['that are aliases of a join in parentheses', 'SELECT 1 FROM (a JOIN b USING (id)) AS j, (c x), j, x', ['a', 'b', 'c']],
    ['that are functions in parentheses', 'SELECT 1 FROM (generate_series(1, ten) g JOIN a ON 1 = 1), (unnest(b.list))', ['a']],
    ['in values', 'SELECT 1 FROM (VALUES (one, two), (three, four)) v (x, y), a', ['a']],
    ['with a schema, in parentheses', 'SELECT 1 FROM (sales.purchases JOIN a)', ['a']],
    ['after FROM in functions, in parentheses', "SELECT EXTRACT(year FROM (day)), trim('x' FROM (name)) FROM (a) WHERE a.x IS DISTINCT FROM (other)", ['a']],
    ['of columns in parentheses', 'SELECT (one), (two, three) FROM (a) WHERE (four, five) IN ((six, seven)) GROUP BY (eight), (nine)', ['a']],
    ['of a list that is no query', 'one, two', []],
    ['after another statement', 'SELECT one FROM a; SELECT two', ['a']],
  ])('not those %s', (_, query, tables) => {
    expect(tablesNamedIn(query)).toEqual(tables);
  });

  test.each([
    'where one', 'group by one', 'having one', 'order by one', 'limit one', 'union one', 'intersect one', 'except one', 'select one', 'window one', 'qualify one',
  ])('end at %s', (clause) => {
    expect(tablesNamedIn(`SELECT 1 FROM a ${clause}, two`)).toEqual(['a']);
  });

  test.each(['(', ')', '))) FROM a', 'FROM', 'JOIN', 'FROM ,', 'FROM (', 'FROM ()', 'FROM (,', 'JOIN ((', 'WITH', 'WITH x', 'WITH x (', 'WITH x AS', 'WITH x (a, b', "'", '"', '`', '/*'])(
    'are found in what is no query, without an error: %s', (text) => {
      expect(tablesNamedIn(text)).toEqual(text.endsWith('a') ? ['a'] : []);
    });

  test.each([
    ['a text', "SELECT 1 FROM a WHERE b = 'FROM c"], ['a text that ends with a backslash', "SELECT 1 FROM a WHERE b = 'FROM c\\"],
    ['a comment', 'SELECT 1 FROM a /* FROM c /* FROM d'],
  ])('are found before %s that is not closed', (_, text) => {
    expect(tablesNamedIn(text)).toEqual(['a']);
    expect(wordsIn(text)).not.toContain('c');
  });

  test('are not those in a text with a backslash before the end of a line', () => {
    expect(tablesNamedIn("SELECT 'x \\\n FROM b' FROM a")).toEqual(['a']);
  });

  test.each([
    ['quotes', `'${"\\'".repeat(100_000)}`], ['comments', '/*'.repeat(100_000)], ['definitions', ',a('.repeat(100_000)],
    ['names in quotes', '"a" `b` '.repeat(50_000) + '"'], ['parentheses', `WHERE ${'('.repeat(200_000)}`], ['parentheses of tables', `, ${'('.repeat(200_000)}`],
  ])('are found in linear time among many %s', (_, text) => {
    const start = Date.now();
    expect(tablesNamedIn(`SELECT 1 FROM a ${text}`)).toEqual(['a']);
    expect(Date.now() - start).toBeLessThan(2000);
  });

  test.each([
    ['quoted, with spaces and hyphens', 'SELECT 1 FROM "web visits-2026" JOIN `a b` ON 1 = 1', ['web visits-2026', 'a b']],
    ['with a digit at the start', 'SELECT 1 FROM 2026_visits v, 1a', ['2026_visits', '1a']],
    ['quoted, with what else begins a text or a comment', 'SELECT 1 FROM "it\'s" JOIN `a--b` JOIN "c/*d" ON 1 = 1', ["it's", 'a--b', 'c/*d']],
  ])('are found by their names %s', (_, query, tables) => {
    expect(tablesNamedIn(query)).toEqual(tables);
  });

  test('are only those that the query does not define with AS', () => {
    expect(tablesNamedIn('WITH x SELECT 1 FROM x')).toEqual(['x']);
    expect(tablesNamedIn('SELECT a AS (x) FROM a')).toEqual(['a']);
    expect(tablesNamedIn('WITH x AS y SELECT 1 FROM x')).toEqual(['x']);
  });
});

test('the words of a query, and names in quotes, are in lower case, and neither in texts nor in comments', () => {
  expect(wordsIn("SELECT Count(*) FROM sales.People WHERE a_1 = 'other' -- comment\n/* more */")).toEqual(new Set(['select', 'count', 'from', 'sales', 'people', 'where', 'a_1']));
  expect(wordsIn('one/* comment */two')).toEqual(new Set(['one', 'two']));
  expect(wordsIn("''")).toEqual(new Set());
  expect(wordsIn('"Web Visits" `a-b` "" ``')).toEqual(new Set(['web', 'visits', 'web visits', 'a', 'b', 'a-b']));
});
