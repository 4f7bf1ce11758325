/*
 * IAM actions on privacy budgets by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** Read a privacy budget template. On the template. */
export const READ_PRIVACY_BUDGET_TEMPLATE = ['cleanrooms:GetPrivacyBudgetTemplate'];

/** Change the amounts of a privacy budget template. On the template. */
export const MANAGE_PRIVACY_BUDGET_TEMPLATE = ['cleanrooms:UpdatePrivacyBudgetTemplate'];
