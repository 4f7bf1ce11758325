import { Token } from 'aws-cdk-lib';
import type { AudienceSizes } from './audience-sizes';
import { checkMlTexts } from './ml-text-rules';
import { checkAccountId } from '../../foundation/identifiers';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';

const SEED = { least: 25, most: 500_000 };

/** A configured audience model, as the rules see it. */
export interface ConfiguredAudienceModelInput {
  readonly name?: string;
  readonly description?: string;
  readonly minMatchingSeedSize: number;
  readonly audienceSizes?: AudienceSizes;
  readonly generators: readonly { readonly accountId: string; readonly isBound: boolean }[];
}

/** Checks the rules of the API. CloudFormation does not validate them, because the model is a custom resource. */
export function checkConfiguredAudienceModel(
  { name, description, minMatchingSeedSize: seed, audienceSizes, generators }: ConfiguredAudienceModelInput,
): ValidationFault[] {
  const isSeedFine = Token.isUnresolved(seed) || Number.isInteger(seed) && seed >= SEED.least && seed <= SEED.most;
  return [
    ...checkMlTexts('configuredAudienceModelName', { name, description }),
    ...isSeedFine ? [] : [{
      code: code`SeedSizeOutOfRange`,
      message: `'minMatchingSeedSize' must be a whole number from ${SEED.least} to ${SEED.most}, got ${seed}`,
    }],
    ...audienceSizes?._check() ?? [],
    ...generators.flatMap(({ accountId }) => checkAccountId('audienceGenerators.accountId', accountId)),
  ];
}

/** Warns about probable mistakes in whom a model lets generate audiences. */
export function warnAboutConfiguredAudienceModel({ generators }: ConfiguredAudienceModelInput): Warning[] {
  return [...new Set(generators.filter(({ isBound }) => !isBound).map(({ accountId }) => accountId))].map((accountId) => ({
    id: 'cdk-cleanrooms:generatorInNoCollaboration',
    message: `'audienceGenerators' lets the account ${accountId} generate audiences in any collaboration, and in none: give the 'collaboration'`,
  }));
}
