import { checkExactArn, fits, isLongerThan } from '../../foundation/exact-names';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
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

/** The names of repositories in Amazon ECR. */
const REPOSITORY_NAME = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const MOST_CHARACTERS = 256;

/** Checks the repository of a container: the role is allowed to pull from what has its name. */
export function checkContainer(
  property: 'trainingContainer' | 'inferenceContainer', repository: { readonly repositoryArn: string; readonly repositoryName: string } | undefined,
): ValidationFault[] {
  if (!repository) return [];
  const { repositoryArn, repositoryName } = repository;
  const isFine = fits(repositoryName, REPOSITORY_NAME) && !isLongerThan(MOST_CHARACTERS, repositoryName);
  return isFine ? checkExactArn(`${property}.repository`, repositoryArn) : [{
    code: code`RepositoryNameMalformed`,
    message: `'${property}.repository' must have a name of at most ${MOST_CHARACTERS} lower-case letters and digits, with separators '.', '_', '__', '/' or hyphens between them, `
      + `got '${repositoryName}': use the name of one repository`,
  }];
}
