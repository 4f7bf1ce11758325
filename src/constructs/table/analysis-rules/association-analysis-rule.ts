import { Lazy } from 'aws-cdk-lib';
import type { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { checkAssociationRuleInput } from './association-rules';
import type { AnalysisRuleType } from './configured-table-analysis-rule';
import { copied } from '../../../foundation/copied';
import { checked } from '../../../foundation/parameters';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** Options of the analysis rule of an association. Methods of the rule can add to all of them. */
export interface AssociationAnalysisRuleOptions {
  /**
   * The accounts that may receive the results of queries on the table. They must be members who can receive results.
   *
   * @default - no result receivers: no query can use the table directly
   */
  readonly allowedResultReceivers?: string[];

  /**
   * The ARNs of additional analyses that may run on the results, at most 25: associations of configured audience models,
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/configuredaudiencemodelassociation/<id>`, and of configured
   * model algorithms,
   * `arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/configured-model-algorithm-association/<id>`. Use
   * `*` for any account or id.
   *
   * @default - no additional analyses
   */
  readonly allowedAdditionalAnalyses?: string[];

  /**
   * The type of the analysis rule of the table. Required if this app does not define the table with its rule.
   *
   * @default - the type of the rule of the table
   */
  readonly ruleType?: AnalysisRuleType;
}

/**
 * The collaboration analysis rule of a table: who may receive results, and which additional analyses may run. It has the type of the
 * analysis rule of the table.
 *
 * An immutable value, created by `AnalysisRule.forAssociation`: each method returns a new rule, so that several rules can start from
 * the same one.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/add-collaboration-analysis-rule.html
 */
@checked('AssociationAnalysisRule')
export class AssociationAnalysisRule {
  /** @internal */
  public static _of(options: AssociationAnalysisRuleOptions): AssociationAnalysisRule {
    return new AssociationAnalysisRule(copied(options));
  }

  private constructor(
    /** The options of the rule. */
    public readonly options: AssociationAnalysisRuleOptions,
  ) {}

  /**
   * Returns a copy of this rule with additional accounts that may receive results.
   *
   * @param accountIds Accounts of members with the ability to receive results.
   */
  public allowResultReceivers(...accountIds: string[]): AssociationAnalysisRule {
    return this.with({ allowedResultReceivers: [...this.options.allowedResultReceivers ?? [], ...accountIds] });
  }

  /**
   * Returns a copy of this rule with additional analyses, by their ARNs, that may run on the results. Use `*` for any account or id.
   *
   * @param arns ARNs of associations of configured audience models, or of configured model algorithms. At most 25 in all.
   */
  public allowAdditionalAnalyses(...arns: string[]): AssociationAnalysisRule {
    return this.with({ allowedAdditionalAnalyses: [...this.options.allowedAdditionalAnalyses ?? [], ...arns] });
  }

  /**
   * Returns a copy of this rule with the given type. Required if this app does not define the table with its rule.
   *
   * @param ruleType The type of the rule of the configured table. Another type is refused by the service.
   */
  public forRuleType(ruleType: AnalysisRuleType): AssociationAnalysisRule {
    return this.with({ ruleType });
  }

  /** @internal */
  public _check(): ValidationFault[] {
    const { allowedResultReceivers = [], allowedAdditionalAnalyses = [] } = this.options;
    return checkAssociationRuleInput({ receivers: allowedResultReceivers, additionalAnalyses: allowedAdditionalAnalyses });
  }

  /** Renders the rule. The type of the table's rule is read when the template is written. @internal */
  public _render(typeOfTableRule: () => string | undefined): CfnConfiguredTableAssociation.ConfiguredTableAssociationAnalysisRuleProperty {
    const { allowedResultReceivers, allowedAdditionalAnalyses, ruleType } = this.options;
    const type = () => ruleType ?? typeOfTableRule();
    return {
      type: Lazy.uncachedString({ produce: type }),
      policy: {
        v1: Lazy.uncachedAny({ produce: () => ({ [type()?.toLowerCase() ?? '']: { allowedResultReceivers, allowedAdditionalAnalyses } }) }),
      },
    };
  }

  private with(options: AssociationAnalysisRuleOptions): AssociationAnalysisRule {
    return new AssociationAnalysisRule(copied({ ...this.options, ...options }));
  }
}
