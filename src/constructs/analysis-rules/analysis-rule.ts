import { AggregationAnalysisRule } from './aggregation-analysis-rule';
import type { AggregationAnalysisRuleOptions } from './aggregation-analysis-rule';

/** Makes the analysis rules of configured tables. */
export class AnalysisRule {
  /**
   * A rule that lets queries compute statistics over enough distinct values.
   *
   * What is known can be given here, the rest by methods: `AnalysisRule.aggregation().joinOn('hashed_email').sum('amount')`.
   */
  public static aggregation(options: AggregationAnalysisRuleOptions = {}): AggregationAnalysisRule {
    return AggregationAnalysisRule._of(options);
  }

  private constructor() {}
}
