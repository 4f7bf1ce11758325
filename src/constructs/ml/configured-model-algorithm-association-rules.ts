import { isKnown } from '../../foundation/tokens';
import type { Warning } from '../../foundation/warnings';
import { absenceOf } from '../../program/member';
import type { Member } from '../../program/member';

/** The association of a configured model algorithm, as the rules see it. */
export interface ConfiguredModelAlgorithmAssociationInput {
  /** The accounts that can see logs. */
  readonly logReaders: string[];
  /** Whether trained models can be exported. */
  readonly exportsModels: boolean;
}

/** Warns about probable mistakes in the association of an algorithm with a collaboration whose members are known. */
export function warnAboutConfiguredModelAlgorithmAssociation(
  { logReaders, exportsModels }: ConfiguredModelAlgorithmAssociationInput, members: readonly Member[], removed: readonly string[] = [],
): Warning[] {
  const warnings: Warning[] = [];
  const accounts = members.flatMap(({ accountId }) => accountId ?? []);
  const allKnown = accounts.length === members.length && accounts.every(isKnown);
  for (const stranger of allKnown ? [...new Set(logReaders)].filter((account) => isKnown(account) && !accounts.includes(account)) : []) {
    warnings.push({
      id: 'cdk-cleanrooms:logsForStranger',
      message: `'containerLogs' names account ${stranger}, which ${absenceOf(stranger, removed)}: ${accounts.join(', ')}`,
    });
  }
  if (exportsModels && members.every(({ mlAbilities }) => mlAbilities && !mlAbilities.includes('CAN_RECEIVE_MODEL_OUTPUT'))) {
    warnings.push({
      id: 'cdk-cleanrooms:nobodyReceivesModels',
      message: "'trainedModelExports' has no effect: no member of the collaboration has CAN_RECEIVE_MODEL_OUTPUT",
    });
  }
  return warnings;
}
