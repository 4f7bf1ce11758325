import type { Advice } from '../advice';

/** What the rules need to know of a configured model algorithm. */
export interface ConfiguredModelAlgorithmParts {
  readonly trains: boolean;
  readonly infers: boolean;
}

/** What probably is a mistake in a configured model algorithm. */
export function adviseConfiguredModelAlgorithm({ trains, infers }: ConfiguredModelAlgorithmParts): Advice[] {
  return trains || infers ? [] : [{
    id: 'cdk-cleanrooms:algorithmWithoutContainer',
    message: "neither 'trainingContainer' nor 'inferenceContainer' is given: the algorithm can do nothing",
  }];
}
