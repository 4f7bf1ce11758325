import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { warnAboutAggregation, checkAggregation } from './aggregation-rules';
import { AnalysisRuleType, ConfiguredTableAnalysisRule } from './configured-table-analysis-rule';
import type { AdditionalAnalyses, JoinOperator } from './configured-table-analysis-rule';
import { columnName, columnNames, copied } from './copied';
import type { ScalarFunction } from './scalar-function';
import type { AnalysisRuleProperty } from '../../../foundation/l1-backports';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import type { TableRuleInput } from '../configured-table-rules';

/** A function that a query may apply to a column. */
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

/** Columns to which a query may apply a function. */
export interface AggregateColumns {
  /** The function. */
  readonly function: AggregateFunction;

  /** The columns. */
  readonly columns: string[];
}

/** A number of distinct values below which a row is left out of the results. */
export interface OutputConstraint {
  /** The column whose distinct values are counted. */
  readonly column: string;

  /** The least number of distinct values behind a row, 2 to 100,000. */
  readonly minimum: number;
}

/** What is known of an aggregation rule from the start; every part can be added to later. */
export interface AggregationAnalysisRuleOptions {
  /**
   * Columns that a query may join on. They never come out.
   *
   * @default - none
   */
  readonly joinColumns?: string[];

  /**
   * Whether a query must join this table with one of the member who can query.
   *
   * @default false
   */
  readonly joinRequired?: boolean;

  /**
   * How join conditions may be combined.
   *
   * @default - with AND, the default of the service
   */
  readonly allowedJoinOperators?: JoinOperator[];

  /**
   * Columns to which a query may apply a function.
   *
   * @default - none; a rule needs at least one
   */
  readonly aggregateColumns?: AggregateColumns[];

  /**
   * Columns that a query may select, filter and group by.
   *
   * @default - none
   */
  readonly dimensionColumns?: string[];

  /**
   * Functions that a query may apply to dimension columns and to aggregates.
   *
   * @default - none
   */
  readonly scalarFunctions?: ScalarFunction[];

  /**
   * What a row of the results must at least stand for.
   *
   * @default - none; a rule needs at least one
   */
  readonly outputConstraints?: OutputConstraint[];

  /**
   * Whether an additional analysis may run on the results.
   *
   * @default - the default of the service
   */
  readonly additionalAnalyses?: AdditionalAnalyses;
}

/**
 * Lets queries compute statistics over enough distinct values, and nothing else.
 *
 * An immutable value: each method returns a new rule, so that a rule can be the start of others.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-aggregation.html
 */
export class AggregationAnalysisRule extends ConfiguredTableAnalysisRule {
  /** @internal */
  public static _of(parts: AggregationAnalysisRuleOptions): AggregationAnalysisRule {
    return new AggregationAnalysisRule(withLowerCaseColumns(copied(parts)));
  }

  public readonly ruleType = AnalysisRuleType.AGGREGATION;

  private constructor(
    /** The parts of the rule. */
    public readonly parts: AggregationAnalysisRuleOptions,
  ) {
    super();
  }

  /** This rule, which also lets a query join on the given columns. They never come out. */
  public joinOn(...columns: string[]): AggregationAnalysisRule {
    return this.with({ joinColumns: [...this.parts.joinColumns ?? [], ...columns] });
  }

  /** This rule, under which a query must join this table with one of the member who can query. */
  public requireJoin(): AggregationAnalysisRule {
    return this.with({ joinRequired: true });
  }

  /** This rule, under which a query may combine join conditions with the given operators. */
  public allowJoinOperators(...operators: JoinOperator[]): AggregationAnalysisRule {
    return this.with({ allowedJoinOperators: [...this.parts.allowedJoinOperators ?? [], ...operators] });
  }

  /** This rule, which also lets a query sum the given columns. */
  public sum(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.SUM, ...columns);
  }

  /** This rule, which also lets a query sum the distinct values of the given columns. */
  public sumDistinct(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.SUM_DISTINCT, ...columns);
  }

  /** This rule, which also lets a query count the values of the given columns. */
  public count(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.COUNT, ...columns);
  }

  /** This rule, which also lets a query count the distinct values of the given columns. */
  public countDistinct(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.COUNT_DISTINCT, ...columns);
  }

  /** This rule, which also lets a query average the given columns. */
  public average(...columns: string[]): AggregationAnalysisRule {
    return this.aggregate(AggregateFunction.AVG, ...columns);
  }

  /** This rule, which also lets a query apply a function to the given columns. */
  public aggregate(aggregateFunction: AggregateFunction, ...columns: string[]): AggregationAnalysisRule {
    const others = (this.parts.aggregateColumns ?? []).filter((aggregate) => aggregate.function !== aggregateFunction);
    const before = (this.parts.aggregateColumns ?? []).filter((aggregate) => aggregate.function === aggregateFunction);
    const all = [...before.flatMap((aggregate) => aggregate.columns), ...columns];
    return this.with({ aggregateColumns: [...others, { function: aggregateFunction, columns: all }] });
  }

  /** This rule, which also lets a query select, filter and group by the given columns. */
  public groupBy(...columns: string[]): AggregationAnalysisRule {
    return this.with({ dimensionColumns: [...this.parts.dimensionColumns ?? [], ...columns] });
  }

  /** This rule, which also lets a query apply the given functions to dimension columns and aggregates. */
  public allowScalarFunctions(...functions: ScalarFunction[]): AggregationAnalysisRule {
    return this.with({ scalarFunctions: [...this.parts.scalarFunctions ?? [], ...functions] });
  }

  /** This rule, which also leaves out rows that stand for less than the given number (2 to 100,000) of distinct values of a column. */
  public requireAtLeast(minimum: number, column: string): AggregationAnalysisRule {
    return this.with({ outputConstraints: [...this.parts.outputConstraints ?? [], { column, minimum }] });
  }

  /** This rule, which says whether an additional analysis may run on the results. */
  public withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses): AggregationAnalysisRule {
    return this.with({ additionalAnalyses });
  }

  /** @internal */
  public _render(): AnalysisRuleProperty {
    const { joinColumns, joinRequired, allowedJoinOperators, aggregateColumns, dimensionColumns, scalarFunctions, outputConstraints } = this.parts;
    const aggregation: CfnConfiguredTable.AnalysisRuleAggregationProperty = {
      aggregateColumns: (aggregateColumns ?? []).map((aggregate) => ({ columnNames: aggregate.columns, function: aggregate.function })),
      joinColumns: joinColumns ?? [],
      joinRequired: joinRequired ? 'QUERY_RUNNER' : undefined,
      allowedJoinOperators,
      dimensionColumns: dimensionColumns ?? [],
      scalarFunctions: (scalarFunctions ?? []).map(({ name }) => name),
      outputConstraints: (outputConstraints ?? []).map(({ column, minimum }) => ({ columnName: column, minimum, type: 'COUNT_DISTINCT' })),
      additionalAnalyses: this.parts.additionalAnalyses,
    };
    return { type: this.ruleType, policy: { v1: { aggregation } } };
  }

  /** @internal */
  public _check(table: TableRuleInput): ValidationFault[] {
    return checkAggregation(this.input(), table);
  }

  /** @internal */
  public _advise(table: TableRuleInput): Warning[] {
    return warnAboutAggregation(this.input(), table);
  }

  private input() {
    return {
      joinColumns: this.parts.joinColumns ?? [],
      dimensionColumns: this.parts.dimensionColumns ?? [],
      aggregateColumns: this.parts.aggregateColumns ?? [],
      outputConstraints: this.parts.outputConstraints ?? [],
      allowedJoinOperators: this.parts.allowedJoinOperators ?? [],
      joinRequired: this.parts.joinRequired ?? false,
      additionalAnalyses: this.parts.additionalAnalyses,
    };
  }

  private with(parts: AggregationAnalysisRuleOptions): AggregationAnalysisRule {
    return new AggregationAnalysisRule(withLowerCaseColumns(copied({ ...this.parts, ...parts })));
  }
}

/** Columns as the service has them, whatever case the user writes them in. */
function withLowerCaseColumns(parts: AggregationAnalysisRuleOptions): AggregationAnalysisRuleOptions {
  const { joinColumns, aggregateColumns, dimensionColumns, outputConstraints } = parts;
  return {
    ...parts,
    joinColumns: joinColumns && columnNames(joinColumns),
    aggregateColumns: aggregateColumns?.map((aggregate) => ({ ...aggregate, columns: columnNames(aggregate.columns) })),
    dimensionColumns: dimensionColumns && columnNames(dimensionColumns),
    outputConstraints: outputConstraints?.map((constraint) => ({ ...constraint, column: columnName(constraint.column) })),
  };
}
