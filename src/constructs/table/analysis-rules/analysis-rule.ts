import { AggregationAnalysisRule } from './aggregation-analysis-rule';
import type { AggregationAnalysisRuleOptions } from './aggregation-analysis-rule';
import { AssociationAnalysisRule } from './association-analysis-rule';
import type { AssociationAnalysisRuleOptions } from './association-analysis-rule';
import { CustomAnalysisRule } from './custom-analysis-rule';
import type { CustomAnalysisRuleOptions } from './custom-analysis-rule';
import { ListAnalysisRule } from './list-analysis-rule';
import type { ListAnalysisRuleOptions } from './list-analysis-rule';
import { checked } from '../../../foundation/parameters';

/**
 * Creates the analysis rules of configured tables and of their associations.
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { AllowedColumns, AnalysisRule, ConfiguredTable, TableSource } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const people = AnalysisRule.aggregation().joinOn('hashed_email').countDistinct('hashed_email').requireAtLeast(100, 'hashed_email');
 * new ConfiguredTable(stack, 'Purchases', {
 *   source: TableSource.glueTable({
 *     databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data'), prefix: 'purchases',
 *   }),
 *   allowedColumns: AllowedColumns.of('hashed_email', 'amount', 'city'),
 *   analysisRule: people.sum('amount').groupBy('city'), // a new rule: people stays as it is, for other tables
 * });
 */
@checked('AnalysisRule')
export class AnalysisRule {
  /**
   * Creates a rule under which queries can only compute statistics over a minimum number of distinct values.
   *
   * Use options, methods, or both: `AnalysisRule.aggregation().joinOn('hashed_email').sum('amount')`.
   *
   * @param options What is known of the rule. By default nothing, and the methods of the rule say the rest.
   */
  public static aggregation(options: AggregationAnalysisRuleOptions = {}): AggregationAnalysisRule {
    return AggregationAnalysisRule._of(options);
  }

  /**
   * Creates a rule under which queries can only list the rows that two tables have in common.
   *
   * Use options, methods, or both: `AnalysisRule.list().joinOn('hashed_email').list('segment')`.
   *
   * @param options What is known of the rule. By default nothing, and the methods of the rule say the rest.
   */
  public static list(options: ListAnalysisRuleOptions = {}): ListAnalysisRule {
    return ListAnalysisRule._of(options);
  }

  /**
   * Creates a rule that allows certain analysis templates, or any analysis of certain accounts.
   *
   * Use options, methods, or both: `AnalysisRule.custom().allowTemplates(template).disallowOutput('user_id')`.
   *
   * @param options What is known of the rule. By default nothing is allowed, and the methods of the rule say the rest.
   */
  public static custom(options: CustomAnalysisRuleOptions = {}): CustomAnalysisRule {
    return CustomAnalysisRule._of(options);
  }

  /**
   * Creates a collaboration analysis rule, which says who may receive results in one collaboration, and which additional analyses may run.
   *
   * Use options, methods, or both: `AnalysisRule.forAssociation().allowResultReceivers('222222222222')`.
   *
   * @param options The receivers and the additional analyses. By default nobody may receive results.
   */
  public static forAssociation(options: AssociationAnalysisRuleOptions = {}): AssociationAnalysisRule {
    return AssociationAnalysisRule._of(options);
  }

  private constructor() {}
}
