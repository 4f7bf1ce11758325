export { CleanRoom } from './constructs/clean-room/clean-room';
export type {
  CleanRoomCreatorOptions, CleanRoomMemberOptions, CleanRoomProps, JoinCleanRoomOptions,
} from './constructs/clean-room/clean-room';
export type { ExpectedTableOptions } from './constructs/clean-room/expected-table';
export { CleanRoomMember } from './constructs/clean-room/clean-room-member';
export type { CleanRoomInvitation, CleanRoomLaterMember, CleanRoomMemberSettings } from './constructs/clean-room/member-settings';
export { CleanRoomPartner } from './constructs/clean-room/clean-room-partner';
export type { CleanRoomPartnerOptions, PartnerAnalysisTemplateOptions } from './constructs/clean-room/clean-room-partner';
export { CleanRoomTable } from './constructs/clean-room/clean-room-table';
export type {
  CleanRoomIdMappingTableOptions, CleanRoomIntermediateTableOptions, CleanRoomTableOptions,
} from './constructs/clean-room/clean-room-table';
export { MemberResults } from './constructs/clean-room/member-results';
export type { MemberResultsOptions, NewResultsBucketOptions } from './constructs/clean-room/member-results';
export { ScheduledQuery } from './constructs/clean-room/scheduled-query';
export type { ScheduledQueryOptions, ScheduledQueryProps } from './constructs/clean-room/scheduled-query';

export { AggregateFunction, AggregationAnalysisRule } from './constructs/table/analysis-rules/aggregation-analysis-rule';
export type { AggregateColumns, AggregationAnalysisRuleOptions, OutputConstraint } from './constructs/table/analysis-rules/aggregation-analysis-rule';
export { AnalysisRule } from './constructs/table/analysis-rules/analysis-rule';
export { AssociationAnalysisRule } from './constructs/table/analysis-rules/association-analysis-rule';
export type { AssociationAnalysisRuleOptions } from './constructs/table/analysis-rules/association-analysis-rule';
export { AdditionalAnalyses, AnalysisRuleType, ConfiguredTableAnalysisRule, JoinOperator } from './constructs/table/analysis-rules/configured-table-analysis-rule';
export { CustomAnalysisRule } from './constructs/table/analysis-rules/custom-analysis-rule';
export type { CustomAnalysisRuleOptions } from './constructs/table/analysis-rules/custom-analysis-rule';
export { AggregateExpressions } from './constructs/table/analysis-rules/custom-rule-controls';
export type {
  AggregationThreshold, AggregationThresholdOptions, ComparisonControls, OutputColumnThreshold,
} from './constructs/table/analysis-rules/custom-rule-controls';
export { ListAnalysisRule } from './constructs/table/analysis-rules/list-analysis-rule';
export type { ListAnalysisRuleOptions } from './constructs/table/analysis-rules/list-analysis-rule';
export { ScalarFunction } from './constructs/table/analysis-rules/scalar-function';

export { Collaboration } from './constructs/collaboration/collaboration';
export type { CollaborationAttributes, CollaborationProps, ICollaboration } from './constructs/collaboration/collaboration';
export type { CollaborationOptions, LaterAutoApproval } from './constructs/collaboration/collaboration-options';
export { AnalyticsEngine, AutoApprovedChangeType } from './constructs/collaboration/collaboration-settings';
export type { DataEncryption } from './constructs/collaboration/collaboration-settings';
export { CollaborationGrants } from './constructs/collaboration/collaboration-grants';
export { MemberAbility, MlMemberAbility, PaymentResponsibility } from './constructs/collaboration/collaboration-member';
export type { CollaborationCreator, LaterMemberSettings, MemberSpecification } from './constructs/collaboration/collaboration-member';

export { Membership } from './constructs/membership/membership';
export type { IMembership, MembershipOptions, MembershipProps } from './constructs/membership/membership';
export { MembershipGrants } from './constructs/membership/membership-grants';
export type { AnalysisLogLocation } from './constructs/membership/membership-grants';
export { ChangeRequestApproval, ChangeRequestDecision } from './constructs/collaboration/change-request-approval';
export type { ChangeRequestApprovalProps } from './constructs/collaboration/change-request-approval';
export { CollaborationChange } from './constructs/collaboration/collaboration-change';
export type { MemberChangeOptions } from './constructs/collaboration/collaboration-change';
export { LiveChange } from './constructs/collaboration/live-change';
export type { LiveChangeOptions } from './constructs/collaboration/live-change';
export { CollaborationChangeRequest, WhenNotApproved } from './constructs/collaboration/collaboration-change-request';
export type { CollaborationChangeRequestProps } from './constructs/collaboration/collaboration-change-request';
export { MemberRemoval } from './constructs/collaboration/member-removal';
export type { MemberRemovalProps } from './constructs/collaboration/member-removal';

export { CleanRoomsEvents } from './constructs/collaboration/cleanrooms-events';
export { WorkerType } from './constructs/analysis/compute-configuration';
export type { ComputeConfiguration } from './constructs/analysis/compute-configuration';
export { QueryOutput } from './constructs/analysis/query-output';
export type { S3QueryOutputOptions } from './constructs/analysis/query-output';
export { QueryStatement } from './constructs/analysis/query-statement';
export { RunProtectedQuery } from './constructs/analysis/run-protected-query';
export type { RunProtectedQueryOptions, RunProtectedQueryProps } from './constructs/analysis/run-protected-query';
export { ResultFormat } from './constructs/membership/result-configuration';
export type { JobResultConfiguration, QueryResultConfiguration, ResultConfiguration } from './constructs/membership/result-configuration';

export { AllowedColumns } from './constructs/table/allowed-columns';
export { AnalysisMethod, ConfiguredTable } from './constructs/table/configured-table';
export type { ConfiguredTableProps, IConfiguredTable } from './constructs/table/configured-table';
export { ConfiguredTableGrants } from './constructs/table/configured-table-grants';
export { TableSource } from './constructs/table/table-source';
export type { GlueTableAttributes, GlueTableOptions } from './constructs/table/sources/glue-table';
export type { AthenaTableAttributes, AthenaTableOptions, BucketFolder } from './constructs/table/sources/athena-table';
export { SnowflakeColumnType } from './constructs/table/sources/snowflake-table';
export type { SnowflakeColumn, SnowflakeTableAttributes } from './constructs/table/sources/snowflake-table';
export type { DatabricksTableAttributes } from './constructs/table/sources/databricks-table';

export { TableAccessRole } from './constructs/table/table-access-role';
export type { TableAccessRoleProps } from './constructs/table/table-access-role';
export { ConfiguredTableAssociation } from './constructs/table/configured-table-association';
export type {
  ConfiguredTableAssociationAttributes, ConfiguredTableAssociationProps, IConfiguredTableAssociation,
} from './constructs/table/configured-table-association';
export { ConfiguredTableAssociationGrants } from './constructs/table/configured-table-association-grants';

export { IdNamespaceAssociation } from './constructs/identity/id-namespace-association';
export type {
  IIdNamespaceAssociation, IdNamespaceAssociationAttributes, IdNamespaceAssociationLookupOptions, IdNamespaceAssociationOptions,
  IdNamespaceAssociationProps,
} from './constructs/identity/id-namespace-association';
export { IdNamespaceAssociationGrants } from './constructs/identity/id-namespace-association-grants';
export { IdMappingTable } from './constructs/identity/id-mapping-table';
export type { IIdMappingTable, IdMappingTableAttributes, IdMappingTableOptions, IdMappingTableProps } from './constructs/identity/id-mapping-table';
export { IdMappingTableGrants } from './constructs/identity/id-mapping-table-grants';

export { IntermediateTable } from './constructs/table/intermediate-table';
export type { IIntermediateTable, IntermediateTableAttributes, IntermediateTableOptions, IntermediateTableProps } from './constructs/table/intermediate-table';
export { IntermediateTableGrants } from './constructs/table/intermediate-table-grants';
export type { IIntermediateTableRef } from './constructs/table/intermediate-table-grants';
export { IntermediateTablePopulation } from './constructs/table/intermediate-table-population';
export type { IntermediateTablePopulationProps } from './constructs/table/intermediate-table-population';
export { PopulationAnalysis } from './constructs/table/population-analysis';

export { TrainingDataset } from './constructs/ml/training-dataset';
export type { ITrainingDataset, TrainingDatasetProps } from './constructs/ml/training-dataset';
export { TrainingDatasetGrants } from './constructs/ml/training-dataset-grants';
export { ConfiguredModelAlgorithm } from './constructs/ml/configured-model-algorithm';
export type {
  ConfiguredModelAlgorithmProps, IConfiguredModelAlgorithm, ModelContainer, ModelMetric, TrainingContainer,
} from './constructs/ml/configured-model-algorithm';
export { ConfiguredModelAlgorithmGrants } from './constructs/ml/configured-model-algorithm-grants';
export { ConfiguredModelAlgorithmAssociation } from './constructs/ml/configured-model-algorithm-association';
export type {
  ConfiguredModelAlgorithmAssociationLookupOptions, ConfiguredModelAlgorithmAssociationProps, IConfiguredModelAlgorithmAssociation,
} from './constructs/ml/configured-model-algorithm-association';
export { ConfiguredModelAlgorithmAssociationGrants } from './constructs/ml/configured-model-algorithm-association-grants';
export { ContainerLogType, LogRedaction, MetricNoise, TrainedModelFile } from './constructs/ml/model-privacy';
export type {
  ContainerLogsPolicy, ModelPrivacy, TrainedModelExportPolicy, TrainedModelInferencePolicy, TrainedModelPolicy,
} from './constructs/ml/model-privacy';

export { MlConfiguration } from './constructs/ml/ml-configuration';
export type { MlConfigurationProps } from './constructs/ml/ml-configuration';
export type { MlOutputLocation } from './constructs/ml/ml-output';
export { MlInputChannel, MlInputChannelGrants } from './constructs/ml/ml-input-channel';
export type { IMlInputChannel, MlInputChannelLookupOptions } from './constructs/ml/ml-input-channel';
export { TrainedModel, TrainedModelGrants } from './constructs/ml/trained-model';
export type { ITrainedModel, TrainedModelLookupOptions } from './constructs/ml/trained-model';

export { AudienceModel } from './constructs/ml/audience-model';
export type { AudienceModelProps, IAudienceModel } from './constructs/ml/audience-model';
export { AudienceModelGrants } from './constructs/ml/audience-model-grants';
export type { IAudienceModelRef } from './constructs/ml/audience-model-grants';
export { AudienceSizes } from './constructs/ml/audience-sizes';
export { ConfiguredAudienceModel } from './constructs/ml/configured-audience-model';
export type {
  AudienceGenerator, AudienceOutput, ConfiguredAudienceModelLookupOptions, ConfiguredAudienceModelProps, IConfiguredAudienceModel,
} from './constructs/ml/configured-audience-model';
export { ConfiguredAudienceModelGrants } from './constructs/ml/configured-audience-model-grants';
export { GenerateAudience } from './constructs/ml/generate-audience';
export type { GenerateAudienceProps } from './constructs/ml/generate-audience';
export { ExportAudience } from './constructs/ml/export-audience';
export type { ExportAudienceProps } from './constructs/ml/export-audience';
export { CreateMlInputChannel } from './constructs/ml/create-ml-input-channel';
export type { CreateMlInputChannelProps } from './constructs/ml/create-ml-input-channel';
export { CreateTrainedModel, DataDistribution, TrainingInputMode } from './constructs/ml/create-trained-model';
export type { CreateTrainedModelProps, TrainingDataChannel } from './constructs/ml/create-trained-model';
export { RunTrainedModelInference } from './constructs/ml/run-trained-model-inference';
export type { RunTrainedModelInferenceProps } from './constructs/ml/run-trained-model-inference';
export { ExportTrainedModel } from './constructs/ml/export-trained-model';
export type { ExportTrainedModelProps } from './constructs/ml/export-trained-model';
export type { IConfiguredAudienceModelRef } from './constructs/ml/configured-audience-model-grants';
export {
  ConfiguredAudienceModelAssociation, ConfiguredAudienceModelAssociationGrants,
} from './constructs/ml/configured-audience-model-association';
export type {
  ConfiguredAudienceModelAssociationLookupOptions, ConfiguredAudienceModelAssociationProps, IConfiguredAudienceModelAssociation,
} from './constructs/ml/configured-audience-model-association';

export type { CollaborationInvitation } from './constructs/collaboration/collaboration-lookup';
export type { MembershipLookupOptions } from './constructs/membership/membership-lookup';
export type { CollaborationLookupOptions } from './constructs/collaboration/named-lookup';
export { MembersJoined } from './constructs/collaboration/members-joined';
export type { MembersJoinedProps } from './constructs/collaboration/members-joined';
export { AnalysisType, SchemaReadiness } from './constructs/table/schema-readiness';
export type { SchemaReadinessProps } from './constructs/table/schema-readiness';

export { AnalysisParameterType } from './constructs/analysis/analysis-parameter';
export type { PySparkParameter, SqlParameter } from './constructs/analysis/analysis-parameter';
export { AnalysisSource, PySparkVersion } from './constructs/analysis/analysis-source';
export type { AnalysisArtifact, PySparkAnalysisOptions, PySparkOptions, SqlAnalysisOptions } from './constructs/analysis/analysis-source';
export { AnalysisTemplate } from './constructs/analysis/analysis-template';
export type {
  AnalysisTemplateAttributes, AnalysisTemplateLookupOptions, AnalysisTemplateOptions, AnalysisTemplateProps, IAnalysisTemplate,
} from './constructs/analysis/analysis-template';
export { AnalysisTemplateGrants } from './constructs/analysis/analysis-template-grants';
export { SyntheticDataColumnType } from './constructs/analysis/synthetic-data';
export type { SyntheticData, SyntheticDataColumn } from './constructs/analysis/synthetic-data';

export { AccessBudgetPeriod, PrivacyBudget } from './constructs/privacy-budget/privacy-budget';
export type { AccessBudgetOptions, CalendarBudget, DifferentialPrivacyBudgetOptions } from './constructs/privacy-budget/privacy-budget';
export { PrivacyBudgetTemplate } from './constructs/privacy-budget/privacy-budget-template';
export type {
  IPrivacyBudgetTemplate, PrivacyBudgetTemplateAttributes, PrivacyBudgetTemplateOptions, PrivacyBudgetTemplateProps,
} from './constructs/privacy-budget/privacy-budget-template';
export { PrivacyBudgetTemplateGrants } from './constructs/privacy-budget/privacy-budget-template-grants';

export { ProtectedQuery } from './constructs/analysis/protected-query';
export type { ProtectedQueryOptions, ProtectedQueryProps } from './constructs/analysis/protected-query';
export { ProtectedJob } from './constructs/analysis/protected-job';
export type { ProtectedJobOptions, ProtectedJobProps } from './constructs/analysis/protected-job';
export { IdMappingJobType, IdMappingTablePopulation } from './constructs/identity/id-mapping-table-population';
export type { IdMappingTablePopulationProps } from './constructs/identity/id-mapping-table-population';
export { DifferentialPrivacyAggregation, PrivacyImpactPreview } from './constructs/privacy-budget/privacy-impact-preview';
export type { PrivacyImpactPreviewProps } from './constructs/privacy-budget/privacy-impact-preview';

export { CustomResourceFunction } from './constructs/deployment/custom-resource-function';
export type { CustomResourceFunctionOptions } from './constructs/deployment/custom-resource-function';

export { CleanRoomsValidationPlugin } from './constructs/validation/clean-rooms-validation-plugin';
