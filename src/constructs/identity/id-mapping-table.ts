import { RemovalPolicy, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow } from 'aws-cdk-lib/aws-entityresolution';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { aws_cleanrooms as refs, aws_entityresolution as entityResolutionRefs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { IdMappingTableGrants } from './id-mapping-table-grants';
import { warnAboutIdMappingTable } from './id-mapping-table-rules';
import { idNamespaceTypeOf } from './id-namespace-type';
import { ReplacementGuard } from '../../custom-resources/replacement-guard';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkEncryptionKey, letServiceUseKey } from '../../foundation/encryption-keys';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';
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

/** Properties of an ID mapping table. */
export interface IdMappingTableProps {
  /** The membership by which the account of the stack takes part in the collaboration. Changing it replaces the table. */
  readonly membership: refs.IMembershipRef;

  /**
   * The name of the table in the queries of all members: unique in the collaboration, 1 to 128 letters, digits, underscores,
   * blanks and hyphens. Changing it replaces the table.
   */
  readonly idMappingTableName: string;

  /**
   * The workflow of AWS Entity Resolution that fills the table. One that this app does not define is named with
   * `CfnIdMappingWorkflow.fromWorkflowName`. Changing it replaces the table.
   */
  readonly idMappingWorkflow: entityResolutionRefs.IIdMappingWorkflowRef;

  /**
   * The association of the ID namespace that the workflow reads as its source. The table is made after it.
   *
   * @default - not known: it must be in the collaboration before the table is made
   */
  readonly source?: refs.IIdNamespaceAssociationRef;

  /**
   * The association of the ID namespace that the workflow reads as its target. The table is made after it.
   *
   * @default - not known: it must be in the collaboration before the table is made
   */
  readonly target?: refs.IIdNamespaceAssociationRef;

  /**
   * What the table holds, as the other members read it. At most 255 characters. It can be changed in place.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * Whether Clean Rooms keeps the resource policy of the workflow, so that it may run it. Otherwise its owner does. Changing
   * it replaces the table.
   *
   * @default true
   */
  readonly manageResourcePolicies?: boolean;

  /**
   * The KMS key with which the rows are encrypted, not an alias of one. Its policy is extended where the key is of this app.
   * It can be changed in place.
   *
   * @default - a key of the service
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * Whether an update may replace the table: the old one is deleted with its rows. Without it, a change that would do so
   * fails the deployment before anything is touched. Names are unique: the new table needs another one.
   *
   * @default false
   */
  readonly allowReplacement?: boolean;

  /**
   * What happens to the table, and the rows in it, when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What identifies an ID mapping table. */
export interface IdMappingTableAttributes {
  /** The id of the table, a UUID. */
  readonly idMappingTableIdentifier: string;

  /** The id of the membership that the table belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

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
 * A table that translates the ids of one member to those of another, by a workflow of AWS Entity Resolution.
 *
 * It has no rows before it is populated, and keeps them then: it is retained when it leaves the stack, and an update that
 * would replace it fails, unless the properties say otherwise. By default a membership can have 5 of them.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-id-mapping-table.html
 * @resource AWS::CleanRooms::IdMappingTable
 */
@propertyInjectable
export class IdMappingTable extends IdMappingTableBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.IdMappingTable';

  /** The table with the given ARN, `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/idmappingtable/<id>`: another one is refused. */
  public static fromIdMappingTableArn(scope: Construct, id: string, idMappingTableArn: string): IIdMappingTable {
    checkImport(scope, { idMappingTableArn }, 'cleanrooms', 'membership/<membership id>/idmappingtable/<id>');
    class Import extends IdMappingTableBase {
      public readonly idMappingTableArn = idMappingTableArn;
      public readonly idMappingTableIdentifier = childIdInArn(idMappingTableArn);
      public readonly membershipIdentifier = idInArn(idMappingTableArn);
    }
    return new Import(scope, id, { environmentFromArn: idMappingTableArn });
  }

  /** The table with the given ids, of the account and in the Region of the stack. */
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

  /** The KMS key with which the rows are encrypted, where one was given. */
  public readonly encryptionKey?: kmsRefs.IKeyRef;

  constructor(scope: Construct, id: string, props: IdMappingTableProps) {
    super(scope, id, { physicalName: props.idMappingTableName });
    const { idMappingTableName: name, membership, encryptionKey, source, target } = props;
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
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    resource.node.addDependency(...[source, target].filter((association) => association !== undefined));
    new ReplacementGuard(this, 'ReplacementGuard', {
      resource,
      createOnly: (properties) => ({
        idMappingTableName: properties.Name,
        membership: properties.MembershipIdentifier,
        idMappingWorkflow: properties.InputReferenceConfig,
      }),
      remedy: "make a second table under another name, or set 'allowReplacement' and give this one another name",
      replacementAllowed: props.allowReplacement ?? false,
    });
    if (encryptionKey) {
      letServiceUseKey(this, encryptionKey, 'cleanrooms.amazonaws.com', [{ actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'] }]);
    }

    this.idMappingTableArn = resource.attrArn;
    this.idMappingTableIdentifier = resource.attrIdMappingTableIdentifier;
    this.membershipIdentifier = resource.membershipIdentifier;
  }
}
