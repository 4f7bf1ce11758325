import type { KindName } from '../api/resource';

/** The resources of Clean Rooms ML. */
export type MachineLearningKind =
  | 'AudienceExportJob' | 'AudienceGenerationJob' | 'AudienceModel' | 'ConfiguredAudienceModel' | 'ConfiguredModelAlgorithm'
  | 'ConfiguredModelAlgorithmAssociation' | 'MLConfiguration' | 'MLInputChannel' | 'TrainedModel' | 'TrainedModelExportJob'
  | 'TrainedModelInferenceJob' | 'TrainingDataset';

/** Where a kind of resource differs from the others. */
interface KindOptions {
  /** It is not there at once: it is made, and becomes active when somebody looks at it, or fails. */
  readonly isMade?: boolean;
  /** It is found among those of a collaboration, by all of its members. */
  readonly isShared?: boolean;
}

export const MACHINE_LEARNING_KINDS: Readonly<Record<MachineLearningKind, KindOptions>> = {
  AudienceExportJob: { isMade: true },
  AudienceGenerationJob: { isMade: true },
  AudienceModel: { isMade: true },
  ConfiguredAudienceModel: {},
  ConfiguredModelAlgorithm: {},
  ConfiguredModelAlgorithmAssociation: { isShared: true },
  MLConfiguration: {},
  MLInputChannel: { isMade: true, isShared: true },
  TrainedModel: { isMade: true, isShared: true },
  TrainedModelExportJob: { isMade: true, isShared: true },
  TrainedModelInferenceJob: { isMade: true, isShared: true },
  TrainingDataset: {},
};

export function isMachineLearningKind(kind: KindName): kind is MachineLearningKind {
  return kind in MACHINE_LEARNING_KINDS;
}

/** The member of requests and answers that has the ARN of a resource. */
export function arnMemberOf(kind: MachineLearningKind): string {
  const initials = /^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/.exec(kind)![0];
  return `${initials.toLowerCase()}${kind.slice(initials.length)}Arn`;
}
