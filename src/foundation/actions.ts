/*
 * IAM actions by intent, sorted. The service authorization reference decides which resource each of them is bound to:
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

/** See a membership. On the membership. */
export const READ_MEMBERSHIP = [
  'cleanrooms:GetMembership',
  'cleanrooms:ListPrivacyBudgets',
  'cleanrooms:ListProtectedJobs',
  'cleanrooms:ListProtectedQueries',
];

/** Start queries. On the membership, and on the templates and tables that they use. */
export const START_QUERY = ['cleanrooms:StartProtectedQuery'];

/** Follow and cancel queries. On the membership. */
export const FOLLOW_QUERY = [
  'cleanrooms:GetProtectedQuery',
  'cleanrooms:ListProtectedQueries',
  'cleanrooms:UpdateProtectedQuery',
];

/** Start PySpark jobs. On the membership, and on the templates and tables that they use. */
export const START_JOB = ['cleanrooms:StartProtectedJob'];

/** Follow and cancel PySpark jobs. On the membership. */
export const FOLLOW_JOB = [
  'cleanrooms:GetProtectedJob',
  'cleanrooms:ListProtectedJobs',
  'cleanrooms:UpdateProtectedJob',
];

/** See what is left of the privacy budgets of a membership. On the membership. */
export const READ_PRIVACY_BUDGETS = ['cleanrooms:ListPrivacyBudgets'];

/** See what is left of the privacy budgets of a collaboration. On the collaboration. */
export const READ_COLLABORATION_PRIVACY_BUDGETS = ['cleanrooms:ListCollaborationPrivacyBudgets'];

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

/** See the association of a configured audience model. On the association. */
export const READ_CONFIGURED_AUDIENCE_MODEL_ASSOCIATION = ['cleanrooms:GetConfiguredAudienceModelAssociation'];

/** Remove the resource policy of a configured audience model, as the service does in the caller's name. On the model. */
export const REMOVE_CONFIGURED_AUDIENCE_MODEL_POLICY = [
  'cleanrooms-ml:DeleteConfiguredAudienceModelPolicy',
  'cleanrooms-ml:GetConfiguredAudienceModelPolicy',
];

/** Keep the resource policy of a configured audience model, as the service does in the caller's name. On the model. */
export const MANAGE_CONFIGURED_AUDIENCE_MODEL_POLICY = [
  'cleanrooms-ml:DeleteConfiguredAudienceModelPolicy',
  'cleanrooms-ml:GetConfiguredAudienceModelPolicy',
  'cleanrooms-ml:PutConfiguredAudienceModelPolicy',
];

/** See the association of an ID namespace. On the association and its membership. */
export const READ_ID_NAMESPACE_ASSOCIATION = ['cleanrooms:GetIdNamespaceAssociation'];

/** Change the name, the description and the settings of the association of an ID namespace. On the association and its membership. */
export const MANAGE_ID_NAMESPACE_ASSOCIATION = ['cleanrooms:UpdateIdNamespaceAssociation'];

/** See an ID mapping table. On the table and its membership. */
export const READ_ID_MAPPING_TABLE = ['cleanrooms:GetIdMappingTable'];

/** Fill an ID mapping table. On the table and its membership. */
export const POPULATE_ID_MAPPING_TABLE = ['cleanrooms:PopulateIdMappingTable'];

/** Change the key and the description of an ID mapping table. On the table and its membership. */
export const MANAGE_ID_MAPPING_TABLE = ['cleanrooms:UpdateIdMappingTable'];

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

/** Stop the use of intermediate tables that were made of own tables. On the membership. */
export const DISALLOW_INTERMEDIATE_TABLE = ['cleanrooms:DisallowIntermediateTable'];

/** See a training data set. On the data set. */
export const READ_TRAINING_DATASET = ['cleanrooms-ml:GetTrainingDataset'];

/** Train a lookalike model. On the training data set. */
export const TRAIN_AUDIENCE_MODEL = ['cleanrooms-ml:CreateAudienceModel'];

/** See a configured model algorithm. On the algorithm. */
export const READ_CONFIGURED_MODEL_ALGORITHM = ['cleanrooms-ml:GetConfiguredModelAlgorithm'];

/** Bring a configured model algorithm into a collaboration. On the algorithm. */
export const ASSOCIATE_CONFIGURED_MODEL_ALGORITHM = ['cleanrooms-ml:CreateConfiguredModelAlgorithmAssociation'];

/** See the association of a configured model algorithm. On the association. */
export const READ_CONFIGURED_MODEL_ALGORITHM_ASSOCIATION = ['cleanrooms-ml:GetConfiguredModelAlgorithmAssociation'];

/** Train a model with a custom algorithm, and give it its data. On the association of the algorithm. */
export const TRAIN_MODEL = ['cleanrooms-ml:CreateMLInputChannel', 'cleanrooms-ml:CreateTrainedModel'];

/** Name a membership in a call of Clean Rooms ML. On the membership. */
export const PASS_MEMBERSHIP = ['cleanrooms:PassMembership'];

/** See an analysis template. On the template. */
export const READ_ANALYSIS_TEMPLATE = ['cleanrooms:GetAnalysisTemplate'];

/** Change the description of an analysis template. On the template. */
export const MANAGE_ANALYSIS_TEMPLATE = ['cleanrooms:UpdateAnalysisTemplate'];

/** See a privacy budget template. On the template. */
export const READ_PRIVACY_BUDGET_TEMPLATE = ['cleanrooms:GetPrivacyBudgetTemplate'];

/** Change the amounts of a privacy budget template. On the template. */
export const MANAGE_PRIVACY_BUDGET_TEMPLATE = ['cleanrooms:UpdatePrivacyBudgetTemplate'];
