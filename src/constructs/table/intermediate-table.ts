import { ArnFormat, Lazy, RemovalPolicy, Stack, TagManager, TagType } from 'aws-cdk-lib';
import type { ITaggableV2 } from 'aws-cdk-lib';
import type { ResourceEnvironment, aws_cleanrooms as refs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { CustomAnalysisRule } from './analysis-rules/custom-analysis-rule';
import { namedAsTyped } from './analysis-rules/named-as-typed';
import type { TableRuleInput } from './configured-table-rules';
import { IntermediateTableGrants } from './intermediate-table-grants';
import type { IIntermediateTableRef } from './intermediate-table-grants';
import { warnAboutIntermediateTable, checkIntermediateTable } from './intermediate-table-rules';
import type { PopulationAnalysis } from './population-analysis';
import { warnAboutTableName } from './table-name-rules';
import { LIST_MEMBERSHIPS, readInMembership } from '../../custom-resources/statements';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { copied } from '../../foundation/copied';
import { checkEncryptionKey, letServiceUseKey } from '../../foundation/encryption-keys';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { newIntermediateTable } from '../../foundation/l1-backports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { isGenerated, requiredName } from '../../foundation/physical-names';
import { membershipsOf } from '../../foundation/service-role';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { membershipOwning } from '../../program/parents';
import type { NamedMembership } from '../../program/parents';
import { createAfterTables } from '../../program/prerequisites';
import { Program } from '../../program/program';
import { howToNameMembers } from '../../program/unknown-members';
import { keepAlive, RETAIN_ONCE_CREATED } from '../collaboration/live-resource';

/** An intermediate table, defined in this app or elsewhere. */
export interface IIntermediateTable extends IIntermediateTableRef {
  /** The id of the table, a UUID. */
  readonly intermediateTableIdentifier: string;

  /** Permissions on this table. */
  readonly grants: IntermediateTableGrants;
}

/** Properties of an intermediate table, without its membership and its name. */
export interface IntermediateTableOptions {
  /** The analysis whose results fill the table, each time that it is populated. Changing it replaces the table. */
  readonly populationAnalysis: PopulationAnalysis;

  /**
   * The analysis rule of the table. If the table is filled from tables of several members, the rule cannot be less strict than
   * theirs. It can be changed in place.
   *
   * @default - no rule: the table can be populated, but no analysis can use it
   */
  readonly analysisRule?: CustomAnalysisRule;

  /**
   * The accounts that may receive the results of analyses on the table. Requires an `analysisRule`.
   *
   * @default - the accounts that may receive results of all tables that it is filled from
   */
  readonly allowedResultReceivers?: string[];

  /**
   * A description of the table, shown to the other members. At most 255 characters. It can be changed in place.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The KMS key that encrypts the rows, not an alias. If the key is defined in this app, its policy is extended. It can be changed in
   * place, and is used from the next time that the table is populated.
   *
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;

  /**
   * Whether an update may replace the table. The old table is then deleted with its rows, and the new one needs another name, because
   * names are unique. If false, a change that would replace the table fails the deployment before anything is changed.
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

/** Properties of an intermediate table. */
export interface IntermediateTableProps extends IntermediateTableOptions {
  /** The membership of the member who can query. It must belong to the account of the stack. Changing it replaces the table. */
  readonly membership: refs.IMembershipRef;

  /**
   * The name of the table in queries and jobs: unique in the collaboration, 1 to 100 characters. Changing it replaces the table.
   */
  readonly intermediateTableName: string;
}

/** What identifies an intermediate table. */
export interface IntermediateTableAttributes {
  /** The id of the table, a UUID. */
  readonly intermediateTableIdentifier: string;

  /** The id of the membership that the table belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

@checkedMethods('IntermediateTable')
abstract class IntermediateTableBase extends Construct implements IIntermediateTable {
  public abstract readonly env: ResourceEnvironment;
  public abstract readonly intermediateTableArn: string;
  public abstract readonly intermediateTableIdentifier: string;
  public abstract readonly membershipIdentifier: string;

  public get grants(): IntermediateTableGrants {
    return IntermediateTableGrants.fromIntermediateTable(this);
  }
}

/**
 * A table with the results of an analysis, which later analyses of the collaboration can use like any other table. It belongs to the
 * member who can query.
 *
 * The table has no rows until it is populated. The service keeps the rows for 30 days by default. By default, the table is retained
 * when it is removed from the stack, and an update that would replace it fails. Tables that its SQL names are created
 * first: those of its stack, and of the other stacks of its account and Region in the app.
 * The default quota is 25 for each membership.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/working-with-intermediate-tables.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { AdditionalAnalyses, AnalysisRule, IntermediateTable, Membership, PopulationAnalysis } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * new IntermediateTable(stack, 'Reached', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   intermediateTableName: 'reached',
 *   populationAnalysis: PopulationAnalysis.sql('SELECT hashed_email, campaign FROM impressions'),
 *   analysisRule: AnalysisRule.custom().allowAnyQueryBy('111111111111').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
 *   allowedResultReceivers: ['111111111111'],
 * });
 */
@checkedAndInjectable('IntermediateTable')
export class IntermediateTable extends IntermediateTableBase implements ITaggableV2 {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.IntermediateTable';

  /**
   * Imports an intermediate table by its ARN, which must have the form
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/intermediatetable/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param intermediateTableArn The ARN of the intermediate table. An ARN of another type is an error; a token is not checked.
   */
  public static fromIntermediateTableArn(scope: Construct, id: string, intermediateTableArn: string): IIntermediateTable {
    checkImport(scope, { intermediateTableArn }, 'cleanrooms', 'membership/<membership id>/intermediatetable/<id>');
    const { account, region } = Stack.of(scope).splitArn(intermediateTableArn, ArnFormat.SLASH_RESOURCE_NAME);
    class Import extends IntermediateTableBase {
      public readonly env = { account: account!, region: region! };
      public readonly intermediateTableArn = intermediateTableArn;
      public readonly intermediateTableIdentifier = childIdInArn(intermediateTableArn);
      public readonly membershipIdentifier = idInArn(intermediateTableArn);
    }
    return new Import(scope, id);
  }

  /**
   * Imports an intermediate table by its ids, from the account and Region of the stack.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param attrs What identifies the intermediate table, and what is known of it. What is left out is not checked.
   */
  public static fromIntermediateTableAttributes(scope: Construct, id: string, attrs: IntermediateTableAttributes): IIntermediateTable {
    const { membershipIdentifier, intermediateTableIdentifier } = attrs;
    checkImportedIds(scope, { membershipIdentifier, intermediateTableIdentifier });
    class Import extends IntermediateTableBase {
      public readonly env = accountAndRegionOf(this);
      public readonly intermediateTableArn = cleanRoomsArn(this, `membership/${membershipIdentifier}/intermediatetable/${intermediateTableIdentifier}`);
      public readonly intermediateTableIdentifier = intermediateTableIdentifier;
      public readonly membershipIdentifier = membershipIdentifier;
    }
    return new Import(scope, id);
  }

  public readonly cdkTagManager = new TagManager(TagType.STANDARD, 'AWS::CleanRooms::IntermediateTable');
  public readonly env: ResourceEnvironment;
  public readonly intermediateTableArn: string;
  public readonly intermediateTableIdentifier: string;
  public readonly membershipIdentifier: string;

  /**
   * The name of the table in the queries of all members. SQL text that uses this attribute follows when the name changes.
   * @attribute
   */
  public readonly intermediateTableName: string;

  /** The analysis rule of the table. */
  public readonly analysisRule?: CustomAnalysisRule;

  /** The KMS key that encrypts the rows, if one was given. */
  public readonly encryptionKey?: kmsRefs.IKeyRef;

  constructor(scope: Construct, id: string, props: IntermediateTableProps) {
    super(scope, id);
    const { membership, populationAnalysis, analysisRule, encryptionKey } = props;
    const allowedResultReceivers = copied(props.allowedResultReceivers);
    const name = requiredName(this, props.intermediateTableName, NAME);
    this.env = accountAndRegionOf(this);
    this.intermediateTableName = name;
    this.analysisRule = analysisRule;
    this.encryptionKey = encryptionKey;

    checkPartition(this);
    checkSameEnvironment(this, { membership });
    const input = {
      hasRule: analysisRule !== undefined,
      receivers: allowedResultReceivers,
      additionalAnalyses: analysisRule?.options.additionalAnalyses,
    };
    throwIfAny(this, [
      ...checkIntermediateTable(input),
      ...checkEncryptionKey(encryptionKey),
      ...populationAnalysis._check(),
      ...namedAsTyped(analysisRule?._check(LIKE_ANY_TABLE)),
    ]);
    warn(this, [
      ...warnAboutTableName(name),
      ...warnAboutIntermediateTable(input),
      ...namedAsTyped(analysisRule?._warnings(LIKE_ANY_TABLE)),
    ]);
    Program.add(this).addCheck((model, findings) => findings.fault(this,
      ...populationAnalysis._checkWithin(model),
      ...namedAsTyped(analysisRule?._checkWithin(model, LIKE_ANY_TABLE)),
    ));

    const { membershipIdentifier } = membership.membershipRef;
    const resource = newIntermediateTable(this, 'Resource', {
      name,
      description: props.description,
      membershipIdentifier,
      populationAnalysisConfiguration: { sqlParameters: populationAnalysis._parameters },
      kmsKeyArn: encryptionKey?.keyRef.keyArn,
      analysisRules: analysisRule && [renderRule(analysisRule, allowedResultReceivers)],
    }, this.cdkTagManager);
    keepAlive(this, resource, {
      createOnly: (properties) => ({
        intermediateTableName: properties.Name,
        membership: properties.MembershipIdentifier,
        populationAnalysis: properties.PopulationAnalysisConfiguration,
      }),
      nameIsGenerated: isGenerated(props.intermediateTableName),
      allowReplacement: props.allowReplacement,
      removalPolicy: props.removalPolicy ?? RETAIN_ONCE_CREATED,
      statements: [
        readInMembership(this, 'intermediatetable', 'cleanrooms:ListIntermediateTables', 'cleanrooms:GetIntermediateTable'),
        LIST_MEMBERSHIPS,
      ],
    });
    createAfterTables(resource);
    if (encryptionKey) {
      this.letUseKey(encryptionKey, () => membershipOwning(resource, membership));
    }
    this.intermediateTableArn = resource.getAtt('Arn').toString();
    this.intermediateTableIdentifier = resource.getAtt('IntermediateTableIdentifier').toString();
    this.membershipIdentifier = membershipIdentifier;
  }

  /** Lets the service use the key for memberships of the members' accounts: their ids are not known before they have joined. */
  private letUseKey(key: kmsRefs.IKeyRef, membership: () => NamedMembership): void {
    const program = Program.of(this);
    const collaboration = () => program.model.collaborationOfMembership(membership().key);
    const accounts = () => collaboration()?.accountIds();
    program.addCheck((model, findings) => findings.warning(this, ...accounts() ? [] : [{
      id: 'cdk-cleanrooms:trustNotBoundToMembers' as const,
      message: "the accounts of the members are not known, so that the policy of 'encryptionKey' lets memberships of any account use it for "
        + `intermediate tables of this account: ${howToNameMembers(model, collaboration())}`,
    }]));
    letServiceUseKey(this, key, 'cleanrooms.amazonaws.com', [
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        conditions: {
          'StringLike': { 'kms:EncryptionContext:aws:cleanrooms:intermediateTableArn': cleanRoomsArn(this, 'membership/*/intermediatetable/*') },
          'ForAnyValue:ArnLike': {
            'aws:SourceArn': Lazy.uncachedAny({
              produce: () => membershipsOf(this, accounts()),
            }),
          },
        },
      },
      { actions: ['kms:DescribeKey'] },
    ]);
  }
}

/** The names that the service accepts for an intermediate table. */
const NAME = { maxLength: 100, separator: '_' };

/** An intermediate table for its rule: columns are not known, queries and jobs can use it, and differential privacy can protect it. */
const LIKE_ANY_TABLE: TableRuleInput = { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], sourceKind: 'glue' };

function accountAndRegionOf(scope: Construct): ResourceEnvironment {
  const { account, region } = Stack.of(scope);
  return { account, region };
}

/** Renders the rule, which holds what is in both the rule of a configured table and that of its association. */
function renderRule(rule: CustomAnalysisRule, allowedResultReceivers?: string[]): object {
  const { type, policy } = rule._render();
  return { type, policy: { v1: { custom: { ...policy.v1.custom, allowedResultReceivers } } } };
}
