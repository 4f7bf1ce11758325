import type { Row } from './rows';
import { ResourceType } from '../../src/custom-resources/contract';
import type { AudienceModelProperties, ConfiguredAudienceModelProperties, MlConfigurationProperties } from '../../src/custom-resources/contract/machine-learning';
import { addAudienceModel, addTrainingDataset } from '../lambda/machine-learning';
import { ADVERTISER } from '../lambda/world';

const ROLE = `arn:aws:iam::${ADVERTISER}:role/output`;

/** The tags that the user gave. */
function tagsOf({ tags }: Record<string, unknown>): [string, string][] {
  return Object.entries(tags as Record<string, string>).filter(([key]) => !key.startsWith('cdk-cleanrooms:')).sort();
}

function given(tags: Readonly<Record<string, string>> = {}): [string, string][] {
  return Object.entries(tags).sort();
}

const audienceModel: Row<typeof ResourceType.AUDIENCE_MODEL> = {
  name: 'audience model',
  type: ResourceType.AUDIENCE_MODEL,
  isReplaced: true,
  livesInMembership: false,
  async arrange(world) {
    const first: AudienceModelProperties = {
      Name: 'viewers', Description: 'of a month', TrainingDatasetArn: addTrainingDataset(world), Tags: { team: 'media', stage: 'test' }, WaitSeconds: 60,
    };
    return { first, inPlace: { ...first, Tags: { team: 'sales' } }, replacing: { ...first, Name: 'viewers-2', Description: 'of two months' } };
  },
  actual: (world) => world.objects('AudienceModel').filter(({ status }) => status !== 'DELETE_IN_PROGRESS')
    .map((model) => ({ name: model.name, description: model.description, tags: tagsOf(model) })),
  expected: (properties) => properties ? [{ name: properties.Name, description: properties.Description, tags: given(properties.Tags) }] : [],
};

const configuredAudienceModel: Row<typeof ResourceType.CONFIGURED_AUDIENCE_MODEL> = {
  name: 'configured audience model',
  type: ResourceType.CONFIGURED_AUDIENCE_MODEL,
  isReplaced: true,
  livesInMembership: false,
  async arrange(world) {
    const first: ConfiguredAudienceModelProperties = {
      Name: 'lookalikes',
      AudienceModelArn: await addAudienceModel(world),
      Output: { S3Uri: 's3://audiences/', RoleArn: ROLE },
      SharedAudienceMetrics: ['NONE'],
      MinMatchingSeedSize: 500,
      ChildResourceTagOnCreatePolicy: 'NONE',
      AudienceGenerators: [{ AccountId: '222222222222' }],
      Tags: { team: 'media' },
      WaitSeconds: 60,
    };
    const inPlace = { ...first, SharedAudienceMetrics: ['ALL'], AudienceGenerators: [{ AccountId: '333333333333' }], Tags: { team: 'sales' } };
    return { first, inPlace, replacing: { ...first, Name: 'similar' } };
  },
  actual: (world) => world.objects('ConfiguredAudienceModel').map((model) => ({
    name: model.name, metrics: model.sharedAudienceMetrics, tags: tagsOf(model), generators: generatorsIn(model.policy),
  })),
  expected: (properties) => properties ? [{
    name: properties.Name,
    metrics: properties.SharedAudienceMetrics,
    tags: given(properties.Tags),
    generators: properties.AudienceGenerators?.map(({ AccountId }) => AccountId),
  }] : [],
};

function generatorsIn(policy: unknown): string[] {
  const { Statement: statements } = JSON.parse(String(policy)) as { Statement: { Principal: { AWS: string[] } }[] };
  return statements.flatMap(({ Principal }) => Principal.AWS);
}

const mlConfiguration: Row<typeof ResourceType.ML_CONFIGURATION> = {
  name: 'ML configuration',
  type: ResourceType.ML_CONFIGURATION,
  isReplaced: false,
  livesInMembership: true,
  async arrange(world) {
    const { membershipIdentifier } = await world.openRoom();
    const first: MlConfigurationProperties = { MembershipIdentifier: membershipIdentifier, S3Uri: 's3://models/', RoleArn: ROLE };
    return { first, inPlace: { ...first, S3Uri: 's3://others/' } };
  },
  actual: (world) => world.objects('MLConfiguration').map(({ defaultOutputLocation }) => defaultOutputLocation),
  expected: (properties) => properties
    ? [{ destination: { s3Destination: { s3Uri: properties.S3Uri } }, roleArn: properties.RoleArn }] : [],
};

/** The rows of the types of Clean Rooms ML. */
export const ML_ROWS = {
  [ResourceType.AUDIENCE_MODEL]: audienceModel,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL]: configuredAudienceModel,
  [ResourceType.ML_CONFIGURATION]: mlConfiguration,
};
