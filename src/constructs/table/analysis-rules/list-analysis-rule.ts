import { AnalysisRuleType, ConfiguredTableAnalysisRule } from './configured-table-analysis-rule';
import type { AdditionalAnalyses, JoinOperator } from './configured-table-analysis-rule';
import { columnNames, copied } from './copied';
import type { AnalysisRuleProperty } from '../../../foundation/l1-backports';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import type { TableRuleInput } from '../configured-table-rules';
import { warnAboutList, checkList } from './list-rules';

/** What is known of a list rule from the start; every part can be added to later. */
export interface ListAnalysisRuleOptions {
  /**
   * Columns that a query must join on. They never come out.
   *
   * @default - none; a rule needs at least one
   */
  readonly joinColumns?: string[];

  /**
   * How join conditions may be combined.
   *
   * @default - with AND, the default of the service
   */
  readonly allowedJoinOperators?: JoinOperator[];

  /**
   * Columns that come out, row by row.
   *
   * @default - none: an additional analysis alone can use the table
   */
  readonly listColumns?: string[];

  /**
   * Whether an additional analysis may run on the results.
   *
   * @default - the default of the service
   */
  readonly additionalAnalyses?: AdditionalAnalyses;
}

/**
 * Lets queries list the rows that the table has in common with one of the member who can query, and nothing else.
 *
 * An immutable value: each method returns a new rule, so that a rule can be the start of others.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-list.html
 */
export class ListAnalysisRule extends ConfiguredTableAnalysisRule {
  /** @internal */
  public static _of(parts: ListAnalysisRuleOptions): ListAnalysisRule {
    return new ListAnalysisRule(withLowerCaseColumns(copied(parts)));
  }

  public readonly ruleType = AnalysisRuleType.LIST;

  private constructor(
    /** The parts of the rule. */
    public readonly parts: ListAnalysisRuleOptions,
  ) {
    super();
  }

  /** This rule, which also lets a query join on the given columns. They never come out. */
  public joinOn(...columns: string[]): ListAnalysisRule {
    return this.with({ joinColumns: [...this.parts.joinColumns ?? [], ...columns] });
  }

  /** This rule, under which a query may combine join conditions with the given operators. */
  public allowJoinOperators(...operators: JoinOperator[]): ListAnalysisRule {
    return this.with({ allowedJoinOperators: [...this.parts.allowedJoinOperators ?? [], ...operators] });
  }

  /** This rule, which also lets the given columns come out, row by row. */
  public list(...columns: string[]): ListAnalysisRule {
    return this.with({ listColumns: [...this.parts.listColumns ?? [], ...columns] });
  }

  /** This rule, which says whether an additional analysis may run on the results. */
  public withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses): ListAnalysisRule {
    return this.with({ additionalAnalyses });
  }

  /** @internal */
  public _render(): AnalysisRuleProperty {
    const { joinColumns, allowedJoinOperators, listColumns, additionalAnalyses } = this.parts;
    const list = { joinColumns: joinColumns ?? [], allowedJoinOperators, listColumns: listColumns ?? [], additionalAnalyses };
    return { type: this.ruleType, policy: { v1: { list } } };
  }

  /** @internal */
  public _check(table: TableRuleInput): ValidationFault[] {
    return checkList(this.input(), table);
  }

  /** @internal */
  public _advise(): Warning[] {
    return warnAboutList(this.input());
  }

  private input() {
    return {
      joinColumns: this.parts.joinColumns ?? [],
      allowedJoinOperators: this.parts.allowedJoinOperators ?? [],
      listColumns: this.parts.listColumns ?? [],
      additionalAnalyses: this.parts.additionalAnalyses,
    };
  }

  private with(parts: ListAnalysisRuleOptions): ListAnalysisRule {
    return new ListAnalysisRule(withLowerCaseColumns(copied({ ...this.parts, ...parts })));
  }
}

/** Columns as the service has them, whatever case the user writes them in. */
function withLowerCaseColumns({ joinColumns, listColumns, ...parts }: ListAnalysisRuleOptions): ListAnalysisRuleOptions {
  return { ...parts, joinColumns: joinColumns && columnNames(joinColumns), listColumns: listColumns && columnNames(listColumns) };
}
