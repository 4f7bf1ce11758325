export { AggregateFunction, AggregationAnalysisRule } from './constructs/analysis-rules/aggregation-analysis-rule';
export type { AggregateColumns, AggregationAnalysisRuleOptions, OutputConstraint } from './constructs/analysis-rules/aggregation-analysis-rule';
export { AnalysisRule } from './constructs/analysis-rules/analysis-rule';
export { AssociationAnalysisRule } from './constructs/analysis-rules/association-analysis-rule';
export type { AssociationAnalysisRuleOptions } from './constructs/analysis-rules/association-analysis-rule';
export { AdditionalAnalyses, AnalysisRuleType, ConfiguredTableAnalysisRule, JoinOperator } from './constructs/analysis-rules/configured-table-analysis-rule';
export { CustomAnalysisRule } from './constructs/analysis-rules/custom-analysis-rule';
export type { CustomAnalysisRuleOptions } from './constructs/analysis-rules/custom-analysis-rule';
export { AggregateExpressions } from './constructs/analysis-rules/custom-rule-controls';
export type {
  AggregationThreshold, AggregationThresholdOptions, ComparisonControls, OutputColumnThreshold,
} from './constructs/analysis-rules/custom-rule-controls';
export { ListAnalysisRule } from './constructs/analysis-rules/list-analysis-rule';
export type { ListAnalysisRuleOptions } from './constructs/analysis-rules/list-analysis-rule';
export { ScalarFunction } from './constructs/analysis-rules/scalar-function';

export { AnalyticsEngine, AutoApprovedChangeType, Collaboration } from './constructs/collaboration';
export type { CollaborationAttributes, CollaborationProps, DataEncryption, ICollaboration } from './constructs/collaboration';
export { CollaborationGrants } from './constructs/collaboration-grants';
export { MemberAbility, MlMemberAbility, PaymentResponsibility } from './constructs/collaboration-member';
export type { CollaborationCreator, MemberSpecification } from './constructs/collaboration-member';

export { Membership } from './constructs/membership';
export type { IMembership, MembershipOptions, MembershipProps } from './constructs/membership';
export { MembershipGrants } from './constructs/membership-grants';
export { ChangeRequestApproval, ChangeRequestDecision } from './constructs/change-request-approval';
export type { ChangeRequestApprovalProps } from './constructs/change-request-approval';
export { CollaborationChange } from './constructs/collaboration-change';
export type { MemberChangeOptions } from './constructs/collaboration-change';
export { CollaborationChangeRequest } from './constructs/collaboration-change-request';
export type { CollaborationChangeRequestProps } from './constructs/collaboration-change-request';
export { MemberRemoval } from './custom-resources/member-removal';
export type { MemberRemovalProps } from './custom-resources/member-removal';

export { CleanRoomsEvents } from './constructs/cleanrooms-events';
export { WorkerType } from './constructs/compute-configuration';
export type { ComputeConfiguration } from './constructs/compute-configuration';
export { QueryOutput } from './constructs/query-output';
export type { S3QueryOutputOptions } from './constructs/query-output';
export { QueryStatement } from './constructs/query-statement';
export { RunProtectedQuery } from './constructs/run-protected-query';
export type { RunProtectedQueryProps } from './constructs/run-protected-query';
export { ResultFormat } from './constructs/result-configuration';
export type { JobResultConfiguration, QueryResultConfiguration, ResultConfiguration } from './constructs/result-configuration';

export { AllowedColumns } from './constructs/allowed-columns';
export { AnalysisMethod, ConfiguredTable } from './constructs/configured-table';
export type { ConfiguredTableProps, IConfiguredTable } from './constructs/configured-table';
export { ConfiguredTableGrants } from './constructs/configured-table-grants';
export { TableSource } from './constructs/table-source';
export type { GlueTableAttributes, GlueTableOptions } from './constructs/glue-table';
export type { AthenaTableAttributes, AthenaTableOptions, BucketFolder } from './constructs/athena-table';
export { SnowflakeColumnType } from './constructs/snowflake-table';
export type { SnowflakeColumn, SnowflakeTableAttributes } from './constructs/snowflake-table';
export type { DatabricksTableAttributes } from './constructs/databricks-table';

export { ConfiguredTableAssociation } from './constructs/configured-table-association';
export type {
  ConfiguredTableAssociationAttributes, ConfiguredTableAssociationProps, IConfiguredTableAssociation,
} from './constructs/configured-table-association';
export { ConfiguredTableAssociationGrants } from './constructs/configured-table-association-grants';

export { IdNamespaceAssociation } from './constructs/id-namespace-association';
export type {
  IIdNamespaceAssociation, IdNamespaceAssociationAttributes, IdNamespaceAssociationLookupOptions, IdNamespaceAssociationProps,
} from './constructs/id-namespace-association';
export { IdNamespaceAssociationGrants } from './constructs/id-namespace-association-grants';
export { IdMappingTable } from './constructs/id-mapping-table';
export type { IIdMappingTable, IdMappingTableAttributes, IdMappingTableProps } from './constructs/id-mapping-table';
export { IdMappingTableGrants } from './constructs/id-mapping-table-grants';

export { IntermediateTable } from './constructs/intermediate-table';
export type { IIntermediateTable, IntermediateTableAttributes, IntermediateTableProps } from './constructs/intermediate-table';
export { IntermediateTableGrants } from './constructs/intermediate-table-grants';
export { PopulationAnalysis } from './constructs/population-analysis';

export { TrainingDataset } from './constructs/training-dataset';
export type { ITrainingDataset, TrainingDatasetProps } from './constructs/training-dataset';
export { TrainingDatasetGrants } from './constructs/training-dataset-grants';
export { ConfiguredModelAlgorithm } from './constructs/configured-model-algorithm';
export type {
  ConfiguredModelAlgorithmProps, IConfiguredModelAlgorithm, ModelContainer, ModelMetric, TrainingContainer,
} from './constructs/configured-model-algorithm';
export { ConfiguredModelAlgorithmGrants } from './constructs/configured-model-algorithm-grants';
export { ConfiguredModelAlgorithmAssociation } from './constructs/configured-model-algorithm-association';
export type {
  ConfiguredModelAlgorithmAssociationProps, IConfiguredModelAlgorithmAssociation,
} from './constructs/configured-model-algorithm-association';
export { ConfiguredModelAlgorithmAssociationGrants } from './constructs/configured-model-algorithm-association-grants';
export { ContainerLogType, LogRedaction, MetricNoise, TrainedModelFile } from './constructs/model-privacy';
export type {
  ContainerLogsPolicy, ModelPrivacy, TrainedModelExportPolicy, TrainedModelInferencePolicy, TrainedModelPolicy,
} from './constructs/model-privacy';

export {
  ConfiguredAudienceModelAssociation, ConfiguredAudienceModelAssociationGrants,
} from './custom-resources/configured-audience-model-association';
export type {
  ConfiguredAudienceModelAssociationLookupOptions, ConfiguredAudienceModelAssociationProps, IConfiguredAudienceModelAssociation,
} from './custom-resources/configured-audience-model-association';

export type { CollaborationInvitation } from './custom-resources/collaboration-lookup';
export type { MembershipLookupOptions } from './custom-resources/membership-lookup';
export type { CollaborationLookupOptions } from './custom-resources/named-lookup';
export { MembersJoined } from './custom-resources/members-joined';
export type { MembersJoinedProps } from './custom-resources/members-joined';
export { AnalysisType, SchemaReadiness } from './custom-resources/schema-readiness';
export type { SchemaReadinessProps } from './custom-resources/schema-readiness';

export { AnalysisParameterType } from './constructs/analysis-parameter';
export type { PySparkParameter, SqlParameter } from './constructs/analysis-parameter';
export { AnalysisSource, PySparkVersion } from './constructs/analysis-source';
export type { AnalysisArtifact, PySparkAnalysisOptions, SqlAnalysisOptions } from './constructs/analysis-source';
export { AnalysisTemplate } from './constructs/analysis-template';
export type {
  AnalysisTemplateAttributes, AnalysisTemplateLookupOptions, AnalysisTemplateProps, IAnalysisTemplate,
} from './constructs/analysis-template';
export { AnalysisTemplateGrants } from './constructs/analysis-template-grants';
export { SyntheticDataColumnType } from './constructs/synthetic-data';
export type { SyntheticData, SyntheticDataColumn } from './constructs/synthetic-data';

export { AccessBudgetPeriod, PrivacyBudget } from './constructs/privacy-budget';
export type { AccessBudgetOptions, CalendarBudget, DifferentialPrivacyBudgetOptions } from './constructs/privacy-budget';
export { PrivacyBudgetTemplate } from './constructs/privacy-budget-template';
export type { IPrivacyBudgetTemplate, PrivacyBudgetTemplateAttributes, PrivacyBudgetTemplateProps } from './constructs/privacy-budget-template';
export { PrivacyBudgetTemplateGrants } from './constructs/privacy-budget-template-grants';

export { ProtectedQuery } from './constructs/protected-query';
export type { ProtectedQueryProps } from './constructs/protected-query';
export { ProtectedJob } from './constructs/protected-job';
export type { ProtectedJobProps } from './constructs/protected-job';
export { IdMappingJobType, IdMappingTablePopulation } from './custom-resources/id-mapping-table-population';
export type { IdMappingTablePopulationProps } from './custom-resources/id-mapping-table-population';
export { DifferentialPrivacyAggregation, PrivacyImpactPreview } from './custom-resources/privacy-impact-preview';
export type { PrivacyImpactPreviewProps } from './custom-resources/privacy-impact-preview';
