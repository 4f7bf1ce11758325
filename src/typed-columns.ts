import { AllowedColumns } from './constructs/table/allowed-columns';
import type { AggregationAnalysisRule } from './constructs/table/analysis-rules/aggregation-analysis-rule';
import { AnalysisRule } from './constructs/table/analysis-rules/analysis-rule';
import type { CustomAnalysisRule } from './constructs/table/analysis-rules/custom-analysis-rule';
import type { ListAnalysisRule } from './constructs/table/analysis-rules/list-analysis-rule';

/*
 * For TypeScript alone, and therefore not among what jsii brings to other languages: rules in which the compiler finds a
 * mistyped column. At run time they are the rules of `AnalysisRule`; only their types are narrower.
 */

/** The methods of rules whose strings, or members that are strings, do not name columns. */
type NotOfColumns = 'allowScalarFunctions' | 'allowTemplates' | 'allowTemplateArns' | 'allowAnyQueryBy' | 'allowAnyJobBy' | '_withTemplates';

/** A value in which any string is a column. */
type OfColumns<Value, Column extends string> =
  string extends Value ? Column
    : Value extends object ? { [Key in keyof Value]: OfColumns<Value[Key], Column> }
      : Value;

/** Parameters in which any string is a column. */
type ParametersOfColumns<Parameters extends unknown[], Column extends string> = { [Index in keyof Parameters]: OfColumns<Parameters[Index], Column> };

/** A rule whose methods take the given columns alone, and return such a rule. */
export type RuleOfColumns<Rule, Column extends string> = {
  [Method in keyof Rule]: Rule[Method] extends (...parameters: infer Parameters) => Rule
    ? Method extends NotOfColumns ? (...parameters: Parameters) => RuleOfColumns<Rule, Column>
      : (...parameters: ParametersOfColumns<Parameters, Column>) => RuleOfColumns<Rule, Column>
    : Rule[Method];
};

/** The columns of a table that analyses may use, and rules in which the compiler knows them. */
export interface TypedColumns<Column extends string> {
  /** These columns, for a configured table. */
  readonly allowed: AllowedColumns;

  /** As `AnalysisRule.aggregation()`. */
  aggregation(): RuleOfColumns<AggregationAnalysisRule, Column>;

  /** As `AnalysisRule.list()`. */
  list(): RuleOfColumns<ListAnalysisRule, Column>;

  /** As `AnalysisRule.custom()`. */
  custom(): RuleOfColumns<CustomAnalysisRule, Column>;
}

/** The columns with the given names, which the compiler checks: `columns('email', 'amount').aggregation().sum('amuont')` is an error. */
export function columns<Column extends string>(...names: Column[]): TypedColumns<Column> {
  return {
    allowed: AllowedColumns.of(...names),
    aggregation: () => AnalysisRule.aggregation(),
    list: () => AnalysisRule.list(),
    custom: () => AnalysisRule.custom(),
  };
}
