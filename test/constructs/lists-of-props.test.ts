import { App, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, AnalysisMethod, AnalysisRule, AnalysisSource, AnalysisTemplate, AutoApprovedChangeType, ChangeRequestApproval, Collaboration,
  CollaborationChange, CollaborationChangeRequest, ConfiguredModelAlgorithm, ConfiguredModelAlgorithmAssociation, ConfiguredTable,
  ConfiguredTableAssociation, IntermediateTable, MemberAbility, Membership, MembersJoined, PaymentResponsibility, PopulationAnalysis,
  PrivacyImpactPreview, ProtectedJob, ProtectedQuery, QueryStatement, ResultFormat, RunProtectedQuery, SchemaReadiness, TableSource,
  TrainingDataset, WorkerType,
} from '../../src';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

/*
 * Lists and maps in the properties of constructs and values belong to the caller, who may use them for something else afterwards.
 */

const ID = '11111111-1111-4111-8111-111111111111';
const TEMPLATE = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${ID}/analysistemplate/${ID}`;

/** Defines something with the given properties, and whatever it needs. */
type Case<Props> = readonly [properties: (stack: Stack) => Props, define: (stack: Stack, props: Props) => unknown];

const definition = <Props>(properties: (stack: Stack) => Props, define: (stack: Stack, props: Props) => unknown): Case<never> =>
  [properties, define] as unknown as Case<never>;
const membershipIn = (stack: Stack) => Membership.fromMembershipIdentifier(stack, 'Membership', ID);
const imported = (stack: Stack) => Collaboration.fromCollaborationIdentifier(stack, 'Imported', ID);
const bucketIn = (stack: Stack) => Bucket.fromBucketName(stack, 'Bucket', 'sales-data');
const tableIn = (stack: Stack, source: TableSource) => new ConfiguredTable(stack, 'Table', { source, allowedColumns: AllowedColumns.all() });
const associated = (stack: Stack, source: TableSource) => new ConfiguredTableAssociation(stack, 'Association', {
  membership: membershipIn(stack), configuredTable: tableIn(stack, source), configuredTableAssociationName: 'purchases',
});
const compute = () => ({ workerType: WorkerType.CR_1X, workers: 4, sparkProperties: { 'spark.sql.shuffle.partitions': '10' } });

const CASES: Record<string, Case<never>> = {
  'a collaboration': definition(() => ({
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY], mlAbilities: [], paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },
    members: [{ accountId: PARTNER, displayName: 'Partner', abilities: [MemberAbility.CAN_RECEIVE_RESULTS] }],
    allowedResultRegions: ['us-east-1'],
    autoApprovedChangeTypes: [AutoApprovedChangeType.ADD_MEMBER],
  }), (stack, props) => new Collaboration(stack, 'It', props).addMembership('Membership')),
  'the import of a collaboration': definition(() => ({ collaborationIdentifier: ID, memberAccountIds: [PARTNER] }), (stack, attributes) =>
    Collaboration.fromCollaborationAttributes(stack, 'It', attributes).addMembership('Membership', resultsIn(stack))),
  'an invitation': definition(() => ({ collaborationName: 'room', creatorAccountId: PARTNER, memberAccountIds: [CREATOR] }), (stack, invitation) =>
    Collaboration.fromInvitation(stack, 'It', invitation).addMembership('Membership', resultsIn(stack))),
  'a membership': definition(() => ({ paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] }), (stack, options) =>
    imported(stack).addMembership('It', options)),
  'a request for changes': definition(() => ({ changes: [CollaborationChange.autoApprove()] }), (stack, props) =>
    new CollaborationChangeRequest(stack, 'It', { ...props, collaboration: imported(stack) })),
  'the approval of changes': definition(() => ({ changes: [CollaborationChange.autoApprove()] }), (stack, props) =>
    new ChangeRequestApproval(stack, 'It', { ...props, collaboration: imported(stack) })),
  'a change that adds a member': definition(() => ({
    accountId: THIRD, displayName: 'Third', abilities: [MemberAbility.CAN_RECEIVE_RESULTS], mlAbilities: [], paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE],
  }), (stack, member) => new CollaborationChangeRequest(stack, 'It', {
    changes: [CollaborationChange.addMember(member)], collaboration: imported(stack),
  })),
  'a wait for members': definition(() => ({ accountIds: [PARTNER] }), (stack, props) =>
    new MembersJoined(stack, 'It', { ...props, collaboration: imported(stack) })),
  'a wait for tables': definition(() => ({ tables: ['purchases'] }), (stack, props) =>
    new SchemaReadiness(stack, 'It', { ...props, collaboration: imported(stack) })),
  'a preview of a budget': definition(() => ({ wanted: { COUNT: 5 } }), (stack, props) =>
    new PrivacyImpactPreview(stack, 'It', { ...props, membership: membershipIn(stack), epsilon: 3, usersNoisePerQuery: 30 })),
  'a configured table': definition(() => ({ analysisMethods: [AnalysisMethod.DIRECT_QUERY] }), (stack, props) => new ConfiguredTable(stack, 'It', {
    ...props,
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: bucketIn(stack) }),
    allowedColumns: AllowedColumns.of('email'),
  })),
  'a Glue table': definition((stack) => ({
    databaseName: 'sales', tableName: 'purchases', bucket: bucketIn(stack), columns: ['email'], encryptionKeys: [new Key(stack, 'Key')],
  }), (stack, attributes) => associated(stack, TableSource.glueTable(attributes))),
  'an aggregation rule': definition(() => ({
    joinColumns: ['email'],
    aggregateColumns: [{ function: 'SUM' as never, columns: ['amount'] }],
    outputConstraints: [{ column: 'email', minimum: 100 }],
  }), (stack, options) => ruled(stack, AnalysisRule.aggregation(options))),
  'a custom rule': definition(() => ({ anyQueryBy: [CREATOR], comparisonControls: { allowedLiteralComparisonColumns: ['city'] } }), (stack, options) =>
    ruled(stack, AnalysisRule.custom(options))),
  'an intermediate table': definition(() => ({ allowedResultReceivers: [PARTNER] }), (stack, props) => new IntermediateTable(stack, 'It', {
    ...props,
    membership: membershipIn(stack),
    intermediateTableName: 'table',
    populationAnalysis: PopulationAnalysis.sql('SELECT 1'),
    analysisRule: AnalysisRule.custom({ anyQueryBy: [CREATOR] }),
  })),
  'a PySpark template': definition((stack) => ({
    entryPoint: { bucket: bucketIn(stack), key: 'job.py' }, referencedTables: ['purchases'], parameters: { day: { defaultValue: 'today' } },
  }), (stack, options) => new AnalysisTemplate(stack, 'It', { membership: membershipIn(stack), source: AnalysisSource.pyspark(options) })),
  'a query by template': definition(() => ({ day: 'today' }), (stack, parameters) => new ProtectedQuery(stack, 'It', {
    membership: membershipIn(stack), statement: QueryStatement.templateArn(TEMPLATE, parameters),
  })),
  'a query with workers': definition(compute, (stack, props) => new ProtectedQuery(stack, 'It', {
    membership: membershipIn(stack), statement: QueryStatement.sql('SELECT 1'), compute: props,
  })),
  'a query of a state machine': definition(compute, (stack, props) => new RunProtectedQuery(stack, 'It', {
    membership: membershipIn(stack), statement: QueryStatement.sql('SELECT 1'), compute: props,
  }).toSingleState()),
  'a job': definition(() => ({ parameters: { day: 'today' } }), (stack, props) => new ProtectedJob(stack, 'It', {
    ...props, membership: membershipIn(stack), analysisTemplate: AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', TEMPLATE),
  })),
  'a training data set': definition(() => ({ categoricalFeatures: ['city'], numericalFeatures: ['amount'] }), (stack, props) =>
    new TrainingDataset(stack, 'It', {
      ...props,
      source: TableSource.glueTable({ databaseName: 'media', tableName: 'clicks', bucket: bucketIn(stack) }),
      userIdColumn: 'user_id',
      itemIdColumn: 'item_id',
      timestampColumn: 'clicked_at',
    })),
  'a model algorithm': definition((stack) => ({
    repository: Repository.fromRepositoryName(stack, 'Repository', 'models'),
    tag: 'v1',
    entrypoint: ['run'],
    arguments: ['--fast'],
    metrics: [{ name: 'loss', regex: 'loss=(.*)' }],
  }), (stack, trainingContainer) => new ConfiguredModelAlgorithm(stack, 'It', { trainingContainer })),
  'the association of a model algorithm': definition(() => ({
    trainedModels: { containerLogs: [{ accountIds: [PARTNER], redactPatterns: ['secret'] }] },
  }), (stack, privacy) => new ConfiguredModelAlgorithmAssociation(stack, 'It', {
    privacy,
    membership: membershipIn(stack),
    configuredModelAlgorithm: ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Algorithm',
      `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-model-algorithm/${ID}`),
  })),
};

test.each(Object.entries(CASES))('a list that is changed after it was given makes no difference to %s', (_, [properties, define]) => {
  const [unchanged, changed] = [false, true].map((changes) => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
    const props = properties(stack);
    define(stack, props);
    if (changes) expect(changeLists(props)).toBeGreaterThan(0);
    return app.synth({ skipValidation: true }).getStackByName('Stack').template as object;
  });
  expect(changed).toEqual(unchanged);
});

test('columns that are changed in one table are those of the other tables with the same AllowedColumns as before', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  const allowedColumns = AllowedColumns.of('email');
  const [one, other] = ['One', 'Other'].map((id) => new ConfiguredTable(stack, id, {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, `BucketOf${id}`, 'sales-data') }),
    allowedColumns,
  }));
  one.allowedColumns.push('city');
  expect(other.allowedColumns).toEqual(['email']);
});

/** Adds to each list, and changes each text and number, also in what is inside. Returns how many there are. */
function changeLists(value: object): number {
  const values = value as Record<string, unknown>;
  return Object.entries(values).reduce((count, [key, member]) => {
    if (Array.isArray(member)) return count + changeLists(member) + member.push(member[0] ?? 'added');
    if (typeof member === 'string' || typeof member === 'number') values[key] = typeof member === 'string' ? 'changed' : 7;
    else return count + (isPlain(member) ? changeLists(member) : 0);
    return count + 1;
  }, 0);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function resultsIn(stack: Stack) {
  return { defaultResult: { bucket: bucketIn(stack), format: ResultFormat.CSV } };
}

function ruled(stack: Stack, analysisRule: ConstructorParameters<typeof ConfiguredTable>[2]['analysisRule']) {
  return new ConfiguredTable(stack, 'It', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: bucketIn(stack) }),
    allowedColumns: AllowedColumns.of('email', 'city', 'amount'),
    analysisRule,
  });
}
