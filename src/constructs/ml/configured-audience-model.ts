import { Duration, Lazy, TagManager, TagType } from 'aws-cdk-lib';
import type { ITaggableV2 } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { IAudienceModelRef } from './audience-model-grants';
import type { AudienceSizes } from './audience-sizes';
import { ConfiguredAudienceModelGrants } from './configured-audience-model-grants';
import type { IConfiguredAudienceModelRef } from './configured-audience-model-grants';
import { checkConfiguredAudienceModel, warnAboutConfiguredAudienceModel } from './configured-audience-model-rules';
import { MANAGE_CONFIGURED_AUDIENCE_MODEL_POLICY } from './ml-actions';
import { grantOutput, passRole, s3UriOf } from './ml-output';
import type { MlOutputLocation } from './ml-output';
import { mlServiceRole } from './ml-service-role';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { READ_STACK, createTaggedMlStatements, manageOwnedMlStatements, readMlStatements } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkBucket } from '../../foundation/bucket-folders';
import { contentName } from '../../foundation/content-name';
import { copied } from '../../foundation/copied';
import { checkPartition } from '../../foundation/environment';
import { checkImport } from '../../foundation/imports';
import { checked } from '../../foundation/parameters';
import { isGenerated } from '../../foundation/physical-names';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** A configured audience model, defined in this app or elsewhere. */
export interface IConfiguredAudienceModel extends IConfiguredAudienceModelRef {
  /** Permissions on this model. */
  readonly grants: ConfiguredAudienceModelGrants;
}

/** The output location of a configured audience model, and the role that writes there. */
export interface AudienceOutput extends MlOutputLocation {
  /**
   * The role with which Clean Rooms ML writes audiences. It is granted the permissions that it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can write below the prefix, and use the key of the bucket if it has one
   */
  readonly role?: IRole;
}

/** An account that may generate audiences. */
export interface AudienceGenerator {
  /** The account. */
  readonly accountId: string;

  /**
   * The collaboration in which it may.
   *
   * @default - any collaboration, and none: a warning says so
   */
  readonly collaboration?: refs.ICollaborationRef;
}

/** Properties of a configured audience model. */
export interface ConfiguredAudienceModelProps {
  /** The audience model. It can be changed in place, for example to a newer one. */
  readonly audienceModel: IAudienceModelRef;

  /** Where the audiences are written that others generate and export. It can be changed in place. */
  readonly output: AudienceOutput;

  /**
   * The name of the configured model. 1 to 63 characters. Changing it replaces the configured model.
   *
   * @default - generated from the path of the construct
   */
  readonly configuredAudienceModelName?: string;

  /**
   * The purpose of the configured model. At most 255 characters. It can be changed in place.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whether who generates an audience sees how similar it is to the seed. It can be changed in place.
   *
   * @default false
   */
  readonly sharedAudienceMetrics?: boolean;

  /**
   * How many users of a seed must at least be in the training data, from 25 to 500,000. A smaller number tells more about single users of the seed. It
   * can be changed in place.
   *
   * @default 500
   */
  readonly minMatchingSeedSize?: number;

  /**
   * The sizes of audiences that can be generated. They can be changed in place, and cannot be removed.
   *
   * @default - the sizes that the service offers
   */
  readonly audienceSizes?: AudienceSizes;

  /**
   * Whether jobs that generate audiences have the tags of this configured model. Changing it replaces the configured model.
   *
   * @default false
   */
  readonly tagsOnJobs?: boolean;

  /**
   * The accounts that the policy of the model lets generate audiences. A model that is associated with a collaboration needs none: Clean Rooms lets the
   * member who can query generate audiences, unless `manageResourcePolicies` of the association is false. Statements that Clean Rooms or others have
   * added to the policy are kept.
   *
   * @default - none
   */
  readonly audienceGenerators?: AudienceGenerator[];

  /**
   * How long to wait until the audience model is trained, in whole seconds and at most an hour. If it is not trained by then, the deployment fails and
   * says so; deploy again when it is.
   *
   * @default Duration.minutes(14)
   */
  readonly timeout?: Duration;
}

/** Options for looking up the configured audience model behind an association in a collaboration. */
export interface ConfiguredAudienceModelLookupOptions extends CollaborationLookupOptions {
  /** The exact name of the association with which its owner shares the model. */
  readonly configuredAudienceModelAssociationName: string;
}

/**
 * Configures how an audience model may be used: how small a seed may be, which sizes of audiences there are, and where they are written.
 *
 * A `ConfiguredAudienceModelAssociation` shares it with a collaboration. CloudFormation has no resource type for it, so a custom resource calls the API.
 *
 * @see https://docs.aws.amazon.com/cleanrooms-ml/latest/APIReference/API_CreateConfiguredAudienceModel.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { AudienceModel, AudienceSizes, ConfiguredAudienceModel } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Sharing', { env: { account: '222222222222', region: 'us-east-1' } });
 * new ConfiguredAudienceModel(stack, 'Lookalikes', {
 *   audienceModel: AudienceModel.fromAudienceModelArn(stack, 'Viewers', 'arn:aws:cleanrooms-ml:us-east-1:222222222222:audience-model/viewers'),
 *   output: { bucket: new Bucket(stack, 'Audiences', { enforceSSL: true }) },
 *   minMatchingSeedSize: 1_000,
 *   audienceSizes: AudienceSizes.percentage(1, 5, 10),
 * });
 */
@checked('ConfiguredAudienceModel')
export class ConfiguredAudienceModel extends Construct implements IConfiguredAudienceModel, ITaggableV2 {
  /**
   * Imports a configured audience model by its ARN, `arn:aws:cleanrooms-ml:<region>:<account>:configured-audience-model/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param configuredAudienceModelArn The ARN of the configured audience model. An ARN of another type is an error; a token is not checked.
   */
  public static fromConfiguredAudienceModelArn(scope: Construct, id: string, configuredAudienceModelArn: string): IConfiguredAudienceModel {
    checkImport(scope, { configuredAudienceModelArn }, 'cleanrooms-ml', 'configured-audience-model/<id>');
    class Import extends Construct implements IConfiguredAudienceModel {
      public readonly configuredAudienceModelArn = configuredAudienceModelArn;
      public readonly grants = ConfiguredAudienceModelGrants.fromConfiguredAudienceModel(this);
    }
    return new Import(scope, id);
  }

  /**
   * Looks up the model that another member shares with a collaboration, by the name of its association, at deployment. Later updates keep the model
   * that was found.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param options What identifies the configured audience model, and how long to wait for it.
   */
  public static fromCollaboration(scope: Construct, id: string, options: ConfiguredAudienceModelLookupOptions): IConfiguredAudienceModel {
    const { configuredAudienceModelAssociationName: name } = options;
    const lookup = new NamedLookup(scope, id, ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP, name, options, {
      read: { action: 'cleanrooms:GetCollaborationConfiguredAudienceModelAssociation', resourceType: 'configuredaudiencemodelassociation' },
    });
    return ConfiguredAudienceModel.fromConfiguredAudienceModelArn(lookup, 'ConfiguredAudienceModel', lookup.arn);
  }

  public readonly configuredAudienceModelArn: string;
  public readonly grants: ConfiguredAudienceModelGrants;
  public readonly cdkTagManager = new TagManager(TagType.MAP, ResourceType.CONFIGURED_AUDIENCE_MODEL);

  /** The role with which Clean Rooms ML writes audiences. */
  public readonly outputRole: IRole;

  constructor(scope: Construct, id: string, props: ConfiguredAudienceModelProps) {
    super(scope, id);
    const { output, description, audienceSizes, minMatchingSeedSize = 500 } = props;
    const { audienceModelArn } = props.audienceModel;
    const name = isGenerated(props.configuredAudienceModelName) ? undefined : props.configuredAudienceModelName;
    const generators = copied(props.audienceGenerators);

    checkPartition(this);
    const input = {
      name,
      description,
      minMatchingSeedSize,
      audienceSizes,
      generators: generators?.map(({ accountId, collaboration }) => ({ accountId, isBound: collaboration !== undefined })) ?? [],
    };
    throwIfAny(this, [...checkBucket('output.bucket', output.bucket), ...checkConfiguredAudienceModel(input)]);
    warn(this, warnAboutConfiguredAudienceModel(input));
    Program.add(this);

    this.outputRole = output.role ?? mlServiceRole(this, 'OutputRole', 'Clean Rooms ML writes audiences with it', TYPE);
    grantOutput(this.outputRole, output);
    const content = { ChildResourceTagOnCreatePolicy: props.tagsOnJobs ? 'FROM_PARENT_RESOURCE' : 'NONE' };
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.CONFIGURED_AUDIENCE_MODEL,
      properties: {
        ...content,
        Name: name ?? contentName(this, () => content, { maxLength: 63, separator: '-' }),
        Description: description,
        AudienceModelArn: audienceModelArn,
        Output: { S3Uri: s3UriOf(output), RoleArn: this.outputRole.roleArn },
        SharedAudienceMetrics: [props.sharedAudienceMetrics ? 'ALL' : 'NONE'],
        MinMatchingSeedSize: minMatchingSeedSize,
        AudienceSizeConfig: audienceSizes?._render(),
        AudienceGenerators: generators?.map(({ accountId, collaboration }) => ({
          AccountId: accountId, CollaborationIdentifier: collaboration?.collaborationRef.collaborationIdentifier,
        })),
        Tags: Lazy.any({ produce: () => this.cdkTagManager.renderedTags }) as never,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(14)),
      },
      statements: [
        ...createTaggedMlStatements(
          this, TYPE, () => Object.keys(this.cdkTagManager.tagValues()), 'cleanrooms-ml:CreateConfiguredAudienceModel', audienceModelArn),
        ...manageOwnedMlStatements(
          this, TYPE, 'cleanrooms-ml:DeleteConfiguredAudienceModel', 'cleanrooms-ml:UpdateConfiguredAudienceModel', ...MANAGE_CONFIGURED_AUDIENCE_MODEL_POLICY),
        ...readMlStatements(this, TYPE, 'cleanrooms-ml:ListConfiguredAudienceModels', 'cleanrooms-ml:GetConfiguredAudienceModel'),
        // What the configured model comes to use; the configured model itself must have the tag of this stack.
        { Action: ['cleanrooms-ml:GetAudienceModel'], Resource: audienceModelArn },
        { Action: ['cleanrooms-ml:UpdateConfiguredAudienceModel'], Resource: audienceModelArn },
        passRole(this.outputRole),
        READ_STACK,
      ],
    });
    if (resource.definition) ServiceRoleReady.before(resource.definition, this.outputRole);

    this.configuredAudienceModelArn = resource.getAttString('Arn');
    this.grants = ConfiguredAudienceModelGrants.fromConfiguredAudienceModel(this);
  }
}

/** The type of the resource in its ARN. */
const TYPE = 'configured-audience-model';
