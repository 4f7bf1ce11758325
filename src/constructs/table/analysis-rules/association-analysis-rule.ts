import { Lazy } from 'aws-cdk-lib';
import type { CfnConfiguredTableAssociation } from 'aws-cdk-lib/aws-cleanrooms';
import { checkAssociationRuleInput } from './association-rules';
import type { AnalysisRuleType } from './configured-table-analysis-rule';
import { copied } from './copied';
import type { ValidationFault } from '../../../foundation/validation-faults';

/** What is known of the rule of an association from the start; every part can be added to later. */
export interface AssociationAnalysisRuleOptions {
  /**
   * The accounts that may receive the results of queries on the table, members who can receive results.
   *
   * @default - none: no query can use the table directly
   */
  readonly allowedResultReceivers?: string[];

  /**
   * The ARNs of what may analyse the results further, at most 25: associations of configured audience models,
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/configuredaudiencemodelassociation/<id>`, and of configured
   * model algorithms,
   * `arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/configured-model-algorithm-association/<id>`. `*` can
   * stand for an account or an id.
   *
   * @default - none
   */
  readonly allowedAdditionalAnalyses?: string[];

  /**
   * The type of the rule of the table.
   *
   * @default - known from the table, where this app defines it with its rule
   */
  readonly ruleType?: AnalysisRuleType;
}

/**
 * What one collaboration may do with a table, within what the rule of the table allows. Its type is that of the table's rule.
 *
 * An immutable value, made by `AnalysisRule.forAssociation`: each method returns a new rule, so that a rule can be the start of others.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/add-collaboration-analysis-rule.html
 */
export class AssociationAnalysisRule {
  /** @internal */
  public static _of(parts: AssociationAnalysisRuleOptions): AssociationAnalysisRule {
    return new AssociationAnalysisRule(copied(parts));
  }

  private constructor(
    /** The parts of the rule. */
    public readonly parts: AssociationAnalysisRuleOptions,
  ) {}

  /** This rule, under which the given accounts may receive results of queries, too. */
  public allowResultReceivers(...accountIds: string[]): AssociationAnalysisRule {
    return this.with({ allowedResultReceivers: [...this.parts.allowedResultReceivers ?? [], ...accountIds] });
  }

  /** This rule, under which the analyses with the given ARNs may run on the results, too. `*` can stand for an account or an id. */
  public allowAdditionalAnalyses(...arns: string[]): AssociationAnalysisRule {
    return this.with({ allowedAdditionalAnalyses: [...this.parts.allowedAdditionalAnalyses ?? [], ...arns] });
  }

  /** This rule for a table whose rule is of the given type: needed where this app does not define the table with its rule. */
  public forRuleType(ruleType: AnalysisRuleType): AssociationAnalysisRule {
    return this.with({ ruleType });
  }

  /** @internal */
  public _check(): ValidationFault[] {
    const { allowedResultReceivers = [], allowedAdditionalAnalyses = [] } = this.parts;
    return checkAssociationRuleInput({ receivers: allowedResultReceivers, additionalAnalyses: allowedAdditionalAnalyses });
  }

  /** The rule as the template has it, for a table whose rule is of a type that is known when the template is written. @internal */
  public _render(typeOfTableRule: () => string | undefined): CfnConfiguredTableAssociation.ConfiguredTableAssociationAnalysisRuleProperty {
    const { allowedResultReceivers, allowedAdditionalAnalyses, ruleType } = this.parts;
    const type = () => ruleType ?? typeOfTableRule();
    return {
      type: Lazy.uncachedString({ produce: type }),
      policy: {
        v1: Lazy.uncachedAny({ produce: () => ({ [type()?.toLowerCase() ?? '']: { allowedResultReceivers, allowedAdditionalAnalyses } }) }),
      },
    };
  }

  private with(parts: AssociationAnalysisRuleOptions): AssociationAnalysisRule {
    return new AssociationAnalysisRule(copied({ ...this.parts, ...parts }));
  }
}
