/*
 * How the API reference is ordered: by what its readers want to do, and by domain. Names are those of the public API.
 */

/** The title of each domain, a folder of src/constructs/, and what is in it. */
export const DOMAINS: Readonly<Record<string, { readonly title: string; readonly about: string }>> = {
  'clean-room': { title: 'Clean rooms', about: 'a collaboration with all its members, from one definition' },
  'collaboration': { title: 'Collaborations', about: 'members, abilities, invitations, changes, events' },
  'membership': { title: 'Memberships', about: 'the part of one account in a collaboration: logs, results, permissions' },
  'table': { title: 'Tables', about: 'sources, analysis rules, associations, roles, intermediate tables' },
  'analysis': { title: 'Analyses', about: 'analysis templates, queries and jobs, and where their results go' },
  'privacy-budget': { title: 'Privacy budgets', about: 'differential privacy, and limits of access' },
  'identity': { title: 'Identities', about: 'ID namespaces and ID mapping tables of AWS Entity Resolution' },
  'ml': { title: 'Clean Rooms ML', about: 'lookalike audiences and custom models' },
  'deployment': { title: 'Deployment', about: 'the function behind custom resources' },
  'validation': { title: 'Validation', about: 'checks for programs without constructs of this library' },
};

/** What readers want to do, what they use for it, and the guide that explains it. */
export const TASKS: readonly { readonly task: string; readonly names: readonly string[]; readonly guide?: string }[] = [
  { task: 'define a clean room with all its members', names: ['CleanRoom', 'CleanRoomMember', 'CleanRoomPartner'], guide: 'clean-room.md' },
  { task: 'join the clean room of another company', names: ['CleanRoom', 'JoinCleanRoomOptions', 'Collaboration', 'CollaborationInvitation'], guide: 'clean-room.md' },
  { task: 'define one account at a time', names: ['Collaboration', 'Membership'], guide: 'accounts.md' },
  { task: 'find what other accounts have made', names: ['AnalysisTemplate', 'IdNamespaceAssociation', 'MembersJoined', 'SchemaReadiness'], guide: 'accounts.md' },
  { task: 'bring in a table', names: ['ConfiguredTable', 'TableSource', 'AllowedColumns', 'ConfiguredTableAssociation', 'TableAccessRole'], guide: 'first-room.md' },
  {
    task: 'say what may be asked of a table',
    names: ['AnalysisRule', 'AggregationAnalysisRule', 'ListAnalysisRule', 'CustomAnalysisRule', 'AssociationAnalysisRule'],
    guide: 'analysis-rules.md',
  },
  { task: 'share SQL or PySpark for review', names: ['AnalysisTemplate', 'AnalysisSource'], guide: 'analysis-rules.md' },
  { task: 'limit what can be learnt over time', names: ['PrivacyBudgetTemplate', 'PrivacyBudget', 'PrivacyImpactPreview'], guide: 'analysis-rules.md' },
  { task: 'run a query or a job at deployment', names: ['ProtectedQuery', 'ProtectedJob', 'QueryStatement', 'QueryOutput'], guide: 'results.md' },
  { task: 'run queries again and again', names: ['ScheduledQuery', 'RunProtectedQuery'], guide: 'results.md' },
  { task: 'choose where results go', names: ['MemberResults', 'QueryResultConfiguration', 'JobResultConfiguration', 'QueryOutput'], guide: 'results.md' },
  { task: 'keep a result as a table', names: ['IntermediateTable', 'IntermediateTablePopulation', 'PopulationAnalysis'], guide: 'results.md' },
  { task: 'let people and programs use it', names: ['MembershipGrants', 'AnalysisTemplateGrants', 'CollaborationGrants'], guide: 'accounts.md' },
  {
    task: 'change a live collaboration',
    names: ['LiveChange', 'CollaborationChangeRequest', 'ChangeRequestApproval', 'CollaborationChange', 'MemberRemoval'],
    guide: 'growth.md',
  },
  { task: 'match people who have different ids', names: ['IdNamespaceAssociation', 'IdMappingTable', 'IdMappingTablePopulation'] },
  {
    task: 'find lookalike audiences',
    names: ['TrainingDataset', 'AudienceModel', 'ConfiguredAudienceModel', 'ConfiguredAudienceModelAssociation', 'GenerateAudience', 'ExportAudience'],
  },
  {
    task: 'train custom models',
    names: [
      'ConfiguredModelAlgorithm', 'ConfiguredModelAlgorithmAssociation', 'MlConfiguration', 'CreateMlInputChannel', 'CreateTrainedModel', 'RunTrainedModelInference',
      'ExportTrainedModel', 'MlInputChannel', 'TrainedModel',
    ],
  },
  { task: 'react to events', names: ['CleanRoomsEvents'], guide: 'results.md' },
  { task: 'set up the function behind custom resources', names: ['CustomResourceFunction'], guide: 'custom-resources.md' },
  { task: 'check a program of L1s', names: ['CleanRoomsValidationPlugin'], guide: 'errors.md' },
];
