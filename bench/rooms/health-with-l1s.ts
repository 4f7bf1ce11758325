import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Aws, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnAnalysisTemplate, CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnIdMappingTable, CfnIdNamespaceAssociation,
  CfnMembership, CfnPrivacyBudgetTemplate,
} from 'aws-cdk-lib/aws-cleanrooms';
import { CompositePrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';

/*
 * The example health-research with the L1s of Clean Rooms, and aws-cdk-lib's constructs for everything else. What CloudFormation has no
 * resource for is left out: lookups, waits, the population, the clean-up. The ids and ARNs of other accounts are parameters.
 */
const NORTH = '111111111111';
const SOUTH = '222222222222';
const UNIVERSITY = '333333333333';

const app = new App();
const region = app.node.tryGetContext('region') ?? 'eu-central-1';
const stackOf = (name: string, account: string) => new Stack(app, name, { env: { account, region } });
const north = stackOf('Research-North', NORTH);
const south = stackOf('Research-South', SOUTH);
const university = stackOf('Research-University', UNIVERSITY);
const tablesOfNorth = stackOf('Research-North-Tables', NORTH); // when the templates of the university are there
const parameter = (stack: Stack, name: string) => new CfnParameter(stack, name).valueAsString;
const logging = { queryLogStatus: 'ENABLED', jobLogStatus: 'ENABLED' };

const collaboration = new CfnCollaboration(north, 'Collaboration', {
  name: 'health-research',
  description: 'How age and treatment go together',
  creatorDisplayName: 'Hospital North',
  creatorMemberAbilities: [],
  members: [
    { accountId: SOUTH, displayName: 'Hospital South', memberAbilities: [] },
    { accountId: UNIVERSITY, displayName: 'University', memberAbilities: ['CAN_QUERY', 'CAN_RUN_JOB', 'CAN_RECEIVE_RESULTS'] },
  ],
  ...logging,
});
const membershipOfNorth = new CfnMembership(north, 'Membership', {
  collaborationIdentifier: collaboration.attrCollaborationIdentifier, ...logging,
});
const membershipOfSouth = new CfnMembership(south, 'Membership', { collaborationIdentifier: parameter(south, 'CollaborationId'), ...logging });

const removable = { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true };
const results = new Bucket(university, 'Results', removable);
const roleOfQueries = roleToWrite('queries');
const roleOfJobs = roleToWrite('jobs');
const membershipOfUniversity = new CfnMembership(university, 'Membership', {
  collaborationIdentifier: parameter(university, 'CollaborationId'),
  ...logging,
  defaultResultConfiguration: {
    outputConfiguration: { s3: { bucket: results.bucketName, keyPrefix: 'queries/', resultFormat: 'PARQUET' } },
    roleArn: roleOfQueries.roleArn,
  },
  defaultJobResultConfiguration: {
    outputConfiguration: { s3: { bucket: results.bucketName, keyPrefix: 'jobs/' } },
    roleArn: roleOfJobs.roleArn,
  },
});
membershipOfUniversity.node.addDependency(roleOfQueries, roleOfJobs);

const textOf = (file: string) => readFileSync(join(__dirname, '../../examples/health-research/analyses', file), 'utf8');
new CfnAnalysisTemplate(university, 'Ages', {
  name: 'ages',
  membershipIdentifier: membershipOfUniversity.attrMembershipIdentifier,
  description: 'How many patients of each age group have a diagnosis',
  format: 'SQL',
  source: { text: textOf('ages.sql') },
  analysisParameters: [{ name: 'diagnosis', type: 'VARCHAR' }],
});
const scripts = new Bucket(university, 'Scripts', removable);
const script = new BucketDeployment(university, 'Script', {
  destinationBucket: scripts, destinationKeyPrefix: 'stays', sources: [Source.data('user_script.py', textOf('stays.py'))],
});
const roleOfScript = new Role(university, 'ScriptRole', { assumedBy: cleanRoomsFor(membershipOfUniversity.attrArn) });
allow(roleOfScript, ['s3:GetObject', 's3:GetObjectVersion'], scripts.arnForObjects('stays/*'));
const stays = new CfnAnalysisTemplate(university, 'Stays', {
  name: 'stays',
  membershipIdentifier: membershipOfUniversity.attrMembershipIdentifier,
  description: 'How long patients stay in each ward',
  format: 'PYSPARK_1_0',
  source: {
    artifacts: { entryPoint: { location: { bucket: scripts.bucketName, key: 'stays/user_script.py' } }, roleArn: roleOfScript.roleArn },
  },
  schema: { referencedTables: ['stays_north'] },
});
stays.node.addDependency(script, roleOfScript);

const agesForNorth = parameter(tablesOfNorth, 'AgesArn');
const runnerForNorth = parameter(tablesOfNorth, 'MembershipIdOfUniversity');
const reviewed = { additionalAnalyses: 'NOT_ALLOWED', disallowedOutputColumns: ['diagnosis'] };
const patients = { inGlue: 'patients', allowedColumns: ['patient', 'age_group', 'diagnosis'], analysisMethod: 'DIRECT_QUERY' };
addTable(tablesOfNorth, membershipOfNorth, 'patients_north', {
  ...patients,
  rule: { ...reviewed, allowedAnalyses: [agesForNorth], differentialPrivacy: { columns: [{ name: 'patient' }] } },
  runner: runnerForNorth,
});
addTable(tablesOfNorth, membershipOfNorth, 'stays_north', {
  inGlue: 'stays',
  allowedColumns: ['ward', 'days'],
  analysisMethod: 'DIRECT_JOB',
  rule: { additionalAnalyses: 'NOT_ALLOWED', allowedAnalyses: [parameter(tablesOfNorth, 'StaysArn')] },
  runner: runnerForNorth,
});
addTable(south, membershipOfSouth, 'patients_south', {
  ...patients,
  rule: { ...reviewed, allowedAnalyses: [parameter(south, 'AgesArn')] },
  runner: parameter(south, 'MembershipIdOfUniversity'),
});
new CfnPrivacyBudgetTemplate(north, 'Budget', {
  membershipIdentifier: membershipOfNorth.attrMembershipIdentifier,
  privacyBudgetType: 'DIFFERENTIAL_PRIVACY',
  autoRefresh: 'CALENDAR_MONTH',
  parameters: { epsilon: 3, usersNoisePerQuery: 30 },
});

addIdNamespace(membershipOfNorth, 'ids_north');
const ids = addIdNamespace(membershipOfUniversity, 'ids_university');
const people = new CfnIdMappingTable(university, 'People', {
  name: 'people',
  membershipIdentifier: membershipOfUniversity.attrMembershipIdentifier,
  inputReferenceConfig: {
    inputReferenceArn: `arn:${Aws.PARTITION}:entityresolution:${region}:${UNIVERSITY}:idmappingworkflow/people`, manageResourcePolicies: true,
  },
});
people.addResourceDependency(ids);

interface Table {
  readonly inGlue: string;
  readonly allowedColumns: string[];
  readonly analysisMethod: string;
  readonly rule: CfnConfiguredTable.AnalysisRuleCustomProperty;
  /** The id of the membership that runs queries and jobs. */
  readonly runner: string;
}

function addTable(
  stack: Stack, membership: CfnMembership, name: string, { inGlue, allowedColumns, analysisMethod, rule, runner }: Table,
) {
  const configuredTable = new CfnConfiguredTable(stack, `${name}-configured`, {
    name,
    tableReference: { glue: { databaseName: 'study', tableName: inGlue } },
    allowedColumns,
    analysisMethod,
    analysisRules: [{ type: 'CUSTOM', policy: { v1: { custom: rule } } }],
  });
  const otherHospital = stack.account === NORTH ? SOUTH : NORTH;
  const sources = cleanRoomsFor(membership.attrArn, membershipArn(UNIVERSITY, runner), membershipArn(otherHospital, '*'));
  const role = new Role(stack, `${name}-role`, {
    assumedBy: new CompositePrincipal(sources, new ServicePrincipal('cleanrooms.amazonaws.com', {
      conditions: { StringLike: { 'sts:ExternalId': `arn:${Aws.PARTITION}:*:${region}:*:dbuser:*/${runner}*` } },
    })),
  });
  const glueArn = `arn:${Aws.PARTITION}:glue:${region}:${stack.account}`;
  const data = Bucket.fromBucketName(stack, `${name}-data`, `study-${stack.account}`);
  allow(role, ['glue:GetDatabase', 'glue:GetDatabases', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions',
    'glue:BatchGetPartition'], `${glueArn}:catalog`, `${glueArn}:database/study`, `${glueArn}:table/study/${inGlue}`);
  allow(role, ['s3:GetBucketLocation', 's3:ListBucket'], data.bucketArn);
  allow(role, ['s3:GetObject'], data.arnForObjects(`${inGlue}/*`));
  const association = new CfnConfiguredTableAssociation(stack, `${name}-association`, {
    name,
    membershipIdentifier: membership.attrMembershipIdentifier,
    configuredTableIdentifier: configuredTable.attrConfiguredTableIdentifier,
    roleArn: role.roleArn,
    configuredTableAssociationAnalysisRules: [{ type: 'CUSTOM', policy: { v1: { custom: { allowedResultReceivers: [UNIVERSITY] } } } }],
  });
  association.node.addDependency(role);
}

function addIdNamespace(membership: CfnMembership, name: string): CfnIdNamespaceAssociation {
  const { stack } = membership;
  return new CfnIdNamespaceAssociation(stack, 'Ids', {
    name,
    membershipIdentifier: membership.attrMembershipIdentifier,
    inputReferenceConfig: {
      inputReferenceArn: `arn:aws:entityresolution:${region}:${stack.account}:idnamespace/patients`, manageResourcePolicies: true,
    },
  });
}

function roleToWrite(folder: string): Role {
  const role = new Role(university, `${folder}-role`, { assumedBy: cleanRoomsFor(membershipArn(UNIVERSITY, '*')) });
  allow(role, ['s3:GetBucketLocation', 's3:ListBucket'], results.bucketArn);
  allow(role, ['s3:PutObject'], results.arnForObjects(`${folder}/*`));
  return role;
}

function membershipArn(account: string, id: string): string {
  return `arn:${Aws.PARTITION}:cleanrooms:${region}:${account}:membership/${id}`;
}

function cleanRoomsFor(...sourceArns: string[]): ServicePrincipal {
  return new ServicePrincipal('cleanrooms.amazonaws.com', { conditions: { 'ForAnyValue:ArnLike': { 'aws:SourceArn': sourceArns } } });
}

function allow(role: Role, actions: string[], ...resources: string[]) {
  role.addToPolicy(new PolicyStatement({ actions, resources }));
}
