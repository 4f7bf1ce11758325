import { sqlParametersIn } from '../../../src/constructs/analysis/sql-parameters';

test.each<[string, string, string[]]>([
  ['parameters, each once and in order', 'SELECT :b FROM t WHERE x > :a AND y < :b', ['b', 'a']],
  ['a parameter beside an operator or a bracket', 'WHERE x=:a AND y IN (:b,:c) AND z<:d', ['a', 'b', 'c', 'd']],
  ['a parameter that is cast', 'SELECT :since::DATE', ['since']],
  ['a name with digits and underscores', 'SELECT :_1 + :2nd', ['_1', '2nd']],
  ['nothing in SQL without parameters', 'SELECT 1', []],
  ['nothing in text', "WHERE time = '12:30' AND note = 'it''s :not' AND other = 'a\\':no'", []],
  ['nothing in quoted names', 'SELECT "a:b", `c :d` FROM t', []],
  ['nothing in comments', 'SELECT 1 -- at :noon\n/* or\n:later */', []],
  ['what follows a comment', 'SELECT 1 -- :no\n+ :yes', ['yes']],
  ['nothing in casts', 'SELECT x::DATE, f(y)::INT, z :: STRING', []],
  ['nothing in the types of fields', 'CAST(x AS STRUCT<city:STRING,zip:INT>)', []],
  ['a parameter after a quote that does not end', "SELECT ' :a", ['a']],
])('%s', (_, text, names) => {
  expect(sqlParametersIn(text)).toEqual(names);
});
