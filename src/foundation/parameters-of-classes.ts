/*
 * Made of what jsii says of the API, by test/parameter-kinds.test.ts.
 */

/** The constructors and the methods of classes, with what they take. */
export const PARAMETERS = {
  AggregationAnalysisRule: 'aggregate(aggregateFunction: AggregateFunction, ...columns: string) allowJoinOperators(...operators: JoinOperator) '
    + 'allowScalarFunctions(...functions: ScalarFunction) average(...columns: string) count(...columns: string) '
    + 'countDistinct(...columns: string) groupBy(...columns: string) joinOn(...columns: string) requireAtLeast(minimum: number, '
    + 'column: string) sum(...columns: string) sumDistinct(...columns: string) '
    + 'withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses)',
  AllowedColumns: 'allExcept(...excludedColumns: string) of(...columns: string)',
  AnalysisParameterType: 'of(name: string)',
  AnalysisRule: 'aggregation(options?: AggregationAnalysisRuleOptions) custom(options?: CustomAnalysisRuleOptions) '
    + 'forAssociation(options?: AssociationAnalysisRuleOptions) list(options?: ListAnalysisRuleOptions)',
  AnalysisSource: 'pyspark(options: PySparkAnalysisOptions) pysparkFromFile(path: string, options: PySparkOptions) sql(text: string, '
    + 'options?: SqlAnalysisOptions) sqlFromFile(path: string, options?: SqlAnalysisOptions)',
  AnalysisTemplate: 'new(scope: Construct, id: string, props: AnalysisTemplateProps) fromAnalysisTemplateArn(scope: Construct, id: string, '
    + 'analysisTemplateArn: string) fromAnalysisTemplateAttributes(scope: Construct, id: string, attrs: AnalysisTemplateAttributes) '
    + 'fromCollaboration(scope: Construct, id: string, options: AnalysisTemplateLookupOptions)',
  AnalysisTemplateGrants: 'fromAnalysisTemplate(template: IAnalysisTemplateRef) actions(grantee: IGrantable, ...actions: string) manage(grantee: IGrantable) '
    + 'query(grantee: IGrantable, membership: IMembershipRef) read(grantee: IGrantable) runJob(grantee: IGrantable, '
    + 'membership: IMembershipRef)',
  AnalyticsEngine: 'of(name: string)',
  AssociationAnalysisRule: 'allowAdditionalAnalyses(...arns: string) allowResultReceivers(...accountIds: string) forRuleType(ruleType: AnalysisRuleType)',
  AudienceModel: 'new(scope: Construct, id: string, props: AudienceModelProps) fromAudienceModelArn(scope: Construct, id: string, '
    + 'audienceModelArn: string)',
  AudienceModelGrants: 'fromAudienceModel(model: IAudienceModelRef) actions(grantee: IGrantable, ...actions: string) configure(grantee: IGrantable) '
    + 'read(grantee: IGrantable)',
  AudienceSizes: 'absolute(...users: number) percentage(...percentages: number)',
  AutoApprovedChangeType: 'of(name: string)',
  ChangeRequestApproval: 'new(scope: Construct, id: string, props: ChangeRequestApprovalProps) addChange(change: CollaborationChange)',
  CleanRoom: 'new(scope: Construct, id: string, props: CleanRoomProps) join(scope: Construct, id: string, options: JoinCleanRoomOptions) '
    + 'addMember(name: string, options: CleanRoomMemberOptions) addPartner(name: string, options: CleanRoomPartnerOptions)',
  CleanRoomMember: 'addAnalysisTemplate(id: string, options: AnalysisTemplateOptions) addDashboard(props?: DashboardProps) '
    + 'addIdMappingTable(id: string, options: CleanRoomIdMappingTableOptions) addIdNamespace(id: string, '
    + 'options: IdNamespaceAssociationOptions) addIntermediateTable(id: string, options: CleanRoomIntermediateTableOptions) '
    + 'addPrivacyBudget(id: string, options: PrivacyBudgetTemplateOptions) addTable(id: string, options: CleanRoomTableOptions) '
    + 'expectTable(tableName: string, options?: ExpectedTableOptions) runJob(id: string, options: ProtectedJobOptions) '
    + 'runQuery(id: string, options: ProtectedQueryOptions) scheduleQuery(id: string, options: ScheduledQueryOptions)',
  CleanRoomPartner: 'declareAnalysisTemplate(id: string, options?: PartnerAnalysisTemplateOptions) declareTable(tableName: string, '
    + 'options?: ExpectedTableOptions)',
  CleanRoomsEvents: 'onAnalysisTemplateCreated(scope: Construct, id: string, options?: OnEventOptions) onAnalysisTemplateDeleted(scope: Construct, '
    + 'id: string, options?: OnEventOptions) onAnalysisTemplateUpdated(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onCollaborationChangeRequestApproved(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onCollaborationChangeRequestCancelled(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onCollaborationChangeRequestCommitted(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onCollaborationChangeRequestCreated(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onCollaborationCreated(scope: Construct, id: string, options?: OnEventOptions) onCollaborationUpdated(scope: Construct, '
    + 'id: string, options?: OnEventOptions) onConfiguredTableAssociationAnalysisRuleCreated(scope: Construct, id: string, '
    + 'options?: OnEventOptions) onConfiguredTableAssociationAnalysisRuleDeleted(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onConfiguredTableAssociationAnalysisRuleUpdated(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onConfiguredTableAssociationCreated(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onConfiguredTableAssociationDeleted(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onConfiguredTableAssociationUpdated(scope: Construct, id: string, options?: OnEventOptions) onEvent(scope: Construct, id: string, '
    + 'detailType: string, options?: OnEventOptions) onIdMappingTableCreated(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onIdMappingTableDeleted(scope: Construct, id: string, options?: OnEventOptions) onIdMappingTableUpdated(scope: Construct, '
    + 'id: string, options?: OnEventOptions) onIdNamespaceAssociationCreated(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onIdNamespaceAssociationDeleted(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onIdNamespaceAssociationUpdated(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onInvitedToCollaboration(scope: Construct, id: string, options?: OnEventOptions) onMembershipCreated(scope: Construct, '
    + 'id: string, options?: OnEventOptions) onMembershipDeleted(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onMembershipUpdated(scope: Construct, id: string, options?: OnEventOptions) onProtectedJobCancelled(scope: Construct, id: string, '
    + 'options?: OnEventOptions) onProtectedJobCancelling(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onProtectedJobFailed(scope: Construct, id: string, options?: OnEventOptions) onProtectedJobStarted(scope: Construct, id: string, '
    + 'options?: OnEventOptions) onProtectedJobSubmitted(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onProtectedJobSucceeded(scope: Construct, id: string, options?: OnEventOptions) onProtectedQueryCancelled(scope: Construct, '
    + 'id: string, options?: OnEventOptions) onProtectedQueryCancelling(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onProtectedQueryFailed(scope: Construct, id: string, options?: OnEventOptions) onProtectedQueryStarted(scope: Construct, '
    + 'id: string, options?: OnEventOptions) onProtectedQuerySubmitted(scope: Construct, id: string, options?: OnEventOptions) '
    + 'onProtectedQuerySucceeded(scope: Construct, id: string, options?: OnEventOptions) onProtectedQueryTimedOut(scope: Construct, '
    + 'id: string, options?: OnEventOptions)',
  CleanRoomsValidationPlugin: 'validate(context: IPolicyValidationContext)',
  Collaboration: 'new(scope: Construct, id: string, props: CollaborationProps) fromCollaborationArn(scope: Construct, id: string, '
    + 'collaborationArn: string) fromCollaborationAttributes(scope: Construct, id: string, attrs: CollaborationAttributes) '
    + 'fromCollaborationIdentifier(scope: Construct, id: string, collaborationIdentifier: string) fromInvitation(scope: Construct, '
    + 'id: string, invitation: CollaborationInvitation) addMember(member: MemberSpecification) addMembership(id: string, '
    + 'options?: MembershipOptions) changesSince(change: LiveChange) occurrenceOf(change: LiveChange)',
  CollaborationChange: 'addMember(member: MemberSpecification) autoApprove(...changeTypes: AutoApprovedChangeType) changeMember(accountId: string, '
    + 'options: MemberChangeOptions)',
  CollaborationChangeRequest: 'new(scope: Construct, id: string, props: CollaborationChangeRequestProps) addChange(change: CollaborationChange)',
  CollaborationGrants: 'fromCollaboration(collaboration: ICollaborationRef) actions(grantee: IGrantable, ...actions: string) manage(grantee: IGrantable) '
    + 'read(grantee: IGrantable) readPrivacyBudgets(grantee: IGrantable)',
  ConfiguredAudienceModel: 'new(scope: Construct, id: string, props: ConfiguredAudienceModelProps) fromCollaboration(scope: Construct, id: string, '
    + 'options: ConfiguredAudienceModelLookupOptions) fromConfiguredAudienceModelArn(scope: Construct, id: string, '
    + 'configuredAudienceModelArn: string)',
  ConfiguredAudienceModelAssociation: 'new(scope: Construct, id: string, props: ConfiguredAudienceModelAssociationProps) fromCollaboration(scope: Construct, id: string, '
    + 'options: ConfiguredAudienceModelAssociationLookupOptions) fromConfiguredAudienceModelAssociationArn(scope: Construct, id: string, '
    + 'configuredAudienceModelAssociationArn: string)',
  ConfiguredAudienceModelAssociationGrants: 'fromConfiguredAudienceModelAssociation(association: IConfiguredAudienceModelAssociation) actions(grantee: IGrantable, '
    + '...actions: string) read(grantee: IGrantable)',
  ConfiguredAudienceModelGrants: 'fromConfiguredAudienceModel(model: IConfiguredAudienceModelRef) actions(grantee: IGrantable, ...actions: string) '
    + 'generateAudience(grantee: IGrantable) read(grantee: IGrantable)',
  ConfiguredModelAlgorithm: 'new(scope: Construct, id: string, props?: ConfiguredModelAlgorithmProps) fromConfiguredModelAlgorithmArn(scope: Construct, '
    + 'id: string, configuredModelAlgorithmArn: string)',
  ConfiguredModelAlgorithmAssociation: 'new(scope: Construct, id: string, props: ConfiguredModelAlgorithmAssociationProps) fromCollaboration(scope: Construct, '
    + 'id: string, options: ConfiguredModelAlgorithmAssociationLookupOptions) '
    + 'fromConfiguredModelAlgorithmAssociationArn(scope: Construct, id: string, configuredModelAlgorithmAssociationArn: string)',
  ConfiguredModelAlgorithmAssociationGrants: 'fromConfiguredModelAlgorithmAssociation(association: IConfiguredModelAlgorithmAssociationRef) actions(grantee: IGrantable, '
    + '...actions: string) read(grantee: IGrantable) train(grantee: IGrantable, membership: IMembershipRef)',
  ConfiguredModelAlgorithmGrants: 'fromConfiguredModelAlgorithm(algorithm: IConfiguredModelAlgorithmRef) actions(grantee: IGrantable, ...actions: string) '
    + 'associate(grantee: IGrantable, membership: IMembershipRef) read(grantee: IGrantable)',
  ConfiguredTable: 'new(scope: Construct, id: string, props: ConfiguredTableProps) fromConfiguredTableArn(scope: Construct, id: string, '
    + 'configuredTableArn: string) fromConfiguredTableIdentifier(scope: Construct, id: string, configuredTableIdentifier: string)',
  ConfiguredTableAnalysisRule: '',
  ConfiguredTableAssociation: 'new(scope: Construct, id: string, props: ConfiguredTableAssociationProps) fromConfiguredTableAssociationArn(scope: Construct, '
    + 'id: string, configuredTableAssociationArn: string) fromConfiguredTableAssociationAttributes(scope: Construct, id: string, '
    + 'attrs: ConfiguredTableAssociationAttributes)',
  ConfiguredTableAssociationGrants: 'fromConfiguredTableAssociation(association: IConfiguredTableAssociationRef) actions(grantee: IGrantable, ...actions: string) '
    + 'manage(grantee: IGrantable) read(grantee: IGrantable)',
  ConfiguredTableGrants: 'fromConfiguredTable(table: IConfiguredTableRef) actions(grantee: IGrantable, ...actions: string) manage(grantee: IGrantable) '
    + 'read(grantee: IGrantable)',
  CreateMlInputChannel: 'new(scope: Construct, id: string, props: CreateMlInputChannelProps)',
  CreateTrainedModel: 'new(scope: Construct, id: string, props: CreateTrainedModelProps)',
  CustomAnalysisRule: 'allowAnyJobBy(...accountIds: string) allowAnyQueryBy(...accountIds: string) allowColumnComparison(...columns: string) '
    + 'allowLiteralComparison(...columns: string) allowTemplateArns(...arns: string) allowTemplates(...templates: IAnalysisTemplateRef) '
    + 'disallowOutput(...columns: string) requireAtLeast(minimum: number, column: string, options?: AggregationThresholdOptions) '
    + 'withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses) withDifferentialPrivacy(column: string)',
  CustomResourceFunction: 'configure(scope: IConstruct, options: CustomResourceFunctionOptions)',
  ExportAudience: 'new(scope: Construct, id: string, props: ExportAudienceProps)',
  ExportTrainedModel: 'new(scope: Construct, id: string, props: ExportTrainedModelProps)',
  GenerateAudience: 'new(scope: Construct, id: string, props: GenerateAudienceProps)',
  IdMappingTable: 'new(scope: Construct, id: string, props: IdMappingTableProps) fromIdMappingTableArn(scope: Construct, id: string, '
    + 'idMappingTableArn: string) fromIdMappingTableAttributes(scope: Construct, id: string, attrs: IdMappingTableAttributes)',
  IdMappingTableGrants: 'fromIdMappingTable(table: IIdMappingTableRef) actions(grantee: IGrantable, ...actions: string) manage(grantee: IGrantable) '
    + 'populate(grantee: IGrantable) read(grantee: IGrantable)',
  IdMappingTablePopulation: 'new(scope: Construct, id: string, props: IdMappingTablePopulationProps)',
  IdNamespaceAssociation: 'new(scope: Construct, id: string, props: IdNamespaceAssociationProps) fromCollaboration(scope: Construct, id: string, '
    + 'options: IdNamespaceAssociationLookupOptions) fromIdNamespaceAssociationArn(scope: Construct, id: string, '
    + 'idNamespaceAssociationArn: string) fromIdNamespaceAssociationAttributes(scope: Construct, id: string, '
    + 'attrs: IdNamespaceAssociationAttributes)',
  IdNamespaceAssociationGrants: 'fromIdNamespaceAssociation(association: IIdNamespaceAssociationRef) actions(grantee: IGrantable, ...actions: string) '
    + 'manage(grantee: IGrantable) read(grantee: IGrantable)',
  IntermediateTable: 'new(scope: Construct, id: string, props: IntermediateTableProps) fromIntermediateTableArn(scope: Construct, id: string, '
    + 'intermediateTableArn: string) fromIntermediateTableAttributes(scope: Construct, id: string, attrs: IntermediateTableAttributes)',
  IntermediateTableGrants: 'fromIntermediateTable(table: IIntermediateTableRef) actions(grantee: IGrantable, ...actions: string) manage(grantee: IGrantable) '
    + 'populate(grantee: IGrantable) read(grantee: IGrantable)',
  IntermediateTablePopulation: 'new(scope: Construct, id: string, props: IntermediateTablePopulationProps)',
  ListAnalysisRule: 'allowJoinOperators(...operators: JoinOperator) joinOn(...columns: string) list(...columns: string) '
    + 'withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses)',
  LiveChange: 'new(name: string, options?: LiveChangeOptions)',
  MemberAbility: 'of(name: string)',
  MemberRemoval: 'new(scope: Construct, id: string, props: MemberRemovalProps)',
  MemberResults: 'bucket(bucket: IBucketRef, options?: MemberResultsOptions) newBucket(options?: NewResultsBucketOptions)',
  MembersJoined: 'new(scope: Construct, id: string, props: MembersJoinedProps) membershipArnOf(accountId: string) '
    + 'membershipIdentifierOf(accountId: string)',
  Membership: 'new(scope: Construct, id: string, props: MembershipProps) fromLookup(scope: Construct, id: string, '
    + 'options: MembershipLookupOptions) fromMembershipArn(scope: Construct, id: string, membershipArn: string) '
    + 'fromMembershipIdentifier(scope: Construct, id: string, membershipIdentifier: string) metric(metricName: string, '
    + 'props?: MetricOptions) metricAnalysesCount(props?: MetricOptions) metricAnalysisRuntime(props?: MetricOptions) '
    + 'metricConcurrentQueries(props?: MetricOptions) metricConcurrentVcpus(props?: MetricOptions) '
    + 'metricCrpuConsumed(props?: MetricOptions)',
  MembershipGrants: 'fromMembership(membership: IMembershipRef) actions(grantee: IGrantable, ...actions: string) '
    + 'disallowIntermediateTables(grantee: IGrantable) exportAnalysisLogs(grantee: IGrantable, location: AnalysisLogLocation) '
    + 'query(grantee: IGrantable) read(grantee: IGrantable) readPrivacyBudget(grantee: IGrantable) runJob(grantee: IGrantable)',
  MlConfiguration: 'new(scope: Construct, id: string, props: MlConfigurationProps)',
  MlInputChannel: 'fromCollaboration(scope: Construct, id: string, options: MlInputChannelLookupOptions) fromMlInputChannelArn(scope: Construct, '
    + 'id: string, mlInputChannelArn: string)',
  MlInputChannelGrants: 'fromMlInputChannel(channel: IMlInputChannel) actions(grantee: IGrantable, ...actions: string) deleteData(grantee: IGrantable, '
    + 'membership: IMembershipRef) read(grantee: IGrantable, collaboration: ICollaborationRef)',
  MlMemberAbility: 'of(name: string)',
  PaymentResponsibility: '',
  PopulationAnalysis: 'sql(text: string) template(template: IAnalysisTemplateRef) templateArn(analysisTemplateArn: string)',
  PrivacyBudget: 'access(association: IConfiguredTableAssociationRef, options: AccessBudgetOptions) '
    + 'accessToIntermediateTable(intermediateTable: IIntermediateTableRef, options: AccessBudgetOptions) '
    + 'differentialPrivacy(options: DifferentialPrivacyBudgetOptions)',
  PrivacyBudgetTemplate: 'new(scope: Construct, id: string, props: PrivacyBudgetTemplateProps) fromPrivacyBudgetTemplateArn(scope: Construct, id: string, '
    + 'privacyBudgetTemplateArn: string) fromPrivacyBudgetTemplateAttributes(scope: Construct, id: string, '
    + 'attrs: PrivacyBudgetTemplateAttributes)',
  PrivacyBudgetTemplateGrants: 'fromPrivacyBudgetTemplate(template: IPrivacyBudgetTemplateRef) actions(grantee: IGrantable, ...actions: string) '
    + 'manage(grantee: IGrantable) read(grantee: IGrantable)',
  PrivacyImpactPreview: 'new(scope: Construct, id: string, props: PrivacyImpactPreviewProps) maximumCount(aggregation: DifferentialPrivacyAggregation)',
  ProtectedJob: 'new(scope: Construct, id: string, props: ProtectedJobProps)',
  ProtectedQuery: 'new(scope: Construct, id: string, props: ProtectedQueryProps)',
  PySparkVersion: 'of(format: string)',
  QueryOutput: 'distribute(...outputs: QueryOutput) member(accountId: string) s3(bucket: IBucketRef, options: S3QueryOutputOptions)',
  QueryStatement: 'sql(text: string) template(template: IAnalysisTemplateRef, parameters?: string{}) templateArn(analysisTemplateArn: string, '
    + 'parameters?: string{})',
  RunProtectedQuery: 'new(scope: Construct, id: string, props: RunProtectedQueryProps)',
  RunTrainedModelInference: 'new(scope: Construct, id: string, props: RunTrainedModelInferenceProps)',
  ScalarFunction: 'of(name: string)',
  ScheduledQuery: 'new(scope: Construct, id: string, props: ScheduledQueryProps)',
  SchemaReadiness: 'new(scope: Construct, id: string, props: SchemaReadinessProps) analysisRuleTypeOf(table: string)',
  SnowflakeColumnType: 'array(element: SnowflakeColumnType) map(key: SnowflakeColumnType, value: SnowflakeColumnType) number(precision: number, '
    + 'scale?: number) object(fields: SnowflakeColumnType{}) of(name: string) varchar(length: number)',
  TableAccessRole: 'new(scope: Construct, id: string, props: TableAccessRoleProps) addToPrincipalPolicy(statement: PolicyStatement)',
  TableSource: 'athena(table: ITableRef, options: AthenaTableOptions) athenaTable(attributes: AthenaTableAttributes) '
    + 'databricks(attributes: DatabricksTableAttributes) glue(table: ITableRef, options?: GlueTableOptions) '
    + 'glueTable(attributes: GlueTableAttributes) snowflake(attributes: SnowflakeTableAttributes)',
  TrainedModel: 'fromCollaboration(scope: Construct, id: string, options: TrainedModelLookupOptions) fromTrainedModelArn(scope: Construct, '
    + 'id: string, trainedModelArn: string)',
  TrainedModelGrants: 'fromTrainedModel(model: ITrainedModel) actions(grantee: IGrantable, ...actions: string) deleteOutput(grantee: IGrantable, '
    + 'membership: IMembershipRef) exportModel(grantee: IGrantable, membership: IMembershipRef) infer(grantee: IGrantable, '
    + 'membership: IMembershipRef, association: IConfiguredModelAlgorithmAssociationRef, channel: IMlInputChannel) '
    + 'read(grantee: IGrantable, collaboration: ICollaborationRef)',
  TrainingDataset: 'new(scope: Construct, id: string, props: TrainingDatasetProps) fromTrainingDatasetArn(scope: Construct, id: string, '
    + 'trainingDatasetArn: string)',
  TrainingDatasetGrants: 'fromTrainingDataset(dataset: ITrainingDatasetRef) actions(grantee: IGrantable, ...actions: string) read(grantee: IGrantable) '
    + 'train(grantee: IGrantable)',
  WorkerType: 'of(name: string)',
} as const;
