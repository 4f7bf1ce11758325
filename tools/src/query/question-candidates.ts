import type { Room, SharedTable, Template } from './room';
import type { AggregationRule, CustomRule, ListRule } from './rules';

/*
 * What a table may be asked, made of its columns and its rule: what the rule seems to allow, and what it is there to forbid. Whether it does is for
 * the engine to say.
 */

/** A query, or a template to run, and what it is thought to end with. */
export interface Candidate {
  readonly expected: 'answer' | 'refusal';
  readonly sql?: string;
  readonly template?: { readonly name: string; readonly parameters: ReadonlyMap<string, string> };
}

/** What a table may be asked by an account, the most telling first. */
export function candidatesFor(table: SharedTable, asker: string, room: Room): Candidate[] {
  const { allowed, forbidden } = queriesOn(table, asker, room);
  return [
    ...templatesOn(table, room),
    ...[...new Set(allowed)].map((sql): Candidate => ({ sql, expected: 'answer' })),
    ...[...new Set(forbidden)].map((sql): Candidate => ({ sql, expected: 'refusal' })),
  ];
}

interface Queries {
  readonly allowed: readonly string[];
  readonly forbidden: readonly string[];
}

function queriesOn(table: SharedTable, asker: string, room: Room): Queries {
  switch (table.rule?.type) {
    case 'AGGREGATION':
      return aggregationQueries(table, table.rule, asker, room);
    case 'LIST':
      return listQueries(table, table.rule, asker, room);
    case 'CUSTOM':
      return customQueries(table, table.rule);
    case 'ID_MAPPING_TABLE':
      return { allowed: [], forbidden: [`SELECT COUNT(*) AS pairs FROM ${name(table.name)}`] };
    default:
      return { allowed: [], forbidden: [] };
  }
}

function aggregationQueries(table: SharedTable, rule: AggregationRule, asker: string, room: Room): Queries {
  const aggregates = [...rule.aggregateColumns].flatMap(([called, columns]) => columns.map((column) => aggregate(called, column)));
  const dimensions = rule.dimensionColumns.map((column) => `t.${name(column)}`);
  const sources = [...rule.isJoinRequired ? [] : [from(table)], ...joinsOf(table, asker, room)];
  const hidden = table.columns.map((column) => column.name).filter((column) => !rule.dimensionColumns.includes(column));
  const [firstAggregate = 'COUNT(*)'] = aggregates;
  const [source = from(table)] = sources;
  const allowed = sources.flatMap((each) => [
    ...dimensions.map((dimension) => `SELECT ${dimension}, ${aggregates.slice(0, 2).join(', ') || firstAggregate} FROM ${each} GROUP BY ${dimension}`),
    ...aggregates.map((called) => `SELECT ${called} FROM ${each}`),
  ]);
  const forbidden = [
    ...hidden.map((column) => `SELECT t.${name(column)}, ${firstAggregate} FROM ${source} GROUP BY t.${name(column)}`),
    ...rule.isJoinRequired ? [`SELECT ${firstAggregate} FROM ${from(table)}`] : [],
    `SELECT * FROM ${source}`,
    ...hidden.map((column) => `SELECT MAX(t.${name(column)}) AS largest FROM ${source}`),
    ...hidden.map((column) => `SELECT ${firstAggregate} FROM ${source} WHERE t.${name(column)} IS NOT NULL`),
    `SELECT ${firstAggregate} FROM ${source} LIMIT 10`,
    ...table.otherColumns.map((column) => `SELECT t.${name(column)}, ${firstAggregate} FROM ${source} GROUP BY t.${name(column)}`),
  ];
  return { allowed, forbidden };
}

function listQueries(table: SharedTable, rule: ListRule, asker: string, room: Room): Queries {
  const columns = rule.listColumns.map((column) => `t.${name(column)}`);
  const hidden = table.columns.map((column) => column.name).filter((column) => !rule.listColumns.includes(column));
  const sources = joinsOf(table, asker, room);
  const [source = from(table)] = sources;
  const allowed = sources.flatMap((each) => [
    ...columns.map((column) => `SELECT DISTINCT ${column} FROM ${each}`),
    `SELECT DISTINCT ${columns.join(', ')} FROM ${each}`,
    ...columns.map((column) => `SELECT DISTINCT ${column} FROM ${each} WHERE ${column} IS NOT NULL`),
  ]);
  const forbidden = [
    ...hidden.map((column) => `SELECT DISTINCT t.${name(column)} FROM ${source}`),
    `SELECT DISTINCT ${columns.join(', ')} FROM ${from(table)}`,
    `SELECT COUNT(*) AS total FROM ${source}`,
    ...hidden.map((column) => `SELECT DISTINCT ${columns[0]} FROM ${source} WHERE t.${name(column)} IS NOT NULL`),
    ...table.otherColumns.map((column) => `SELECT DISTINCT t.${name(column)} FROM ${source}`),
  ];
  return { allowed, forbidden };
}

function customQueries(table: SharedTable, rule: CustomRule): Queries {
  const source = from(table);
  const hidden = [...rule.disallowedOutputColumns, rule.differentialPrivacyColumn, rule.threshold?.identityColumn];
  const shown = table.columns.map((column) => column.name).filter((column) => !hidden.includes(column)).map((column) => `t.${name(column)}`);
  const person = rule.threshold?.identityColumn ?? rule.differentialPrivacyColumn;
  const people = person === undefined ? 'COUNT(*) AS total' : `COUNT(DISTINCT t.${name(person)}) AS people`;
  const allowed = [
    ...shown.map((column) => `SELECT ${column}, ${people} FROM ${source} GROUP BY ${column}`),
    `SELECT ${people} FROM ${source}`,
    ...shown.map((column) => `SELECT ${column} FROM ${source}`),
  ];
  const forbidden = [
    ...rule.disallowedOutputColumns.flatMap((column) => [
      `SELECT t.${name(column)} FROM ${source}`,
      `SELECT COUNT(DISTINCT t.${name(column)}) AS total FROM ${source}`,
      `SELECT CASE WHEN t.${name(column)} IS NULL THEN 0 ELSE 1 END AS given FROM ${source}`,
    ]),
    ...person === undefined ? [] : [
      `SELECT t.${name(person)} FROM ${source}`,
      `SELECT COUNT(*) AS total FROM ${source} WHERE t.${name(person)} = 'person-1'`,
      `SELECT COUNT(*) AS total FROM ${source} WHERE EXISTS (SELECT 1 FROM ${name(table.name)})`,
    ],
    ...table.columns.map((column) => `SELECT ${people} FROM ${source} WHERE t.${name(column.name)} IS NOT NULL`),
    ...shown.map((column) => `SELECT MAX(${column}) AS largest FROM ${source}`),
    ...table.otherColumns.map((column) => `SELECT t.${name(column)} FROM ${source}`),
  ];
  return { allowed, forbidden };
}

/** The templates that the rule of a table lists, with the values of their parameters by default, or values of their types. */
function templatesOn(table: SharedTable, { templates }: Room): Candidate[] {
  return templates.filter((template) => template.text !== undefined && table.allowsTemplate(template))
    .map((template): Candidate => ({ expected: 'answer', template: { name: template.name, parameters: parametersOf(template) } }));
}

function parametersOf({ parameters }: Template): Map<string, string> {
  return new Map(parameters.filter(({ defaultValue }) => defaultValue === undefined).map(({ name: parameter, type }) => [parameter, valueOf(type)]));
}

function valueOf(type: string): string {
  switch (type.toUpperCase().replace(/\(.*/s, '').trim()) {
    case 'VARCHAR': case 'CHAR': case 'CHARACTER': case 'STRING':
      return 'value';
    case 'BOOLEAN':
      return 'true';
    case 'DATE':
      return '2026-01-31';
    case 'TIMESTAMP':
      return '2026-01-31 12:00:00';
    default:
      return '1';
  }
}

const MOST_JOINS = 3;

/** The table joined with tables of the same type of rule, those of who asks first. */
function joinsOf(table: SharedTable, asker: string, { tables }: Room): string[] {
  const { rule } = table;
  if (rule?.type !== 'AGGREGATION' && rule?.type !== 'LIST') return [];
  const others = tables.filter((other) => other !== table && other.notReady === undefined && other.rule?.type === rule.type);
  const isOwn = ({ owner }: SharedTable) => Number(owner.accountId === asker);
  return others.sort((one, other) => isOwn(other) - isOwn(one)).slice(0, MOST_JOINS).flatMap((other) => {
    if (other.rule?.type !== rule.type) return [];
    const theirs = other.rule.joinColumns;
    const [column] = [...rule.joinColumns].sort((one, two) => Number(theirs.includes(two)) - Number(theirs.includes(one)));
    const [match] = theirs.includes(column) ? [column] : theirs;
    if (column === undefined || match === undefined) return [];
    return [`${from(table)} INNER JOIN ${name(other.name)} o ON t.${name(column)} = o.${name(match)}`];
  });
}

function aggregate(called: string, column: string): string {
  const [func, distinct] = called.split('_');
  return `${func}(${distinct ? 'DISTINCT ' : ''}t.${name(column)}) AS ${name(`${called.toLowerCase()}_${column}`)}`;
}

function from(table: SharedTable): string {
  return `${name(table.name)} t`;
}

/** A name in Spark's dialect, in quotes where it needs them. */
function name(text: string): string {
  return /^[a-z_]\w*$/i.test(text) ? text : `\`${text.replace(/`/g, '``')}\``;
}
