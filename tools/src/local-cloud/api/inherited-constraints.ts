import { policyOf, type AnyPolicy } from './analysis-rule';
import type { Resource, Values } from './resource';
import { configuredTableOf, type Table } from './tables';

/** What the tables that an intermediate table is made of demand of it, as they did when it was populated. */
export interface InheritedConstraints {
  readonly additionalAnalyses: NonNullable<AnyPolicy['additionalAnalyses']>;
  readonly allowedAdditionalAnalyses: readonly string[];
  readonly allowedResultReceivers: readonly string[];
  readonly disallowedOutputColumns: readonly string[];
  readonly sources: readonly Source[];
}

interface Source extends AnyPolicy {
  readonly table: Table;
  readonly disallowedOutputColumns: readonly string[];
}

const FROM_LAX_TO_STRICT = ['NOT_ALLOWED', 'ALLOWED', 'REQUIRED'] as const;

export function constraintsOf(tables: readonly Table[]): InheritedConstraints {
  const sources = tables.filter((table) => table.kind !== 'IdMappingTable').map(sourceOf);
  return {
    additionalAnalyses: FROM_LAX_TO_STRICT[Math.max(0, ...sources.map(strictnessOf))],
    allowedAdditionalAnalyses: common(sources.map(({ allowedAdditionalAnalyses = [] }) => allowedAdditionalAnalyses)),
    allowedResultReceivers: common(sources.map(({ allowedResultReceivers = [] }) => allowedResultReceivers)),
    disallowedOutputColumns: [...new Set(sources.flatMap(({ disallowedOutputColumns }) => disallowedOutputColumns))],
    sources,
  };
}

/** What an intermediate table's own rule loosens, though tables of other members are in it, which only allows to tighten. */
export function violatedConstraints(table: Resource<'IntermediateTable'>): string[] {
  const { rule, versions } = table.values;
  const constraints = versions.at(-1)?.constraints;
  const custom = rule?.policy.v1.custom;
  if (!constraints || !custom || isOfOneMember(table)) return [];

  return [
    ...(isWithin(custom.allowedResultReceivers, constraints.allowedResultReceivers) ? [] : ['allowedResultReceivers']),
    ...(isWithin(custom.allowedAdditionalAnalyses, constraints.allowedAdditionalAnalyses) ? [] : ['allowedAdditionalAnalyses']),
    ...(isWithin(constraints.disallowedOutputColumns, custom.disallowedOutputColumns) ? [] : ['disallowedOutputColumns']),
    ...(strictnessOf(custom) < strictnessOf(constraints) ? ['additionalAnalyses'] : []),
  ];
}

/** Whether all tables that it is made of, by whichever way, are of its owner, who then decides on it alone. */
export function isOfOneMember({ account, values: { dependencies } }: Resource<'IntermediateTable'>): boolean {
  return basesOf(dependencies).every((base) => base.account === account);
}

/** Some tables, with those that the intermediate tables among them are made of. */
export function basesOf(tables: readonly Table[]): Table[] {
  return tables.flatMap((table) => table.kind === 'IntermediateTable' ? [table, ...basesOf(table.values.dependencies)] : [table]);
}

/** Who may receive results of an intermediate table: those that its rule names, or those that all tables allow that it is made of, and no others. */
export function receiversOfIntermediateTable(table: Resource<'IntermediateTable'>): readonly string[] {
  const { rule, versions, dependencies } = table.values;
  const { allowedResultReceivers: inherited } = versions.at(-1)?.constraints ?? constraintsOf(dependencies);
  const own = (rule && policyOf(rule).allowedResultReceivers) ?? inherited;
  return isOfOneMember(table) ? own : own.filter((account) => inherited.includes(account));
}

/** The constraints as the API tells them, each with the tables that it comes from. */
export function constraintsView({ sources, ...constraints }: InheritedConstraints): Values {
  const from = (value: (source: Source) => unknown) => sources.map((source) => ({ ...origin(source), value: value(source) }));
  return {
    additionalAnalyses: {
      value: constraints.additionalAnalyses,
      sources: from(({ additionalAnalyses }) => additionalAnalyses ?? 'NOT_ALLOWED'),
    },
    allowedAdditionalAnalyses: {
      value: constraints.allowedAdditionalAnalyses,
      sources: from(({ allowedAdditionalAnalyses }) => allowedAdditionalAnalyses ?? []),
    },
    allowedResultReceivers: {
      value: constraints.allowedResultReceivers,
      sources: from(({ allowedResultReceivers }) => allowedResultReceivers ?? []),
    },
    disallowedOutputColumns: {
      value: constraints.disallowedOutputColumns,
      columnLineage: sources.flatMap((source) => source.disallowedOutputColumns.map((column) => lineageOf(column, source))),
    },
  };
}

const DEPENDENCY_TYPES = {
  ConfiguredTableAssociation: 'TABLE',
  IdMappingTable: 'ID_MAPPING_TABLE',
  IntermediateTable: 'INTERMEDIATE_TABLE',
};

export function dependencyType({ kind }: Table): string {
  return DEPENDENCY_TYPES[kind];
}

function origin({ table }: Source): Values {
  return { id: table.id, name: table.values.name, type: dependencyType(table), sourceAccountId: table.account };
}

function lineageOf(column: string, { table }: Source): Values {
  const { id, account, values: { name } } = table;
  return { column, sourceColumn: column, sourceName: name, sourceId: id, sourceType: dependencyType(table), sourceAccountId: account };
}

/** An association's rule says who may have results, its table's rule the rest. */
function sourceOf(table: Table): Source {
  if (table.kind === 'IdMappingTable') return { table, disallowedOutputColumns: [] };
  const { rule } = table.values;
  const configuredTable = configuredTableOf(table);
  const tableRule = configuredTable ? configuredTable.rule : rule;
  return {
    table,
    ...(rule && policyOf(rule)),
    ...(table.kind === 'IntermediateTable' && { allowedResultReceivers: receiversOfIntermediateTable(table) }),
    additionalAnalyses: tableRule && policyOf(tableRule).additionalAnalyses,
    disallowedOutputColumns: disallowedColumnsOf(table),
  };
}

/** The columns of a table that may not come out, with those of an intermediate table that it inherits. */
export function disallowedColumnsOf(table: Exclude<Table, Resource<'IdMappingTable'>>): readonly string[] {
  const rule = table.kind === 'IntermediateTable' ? table.values.rule : table.values.configuredTable.values.rule;
  const own = rule?.policy.v1.custom?.disallowedOutputColumns ?? [];
  if (table.kind !== 'IntermediateTable' || isOfOneMember(table)) return own;
  const inherited = table.values.versions.filter(({ status }) => status === 'POPULATE_SUCCESS').at(-1)?.answer?.disallowedColumns ?? [];
  return [...new Set([...own, ...inherited])];
}

function common([first = [], ...others]: readonly (readonly string[])[]): string[] {
  return first.filter((entry) => others.every((list) => list.includes(entry)));
}

function strictnessOf({ additionalAnalyses = 'NOT_ALLOWED' }: AnyPolicy): number {
  return FROM_LAX_TO_STRICT.indexOf(additionalAnalyses);
}

function isWithin(part: readonly string[] = [], whole: readonly string[] = []): boolean {
  return part.every((entry) => whole.includes(entry));
}
