import { AnalysisRuleType, ConfiguredTableAnalysisRule } from './configured-table-analysis-rule';
import type { AdditionalAnalyses, JoinOperator } from './configured-table-analysis-rule';
import { columnNames } from '../../../foundation/column-names';
import { copied } from '../../../foundation/copied';
import type { AnalysisRuleProperty } from '../../../foundation/l1-backports';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import type { TableRuleInput } from '../configured-table-rules';
import { warnAboutList, checkList } from './list-rules';
import { checked } from '../../../foundation/parameters';

/** Options of a list rule. Methods of the rule can add to all of them. */
export interface ListAnalysisRuleOptions {
  /**
   * Columns that a query must join on. Join columns are never returned in results. A rule needs at least one.
   *
   * @default - no join columns
   */
  readonly joinColumns?: string[];

  /**
   * The operators that may combine join conditions.
   *
   * @default - AND, the default of the service
   */
  readonly allowedJoinOperators?: JoinOperator[];

  /**
   * Columns that are returned in results, row by row.
   *
   * @default - no list columns: only additional analyses can use the table
   */
  readonly listColumns?: string[];

  /**
   * Whether additional analyses may run on the results.
   *
   * @default - the default of the service
   */
  readonly additionalAnalyses?: AdditionalAnalyses;
}

/**
 * A list analysis rule: queries can only list the rows that the table has in common with a table of the member who can query.
 *
 * An immutable value: each method returns a new rule, so that several rules can start from the same one.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-list.html
 */
@checked('ListAnalysisRule')
export class ListAnalysisRule extends ConfiguredTableAnalysisRule {
  /** @internal */
  public static _of(options: ListAnalysisRuleOptions): ListAnalysisRule {
    return new ListAnalysisRule(withLowerCaseColumns(copied(options)));
  }

  public readonly ruleType = AnalysisRuleType.LIST;

  private constructor(
    /** The options of the rule. */
    public readonly options: ListAnalysisRuleOptions,
  ) {
    super();
  }

  /**
   * Returns a copy of this rule with additional join columns. Join columns are never returned in results.
   *
   * @param columns Allowed columns of the table, in no other role of this rule.
   */
  public joinOn(...columns: string[]): ListAnalysisRule {
    return this.with({ joinColumns: [...this.options.joinColumns ?? [], ...columns] });
  }

  /**
   * Returns a copy of this rule with additional operators that may combine join conditions.
   *
   * @param operators The operators. Without this, a query can join on one condition only.
   */
  public allowJoinOperators(...operators: JoinOperator[]): ListAnalysisRule {
    return this.with({ allowedJoinOperators: [...this.options.allowedJoinOperators ?? [], ...operators] });
  }

  /**
   * Returns a copy of this rule with additional list columns, which are returned in results row by row.
   *
   * @param columns Allowed columns of the table, in no other role of this rule.
   */
  public list(...columns: string[]): ListAnalysisRule {
    return this.with({ listColumns: [...this.options.listColumns ?? [], ...columns] });
  }

  /**
   * Returns a copy of this rule with the given setting for additional analyses.
   *
   * @param additionalAnalyses Whether additional analyses may, must or must not run on the results of a query.
   */
  public withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses): ListAnalysisRule {
    return this.with({ additionalAnalyses });
  }

  /** @internal */
  public _render(): AnalysisRuleProperty {
    const { joinColumns, allowedJoinOperators, listColumns, additionalAnalyses } = this.options;
    const list = { joinColumns: joinColumns ?? [], allowedJoinOperators, listColumns: listColumns ?? [], additionalAnalyses };
    return { type: this.ruleType, policy: { v1: { list } } };
  }

  /** @internal */
  public _check(table: TableRuleInput): ValidationFault[] {
    return checkList(this.input(), table);
  }

  /** @internal */
  public _warnings(): Warning[] {
    return warnAboutList(this.input());
  }

  private input() {
    return {
      joinColumns: this.options.joinColumns ?? [],
      allowedJoinOperators: this.options.allowedJoinOperators ?? [],
      listColumns: this.options.listColumns ?? [],
      additionalAnalyses: this.options.additionalAnalyses,
    };
  }

  private with(options: ListAnalysisRuleOptions): ListAnalysisRule {
    return new ListAnalysisRule(withLowerCaseColumns(copied({ ...this.options, ...options })));
  }
}

/** Lower-cases the names of columns, as the service does. */
function withLowerCaseColumns({ joinColumns, listColumns, ...options }: ListAnalysisRuleOptions): ListAnalysisRuleOptions {
  return { ...options, joinColumns: joinColumns && columnNames(joinColumns), listColumns: listColumns && columnNames(listColumns) };
}
