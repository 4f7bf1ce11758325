import type { Warning } from '../../foundation/warnings';

/** What the rules need to know of a configured model algorithm. */
export interface ConfiguredModelAlgorithmInput {
  readonly trains: boolean;
  readonly infers: boolean;
}

/** What probably is a mistake in a configured model algorithm. */
export function warnAboutConfiguredModelAlgorithm({ trains, infers }: ConfiguredModelAlgorithmInput): Warning[] {
  return trains || infers ? [] : [{
    id: 'cdk-cleanrooms:algorithmWithoutContainer',
    message: "neither 'trainingContainer' nor 'inferenceContainer' is given: the algorithm can do nothing",
  }];
}
