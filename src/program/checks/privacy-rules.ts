import type { Warning } from '../../foundation/warnings';
import type { Minimum, QueryControls } from '../privacy-controls';

/*
 * What the service accepts and a privacy engineer would ask about. Never errors: it can be what the members have agreed on.
 */

/** The lowest minimum that the service accepts. */
const LOWEST = 2;

/** Warns about a collaboration in which queries leave no log. */
export function warnAboutQueryLogs(queryLogging: boolean | undefined, somebodyCanQuery: boolean): Warning[] {
  return queryLogging !== false || !somebodyCanQuery ? [] : [{
    id: 'cdk-cleanrooms:noQueryLogs',
    message: "the collaboration has 'queryLogging' off, so that no member can see in its own logs which queries ran on its tables. It can only be "
      + 'set when the collaboration is created',
  }];
}

/**
 * Warns about the lowest minimum of distinct values that the service accepts, or none for some rows. Constraints on several columns of an
 * aggregation rule all apply, so that the largest of them counts.
 */
export function warnAboutMinimums(minimums: readonly Minimum[]): Warning[] {
  const constraints = minimums.filter(({ property }) => property === 'outputConstraints');
  const low = minimums.filter(({ minimum }) => minimum <= LOWEST);
  if (!low.length || constraints.some(({ minimum }) => minimum > LOWEST)) return [];
  return [{
    id: 'cdk-cleanrooms:lowestMinimum',
    message: `${low.map(describe).join(', ')}: with so few, whoever knows one of the people behind a row learns about the others. Agree on a larger minimum`,
  }];
}

function describe({ property, column, minimum }: Minimum): string {
  if (property === 'outputColumns') {
    return `'outputColumns' requires ${minimum || 'no'} distinct identities behind rows with '${column}'`;
  }
  return `'${property}' requires only ${minimum} distinct values of '${column}' behind a row, the lowest minimum of the service`;
}

/** Controls that keep rows about single people out of the results of a query that nobody has reviewed. */
const CONTROLS_OF_RESULTS = ['aggregationThresholds', 'differentialPrivacyColumn', 'disallowedOutputColumns', 'additionalAnalyses'] as const;

/** Warns about accounts that may ask anything. `accounts` are those other than the owner of the table. */
export function warnAboutAnyQuery(accounts: readonly string[], controls: QueryControls): Warning[] {
  return !accounts.length || CONTROLS_OF_RESULTS.some((control) => controls[control] !== false) ? [] : [{
    id: 'cdk-cleanrooms:anyQueryWithoutControls',
    message: `'anyQueryBy' allows any query of ${accounts.join(', ')}, and no control keeps rows about single people out of the results: `
      + 'add disallowOutput(...), withDifferentialPrivacy(...) or requireAtLeast(...), or allow only templates that you have reviewed',
  }];
}

/** Warns about a rule that leaves it to the service whether additional analyses may use results. */
export function warnAboutAdditionalAnalysesByDefault(): Warning[] {
  return [{
    id: 'cdk-cleanrooms:additionalAnalysesByDefault',
    message: "the rule does not set 'additionalAnalyses', so that the default of the service decides whether additional analyses, such as lookalike "
      + 'models, may use the results of queries. AWS does not document that default: set it with withAdditionalAnalyses(...)',
  }];
}

/**
 * Warns about controls of queries on a table that PySpark jobs can use.
 *
 * @param jobs Why jobs can use the table.
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/custom-considerations.html
 */
export function warnAboutControlsOfJobs(controls: QueryControls, jobs: string): Warning[] {
  return Object.entries(controls).filter(([, isGiven]) => isGiven).map(([control]): Warning => ({
    id: 'cdk-cleanrooms:controlNotForJobs',
    message: `'${control}' applies only to queries, but ${jobs}: only your review of the code limits what a job returns`,
  }));
}
