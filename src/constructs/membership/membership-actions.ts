/*
 * IAM actions on memberships by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** See a membership. On the membership. */
export const READ_MEMBERSHIP = [
  'cleanrooms:GetMembership',
  'cleanrooms:ListPrivacyBudgets',
  'cleanrooms:ListProtectedJobs',
  'cleanrooms:ListProtectedQueries',
];

/** See what is left of the privacy budgets of a membership. On the membership. */
export const READ_PRIVACY_BUDGETS = ['cleanrooms:ListPrivacyBudgets'];

/** Stop the use of intermediate tables that were made of own tables. On the membership. */
export const DISALLOW_INTERMEDIATE_TABLE = ['cleanrooms:DisallowIntermediateTable'];
