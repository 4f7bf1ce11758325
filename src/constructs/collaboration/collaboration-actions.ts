/*
 * IAM actions on collaborations by intent, sorted. For the resource types that each supports, see the service authorization reference:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** Read a collaboration, its members and the list of its tables. Granted on the collaboration. */
export const READ_COLLABORATION = [
  'cleanrooms:GetCollaboration',
  'cleanrooms:ListMembers',
  'cleanrooms:ListSchemas',
];

/** Rename a collaboration, remove members, and request and approve changes. Granted on the collaboration. */
export const MANAGE_COLLABORATION = [
  'cleanrooms:CreateCollaborationChangeRequest',
  'cleanrooms:DeleteMember',
  'cleanrooms:GetCollaborationChangeRequest',
  'cleanrooms:ListCollaborationChangeRequests',
  'cleanrooms:UpdateCollaboration',
  'cleanrooms:UpdateCollaborationChangeRequest',
];

/** Read the remaining privacy budgets of a collaboration. Granted on the collaboration. */
export const READ_COLLABORATION_PRIVACY_BUDGETS = ['cleanrooms:ListCollaborationPrivacyBudgets'];
