import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_PRIVACY_BUDGET_TEMPLATE, READ_PRIVACY_BUDGET_TEMPLATE } from './privacy-budget-actions';
import { checked } from '../../foundation/parameters';

/** Permissions on a privacy budget template. The grants of the membership have the permission to read the remaining budget. */
@checked('PrivacyBudgetTemplateGrants')
export class PrivacyBudgetTemplateGrants {
  /**
   * Creates grants for a template, which can be an L2, an L1 or imported.
   *
   * @param template The budget template.
   */
  public static fromPrivacyBudgetTemplate(template: refs.IPrivacyBudgetTemplateRef): PrivacyBudgetTemplateGrants {
    return new PrivacyBudgetTemplateGrants(template);
  }

  private constructor(private readonly template: refs.IPrivacyBudgetTemplateRef) {}

  /**
   * Grants read access to the template.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_PRIVACY_BUDGET_TEMPLATE);
  }

  /**
   * Grants permission to read the template, and to change the amounts of the budget.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_PRIVACY_BUDGET_TEMPLATE, ...MANAGE_PRIVACY_BUDGET_TEMPLATE);
  }

  /**
   * Grants the given actions, such as `cleanrooms:GetPrivacyBudgetTemplate`, on this template.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.template.privacyBudgetTemplateRef.privacyBudgetTemplateArn] });
  }
}
