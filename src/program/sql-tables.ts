/*
 * Names of tables in the text of a query. The text is not parsed: only what follows FROM and JOIN is looked at, outside of texts and
 * comments, so that what is found serves warnings and nothing else.
 */

/** A name in quotes, which stays, or a text or a comment; what of these is not closed goes on to the end. */
const NAMES_AND_TEXTS = /(`[^`]*`|"[^"]*")|'(?:[^'\\]|\\[^])*'?|--[^\n]*|\/\*[^]*?(?:\*\/|$)/g;
const QUOTED_NAMES = /`([^`]+)`|"([^"]+)"/g;
const TOKENS = /`[^`]*`|"[^"]*"|[\w.$]+|[(),;]|\S/g;

/** Functions with a FROM of their own, as in `EXTRACT(year FROM day)`. */
const FUNCTIONS_WITH_FROM = new Set(['extract', 'trim', 'substring', 'overlay', 'position']);
const NOT_TABLES = new Set(['lateral', 'unnest', 'values', 'select', 'table']);

/** What a subquery in the place of a table begins with, after its parenthesis. */
const SUBQUERIES = new Set(['select', 'with', 'values', 'table', 'from']);

/** What stands after a table, or a subquery, and is not its alias. */
const NOT_ALIASES = new Set([
  'join', 'on', 'using', 'inner', 'left', 'right', 'full', 'outer', 'cross', 'natural', 'semi', 'anti', 'pivot', 'unpivot', 'tablesample', 'lateral', 'for',
]);

/** What ends the list of tables after FROM. */
const ENDS_OF_FROM = new Set(['where', 'group', 'having', 'order', 'limit', 'union', 'intersect', 'except', 'select', 'window', 'qualify']);

/** The names of the tables that a query reads, without those that it defines itself; in the order of the text, each once. */
export function tablesNamedIn(query: string): string[] {
  const tokens = withoutTexts(query).match(TOKENS) ?? [];
  const closings = nextClosings(tokens);
  const own = new Set(tokens.flatMap((token, index) => isDefined(tokens, index, closings) ? [bare(token).toLowerCase()] : []));
  const named: string[] = [];
  const aliases = new Set<string>();
  const open = ['']; // the word before each parenthesis that is open
  const inFrom = [false]; // whether the text inside of each is a list of tables
  let expectsTable = false;
  let ended: string | undefined; // the table of the list that the token before ends, empty for a subquery
  tokens.forEach((token, index) => {
    const word = token.toLowerCase();
    const aliased = ended;
    ended = undefined;
    const before = tokens[index - 1]?.toLowerCase() ?? '';
    const depth = open.length - 1;
    if (word === '(' && expectsTable && !SUBQUERIES.has(tokens[index + 1]?.toLowerCase() ?? '')) {
      open.push(before);
      inFrom.push(true); // a table or a join in parentheses, as in FROM (a JOIN b)
      return;
    } else if (word === '(') {
      open.push(before);
      inFrom.push(false);
    } else if (word === ')') {
      open.pop();
      inFrom.pop();
      ended = inFrom[open.length - 1] ? '' : undefined;
    } else if (word === 'join' || (word === 'from' && before !== 'distinct' && !FUNCTIONS_WITH_FROM.has(open[depth]))) {
      expectsTable = true;
      inFrom[depth] = true;
      return;
    } else if (word === ',' && inFrom[depth]) {
      expectsTable = true;
      return;
    } else if (ENDS_OF_FROM.has(word)) {
      inFrom[depth] = false;
    } else if (expectsTable && word === 'only' && isName(tokens[index + 1] ?? '')) {
      return;
    } else if (expectsTable && isName(token) && tokens[index + 1] !== '(' && !NOT_TABLES.has(word)) {
      if (!tokens[index + 1]?.startsWith('.')) named.push(bare(token));
      ended = bare(word);
    } else if (aliased !== undefined && word === 'as') {
      ended = aliased;
    } else if (aliased !== undefined && isName(token) && !NOT_ALIASES.has(word) && bare(word) !== aliased) {
      aliases.add(bare(word));
    }
    expectsTable = false;
  });
  const isOwn = (name: string) => own.has(name) || aliases.has(name);
  return [...new Set(named)].filter((name) => !isOwn(name.toLowerCase()) && !name.includes('.'));
}

/** What could be the name of a table in the text of a query, in lower case: every word and name in quotes outside of texts and comments. */
export function wordsIn(query: string): Set<string> {
  const text = withoutTexts(query).toLowerCase();
  return new Set([...text.match(/\w+/g) ?? [], ...Array.from(text.matchAll(QUOTED_NAMES), ([, one, other]) => one ?? other)]);
}

function withoutTexts(query: string): string {
  return query.replace(NAMES_AND_TEXTS, (_, name: string | undefined) => name ?? ' ');
}

/** Whether a name is that of a common table expression: `name AS (` or `name (columns) AS (`. */
function isDefined(tokens: readonly string[], index: number, closings: readonly number[]): boolean {
  if (!isName(tokens[index])) return false;
  const before = tokens[index - 1]?.toLowerCase();
  if (before !== 'with' && before !== 'recursive' && before !== ',') return false;
  const next = tokens[index + 1] === '(' ? closings[index + 1] + 1 : index + 1;
  return tokens[next]?.toLowerCase() === 'as' && tokens[next + 1] === '(';
}

/** For each token, where the next closing parenthesis is. */
function nextClosings(tokens: readonly string[]): number[] {
  const closings: number[] = [];
  for (let index = tokens.length - 1; index >= 0; index--) {
    closings[index] = tokens[index] === ')' ? index : closings[index + 1] ?? tokens.length;
  }
  return closings;
}

function isName(token: string): boolean {
  return /^([`"].+[`"]|\d*[a-z_][\w.$]*)$/i.test(token);
}

function bare(name: string): string {
  return name.replace(/^[`"]|[`"]$/g, '');
}
