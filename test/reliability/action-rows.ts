import {
  CreateAnalysisTemplateCommand, CreateIdMappingTableCommand, UpdateMembershipCommand,
} from '@aws-sdk/client-cleanrooms';
import type { Row } from './rows';
import {
  type IdMappingTablePopulationProperties, type ProtectedJobProperties, type ProtectedQueryProperties, ResourceType,
} from '../../src/custom-resources/contract';
import type { IntermediateTablePopulationProperties } from '../../src/custom-resources/contract/intermediate-tables';
import { shareIdNamespace } from '../lambda/sharing';
import { ADVERTISER, REGION, type World } from '../lambda/world';

/** No run may go on or have succeeded twice. Runs that have ended stay in the history of the membership. */
function runs(kind: 'ProtectedJob' | 'ProtectedQuery', request: string) {
  return {
    actual(world: World) {
      const all = world.objects(kind);
      const done = all.filter(({ status }) => status === 'SUCCESS').map((run) => JSON.stringify(run[request]));
      return {
        running: all.filter(({ status }) => status === 'SUBMITTED' || status === 'STARTED').length,
        repeated: done.filter((one, index) => done.indexOf(one) !== index),
      };
    },
    expected: () => ({ running: 0, repeated: [] }),
  };
}

const protectedQuery: Row<typeof ResourceType.PROTECTED_QUERY> = {
  name: 'protected query',
  type: ResourceType.PROTECTED_QUERY,
  isReplaced: true,
  livesInMembership: true,
  ...runs('ProtectedQuery', 'sqlParameters'),
  async arrange(world) {
    const { membershipIdentifier } = await world.openRoom();
    const first: ProtectedQueryProperties = {
      MembershipIdentifier: membershipIdentifier,
      Statement: { QueryString: 'SELECT 1' },
      Output: { S3: { Bucket: 'results', KeyPrefix: 'first/', ResultFormat: 'CSV', SingleFileOutput: true } },
      Workers: { Type: 'CR.1X', Number: 4 },
      WaitSeconds: 60,
    };
    return { first, inPlace: { ...first, WaitSeconds: 30 }, replacing: { ...first, Statement: { QueryString: 'SELECT 2' } } };
  },
};

const protectedJob: Row<typeof ResourceType.PROTECTED_JOB> = {
  name: 'protected job',
  type: ResourceType.PROTECTED_JOB,
  isReplaced: true,
  livesInMembership: true,
  ...runs('ProtectedJob', 'jobParameters'),
  async arrange(world) {
    const { membershipIdentifier, analysisTemplateArn } = await openRoomForJobs(world);
    const first: ProtectedJobProperties = {
      MembershipIdentifier: membershipIdentifier,
      AnalysisTemplateArn: analysisTemplateArn,
      Parameters: { campaign: 'spring' },
      ReceiverAccountId: ADVERTISER,
      Workers: { Type: 'CR.1X', Number: 4 },
      WaitSeconds: 60,
    };
    return { first, inPlace: { ...first, WaitSeconds: 30 }, replacing: { ...first, Parameters: { campaign: 'autumn' } } };
  },
};

/** Creates a room with a member who can run jobs, and a template for them. */
export async function openRoomForJobs(world: World): Promise<{ readonly membershipIdentifier: string; readonly analysisTemplateArn: string }> {
  const { membershipIdentifier } = await world.openRoom({}, ['CAN_QUERY', 'CAN_RUN_JOB', 'CAN_RECEIVE_RESULTS']);
  const client = world.client();
  await client.send(new UpdateMembershipCommand({
    membershipIdentifier,
    defaultJobResultConfiguration: {
      outputConfiguration: { s3: { bucket: 'results', keyPrefix: 'jobs' } }, roleArn: `arn:aws:iam::${ADVERTISER}:role/results`,
    },
  }));
  const { analysisTemplate } = await client.send(new CreateAnalysisTemplateCommand({
    membershipIdentifier,
    name: 'attribution',
    format: 'PYSPARK_1_0',
    source: {
      artifacts: { entryPoint: { location: { bucket: 'code', key: 'main.py' } }, roleArn: `arn:aws:iam::${ADVERTISER}:role/code` },
    },
    schema: { referencedTables: [] },
    analysisParameters: [{ name: 'campaign', type: 'STRING' }],
  }));
  return { membershipIdentifier, analysisTemplateArn: analysisTemplate!.arn! };
}

const idMappingTablePopulation: Row<typeof ResourceType.ID_MAPPING_TABLE_POPULATION> = {
  name: 'ID mapping table population',
  type: ResourceType.ID_MAPPING_TABLE_POPULATION,
  isReplaced: true,
  livesInMembership: true,
  // Populating a table twice does no harm; any other change would.
  actual: (world) => world.operations.filter((operation) => !/^(BatchGet|Get|List|PopulateIdMappingTable$)/.test(operation)),
  expected: () => [],
  async arrange(world) {
    const { membershipIdentifier, idMappingTableIdentifier } = await openRoomWithIdMappingTable(world);
    const first: IdMappingTablePopulationProperties = {
      MembershipIdentifier: membershipIdentifier, IdMappingTableIdentifier: idMappingTableIdentifier, JobType: 'BATCH', WaitSeconds: 0,
    };
    return { first, inPlace: { ...first, WaitSeconds: 1 }, replacing: { ...first, Version: '2' } };
  },
};

/** Creates a room with an ID mapping table that is not populated. */
export async function openRoomWithIdMappingTable(world: World) {
  const room = await world.openRoom();
  for (const type of ['source', 'target']) await shareIdNamespace(world, room, ADVERTISER, type);
  const { membershipIdentifier } = room;
  const { idMappingTable } = await world.client().send(new CreateIdMappingTableCommand({
    membershipIdentifier,
    name: 'translations',
    inputReferenceConfig: { inputReferenceArn: `arn:aws:entityresolution:${REGION}:${ADVERTISER}:idmappingworkflow/join`, manageResourcePolicies: false },
  }));
  return { membershipIdentifier, idMappingTableIdentifier: idMappingTable!.id! };
}

const privacyImpactPreview: Row<typeof ResourceType.PRIVACY_IMPACT_PREVIEW> = {
  name: 'privacy impact preview',
  type: ResourceType.PRIVACY_IMPACT_PREVIEW,
  isReplaced: true,
  livesInMembership: true,
  actual: (world) => world.operations.filter((operation) => operation !== 'PreviewPrivacyImpact'),
  expected: () => [],
  async arrange(world) {
    const { membershipIdentifier } = await world.openRoom();
    const first = { MembershipIdentifier: membershipIdentifier, Epsilon: 3, UsersNoisePerQuery: 30, Wanted: { COUNT: 1 } };
    return { first, inPlace: { ...first, Wanted: { COUNT: 2 } }, replacing: { ...first, Epsilon: 5 } };
  },
};

const intermediateTablePopulation: Row<typeof ResourceType.INTERMEDIATE_TABLE_POPULATION> = {
  name: 'intermediate table population',
  type: ResourceType.INTERMEDIATE_TABLE_POPULATION,
  isReplaced: true,
  livesInMembership: true,
  ...runs('ProtectedQuery', 'computeConfiguration'),
  async arrange(world) {
    const { membershipIdentifier, intermediateTableIdentifier } = await openRoomWithIntermediateTable(world);
    const first: IntermediateTablePopulationProperties = {
      MembershipIdentifier: membershipIdentifier, IntermediateTableIdentifier: intermediateTableIdentifier, Workers: { Type: 'CR.1X', Number: 4 }, WaitSeconds: 60,
    };
    return { first, inPlace: { ...first, WaitSeconds: 30 }, replacing: { ...first, Workers: { Type: 'CR.1X', Number: 8 } } };
  },
};

/** Creates a room with an intermediate table that is not populated. */
export async function openRoomWithIntermediateTable(world: World) {
  const { membershipIdentifier } = await world.openRoom();
  const { intermediateTable } = await world.api.service.perform('CreateIntermediateTable', {
    membershipIdentifier, name: 'cached', populationAnalysisConfiguration: { sqlParameters: { queryString: 'SELECT 1' } },
  }, { account: ADVERTISER, region: REGION, accessKeyId: ADVERTISER });
  return { membershipIdentifier, intermediateTableIdentifier: (intermediateTable as { id: string }).id };
}

/** The rows of the types that run something once. */
export const ACTION_ROWS = {
  [ResourceType.ID_MAPPING_TABLE_POPULATION]: idMappingTablePopulation,
  [ResourceType.INTERMEDIATE_TABLE_POPULATION]: intermediateTablePopulation,
  [ResourceType.PRIVACY_IMPACT_PREVIEW]: privacyImpactPreview,
  [ResourceType.PROTECTED_JOB]: protectedJob,
  [ResourceType.PROTECTED_QUERY]: protectedQuery,
};
