import { Lazy, TagManager, TagType } from 'aws-cdk-lib';
import type { ITaggableV2 } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { checkConfiguredAudienceModelAssociation } from './configured-audience-model-association-rules';
import {
  MANAGE_CONFIGURED_AUDIENCE_MODEL_POLICY, READ_CONFIGURED_AUDIENCE_MODEL, READ_CONFIGURED_AUDIENCE_MODEL_ASSOCIATION,
  REMOVE_CONFIGURED_AUDIENCE_MODEL_POLICY,
} from './ml-actions';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { LIST_MEMBERSHIPS, READ_STACK, createTaggedStatements, manageOwnedStatements, readStatement } from '../../custom-resources/statements';
import { childIdInArn } from '../../foundation/arns';
import { contentHash } from '../../foundation/content-name';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport } from '../../foundation/imports';
import { checked } from '../../foundation/parameters';
import { requiredName } from '../../foundation/physical-names';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** The type of the resource in its ARN. */
const CHILD_TYPE = 'configuredaudiencemodelassociation';

/** The association of a configured audience model with a collaboration, defined in this app or elsewhere. */
export interface IConfiguredAudienceModelAssociation extends IConstruct {
  /** The ARN of the association. */
  readonly configuredAudienceModelAssociationArn: string;

  /** The id of the association, a UUID. */
  readonly configuredAudienceModelAssociationIdentifier: string;

  /** Permissions on this association. */
  readonly grants: ConfiguredAudienceModelAssociationGrants;
}

/** Properties of the association of a configured audience model. */
export interface ConfiguredAudienceModelAssociationProps {
  /** The membership that the association belongs to. Changing it replaces the association. */
  readonly membership: refs.IMembershipRef;

  /**
   * The ARN of the configured audience model, `arn:aws:cleanrooms-ml:<region>:<account>:configured-audience-model/<id>`.
   * Changing it replaces the association.
   */
  readonly configuredAudienceModelArn: string;

  /** The name of the association, 1 to 100 characters. It can be changed without a replacement. */
  readonly configuredAudienceModelAssociationName: string;

  /**
   * The purpose of the model. At most 255 characters. It can be changed without a replacement.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whether Clean Rooms manages the resource policy of the model, which allows the collaboration to use it. Otherwise the owner of the
   * model does. Changing it replaces the association.
   *
   * While it is true, removing a member from the collaboration and deleting it require the permission to change that policy.
   *
   * @default true
   */
  readonly manageResourcePolicies?: boolean;
}

/** Options for looking up the association of a configured audience model in a collaboration. */
export interface ConfiguredAudienceModelAssociationLookupOptions extends CollaborationLookupOptions {
  /** The exact name of the association. */
  readonly configuredAudienceModelAssociationName: string;
}

/**
 * Associates a configured audience model with a collaboration, where another member can generate lookalike segments with it.
 *
 * CloudFormation has no resource type for it, so a custom resource calls the API. The default quota is 5 for each membership.
 *
 * The association is created with its tags. Later changes of tags need an operation that is documented for ARNs of at most 100 characters,
 * and that of an association is longer. If the service refuses it, the deployment continues with the tags as they are, and the log of the
 * function says so.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_CreateConfiguredAudienceModelAssociation.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { ConfiguredAudienceModelAssociation, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Sharing', { env: { account: '222222222222', region: 'us-east-1' } });
 * new ConfiguredAudienceModelAssociation(stack, 'Association', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '44444444-4444-4444-8444-444444444444'),
 *   configuredAudienceModelArn: 'arn:aws:cleanrooms-ml:us-east-1:222222222222:configured-audience-model/lookalikes',
 *   configuredAudienceModelAssociationName: 'viewers-like-yours',
 * });
 */
@checked('ConfiguredAudienceModelAssociation')
export class ConfiguredAudienceModelAssociation extends Construct implements IConfiguredAudienceModelAssociation, ITaggableV2 {
  /**
   * Imports an association by its ARN,
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/configuredaudiencemodelassociation/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param configuredAudienceModelAssociationArn The ARN of the association. An ARN of another type is an error; a token is not checked.
   */
  public static fromConfiguredAudienceModelAssociationArn(
    scope: Construct, id: string, configuredAudienceModelAssociationArn: string,
  ): IConfiguredAudienceModelAssociation {
    checkImport(scope, { configuredAudienceModelAssociationArn }, 'cleanrooms', 'membership/<membership id>/configuredaudiencemodelassociation/<id>');
    class Import extends Construct implements IConfiguredAudienceModelAssociation {
      public readonly configuredAudienceModelAssociationArn = configuredAudienceModelAssociationArn;
      public readonly configuredAudienceModelAssociationIdentifier = childIdInArn(configuredAudienceModelAssociationArn);
      public readonly grants = ConfiguredAudienceModelAssociationGrants.fromConfiguredAudienceModelAssociation(this);
    }
    return new Import(scope, id);
  }

  /**
   * Looks up an association in a collaboration by its name at deployment. Later updates keep the association that was found.
   *
   * @param scope The construct in which the lookup is defined. Its stack looks at deployment, in its own account and Region.
   * @param id The id of the lookup in its scope.
   * @param options What identifies the association, and how long to wait for it.
   */
  public static fromCollaboration(
    scope: Construct, id: string, options: ConfiguredAudienceModelAssociationLookupOptions,
  ): IConfiguredAudienceModelAssociation {
    const { configuredAudienceModelAssociationName: name } = options;
    const lookup = new NamedLookup(scope, id, ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP, name, options);
    return ConfiguredAudienceModelAssociation.fromConfiguredAudienceModelAssociationArn(lookup, 'ConfiguredAudienceModelAssociation', lookup.arn);
  }

  public readonly configuredAudienceModelAssociationArn: string;
  public readonly configuredAudienceModelAssociationIdentifier: string;
  public readonly grants: ConfiguredAudienceModelAssociationGrants;
  public readonly cdkTagManager = new TagManager(TagType.MAP, ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION);

  constructor(scope: Construct, id: string, props: ConfiguredAudienceModelAssociationProps) {
    super(scope, id);
    const { configuredAudienceModelArn: modelArn, description } = props;
    const name = requiredName(this, props.configuredAudienceModelAssociationName, NAME);
    const manageResourcePolicies = props.manageResourcePolicies ?? true;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, checkConfiguredAudienceModelAssociation({ name, description, modelArn }));
    Program.add(this);

    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION,
      properties: {
        MembershipIdentifier: props.membership.membershipRef.membershipIdentifier,
        ConfiguredAudienceModelArn: modelArn,
        Name: name,
        Description: description,
        ManageResourcePolicies: manageResourcePolicies,
        Tags: Lazy.any({ produce: () => this.cdkTagManager.renderedTags }) as never,
      },
      statements: [
        ...createTaggedStatements(
          this, CHILD_TYPE, () => Object.keys(this.cdkTagManager.tagValues()), 'cleanrooms:CreateConfiguredAudienceModelAssociation'),
        ...manageOwnedStatements(
          this, CHILD_TYPE, 'cleanrooms:DeleteConfiguredAudienceModelAssociation', 'cleanrooms:UpdateConfiguredAudienceModelAssociation'),
        readStatement(this, CHILD_TYPE, 'cleanrooms:GetConfiguredAudienceModelAssociation', 'cleanrooms:ListConfiguredAudienceModelAssociations'),
        LIST_MEMBERSHIPS,
        READ_STACK,
        { Action: READ_CONFIGURED_AUDIENCE_MODEL, Resource: modelArn },
        {
          // In a policy for each model: when the model changes, the policy of the previous one is removed afterwards.
          policy: contentHash(this, modelArn),
          Action: manageResourcePolicies ? MANAGE_CONFIGURED_AUDIENCE_MODEL_POLICY : REMOVE_CONFIGURED_AUDIENCE_MODEL_POLICY,
          Resource: modelArn,
        },
      ],
    });

    this.configuredAudienceModelAssociationArn = resource.getAttString('Arn');
    this.configuredAudienceModelAssociationIdentifier = resource.getAttString('ConfiguredAudienceModelAssociationIdentifier');
    this.grants = ConfiguredAudienceModelAssociationGrants.fromConfiguredAudienceModelAssociation(this);
  }
}

/** The names that the service accepts for an association. */
const NAME = { maxLength: 100 };

/** Permissions on the association of a configured audience model. */
@checked('ConfiguredAudienceModelAssociationGrants')
export class ConfiguredAudienceModelAssociationGrants {
  /**
   * Creates grants for an association, which can be imported.
   *
   * @param association The association, defined in this app or imported.
   */
  public static fromConfiguredAudienceModelAssociation(
    association: IConfiguredAudienceModelAssociation,
  ): ConfiguredAudienceModelAssociationGrants {
    return new ConfiguredAudienceModelAssociationGrants(association);
  }

  private constructor(private readonly association: IConfiguredAudienceModelAssociation) {}

  /**
   * Grants read access to the association.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_AUDIENCE_MODEL_ASSOCIATION);
  }

  /**
   * Grants the given actions, such as `cleanrooms:GetConfiguredAudienceModelAssociation`, on this association.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.association.configuredAudienceModelAssociationArn] });
  }
}
