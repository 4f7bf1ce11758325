import type { ResourceKey } from '../../foundation/references';
import { accountName } from '../../foundation/resolve-for-display';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import { TOKEN, knownValue } from '../analysis-rule';
import type { RuleValue } from '../analysis-rule';
import type { Member } from '../member';

/** Checks that an intermediate table belongs to the member who can query. An `owner` that is not known is `undefined`. */
export function checkIntermediateTableOwner(accountId: string, members: readonly Member[] | undefined, owner: Member | undefined): ValidationFault[] {
  if (!owner?.abilities || owner.abilities.includes('CAN_QUERY')) return [];
  const runner = members?.find(({ abilities }) => abilities?.includes('CAN_QUERY'))?.accountId;
  return [{
    code: code`IntermediateTableOwnerCannotQuery`,
    message: `'membership' must be that of the member who can query${runner ? `, ${accountName(runner)}` : ''}, got the one of ${accountName(accountId)}`,
  }];
}

/** The parts of a table's rule that an intermediate table inherits. */
export interface DeferredControls {
  /** The accounts that may receive results. */
  readonly allowedResultReceivers?: RuleValue<string[]>;
  readonly disallowedOutputColumns?: RuleValue<string[]>;
  readonly additionalAnalyses?: RuleValue<string>;
}

/** A table that an intermediate table is filled from. */
export interface BaseTable extends DeferredControls {
  readonly path: string;
  /** The membership of its owner. */
  readonly membership: ResourceKey | undefined;
}

/** The values of `additionalAnalyses`, from the least to the most strict. */
const STRICTNESS = ['NOT_ALLOWED', 'ALLOWED', 'REQUIRED'];

/**
 * Warns if the rule of an intermediate table over tables of several members is less strict than theirs: the service refuses to populate
 * the table. This is only a warning, because the base tables are found by their names in the text of the query.
 */
export function warnAboutInheritance(rule: DeferredControls, membership: ResourceKey | undefined, bases: BaseTable[]): Warning[] {
  if (!bases.some((base) => base.membership !== membership)) return [];
  const looser = (message: string): Warning => ({ id: 'cdk-cleanrooms:looserThanBaseTable', message });
  return bases.flatMap((base) => {
    const { disallowedOutputColumns: disallowed = [], additionalAnalyses: own = 'NOT_ALLOWED' } = rule;
    const { additionalAnalyses: ofBase = 'NOT_ALLOWED' } = base;
    const shown = disallowed === TOKEN ? [] : (knownValue(base.disallowedOutputColumns) ?? []).filter((column) => !disallowed.includes(column));
    const strangers = (knownValue(rule.allowedResultReceivers) ?? [])
      .filter((receiver) => !(knownValue(base.allowedResultReceivers) ?? [receiver]).includes(receiver));
    const warnings: Warning[] = [];
    if (shown.length) {
      warnings.push(looser(`'disallowedOutputColumns' must have all those of the base table '${base.path}', missing: ${shown.join(', ')}`));
    }
    if (strangers.length) {
      warnings.push(looser(`'allowedResultReceivers' must have only those of the base table '${base.path}', got also: ${strangers.join(', ')}`));
    }
    if (own !== TOKEN && ofBase !== TOKEN && STRICTNESS.indexOf(own) < STRICTNESS.indexOf(ofBase)) {
      warnings.push(looser(`'additionalAnalyses' must be at least as strict as ${ofBase}, as in the base table '${base.path}', `
        + `got ${knownValue(rule.additionalAnalyses) ?? 'none'}`));
    }
    return warnings;
  });
}
