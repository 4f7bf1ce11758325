import type { AudienceModelAttributes, AudienceModelProperties } from '../../src/custom-resources/contract/machine-learning';
import { hasEnded, readAudienceModel, waitUntilDeleted } from '../audience-models';
import type { CleanRooms } from '../client';
import { decode, mapOf, optional, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import type { DeleteEvent, ResourceEvent, ResourceHandler } from '../event';
import { lifecycle, type Live } from '../lifecycle';
import { MACHINE_LEARNING_TAGGING } from '../machine-learning-tagging';
import { CreateAudienceModelCommand, DeleteAudienceModelCommand, ListAudienceModelsCommand } from '../missing-sdk/client-cleanroomsml';
import { allPages } from '../pages';
import { poll } from '../poll';

/** What the service keeps of the properties. */
type Properties = Omit<AudienceModelProperties, 'WaitSeconds'>;

const ARN = /^arn:aws:cleanrooms-ml:[-a-z0-9]+:\d{12}:audience-model\/[-a-zA-Z0-9_/.]+$/;

const fields = {
  Name: text,
  Description: optional(text),
  TrainingDatasetArn: text,
  TrainingDataStartTime: optional(text),
  TrainingDataEndTime: optional(text),
  KmsKeyArn: optional(text),
  Tags: optional(mapOf(text)),
};

const model = lifecycle<Properties>({
  displayName: 'audience model',
  fields,
  tagging: MACHINE_LEARNING_TAGGING,
  createOnly: ['Name', 'Description', 'TrainingDatasetArn', 'TrainingDataStartTime', 'TrainingDataEndTime', 'KmsKeyArn'],
  isPhysicalId: (physicalId) => ARN.test(physicalId),

  async create(cleanRooms, properties, tags) {
    const { audienceModelArn } = await cleanRooms.sendToMachineLearning(new CreateAudienceModelCommand({
      name: properties.Name,
      description: properties.Description,
      trainingDatasetArn: properties.TrainingDatasetArn,
      trainingDataStartTime: timeOf(properties.TrainingDataStartTime),
      trainingDataEndTime: timeOf(properties.TrainingDataEndTime),
      kmsKeyArn: properties.KmsKeyArn,
      tags,
    }));
    return live(await readAudienceModel(cleanRooms, audienceModelArn!));
  },

  async read(cleanRooms, physicalId) {
    const described = await readAudienceModel(cleanRooms, physicalId);
    return described && live(described);
  },

  async find(cleanRooms, { Name: name }) {
    const models = await allPages(
      async (nextToken) => cleanRooms.sendToMachineLearning(new ListAudienceModelsCommand({ nextToken })), ({ audienceModels }) => audienceModels);
    return models.filter((each) => each.name === name && !each.status?.startsWith('DELETE_'))
      .map(({ audienceModelArn, createTime }) => ({ id: audienceModelArn!, arn: audienceModelArn!, createdAt: createTime! }));
  },

  /** Nothing of it can be changed: this is called where nothing is to be changed. */
  async update(cleanRooms, physicalId) {
    return live(await readAudienceModel(cleanRooms, physicalId));
  },

  async remove(cleanRooms, audienceModelArn) {
    await cleanRooms.sendToMachineLearning(new DeleteAudienceModelCommand({ audienceModelArn }));
    await waitUntilDeleted(cleanRooms, audienceModelArn);
  },
});

/**
 * Trains an audience model. That takes up to a day, which no deployment can wait for: it follows the training for some time, fails if the training
 * does, and otherwise leaves the model to its training.
 */
export const audienceModel: ResourceHandler = async (event, cleanRooms) => {
  if (event.RequestType === 'Delete') return model(withoutWait(event), cleanRooms);

  const { WaitSeconds: seconds } = decode({ ...fields, WaitSeconds: wholeNumber }, event.ResourceProperties);
  const answer = await model(withoutWait(event), cleanRooms);
  const { PhysicalResourceId: arn } = answer;
  if (event.RequestType === 'Update' && event.PhysicalResourceId === arn) return answer;

  try {
    await followTraining(cleanRooms, arn, seconds);
    return answer;
  } catch (failure) {
    // CloudFormation sends no Delete for what a failed event created.
    const deletion: DeleteEvent = { ...withoutWait(event), RequestType: 'Delete', PhysicalResourceId: arn };
    await model(deletion, cleanRooms.lastChance());
    throw failure;
  }
};

async function followTraining(cleanRooms: CleanRooms, arn: string, seconds: number): Promise<void> {
  const look = async () => readAudienceModel(cleanRooms, arn);
  const seen = await poll(cleanRooms, seconds, look, (described) => described === undefined || hasEnded(described));
  if (seen?.status === 'CREATE_FAILED') throw new DeploymentError(`the training of the audience model ${arn} failed: ${seen.reason}`);
}

function withoutWait<Event extends ResourceEvent>(event: Event): Event {
  const bare = ({ WaitSeconds: _, ...properties }: Event['ResourceProperties']) => properties;
  return {
    ...event,
    ResourceProperties: bare(event.ResourceProperties),
    ...event.RequestType === 'Update' ? { OldResourceProperties: bare(event.OldResourceProperties) } : {},
  };
}

function live(described: Awaited<ReturnType<typeof readAudienceModel>>): Live<Properties> {
  if (!described) throw new DeploymentError('the audience model was deleted while this deployment was at it');
  const attributes: AudienceModelAttributes = { Arn: described.arn };
  return { id: described.arn, arn: described.arn, createdAt: described.createdAt, properties: described.properties, attributes };
}

function timeOf(given: string | undefined): Date | undefined {
  return given === undefined ? undefined : new Date(given);
}
