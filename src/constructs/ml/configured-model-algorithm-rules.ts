import type { Warning } from '../../foundation/warnings';

/** A configured model algorithm, as the rules see it. */
export interface ConfiguredModelAlgorithmInput {
  readonly trains: boolean;
  readonly infers: boolean;
}

/** Warns about an algorithm without a container. */
export function warnAboutConfiguredModelAlgorithm({ trains, infers }: ConfiguredModelAlgorithmInput): Warning[] {
  return trains || infers ? [] : [{
    id: 'cdk-cleanrooms:algorithmWithoutContainer',
    message: "neither 'trainingContainer' nor 'inferenceContainer' is set: the algorithm can neither train nor infer",
  }];
}
