import { Token } from 'aws-cdk-lib';
import type { ResultPlace } from './result-places';
import { checkAccountIds, checkArn } from '../../foundation/identifiers';
import { repeated } from '../../foundation/known-values';
import { accountName } from '../../foundation/resolve-for-display';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import { absenceOf, areKnown, unable } from '../../program/member';
import type { Member } from '../../program/member';
import { TEMPLATE_ARN } from '../table/analysis-rules/custom-rules';

const QUERY_TEXT = { most: 500_000 };
const ARGUMENT = { name: /^\w{1,100}$/, mostCharacters: 1_000 };
const LEAST_WORKERS = { query: 2, job: 4 };
const WORKER_QUOTAS: Record<'query' | 'job', Record<string, number>> = {
  query: { 'CR.1X': 128, 'CR.4X': 32, 'CR.8X': 16 },
  job: { 'CR.1X': 128, 'CR.4X': 32 },
};

const LANGUAGES = {
  query: { format: /^SQL/, needs: 'a query needs a SQL template', remedy: 'a ProtectedJob runs PySpark' },
  job: { format: /^PYSPARK/, needs: 'a job needs a PySpark template', remedy: 'a ProtectedQuery runs SQL' },
  population: { format: /^SQL/, needs: 'an intermediate table is filled by a SQL template', remedy: 'PySpark cannot fill one' },
};

const ABILITIES = { query: 'CAN_QUERY', job: 'CAN_RUN_JOB' };

/** The workers of a query or a job, as the rules see them. */
export interface ComputeInput {
  readonly kind: 'query' | 'job';
  readonly workerType: string;
  readonly workers: number;
}

/** Checks the rules that the service enforces on workers. */
export function checkCompute({ kind, workerType, workers }: ComputeInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (kind === 'job' && workerType === 'CR.8X') {
    faults.push({ code: code`WorkerTypeNotForJobs`, message: "'workerType' must be CR.1X or CR.4X for a job, got CR.8X" });
  }
  const least = LEAST_WORKERS[kind];
  if (!Token.isUnresolved(workers) && (!Number.isInteger(workers) || workers < least)) {
    faults.push({ code: code`TooFewWorkers`, message: `'workers' of a ${kind} must be a whole number of at least ${least}, got ${workers}` });
  }
  return faults;
}

/** Warns if the number of workers exceeds the default quota. */
export function warnAboutCompute({ kind, workerType, workers }: ComputeInput): Warning[] {
  const quota = WORKER_QUOTAS[kind][workerType];
  return quota !== undefined && !Token.isUnresolved(workers) && workers > quota ? [{
    id: 'cdk-cleanrooms:workersOverQuota',
    message: `'workers' is ${workers}: the default quota for a ${kind} on ${workerType} is ${quota}, and can be raised`,
  }] : [];
}

/** Checks that a query or job runs in the membership of a member with the ability. */
export function checkRunner(kind: 'query' | 'job', member?: Member): ValidationFault[] {
  return lacksAbility(kind, member) ? [{
    code: code`MemberCannotRun`,
    message: `'membership' must be that of a member with ${ABILITIES[kind]}, which ${accountName(member?.accountId)} does not have`,
  }] : [];
}

/** Warns about a permission to start queries or jobs in the membership of a member without the ability. */
export function warnAboutRunner(kind: 'query' | 'job', member?: Member): Warning[] {
  return lacksAbility(kind, member) ? [{
    id: 'cdk-cleanrooms:grantToMemberWhoCannot',
    message: `the permission to start ${kind === 'query' ? 'queries' : 'jobs'} in this membership has no effect: `
      + `${accountName(member?.accountId)} does not have ${ABILITIES[kind]}`,
  }] : [];
}

function lacksAbility(kind: 'query' | 'job', member?: Member): boolean {
  return member?.abilities !== undefined && !member.abilities.includes(ABILITIES[kind]);
}

/** A template that a query, a job or a population runs, as the rules see it. */
export interface TemplateInput {
  readonly kind: 'query' | 'job' | 'population';
  readonly arn?: string;
  /** The format of the template, such as `SQL` or `PYSPARK_1_0`; `undefined` if it is not known. */
  readonly format?: string;
}

/** Checks the ARN and the language of a template. Policies name the ARN: with a wildcard, they would allow any template. */
export function checkTemplate({ kind, arn, format }: TemplateInput): ValidationFault[] {
  const { format: fitting, needs, remedy } = LANGUAGES[kind];
  const faults = arn === undefined ? [] : checkArn('analysisTemplateArn', arn, TEMPLATE_ARN);
  if (format !== undefined && !Token.isUnresolved(format) && !fitting.test(format)) {
    faults.push({ code: code`TemplateOfOtherLanguage`, message: `${needs}, got one of the format ${format}: ${remedy}` });
  }
  return faults;
}

/** Warns about a query of a template that can only be used for the training of models. */
export function warnAboutSyntheticData(makesSyntheticData: boolean): Warning[] {
  return makesSyntheticData ? [{
    id: 'cdk-cleanrooms:queryOfSyntheticData',
    message: "the template has 'syntheticData', so that it can only be used in machine learning input channels: query a template without it",
  }] : [];
}

/** Checks the names and values of the parameters that a query or job gives. */
export function checkArguments(parameters: { readonly [name: string]: string } = {}): ValidationFault[] {
  return Object.entries(parameters).flatMap(([name, value]) => [
    ...Token.isUnresolved(name) || ARGUMENT.name.test(name) ? [] : [{
      code: code`ArgumentNameMalformed`,
      message: `the name of a parameter must be 1 to 100 letters, digits and underscores, got '${name}'`,
    }],
    ...Token.isUnresolved(value) || value.length <= ARGUMENT.mostCharacters ? [] : [{
      code: code`ArgumentTooLong`,
      message: `the value of the parameter '${name}' must have at most ${ARGUMENT.mostCharacters} characters, got ${value.length}`,
    }],
  ]);
}

/** A query and the locations of its results, as the rules see them. */
export interface QueryInput {
  readonly text?: string;
  /** The number of locations that the results are distributed to; `undefined` if they are not distributed. */
  readonly distributedTo?: number;
  readonly buckets: number;
  readonly memberAccounts: string[];
  readonly runnerAccount: string;
}

/** Checks the rules that the service enforces on a query and the locations of its results. */
export function checkQuery(query: QueryInput): ValidationFault[] {
  const faults = checkAccountIds('accountId', query.memberAccounts);
  if (query.text !== undefined && !Token.isUnresolved(query.text) && query.text.length > QUERY_TEXT.most) {
    faults.push({
      code: code`QueryTooLong`,
      message: `the text of a query must have at most ${QUERY_TEXT.most} characters, got ${query.text.length}`,
    });
  }
  if (query.distributedTo === 0) {
    faults.push({
      code: code`NoResultPlace`,
      message: "results must be distributed to at least one location, got none: leave 'output' out to use the default location in a membership",
    });
  }
  for (const accountId of repeated(query.memberAccounts)) {
    faults.push({
      code: code`ResultMemberTwice`,
      message: `results must be distributed to each member once, got ${accountId} more than once`,
    });
  }
  if (query.buckets > 1) {
    faults.push({
      code: code`SeveralResultBuckets`,
      message: `results can be distributed to at most one bucket and to members, got ${query.buckets} buckets`,
    });
  }
  if (!Token.isUnresolved(query.runnerAccount) && query.memberAccounts.includes(query.runnerAccount)) {
    faults.push({
      code: code`RunnerAsResultMember`,
      message: `results must not go to ${query.runnerAccount} as a member, because that account runs the query: name its bucket with QueryOutput.s3`,
    });
  }
  return faults;
}

/** Warns about results in a bucket whose Region the collaboration does not allow. `allowed` is `undefined` if the Regions are not known. */
export function warnAboutResultRegions(regions: string[], allowed?: string[]): Warning[] {
  if (!allowed?.every(isKnown)) return [];
  return [...new Set(regions)].filter((region) => isKnown(region) && !allowed.includes(region)).map((region) => ({
    id: 'cdk-cleanrooms:resultRegionNotAllowed',
    message: `the bucket of 'output' is in ${region}, which is not among allowedResultRegions of the collaboration: ${allowed.join(', ')}`,
  }));
}

/** Checks that a run without an output has a member with a default location for its results. `places` is `undefined` if the members are not known. */
export function checkDefaultResultPlace(kind: 'query' | 'job', places: readonly ResultPlace[] | undefined): ValidationFault[] {
  if (!places?.length || places.some(({ hasDefault }) => hasDefault !== false)) return [];
  const property = kind === 'query' ? 'defaultResult' : 'defaultJobResult';
  return [{
    code: code`NoDefaultResultPlace`,
    message: `the results have no location: ${kind === 'query' ? "'output' is not set, and " : ''}no membership of a member who can receive results `
      + `(${places.map(({ accountId }) => accountName(accountId)).join(', ')}) has '${property}': set it there`
      + `${kind === 'query' ? ", or set 'output'" : ''}`,
  }];
}

/**
 * Warns about a payer who is no candidate, and about several candidates of whom none is named. Not errors, because the collaboration can be
 * changed outside of this app.
 */
export function warnAboutPayer(
  cost: 'QUERY_COMPUTE' | 'JOB_COMPUTE', payerAccountId: string | undefined, members: readonly Member[] | undefined, removed: readonly string[] = [],
): Warning[] {
  if (!areKnown(members)) return [];
  if (payerAccountId === undefined) {
    const named = members.filter(({ paysFor, paymentIsChanged }) => paysFor?.includes(cost) && !paymentIsChanged);
    return named.length < 2 ? [] : [{
      id: 'cdk-cleanrooms:payerNotNamed',
      message: `'payerAccountId' is not set, and several members are candidates to pay for ${cost}: set one of ${accountsOf(named)}`,
    }];
  }
  if (!isKnown(payerAccountId)) return [];
  const candidates = members.filter(({ paysFor, paymentIsChanged }) => !paysFor || paymentIsChanged || paysFor.includes(cost));
  const ability = cost === 'JOB_COMPUTE' ? 'CAN_RUN_JOB' : 'CAN_QUERY';
  const byDefault = candidates.length ? [] : members.filter(({ abilities }) => abilities?.includes(ability) ?? true);
  const payers = [...candidates, ...byDefault];
  if (payers.some(({ accountId }) => accountId === payerAccountId)) return [];
  const isMember = members.some(({ accountId }) => accountId === payerAccountId);
  return [{
    id: 'cdk-cleanrooms:payerNotCandidate',
    message: `'payerAccountId' is ${payerAccountId}, which `
      + (isMember ? `is not a candidate to pay for ${cost} in the collaboration` : absenceOf(payerAccountId, removed))
      + (payers.length ? `: the candidates are ${accountsOf(payers)}` : ''),
  }];
}

/** Warns about results that are sent to members who cannot receive them. */
export function warnAboutResultMembers(
  accountIds: readonly string[], members: readonly Member[] | undefined, removed: readonly string[] = [],
): Warning[] {
  return unable(accountIds, 'CAN_RECEIVE_RESULTS', 'cannot receive results in', members, removed).map(({ accountId, reason }) => ({
    id: 'cdk-cleanrooms:resultMemberCannotReceive',
    message: `results are sent to ${accountId}, which ${reason}`,
  }));
}

function accountsOf(members: readonly Member[]): string {
  return members.map(({ accountId }) => accountId).join(', ');
}
