import { accountName } from '../../foundation/names';
import type { ResourceKey } from '../../foundation/references';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { Member } from '../member';

/** An intermediate table belongs to the member who can query. Nothing is known of who is `undefined`. */
export function checkIntermediateTableOwner(accountId: string, members: readonly Member[] | undefined, owner: Member | undefined): ValidationFault[] {
  if (!owner?.abilities || owner.abilities.includes('CAN_QUERY')) return [];
  const runner = members?.find(({ abilities }) => abilities?.includes('CAN_QUERY'))?.accountId;
  return [{
    code: code`IntermediateTableOwnerCannotQuery`,
    message: `'membership' must be that of the member who can query${runner ? `, ${accountName(runner)}` : ''}, got the one of ${accountName(accountId)}`,
  }];
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
  readonly membership: ResourceKey | undefined;
}

/** From the least to the most strict. */
const STRICTNESS = ['NOT_ALLOWED', 'ALLOWED', 'REQUIRED'];

/**
 * Where the rule of an intermediate table over tables of several members is looser than theirs, by which it is refused once the
 * table is populated. A warning, because the tables are only found by their names in the text of the query.
 */
export function warnAboutInheritance(rule: DeferredControls, membership: ResourceKey | undefined, bases: BaseTable[]): Warning[] {
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
