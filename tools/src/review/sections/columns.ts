import { UNKNOWN_WITH_OTHERS, fact } from '../fact';
import type { Fact } from '../fact';
import type { ReviewedRoom } from '../reading/room';
import type { ReviewedTable } from '../reading/table';
import { row, statement, table, unknown } from '../review';
import type { Block, Statement } from '../review';
import { list, say, sentences, words } from '../text';
import type { Text } from '../text';
import { absent, elsewhere } from './absent';

/** What each column may be used for. */
export function columnsSection(room: ReviewedRoom): Block[] {
  const blocks = room.tables.flatMap((each) => columnsOf(room, each));
  return [
    ...blocks.length ? blocks : [absent(room, 'This program has no table in the room.')],
    ...elsewhere(room, (members) => say`What the columns of ${members} may be used for`),
  ];
}

/** The uses of a column that the picture of a table has. */
const USES = ['Joined on', 'Filtered by', 'Grouped by', 'Aggregated with', 'Its values come out'] as const;

/** What a column may be used for, in the order of the uses; an empty text for nothing. */
type ColumnUses = readonly Text[];

const YES = words('yes');
const NO: Text = [];

function columnsOf(room: ReviewedRoom, each: ReviewedTable): Block[] {
  const { rule, columns, name, sources } = each;
  const owner = room.ownerOf(each.association);
  if (rule === 'none') {
    return [statement(say`Table ${name} of ${owner} has no analysis rule: nothing can be asked of it until it has one.`, sources, { facts: [fact(room.subjectOfTable(each), words('the type of its rule'), 'none', 'ANY')] })];
  }
  if (rule === 'unknown' || !columns) {
    return [unknown(say`What the columns of table ${name} of ${owner} may be used for is not known here: its columns or a part of its rule are known at deployment only, or are in another program.`, sources,
      [fact(room.subjectOfTable(each), words('the type of its rule'), UNKNOWN_WITH_OTHERS, 'ANY')])];
  }
  const uses = columns.map((column) => ({ column, uses: usesOf(each, column.name) }));
  const rows = uses.map(({ column, uses: ofColumn }, index) => row([
    column.type === undefined ? say`${column.name}` : say`${column.name} (${column.type})`,
    ...ofColumn.map((use) => use.length ? use : words('no')),
    words(ofColumn.every((use) => use.length === 0) ? 'good for nothing' : 'used'),
  ], sources, { facts: index === 0 ? factsOf(room, each, uses) : [] }));
  const caption = say`Table ${name} of ${owner}: ${words(RULE_TYPES[rule.type])}`;
  return [...table(caption, ['Column', ...USES, 'Altogether'], rows, { marks: true }), ...notesOf(each)];
}

const RULE_TYPES = {
  AGGREGATION: 'an aggregation rule, which lets out totals of groups only',
  LIST: 'a list rule, which lets out rows that are in both tables',
  CUSTOM: 'a custom rule, which allows certain analyses',
};

const AGGREGATES: Readonly<Record<string, string>> = {
  SUM: 'sum', SUM_DISTINCT: 'sum of different values', COUNT: 'count', COUNT_DISTINCT: 'count of different values', AVG: 'average',
};

function usesOf({ rule, methods }: ReviewedTable, column: string): ColumnUses {
  if (typeof rule === 'string') return [];
  switch (rule.type) {
    case 'AGGREGATION': {
      const functions = [...rule.aggregateColumns].filter(([, columns]) => columns.includes(column)).map(([name]) => name in AGGREGATES ? words(AGGREGATES[name]) : say`${name}`);
      const isDimension = rule.dimensionColumns.includes(column);
      return [rule.joinColumns.includes(column) ? YES : NO, isDimension ? YES : NO, isDimension ? YES : NO, list(functions), isDimension ? words('of groups') : NO];
    }
    case 'LIST': {
      const isListed = rule.listColumns.includes(column);
      return [rule.joinColumns.includes(column) ? YES : NO, isListed ? YES : NO, NO, NO, isListed ? YES : NO];
    }
    case 'CUSTOM': {
      const onlyJobs = methods?.length === 1 && methods[0] === 'jobs';
      if (onlyJobs) return [words('by jobs'), words('by jobs'), words('by jobs'), words('by jobs'), words('by jobs')];
      const { comparisonControls: controls, disallowedOutputColumns, threshold, differentialPrivacyColumn } = rule;
      const joined = !controls || controls.columnColumns.includes(column);
      const literal = !controls || controls.literalColumns.includes(column);
      const asked = words('if the analysis does');
      const isOut = !disallowedOutputColumns.includes(column);
      const inGroups = threshold !== undefined || differentialPrivacyColumn !== undefined;
      return [joined ? asked : NO, literal ? asked : NO, asked, isOut ? asked : NO, isOut ? inGroups ? words('of groups, if the analysis does') : asked : NO];
    }
  }
}

interface UsesOfColumn {
  readonly column: { readonly name: string };
  readonly uses: ColumnUses;
}

function factsOf(room: ReviewedRoom, each: ReviewedTable, uses: readonly UsesOfColumn[]): Fact[] {
  const { rule } = each;
  if (typeof rule === 'string') return [];
  const subject = room.subjectOfTable(each);
  const usable = (index: number) => uses.filter((use) => use.uses[index]?.length).map(({ column }) => column.name);
  const facts = [
    fact(subject, words('the type of its rule'), rule.type, 'ANY'),
    fact(subject, words('the columns that may be joined on'), usable(0), 'MORE'),
    fact(subject, words('the columns that may be filtered by'), usable(1), 'MORE'),
    fact(subject, words('the columns that may be grouped by'), usable(2), 'MORE'),
    fact(subject, words('the columns whose values may come out'), usable(4), 'MORE'),
  ];
  switch (rule.type) {
    case 'AGGREGATION':
      return [
        ...facts,
        fact(subject, words('the aggregates that may come out'), [...rule.aggregateColumns].flatMap(([name, columns]) => columns.map((column) => `${AGGREGATES[name] ?? name} of ${column}`)), 'MORE'),
        fact(subject, words('whether it can only be asked together with a table of the member who queries'), rule.isJoinRequired, 'NO'),
        fact(subject, words('the words that may connect conditions of a join'), rule.allowedJoinOperators, 'MORE'),
        fact(subject, words('the functions that may be used on columns'), rule.scalarFunctions, 'MORE'),
      ];
    case 'LIST':
      return [...facts, fact(subject, words('the words that may connect conditions of a join'), rule.allowedJoinOperators, 'MORE')];
    case 'CUSTOM':
      return [...facts, fact(subject, words('the columns that no query may return'), rule.disallowedOutputColumns, 'FEWER')];
  }
}

function notesOf({ rule, sources, name }: ReviewedTable): Statement[] {
  if (typeof rule === 'string') return [];
  switch (rule.type) {
    case 'AGGREGATION':
      return [statement(sentences(
        rule.isJoinRequired ? say`Table ${name} can only be asked together with a table of the member who runs queries.` : say`Table ${name} can also be asked alone.`,
        say`Conditions of a join are connected by ${list(rule.allowedJoinOperators)}.`,
        rule.scalarFunctions.length ? say`These functions may be used on columns: ${list(rule.scalarFunctions)}.` : words('No function may be used on columns.'),
      ), sources)];
    case 'LIST':
      return [statement(say`Table ${name} can only be asked joined with a table of the member who runs queries. Conditions of a join are connected by ${list(rule.allowedJoinOperators)}.`, sources)];
    case 'CUSTOM':
      return rule.comparisonControls ? [statement(say`Comparisons in queries on ${name} are limited: with fixed values ${comparable(rule.comparisonControls.literalColumns)}, with other columns ${comparable(rule.comparisonControls.columnColumns)}.`, sources)] : [];
  }
}

function comparable(columns: readonly string[]): Text {
  return columns.length ? say`only ${list(columns)}` : words('none');
}
