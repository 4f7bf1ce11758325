import { join } from 'path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisMethod, AnalysisParameterType, AnalysisRule, AnalysisSource, AnalysisTemplate, Collaboration,
  ConfiguredTable, ConfiguredTableAssociation, IdMappingTable, IdMappingTablePopulation, IdNamespaceAssociation, MemberAbility, Membership,
  MembersJoined, PrivacyBudget, PrivacyBudgetTemplate, ResultFormat, TableSource,
} from 'cdk-cleanrooms';
import type { ConfiguredTableProps, ICollaboration } from 'cdk-cleanrooms';

/* The example health-research without CleanRoom: with the constructs for single resources. */
const NORTH = '111111111111';
const SOUTH = '222222222222';
const UNIVERSITY = '333333333333';
const collaborationName = 'health-research';
const removalPolicy = RemovalPolicy.DESTROY;
const timeout = Duration.minutes(1);
const logging = { queryLogging: true, jobLogging: true };

const app = new App();
const region = app.node.tryGetContext('region') ?? 'eu-central-1';
const stackOf = (name: string, account: string) => new Stack(app, name, { env: { account, region } });
const north = stackOf('Research-North', NORTH);
const south = stackOf('Research-South', SOUTH);
const university = stackOf('Research-University', UNIVERSITY);
const tablesOfNorth = stackOf('Research-North-Exchange', NORTH);
const tablesOfSouth = stackOf('Research-South-Exchange', SOUTH);
const mapping = stackOf('Research-University-Exchange', UNIVERSITY);
[south, university].forEach((stack) => stack.addStackDependency(north));
[tablesOfNorth, tablesOfSouth, mapping].forEach((stack) => [north, south, university].forEach((earlier) => stack.addStackDependency(earlier)));

const collaboration = new Collaboration(north, 'Collaboration', {
  collaborationName,
  description: 'How age and treatment go together',
  creator: { displayName: 'Hospital North' },
  members: [{ accountId: SOUTH, displayName: 'Hospital South' }, {
    accountId: UNIVERSITY,
    displayName: 'University',
    abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RUN_JOB, MemberAbility.CAN_RECEIVE_RESULTS],
  }],
  ...logging,
  removalPolicy,
});
const membershipOfNorth = collaboration.addMembership('Membership', { ...logging, removalPolicy });
const invitationOfSouth = invitationIn(south);
const membershipOfSouth = new Membership(south, 'Membership', { collaboration: invitationOfSouth, ...logging, removalPolicy });
const results = new Bucket(university, 'Results', {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true, removalPolicy, autoDeleteObjects: true,
});
const membershipOfUniversity = new Membership(university, 'Membership', {
  collaboration: invitationIn(university),
  ...logging,
  defaultResult: { bucket: results, prefix: 'queries/', format: ResultFormat.PARQUET },
  defaultJobResult: { bucket: results, prefix: 'jobs/' },
  removalPolicy,
});
new MembersJoined(tablesOfNorth, 'UniversityJoined', { collaboration, accountIds: [UNIVERSITY], timeout });
new MembersJoined(tablesOfSouth, 'UniversityJoined', { collaboration: invitationOfSouth, accountIds: [UNIVERSITY], timeout });

const analyses = join(__dirname, '../../examples/health-research/analyses');
const ages = new AnalysisTemplate(university, 'ages', {
  membership: membershipOfUniversity,
  description: 'How many patients of each age group have a diagnosis',
  source: AnalysisSource.sqlFromFile(join(analyses, 'ages.sql'), { parameters: { diagnosis: { type: AnalysisParameterType.VARCHAR } } }),
});
const stays = new AnalysisTemplate(university, 'stays', {
  membership: membershipOfUniversity,
  description: 'How long patients stay in each ward',
  source: AnalysisSource.pysparkFromFile(join(analyses, 'stays.py'), { referencedTables: ['stays_north'] }),
});

const allowedColumns = AllowedColumns.of('patient', 'age_group', 'diagnosis');
addTable(tablesOfNorth, membershipOfNorth, 'patients_north', {
  source: dataOf(tablesOfNorth, 'patients'),
  allowedColumns,
  analysisRule: reviewed(lookUp(tablesOfNorth, collaboration, ages)).disallowOutput('diagnosis').withDifferentialPrivacy('patient'),
});
addTable(tablesOfSouth, membershipOfSouth, 'patients_south', {
  source: dataOf(tablesOfSouth, 'patients'),
  allowedColumns,
  analysisRule: reviewed(lookUp(tablesOfSouth, invitationOfSouth, ages)).disallowOutput('diagnosis'),
});
addTable(tablesOfNorth, membershipOfNorth, 'stays_north', {
  source: dataOf(tablesOfNorth, 'stays'),
  allowedColumns: AllowedColumns.of('ward', 'days'),
  analysisMethods: [AnalysisMethod.DIRECT_JOB],
  analysisRule: reviewed(lookUp(tablesOfNorth, collaboration, stays)),
});
new PrivacyBudgetTemplate(north, 'Budget', {
  membership: membershipOfNorth,
  budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30, monthlyRefresh: true }),
  removalPolicy,
});

const source = new IdNamespaceAssociation(north, 'Ids', { membership: membershipOfNorth, idNamespace: idNamespace(north) });
const target = new IdNamespaceAssociation(university, 'Ids', { membership: membershipOfUniversity, idNamespace: idNamespace(university) });
const idMappingTable = new IdMappingTable(mapping, 'People', {
  membership: membershipOfUniversity,
  idMappingTableName: 'people',
  idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(mapping, 'Workflow', 'people'),
  source,
  target,
  removalPolicy,
});
new IdMappingTablePopulation(mapping, 'Population', { idMappingTable });

function invitationIn(stack: Stack): ICollaboration {
  return Collaboration.fromInvitation(stack, 'Collaboration', { collaborationName, creatorAccountId: NORTH, timeout });
}

function lookUp(stack: Stack, where: ICollaboration, template: AnalysisTemplate) {
  const { name } = template.node.defaultChild as CfnAnalysisTemplate; // with each new source, another one
  return AnalysisTemplate.fromCollaboration(stack, template.node.id, {
    collaboration: where, ownerAccountId: UNIVERSITY, analysisTemplateName: name, sourceSha256: template.sourceSha256, timeout,
  });
}

function reviewed(template: ReturnType<typeof lookUp>) {
  return AnalysisRule.custom().allowTemplates(template).withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);
}

function addTable(stack: Stack, membership: Membership, name: string, props: ConfiguredTableProps) {
  new ConfiguredTableAssociation(stack, `${name}-association`, {
    membership,
    configuredTable: new ConfiguredTable(stack, name, props),
    configuredTableAssociationName: name,
    analysisRule: AnalysisRule.forAssociation().allowResultReceivers(UNIVERSITY),
  });
}

function dataOf(stack: Stack, tableName: string): TableSource {
  const bucket = Bucket.fromBucketName(stack, `${tableName}-data`, `study-${stack.account}`);
  return TableSource.glueTable({ databaseName: 'study', tableName, bucket, prefix: tableName });
}

function idNamespace(stack: Stack) {
  return CfnIdNamespace.fromIdNamespaceArn(stack, 'IdNamespace', `arn:aws:entityresolution:${stack.region}:${stack.account}:idnamespace/patients`);
}
