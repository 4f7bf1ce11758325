import type {
  AudienceGenerator, AudienceSizeConfig, ConfiguredAudienceModelAttributes, ConfiguredAudienceModelProperties, MlOutput,
} from '../../src/custom-resources/contract/machine-learning';
import { waitUntilTrained } from '../audience-models';
import type { CleanRooms } from '../client';
import { allowGenerators } from '../configured-audience-model-policy';
import { decode, listOf, mapOf, objectOf, optional, text, wholeNumber } from '../decode';
import { DeploymentError, unlessException } from '../errors';
import type { DeleteEvent, ResourceEvent, ResourceHandler } from '../event';
import { lifecycle, type Live } from '../lifecycle';
import { MACHINE_LEARNING_TAGGING } from '../machine-learning-tagging';
import {
  CreateConfiguredAudienceModelCommand, DeleteConfiguredAudienceModelCommand, GetConfiguredAudienceModelCommand, ListConfiguredAudienceModelsCommand,
  UpdateConfiguredAudienceModelCommand,
} from '../missing-sdk/client-cleanroomsml';
import { allPages } from '../pages';
import { isKnownToRollBack } from '../stack-status';

/** What the service keeps with the model. The policy is a thing of its own. */
type Properties = Omit<ConfiguredAudienceModelProperties, 'AudienceGenerators' | 'WaitSeconds'>;

const ARN = /^arn:aws:cleanrooms-ml:[-a-z0-9]+:\d{12}:configured-audience-model\/[-a-zA-Z0-9_/.]+$/;

const fields = {
  Name: text,
  Description: optional(text),
  AudienceModelArn: text,
  Output: objectOf<MlOutput>({ S3Uri: text, RoleArn: text }),
  SharedAudienceMetrics: listOf(text),
  MinMatchingSeedSize: optional(wholeNumber),
  AudienceSizeConfig: optional(objectOf<AudienceSizeConfig>({ Type: text, Bins: listOf(wholeNumber) })),
  ChildResourceTagOnCreatePolicy: text,
  Tags: optional(mapOf(text)),
};

const besides = {
  AudienceGenerators: optional(listOf(objectOf<AudienceGenerator>({ AccountId: text, CollaborationIdentifier: optional(text) }))),
  WaitSeconds: wholeNumber,
};

const model = lifecycle<Properties>({
  displayName: 'configured audience model',
  fields,
  tagging: MACHINE_LEARNING_TAGGING,
  createOnly: ['Name', 'ChildResourceTagOnCreatePolicy'],
  isPhysicalId: (physicalId) => ARN.test(physicalId),

  async create(cleanRooms, properties, tags) {
    const { configuredAudienceModelArn: arn } = await cleanRooms.sendToMachineLearning(new CreateConfiguredAudienceModelCommand({
      ...settingsOf(properties),
      name: properties.Name,
      childResourceTagOnCreatePolicy: properties.ChildResourceTagOnCreatePolicy,
      tags,
    }));
    return present(await read(cleanRooms, arn!));
  },

  read,

  async find(cleanRooms, { Name: name }) {
    const models = await allPages(
      async (nextToken) => cleanRooms.sendToMachineLearning(new ListConfiguredAudienceModelsCommand({ nextToken })),
      ({ configuredAudienceModels }) => configuredAudienceModels);
    return models.filter((each) => each.name === name)
      .map(({ configuredAudienceModelArn: arn, createTime }) => ({ id: arn!, arn: arn!, createdAt: createTime! }));
  },

  async update(cleanRooms, arn, properties) {
    await cleanRooms.sendToMachineLearning(new UpdateConfiguredAudienceModelCommand({ ...settingsOf(properties), configuredAudienceModelArn: arn }));
    const updated = present(await read(cleanRooms, arn));
    if (!properties.AudienceSizeConfig && updated.properties.AudienceSizeConfig) {
      cleanRooms.log('the audience sizes were NOT removed: the API can change them, and cannot remove them');
    }
    return updated;
  },

  async remove(cleanRooms, configuredAudienceModelArn) {
    await cleanRooms.sendToMachineLearning(new DeleteConfiguredAudienceModelCommand({ configuredAudienceModelArn }));
  },
});

/**
 * Configures how an audience model may be used, once that is trained, and who may generate audiences with it.
 *
 * A rollback does not wait for the training: the model that it returns to has been in use.
 */
export const configuredAudienceModel: ResourceHandler = async (event, cleanRooms) => {
  if (event.RequestType === 'Delete') return model(onlyModel(event), cleanRooms);

  const wanted = decode({ ...fields, ...besides }, event.ResourceProperties);
  const isRollback = event.RequestType === 'Update' && await isKnownToRollBack(cleanRooms, event);
  if (!isRollback) await waitUntilTrained(cleanRooms, wanted.AudienceModelArn, wanted.WaitSeconds);

  const answer = await model(onlyModel(event), cleanRooms);
  const { PhysicalResourceId: arn } = answer;
  const isNew = event.RequestType === 'Create' || event.PhysicalResourceId !== arn;
  if (isNew && !wanted.AudienceGenerators?.length) return answer;
  try {
    await allowGenerators(cleanRooms, arn, wanted.AudienceGenerators ?? []);
    return answer;
  } catch (failure) {
    // CloudFormation sends no Delete for what a failed event created.
    const deletion: DeleteEvent = { ...onlyModel(event), RequestType: 'Delete', PhysicalResourceId: arn };
    if (isNew) await model(deletion, cleanRooms.lastChance());
    throw failure;
  }
};

function onlyModel<Event extends ResourceEvent>(event: Event): Event {
  const only = (properties: object) => Object.fromEntries(Object.entries(properties).filter(([name]) => !(name in besides)));
  return {
    ...event,
    ResourceProperties: only(event.ResourceProperties),
    ...event.RequestType === 'Update' ? { OldResourceProperties: only(event.OldResourceProperties) } : {},
  };
}

function settingsOf({ Description, AudienceModelArn, Output, SharedAudienceMetrics, MinMatchingSeedSize, AudienceSizeConfig: sizes }: Properties) {
  return {
    description: Description ?? '', // if left out, the old one would stay
    audienceModelArn: AudienceModelArn,
    outputConfig: { destination: { s3Destination: { s3Uri: Output.S3Uri } }, roleArn: Output.RoleArn },
    sharedAudienceMetrics: SharedAudienceMetrics,
    minMatchingSeedSize: MinMatchingSeedSize,
    audienceSizeConfig: sizes && { audienceSizeType: sizes.Type, audienceSizeBins: sizes.Bins },
  };
}

async function read(cleanRooms: CleanRooms, configuredAudienceModelArn: string): Promise<Live<Properties> | undefined> {
  const described = await unlessException('ResourceNotFoundException', async () =>
    cleanRooms.sendToMachineLearning(new GetConfiguredAudienceModelCommand({ configuredAudienceModelArn })));
  if (!described) return undefined;
  const { outputConfig, audienceSizeConfig: sizes } = described;
  const attributes: ConfiguredAudienceModelAttributes = { Arn: configuredAudienceModelArn };
  return {
    id: configuredAudienceModelArn,
    arn: configuredAudienceModelArn,
    createdAt: described.createTime!,
    properties: {
      Name: described.name!,
      Description: described.description || undefined,
      AudienceModelArn: described.audienceModelArn!,
      Output: { S3Uri: outputConfig!.destination.s3Destination.s3Uri, RoleArn: outputConfig!.roleArn },
      SharedAudienceMetrics: described.sharedAudienceMetrics ?? [],
      MinMatchingSeedSize: described.minMatchingSeedSize,
      AudienceSizeConfig: sizes && { Type: sizes.audienceSizeType, Bins: sizes.audienceSizeBins },
      ChildResourceTagOnCreatePolicy: described.childResourceTagOnCreatePolicy ?? 'NONE',
    },
    attributes,
  };
}

function present(live: Live<Properties> | undefined): Live<Properties> {
  if (!live) throw new DeploymentError('the configured audience model was deleted while this deployment was at it');
  return live;
}
