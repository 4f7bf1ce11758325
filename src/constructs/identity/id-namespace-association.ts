import { Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnIdNamespaceAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs, aws_entityresolution as entityResolutionRefs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { IdNamespaceAssociationGrants } from './id-namespace-association-grants';
import { checkIdNamespaceAssociation } from './id-namespace-association-rules';
import { ResourceType } from '../../custom-resources/contract';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { physicalNameOf } from '../../foundation/physical-names';
import { throwIfAny } from '../../foundation/validation-faults';
import { Program } from '../../program/program';
import type { CollaborationLookupOptions } from '../collaboration/named-lookup';
import { NamedLookup } from '../collaboration/named-lookup';

/** The association of an ID namespace with a collaboration, defined in this app or elsewhere. */
export interface IIdNamespaceAssociation extends IResource, refs.IIdNamespaceAssociationRef {
  /**
   * The ARN of the association.
   * @attribute
   */
  readonly idNamespaceAssociationArn: string;

  /**
   * The id of the association, a UUID.
   * @attribute
   */
  readonly idNamespaceAssociationIdentifier: string;

  /**
   * The id of the membership that the association belongs to.
   * @attribute
   */
  readonly membershipIdentifier: string;

  /** Permissions on this association. */
  readonly grants: IdNamespaceAssociationGrants;
}

/** Properties of the association of an ID namespace, without its membership. */
export interface IdNamespaceAssociationOptions {
  /**
   * The ID namespace of AWS Entity Resolution, a source or a target, in the account of the stack. Import a namespace that this app does not
   * define with `CfnIdNamespace.fromIdNamespaceArn`. Changing it replaces the association.
   */
  readonly idNamespace: entityResolutionRefs.IIdNamespaceRef;

  /**
   * The name of the association, which the other members see. 1 to 100 characters. It can be changed without a replacement.
   *
   * @default - generated from the path of the construct
   */
  readonly idNamespaceAssociationName?: string;

  /**
   * The content of the ID namespace, for the other members. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whether Clean Rooms manages the resource policy of the ID namespace, which allows the collaboration to use it. Otherwise the owner of the
   * namespace does. Changing it replaces the association.
   *
   * @default true
   */
  readonly manageResourcePolicies?: boolean;

  /**
   * Whether queries can select, filter and group by the ids of this namespace in an ID mapping table. Otherwise they can only join on them.
   * It can be changed without a replacement.
   *
   * @default false
   */
  readonly allowUseAsDimensionColumn?: boolean;
}

/** Properties of the association of an ID namespace with a collaboration. */
export interface IdNamespaceAssociationProps extends IdNamespaceAssociationOptions {
  /** The membership that the association belongs to. Changing it replaces the association. */
  readonly membership: refs.IMembershipRef;
}

/** Attributes of an existing association of an ID namespace. */
export interface IdNamespaceAssociationAttributes {
  /** The id of the association, a UUID. */
  readonly idNamespaceAssociationIdentifier: string;

  /** The id of the membership that the association belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

/** Options for looking up the association of an ID namespace in a collaboration. */
export interface IdNamespaceAssociationLookupOptions extends CollaborationLookupOptions {
  /** The exact name of the association. */
  readonly idNamespaceAssociationName: string;
}

@checkedMethods('IdNamespaceAssociation')
abstract class IdNamespaceAssociationBase extends Resource implements IIdNamespaceAssociation {
  public abstract readonly idNamespaceAssociationArn: string;
  public abstract readonly idNamespaceAssociationIdentifier: string;
  public abstract readonly membershipIdentifier: string;
  public readonly grants = IdNamespaceAssociationGrants.fromIdNamespaceAssociation(this);

  public get idNamespaceAssociationRef(): refs.IdNamespaceAssociationReference {
    return {
      idNamespaceAssociationArn: this.idNamespaceAssociationArn,
      idNamespaceAssociationIdentifier: this.idNamespaceAssociationIdentifier,
      membershipIdentifier: this.membershipIdentifier,
    };
  }
}

/**
 * Associates an ID namespace with a collaboration, where an ID mapping table can map its ids to those of another member.
 *
 * The default quota is 10 for each membership.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/associate-existing-id-namespace.html
 * @resource AWS::CleanRooms::IdNamespaceAssociation
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
 * import { IdNamespaceAssociation, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const namespace = new CfnIdNamespace(stack, 'Namespace', { idNamespaceName: 'customers', type: 'SOURCE' });
 * new IdNamespaceAssociation(stack, 'Association', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   idNamespace: namespace,
 * });
 */
@checkedAndInjectable('IdNamespaceAssociation')
export class IdNamespaceAssociation extends IdNamespaceAssociationBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.IdNamespaceAssociation';

  /**
   * Imports an association by its ARN,
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/idnamespaceassociation/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param idNamespaceAssociationArn The ARN of the association. An ARN of another type is an error; a token is not checked.
   */
  public static fromIdNamespaceAssociationArn(scope: Construct, id: string, idNamespaceAssociationArn: string): IIdNamespaceAssociation {
    checkImport(scope, { idNamespaceAssociationArn }, 'cleanrooms', 'membership/<membership id>/idnamespaceassociation/<id>');
    class Import extends IdNamespaceAssociationBase {
      public readonly idNamespaceAssociationArn = idNamespaceAssociationArn;
      public readonly idNamespaceAssociationIdentifier = childIdInArn(idNamespaceAssociationArn);
      public readonly membershipIdentifier = idInArn(idNamespaceAssociationArn);
    }
    return new Import(scope, id, { environmentFromArn: idNamespaceAssociationArn });
  }

  /**
   * Imports an association by its ids, in the account and Region of the stack.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param attrs What identifies the association, and what is known of it. What is left out is not checked.
   */
  public static fromIdNamespaceAssociationAttributes(
    scope: Construct, id: string, attrs: IdNamespaceAssociationAttributes,
  ): IIdNamespaceAssociation {
    const { membershipIdentifier, idNamespaceAssociationIdentifier } = attrs;
    checkImportedIds(scope, { membershipIdentifier, idNamespaceAssociationIdentifier });
    class Import extends IdNamespaceAssociationBase {
      public readonly idNamespaceAssociationArn =
        cleanRoomsArn(this, `membership/${membershipIdentifier}/idnamespaceassociation/${idNamespaceAssociationIdentifier}`);
      public readonly idNamespaceAssociationIdentifier = idNamespaceAssociationIdentifier;
      public readonly membershipIdentifier = membershipIdentifier;
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
  public static fromCollaboration(scope: Construct, id: string, options: IdNamespaceAssociationLookupOptions): IIdNamespaceAssociation {
    const lookup = new NamedLookup(scope, id, ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP, options.idNamespaceAssociationName, options);
    return IdNamespaceAssociation.fromIdNamespaceAssociationArn(lookup, 'IdNamespaceAssociation', lookup.arn);
  }

  public readonly idNamespaceAssociationArn: string;
  public readonly idNamespaceAssociationIdentifier: string;
  public readonly membershipIdentifier: string;

  /** The ID namespace. */
  public readonly idNamespace: entityResolutionRefs.IIdNamespaceRef;

  constructor(scope: Construct, id: string, props: IdNamespaceAssociationProps) {
    super(scope, id, { physicalName: props.idNamespaceAssociationName });
    this.idNamespace = props.idNamespace;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, checkIdNamespaceAssociation({ account: this.stack.account, idNamespaceAccount: props.idNamespace.env.account }));
    Program.add(this);

    const resource = new CfnIdNamespaceAssociation(this, 'Resource', {
      name: physicalNameOf(this, props.idNamespaceAssociationName, this.physicalName, { maxLength: 100 }),
      description: props.description,
      membershipIdentifier: props.membership.membershipRef.membershipIdentifier,
      inputReferenceConfig: {
        inputReferenceArn: props.idNamespace.idNamespaceRef.idNamespaceArn,
        manageResourcePolicies: props.manageResourcePolicies ?? true,
      },
      idMappingConfig: props.allowUseAsDimensionColumn === undefined ? undefined
        : { allowUseAsDimensionColumn: props.allowUseAsDimensionColumn },
    });

    this.idNamespaceAssociationArn = resource.attrArn;
    this.idNamespaceAssociationIdentifier = resource.attrIdNamespaceAssociationIdentifier;
    this.membershipIdentifier = resource.membershipIdentifier;
  }
}
