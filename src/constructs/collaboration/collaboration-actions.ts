/*
 * IAM actions on collaborations by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** Of a collaboration: see it, its members and the tables in it. On the collaboration. */
export const READ_COLLABORATION = [
  'cleanrooms:GetCollaboration',
  'cleanrooms:ListMembers',
  'cleanrooms:ListSchemas',
];

/** Rename a collaboration, remove members, and ask for changes of a live one. On the collaboration. */
export const MANAGE_COLLABORATION = [
  'cleanrooms:CreateCollaborationChangeRequest',
  'cleanrooms:DeleteMember',
  'cleanrooms:GetCollaborationChangeRequest',
  'cleanrooms:ListCollaborationChangeRequests',
  'cleanrooms:UpdateCollaboration',
  'cleanrooms:UpdateCollaborationChangeRequest',
];

/** See what is left of the privacy budgets of a collaboration. On the collaboration. */
export const READ_COLLABORATION_PRIVACY_BUDGETS = ['cleanrooms:ListCollaborationPrivacyBudgets'];
