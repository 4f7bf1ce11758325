/*
 * Made of what jsii says of the API, by test/parameter-kinds.test.ts.
 */

/** The properties of structs, with `&` before a struct that is part of it. Of those of aws-cdk-lib, nothing is known. */
export const STRUCTS: Readonly<Record<string, string>> = {
  AccessBudgetOptions: 'calendar?: CalendarBudget, lifetime?: number',
  AggregateColumns: 'columns: string[], function: AggregateFunction',
  AggregationAnalysisRuleOptions: 'additionalAnalyses?: AdditionalAnalyses, aggregateColumns?: AggregateColumns[], allowedJoinOperators?: JoinOperator[], '
    + 'dimensionColumns?: string[], joinColumns?: string[], joinRequired?: boolean, outputConstraints?: OutputConstraint[], '
    + 'scalarFunctions?: ScalarFunction[]',
  AggregationThreshold: '&AggregationThresholdOptions, column: string, minimum: number',
  AggregationThresholdOptions: 'allowedExpressions?: AggregateExpressions, outputColumns?: OutputColumnThreshold[]',
  AnalysisArtifact: 'bucket: IBucketRef, key: string',
  AnalysisLogLocation: 'bucket: IBucketRef, prefix?: string',
  AnalysisTemplateAttributes: 'analysisTemplateIdentifier: string, membershipIdentifier: string',
  AnalysisTemplateLookupOptions: '&CollaborationLookupOptions, analysisTemplateName: string, sourceSha256?: string',
  AnalysisTemplateOptions: 'source: AnalysisSource, analysisTemplateName?: string, description?: string, removalPolicy?: RemovalPolicy',
  AnalysisTemplateProps: '&AnalysisTemplateOptions, membership: IMembershipRef',
  AssociationAnalysisRuleOptions: 'allowedAdditionalAnalyses?: string[], allowedResultReceivers?: string[], ruleType?: AnalysisRuleType',
  AthenaTableAttributes: '&AthenaTableOptions, databaseName: string, tableName: string, columns?: string[]',
  AthenaTableOptions: 'workGroup: IWorkGroupRef, catalogPath?: string, data?: BucketFolder, dataCatalog?: IDataCatalogRef, encryptionKeys?: IKeyRef[], '
    + 'lakeFormationPermissions?: boolean, output?: BucketFolder, region?: string',
  AudienceGenerator: 'accountId: string, collaboration?: ICollaborationRef',
  AudienceModelProps: 'trainingDataset: ITrainingDatasetRef, audienceModelName?: string, description?: string, encryptionKey?: IKeyRef, '
    + 'timeout?: Duration, trainingDataEnd?: Date, trainingDataStart?: Date',
  AudienceOutput: '&MlOutputLocation, role?: IRole',
  BucketFolder: 'bucket: IBucketRef, prefix?: string',
  BucketProps: '',
  CalendarBudget: 'budget: number, period: AccessBudgetPeriod, autoRefresh?: boolean',
  ChangeRequestApprovalProps: 'changes: CollaborationChange[], collaboration: ICollaborationRef, decision?: ChangeRequestDecision, occurrence?: number, '
    + 'timeout?: Duration, untilCommitted?: boolean',
  CleanRoomCreatorOptions: '&CleanRoomMemberSettings, &CleanRoomInvitation, name: string, displayName?: string',
  CleanRoomIdMappingTableOptions: '&IdMappingTableOptions, populationVersion?: string, tableName?: string',
  CleanRoomIntermediateTableOptions: '&IntermediateTableOptions, tableName?: string',
  CleanRoomInvitation: 'changes?: LaterMemberSettings[], mlAbilities?: MlMemberAbility[], paymentResponsibilities?: PaymentResponsibility[]',
  CleanRoomLaterMember: 'leaves?: boolean, since?: LiveChange',
  CleanRoomMemberOptions: '&CleanRoomMemberSettings, &CleanRoomInvitation, &CleanRoomLaterMember, displayName?: string',
  CleanRoomMemberSettings: 'abilities?: MemberAbility[], account?: string, jobLogging?: boolean, queryLogging?: boolean, queryRunnerMembershipId?: string, '
    + 'results?: MemberResults, stack?: Stack, stackProps?: StackProps',
  CleanRoomPartnerOptions: '&CleanRoomInvitation, &CleanRoomLaterMember, account: string, abilities?: MemberAbility[], displayName?: string',
  CleanRoomProps: '&CollaborationOptions, collaborationName: string, creator: CleanRoomCreatorOptions, region?: string, timeout?: Duration',
  CleanRoomTableOptions: '&ConfiguredTableProps, accessBudget?: AccessBudgetOptions, afterOtherMembers?: boolean, allowedAdditionalAnalyses?: string[], '
    + 'associationDescription?: string, resultReceivers?: string[], role?: IRole, tableName?: string',
  CollaborationAttributes: 'collaborationIdentifier: string, creatorAccountId?: string, memberAccountIds?: string[]',
  CollaborationChangeRequestProps: 'changes: CollaborationChange[], collaboration: ICollaborationRef, occurrence?: number, timeout?: Duration, '
    + 'whenNotApproved?: WhenNotApproved',
  CollaborationCreator: 'displayName: string, abilities?: MemberAbility[], changes?: LaterMemberSettings[], mlAbilities?: MlMemberAbility[], '
    + 'paymentResponsibilities?: PaymentResponsibility[]',
  CollaborationInvitation: 'collaborationName: string, creatorAccountId: string, memberAccountIds?: string[], timeout?: Duration',
  CollaborationLookupOptions: 'collaboration: ICollaborationRef, ownerAccountId: string, acceptedIdentifier?: string, timeout?: Duration',
  CollaborationOptions: 'allowDuplicateName?: boolean, allowedResultRegions?: string[], allowReplacement?: boolean, analyticsEngine?: AnalyticsEngine, '
    + 'autoApprovalChanges?: LaterAutoApproval[], autoApprovedChangeTypes?: AutoApprovedChangeType[], dataEncryption?: DataEncryption, '
    + 'description?: string, jobLogging?: boolean, metrics?: boolean, queryLogging?: boolean, removalPolicy?: RemovalPolicy',
  CollaborationProps: '&CollaborationOptions, creator: CollaborationCreator, collaborationName?: string, members?: MemberSpecification[]',
  ComparisonControls: 'allowedColumnComparisonColumns?: string[], allowedLiteralComparisonColumns?: string[]',
  ComputeConfiguration: 'workers: number, workerType: WorkerType, sparkProperties?: string{}',
  ConfiguredAudienceModelAssociationLookupOptions: '&CollaborationLookupOptions, configuredAudienceModelAssociationName: string',
  ConfiguredAudienceModelAssociationProps: 'configuredAudienceModelArn: string, configuredAudienceModelAssociationName: string, membership: IMembershipRef, '
    + 'description?: string, manageResourcePolicies?: boolean',
  ConfiguredAudienceModelLookupOptions: '&CollaborationLookupOptions, configuredAudienceModelAssociationName: string',
  ConfiguredAudienceModelProps: 'audienceModel: IAudienceModelRef, output: AudienceOutput, audienceGenerators?: AudienceGenerator[], '
    + 'audienceSizes?: AudienceSizes, configuredAudienceModelName?: string, description?: string, minMatchingSeedSize?: number, '
    + 'sharedAudienceMetrics?: boolean, tagsOnJobs?: boolean, timeout?: Duration',
  ConfiguredModelAlgorithmAssociationLookupOptions: '&CollaborationLookupOptions, configuredModelAlgorithmAssociationName: string',
  ConfiguredModelAlgorithmAssociationProps: 'configuredModelAlgorithm: IConfiguredModelAlgorithmRef, membership: IMembershipRef, '
    + 'configuredModelAlgorithmAssociationName?: string, description?: string, privacy?: ModelPrivacy',
  ConfiguredModelAlgorithmProps: 'configuredModelAlgorithmName?: string, description?: string, encryptionKey?: IKeyRef, inferenceContainer?: ModelContainer, '
    + 'role?: IRole, trainingContainer?: TrainingContainer',
  ConfiguredTableAssociationAttributes: 'configuredTableAssociationIdentifier: string, membershipIdentifier: string',
  ConfiguredTableAssociationProps: 'configuredTable: IConfiguredTableRef, configuredTableAssociationName: string, membership: IMembershipRef, '
    + 'analysisRule?: AssociationAnalysisRule, description?: string, queryRunnerMembershipId?: string, role?: IRole, source?: TableSource',
  ConfiguredTableProps: 'allowedColumns: AllowedColumns, source: TableSource, analysisMethods?: AnalysisMethod[], '
    + 'analysisRule?: ConfiguredTableAnalysisRule, configuredTableName?: string, description?: string',
  ContainerLogsPolicy: 'accountIds: string[], filterPattern?: string, logType?: ContainerLogType, redact?: LogRedaction[], redactPatterns?: string[]',
  CreateMlInputChannelProps: 'configuredModelAlgorithmAssociation: IConfiguredModelAlgorithmAssociationRef, membership: IMembershipRef, retention: Duration, '
    + 'statement: QueryStatement, compute?: ComputeConfiguration, encryptionKey?: IKeyRef, format?: ResultFormat, '
    + 'mlInputChannelName?: string, payerAccountId?: string, pollInterval?: Duration, queryRole?: IRole, '
    + 'syntheticDataPayerAccountId?: string',
  CreateTrainedModelProps: 'configuredModelAlgorithmAssociation: IConfiguredModelAlgorithmAssociationRef, dataChannels: TrainingDataChannel[], '
    + 'instanceType: string, membership: IMembershipRef, volumeSize: Size, encryptionKey?: IKeyRef, environment?: string{}, '
    + 'hyperparameters?: string{}, instanceCount?: number, maxRuntime?: Duration, payerAccountId?: string, pollInterval?: Duration, '
    + 'trainedModelName?: string, trainingInputMode?: TrainingInputMode',
  CustomAnalysisRuleOptions: 'additionalAnalyses?: AdditionalAnalyses, aggregationThresholds?: AggregationThreshold[], allowedTemplateArns?: string[], '
    + 'allowedTemplates?: IAnalysisTemplateRef[], anyJobBy?: string[], anyQueryBy?: string[], comparisonControls?: ComparisonControls, '
    + 'differentialPrivacyColumn?: string, disallowedOutputColumns?: string[]',
  CustomResourceFunctionOptions: 'logEncryptionKey?: IKey, logGroup?: ILogGroup, logRetention?: RetentionDays, memorySize?: Size, '
    + 'permissionsBoundary?: IManagedPolicy, securityGroups?: ISecurityGroup[], vpc?: IVpc, vpcSubnets?: SubnetSelection',
  DashboardProps: '',
  DataEncryption: 'allowCleartext: boolean, allowDuplicates: boolean, allowJoinsOnColumnsWithDifferentNames: boolean, preserveNulls: boolean',
  DatabricksTableAttributes: 'deltaShareEndpoint: string, schemaName: string, shareName: string, tableName: string, workspaceUrl: string, columns?: string[]',
  DifferentialPrivacyBudgetOptions: 'epsilon: number, usersNoisePerQuery: number, monthlyRefresh?: boolean',
  ExpectedTableOptions: 'analysisRule?: ConfiguredTableAnalysisRule, columns?: string{}',
  ExportAudienceProps: 'audienceGenerationJobArn: string, size: AudienceSizes, pollInterval?: Duration',
  ExportTrainedModelProps: 'collaboration: ICollaborationRef, membership: IMembershipRef, receiverAccountId: string, trainedModelArn: string, '
    + 'pollInterval?: Duration',
  GenerateAudienceProps: 'configuredAudienceModel: IConfiguredAudienceModelRef, seedBucket: IBucketRef, seedKey: string, collaboration?: ICollaborationRef, '
    + 'includeSeed?: boolean, pollInterval?: Duration, seedRole?: IRole',
  GlueTableAttributes: 'bucket: IBucketRef, databaseName: string, tableName: string, columns?: string[], encryptionKeys?: IKeyRef[], prefix?: string, '
    + 'region?: string',
  GlueTableOptions: 'bucket?: IBucketRef, encryptionKeys?: IKeyRef[], prefix?: string, region?: string',
  IdMappingTableAttributes: 'idMappingTableIdentifier: string, membershipIdentifier: string',
  IdMappingTableOptions: 'idMappingWorkflow: IIdMappingWorkflowRef, allowReplacement?: boolean, description?: string, encryptionKey?: IKeyRef, '
    + 'manageResourcePolicies?: boolean, removalPolicy?: RemovalPolicy, source?: IIdNamespaceAssociationRef, '
    + 'target?: IIdNamespaceAssociationRef',
  IdMappingTablePopulationProps: 'idMappingTable: IIdMappingTableRef, jobType?: IdMappingJobType, timeout?: Duration, version?: string',
  IdMappingTableProps: '&IdMappingTableOptions, idMappingTableName: string, membership: IMembershipRef',
  IdNamespaceAssociationAttributes: 'idNamespaceAssociationIdentifier: string, membershipIdentifier: string',
  IdNamespaceAssociationLookupOptions: '&CollaborationLookupOptions, idNamespaceAssociationName: string',
  IdNamespaceAssociationOptions: 'idNamespace: IIdNamespaceRef, allowUseAsDimensionColumn?: boolean, description?: string, idNamespaceAssociationName?: string, '
    + 'manageResourcePolicies?: boolean',
  IdNamespaceAssociationProps: '&IdNamespaceAssociationOptions, membership: IMembershipRef',
  IntermediateTableAttributes: 'intermediateTableIdentifier: string, membershipIdentifier: string',
  IntermediateTableOptions: 'populationAnalysis: PopulationAnalysis, allowedResultReceivers?: string[], allowReplacement?: boolean, '
    + 'analysisRule?: CustomAnalysisRule, description?: string, encryptionKey?: IKeyRef, removalPolicy?: RemovalPolicy',
  IntermediateTablePopulationProps: 'intermediateTable: IIntermediateTable, compute?: ComputeConfiguration, parameters?: string{}, payerAccountId?: string, '
    + 'timeout?: Duration, version?: string',
  IntermediateTableProps: '&IntermediateTableOptions, intermediateTableName: string, membership: IMembershipRef',
  JobResultConfiguration: '&ResultConfiguration, format?: ResultFormat',
  JoinCleanRoomOptions: '&CleanRoomMemberSettings, collaborationName: string, creatorAccountId: string, allowReplacement?: boolean, '
    + 'memberAccountIds?: string[], metrics?: boolean, name?: string, paymentResponsibilities?: PaymentResponsibility[], '
    + 'region?: string, removalPolicy?: RemovalPolicy, resultReceivers?: string[], timeout?: Duration',
  LaterAutoApproval: 'autoApprovedChangeTypes: AutoApprovedChangeType[], since: LiveChange',
  LaterMemberSettings: 'since: LiveChange, abilities?: MemberAbility[], mlAbilities?: MlMemberAbility[], paymentResponsibilities?: PaymentResponsibility[]',
  ListAnalysisRuleOptions: 'additionalAnalyses?: AdditionalAnalyses, allowedJoinOperators?: JoinOperator[], joinColumns?: string[], listColumns?: string[]',
  LiveChangeOptions: 'done?: boolean, timeout?: Duration',
  MemberChangeOptions: 'abilities: MemberAbility[], mlAbilities?: MlMemberAbility[], paymentResponsibilities?: PaymentResponsibility[]',
  MemberRemovalProps: 'accountId: string, collaboration: ICollaborationRef',
  MemberResultsOptions: 'forJobs?: boolean, format?: ResultFormat, prefix?: string, queriesWithoutRole?: boolean, role?: IRole, singleFileOutput?: boolean',
  MemberSpecification: '&CollaborationCreator, accountId: string, leaves?: boolean, since?: LiveChange',
  MembersJoinedProps: 'collaboration: ICollaborationRef, accountIds?: string[], timeout?: Duration',
  MembershipLookupOptions: 'collaboration: ICollaborationRef, timeout?: Duration',
  MembershipOptions: 'allowReplacement?: boolean, defaultJobResult?: JobResultConfiguration, defaultResult?: QueryResultConfiguration, '
    + 'jobLogging?: boolean, metrics?: boolean, paymentResponsibilities?: PaymentResponsibility[], queryLogging?: boolean, '
    + 'queryRunnerMembershipId?: string, removalPolicy?: RemovalPolicy',
  MembershipProps: '&MembershipOptions, collaboration: ICollaborationRef',
  MetricOptions: '',
  MlConfigurationProps: 'membership: IMembershipRef, output?: MlOutputLocation, role?: IRole',
  MlInputChannelLookupOptions: '&CollaborationLookupOptions, mlInputChannelName: string',
  MlOutputLocation: 'bucket: IBucketRef, prefix?: string',
  ModelContainer: 'repository: IRepositoryRef, tag: string',
  ModelMetric: 'name: string, regex: string',
  ModelPrivacy: 'trainedModelExports?: TrainedModelExportPolicy, trainedModelInferenceJobs?: TrainedModelInferencePolicy, '
    + 'trainedModels?: TrainedModelPolicy',
  NewResultsBucketOptions: '&MemberResultsOptions, bucketProps?: BucketProps',
  OnEventOptions: '',
  OutputColumnThreshold: 'column: string, minimum: number',
  OutputConstraint: 'column: string, minimum: number',
  PartnerAnalysisTemplateOptions: 'acceptedIdentifier?: string, analysisTemplateName?: string, sourceSha256?: string',
  PrivacyBudgetTemplateAttributes: 'membershipIdentifier: string, privacyBudgetTemplateIdentifier: string',
  PrivacyBudgetTemplateOptions: 'budget: PrivacyBudget, allowReplacement?: boolean, removalPolicy?: RemovalPolicy',
  PrivacyBudgetTemplateProps: '&PrivacyBudgetTemplateOptions, membership: IMembershipRef',
  PrivacyImpactPreviewProps: 'epsilon: number, membership: IMembershipRef, usersNoisePerQuery: number, wanted?: number{}',
  ProtectedJobOptions: 'analysisTemplate: IAnalysisTemplateRef, compute?: ComputeConfiguration, parameters?: string{}, payerAccountId?: string, '
    + 'receiverAccountId?: string, timeout?: Duration, version?: string',
  ProtectedJobProps: '&ProtectedJobOptions, membership: IMembershipRef',
  ProtectedQueryOptions: 'statement: QueryStatement, compute?: ComputeConfiguration, output?: QueryOutput, payerAccountId?: string, timeout?: Duration, '
    + 'version?: string',
  ProtectedQueryProps: '&ProtectedQueryOptions, membership: IMembershipRef',
  PySparkAnalysisOptions: '&PySparkOptions, entryPoint: AnalysisArtifact',
  PySparkOptions: 'referencedTables: string[], additionalArtifact?: AnalysisArtifact, detailedErrors?: boolean, parameters?: PySparkParameter{}, '
    + 'role?: IRole, version?: PySparkVersion',
  PySparkParameter: 'defaultValue?: string',
  QueryResultConfiguration: '&ResultConfiguration, format: ResultFormat, singleFileOutput?: boolean, withoutRole?: boolean',
  ResultConfiguration: 'bucket: IBucketRef, prefix?: string, role?: IRole',
  RunProtectedQueryOptions: 'statement: QueryStatement, compute?: ComputeConfiguration, output?: QueryOutput, payerAccountId?: string, pollInterval?: Duration',
  RunProtectedQueryProps: '&RunProtectedQueryOptions, membership: IMembershipRef',
  RunTrainedModelInferenceProps: 'configuredModelAlgorithmAssociation: IConfiguredModelAlgorithmAssociationRef, instanceType: string, membership: IMembershipRef, '
    + 'mlInputChannelArn: string, receiverAccountId: string, trainedModelArn: string, accept?: string, encryptionKey?: IKeyRef, '
    + 'environment?: string{}, instanceCount?: number, jobName?: string, maxPayload?: Size, payerAccountId?: string, '
    + 'pollInterval?: Duration',
  S3QueryOutputOptions: 'format: ResultFormat, prefix?: string, singleFileOutput?: boolean',
  ScheduledQueryOptions: '&RunProtectedQueryOptions, schedule: ScheduleExpression, alarmTopic?: ITopic',
  ScheduledQueryProps: '&ScheduledQueryOptions, membership: IMembershipRef',
  SchemaReadinessProps: 'collaboration: ICollaborationRef, tables: string[], analysisType?: AnalysisType, ownerAccountIds?: string{}, timeout?: Duration',
  SnowflakeColumn: 'name: string, type: SnowflakeColumnType',
  SnowflakeTableAttributes: 'accountIdentifier: string, columns: SnowflakeColumn[], databaseName: string, schemaName: string, secret: ISecretRef, '
    + 'tableName: string, encryptionKey?: IKeyRef',
  SqlAnalysisOptions: 'parameters?: SqlParameter{}, referencedTables?: string[], syntheticData?: SyntheticData',
  SqlParameter: '&PySparkParameter, type: AnalysisParameterType',
  StackProps: '',
  SubnetSelection: '',
  SyntheticData: 'columns: SyntheticDataColumn[], epsilon: number, maxMembershipInferenceAttackScore: number',
  SyntheticDataColumn: 'name: string, type: SyntheticDataColumnType, predictiveValue?: boolean',
  TableAccessRoleProps: 'membership: IMembershipRef, path?: string, queryRunnerMembershipId?: string, roleName?: string',
  TrainedModelExportPolicy: 'files: TrainedModelFile[], maxSize: Size',
  TrainedModelInferencePolicy: 'containerLogs?: ContainerLogsPolicy[], maxOutputSize?: Size',
  TrainedModelLookupOptions: '&CollaborationLookupOptions, trainedModelName: string',
  TrainedModelPolicy: 'containerLogs?: ContainerLogsPolicy[], maxArtifactSize?: Size, metricNoise?: MetricNoise',
  TrainingContainer: '&ModelContainer, arguments?: string[], entrypoint?: string[], metrics?: ModelMetric[]',
  TrainingDataChannel: 'channelName: string, mlInputChannelArn: string, distribution?: DataDistribution',
  TrainingDatasetProps: 'itemIdColumn: string, source: TableSource, timestampColumn: string, userIdColumn: string, catalogId?: string, '
    + 'categoricalFeatures?: string[], description?: string, numericalFeatures?: string[], role?: IRole, trainingDatasetName?: string',
};

/** The values of enums. */
export const ENUMS: Readonly<Record<string, readonly string[]>> = {
  AccessBudgetPeriod: ['CALENDAR_DAY', 'CALENDAR_WEEK', 'CALENDAR_MONTH'],
  AdditionalAnalyses: ['ALLOWED', 'REQUIRED', 'NOT_ALLOWED'],
  AggregateExpressions: ['COLUMNS_ONLY', 'ANY_EXPRESSION'],
  AggregateFunction: ['SUM', 'SUM_DISTINCT', 'COUNT', 'COUNT_DISTINCT', 'AVG'],
  AnalysisMethod: ['DIRECT_QUERY', 'DIRECT_JOB'],
  AnalysisRuleType: ['AGGREGATION', 'LIST', 'CUSTOM'],
  AnalysisType: ['DIRECT_ANALYSIS', 'ADDITIONAL_ANALYSIS'],
  ChangeRequestDecision: ['APPROVE', 'DENY'],
  ContainerLogType: ['ALL', 'ERROR_SUMMARY'],
  DataDistribution: ['FullyReplicated', 'ShardedByS3Key'],
  DifferentialPrivacyAggregation: ['AVG', 'COUNT', 'COUNT_DISTINCT', 'SUM', 'STDDEV'],
  IdMappingJobType: ['BATCH', 'INCREMENTAL', 'DELETE_ONLY'],
  JoinOperator: ['AND', 'OR'],
  LogRedaction: ['ALL_PERSONALLY_IDENTIFIABLE_INFORMATION', 'NUMBERS'],
  MetricNoise: ['HIGH', 'MEDIUM', 'LOW', 'NONE'],
  ResultFormat: ['CSV', 'PARQUET'],
  SyntheticDataColumnType: ['CATEGORICAL', 'NUMERICAL'],
  TrainedModelFile: ['MODEL', 'OUTPUT'],
  TrainingInputMode: ['File', 'FastFile', 'Pipe'],
  WhenNotApproved: ['CANCEL', 'KEEP_OPEN', 'CONTINUE'],
};

/** What the values of enums of aws-cdk-lib are. A newer version may have more of them. */
export const ENUMS_OF_CDK: Readonly<Record<string, string>> = {
  RemovalPolicy: 'string',
  RetentionDays: 'number',
};

/** The properties and methods by which an object of an interface, or of a class of aws-cdk-lib, is recognized. */
export const MARKS: Readonly<Record<string, readonly string[]>> = {
  Duration: ['formatTokenToNumber', 'isUnresolved', 'minus', 'plus', 'toDays', 'toHours'],
  IAnalysisTemplateRef: ['analysisTemplateRef'],
  IAudienceModelRef: ['audienceModelArn'],
  IBucketRef: ['bucketRef'],
  ICollaborationRef: ['collaborationRef'],
  IConfiguredAudienceModelAssociation: ['configuredAudienceModelAssociationArn'],
  IConfiguredAudienceModelRef: ['configuredAudienceModelArn'],
  IConfiguredModelAlgorithmAssociationRef: ['configuredModelAlgorithmAssociationRef'],
  IConfiguredModelAlgorithmRef: ['configuredModelAlgorithmRef'],
  IConfiguredTableAssociationRef: ['configuredTableAssociationRef'],
  IConfiguredTableRef: ['configuredTableRef'],
  IConstruct: ['node'],
  IDataCatalogRef: ['dataCatalogRef'],
  IGrantable: ['grantPrincipal'],
  IIdMappingTableRef: ['idMappingTableRef'],
  IIdMappingWorkflowRef: ['idMappingWorkflowRef'],
  IIdNamespaceAssociationRef: ['idNamespaceAssociationRef'],
  IIdNamespaceRef: ['idNamespaceRef'],
  IIntermediateTable: ['intermediateTableArn'],
  IIntermediateTableRef: ['intermediateTableArn'],
  IKey: ['keyArn'],
  IKeyRef: ['keyRef'],
  ILogGroup: ['logGroupArn'],
  IManagedPolicy: ['managedPolicyArn'],
  IMembershipRef: ['membershipRef'],
  IMlInputChannel: ['mlInputChannelArn'],
  IPolicyValidationContext: ['appConstruct'],
  IPrivacyBudgetTemplateRef: ['privacyBudgetTemplateRef'],
  IRepositoryRef: ['repositoryRef'],
  IRole: ['roleArn'],
  ISecretRef: ['secretRef'],
  ISecurityGroup: ['securityGroupId'],
  ITableRef: ['tableRef'],
  ITopic: ['topicArn'],
  ITrainedModel: ['trainedModelArn'],
  ITrainingDatasetRef: ['trainingDatasetRef'],
  IVpc: ['vpcArn'],
  IWorkGroupRef: ['workGroupRef'],
  PolicyStatement: ['actions', 'conditions', 'frozen', 'hasPrincipal', 'hasResource', 'notActions'],
  ScheduleExpression: ['expressionString'],
  Size: ['isUnresolved', 'toBytes', 'toGibibytes', 'toKibibytes', 'toMebibytes', 'toPebibytes'],
  Stack: ['tags', 'account', 'artifactId', 'availabilityZones', 'bundlingRequired', 'dependencies'],
};

/** How the values of a class are made. */
export const MAKERS: Readonly<Record<string, string>> = {
  AllowedColumns: 'AllowedColumns.all(...), AllowedColumns.allExcept(...), AllowedColumns.of(...)',
  AnalysisParameterType: 'AnalysisParameterType.BIGINT, AnalysisParameterType.BINARY, AnalysisParameterType.BOOLEAN, AnalysisParameterType.BYTE, '
    + 'AnalysisParameterType.CHAR, AnalysisParameterType.CHARACTER and others',
  AnalysisSource: 'AnalysisSource.pyspark(...), AnalysisSource.pysparkFromFile(...), AnalysisSource.sql(...), AnalysisSource.sqlFromFile(...)',
  AnalyticsEngine: 'AnalyticsEngine.SPARK, AnalyticsEngine.of(...)',
  AssociationAnalysisRule: 'AnalysisRule.forAssociation(...)',
  AudienceSizes: 'AudienceSizes.absolute(...), AudienceSizes.percentage(...)',
  AutoApprovedChangeType: 'AutoApprovedChangeType.ADD_MEMBER, AutoApprovedChangeType.GRANT_RECEIVE_RESULTS_ABILITY, '
    + 'AutoApprovedChangeType.REVOKE_RECEIVE_RESULTS_ABILITY, AutoApprovedChangeType.of(...)',
  CollaborationChange: 'CollaborationChange.addMember(...), CollaborationChange.autoApprove(...), CollaborationChange.changeMember(...)',
  ConfiguredTableAnalysisRule: 'AnalysisRule.aggregation(...), AnalysisRule.custom(...), AnalysisRule.list(...)',
  CustomAnalysisRule: 'AnalysisRule.custom(...)',
  LiveChange: 'new LiveChange(...)',
  MemberAbility: 'MemberAbility.CAN_EXPORT_QUERY_ANALYSIS_LOG, MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS, '
    + 'MemberAbility.CAN_RUN_JOB, MemberAbility.of(...)',
  MemberResults: 'MemberResults.bucket(...), MemberResults.newBucket(...), MemberResults.none(...)',
  MlMemberAbility: 'MlMemberAbility.CAN_RECEIVE_INFERENCE_OUTPUT, MlMemberAbility.CAN_RECEIVE_MODEL_OUTPUT, MlMemberAbility.of(...)',
  PaymentResponsibility: 'PaymentResponsibility.JOB_COMPUTE, PaymentResponsibility.MODEL_INFERENCE, PaymentResponsibility.MODEL_TRAINING, '
    + 'PaymentResponsibility.QUERY_COMPUTE, PaymentResponsibility.SYNTHETIC_DATA_GENERATION',
  PopulationAnalysis: 'PopulationAnalysis.sql(...), PopulationAnalysis.template(...), PopulationAnalysis.templateArn(...)',
  PrivacyBudget: 'PrivacyBudget.access(...), PrivacyBudget.accessToIntermediateTable(...), PrivacyBudget.differentialPrivacy(...)',
  PySparkVersion: 'PySparkVersion.V1_0, PySparkVersion.of(...)',
  QueryOutput: 'QueryOutput.distribute(...), QueryOutput.member(...), QueryOutput.s3(...)',
  QueryStatement: 'QueryStatement.sql(...), QueryStatement.template(...), QueryStatement.templateArn(...)',
  ScalarFunction: 'ScalarFunction.ABS, ScalarFunction.CAST, ScalarFunction.CEILING, ScalarFunction.COALESCE, ScalarFunction.CONVERT, '
    + 'ScalarFunction.CURRENT_DATE and others',
  SnowflakeColumnType: 'SnowflakeColumnType.BIGINT, SnowflakeColumnType.BOOLEAN, SnowflakeColumnType.DATE, SnowflakeColumnType.DATETIME, '
    + 'SnowflakeColumnType.DOUBLE, SnowflakeColumnType.FLOAT and others',
  TableSource: 'TableSource.athena(...), TableSource.athenaTable(...), TableSource.databricks(...), TableSource.glue(...), '
    + 'TableSource.glueTable(...), TableSource.snowflake(...)',
  WorkerType: 'WorkerType.CR_1X, WorkerType.CR_4X, WorkerType.CR_8X, WorkerType.of(...)',
};
