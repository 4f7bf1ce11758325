import { Lazy, RemovalPolicy, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow } from 'aws-cdk-lib/aws-entityresolution';
import type { aws_cleanrooms as refs, aws_entityresolution as entityResolutionRefs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { IdMappingTableGrants } from './id-mapping-table-grants';
import { warnAboutIdMappingTable } from './id-mapping-table-rules';
import { idNamespaceTypeOf } from './id-namespace-type';
import { LIST_MEMBERSHIPS, readInMembership } from '../../custom-resources/statements';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkEncryptionKey, letServiceUseKey } from '../../foundation/encryption-keys';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { isGenerated, physicalNameOf } from '../../foundation/physical-names';
import { accountPatterns } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { membershipOwning } from '../../program/parents';
import type { NamedMembership } from '../../program/parents';
import { Program } from '../../program/program';
import { keepAlive, RETAIN_ONCE_CREATED } from '../collaboration/live-resource';
import { warnAboutTableName } from '../table/table-name-rules';

/** An ID mapping table, defined in this app or elsewhere. */
export interface IIdMappingTable extends IResource, refs.IIdMappingTableRef {
  /**
   * The ARN of the table.
   * @attribute
   */
  readonly idMappingTableArn: string;

  /**
   * The id of the table, a UUID.
   * @attribute
   */
  readonly idMappingTableIdentifier: string;

  /**
   * The id of the membership that the table belongs to.
   * @attribute
   */
  readonly membershipIdentifier: string;

  /** Permissions on this table. */
  readonly grants: IdMappingTableGrants;
}

/** Properties of an ID mapping table, without its membership and its name. */
export interface IdMappingTableOptions {
  /**
   * The workflow of AWS Entity Resolution that populates the table. Import a workflow that this app does not define with
   * `CfnIdMappingWorkflow.fromWorkflowName`. Changing it replaces the table.
   */
  readonly idMappingWorkflow: entityResolutionRefs.IIdMappingWorkflowRef;

  /**
   * The association of the ID namespace that the workflow reads as its source. The table is created after it.
   *
   * @default - not known: it must exist before the table is created
   */
  readonly source?: refs.IIdNamespaceAssociationRef;

  /**
   * The association of the ID namespace that the workflow reads as its target. The table is created after it.
   *
   * @default - not known: it must exist before the table is created
   */
  readonly target?: refs.IIdNamespaceAssociationRef;

  /**
   * The content of the table, for the other members. At most 255 characters. It can be changed without a replacement.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whether Clean Rooms manages the resource policy of the workflow, which allows it to run the workflow. Otherwise the owner of the
   * workflow does. Changing it replaces the table.
   *
   * @default true
   */
  readonly manageResourcePolicies?: boolean;

  /**
   * The KMS key that encrypts the rows. It must not be an alias. If the key is defined in this app, its policy is extended. It can be
   * changed without a replacement.
   *
   * @default - a key owned by the service
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * Whether an update may replace the table, which deletes the old table with its rows. Otherwise, a change that requires a replacement
   * fails the deployment before any resource changes. Names are unique, so the new table needs another name.
   *
   * @default - `allowReplacement` of the collaboration, if this app defines it; otherwise false
   */
  readonly allowReplacement?: boolean;

  /**
   * What happens to the table and its rows when it is removed from the stack.
   *
   * @default - it is retained, unless the deployment that creates it fails (`RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE`)
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Properties of an ID mapping table. */
export interface IdMappingTableProps extends IdMappingTableOptions {
  /** The membership that the table belongs to. Changing it replaces the table. */
  readonly membership: refs.IMembershipRef;

  /**
   * The name of the table in queries: unique in the collaboration, 1 to 128 letters, digits, underscores, spaces and hyphens. Changing it
   * replaces the table.
   */
  readonly idMappingTableName: string;
}

/** Attributes of an existing ID mapping table. */
export interface IdMappingTableAttributes {
  /** The id of the table, a UUID. */
  readonly idMappingTableIdentifier: string;

  /** The id of the membership that the table belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

@checkedMethods('IdMappingTable')
abstract class IdMappingTableBase extends Resource implements IIdMappingTable {
  public abstract readonly idMappingTableArn: string;
  public abstract readonly idMappingTableIdentifier: string;
  public abstract readonly membershipIdentifier: string;
  public readonly grants = IdMappingTableGrants.fromIdMappingTable(this);

  public get idMappingTableRef(): refs.IdMappingTableReference {
    return {
      idMappingTableArn: this.idMappingTableArn,
      idMappingTableIdentifier: this.idMappingTableIdentifier,
      membershipIdentifier: this.membershipIdentifier,
    };
  }
}

/**
 * A table that maps the ids of one member to those of another, by a workflow of AWS Entity Resolution.
 *
 * It has no rows until it is populated. By default, it is retained when it is removed from the stack, and an update that would replace it
 * fails. The default quota is 5 tables for each membership.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-id-mapping-table.html
 * @resource AWS::CleanRooms::IdMappingTable
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
 * import { Collaboration, IdMappingTable, IdMappingTablePopulation, IdNamespaceAssociation, Membership } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const membership = Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333');
 * const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
 * const customers = new IdNamespaceAssociation(stack, 'Customers', {
 *   membership, idNamespace: CfnIdNamespace.fromIdNamespaceName(stack, 'Namespace', 'customers'),
 * });
 * const viewers = IdNamespaceAssociation.fromCollaboration(stack, 'Viewers', {
 *   collaboration, ownerAccountId: '222222222222', idNamespaceAssociationName: 'viewers',
 * });
 * const idMappingTable = new IdMappingTable(stack, 'MappingTable', {
 *   membership,
 *   idMappingTableName: 'customers_to_viewers',
 *   idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(stack, 'Workflow', 'customers-to-viewers'),
 *   source: customers,
 *   target: viewers,
 * });
 * new IdMappingTablePopulation(stack, 'Population', { idMappingTable });
 */
@checkedAndInjectable('IdMappingTable')
export class IdMappingTable extends IdMappingTableBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.IdMappingTable';

  /**
   * Imports a table by its ARN, `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/idmappingtable/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param idMappingTableArn The ARN of the ID mapping table. An ARN of another type is an error; a token is not checked.
   */
  public static fromIdMappingTableArn(scope: Construct, id: string, idMappingTableArn: string): IIdMappingTable {
    checkImport(scope, { idMappingTableArn }, 'cleanrooms', 'membership/<membership id>/idmappingtable/<id>');
    class Import extends IdMappingTableBase {
      public readonly idMappingTableArn = idMappingTableArn;
      public readonly idMappingTableIdentifier = childIdInArn(idMappingTableArn);
      public readonly membershipIdentifier = idInArn(idMappingTableArn);
    }
    return new Import(scope, id, { environmentFromArn: idMappingTableArn });
  }

  /**
   * Imports a table by its ids, in the account and Region of the stack.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param attrs What identifies the ID mapping table, and what is known of it. What is left out is not checked.
   */
  public static fromIdMappingTableAttributes(scope: Construct, id: string, attrs: IdMappingTableAttributes): IIdMappingTable {
    const { membershipIdentifier, idMappingTableIdentifier } = attrs;
    checkImportedIds(scope, { membershipIdentifier, idMappingTableIdentifier });
    class Import extends IdMappingTableBase {
      public readonly idMappingTableArn = cleanRoomsArn(this, `membership/${membershipIdentifier}/idmappingtable/${idMappingTableIdentifier}`);
      public readonly idMappingTableIdentifier = idMappingTableIdentifier;
      public readonly membershipIdentifier = membershipIdentifier;
    }
    return new Import(scope, id);
  }

  public readonly idMappingTableArn: string;
  public readonly idMappingTableIdentifier: string;
  public readonly membershipIdentifier: string;

  /**
   * The name of the table in the queries of all members. SQL that is made with it follows when it changes.
   * @attribute
   */
  public readonly idMappingTableName: string;

  /** The KMS key that encrypts the rows, if one is set. */
  public readonly encryptionKey?: kmsRefs.IKeyRef;

  constructor(scope: Construct, id: string, props: IdMappingTableProps) {
    super(scope, id, { physicalName: props.idMappingTableName });
    const { membership, encryptionKey, source, target } = props;
    const name = physicalNameOf(this, props.idMappingTableName, this.physicalName, { maxLength: 128, separator: '_' });
    this.idMappingTableName = name;
    this.encryptionKey = encryptionKey;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, checkEncryptionKey(encryptionKey));
    warn(this, warnAboutTableName(name));
    Program.add(this).addCheck((model, findings) => findings.warning(this, ...warnAboutIdMappingTable({
      source: source && { type: idNamespaceTypeOf(model, source) },
      target: target && { type: idNamespaceTypeOf(model, target) },
    })));

    const resource = new CfnIdMappingTable(this, 'Resource', {
      name,
      description: props.description,
      membershipIdentifier: membership.membershipRef.membershipIdentifier,
      inputReferenceConfig: {
        inputReferenceArn: CfnIdMappingWorkflow.arnForIdMappingWorkflow(props.idMappingWorkflow),
        manageResourcePolicies: props.manageResourcePolicies ?? true,
      },
      kmsKeyArn: encryptionKey?.keyRef.keyArn,
    });
    resource.node.addDependency(...[source, target].filter((association) => association !== undefined));
    keepAlive(this, resource, {
      createOnly: (properties) => ({
        idMappingTableName: properties.Name,
        membership: properties.MembershipIdentifier,
        idMappingWorkflow: properties.InputReferenceConfig,
      }),
      nameIsGenerated: isGenerated(props.idMappingTableName),
      allowReplacement: props.allowReplacement,
      removalPolicy: props.removalPolicy ?? RETAIN_ONCE_CREATED,
      statements: [
        readInMembership(this, 'idmappingtable', 'cleanrooms:ListIdMappingTables', 'cleanrooms:GetIdMappingTable'),
        LIST_MEMBERSHIPS,
      ],
    });
    if (encryptionKey) {
      this.letUseKey(encryptionKey, () => membershipOwning(resource, membership));
    }

    this.idMappingTableArn = resource.attrArn;
    this.idMappingTableIdentifier = resource.attrIdMappingTableIdentifier;
    this.membershipIdentifier = resource.membershipIdentifier;
  }

  /** Lets the service use the key for the members. No source says on behalf of whom it does, or that it names anybody. */
  private letUseKey(key: kmsRefs.IKeyRef, membership: () => NamedMembership): void {
    const { model } = Program.of(this);
    const accounts = () => model.collaborationOfMembership(membership().key)?.accountIds();
    letServiceUseKey(this, key, 'cleanrooms.amazonaws.com', [{
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      conditions: { StringLikeIfExists: { 'aws:SourceAccount': Lazy.uncachedAny({ produce: () => accountPatterns(this, accounts()) }) } },
    }]);
  }
}
