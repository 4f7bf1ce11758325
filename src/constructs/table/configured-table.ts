import { Lazy, Resource } from 'aws-cdk-lib';
import type { IResource } from 'aws-cdk-lib';
import { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { AllowedColumns } from './allowed-columns';
import type { ConfiguredTableAnalysisRule } from './analysis-rules/configured-table-analysis-rule';
import { namedAsTyped } from './analysis-rules/named-as-typed';
import { ConfiguredTableGrants } from './configured-table-grants';
import { warnAboutConfiguredTable, checkConfiguredTable, checkRuleSize } from './configured-table-rules';
import { recordTableSource } from './table-source';
import type { TableSource } from './table-source';
import { cleanRoomsArn, idInArn } from '../../foundation/arns';
import { checkPartition } from '../../foundation/environment';
import { checkImport, checkImportedIds } from '../../foundation/imports';
import { addNewerRuleParts } from '../../foundation/l1-backports';
import { checkedAndInjectable, checkedMethods } from '../../foundation/parameters';
import { physicalNameOf } from '../../foundation/physical-names';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';

/** A configured table, defined in this app or elsewhere. */
export interface IConfiguredTable extends IResource, refs.IConfiguredTableRef {
  /**
   * The ARN of the configured table.
   * @attribute
   */
  readonly configuredTableArn: string;

  /**
   * The id of the configured table, a UUID.
   * @attribute
   */
  readonly configuredTableIdentifier: string;

  /** Permissions on this configured table. */
  readonly grants: ConfiguredTableGrants;
}

/** How a table may be analysed. */
export enum AnalysisMethod {
  /** By queries. */
  DIRECT_QUERY = 'DIRECT_QUERY',

  /** By PySpark jobs. */
  DIRECT_JOB = 'DIRECT_JOB',
}

/** Properties of a configured table. */
export interface ConfiguredTableProps {
  /**
   * The name of the table in the account, 1 to 100 characters. Members see the name of the association, not this one.
   *
   * @default - a name generated from the path of the construct
   */
  readonly configuredTableName?: string;

  /**
   * A description of the table. At most 255 characters.
   *
   * @default - no description
   */
  readonly description?: string;

  /** Where the rows come from. Changing it replaces the table. */
  readonly source: TableSource;

  /** The columns that analyses may use. Changing them replaces the table, because CloudFormation has no update for it. */
  readonly allowedColumns: AllowedColumns;

  /**
   * How the table may be analysed. Changing it replaces the table.
   *
   * @default [AnalysisMethod.DIRECT_QUERY]
   */
  readonly analysisMethods?: AnalysisMethod[];

  /**
   * The analysis rule: which analyses may use the table, and what their results may contain. It can be changed in place.
   *
   * @default - no rule: no query can use the table
   */
  readonly analysisRule?: ConfiguredTableAnalysisRule;
}

@checkedMethods('ConfiguredTable')
abstract class ConfiguredTableBase extends Resource implements IConfiguredTable {
  public abstract readonly configuredTableArn: string;
  public abstract readonly configuredTableIdentifier: string;
  public readonly grants = ConfiguredTableGrants.fromConfiguredTable(this);

  public get configuredTableRef(): refs.ConfiguredTableReference {
    return { configuredTableArn: this.configuredTableArn, configuredTableIdentifier: this.configuredTableIdentifier };
  }
}

/**
 * A table with the columns that analyses may use, and its analysis rule. A `ConfiguredTableAssociation` brings it into a collaboration.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/working-with-configured-tables.html
 * @resource AWS::CleanRooms::ConfiguredTable
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { AllowedColumns, AnalysisRule, ConfiguredTable, TableSource } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * new ConfiguredTable(stack, 'Purchases', {
 *   source: TableSource.glueTable({
 *     databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data'), prefix: 'purchases',
 *   }),
 *   allowedColumns: AllowedColumns.of('hashed_email', 'amount', 'city'),
 *   analysisRule: AnalysisRule.aggregation().joinOn('hashed_email').sum('amount').groupBy('city').requireAtLeast(100, 'hashed_email'),
 * });
 */
@checkedAndInjectable('ConfiguredTable')
export class ConfiguredTable extends ConfiguredTableBase {
  /** The id of this class for property injection. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-cleanrooms.ConfiguredTable';

  /**
   * Imports a configured table by its ARN, which must have the form `arn:aws:cleanrooms:<region>:<account>:configuredtable/<id>`.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param configuredTableArn The ARN of the configured table. An ARN of another type is an error; a token is not checked.
   */
  public static fromConfiguredTableArn(scope: Construct, id: string, configuredTableArn: string): IConfiguredTable {
    checkImport(scope, { configuredTableArn }, 'cleanrooms', 'configuredtable/<id>');
    class Import extends ConfiguredTableBase {
      public readonly configuredTableArn = configuredTableArn;
      public readonly configuredTableIdentifier = idInArn(configuredTableArn);
    }
    return new Import(scope, id, { environmentFromArn: configuredTableArn });
  }

  /**
   * Imports a configured table by its id, from the account and Region of the stack.
   *
   * @param scope The construct in which the import is defined, usually `this`.
   * @param id The id of the import in its scope.
   * @param configuredTableIdentifier The id of the configured table, a UUID; a token is not checked.
   */
  public static fromConfiguredTableIdentifier(scope: Construct, id: string, configuredTableIdentifier: string): IConfiguredTable {
    checkImportedIds(scope, { configuredTableIdentifier });
    class Import extends ConfiguredTableBase {
      public readonly configuredTableArn = cleanRoomsArn(this, `configuredtable/${configuredTableIdentifier}`);
      public readonly configuredTableIdentifier = configuredTableIdentifier;
    }
    return new Import(scope, id);
  }

  public readonly configuredTableArn: string;
  public readonly configuredTableIdentifier: string;

  /** Where the rows come from. */
  public readonly source: TableSource;

  private readonly chooseColumns: () => string[];

  /** The analysis rule of the table. */
  public readonly analysisRule?: ConfiguredTableAnalysisRule;

  constructor(scope: Construct, id: string, props: ConfiguredTableProps) {
    super(scope, id, { physicalName: props.configuredTableName });
    const source = props.source._implementation;
    const { definition, canChange = false, kind } = source;
    const methods = [...new Set(props.analysisMethods ?? [AnalysisMethod.DIRECT_QUERY])];
    const chosen = () => props.allowedColumns._chosenFrom(source.describe().columns?.map(({ name }) => name));
    const { columns: allowedColumns } = chosen();
    // What a table of this app has can be changed until templates are written, and what is chosen from it then changes as well.
    const isLate = definition !== undefined && props.allowedColumns._followsTable;
    this.chooseColumns = isLate ? () => chosen().columns : () => allowedColumns;
    this.source = props.source;
    this.analysisRule = props.analysisRule;

    checkPartition(this);
    const input = {
      allowedColumns: isLate ? undefined : allowedColumns,
      columns: definition ? undefined : source.describe().columns,
      analysisMethods: methods,
      sourceKind: kind,
      ruleType: props.analysisRule?.ruleType,
    };
    const rule = props.analysisRule?._render();
    const faultsOfSource = () => [...source.check?.() ?? [], ...chosen().faults];
    const warningsOfSource = () => [
      ...source.warnings?.(methods, this) ?? [],
      ...namedAsTyped(props.analysisRule?._warnings({ ...input, allowedColumns: this.allowedColumns, columns: source.describe().columns })),
    ];
    throwIfAny(this, [
      ...definition ? [] : faultsOfSource(),
      ...checkConfiguredTable(input),
      ...checkRuleSize(rule),
      ...namedAsTyped(props.analysisRule?._check(input)),
    ]);
    warn(this, [...canChange ? [] : warningsOfSource(), ...warnAboutConfiguredTable(input)]);
    Program.add(this).addCheck((model, findings) => {
      findings.fault(this,
        ...definition ? faultsOfSource() : [],
        ...source.checkLate?.() ?? [],
        ...namedAsTyped(props.analysisRule?._checkWithin(model, input)),
      );
      findings.warning(this, ...canChange ? warningsOfSource() : []);
    });

    const resource = new CfnConfiguredTable(this, 'Resource', {
      name: physicalNameOf(this, props.configuredTableName, this.physicalName, { maxLength: 100 }),
      description: props.description,
      tableReference: source.render(this),
      allowedColumns: isLate ? Lazy.uncachedList({ produce: () => this.allowedColumns }) : allowedColumns,
      analysisMethod: methods.length > 1 ? 'MULTIPLE' : methods[0],
      selectedAnalysisMethods: methods.length > 1 ? methods : undefined,
      analysisRules: rule && [rule],
    });
    source.complete?.(resource);
    if (definition) {
      resource.node.addDependency(definition);
    }
    if (rule) {
      addNewerRuleParts(resource, rule);
    }
    recordTableSource(this, props.source);

    this.configuredTableArn = resource.attrArn;
    this.configuredTableIdentifier = resource.attrConfiguredTableIdentifier;
  }

  /** The columns that analyses may use. */
  public get allowedColumns(): string[] {
    return this.chooseColumns();
  }
}
