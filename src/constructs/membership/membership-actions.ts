/*
 * IAM actions on memberships by intent, sorted. For the resource types that each supports, see the service authorization reference:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** Read a membership, and the lists of its queries and jobs. Granted on the membership. */
export const READ_MEMBERSHIP = [
  'cleanrooms:GetMembership',
  'cleanrooms:ListPrivacyBudgets',
  'cleanrooms:ListProtectedJobs',
  'cleanrooms:ListProtectedQueries',
];

/** Read the remaining privacy budgets of a membership. Granted on the membership. */
export const READ_PRIVACY_BUDGETS = ['cleanrooms:ListPrivacyBudgets'];

/** Export the Spark logs of queries, and follow the exports. Granted on the membership. */
export const EXPORT_ANALYSIS_LOGS = [
  'cleanrooms:GetAnalysisLogExport',
  'cleanrooms:ListAnalysisLogExports',
  'cleanrooms:StartAnalysisLogExport',
];

/** Disallow the use of intermediate tables that are filled from tables of the membership. Granted on the membership. */
export const DISALLOW_INTERMEDIATE_TABLE = ['cleanrooms:DisallowIntermediateTable'];
