import { AggregationAnalysisRule } from './aggregation-analysis-rule';
import type { AggregationAnalysisRuleOptions } from './aggregation-analysis-rule';
import { AssociationAnalysisRule } from './association-analysis-rule';
import type { AssociationAnalysisRuleOptions } from './association-analysis-rule';
import { CustomAnalysisRule } from './custom-analysis-rule';
import type { CustomAnalysisRuleOptions } from './custom-analysis-rule';
import { ListAnalysisRule } from './list-analysis-rule';
import type { ListAnalysisRuleOptions } from './list-analysis-rule';

/** Makes the analysis rules of configured tables and of their associations. */
export class AnalysisRule {
  /**
   * A rule that lets queries compute statistics over enough distinct values.
   *
   * What is known can be given here, the rest by methods: `AnalysisRule.aggregation().joinOn('hashed_email').sum('amount')`.
   */
  public static aggregation(options: AggregationAnalysisRuleOptions = {}): AggregationAnalysisRule {
    return AggregationAnalysisRule._of(options);
  }

  /**
   * A rule that lets queries list the rows that two tables have in common.
   *
   * What is known can be given here, the rest by methods: `AnalysisRule.list().joinOn('hashed_email').list('segment')`.
   */
  public static list(options: ListAnalysisRuleOptions = {}): ListAnalysisRule {
    return ListAnalysisRule._of(options);
  }

  /**
   * A rule that lets analyses run that were approved one by one, or any analysis of accounts that are trusted.
   *
   * What is known can be given here, the rest by methods: `AnalysisRule.custom().allowTemplates(template).disallowOutput('user_id')`.
   */
  public static custom(options: CustomAnalysisRuleOptions = {}): CustomAnalysisRule {
    return CustomAnalysisRule._of(options);
  }

  /**
   * A rule for what one collaboration may do with a table, within what the rule of the table allows.
   *
   * What is known can be given here, the rest by methods: `AnalysisRule.forAssociation().allowResultReceivers('222222222222')`.
   */
  public static forAssociation(options: AssociationAnalysisRuleOptions = {}): AssociationAnalysisRule {
    return AssociationAnalysisRule._of(options);
  }

  private constructor() {}
}
