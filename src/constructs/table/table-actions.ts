/*
 * IAM actions on tables by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** See a configured table and its rule. On the table. */
export const READ_CONFIGURED_TABLE = ['cleanrooms:GetConfiguredTable', 'cleanrooms:GetConfiguredTableAnalysisRule'];

/** Change the rule and the description of a configured table. On the table. */
export const MANAGE_CONFIGURED_TABLE = [
  'cleanrooms:CreateConfiguredTableAnalysisRule',
  'cleanrooms:DeleteConfiguredTableAnalysisRule',
  'cleanrooms:UpdateConfiguredTable',
  'cleanrooms:UpdateConfiguredTableAnalysisRule',
];

/** See the association of a table and its rule. On the association. */
export const READ_CONFIGURED_TABLE_ASSOCIATION = [
  'cleanrooms:GetConfiguredTableAssociation',
  'cleanrooms:GetConfiguredTableAssociationAnalysisRule',
];

/** Change the rule and the description of the association of a table. On the association. */
export const MANAGE_CONFIGURED_TABLE_ASSOCIATION = [
  'cleanrooms:CreateConfiguredTableAssociationAnalysisRule',
  'cleanrooms:DeleteConfiguredTableAssociationAnalysisRule',
  'cleanrooms:UpdateConfiguredTableAssociation',
  'cleanrooms:UpdateConfiguredTableAssociationAnalysisRule',
];

/** See an intermediate table, its versions and its rule. On the table and its membership. */
export const READ_INTERMEDIATE_TABLE = [
  'cleanrooms:GetIntermediateTable',
  'cleanrooms:GetIntermediateTableAnalysisRule',
  'cleanrooms:ListIntermediateTableVersions',
];

/** Fill an intermediate table. On the table and its membership, and on the tables that it is filled from. */
export const POPULATE_INTERMEDIATE_TABLE = ['cleanrooms:PopulateIntermediateTable'];

/** Change the rule, the key and the description of an intermediate table. On the table and its membership. */
export const MANAGE_INTERMEDIATE_TABLE = [
  'cleanrooms:CreateIntermediateTableAnalysisRule',
  'cleanrooms:DeleteIntermediateTableAnalysisRule',
  'cleanrooms:UpdateIntermediateTable',
  'cleanrooms:UpdateIntermediateTableAnalysisRule',
];
