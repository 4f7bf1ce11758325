import { randomUUID } from 'node:crypto';
import type { AnalysisRule } from '../analysis-rule';
import { seen, type Behaviour, type Call, type OperationHandler } from '../engine';
import { accessDenied, conflict, invalid } from '../exceptions';
import { constraintsOf, constraintsView, dependencyType, type InheritedConstraints } from '../inherited-constraints';
import type { NamedValues, Resource, Values } from '../resource';
import { proceed, type Outcome } from '../runs';
import { configuredTableOf, TABLE_KINDS, type Table } from '../tables';
import { memberOf } from './collaboration';
import { startQuery, queryOf, tablesOfQuery, type SqlParameters } from './protected-query';

type PopulationStatus = 'CREATED' | 'POPULATE_STARTED' | 'POPULATE_SUCCESS' | 'POPULATE_FAILED';
type Status = PopulationStatus | 'DISALLOWED_BY_DATA_PROVIDER' | 'BASE_TABLE_REMOVED';

export interface IntermediateTableValues extends NamedValues {
  status: Status;
  populationAnalysisConfiguration: { readonly sqlParameters: SqlParameters };
  kmsKeyArn?: string;
  retentionInDays?: number;
  /** The tables that its query names. */
  dependencies: readonly Table[];
  versions: Version[];
  columns?: readonly Column[];
  rule?: AnalysisRule;
}

interface Column {
  readonly name: string;
  readonly type: string;
}

interface Version {
  readonly versionId: string;
  readonly analysisId: string;
  readonly createTime: number;
  status: PopulationStatus;
  readonly kmsKeyArn?: string;
  readonly parameters?: unknown;
  readonly expirationTime?: number;
  readonly constraints: InheritedConstraints;
  /** What its query answered, where queries are run. */
  answer?: Pick<Outcome, 'rows' | 'disallowedColumns'>;
}

type CreateInput = NamedValues & Pick<IntermediateTableValues, 'populationAnalysisConfiguration'>;

const SECONDS_OF_A_DAY = 86_400;

export const intermediateTable: Behaviour<'IntermediateTable'> = {
  uniqueName: TABLE_KINDS,
  quota: 'intermediateTables',

  create(said: CreateInput, call: Call) {
    const { parent, account } = call.found('Membership');
    const abilities = memberOf(parent, account)?.memberAbilities ?? [];
    if (!abilities.includes('CAN_QUERY')) throw accessDenied('Intermediate tables are for the member who can query');
    const dependencies = tablesOfQuery(queryOf(said.populationAnalysisConfiguration.sqlParameters, call), call);
    return { ...said, status: 'CREATED', dependencies, versions: [] };
  },

  change({ columns, ...changed }: { readonly columns?: readonly Column[] }, { values }) {
    const stranger = columns?.find(({ name }) => !columnsOf(values).some((column) => column.name === name));
    if (stranger) throw invalid(`The intermediate table has no column "${stranger.name}"`);
    const retyped = columnsOf(values).map((column) => columns?.find(({ name }) => name === column.name) ?? column);
    return { ...changed, ...(columns && { columns: retyped }) };
  },

  view({ values }) {
    const active = activeVersionOf(values);
    return {
      analysisRuleTypes: values.rule ? [values.rule.type] : [],
      tableDependencies: dependenciesOf(values.dependencies),
      ...(active && {
        intermediateTableVersion: { ...active, answer: undefined, analysisType: 'QUERY', inheritedConstraints: constraintsView(active.constraints) },
        schema: { columns: columnsOf(values) },
      }),
    };
  },

  beforeRemoval(resource, { service }) {
    const [child] = childrenOf(resource, service.store.list('IntermediateTable', resource.region));
    if (child) throw conflict(`The intermediate table ${child.id} depends on it`, 'SUBRESOURCES_EXIST', resource);
  },
};

/** The intermediate tables that a table is read by. */
export function childrenOf(table: Table, tables: readonly Resource<'IntermediateTable'>[]): Resource<'IntermediateTable'>[] {
  return tables.filter(({ values }) => values.dependencies.includes(table));
}

export function childResources(table: Table, tables: readonly Resource<'IntermediateTable'>[]): Values[] {
  return childrenOf(table, tables).map(({ id, account, values: { name, status } }) => (
    { resourceId: id, resourceType: 'INTERMEDIATE_TABLE', resourceName: name, ownerAccountId: account, resourceStatus: status }
  ));
}

/** What its base table leaves behind, when that is deleted. */
export function loseBaseTable(table: Table, tables: readonly Resource<'IntermediateTable'>[]): void {
  for (const child of childrenOf(table, tables)) child.values.status = 'BASE_TABLE_REMOVED';
}

/** The version that analyses read. */
export function activeVersionOf({ versions }: IntermediateTableValues): Version | undefined {
  return versions.filter(({ status }) => status === 'POPULATE_SUCCESS').at(-1);
}

/** The columns of the query's answer. Where it is not run they are not known: those stand for them that its tables allow. */
export function columnsOf(values: IntermediateTableValues): readonly Column[] {
  const { columns, dependencies } = values;
  const { rows } = activeVersionOf(values)?.answer ?? {};
  if (columns ?? rows) return columns ?? rows!.columns.map((name, index) => ({ name: name.toLowerCase(), type: glueTypeOf(rows!.types[index]) }));
  const names = dependencies.flatMap((table) => configuredTableOf(table)?.allowedColumns ?? []);
  return [...new Set(names)].map((name) => ({ name, type: 'string' }));
}

/** The type in Glue of a type in DuckDB. */
function glueTypeOf(duckDb: string): string {
  const type = duckDb.toLowerCase();
  return { varchar: 'string', integer: 'int' }[type] ?? type;
}

function dependenciesOf(tables: readonly Table[], parentType: 'DIRECT' | 'INDIRECT' = 'DIRECT'): Values[] {
  return tables.flatMap((table) => [
    { id: table.id, name: table.values.name, type: dependencyType(table), parentType, creatorAccountId: table.account },
    ...(table.kind === 'IntermediateTable' ? dependenciesOf(table.values.dependencies, 'INDIRECT') : []),
  ]);
}

interface PopulateInput {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly computeConfiguration?: { readonly queryComputeConfiguration: Values };
  readonly analysisPayerAccountId?: string;
}

export const intermediateTableOperations: Record<string, OperationHandler> = {
  PopulateIntermediateTable(call: Call<PopulateInput>) {
    const table = call.found('IntermediateTable');
    const { values, id, arn } = table;
    const { parameters, computeConfiguration, analysisPayerAccountId } = call.input;
    if (values.status === 'POPULATE_STARTED') throw conflict('The intermediate table is being populated', 'INVALID_STATE', table);

    const query = startQuery({
      sqlParameters: { ...values.populationAnalysisConfiguration.sqlParameters, ...(parameters && { parameters }) },
      resultConfiguration: { outputConfiguration: { intermediateTable: { id, arn, name: values.name } } },
      computeConfiguration: computeConfiguration && { worker: computeConfiguration.queryComputeConfiguration },
      queryComputePayerAccountId: analysisPayerAccountId,
    }, call, (ending) => setStatus(ending === 'SUCCESS' ? 'POPULATE_SUCCESS' : 'POPULATE_FAILED'));

    const createTime = Date.now() / 1000;
    const version: Version = {
      versionId: randomUUID(),
      analysisId: query.id,
      createTime,
      status: 'POPULATE_STARTED',
      kmsKeyArn: values.kmsKeyArn,
      parameters,
      expirationTime: values.retentionInDays && createTime + values.retentionInDays * SECONDS_OF_A_DAY,
      constraints: constraintsOf(values.dependencies),
    };
    const setStatus = (status: PopulationStatus) => {
      version.answer = query.values.outcome;
      version.status = status;
      values.status = status;
    };
    values.versions.push(version);
    values.status = 'POPULATE_STARTED';
    return { analysisId: query.id, analysisType: 'QUERY', versionId: version.versionId };
  },

  /** Looking at a table that is being populated takes its query on. */
  GetIntermediateTable(call: Call) {
    const table = call.found('IntermediateTable');
    const { versions, status } = table.values;
    const query = call.service.store.find('ProtectedQuery', table.region, versions.at(-1)?.analysisId ?? '');
    if (query && status === 'POPULATE_STARTED') proceed(query);
    return { intermediateTable: seen(table, call) };
  },

  ListIntermediateTableVersions(call: Call) {
    const { id, values: { versions } } = call.found('IntermediateTable');
    return versions.map(({ answer: _, ...version }) => ({ ...version, tableId: id, analysisType: 'QUERY' }));
  },

  DisallowIntermediateTable(call: Call<{ readonly intermediateTableName: string; readonly includeDescendants?: boolean }>) {
    const { intermediateTableName, includeDescendants = true } = call.input;
    const { parent, account } = call.found('Membership');
    const tables = call.service.store.list('IntermediateTable', parent.region).filter((each) => each.parent.parent === parent);
    const table = tables.find(({ values }) => values.name === intermediateTableName);
    if (!table) throw call.missing('IntermediateTable', intermediateTableName);
    if (!table.values.dependencies.some((base) => base.account === account)) throw accessDenied('No table of the caller is in it');
    disallow(table, includeDescendants ? tables : []);
  },
};

function disallow(table: Resource<'IntermediateTable'>, descendants: readonly Resource<'IntermediateTable'>[]): void {
  table.values.status = 'DISALLOWED_BY_DATA_PROVIDER';
  for (const child of childrenOf(table, descendants)) disallow(child, descendants);
}
