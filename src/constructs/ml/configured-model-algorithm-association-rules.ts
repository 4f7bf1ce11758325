import { isKnown } from '../../foundation/tokens';
import type { Warning } from '../../foundation/warnings';
import type { Member } from '../../program/member';

/** What the rules need to know of the association of a configured model algorithm. */
export interface ConfiguredModelAlgorithmAssociationInput {
  /** The accounts that see logs. */
  readonly logReaders: string[];
  /** Whether trained models can be exported. */
  readonly exportsModels: boolean;
}

/** What probably is a mistake in the association of an algorithm with a collaboration that is known at synthesis. */
export function warnAboutConfiguredModelAlgorithmAssociation(
  { logReaders, exportsModels }: ConfiguredModelAlgorithmAssociationInput, members: readonly Member[],
): Warning[] {
  const advice: Warning[] = [];
  const accounts = members.flatMap(({ accountId }) => accountId ?? []);
  const allKnown = accounts.length === members.length && accounts.every(isKnown);
  for (const stranger of allKnown ? [...new Set(logReaders)].filter((account) => isKnown(account) && !accounts.includes(account)) : []) {
    advice.push({
      id: 'cdk-cleanrooms:logsForStranger',
      message: `'containerLogs' names account ${stranger}, which is not among the members of the collaboration: ${accounts.join(', ')}`,
    });
  }
  if (exportsModels && members.every(({ mlAbilities }) => mlAbilities && !mlAbilities.includes('CAN_RECEIVE_MODEL_OUTPUT'))) {
    advice.push({
      id: 'cdk-cleanrooms:nobodyReceivesModels',
      message: "'trainedModelExports' has no effect: no member of the collaboration has CAN_RECEIVE_MODEL_OUTPUT",
    });
  }
  return advice;
}
