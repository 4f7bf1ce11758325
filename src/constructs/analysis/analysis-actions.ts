/*
 * IAM actions on analyses by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** Read an analysis template. On the template. */
export const READ_ANALYSIS_TEMPLATE = ['cleanrooms:GetAnalysisTemplate'];

/** Change the description of an analysis template. On the template. */
export const MANAGE_ANALYSIS_TEMPLATE = ['cleanrooms:UpdateAnalysisTemplate'];

/** Start queries. On the membership, and on the templates and tables that they use. */
export const START_QUERY = ['cleanrooms:StartProtectedQuery'];

/**
 * What the service reads in the name of who starts a query or a job, by the service authorization reference. On the collaboration, and on
 * the tables that the query or job uses.
 */
export const READ_SCHEMA = ['cleanrooms:GetSchema'];

/** Read which tables there are, their columns and their rules, to write a query. On the collaboration, and on the tables. */
export const READ_SCHEMAS = [
  'cleanrooms:BatchGetSchema',
  'cleanrooms:BatchGetSchemaAnalysisRule',
  'cleanrooms:GetSchema',
  'cleanrooms:GetSchemaAnalysisRule',
  'cleanrooms:ListSchemas',
];

/** The same, for a query or a job of a template. On the collaboration and the template. */
export const READ_TEMPLATE_OF_COLLABORATION = ['cleanrooms:GetCollaborationAnalysisTemplate'];

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
