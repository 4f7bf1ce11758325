import { Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as cleanRoomsRefs, aws_cleanroomsml as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import {
  DELETE_TRAINED_MODEL, EXPORT_TRAINED_MODEL, FOLLOW_INFERENCE, INFER, PASS_COLLABORATION, PASS_MEMBERSHIP, READ_TRAINED_MODEL,
} from './ml-actions';
import type { IMlInputChannel } from './ml-input-channel';
import { ResourceType } from '../../custom-resources/contract';
import { cleanRoomsMlArn } from '../../foundation/arns';
import { checkImport } from '../../foundation/imports';
import { checked } from '../../foundation/parameters';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** A model that was trained with a configured model algorithm. It is created at run time. */
export interface ITrainedModel extends IConstruct {
  /** The ARN of the model. */
  readonly trainedModelArn: string;

  /** Permissions on this model. */
  readonly grants: TrainedModelGrants;
}

/** Options for looking up a trained model in a collaboration. */
export interface TrainedModelLookupOptions extends CollaborationLookupOptions {
  /** The exact name of the model. */
  readonly trainedModelName: string;
}

/**
 * A trained model of a collaboration. The member who can query trains it at run time: see `ConfiguredModelAlgorithmAssociationGrants.train`.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_CreateTrainedModel.html
 *
 * @example
 * import { App, CfnOutput, Stack } from 'aws-cdk-lib';
 * import { Collaboration, TrainedModel } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * const model = TrainedModel.fromCollaboration(stack, 'Model', {
 *   collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
 *   ownerAccountId: '222222222222',
 *   trainedModelName: 'churn',
 * });
 * new CfnOutput(stack, 'ModelArn', { value: model.trainedModelArn });
 */
@checked('TrainedModel')
export abstract class TrainedModel extends Construct implements ITrainedModel {
  /**
   * Imports a model by its ARN, `arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/trained-model/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param trainedModelArn The ARN of the trained model. An ARN of another type is an error; a token is not checked.
   */
  public static fromTrainedModelArn(scope: Construct, id: string, trainedModelArn: string): ITrainedModel {
    checkImport(scope, { trainedModelArn }, 'cleanrooms-ml', 'membership/<membership id>/trained-model/<id>');
    class Import extends TrainedModel {
      public readonly trainedModelArn = trainedModelArn;
      public readonly grants = TrainedModelGrants.fromTrainedModel(this);
    }
    return new Import(scope, id);
  }

  /**
   * Looks up an active model in a collaboration by its name at deployment. Later updates keep the model that was found.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param options What identifies the trained model, and how long to wait for it.
   */
  public static fromCollaboration(scope: Construct, id: string, options: TrainedModelLookupOptions): ITrainedModel {
    const lookup = new NamedLookup(scope, id, ResourceType.TRAINED_MODEL_LOOKUP, options.trainedModelName, options);
    return TrainedModel.fromTrainedModelArn(lookup, 'TrainedModel', lookup.arn);
  }

  public abstract readonly trainedModelArn: string;
  public abstract readonly grants: TrainedModelGrants;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }
}

/** Permissions on a trained model. */
@checked('TrainedModelGrants')
export class TrainedModelGrants {
  /**
   * Creates grants for a model.
   *
   * @param model The trained model, defined in this app or imported.
   */
  public static fromTrainedModel(model: ITrainedModel): TrainedModelGrants {
    return new TrainedModelGrants(model);
  }

  private constructor(private readonly model: ITrainedModel) {}

  /**
   * Grants read access to the description of the model and its exports, as any member of the collaboration sees them.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param collaboration The collaboration of the model.
   */
  public read(grantee: IGrantable, collaboration: cleanRoomsRefs.ICollaborationRef): Grant {
    return this.actions(grantee, ...READ_TRAINED_MODEL).combine(
      Grant.addToPrincipal({ grantee, actions: PASS_COLLABORATION, resourceArns: [collaboration.collaborationRef.collaborationArn] }));
  }

  /**
   * Grants permission to run inference with the model on the data of a channel, and to follow and cancel it.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership of the member who runs the inference, in the account of the grantee.
   * @param association The association of the algorithm that the model was trained with.
   * @param channel The channel whose data the inference runs on.
   */
  public infer(
    grantee: IGrantable, membership: cleanRoomsRefs.IMembershipRef,
    association: refs.IConfiguredModelAlgorithmAssociationRef, channel: IMlInputChannel,
  ): Grant {
    const { membershipArn, membershipIdentifier } = membership.membershipRef;
    const { configuredModelAlgorithmAssociationArn } = association.configuredModelAlgorithmAssociationRef;
    const jobs = cleanRoomsMlArn(Stack.of(this.model), `membership/${membershipIdentifier}/trained-model-inference-job/*`);
    return Grant.addToPrincipal({
      grantee, actions: INFER, resourceArns: [this.model.trainedModelArn, configuredModelAlgorithmAssociationArn, channel.mlInputChannelArn],
    })
      .combine(Grant.addToPrincipal({ grantee, actions: FOLLOW_INFERENCE, resourceArns: [jobs] }))
      .combine(this.pass(grantee, membershipArn));
  }

  /**
   * Grants permission to export the model to the members who can receive it.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership of the member who exports, in the account of the grantee.
   */
  public exportModel(grantee: IGrantable, membership: cleanRoomsRefs.IMembershipRef): Grant {
    return this.actions(grantee, ...EXPORT_TRAINED_MODEL).combine(this.pass(grantee, membership.membershipRef.membershipArn));
  }

  /**
   * Grants permission to cancel the training of the model and to delete what came of it, which any member may.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership of the member who deletes, in the account of the grantee.
   */
  public deleteOutput(grantee: IGrantable, membership: cleanRoomsRefs.IMembershipRef): Grant {
    return this.actions(grantee, ...DELETE_TRAINED_MODEL).combine(this.pass(grantee, membership.membershipRef.membershipArn));
  }

  /**
   * Grants the given actions, such as `cleanrooms-ml:GetTrainedModel`, on this model.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.model.trainedModelArn] });
  }

  private pass(grantee: IGrantable, membershipArn: string): Grant {
    return Grant.addToPrincipal({ grantee, actions: PASS_MEMBERSHIP, resourceArns: [membershipArn] });
  }
}
