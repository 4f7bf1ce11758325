import { seen, type Behaviour, type Call, type Context, type OperationHandler } from '../engine';
import { conflict, invalid } from '../exceptions';
import type { Resource, Values } from '../resource';
import { defaultResults, outputOf, receiversOf, type ResultConfiguration } from '../results';
import { invalidAnalysis, checkAbility, checkParameters, outcomeOf, payerOf, QUERY, templateNamed } from '../run-checks';
import { endOf, hasEnded, proceed, receiverConfigurations, type RunStatus, type RunValues } from '../runs';
import type { CleanRoomsService } from '../service';
import { tableNamed, tableNamesIn, tablesOf, type Table } from '../tables';

export interface ProtectedQueryValues extends RunValues {
  sqlParameters: SqlParameters;
  resultConfiguration: ResultConfiguration;
  computeConfiguration?: ComputeConfiguration;
}

export interface SqlParameters {
  readonly queryString?: string;
  readonly analysisTemplateArn?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

interface ComputeConfiguration {
  readonly worker?: { readonly type?: string; readonly number?: number };
}

interface StartInput {
  readonly sqlParameters: SqlParameters;
  readonly resultConfiguration?: ResultConfiguration;
  readonly computeConfiguration?: ComputeConfiguration;
  readonly queryComputePayerAccountId?: string;
}

/** What a query says, and the template that it comes from. */
interface Query {
  readonly sql: string;
  readonly template?: Resource<'AnalysisTemplate'>;
}

const MOST_WORKERS: Readonly<Record<string, number>> = { 'CR.1X': 128, 'CR.4X': 32, 'CR.8X': 16 };

export const protectedQuery: Behaviour<'ProtectedQuery'> = {
  isListedNewestFirst: true,

  view: (query) => ({
    ...endOf(query, outputOf(query.values.resultConfiguration.outputConfiguration, query.id)),
    queryComputePayerAccountId: query.values.payer,
    receiverConfigurations: receiverConfigurations(query),
    intermediateTableConfiguration: query.values.resultConfiguration.outputConfiguration.intermediateTable,
  }),
};

export const protectedQueryOperations: Record<string, OperationHandler> = {
  StartProtectedQuery: (call: Call<StartInput & Values>) => ({ protectedQuery: seen(startQuery(call.input, call), call) }),

  GetProtectedQuery(call: Call) {
    proceed(call.found('ProtectedQuery'));
    return { protectedQuery: seen(call.found('ProtectedQuery'), call) };
  },

  UpdateProtectedQuery(call: Call) {
    const query = call.found('ProtectedQuery');
    if (hasEnded(query)) throw conflict(`The query is ${query.values.status}`, 'INVALID_STATE', query);
    query.values.status = 'CANCELLING';
    return { protectedQuery: seen(query, call) };
  },
};

/** Starts a query in the membership that the call names; `onEnd` is told how it ends. */
export function startQuery(input: StartInput, call: Context, onEnd?: (status: RunStatus) => void): Resource<'ProtectedQuery'> {
  const { service, caller: { account, region } } = call;
  const runner = call.found('Membership');
  checkAbility(QUERY, runner);
  checkWorkers(input.computeConfiguration);

  const query = queryOf(input.sqlParameters, call);
  checkParameters(query.template?.values.analysisParameters ?? [], input.sqlParameters.parameters);
  const tables = tablesOfQuery(query, call);
  const payer = payerOf(QUERY, runner, input.queryComputePayerAccountId);
  const resultConfiguration = input.resultConfiguration ?? defaultResults(runner);
  const receivers = receiversOf(resultConfiguration.outputConfiguration, runner, service);

  const decided = service.nextOutcome();
  const outcome = decided ?? outcomeOf({ kind: QUERY, runner, tables, template: query.template, receivers }, call);
  const { sqlParameters, computeConfiguration } = input;
  const asked = { sqlParameters, resultConfiguration, computeConfiguration };
  const values: ProtectedQueryValues = { status: 'SUBMITTED', outcome, tables, payer, receivers, onEnd, ...asked };
  const started = service.store.add({ kind: 'ProtectedQuery', account, region, parent: runner, values });
  if (!decided && outcome.status === 'SUCCESS') service.run(started);
  return started;
}

export function queryOf({ queryString, analysisTemplateArn }: SqlParameters, call: Context): Query {
  if ((queryString === undefined) === (analysisTemplateArn === undefined)) {
    throw invalid('sqlParameters take either a queryString or an analysisTemplateArn');
  }
  if (queryString !== undefined) return { sql: queryString };

  const template = templateNamed(analysisTemplateArn!, call);
  if (template.values.format !== 'SQL') throw invalidAnalysis(`The analysis template ${template.id} is not in SQL`);
  return { sql: template.values.source.text ?? '', template };
}

/** The template that a query runs, if it runs one. */
export function templateNamedIn({ analysisTemplateArn }: SqlParameters, { store }: CleanRoomsService): Resource<'AnalysisTemplate'> | undefined {
  return analysisTemplateArn === undefined ? undefined : store.findByArn(analysisTemplateArn) as Resource<'AnalysisTemplate'>;
}

/** The tables that a query reads, all of which the collaboration must have. */
export function tablesOfQuery({ sql }: Query, call: Context): Table[] {
  const tables = tablesOf(call.found('Membership').parent, call.service.store);
  return tableNamesIn(sql).map((name) => {
    const table = tableNamed(name, tables);
    if (!table) throw invalidAnalysis(`The collaboration has no table "${name}"`);
    return table;
  });
}

function checkWorkers({ worker }: ComputeConfiguration = {}): void {
  const { type = 'CR.1X', number = 2 } = worker ?? {};
  if (number > MOST_WORKERS[type]) throw invalid(`A query takes ${MOST_WORKERS[type]} workers of type ${type} at most`);
}
