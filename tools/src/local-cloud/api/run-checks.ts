import { policyOf } from './analysis-rule';
import type { Context } from './engine';
import { accessDenied, invalid, ServiceException } from './exceptions';
import { basesOf, receiversOfIntermediateTable } from './inherited-constraints';
import type { AnalysisParameter } from './kinds/analysis-template';
import { memberOf } from './kinds/collaboration';
import { payersOf } from './payments';
import { remainingAccesses } from './privacy-budgets';
import { statusDetails } from './readiness';
import { collaborationOf, type Resource } from './resource';
import type { Outcome } from './runs';
import type { CleanRoomsService } from './service';
import { configuredTableOf, type Table } from './tables';

/** What kind of run it is: who may start it, who pays, what rules call it. */
export interface RunKind {
  readonly ability: 'CAN_QUERY' | 'CAN_RUN_JOB';
  readonly cost: 'queryCompute' | 'jobCompute';
  readonly wildcard: 'ANY_QUERY' | 'ANY_JOB';
  readonly method: 'DIRECT_QUERY' | 'DIRECT_JOB';
}

export const QUERY: RunKind = { ability: 'CAN_QUERY', cost: 'queryCompute', wildcard: 'ANY_QUERY', method: 'DIRECT_QUERY' };
export const JOB: RunKind = { ability: 'CAN_RUN_JOB', cost: 'jobCompute', wildcard: 'ANY_JOB', method: 'DIRECT_JOB' };

/** A query or job that makes no sense in its collaboration. */
export function invalidAnalysis(message: string): ServiceException {
  return new ServiceException('ValidationException', message, { reason: 'INVALID_QUERY' });
}

export function checkAbility({ ability }: RunKind, { parent, account }: Resource<'Membership'>): void {
  if (!memberOf(parent, account)?.memberAbilities.includes(ability)) throw accessDenied(`The member does not have the ability ${ability}`);
}

/** Who pays for a run: the one candidate, or the one that whoever runs it names; it must have joined. */
export function payerOf({ cost }: RunKind, { parent }: Resource<'Membership'>, named: string | undefined): string {
  const candidates = payersOf(parent.values.members).payersFor(cost);
  if (named === undefined && candidates.length > 1) throw invalid(`Several members can pay for ${cost}: the request must name one`);
  const payer = named === undefined ? candidates.at(0) : candidates.find(({ accountId }) => accountId === named);
  if (!payer) throw invalid(`The account ${named ?? ''} is not configured to pay for ${cost}`);
  if (payer.status !== 'ACTIVE') throw invalid(`The member ${payer.accountId}, who pays for ${cost}, has not joined the collaboration`);
  return payer.accountId;
}

/** The template that a run names, which must be of its collaboration. */
export function templateNamed(arn: string, call: Context): Resource<'AnalysisTemplate'> {
  const template = call.service.store.findByArn(arn);
  const isOurs = template && collaborationOf(template) === call.found('Membership').parent;
  if (template?.kind !== 'AnalysisTemplate' || !isOurs) throw call.missing('AnalysisTemplate', arn);
  return template as Resource<'AnalysisTemplate'>;
}

export function checkParameters(declared: readonly AnalysisParameter[], given: Readonly<Record<string, string>> = {}): void {
  const stranger = Object.keys(given).find((name) => !declared.some((parameter) => parameter.name === name));
  if (stranger) throw invalidAnalysis(`The analysis template has no parameter "${stranger}"`);
  const missing = declared.find(({ name, defaultValue }) => given[name] === undefined && defaultValue === undefined);
  if (missing) throw invalidAnalysis(`The parameter "${missing.name}" of the analysis template has no value`);
}

/** What is analysed, by what, for whom. */
export interface Analysis {
  readonly kind: RunKind;
  readonly runner: Resource<'Membership'>;
  readonly tables: readonly Table[];
  readonly template?: Resource<'AnalysisTemplate'>;
  readonly receivers: readonly string[];
}

/** How a run will end, by the rules of the tables that it reads. */
export function outcomeOf(analysis: Analysis, { service }: Context): Outcome {
  const refusals = [
    ...analysis.tables.flatMap((table) => refusalOf(table, analysis, service) ?? []),
    ...mixtureOf(analysis.tables),
  ];
  return refusals.length ? { status: 'FAILED', code: 'INVALID_RESOURCE', message: refusals.join('; ') } : { status: 'SUCCESS' };
}

/** A query only reads tables with the same type of analysis rule. */
function mixtureOf(tables: readonly Table[]): string[] {
  const different = [...new Set(tables.flatMap((table) => configuredTableOf(table)?.rule?.type ?? []))];
  return different.length > 1 ? [`The tables have analysis rules of different types: ${different.join(', ')}`] : [];
}

function refusalOf(table: Table, analysis: Analysis, service: CleanRoomsService): string | undefined {
  const { name } = table.values;
  const notReady = statusDetails(table, service).filter(({ status }) => status === 'NOT_READY').flatMap(({ reasons }) => reasons ?? []);
  if (notReady.length) return `"${name}" is not ready: ${notReady.map(({ code }) => code).join(', ')}`;
  const spent = basesOf([table]).find((each) => remainingAccesses(each, service) === 0);
  if (spent) return `The access budget of "${spent.values.name}" is used up`;
  return table.kind === 'IdMappingTable' ? undefined : refusalByRules(table, analysis);
}

function refusalByRules(table: Exclude<Table, Resource<'IdMappingTable'>>, analysis: Analysis): string | undefined {
  const { name, rule: ownRule } = table.values;
  const { kind: { method, wildcard }, template, runner } = analysis;
  const configuredTable = configuredTableOf(table);
  if (![undefined, 'MULTIPLE', method].includes(configuredTable?.analysisMethod)) return `"${name}" is not for ${method}`;

  const named = (ownRule && policyOf(ownRule).allowedResultReceivers) ?? [];
  const receivers = table.kind === 'IntermediateTable' ? receiversOfIntermediateTable(table) : named;
  const stranger = analysis.receivers.find((receiver) => !receivers.includes(receiver));
  if (stranger) return `The account ${stranger} may not receive results from "${name}"`;

  const custom = (configuredTable ? configuredTable.rule : ownRule)?.policy.v1.custom;
  if (!custom || custom.allowedAnalyses?.includes(template?.arn ?? '')) return undefined;
  const provider = template?.account ?? runner.account;
  const isOpen = custom.allowedAnalyses?.includes(wildcard) && custom.allowedAnalysisProviders?.includes(provider);
  return isOpen ? undefined : `"${name}" does not allow ${template ? `the analysis template ${template.arn}` : `queries of ${provider}`}`;
}
