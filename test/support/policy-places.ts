import { Aws } from 'aws-cdk-lib';
import type { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnDataCatalog, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ChainDefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CREATOR, PARTNER } from './stacks';
import {
  AllowedColumns, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration, ConfiguredAudienceModelAssociation, ConfiguredModelAlgorithm,
  ConfiguredTable, ConfiguredTableAssociation, IdMappingTable, IdNamespaceAssociation, IntermediateTable, Membership, PopulationAnalysis,
  PrivacyBudgetTemplate,
  ProtectedJob, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat, RunProtectedQuery, SchemaReadiness, SnowflakeColumnType, TableAccessRole,
  TableSource, TrainingDataset,
} from '../../src';
import type { AthenaTableAttributes, GlueTableAttributes, TrainingDatasetProps } from '../../src';

const UUID = '11111111-1111-4111-8111-111111111111';
const KEY = `arn:aws:kms:us-east-1:${CREATOR}:key/`;
const plain = 'name';

/** A place for a text that comes into a policy, with a text that is fine in it. */
export interface Place {
  readonly fine: string;
  define(stack: Stack, text: string): void;
}

const bucketOf = (stack: Stack, name = 'data') => CfnBucket.fromBucketName(stack, 'Data', name);
const workGroupOf = (stack: Stack, name = 'primary') => CfnWorkGroup.fromWorkGroupName(stack, 'WorkGroup', name);
const keyOf = (stack: Stack, id: string) => CfnKey.fromKeyArn(stack, 'Key', `${KEY}${id}`);
const membershipOf = (stack: Stack, id = UUID) => Membership.fromMembershipIdentifier(stack, 'Membership', id);
const roleOf = (stack: Stack) => new Role(stack, 'Grantee', { assumedBy: new AccountPrincipal(CREATOR) });

/** A Glue table of the app, changed at some paths. */
function tableOf(stack: Stack, changes: Record<string, unknown> = {}): CfnTable {
  const defined = new CfnTable(stack, 'Table', {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: 'sales',
    tableInput: { name: 'orders', storageDescriptor: { location: 's3://data/orders', columns: [{ name: 'email', type: 'string' }] } },
  });
  Object.entries(changes).forEach(([path, value]) => defined.addPropertyOverride(path, value));
  return defined;
}

function table(sourceIn: (stack: Stack, text: string) => TableSource, fine = plain): Place {
  return {
    fine,
    define: (stack, text) => associated(stack, new ConfiguredTable(stack, 'ConfiguredTable', { source: sourceIn(stack, text), allowedColumns: AllowedColumns.of('email') })),
  };
}

function associated(stack: Stack, configuredTable: ConfiguredTable): void {
  new ConfiguredTableAssociation(stack, 'Association', { membership: membershipOf(stack), configuredTable, configuredTableAssociationName: 'orders' });
}

/** The same sources where no configured table checks them. */
function imported(sourceIn: (stack: Stack, text: string) => TableSource, fine = plain): Place {
  return {
    fine,
    define: (stack, text) => {
      const membership = membershipOf(stack);
      new ConfiguredTableAssociation(stack, 'Association', {
        membership,
        configuredTable: ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Imported', UUID),
        configuredTableAssociationName: 'orders',
        source: sourceIn(stack, text),
        role: new TableAccessRole(stack, 'AccessRole', { membership }),
      });
    },
  };
}

const glueTable = (stack: Stack, given: Partial<GlueTableAttributes>) => TableSource.glueTable({ databaseName: 'sales', tableName: 'orders', bucket: given.bucket ?? bucketOf(stack), ...given });
const athenaTable = (stack: Stack, given: Partial<AthenaTableAttributes>) =>
  TableSource.athenaTable({ databaseName: 'sales', tableName: 'orders', columns: ['email'], workGroup: given.workGroup ?? workGroupOf(stack), ...given });
const snowflake = (given: Pick<Parameters<typeof TableSource.snowflake>[0], 'secret' | 'encryptionKey'>) => TableSource.snowflake({
  accountIdentifier: 'acme-marketing', databaseName: 'SALES', schemaName: 'PUBLIC', tableName: 'ORDERS', columns: [{ name: 'email', type: SnowflakeColumnType.varchar(10) }], ...given,
});
const glue = (stack: Stack, changes: Record<string, unknown>) => TableSource.glue(tableOf(stack, changes));
const schema = (stack: Stack, id: object) => glue(stack, { 'TableInput.StorageDescriptor.SchemaReference': { SchemaId: id, SchemaVersionNumber: 1 } });
const definedWorkGroup = (stack: Stack, configuration: object) =>
  new CfnWorkGroup(stack, 'WorkGroup', { name: 'primary', workGroupConfiguration: { resultConfiguration: configuration } });

const SOURCES: Record<string, [(stack: Stack, text: string) => TableSource, string?]> = {
  'the database of a Glue table': [(stack, databaseName) => glueTable(stack, { databaseName })],
  'a Glue table': [(stack, tableName) => glueTable(stack, { tableName })],
  'the Region of a Glue table': [(stack, region) => glueTable(stack, { region }), 'us-east-1'],
  'the bucket of a Glue table': [(stack, name) => glueTable(stack, { bucket: bucketOf(stack, name) })],
  'the ARN of the bucket of a Glue table': [(stack, arn) => glueTable(stack, { bucket: CfnBucket.fromBucketArn(stack, 'Data', arn) }), 'arn:aws:s3:::data'],
  'the bucket of a Glue table, as an L2': [(stack, name) => glueTable(stack, { bucket: Bucket.fromBucketName(stack, 'Data', name) })],
  'the prefix of a Glue table': [(stack, prefix) => glueTable(stack, { prefix })],
  'the prefix of a Glue table, beside a token': [(stack, prefix) => glueTable(stack, { prefix: `${prefix}/${Aws.REGION}` })],
  'the key of a Glue table': [(stack, id) => glueTable(stack, { encryptionKeys: [keyOf(stack, id)] })],
  'the database of a defined Glue table': [(stack, name) => glue(stack, { DatabaseName: name })],
  'a defined Glue table': [(stack, name) => glue(stack, { 'TableInput.Name': name })],
  'the bucket in the location of a Glue table': [(stack, name) => glue(stack, { 'TableInput.StorageDescriptor.Location': `s3://${name}/orders` })],
  'the location of a Glue table': [(stack, location) => glue(stack, { 'TableInput.StorageDescriptor.Location': location }), 's3://data/orders'],
  'the prefix in the location of a Glue table': [(stack, prefix) => glue(stack, { 'TableInput.StorageDescriptor.Location': `s3://data/${prefix}` })],
  'the registry of a schema': [(stack, name) => schema(stack, { RegistryName: name, SchemaName: 'orders' })],
  'a schema': [(stack, name) => schema(stack, { RegistryName: 'registry', SchemaName: name })],
  'the ARN of a schema': [(stack, arn) => schema(stack, { SchemaArn: arn }), `arn:aws:glue:us-east-1:${CREATOR}:schema/registry/orders`],
  'a schema in an ARN': [(stack, name) => schema(stack, { SchemaArn: `arn:aws:glue:us-east-1:${CREATOR}:schema/registry/${name}` })],
  'the database of a table in Athena': [(stack, databaseName) => athenaTable(stack, { databaseName })],
  'a table in Athena': [(stack, tableName) => athenaTable(stack, { tableName })],
  'a workgroup': [(stack, name) => athenaTable(stack, { workGroup: workGroupOf(stack, name) })],
  'a data catalog': [(stack, name) => athenaTable(stack, { dataCatalog: CfnDataCatalog.fromDataCatalogName(stack, 'Catalog', name) })],
  'the path of a catalog': [(stack, catalogPath) => athenaTable(stack, { catalogPath }), 's3tablescatalog/sales'],
  'the bucket of the output of Athena': [(stack, name) => athenaTable(stack, { output: { bucket: bucketOf(stack, name) } })],
  'the prefix of the output of Athena': [(stack, prefix) => athenaTable(stack, { output: { bucket: bucketOf(stack), prefix } })],
  'the bucket of a table in Athena': [(stack, name) => athenaTable(stack, { data: { bucket: bucketOf(stack, name) } })],
  'the prefix of a table in Athena': [(stack, prefix) => athenaTable(stack, { data: { bucket: bucketOf(stack), prefix } })],
  'the key of a table in Athena': [(stack, id) => athenaTable(stack, { encryptionKeys: [keyOf(stack, id)] })],
  'the output location of a workgroup': [(stack, name) => athenaTable(stack, { workGroup: definedWorkGroup(stack, { outputLocation: `s3://${name}/results/` }) })],
  'the key of a workgroup': [(stack, id) => athenaTable(stack, {
    workGroup: definedWorkGroup(stack, { outputLocation: 's3://results/', encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: `${KEY}${id}` } }),
  })],
  'a secret': [(stack, name) => snowflake({ secret: Secret.fromSecretNameV2(stack, 'Secret', name) })],
  'the ARN of a secret': [(stack, arn) => snowflake({ secret: Secret.fromSecretPartialArn(stack, 'Secret', arn) }), `arn:aws:secretsmanager:us-east-1:${CREATOR}:secret:name`],
  'the id of a secret': [(stack, id) => snowflake({ secret: CfnSecret.fromSecretId(stack, 'Secret', id) }), `arn:aws:secretsmanager:us-east-1:${CREATOR}:secret:name-abcdef`],
  'the key of a secret': [(stack, id) => snowflake({ secret: Secret.fromSecretNameV2(stack, 'Secret', 'name'), encryptionKey: keyOf(stack, id) })],
};

const audienceModel = (name: string) => `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-audience-model/${name}`;
const templateArn = (id: string) => `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${UUID}/analysistemplate/${id}`;
const stateMachine = (stack: Stack, run: RunProtectedQuery) => void new StateMachine(stack, 'Machine', { definitionBody: ChainDefinitionBody.fromChainable(run) });
const sql = QueryStatement.sql('SELECT 1');
const results = (bucket: Parameters<typeof QueryOutput.s3>[0], prefix?: string) => QueryOutput.s3(bucket, { format: ResultFormat.CSV, prefix });

const collaborationOf = (stack: Stack, attrs: object = {}) => Collaboration.fromCollaborationAttributes(stack, 'Collaboration', { collaborationIdentifier: UUID, ...attrs });

const OTHERS: Record<string, Place> = {
  'the database of training data': {
    fine: plain,
    define: (stack, databaseName) => void trained(stack, { source: glueTable(stack, { databaseName }) }),
  },
  'the catalog of training data': { fine: CREATOR, define: (stack, catalogId) => void trained(stack, { catalogId }) },
  'the defined database of training data': { fine: plain, define: (stack, name) => void trained(stack, { source: glue(stack, { DatabaseName: name }) }) },
  'the repository of an image': {
    fine: plain,
    define: (stack, name) => void new ConfiguredModelAlgorithm(stack, 'Algorithm', { trainingContainer: { repository: CfnRepository.fromRepositoryName(stack, 'Images', name), tag: '1' } }),
  },
  'the ARN of the repository of an image': {
    fine: `arn:aws:ecr:us-east-1:${CREATOR}:repository/name`,
    define: (stack, arn) => void new ConfiguredModelAlgorithm(stack, 'Algorithm', { inferenceContainer: { repository: CfnRepository.fromRepositoryArn(stack, 'Images', arn), tag: '1' } }),
  },
  'the bucket of a script': { fine: plain, define: (stack, name) => void scripted(stack, { bucket: bucketOf(stack, name), key: 'user_script.py' }) },
  'the key of a script': { fine: plain, define: (stack, key) => void scripted(stack, { bucket: bucketOf(stack), key }) },
  'the key of the bucket of a script': {
    fine: plain,
    define: (stack, id) => void scripted(stack, { bucket: encryptedBucket(stack, id), key: 'user_script.py' }),
  },
  'the bucket of results': { fine: plain, define: (stack, name) => void member(stack, { bucket: bucketOf(stack, name) }) },
  'the prefix of results': { fine: plain, define: (stack, prefix) => void member(stack, { bucket: bucketOf(stack), prefix }) },
  'the key of the bucket of results': { fine: plain, define: (stack, id) => void member(stack, { bucket: encryptedBucket(stack, id) }) },
  'the bucket of a query': {
    fine: plain,
    define: (stack, name) => void new ProtectedQuery(stack, 'Query', { membership: membershipOf(stack), statement: sql, output: results(bucketOf(stack, name)) }),
  },
  'the prefix of a query': {
    fine: plain,
    define: (stack, prefix) => void new ProtectedQuery(stack, 'Query', { membership: membershipOf(stack), statement: sql, output: results(bucketOf(stack), prefix) }),
  },
  'the template of a query': {
    fine: UUID,
    define: (stack, id) => void new ProtectedQuery(stack, 'Query', { membership: membershipOf(stack), statement: QueryStatement.templateArn(templateArn(id)) }),
  },
  'the bucket of a query that a state machine runs': {
    fine: plain,
    define: (stack, name) => stateMachine(stack, new RunProtectedQuery(stack, 'Run', { membership: membershipOf(stack), statement: sql, output: results(bucketOf(stack, name)) })),
  },
  'the key of the bucket of a query': {
    fine: plain,
    define: (stack, id) => stateMachine(stack, new RunProtectedQuery(stack, 'Run', { membership: membershipOf(stack), statement: sql, output: results(encryptedBucket(stack, id)) })),
  },
  'the template of a query that a state machine runs': {
    fine: UUID,
    define: (stack, id) => stateMachine(stack, new RunProtectedQuery(stack, 'Run', { membership: membershipOf(stack), statement: QueryStatement.templateArn(templateArn(id)) })),
  },
  'the template of a job': {
    fine: UUID,
    define: (stack, id) => void new ProtectedJob(stack, 'Job', {
      membership: membershipOf(stack), analysisTemplate: AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Template', templateArn(id)),
    }),
  },
  'a membership': { fine: UUID, define: (stack, id) => void membershipOf(stack, id).grants.query(roleOf(stack)) },
  'the membership that a table is in': {
    fine: UUID,
    define: (stack, id) => {
      associated(stack, new ConfiguredTable(stack, 'ConfiguredTable', { source: glueTable(stack, {}), allowedColumns: AllowedColumns.of('email') }));
      (stack.node.findChild('Association').node.defaultChild as CfnResource).addPropertyOverride('MembershipIdentifier', id);
    },
  },
  'the membership that runs queries': {
    fine: UUID,
    define: (stack, queryRunnerMembershipId) => void new TableAccessRole(stack, 'Role', { membership: membershipOf(stack), queryRunnerMembershipId }),
  },
  'the account of a member': {
    fine: PARTNER,
    define: (stack, accountId) => {
      const collaboration = new Collaboration(stack, 'Room', { creator: { displayName: 'Creator' }, members: [{ accountId, displayName: 'Partner' }] });
      collaboration.addMembership('Own', { defaultResult: { bucket: bucketOf(stack), format: ResultFormat.CSV } });
    },
  },
  'the account of a member in an L1': {
    fine: PARTNER,
    define: (stack, accountId) => {
      const collaboration = new CfnCollaboration(stack, 'Room', {
        name: 'room',
        description: 'room',
        creatorDisplayName: 'Creator',
        creatorMemberAbilities: ['CAN_QUERY'],
        queryLogStatus: 'DISABLED',
        members: [{ accountId, displayName: 'Partner', memberAbilities: [] }],
      });
      const membership = new Membership(stack, 'Own', { collaboration, defaultResult: { bucket: bucketOf(stack), format: ResultFormat.CSV } });
      new IntermediateTable(stack, 'Intermediate', {
        membership,
        intermediateTableName: 'filled',
        populationAnalysis: PopulationAnalysis.sql('SELECT 1'),
        analysisRule: AnalysisRule.custom().allowAnyQueryBy(CREATOR),
        encryptionKey: new Key(stack, 'OwnKey'),
      });
    },
  },
  'the account of a member of an import': {
    fine: PARTNER,
    define: (stack, accountId) => void member(stack, { bucket: bucketOf(stack) }, { memberAccountIds: [accountId, CREATOR] }),
  },
  'the creator of a collaboration': { fine: PARTNER, define: (stack, creatorAccountId) => void collaborationOf(stack, { creatorAccountId }).grants.read(roleOf(stack)) },
  'a collaboration': { fine: UUID, define: (stack, collaborationIdentifier) => void new SchemaReadiness(stack, 'Ready', { collaboration: collaborationOf(stack, { collaborationIdentifier }), tables: ['orders'] }) },
  'the owner of what is looked up': {
    fine: PARTNER,
    define: (stack, ownerAccountId) => void AnalysisTemplate.fromCollaboration(stack, 'Lookup', { collaboration: collaborationOf(stack), ownerAccountId, analysisTemplateName: 'reach' }),
  },
  'a configured audience model': {
    fine: plain,
    define: (stack, name) => void new ConfiguredAudienceModelAssociation(stack, 'Audience', {
      membership: membershipOf(stack), configuredAudienceModelArn: audienceModel(name), configuredAudienceModelAssociationName: 'audience',
    }),
  },
  'an analysis template': {
    fine: UUID,
    define: (stack, analysisTemplateIdentifier) => void AnalysisTemplate.fromAnalysisTemplateAttributes(stack, 'Import', { membershipIdentifier: UUID, analysisTemplateIdentifier }).grants
      .query(roleOf(stack), membershipOf(stack)),
  },
  'an association of a table': {
    fine: UUID,
    define: (stack, configuredTableAssociationIdentifier) => void ConfiguredTableAssociation.fromConfiguredTableAssociationAttributes(stack, 'Import', {
      membershipIdentifier: UUID, configuredTableAssociationIdentifier,
    }).grants.read(roleOf(stack)),
  },
  'an ID mapping table': {
    fine: UUID,
    define: (stack, idMappingTableIdentifier) => void IdMappingTable.fromIdMappingTableAttributes(stack, 'Import', { membershipIdentifier: UUID, idMappingTableIdentifier }).grants
      .populate(roleOf(stack)),
  },
  'the association of an ID namespace': {
    fine: UUID,
    define: (stack, membershipIdentifier) => void IdNamespaceAssociation.fromIdNamespaceAssociationAttributes(stack, 'Import', {
      membershipIdentifier, idNamespaceAssociationIdentifier: UUID,
    }).grants.read(roleOf(stack)),
  },
  'an intermediate table': {
    fine: UUID,
    define: (stack, intermediateTableIdentifier) => void IntermediateTable.fromIntermediateTableAttributes(stack, 'Import', {
      membershipIdentifier: UUID, intermediateTableIdentifier,
    }).grants.populate(roleOf(stack)),
  },
  'a budget': {
    fine: UUID,
    define: (stack, privacyBudgetTemplateIdentifier) => void PrivacyBudgetTemplate.fromPrivacyBudgetTemplateAttributes(stack, 'Import', {
      membershipIdentifier: UUID, privacyBudgetTemplateIdentifier,
    }).grants.read(roleOf(stack)),
  },
  'the ARN of a model algorithm': {
    fine: `arn:aws:cleanrooms-ml:us-east-1:${CREATOR}:configured-model-algorithm/${UUID}`,
    define: (stack, arn) => void ConfiguredModelAlgorithm.fromConfiguredModelAlgorithmArn(stack, 'Import', arn).grants.read(roleOf(stack)),
  },
};

function trained(stack: Stack, props: Partial<TrainingDatasetProps>): TrainingDataset {
  return new TrainingDataset(stack, 'Training', {
    source: props.source ?? glueTable(stack, {}), userIdColumn: 'email', itemIdColumn: 'email', timestampColumn: 'email', ...props,
  });
}

function scripted(stack: Stack, entryPoint: { bucket: Parameters<typeof QueryOutput.s3>[0]; key: string }): AnalysisTemplate {
  return new AnalysisTemplate(stack, 'Template', { membership: membershipOf(stack), source: AnalysisSource.pyspark({ entryPoint, referencedTables: ['orders'] }) });
}

function member(stack: Stack, defaultResult: object, attrs: object = {}): Membership {
  return new Membership(stack, 'Member', {
    collaboration: collaborationOf(stack, { creatorAccountId: PARTNER, ...attrs }),
    defaultResult: { format: ResultFormat.CSV, ...defaultResult } as never,
  });
}

function encryptedBucket(stack: Stack, id: string) {
  return Bucket.fromBucketAttributes(stack, 'Data', { bucketName: 'data', encryptionKey: Key.fromKeyArn(stack, 'Key', `${KEY}${id}`) });
}

/** Every place for a text in a construct that renders a policy. */
export const PLACES: Record<string, Place> = {
  ...Object.fromEntries(Object.entries(SOURCES).flatMap(([name, [sourceIn, fine]]) => [[name, table(sourceIn, fine)], [`${name}, of an imported table`, imported(sourceIn, fine)]])),
  ...OTHERS,
};
