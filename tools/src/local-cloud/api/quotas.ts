/** How many of something the service allows, by the default quotas of the User Guide. */
export const DEFAULT_QUOTAS = {
  analysisTemplates: 100,
  collaborations: 500,
  columnsOfTable: 100,
  configuredAudienceModelAssociations: 5,
  configuredTables: 250,
  idMappingTables: 5,
  idNamespaceAssociations: 10,
  intermediateTables: 25,
  membersInvited: 5,
  memberships: 500,
  tableAssociations: 100,
};

export type Quotas = Readonly<typeof DEFAULT_QUOTAS>;
