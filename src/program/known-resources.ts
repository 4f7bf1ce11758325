/** The types of resources that the model of a program knows. What the library makes by custom resources stands beside what CloudFormation has. */
export const KnownResource = {
  COLLABORATION: 'AWS::CleanRooms::Collaboration',
  MEMBERSHIP: 'AWS::CleanRooms::Membership',
  CONFIGURED_TABLE: 'AWS::CleanRooms::ConfiguredTable',
  CONFIGURED_TABLE_ASSOCIATION: 'AWS::CleanRooms::ConfiguredTableAssociation',
  ANALYSIS_TEMPLATE: 'AWS::CleanRooms::AnalysisTemplate',
  PRIVACY_BUDGET_TEMPLATE: 'AWS::CleanRooms::PrivacyBudgetTemplate',
  ID_MAPPING_TABLE: 'AWS::CleanRooms::IdMappingTable',
  ID_NAMESPACE_ASSOCIATION: 'AWS::CleanRooms::IdNamespaceAssociation',
  INTERMEDIATE_TABLE: 'AWS::CleanRooms::IntermediateTable',
  MODEL_ALGORITHM_ASSOCIATION: 'AWS::CleanRoomsML::ConfiguredModelAlgorithmAssociation',
  ID_NAMESPACE: 'AWS::EntityResolution::IdNamespace',
  REGISTERED_LOCATION: 'AWS::LakeFormation::Resource',
  BUCKET: 'AWS::S3::Bucket',
  ANALYSIS_TEMPLATE_LOOKUP: 'Custom::CleanRoomsAnalysisTemplateLookup',
  AUDIENCE_MODEL_ASSOCIATION: 'Custom::CleanRoomsConfiguredAudienceModelAssociation',
  AUDIENCE_MODEL_ASSOCIATION_LOOKUP: 'Custom::CleanRoomsConfiguredAudienceModelAssociationLookup',
  CHANGE_REQUEST: 'Custom::CleanRoomsCollaborationChangeRequest',
  CHANGE_REQUEST_APPROVAL: 'Custom::CleanRoomsChangeRequestApproval',
  COLLABORATION_LOOKUP: 'Custom::CleanRoomsCollaborationLookup',
  ID_MAPPING_TABLE_POPULATION: 'Custom::CleanRoomsIdMappingTablePopulation',
  ID_NAMESPACE_ASSOCIATION_LOOKUP: 'Custom::CleanRoomsIdNamespaceAssociationLookup',
  INTERMEDIATE_TABLE_POPULATION: 'Custom::CleanRoomsIntermediateTablePopulation',
  MEMBERS_JOINED: 'Custom::CleanRoomsMembersJoined',
  MEMBER_REMOVAL: 'Custom::CleanRoomsMemberRemoval',
  MEMBERSHIP_LOOKUP: 'Custom::CleanRoomsMembershipLookup',
  PROTECTED_JOB: 'Custom::CleanRoomsProtectedJob',
  PROTECTED_QUERY: 'Custom::CleanRoomsProtectedQuery',
  SCHEMA_READINESS: 'Custom::CleanRoomsSchemaReadiness',
} as const;

/** The types of what is a table in queries: their names must be unique in a collaboration. */
export const TABLE_TYPES = [KnownResource.CONFIGURED_TABLE_ASSOCIATION, KnownResource.ID_MAPPING_TABLE, KnownResource.INTERMEDIATE_TABLE] as const;
