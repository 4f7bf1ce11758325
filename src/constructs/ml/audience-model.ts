import { Duration, Lazy, TagManager, TagType } from 'aws-cdk-lib';
import type { ITaggableV2 } from 'aws-cdk-lib';
import type { aws_cleanroomsml as refs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { AudienceModelGrants } from './audience-model-grants';
import type { IAudienceModelRef } from './audience-model-grants';
import { checkAudienceModel } from './audience-model-rules';
import { letMlUseKey } from './ml-key-permissions';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { READ_STACK, createTaggedMlStatements, manageOwnedMlStatements, readMlStatements } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { contentName } from '../../foundation/content-name';
import { checkEncryptionKey } from '../../foundation/encryption-keys';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport } from '../../foundation/imports';
import { checked } from '../../foundation/parameters';
import { isGenerated } from '../../foundation/physical-names';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';

/** An audience model, defined in this app or elsewhere. */
export interface IAudienceModel extends IAudienceModelRef {
  /** Permissions on this model. */
  readonly grants: AudienceModelGrants;
}

/** Properties of an audience model. Changing any of them trains another model, and deletes the old one afterwards. */
export interface AudienceModelProps {
  /** The training data. */
  readonly trainingDataset: refs.ITrainingDatasetRef;

  /**
   * The name of the model. 1 to 63 characters. If you set a name, change it together with any other property, because the new model is created
   * before the old one is deleted.
   *
   * @default - generated from the path of the construct and the other properties
   */
  readonly audienceModelName?: string;

  /**
   * The purpose of the model. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The beginning of the window of interactions that the model is trained with.
   *
   * @default - all interactions up to the end of the window
   */
  readonly trainingDataStart?: Date;

  /**
   * The end of the window of interactions that the model is trained with.
   *
   * @default - all interactions from the beginning of the window
   */
  readonly trainingDataEnd?: Date;

  /**
   * The KMS key that encrypts the model. It must not be an alias. If the key is defined in this app, its policy is extended.
   *
   * @default - a key owned by the service
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * How long the deployment follows the training, in whole seconds and at most 14 minutes. If the training fails meanwhile, the deployment fails
   * with the reason. If it takes longer, the deployment goes on, and so does the training.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;
}

/**
 * An audience model, which the user guide calls a lookalike model: trained with the interactions of a publisher's users, to find among them those who
 * are like the users in somebody else's seed.
 *
 * Training takes up to a day, where CloudFormation waits for an hour at most. So a deployment starts the training and ends. What uses the model, such as
 * a `ConfiguredAudienceModel`, waits until it is trained, and says so if it is not: deploy that again when the training has ended. Keep the model in a
 * stack of its own, or deploy it first: a deployment that creates it and then fails deletes it again.
 *
 * The model is not trained again by itself. For a newer one, define another `AudienceModel` beside it, and let the `ConfiguredAudienceModel` use that once
 * it is trained. CloudFormation has no resource type for it, so a custom resource calls the API.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_CreateAudienceModel.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { AudienceModel, TrainingDataset } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Training', { env: { account: '222222222222', region: 'us-east-1' } });
 * new AudienceModel(stack, 'Viewers', {
 *   trainingDataset: TrainingDataset.fromTrainingDatasetArn(stack, 'Views', 'arn:aws:cleanrooms-ml:us-east-1:222222222222:training-dataset/views'),
 * });
 */
@checked('AudienceModel')
export class AudienceModel extends Construct implements IAudienceModel, ITaggableV2 {
  /**
   * Imports an audience model by its ARN, `arn:aws:cleanrooms-ml:<region>:<account>:audience-model/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param audienceModelArn The ARN of the audience model. An ARN of another type is an error; a token is not checked.
   */
  public static fromAudienceModelArn(scope: Construct, id: string, audienceModelArn: string): IAudienceModel {
    checkImport(scope, { audienceModelArn }, 'cleanrooms-ml', 'audience-model/<id>');
    class Import extends Construct implements IAudienceModel {
      public readonly audienceModelArn = audienceModelArn;
      public readonly grants = AudienceModelGrants.fromAudienceModel(this);
    }
    return new Import(scope, id);
  }

  public readonly audienceModelArn: string;
  public readonly grants: AudienceModelGrants;
  public readonly cdkTagManager = new TagManager(TagType.MAP, ResourceType.AUDIENCE_MODEL);

  constructor(scope: Construct, id: string, props: AudienceModelProps) {
    super(scope, id);
    const { encryptionKey, description, trainingDataStart, trainingDataEnd } = props;
    const { trainingDatasetArn } = props.trainingDataset.trainingDatasetRef;
    const name = isGenerated(props.audienceModelName) ? undefined : props.audienceModelName;

    checkPartition(this);
    checkSameEnvironment(this, { trainingDataset: props.trainingDataset });
    throwIfAny(this, [...checkEncryptionKey(encryptionKey), ...checkAudienceModel({ name, description, trainingDataStart, trainingDataEnd })]);
    Program.add(this);

    const content = {
      Description: description,
      TrainingDatasetArn: trainingDatasetArn,
      TrainingDataStartTime: trainingDataStart?.toISOString(),
      TrainingDataEndTime: trainingDataEnd?.toISOString(),
      KmsKeyArn: encryptionKey?.keyRef.keyArn,
    };
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.AUDIENCE_MODEL,
      properties: {
        ...content,
        Name: name ?? contentName(this, () => content, { maxLength: 63, separator: '-' }),
        Tags: Lazy.any({ produce: () => this.cdkTagManager.renderedTags }) as never,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(1), Duration.minutes(14)),
      },
      statements: [
        ...createTaggedMlStatements(this, TYPE, () => Object.keys(this.cdkTagManager.tagValues()), 'cleanrooms-ml:CreateAudienceModel', trainingDatasetArn),
        ...manageOwnedMlStatements(this, TYPE, 'cleanrooms-ml:DeleteAudienceModel'),
        ...readMlStatements(this, TYPE, 'cleanrooms-ml:ListAudienceModels', 'cleanrooms-ml:GetAudienceModel'),
        READ_STACK,
      ],
    });
    letMlUseKey(this, encryptionKey);

    this.audienceModelArn = resource.getAttString('Arn');
    this.grants = AudienceModelGrants.fromAudienceModel(this);
  }
}

/** The type of the resource in its ARN. */
const TYPE = 'audience-model';
