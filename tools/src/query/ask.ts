import { spend } from './budgets';
import { checkAccess, checkReadiness } from './checks/access';
import { checkAggregation } from './checks/aggregation';
import type { Asked } from './checks/asked';
import { checkCustom, disallowedColumnsOf } from './checks/custom';
import { userColumnOf } from './checks/differential-privacy';
import { adapted, checkIdMappingTables } from './checks/id-mapping';
import { checkList } from './checks/list';
import { identitiesToCount, minimumFor } from './checks/thresholds';
import { randomOf, withNoise } from './noise';
import { literalsOf, tablesNamed, withLiterals } from './parameters';
import { checkColumnNames, fillTables } from './population';
import type { Answer, Question } from './question';
import { PAGES, about, withoutRepetition } from './refusal';
import type { Refusal } from './refusal';
import type { Room, SharedTable, Template } from './room';
import type { SampleData } from './sample-rows';
import { engineWithoutRows } from './without-rows';
import { DuckDbEngine } from '../engine/duckdb';
import type { Engine, Rows, Value } from '../engine/engine';
import { DUCKDB } from '../sql/duckdb-text';
import { usesInDuckDb, usesInResolution } from '../sql/duckdb-tree';
import type { Identity, Watched } from '../sql/identities';
import { differencesOfMeaning } from '../sql/meaning';
import { SyntaxError, isStatement, parseSpark } from '../sql/parser';
import { writtenQuery } from '../sql/query-text';
import { CorrelationError, NameError, Resolution } from '../sql/resolution';
import { SparkTree } from '../sql/spark-tree';
import type { Misunderstanding } from '../sql/spark-tree';
import { branchesOf, partsOf } from '../sql/tree';
import type { Expression, Query } from '../sql/tree';
import { UsageError } from '../usage-error';

/** Where queries on some tables run. */
export type EngineOf = (tables: readonly SharedTable[], room: Room, data: SampleData) => Promise<Engine>;

const inDuckDb: EngineOf = async (tables, room, data) => DuckDbEngine.load(await data(tables, room));

/** Answers a question as Clean Rooms would, as far as its rules are documented. Throws an error if the question itself is wrong. */
export async function ask(room: Room, question: Question, engineOf: EngineOf = inDuckDb): Promise<Answer> {
  const template = question.template && templateNamed(question.template.name, room);
  const sql = template?.text ?? question.sql ?? '';
  const tree = new SparkTree();
  const parsed = tree.readStatements(await statementsOf(sql));
  const misunderstood = tree.misunderstood.map(refusalOf);
  if (!parsed) return { sql, refusals: misunderstood, notes: [] };

  const query = withLiterals(parsed, literalsOf(template, question.template?.parameters ?? new Map()));
  const named = tablesNamed(query);
  const before = room.tables.filter(({ name }) => named.includes(name.toLowerCase()));
  const withoutColumns = checkReadiness(before.filter(({ columns }) => !columns.length)); // names in them cannot be resolved
  if (withoutColumns.length) return { sql, refusals: [...misunderstood, ...withoutColumns], notes: [] };
  const { tables, data, refusals, notes } = await fillTables(before, question, async (each) => ask(room, each, engineOf));
  if (refusals.length) return { sql, refusals: [...misunderstood, ...refusals], notes };
  const engine = await engineOf(tables, room, data).catch(async (error: Error) => {
    if (!(error instanceof UsageError)) throw error;
    return engineWithoutRows(tables, error);
  });
  try {
    const answered = await answer({ query, misunderstood, tables, template }, engine, room, question);
    return { sql, ...answered, notes: [...notes, ...answered.notes] };
  } catch (error) {
    if (!(error instanceof NameError)) throw error;
    return { sql, refusals: misunderstood.length ? misunderstood : refusalsOfName(error, tables), notes: [] };
  } finally {
    engine.close();
  }
}

/** A query that is read, though not everything in it may be understood. */
interface Understood {
  readonly query: Query;
  readonly misunderstood: readonly Refusal[];
  readonly tables: readonly SharedTable[];
  readonly template?: Template;
}

async function statementsOf(sql: string) {
  try {
    const statements = await parseSpark(sql);
    if (!statements.length) throw new UsageError('there is no SQL statement in the query');
    if (statements.length === 1 && !isStatement(statements[0])) throw new UsageError(`the query is no SQL statement, which begins with a word such as SELECT: ${sql.trim()}`);
    return statements;
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(error.message);
    throw error;
  }
}

/** The template of a name, or the only one whose construct is called so: names can be generated. */
function templateNamed(name: string, { templates }: Room): Template {
  const called = templates.filter(({ path }) => path === name || path?.endsWith(`/${name}`));
  const template = templates.find((each) => each.name === name) ?? (called.length === 1 ? called[0] : undefined);
  if (!template) throw new UsageError(`there is no analysis template '${name}': ${templates.map((each) => each.path && each.path !== each.name ? `${each.path} (${each.name})` : each.name).join(', ') || 'there is none'}`);
  if (template.text === undefined) throw new UsageError(`the analysis template '${name}' is no SQL, or its text is known at deployment only`);
  return template;
}

function refusalOf({ what, place }: Misunderstanding): Refusal {
  return { rule: 'query: what can be checked', message: `cannot be checked, and is not run: ${what}`, page: PAGES.SQL, sure: 'approximate', place };
}

/** A column that a table does not share is refused; any other name that is not there is a mistake in the query. */
function refusalsOfName(error: NameError, tables: readonly SharedTable[]): Refusal[] {
  const { message, place, column } = error;
  if (error instanceof CorrelationError) return [refusalOf({ what: message, place })];
  const hiding = tables.filter(({ name, otherColumns }) =>
    column && otherColumns.includes(column.name) && column.tables.some((table) => table.name === name));
  if (!hiding.length) throw new UsageError(place ? `${message} (at character ${place.start + 1})` : message);
  return hiding.map((table) => ({
    rule: 'table: allowedColumns', page: PAGES.RULES, sure: 'exact', place, ...about(table, column!.name), message: `'${column!.name}' of '${table.name}' is not among its allowed columns`,
  }));
}

async function answer(
  { query, misunderstood, tables, template }: Understood, engine: Engine, room: Room, question: Question,
): Promise<Omit<Answer, 'sql'>> {
  const readable = tables.map(({ name }) => ({ name, columns: engine.columnsOf(name) }));
  const resolution = new Resolution(query, readable, room.tables.map(({ name }) => name));
  const fillsTable = question.filling !== undefined;
  const receivers = fillsTable ? [] : receiversOf(room, question);
  const asked = askedOf(resolution, { template, tables }, { asker: question.asker, receivers, fillsTable });
  const mappings = new Map(tables.flatMap(({ name, rule }) => rule?.type === 'ID_MAPPING_TABLE' ? [[name, rule]] : []));
  const differences = misunderstood.length ? [] : differencesOfMeaning(resolution).map(refusalOf);
  const refusals = withoutRepetition([
    ...misunderstood, ...differences, ...checkAccess(asked, room), ...checkRule(asked), ...checkIdMappingTables(asked, mappings),
    ...fillsTable ? checkColumnNames(resolution.columns) : [],
  ]);
  if (refusals.length) return { refusals, notes: [] };

  const watched = watchedIn(asked);
  const { sql, counted } = writtenQuery(resolution, watched, DUCKDB);
  const unlike = await refusalsOfSecondReading(sql, resolution, watched, engine);
  if (unlike.length) return { refusals: unlike, notes: [] };

  const items = branchesOf(resolution.query).flatMap((select) => select.items);
  const aggregates = items.filter(({ expression }) => hasAggregate(expression as Expression)).length;
  const spending = spend(tables, aggregates, question.spent, question.now);
  if (spending.refusals.length) return { refusals: spending.refusals, notes: [] };
  const text = engine.dialect === DUCKDB ? sql : writtenQuery(resolution, watched, engine.dialect).sql;
  const { result, notes } = resultOf(await rowsOf(text, engine), counted, asked, question);
  question.spent.save();
  const inherited = fillsTable ? { tables, disallowedColumns: disallowedColumnsOf(asked) } : undefined;
  return { refusals: [], result, inherited, notes: [...notes, ...spending.notes] };
}

/** The query with its tables, of which ID mapping tables take after the others. */
function askedOf(
  resolution: Resolution, { template, tables }: Pick<Understood, 'template' | 'tables'>, who: Pick<Asked, 'asker' | 'receivers' | 'fillsTable'>,
): Asked {
  const types = [...new Set(tables.flatMap(({ rule }) => rule && rule.type !== 'ID_MAPPING_TABLE' ? rule.type : []))];
  const provider = template?.owner.accountId ?? who.asker;
  const asSeen = tables.map((table) => adapted(table, types.length === 1 ? types[0] : undefined, { ...who, asker: provider }));
  const byName = new Map(asSeen.map((table) => [table.name, table]));
  return { resolution, template, tables: asSeen, ...who, shared: ({ name }) => byName.get(name)! };
}

/** Refuses a query in which DuckDB reads something else than was checked. */
async function refusalsOfSecondReading(sql: string, resolution: Resolution, watched: Watched, engine: Engine): Promise<Refusal[]> {
  const refusal = (what: string) => refusalOf({ what: `the engine reads it otherwise than it was checked: ${what}` });
  try {
    const [read, seen] = [usesInDuckDb(await engine.treeOf(sql)), usesInResolution(resolution, watched)];
    return JSON.stringify(read) === JSON.stringify(seen) ? [] : [refusal(`${read.join(' | ')} in place of ${seen.join(' | ')}`)];
  } catch (error) {
    return [refusal((error as Error).message)];
  }
}

/** The kind of an error, as DuckDB and Spark begin what they say of it. */
const KIND_OF_ERROR = /^([A-Z][A-Za-z ]* Error(?=:)|\[[A-Z_.\d]+\]|[\w.]+(Exception|Error)(?=:|$))/;

/** The rows of a query. What the engine says of an error can have values of rows in it: only its kind is passed on. */
async function rowsOf(sql: string, engine: Engine): Promise<Rows> {
  return engine.run(sql).catch((error: Error) => {
    if (error instanceof UsageError) throw error; // there are no rows
    throw new UsageError(`the query fails on these rows: ${KIND_OF_ERROR.exec(error.message)?.[0] ?? 'an error'}`);
  });
}

function receiversOf({ members }: Room, { receivers, asker }: Question): readonly string[] {
  const able = members.filter(({ abilities }) => abilities?.includes('CAN_RECEIVE_RESULTS')).flatMap(({ accountId }) => accountId ?? []);
  return receivers ?? (able.includes(asker) ? [asker] : able);
}

/** Checks what the type of rule asks for. Without tables that are ready and have one type of rule, there is nothing to check against. */
function checkRule(asked: Asked): Refusal[] {
  const types = new Set(asked.tables.map(({ rule }) => rule?.type));
  const [type] = types;
  if (types.size !== 1 || asked.tables.some(({ notReady }) => notReady !== undefined)) return [];
  switch (type) {
    case 'AGGREGATION':
      return checkAggregation(asked);
    case 'LIST':
      return checkList(asked);
    case 'CUSTOM':
      return checkCustom(asked);
    default: // without a table, or with an ID mapping table alone, which is refused
      return type === undefined ? checkCustom(asked) : [];
  }
}

/** What of the rows comes out: those that stand for enough people, with noise, as many as are asked for. */
function resultOf({ rows, types }: Rows, counted: readonly Identity[], asked: Asked, question: Question): Required<Pick<Answer, 'result' | 'notes'>> {
  const { resolution } = asked;
  const width = resolution.columns.length;
  const kept = rows.filter((row) => counted.every((identity, index) => reaches(row[width + index], identity, asked)));
  const limited = counted.length ? kept.slice(0, resolution.query.limit) : kept;
  const { values, notes } = addNoise(limited, counted, asked, question);
  return {
    result: { columns: resolution.columns.map(({ name }) => name), types: types.slice(0, width), rows: values.map((row) => row.slice(0, width)) },
    notes: [
      ...rows.length > kept.length ? [`${rows.length - kept.length} of ${rows.length} rows are left out: they stand for too few people`] : [],
      ...notes, ...approximations(asked, counted),
    ],
  };
}

/** The identities that are counted for each row: those of output constraints, of thresholds, or the users of differential privacy. */
function watchedIn(asked: Asked): Watched {
  const thresholds = asked.tables.some(({ rule }) => rule?.type === 'CUSTOM' && rule.threshold) ? identitiesToCount(asked) : undefined;
  return thresholds ?? new Map(asked.resolution.occurrences().flatMap(({ id, table }) => {
    const shared = asked.shared(table!);
    const { rule } = shared;
    const user = rule?.type === 'CUSTOM' ? userColumnOf(shared) : undefined;
    const columns = rule?.type === 'AGGREGATION' ? rule.outputConstraints.map(({ column }) => column) : user === undefined ? [] : [user];
    return columns.length ? [[id, columns]] : [];
  }));
}

/** Whether a row stands for as many as it must. A number that is NULL is of another part of a UNION. */
function reaches(count: Value, { occurrence }: Identity, asked: Asked): boolean {
  if (count === null) return true;
  const { table } = asked.resolution.occurrences().find(({ id }) => id === occurrence)!;
  const { rule } = asked.shared(table!);
  if (rule?.type === 'AGGREGATION') return Number(count) >= largestConstraint(asked);
  if (rule?.type !== 'CUSTOM' || !rule.threshold) return true;
  return branchesOf(asked.resolution.query).every((select) => Number(count) >= minimumFor(asked.shared(table!), select, asked));
}

/** The largest minimum of all tables holds. */
function largestConstraint({ tables }: Asked): number {
  return Math.max(...tables.flatMap(({ rule }) => rule?.type === 'AGGREGATION' ? rule.outputConstraints.map(({ minimum }) => minimum) : []));
}

function addNoise(rows: readonly (readonly Value[])[], counted: readonly Identity[], asked: Asked, { seed, sql = '' }: Question) {
  const noisy = asked.tables.flatMap((table) => table.rule?.type === 'CUSTOM' && userColumnOf(table) !== undefined ? table.differentialPrivacy ?? [] : []);
  if (!noisy.length) return { values: rows, notes: [] };
  const usersNoise = Math.max(...noisy.map(({ usersNoisePerQuery }) => usersNoisePerQuery));
  const width = asked.resolution.columns.length;
  const [{ items }] = branchesOf(asked.resolution.query);
  const isNoisy = items.map(({ expression }) => hasAggregate(expression as Expression));
  const random = randomOf(`${seed} ${sql}`);
  return {
    values: rows.map((row) => {
      const users = Math.min(...counted.map((_, index) => Number(row[width + index] ?? Infinity)));
      return row.map((value, index) => isNoisy[index] ? withNoise(value, users, usersNoise, random) : value);
    }),
    notes: [`differential privacy is an illustration: noise of about ${usersNoise} users (seed ${seed}); how the service makes it, and what it costs, is not published`],
  };
}

function approximations({ resolution, tables }: Asked, counted: readonly Identity[]): string[] {
  const isNested = counted.some(({ relation, occurrence }) => relation !== occurrence);
  const constraints = new Set(tables.flatMap(({ rule }) => rule?.type === 'AGGREGATION' ? rule.outputConstraints.map(({ column }) => column) : []));
  return [
    ...isNested ? ['people are counted through common table expressions and subqueries, about which the documentation is not exact'] : [],
    ...constraints.size > 1 && resolution.occurrences().length > 1 ? ['the largest minimum holds for the columns of all output constraints, about which the documentation is not exact'] : [],
  ];
}

function hasAggregate(expression: Expression): boolean {
  return partsOf(expression).some(({ kind }) => kind === 'aggregate');
}
