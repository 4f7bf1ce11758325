import type { AnalysisRuleProperty } from '../../../foundation/l1-backports';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import type { ProgramModel } from '../../../program/model';
import type { TableRuleInput } from '../configured-table-rules';

/** The type of an analysis rule. */
export enum AnalysisRuleType {
  /** Aggregate statistics over at least a number of distinct values. */
  AGGREGATION = 'AGGREGATION',

  /** Rows that two tables have in common. */
  LIST = 'LIST',

  /** Analyses that were approved, or any analysis by whom is trusted. */
  CUSTOM = 'CUSTOM',
}

/** Whether an additional analysis, such as a lookalike model, may run on the results of a query. */
export enum AdditionalAnalyses {
  /** It may. */
  ALLOWED = 'ALLOWED',

  /** It must: the results go nowhere else. */
  REQUIRED = 'REQUIRED',

  /** It may not. */
  NOT_ALLOWED = 'NOT_ALLOWED',
}

/** The operators by which a query may combine join conditions. */
export enum JoinOperator {
  /** All conditions hold. */
  AND = 'AND',

  /** Any of the conditions holds. */
  OR = 'OR',
}

/**
 * What queries may learn from a configured table. An immutable value, made by `AnalysisRule`: the same rule can serve many tables.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules.html
 */
export abstract class ConfiguredTableAnalysisRule {
  /** The type of the rule. */
  public abstract readonly ruleType: AnalysisRuleType;

  /** The rule as the template has it. @internal */
  public abstract _render(): AnalysisRuleProperty;

  /** What of the rule the service would refuse on the given table. @internal */
  public abstract _check(table: TableRuleInput): ValidationFault[];

  /** What of the rule the service would refuse, that depends on other constructs of the program. @internal */
  public _checkWithin(_model: ProgramModel, _table: TableRuleInput): ValidationFault[] {
    return [];
  }

  /** What of the rule probably is a mistake on the given table. @internal */
  public abstract _advise(table: TableRuleInput): Warning[];
}
