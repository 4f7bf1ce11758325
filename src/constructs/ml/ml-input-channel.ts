import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { DELETE_ML_INPUT_CHANNEL, PASS_COLLABORATION, PASS_MEMBERSHIP, READ_ML_INPUT_CHANNEL } from './ml-actions';
import { ResourceType } from '../../custom-resources/contract';
import { checkImport } from '../../foundation/imports';
import { checked } from '../../foundation/parameters';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** An ML input channel: the result of a query, to train models with or to run inference on. It is created at run time. */
export interface IMlInputChannel extends IConstruct {
  /** The ARN of the channel. */
  readonly mlInputChannelArn: string;

  /** Permissions on this channel. */
  readonly grants: MlInputChannelGrants;
}

/** Options for looking up an ML input channel in a collaboration. */
export interface MlInputChannelLookupOptions extends CollaborationLookupOptions {
  /** The exact name of the channel. */
  readonly mlInputChannelName: string;
}

/**
 * An ML input channel of a collaboration. The member who can query creates it at run time: see
 * `ConfiguredModelAlgorithmAssociationGrants.train`.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_CreateMLInputChannel.html
 *
 * @example
 * import { App, CfnOutput, Stack } from 'aws-cdk-lib';
 * import { Collaboration, MlInputChannel } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Models', { env: { account: '111111111111', region: 'us-east-1' } });
 * const channel = MlInputChannel.fromCollaboration(stack, 'Channel', {
 *   collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
 *   ownerAccountId: '222222222222',
 *   mlInputChannelName: 'customers',
 * });
 * new CfnOutput(stack, 'ChannelArn', { value: channel.mlInputChannelArn });
 */
@checked('MlInputChannel')
export abstract class MlInputChannel extends Construct implements IMlInputChannel {
  /**
   * Imports a channel by its ARN, `arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/ml-input-channel/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param mlInputChannelArn The ARN of the channel. An ARN of another type is an error; a token is not checked.
   */
  public static fromMlInputChannelArn(scope: Construct, id: string, mlInputChannelArn: string): IMlInputChannel {
    checkImport(scope, { mlInputChannelArn }, 'cleanrooms-ml', 'membership/<membership id>/ml-input-channel/<id>');
    class Import extends MlInputChannel {
      public readonly mlInputChannelArn = mlInputChannelArn;
      public readonly grants = MlInputChannelGrants.fromMlInputChannel(this);
    }
    return new Import(scope, id);
  }

  /**
   * Looks up an active channel in a collaboration by its name at deployment. Later updates keep the channel that was found.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param options What identifies the channel, and how long to wait for it.
   */
  public static fromCollaboration(scope: Construct, id: string, options: MlInputChannelLookupOptions): IMlInputChannel {
    const lookup = new NamedLookup(scope, id, ResourceType.ML_INPUT_CHANNEL_LOOKUP, options.mlInputChannelName, options);
    return MlInputChannel.fromMlInputChannelArn(lookup, 'MlInputChannel', lookup.arn);
  }

  public abstract readonly mlInputChannelArn: string;
  public abstract readonly grants: MlInputChannelGrants;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
  }
}

/** Permissions on an ML input channel. */
@checked('MlInputChannelGrants')
export class MlInputChannelGrants {
  /**
   * Creates grants for a channel.
   *
   * @param channel The channel, defined in this app or imported.
   */
  public static fromMlInputChannel(channel: IMlInputChannel): MlInputChannelGrants {
    return new MlInputChannelGrants(channel);
  }

  private constructor(private readonly channel: IMlInputChannel) {}

  /**
   * Grants read access to the description of the channel, as any member of the collaboration sees it.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param collaboration The collaboration of the channel.
   */
  public read(grantee: IGrantable, collaboration: refs.ICollaborationRef): Grant {
    return this.actions(grantee, ...READ_ML_INPUT_CHANNEL).combine(
      Grant.addToPrincipal({ grantee, actions: PASS_COLLABORATION, resourceArns: [collaboration.collaborationRef.collaborationArn] }));
  }

  /**
   * Grants permission to delete the data of the channel, which any member may.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param membership The membership of the member who deletes, in the account of the grantee.
   */
  public deleteData(grantee: IGrantable, membership: refs.IMembershipRef): Grant {
    return this.actions(grantee, ...DELETE_ML_INPUT_CHANNEL).combine(
      Grant.addToPrincipal({ grantee, actions: PASS_MEMBERSHIP, resourceArns: [membership.membershipRef.membershipArn] }));
  }

  /**
   * Grants the given actions, such as `cleanrooms-ml:GetMLInputChannel`, on this channel.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.channel.mlInputChannelArn] });
  }
}
