import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_PRIVACY_BUDGET_TEMPLATE, READ_PRIVACY_BUDGET_TEMPLATE } from './privacy-budget-actions';

/** Permissions on a privacy budget template. What is left of a budget is read with the grants of the membership. */
export class PrivacyBudgetTemplateGrants {
  /** Permissions on the given template, be it an L2, an L1 or imported. */
  public static fromPrivacyBudgetTemplate(template: refs.IPrivacyBudgetTemplateRef): PrivacyBudgetTemplateGrants {
    return new PrivacyBudgetTemplateGrants(template);
  }

  private constructor(private readonly template: refs.IPrivacyBudgetTemplateRef) {}

  /** Lets the grantee see the template. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_PRIVACY_BUDGET_TEMPLATE);
  }

  /** Lets the grantee change the amounts of the budget. */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_PRIVACY_BUDGET_TEMPLATE, ...MANAGE_PRIVACY_BUDGET_TEMPLATE);
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetPrivacyBudgetTemplate`, on this template. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.template.privacyBudgetTemplateRef.privacyBudgetTemplateArn] });
  }
}
