/*
 * IAM actions on ID namespaces and ID mapping tables by intent, sorted. The service authorization reference says which resource each of them is bound to:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html
 */

/** Read the association of an ID namespace. On the association and its membership. */
export const READ_ID_NAMESPACE_ASSOCIATION = ['cleanrooms:GetIdNamespaceAssociation'];

/** Change the name, the description and the settings of the association of an ID namespace. On the association and its membership. */
export const MANAGE_ID_NAMESPACE_ASSOCIATION = ['cleanrooms:UpdateIdNamespaceAssociation'];

/** Read an ID mapping table. On the table and its membership. */
export const READ_ID_MAPPING_TABLE = ['cleanrooms:GetIdMappingTable'];

/** Populate an ID mapping table. On the table and its membership. */
export const POPULATE_ID_MAPPING_TABLE = ['cleanrooms:PopulateIdMappingTable'];

/** What Entity Resolution is asked in the name of who populates an ID mapping table. On the workflow. */
export const READ_ID_MAPPING_WORKFLOW = ['entityresolution:GetIdMappingWorkflow'];

/** Change the key and the description of an ID mapping table. On the table and its membership. */
export const MANAGE_ID_MAPPING_TABLE = ['cleanrooms:UpdateIdMappingTable'];
