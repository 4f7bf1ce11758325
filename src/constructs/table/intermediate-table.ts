import { ArnFormat, Lazy, RemovalPolicy, Stack, TagManager, TagType } from 'aws-cdk-lib';
import type { ITaggableV2 } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import type { ResourceEnvironment, aws_cleanrooms as refs, aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import type { CustomAnalysisRule } from './analysis-rules/custom-analysis-rule';
import type { TableRuleInput } from './configured-table-rules';
import { IntermediateTableGrants } from './intermediate-table-grants';
import type { IIntermediateTableRef } from './intermediate-table-grants';
import { warnAboutIntermediateTable, checkIntermediateTable } from './intermediate-table-rules';
import type { PopulationAnalysis } from './population-analysis';
import { warnAboutTableName } from './table-name-rules';
import { ReplacementGuard } from '../../custom-resources/replacement-guard';
import { childIdInArn, cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkEncryptionKey, letServiceUseKey } from '../../foundation/encryption-keys';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { newIntermediateTable } from '../../foundation/l1-backports';
import { checkPartition } from '../../foundation/partition';
import { checkSameEnvironment } from '../../foundation/same-environment';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';

/** An intermediate table, defined in this app or elsewhere. */
export interface IIntermediateTable extends IIntermediateTableRef {
  /** The id of the table, a UUID. */
  readonly intermediateTableIdentifier: string;

  /** Permissions on this table. */
  readonly grants: IntermediateTableGrants;
}

/** Properties of an intermediate table. */
export interface IntermediateTableProps {
  /** The membership of the member who can query, the account of the stack. Changing it replaces the table. */
  readonly membership: refs.IMembershipRef;

  /**
   * The name of the table in queries and jobs: unique in the collaboration, 1 to 100 characters. Changing it replaces the table.
   */
  readonly intermediateTableName: string;

  /** What the table is filled with, each time that it is populated. Changing it replaces the table. */
  readonly populationAnalysis: PopulationAnalysis;

  /**
   * What analyses may learn from the table. Where it is filled from tables of several members, it can only be stricter than
   * their rules. It can be changed in place.
   *
   * @default - none: the table can be populated, but no analysis can use it
   */
  readonly analysisRule?: CustomAnalysisRule;

  /**
   * The accounts that may receive the results of analyses on the table. They need an `analysisRule`.
   *
   * @default - those that may receive results of all the tables that it is filled from
   */
  readonly allowedResultReceivers?: string[];

  /**
   * What the table holds, as the other members read it. At most 255 characters. It can be changed in place.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The KMS key with which the rows are encrypted, not an alias of one. Its policy is extended where the key is of this app. It can
   * be changed in place, and is then used from the next time on that the table is populated.
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

/** What identifies an intermediate table. */
export interface IntermediateTableAttributes {
  /** The id of the table, a UUID. */
  readonly intermediateTableIdentifier: string;

  /** The id of the membership that the table belongs to, a UUID. */
  readonly membershipIdentifier: string;
}

abstract class IntermediateTableBase extends Construct implements IIntermediateTable {
  public abstract readonly env: ResourceEnvironment;
  public abstract readonly intermediateTableArn: string;
  public abstract readonly intermediateTableIdentifier: string;
  public abstract readonly membershipIdentifier: string;
  public readonly grants = IntermediateTableGrants.fromIntermediateTable(this);
}

/**
 * A table of results that later analyses of the collaboration can use like any other table. It belongs to the member who can query.
 *
 * It has no rows before it is populated; then the service keeps them for 30 days, unless the API is told otherwise. It is retained
 * when it leaves the stack, and an update that would replace it fails, unless the properties say otherwise. By default a
 * membership can have 25 of them.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/working-with-intermediate-tables.html
 */
@propertyInjectable
export class IntermediateTable extends IntermediateTableBase implements ITaggableV2 {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.IntermediateTable';

  /** The table with the given ARN, `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/intermediatetable/<id>`: another one is refused. */
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

  /** The table with the given ids, of the account and in the Region of the stack. */
  public static fromIntermediateTableAttributes(scope: Construct, id: string, attrs: IntermediateTableAttributes): IIntermediateTable {
    const { membershipIdentifier, intermediateTableIdentifier } = attrs;
    checkImportedIds(scope, { membershipIdentifier, intermediateTableIdentifier });
    class Import extends IntermediateTableBase {
      public readonly env = environmentOf(this);
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
   * The name of the table in the queries of all members. SQL that is made with it follows when it changes.
   * @attribute
   */
  public readonly intermediateTableName: string;

  /** What analyses may learn from the table. */
  public readonly analysisRule?: CustomAnalysisRule;

  /** The KMS key with which the rows are encrypted, where one was given. */
  public readonly encryptionKey?: kmsRefs.IKeyRef;

  constructor(scope: Construct, id: string, props: IntermediateTableProps) {
    super(scope, id);
    const { intermediateTableName: name, membership, analysisRule, allowedResultReceivers, encryptionKey } = props;
    this.env = environmentOf(this);
    this.intermediateTableName = name;
    this.analysisRule = analysisRule;
    this.encryptionKey = encryptionKey;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    const parts = {
      hasRule: analysisRule !== undefined,
      receivers: allowedResultReceivers,
      additionalAnalyses: analysisRule?.parts.additionalAnalyses,
    };
    throwIfAny(this, [
      ...checkIntermediateTable(parts),
      ...checkEncryptionKey(encryptionKey),
      ...props.populationAnalysis._check(),
      ...analysisRule?._check(LIKE_ANY_TABLE) ?? [],
    ]);
    warn(this, [
      ...warnAboutTableName(name),
      ...warnAboutIntermediateTable(parts),
      ...analysisRule?._advise(LIKE_ANY_TABLE) ?? [],
    ]);
    Program.add(this).addCheck((model, findings) => findings.fault(this,
      ...props.populationAnalysis._checkWithin(model),
      ...analysisRule?._checkWithin(model, LIKE_ANY_TABLE) ?? [],
    ));

    const sqlParameters = props.populationAnalysis._parameters;
    const { membershipIdentifier } = membership.membershipRef;
    const resource = newIntermediateTable(this, 'Resource', {
      name,
      description: props.description,
      membershipIdentifier,
      populationAnalysisConfiguration: { sqlParameters },
      kmsKeyArn: encryptionKey?.keyRef.keyArn,
      analysisRules: analysisRule && [renderRule(analysisRule, allowedResultReceivers)],
    }, this.cdkTagManager);
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN);
    new ReplacementGuard(this, 'ReplacementGuard', {
      resource,
      createOnly: (properties) => ({
        intermediateTableName: properties.Name,
        membership: properties.MembershipIdentifier,
        populationAnalysis: properties.PopulationAnalysisConfiguration,
      }),
      remedy: "make a second table under another name, or set 'allowReplacement' and give this one another name",
      replacementAllowed: props.allowReplacement ?? false,
    });
    if (encryptionKey) {
      this.letUseKey(encryptionKey, membership);
    }
    this.intermediateTableArn = resource.getAtt('Arn').toString();
    this.intermediateTableIdentifier = resource.getAtt('IntermediateTableIdentifier').toString();
    this.membershipIdentifier = membershipIdentifier;
  }

  /** The accounts of the members stand for their memberships, whose ids are not known before these have joined. */
  private letUseKey(key: kmsRefs.IKeyRef, membership: refs.IMembershipRef): void {
    const program = Program.of(this);
    const accounts = () => program.model.collaborationOf(membership)?.accountIds();
    program.addCheck((_, findings) => findings.warning(this, ...accounts() ? [] : [{
      id: 'cdk-cleanrooms:trustNotBoundToMembers' as const,
      message: "the accounts of the members are not known, so that the policy of 'encryptionKey' lets memberships of any account use it for "
        + "intermediate tables of this one: give the import of the collaboration the accounts of its members, as 'memberAccountIds'",
    }]));
    letServiceUseKey(this, key, 'cleanrooms.amazonaws.com', [
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        conditions: {
          'StringLike': { 'kms:EncryptionContext:aws:cleanrooms:intermediateTableArn': cleanRoomsArn(this, 'membership/*/intermediatetable/*') },
          'ForAnyValue:ArnLike': {
            'aws:SourceArn': Lazy.uncachedAny({
              produce: () => (accounts() ?? ['*']).map((account) => cleanRoomsArn(this, 'membership/*', { account })),
            }),
          },
        },
      },
      { actions: ['kms:DescribeKey'] },
    ]);
  }
}

/** The columns of an intermediate table are those of its query. Both queries and jobs can use it, and differential privacy may protect it. */
const LIKE_ANY_TABLE: TableRuleInput = { analysisMethods: ['DIRECT_QUERY', 'DIRECT_JOB'], sourceKind: 'glue' };

function environmentOf(scope: Construct): ResourceEnvironment {
  const { account, region } = Stack.of(scope);
  return { account, region };
}

/** The rule of an intermediate table says what both the rule of a table and that of its association say. */
function renderRule(rule: CustomAnalysisRule, allowedResultReceivers?: string[]): object {
  const { type, policy } = rule._render();
  return { type, policy: { v1: { custom: { ...policy.v1.custom, allowedResultReceivers } } } };
}
