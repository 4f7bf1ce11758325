/*
 * The part of the contract (contract.ts) that is of Clean Rooms ML.
 */
import type { Tags } from './tags';

/** `Custom::CleanRoomsAudienceModel`: a lookalike model, which Clean Rooms ML trains for hours. Nothing but its tags can change. */
export interface AudienceModelProperties {
  readonly Name: string;
  readonly Description?: string;
  readonly TrainingDatasetArn: string;
  /** The window of the training data, in ISO 8601. */
  readonly TrainingDataStartTime?: string;
  readonly TrainingDataEndTime?: string;
  readonly KmsKeyArn?: string;
  readonly Tags?: Tags;
  /** The maximum time to follow the training: if it fails meanwhile, the resource does; if it goes on, the resource is there. */
  readonly WaitSeconds: number;
}

/** The attributes of a `Custom::CleanRoomsAudienceModel`; its physical id is its ARN. */
export interface AudienceModelAttributes {
  readonly Arn: string;
}

/** `Custom::CleanRoomsConfiguredAudienceModel`: how an audience model may be used. All but its name changes in place. */
export interface ConfiguredAudienceModelProperties {
  readonly Name: string;
  readonly Description?: string;
  readonly AudienceModelArn: string;
  readonly Output: MlOutput;
  readonly SharedAudienceMetrics: readonly string[];
  readonly MinMatchingSeedSize?: number;
  readonly AudienceSizeConfig?: AudienceSizeConfig;
  readonly ChildResourceTagOnCreatePolicy: string;
  /** Whom its resource policy lets generate audiences; left out where the service or somebody else manages the policy. */
  readonly AudienceGenerators?: readonly AudienceGenerator[];
  readonly Tags?: Tags;
  /** The maximum time to wait until the audience model is trained; 0 for no wait. */
  readonly WaitSeconds: number;
}

/** Where Clean Rooms ML writes, and with which role. */
export interface MlOutput {
  readonly S3Uri: string;
  readonly RoleArn: string;
}

/** The sizes of audiences that can be generated. */
export interface AudienceSizeConfig {
  /** ABSOLUTE or PERCENTAGE. */
  readonly Type: string;
  readonly Bins: readonly number[];
}

/** An account that may generate audiences, in one collaboration if it is given. */
export interface AudienceGenerator {
  readonly AccountId: string;
  readonly CollaborationIdentifier?: string;
}

/** The attributes of a `Custom::CleanRoomsConfiguredAudienceModel`; its physical id is its ARN. */
export interface ConfiguredAudienceModelAttributes {
  readonly Arn: string;
}

/** `Custom::CleanRoomsMlConfiguration`: where Clean Rooms ML writes what a member receives. Its physical id is `<membership id>/ml-configuration`. */
export interface MlConfigurationProperties {
  readonly MembershipIdentifier: string;
  readonly S3Uri?: string;
  readonly RoleArn: string;
}
