import { join } from 'path';
import { App, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { CfnIdMappingWorkflow, CfnIdNamespace } from 'aws-cdk-lib/aws-entityresolution';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AdditionalAnalyses, AllowedColumns, AnalysisMethod, AnalysisParameterType, AnalysisRule, AnalysisSource, CleanRoom, MemberAbility, PrivacyBudget,
  TableSource,
} from 'cdk-cleanrooms';

/*
 * Two hospitals and a university. No query of the university runs but those that it has shown to the hospitals, which are in the folder
 * `analyses`; what they tell of patients is blurred by differential privacy. The ID namespaces and the workflow in AWS Entity Resolution exist.
 */
const app = new App();
const region = app.node.tryGetContext('region') ?? 'eu-central-1';
const room = new CleanRoom(app, 'Research', {
  collaborationName: 'health-research',
  description: 'How age and treatment go together',
  region,
  queryLogging: true,
  jobLogging: true,
  removalPolicy: RemovalPolicy.DESTROY, // an example is there to be tried and thrown away; a live clean room is not
  creator: { name: 'North', displayName: 'Hospital North', account: '111111111111' },
});
const north = room.creator;
const south = room.addMember('South', { displayName: 'Hospital South', account: '222222222222' });
const university = room.addMember('University', {
  account: '333333333333',
  abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RUN_JOB, MemberAbility.CAN_RECEIVE_RESULTS],
});
Validations.of(university.stack).acknowledge({ id: 'AwsSolutions-S1', reason: 'an example has no bucket for the access logs of its results' });

const ages = university.addAnalysisTemplate('ages', {
  description: 'How many patients of each age group have a diagnosis',
  source: AnalysisSource.sqlFromFile(join(__dirname, 'analyses', 'ages.sql'), { parameters: { diagnosis: { type: AnalysisParameterType.VARCHAR } } }),
});
const stays = university.addAnalysisTemplate('stays', {
  description: 'How long patients stay in each ward',
  source: AnalysisSource.pysparkFromFile(join(__dirname, 'analyses', 'stays.py'), { referencedTables: ['stays_north'] }),
});

const allowedColumns = AllowedColumns.of('patient', 'age_group', 'diagnosis');
// Patients are counted: a column that may not be in the output may not be counted either.
const reviewed = AnalysisRule.custom().allowTemplates(ages).disallowOutput('diagnosis')
  .withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED);
north.addTable('patients_north', { allowedColumns, source: dataOf(north.stack, 'patients'), analysisRule: reviewed.withDifferentialPrivacy('patient') });
south.addTable('patients_south', { allowedColumns, source: dataOf(south.stack, 'patients'), analysisRule: reviewed });
north.addTable('stays_north', {
  source: dataOf(north.stack, 'stays'),
  allowedColumns: AllowedColumns.of('ward', 'days'),
  analysisMethods: [AnalysisMethod.DIRECT_JOB],
  analysisRule: AnalysisRule.custom().allowTemplates(stays).withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
});
north.addPrivacyBudget('patients', { budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30, monthlyRefresh: true }) });

const source = north.addIdNamespace('ids_north', { idNamespace: idNamespace(north.stack) });
const target = university.addIdNamespace('ids_university', { idNamespace: idNamespace(university.stack) });
university.addIdMappingTable('people', {
  source, target, idMappingWorkflow: CfnIdMappingWorkflow.fromWorkflowName(university.stack, 'Workflow', 'people'),
});

function dataOf(stack: Stack, tableName: string): TableSource {
  const bucket = Bucket.fromBucketName(stack, `${tableName}-data`, `study-${stack.account}`);
  return TableSource.glueTable({ databaseName: 'study', tableName, bucket, prefix: tableName });
}

function idNamespace(stack: Stack) {
  return CfnIdNamespace.fromIdNamespaceArn(stack, 'IdNamespace', `arn:aws:entityresolution:${stack.region}:${stack.account}:idnamespace/patients`);
}
