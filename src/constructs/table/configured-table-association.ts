import { Names, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnRole, IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { AssociationAnalysisRule } from './analysis-rules/association-analysis-rule';
import { ConfiguredTableAssociationGrants } from './configured-table-association-grants';
import { checkTableOfRole } from './configured-table-association-rules';
import type { TableSourceImplementation } from './sources/table-source-implementation';
import { tableAccessOf } from './table-access-role';
import { checkTableAccessRole } from './table-access-role-rules';
import { warnAboutTableName } from './table-name-rules';
import { tableRoleTrust, warnAboutExternalId } from './table-role-trust';
import { recordTableSource, tableSourceOf } from './table-source';
import type { TableSource } from './table-source';
import { ServiceRoleReady } from '../../custom-resources/service-role-ready';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkIdentifier } from '../../foundation/identifiers';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { nameOr } from '../../foundation/physical-names';
import type { ResourceKey } from '../../foundation/references';
import { serviceRole, warnAboutUnboundTrust } from '../../foundation/service-role';
import { code, fail, throwIfAny } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import type { ProgramModel } from '../../program/model';
import { isReplaced, membershipOwning, tableAssociated } from '../../program/parents';
import type { NamedMembership } from '../../program/parents';
import { Program } from '../../program/program';
import { ProgramResource, keyOf } from '../../program/resource';
import { howToNameMembers } from '../../program/unknown-members';
import { followOwnCondition } from '../collaboration/live-resource';

/** The association of a table with a collaboration, defined in this app or elsewhere. */
export interface IConfiguredTableAssociation extends IResource, refs.IConfiguredTableAssociationRef {
  /**
   * The ARN of the association.
   * @attribute
   */
  readonly configuredTableAssociationArn: string;

  /**
   * The id of the association, a UUID.
   * @attribute
   */
  readonly configuredTableAssociationIdentifier: string;

  /**
   * The id of the membership that the association belongs to.
   * @attribute
   */
  readonly membershipIdentifier: string;

  /** Permissions on this association. */
  readonly grants: ConfiguredTableAssociationGrants;
}

/** Properties of the association of a table with a collaboration. */
export interface ConfiguredTableAssociationProps {
  /** The membership by which the account of the stack takes part in the collaboration. */
  readonly membership: refs.IMembershipRef;

  /** The configured table. */
  readonly configuredTable: refs.IConfiguredTableRef;

  /**
   * The name of the table in the queries of all members: unique in the collaboration, 1 to 128 letters, digits, underscores, spaces
   * and single hyphens after the second character. Queries put a name with spaces or hyphens in quotes. Changing it replaces the association.
   */
  readonly configuredTableAssociationName: string;

  /**
   * A description of the table, shown to the other members. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The collaboration analysis rule: who may receive results, and which additional analyses may run. It can be changed in place.
   *
   * @default - no rule: the table is not ready for queries
   */
  readonly analysisRule?: AssociationAnalysisRule;

  /**
   * The role that Clean Rooms assumes to read the table. It is granted what the source of the table needs, if the source is known.
   * Use a `TableAccessRole` to share one role between many tables.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can read only this table
   */
  readonly role?: IRole;

  /**
   * Where the rows of the table come from.
   *
   * @default - the source of the table, if the table is a `ConfiguredTable` of this app
   */
  readonly source?: TableSource;

  /**
   * The id of the membership of the member who runs queries. The new role then trusts this membership by its id instead of
   * all memberships of its account, and the external id of Clean Rooms that has this id. No effect if `role` is given.
   *
   * @default - the own membership, if the account of the stack runs queries; the one that a `MembersJoined` in the same stack finds, if it waits
   * for the account that runs queries; otherwise the role trusts the account, and a warning says so
   */
  readonly queryRunnerMembershipId?: string;
}

/** What identifies the association of a table with a collaboration. */
export interface ConfiguredTableAssociationAttributes {
  /** The id of the association, a UUID. */
  readonly configuredTableAssociationIdentifier: string;

  /** The id of the membership that the association belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

@checkedMethods('ConfiguredTableAssociation')
abstract class ConfiguredTableAssociationBase extends Resource implements IConfiguredTableAssociation {
  public abstract readonly configuredTableAssociationArn: string;
  public abstract readonly configuredTableAssociationIdentifier: string;
  public abstract readonly membershipIdentifier: string;
  public readonly grants = ConfiguredTableAssociationGrants.fromConfiguredTableAssociation(this);

  public get configuredTableAssociationRef(): refs.ConfiguredTableAssociationReference {
    return {
      configuredTableAssociationArn: this.configuredTableAssociationArn,
      configuredTableAssociationIdentifier: this.configuredTableAssociationIdentifier,
      membershipIdentifier: this.membershipIdentifier,
    };
  }
}

/**
 * Associates a configured table with a collaboration, whose members can then query it as its analysis rule allows.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/associate-configured-table.html
 * @resource AWS::CleanRooms::ConfiguredTableAssociation
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import {
 *   AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, TableSource,
 * } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const collaboration = new Collaboration(stack, 'Collaboration', {
 *   collaborationName: 'campaign-measurement',
 *   creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
 *   members: [{ accountId: '222222222222', displayName: 'Publisher' }],
 *   queryLogging: true,
 * });
 * const membership = collaboration.addMembership('Membership', { queryLogging: true });
 * const purchases = new ConfiguredTable(stack, 'Purchases', {
 *   source: TableSource.glueTable({
 *     databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data'), prefix: 'purchases',
 *   }),
 *   allowedColumns: AllowedColumns.of('hashed_email', 'amount'),
 *   analysisRule: AnalysisRule.aggregation().joinOn('hashed_email').sum('amount').requireAtLeast(100, 'hashed_email'),
 * });
 * new ConfiguredTableAssociation(stack, 'PurchasesAssociation', {
 *   membership,
 *   configuredTable: purchases,
 *   configuredTableAssociationName: 'purchases', // the name by which SQL finds the table
 *   analysisRule: AnalysisRule.forAssociation().allowResultReceivers('111111111111'),
 * });
 */
@checkedAndInjectable('ConfiguredTableAssociation')
export class ConfiguredTableAssociation extends ConfiguredTableAssociationBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.ConfiguredTableAssociation';

  /**
   * Imports an association by its ARN, which must have the form
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/configuredtableassociation/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param configuredTableAssociationArn The ARN of the association. An ARN of another type is an error; a token is not checked.
   */
  public static fromConfiguredTableAssociationArn(scope: Construct, id: string, configuredTableAssociationArn: string): IConfiguredTableAssociation {
    checkImport(scope, { configuredTableAssociationArn }, 'cleanrooms', 'membership/<membership id>/configuredtableassociation/<id>');
    class Import extends ConfiguredTableAssociationBase {
      public readonly configuredTableAssociationArn = configuredTableAssociationArn;
      public readonly configuredTableAssociationIdentifier = childIdInArn(configuredTableAssociationArn);
      public readonly membershipIdentifier = idInArn(configuredTableAssociationArn);
    }
    return new Import(scope, id, { environmentFromArn: configuredTableAssociationArn });
  }

  /**
   * Imports an association by its ids, from the account and Region of the stack.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param attrs What identifies the association, and what is known of it. What is left out is not checked.
   */
  public static fromConfiguredTableAssociationAttributes(
    scope: Construct, id: string, attrs: ConfiguredTableAssociationAttributes,
  ): IConfiguredTableAssociation {
    const { membershipIdentifier, configuredTableAssociationIdentifier } = attrs;
    checkImportedIds(scope, { membershipIdentifier, configuredTableAssociationIdentifier });
    class Import extends ConfiguredTableAssociationBase {
      public readonly configuredTableAssociationArn =
        cleanRoomsArn(this, `membership/${membershipIdentifier}/configuredtableassociation/${configuredTableAssociationIdentifier}`);
      public readonly configuredTableAssociationIdentifier = configuredTableAssociationIdentifier;
      public readonly membershipIdentifier = membershipIdentifier;
    }
    return new Import(scope, id);
  }

  public readonly configuredTableAssociationArn: string;
  public readonly configuredTableAssociationIdentifier: string;
  public readonly membershipIdentifier: string;

  /**
   * The name of the table in the queries of all members. SQL text that uses this attribute follows when the name changes.
   * @attribute
   */
  public readonly configuredTableAssociationName: string;

  /** The role that Clean Rooms assumes to read the table. */
  public readonly role: IRole;

  /** The collaboration analysis rule of the table. */
  public readonly analysisRule?: AssociationAnalysisRule;

  constructor(scope: Construct, id: string, props: ConfiguredTableAssociationProps) {
    super(scope, id, { physicalName: props.configuredTableAssociationName });
    const source = props.source?._implementation ?? tableSourceOf(props.configuredTable);
    this.configuredTableAssociationName = nameOr(props.configuredTableAssociationName, this.physicalName, () => Names.uniqueResourceName(this, NAME));
    this.analysisRule = props.analysisRule;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership, configuredTable: props.configuredTable });
    throwIfAny(this, [
      ...props.source && !source?.definition ? source?.check?.() ?? [] : [],
      ...checkIdentifier('queryRunnerMembershipId', props.queryRunnerMembershipId),
      ...props.analysisRule?._check() ?? [],
    ]);
    warn(this, warnAboutTableName(props.configuredTableAssociationName));
    const program = Program.add(this);
    const { model } = program;

    this.role = this.roleToRead(props, () => membershipOwning(resource, props.membership), source);
    const grant = () => source?.grantRead(this.role, this) ?? [];
    const permissions = tableAccessOf(this.role)?.grantFor(this, grant) ?? grant();
    const resource: CfnConfiguredTableAssociation = new CfnConfiguredTableAssociation(this, 'Resource', {
      name: this.configuredTableAssociationName,
      description: props.description,
      membershipIdentifier: props.membership.membershipRef.membershipIdentifier,
      configuredTableIdentifier: props.configuredTable.configuredTableRef.configuredTableIdentifier,
      roleArn: this.role.roleArn,
      configuredTableAssociationAnalysisRules: props.analysisRule
        && [props.analysisRule._render(() => model.ruleOf(tableAssociated(model, resource, props.configuredTable))?.type)],
    });
    resource.node.addDependency(...permissions);
    ServiceRoleReady.before(resource, this.role);
    followOwnCondition(this, resource);
    if (props.source) {
      recordTableSource(this, props.source);
      program.addCheck((_, findings) => findings.fault(this, ...source?.definition ? source.check?.() ?? [] : [], ...source?.checkLate?.() ?? []));
    } else if (source) {
      program.addCheck((_, findings) => findings.fault(this, ...checkTable(model, resource, props.configuredTable, source)));
    }

    this.configuredTableAssociationArn = resource.attrArn;
    this.configuredTableAssociationIdentifier = resource.attrConfiguredTableAssociationIdentifier;
    this.membershipIdentifier = resource.membershipIdentifier;
  }

  private roleToRead(props: ConfiguredTableAssociationProps, membership: () => NamedMembership, source?: TableSourceImplementation): IRole {
    const { role, queryRunnerMembershipId: runnerMembershipId } = props;
    const access = role && tableAccessOf(role);
    if (role && !access) return role;

    const { readFor } = source ?? fail(this, code`TableSourceUnknown`,
      `the source of '${props.configuredTable.node.path}' is not known: give it as 'source', or give a 'role' that can read the table`);
    const program = Program.of(this);
    if (role && access) {
      access.readFor.add(readFor);
      program.addCheck((model, findings) => findings.fault(this, ...checkMembershipOfRole(model, membership().key, access.membership)));
      return role;
    }
    const trust = () => program.model.answerOfCircles(`whom ${this.node.path} trusts`, () => tableRoleTrust(this, program.model, {
      membership: membership(), readFor, runnerMembershipId, role: () => newRole.node.defaultChild as CfnRole | undefined,
    }));
    program.addCheck((model, findings) => {
      const collaboration = model.collaborationOfMembership(membership().key);
      findings.warning(this, ...warnAboutUnboundTrust('Role', trust(), () => `${howToNameMembers(model, collaboration)}, or set 'role'`));
      findings.warning(props.membership, ...warnAboutExternalId(readFor, trust(), collaboration));
    });
    const newRole = serviceRole(this, 'Role', `Clean Rooms reads the table ${this.configuredTableAssociationName} with it`, trust);
    return newRole;
  }
}

function checkMembershipOfRole(model: ProgramModel, membership: ResourceKey | undefined, ofRole: refs.IMembershipRef): ValidationFault[] {
  const other = keyOf(ofRole, ofRole.membershipRef.membershipIdentifier);
  if (membership === undefined || !model.areDifferentMemberships(membership, other)) return [];
  return checkTableAccessRole(model.pathOf(membership), model.pathOf(other));
}

/** Checks that the table in the template is the given one, whose data the role can read, or one over the same data. */
function checkTable(
  model: ProgramModel, association: CfnConfiguredTableAssociation, given: refs.IConfiguredTableRef, source: TableSourceImplementation,
): ValidationFault[] {
  const key = new ProgramResource(association).key('ConfiguredTableIdentifier');
  if (key === undefined || !isReplaced(association, 'ConfiguredTableIdentifier', given.configuredTableRef.configuredTableIdentifier)) return [];
  const owner = model.find(key)?.owner;
  return owner && tableSourceOf(owner) === source ? [] : checkTableOfRole(model.pathOf(key), given.node.path);
}

/** The names that the service accepts for a table. */
const NAME = { maxLength: 128, separator: '_' };
