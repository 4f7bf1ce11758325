import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { AnalysisRuleProperty } from '../../../foundation/l1-backports';
import { checked } from '../../../foundation/parameters';
import { code, failUnscoped } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import type { ProgramModel } from '../../../program/model';
import type { TableRuleInput } from '../configured-table-rules';

/** The type of an analysis rule. */
export enum AnalysisRuleType {
  /** Queries compute statistics over a minimum number of distinct values. */
  AGGREGATION = 'AGGREGATION',

  /** Queries list the rows that two tables have in common. */
  LIST = 'LIST',

  /** Certain analysis templates can run, or any analysis of certain accounts. */
  CUSTOM = 'CUSTOM',
}

/** Whether additional analyses, such as a lookalike model, may run on the results of a query. */
export enum AdditionalAnalyses {
  /** Additional analyses may run. */
  ALLOWED = 'ALLOWED',

  /** Results can only be used by additional analyses. */
  REQUIRED = 'REQUIRED',

  /** No additional analysis may run. */
  NOT_ALLOWED = 'NOT_ALLOWED',
}

/** An operator that combines join conditions. */
export enum JoinOperator {
  /** All conditions must be met. */
  AND = 'AND',

  /** At least one of the conditions must be met. */
  OR = 'OR',
}

/**
 * The analysis rule of a configured table. An immutable value, created by `AnalysisRule`: many tables can use the same rule.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules.html
 */
@checked('ConfiguredTableAnalysisRule')
export abstract class ConfiguredTableAnalysisRule {
  /** The type of the rule. */
  public abstract readonly ruleType: AnalysisRuleType;

  protected constructor() {
    if (!('_render' in this)) failUnscoped(code`AnalysisRuleOfOwn`, 'an analysis rule is made by AnalysisRule.aggregation, list or custom: the service has no other');
  }

  /** Renders the rule. @internal */
  public abstract _render(): AnalysisRuleProperty;

  /** Checks what the service enforces on the rule of the given table. @internal */
  public abstract _check(table: TableRuleInput): ValidationFault[];

  /** Checks what the service enforces on the rule that depends on other constructs. @internal */
  public _checkWithin(_model: ProgramModel, _table: TableRuleInput): ValidationFault[] {
    return [];
  }

  /** The analysis templates that the rule names. @internal */
  public get _templates(): refs.IAnalysisTemplateRef[] {
    return [];
  }

  /** Returns this rule with another template in place of each one that it names. @internal */
  public _withTemplates(_replace: (template: refs.IAnalysisTemplateRef) => refs.IAnalysisTemplateRef): ConfiguredTableAnalysisRule {
    return this;
  }

  /** Warns about probable mistakes in the rule of the given table. @internal */
  public abstract _warnings(table: TableRuleInput): Warning[];
}
