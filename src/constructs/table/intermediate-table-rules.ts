import { accountName } from '../../foundation/names';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { CollaborationFacts, MemberFacts } from '../../program/collaboration-facts';

/** What the rules need to know of an intermediate table. */
export interface IntermediateTableParts {
  readonly hasRule: boolean;
  /** The accounts that may receive results; `undefined` where the user left that to the service. */
  readonly receivers?: string[];
  /** Whether an additional analysis may run on the results, by the rule. */
  readonly additionalAnalyses?: string;
}

/** The rules that the service enforces on an intermediate table. The collaboration and the owner are `undefined` where they are not known. */
export function checkIntermediateTable(
  { hasRule, receivers }: IntermediateTableParts, accountId: string, collaboration?: CollaborationFacts, owner?: MemberFacts,
): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (owner?.abilities && !owner.abilities.includes('CAN_QUERY')) {
    const runner = collaboration?.members.find(({ abilities }) => abilities?.includes('CAN_QUERY'))?.accountId;
    faults.push({
      code: code`IntermediateTableOwnerCannotQuery`,
      message: `'membership' must be that of the member who can query${runner ? `, ${accountName(runner)}` : ''}, got the one of ${accountName(accountId)}`,
    });
  }
  if (receivers && !hasRule) {
    faults.push({
      code: code`ResultReceiversWithoutRule`,
      message: `'allowedResultReceivers' is a part of the rule, and needs an 'analysisRule', got ${receivers.join(', ') || 'nobody'} without one`,
    });
  }
  return faults;
}

/** What probably is a mistake in an intermediate table. */
export function warnAboutIntermediateTable({ hasRule, additionalAnalyses }: IntermediateTableParts): Warning[] {
  const advice: Warning[] = [];
  if (!hasRule) {
    advice.push({
      id: 'cdk-cleanrooms:noAnalysisRule',
      message: 'the table has no analysis rule: it can be populated, but no analysis can use it',
    });
  }
  if (additionalAnalyses && additionalAnalyses !== 'NOT_ALLOWED') {
    advice.push({
      id: 'cdk-cleanrooms:noAdditionalAnalyses',
      message: `the rule has 'additionalAnalyses' ${additionalAnalyses}, but CloudFormation cannot say which ones are allowed on an intermediate `
        + 'table: none can run until that is told by the API',
    });
  }
  return advice;
}

/** What the rule of a table says that an intermediate table inherits. */
export interface DeferredControls {
  /** The accounts that may receive results; `undefined` where that is not known. */
  readonly allowedResultReceivers?: string[];
  readonly disallowedOutputColumns: string[];
  readonly additionalAnalyses?: string;
}

/** A table that an intermediate table is filled from. */
export interface BaseTable extends DeferredControls {
  readonly path: string;
  /** The membership that brought it into the collaboration. */
  readonly membership: unknown;
}

/** From the least to the most strict. */
const STRICTNESS = ['NOT_ALLOWED', 'ALLOWED', 'REQUIRED'];

/**
 * Where the rule of an intermediate table over tables of several members is looser than theirs, by which it is refused once the
 * table is populated. A warning, because the tables are only found by their names in the text of the query.
 */
export function warnAboutInheritance(rule: DeferredControls, membership: unknown, bases: BaseTable[]): Warning[] {
  if (!bases.some((base) => base.membership !== membership)) return [];
  const looser = (message: string): Warning => ({ id: 'cdk-cleanrooms:looserThanBaseTable', message });
  return bases.flatMap((base) => {
    const shown = base.disallowedOutputColumns.filter((column) => !rule.disallowedOutputColumns.includes(column));
    const strangers = (rule.allowedResultReceivers ?? []).filter((receiver) => !(base.allowedResultReceivers ?? [receiver]).includes(receiver));
    const advice: Warning[] = [];
    if (shown.length) {
      advice.push(looser(`'disallowedOutputColumns' must have all those of '${base.path}', which the table is filled from: ${shown.join(', ')} are missing`));
    }
    if (strangers.length) {
      advice.push(looser(`'allowedResultReceivers' must be among those of '${base.path}', which the table is filled from: ${strangers.join(', ')} are not`));
    }
    if (STRICTNESS.indexOf(rule.additionalAnalyses ?? 'NOT_ALLOWED') < STRICTNESS.indexOf(base.additionalAnalyses ?? 'NOT_ALLOWED')) {
      advice.push(looser(`'additionalAnalyses' must be ${base.additionalAnalyses} or stricter as in '${base.path}', which the table is filled from, `
        + `got ${rule.additionalAnalyses ?? 'none'}`));
    }
    return advice;
  });
}
