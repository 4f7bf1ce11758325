import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { warnAboutAggregation, checkAggregation } from './aggregation-rules';
import { AnalysisRuleType, ConfiguredTableAnalysisRule } from './configured-table-analysis-rule';
import type { AdditionalAnalyses, JoinOperator } from './configured-table-analysis-rule';
import type { ScalarFunction } from './scalar-function';
import { columnName, columnNames } from '../../../foundation/column-names';
import { copied } from '../../../foundation/copied';
import type { AnalysisRuleProperty } from '../../../foundation/l1-backports';
import { checked } from '../../../foundation/parameters';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import type { TableRuleInput } from '../configured-table-rules';

/** An aggregate function that a query may apply to a column. */
export enum AggregateFunction {
  /** The sum. */
  SUM = 'SUM',

  /** The sum of distinct values. */
  SUM_DISTINCT = 'SUM_DISTINCT',

  /** The number of values. */
  COUNT = 'COUNT',

  /** The number of distinct values. */
  COUNT_DISTINCT = 'COUNT_DISTINCT',

  /** The average. */
  AVG = 'AVG',
}

/** Columns that a query may aggregate with a function. */
export interface AggregateColumns {
  /** The function. */
  readonly function: AggregateFunction;

  /** The columns. */
  readonly columns: string[];
}

/** A minimum number of distinct values behind each row of the results. */
export interface OutputConstraint {
  /** The column whose distinct values are counted. */
  readonly column: string;

  /** The minimum number of distinct values behind a row, 2 to 100,000. */
  readonly minimum: number;
}

/** Options of an aggregation rule. Methods of the rule can add to all of them. */
export interface AggregationAnalysisRuleOptions {
  /**
   * Columns that a query may join on. Join columns are never returned in results.
   *
   * @default - no join columns
   */
  readonly joinColumns?: string[];

  /**
   * Whether a query must join this table with a table of the member who can query.
   *
   * @default false
   */
  readonly joinRequired?: boolean;

  /**
   * The operators that may combine join conditions.
   *
   * @default - AND, the default of the service
   */
  readonly allowedJoinOperators?: JoinOperator[];

  /**
   * Columns that a query may aggregate. A rule needs at least one.
   *
   * @default - no aggregate columns
   */
  readonly aggregateColumns?: AggregateColumns[];

  /**
   * Columns that a query may select, filter and group by.
   *
   * @default - no dimension columns
   */
  readonly dimensionColumns?: string[];

  /**
   * Functions that a query may apply to dimension columns and to aggregates.
   *
   * @default - no scalar functions
   */
  readonly scalarFunctions?: ScalarFunction[];

  /**
   * The minimum numbers of distinct values behind each row of the results. A rule needs at least one.
   *
   * @default - no output constraints
   */
  readonly outputConstraints?: OutputConstraint[];

  /**
   * Whether additional analyses may run on the results.
   *
   * @default - the default of the service
   */
  readonly additionalAnalyses?: AdditionalAnalyses;
}

/**
 * An aggregation analysis rule: queries can only compute statistics over a minimum number of distinct values.
 *
 * An immutable value: each method returns a new rule, so that several rules can start from the same one.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-aggregation.html
 */
@checked('AggregationAnalysisRule')
export class AggregationAnalysisRule extends ConfiguredTableAnalysisRule {
  /** @internal */
  public static _of(options: AggregationAnalysisRuleOptions): AggregationAnalysisRule {
    return new AggregationAnalysisRule(withLowerCaseColumns(copied(options)));
  }

  public readonly ruleType = AnalysisRuleType.AGGREGATION;

  private constructor(
    /** The options of the rule. */
    public readonly options: AggregationAnalysisRuleOptions,
  ) {
    super();
  }

  /**
   * Returns a copy of this rule with additional join columns. Join columns are never returned in results.
   *
   * @param columns Allowed columns of the table, in no other role of this rule.
   */
  public joinOn(...columns: string[]): AggregationAnalysisRule {
    return this.with({ joinColumns: [...this.options.joinColumns ?? [], ...columns] });
  }

  /** Returns a copy of this rule in which a query must join this table with a table of the member who can query. */
  public requireJoin(): AggregationAnalysisRule {
    return this.with({ joinRequired: true });
  }

  /**
   * Returns a copy of this rule with additional operators that may combine join conditions.
   *
   * @param operators The operators. Without this, a query can join on one condition only.
   */
  public allowJoinOperators(...operators: JoinOperator[]): AggregationAnalysisRule {
    return this.with({ allowedJoinOperators: [...this.options.allowedJoinOperators ?? [], ...operators] });
  }

  /**
   * Returns a copy of this rule in which a query may sum the given columns.
   *
   * @param columns Allowed columns of a numeric type.
   */
  public sum(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.SUM, ...columns);
  }

  /**
   * Returns a copy of this rule in which a query may sum the distinct values of the given columns.
   *
   * @param columns Allowed columns of a numeric type.
   */
  public sumDistinct(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.SUM_DISTINCT, ...columns);
  }

  /**
   * Returns a copy of this rule in which a query may count the values of the given columns.
   *
   * @param columns Allowed columns of the table.
   */
  public count(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.COUNT, ...columns);
  }

  /**
   * Returns a copy of this rule in which a query may count the distinct values of the given columns.
   *
   * @param columns Allowed columns of the table.
   */
  public countDistinct(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.COUNT_DISTINCT, ...columns);
  }

  /**
   * Returns a copy of this rule in which a query may average the given columns.
   *
   * @param columns Allowed columns of a numeric type.
   */
  public average(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.AVG, ...columns);
  }

  /**
   * Returns a copy of this rule in which a query may apply an aggregate function to the given columns.
   *
   * @param aggregateFunction The function.
   * @param columns Allowed columns of the table, of a type that the function takes.
   */
  public aggregate(aggregateFunction: AggregateFunction, ...columns: string[]): AggregationAnalysisRule {
    const others = (this.options.aggregateColumns ?? []).filter((aggregate) => aggregate.function !== aggregateFunction);
    const before = (this.options.aggregateColumns ?? []).filter((aggregate) => aggregate.function === aggregateFunction);
    const all = [...before.flatMap((aggregate) => aggregate.columns), ...columns];
    return this.with({ aggregateColumns: [...others, { function: aggregateFunction, columns: all }] });
  }

  /**
   * Returns a copy of this rule with additional dimension columns, which a query may select, filter and group by.
   *
   * @param columns Allowed columns of the table, in no other role of this rule.
   */
  public groupBy(...columns: string[]): AggregationAnalysisRule {
    return this.with({ dimensionColumns: [...this.options.dimensionColumns ?? [], ...columns] });
  }

  /**
   * Returns a copy of this rule in which a query may apply the given functions to dimension columns and aggregates.
   *
   * @param functions The functions. Without this, queries can use none.
   */
  public allowScalarFunctions(...functions: ScalarFunction[]): AggregationAnalysisRule {
    return this.with({ scalarFunctions: [...this.options.scalarFunctions ?? [], ...functions] });
  }

  /**
   * Returns a copy of this rule that also omits rows with fewer distinct values of a column than the given minimum, 2 to 100,000.
   *
   * @param minimum The minimum number of distinct values. The higher, the less a row says of single people.
   * @param column The allowed column whose distinct values are counted, such as one that identifies people.
   */
  public requireAtLeast(minimum: number, column: string): AggregationAnalysisRule {
    return this.with({ outputConstraints: [...this.options.outputConstraints ?? [], { column, minimum }] });
  }

  /**
   * Returns a copy of this rule with the given setting for additional analyses.
   *
   * @param additionalAnalyses Whether additional analyses may, must or must not run on the results of a query.
   */
  public withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses): AggregationAnalysisRule {
    return this.with({ additionalAnalyses });
  }

  /** @internal */
  public _render(): AnalysisRuleProperty {
    const { joinColumns, joinRequired, allowedJoinOperators, aggregateColumns, dimensionColumns, scalarFunctions, outputConstraints } = this.options;
    const aggregation: CfnConfiguredTable.AnalysisRuleAggregationProperty = {
      aggregateColumns: (aggregateColumns ?? []).map((aggregate) => ({ columnNames: aggregate.columns, function: aggregate.function })),
      joinColumns: joinColumns ?? [],
      joinRequired: joinRequired ? 'QUERY_RUNNER' : undefined,
      allowedJoinOperators,
      dimensionColumns: dimensionColumns ?? [],
      scalarFunctions: (scalarFunctions ?? []).map(({ name }) => name),
      outputConstraints: (outputConstraints ?? []).map(({ column, minimum }) => ({ columnName: column, minimum, type: 'COUNT_DISTINCT' })),
      additionalAnalyses: this.options.additionalAnalyses,
    };
    return { type: this.ruleType, policy: { v1: { aggregation } } };
  }

  /** @internal */
  public _check(table: TableRuleInput): ValidationFault[] {
    return checkAggregation(this.input(), table);
  }

  /** @internal */
  public _warnings(table: TableRuleInput): Warning[] {
    return warnAboutAggregation(this.input(), table);
  }

  private input() {
    return {
      joinColumns: this.options.joinColumns ?? [],
      dimensionColumns: this.options.dimensionColumns ?? [],
      aggregateColumns: this.options.aggregateColumns ?? [],
      outputConstraints: this.options.outputConstraints ?? [],
      allowedJoinOperators: this.options.allowedJoinOperators ?? [],
      joinRequired: this.options.joinRequired ?? false,
      additionalAnalyses: this.options.additionalAnalyses,
    };
  }

  private with(options: AggregationAnalysisRuleOptions): AggregationAnalysisRule {
    return new AggregationAnalysisRule(withLowerCaseColumns(copied({ ...this.options, ...options })));
  }
}

/** Lower-cases the names of columns, as the service does. */
function withLowerCaseColumns(options: AggregationAnalysisRuleOptions): AggregationAnalysisRuleOptions {
  const { joinColumns, aggregateColumns, dimensionColumns, outputConstraints } = options;
  return {
    ...options,
    joinColumns: joinColumns && columnNames(joinColumns),
    aggregateColumns: aggregateColumns?.map((aggregate) => ({ ...aggregate, columns: columnNames(aggregate.columns) })),
    dimensionColumns: dimensionColumns && columnNames(dimensionColumns),
    outputConstraints: outputConstraints?.map((constraint) => ({ ...constraint, column: columnName(constraint.column) })),
  };
}
