/*
 * What is used here of `@aws-sdk/client-cleanroomsml`, which cannot be bundled: the client of Clean Rooms under the address and the name of
 * Clean Rooms ML. The package takes the place of this module as soon as the handler can have it.
 */
import { CleanRoomsClient, type CleanRoomsClientConfig } from '@aws-sdk/client-cleanrooms';
import { json, listOf, number, operation, text, texts, time } from './operation';
import { ofService } from './other-service';

/** A client of Clean Rooms ML. */
export class CleanRoomsMLClient extends CleanRoomsClient {
  constructor(configuration: CleanRoomsClientConfig = {}) {
    super({ ...configuration, ...ofService('CleanRoomsML', 'cleanrooms-ml') });
  }
}

/** Tags, as in requests. */
type Tags = Readonly<Record<string, string>>;

const audienceModel = { audienceModelArn: text };
const audienceModelSettings = {
  name: text, description: text, trainingDatasetArn: text, trainingDataStartTime: time, trainingDataEndTime: time, kmsKeyArn: text,
};

export const CreateAudienceModelCommand = operation('CreateAudienceModel', 'POST /audience-model',
  { ...audienceModelSettings, tags: json<Tags>() }, audienceModel);

export const GetAudienceModelCommand = operation('GetAudienceModel', 'GET /audience-model/{audienceModelArn}',
  audienceModel,
  {
    ...audienceModel,
    ...audienceModelSettings,
    status: text,
    createTime: time,
    statusDetails: json<{ readonly statusCode?: string; readonly message?: string }>(),
  });

export const ListAudienceModelsCommand = operation('ListAudienceModels', 'GET /audience-model',
  { nextToken: text }, { nextToken: text, audienceModels: listOf({ ...audienceModel, name: text, status: text, createTime: time }) }, { query: ['nextToken'] });

export const DeleteAudienceModelCommand = operation('DeleteAudienceModel', 'DELETE /audience-model/{audienceModelArn}', audienceModel, {});

/** A place in Amazon S3, and the role that writes there. */
export interface OutputPlace {
  readonly destination: { readonly s3Destination: { readonly s3Uri: string } };
  readonly roleArn: string;
}

/** A role that writes what a member receives, and the place in Amazon S3 where it does, if it does. */
type MLOutputConfiguration = Partial<Pick<OutputPlace, 'destination'>> & Pick<OutputPlace, 'roleArn'>;

const configuredAudienceModel = { configuredAudienceModelArn: text };
const configuredAudienceModelSettings = {
  description: text,
  audienceModelArn: text,
  outputConfig: json<OutputPlace>(),
  sharedAudienceMetrics: texts,
  minMatchingSeedSize: number,
  audienceSizeConfig: json<{ readonly audienceSizeType: string; readonly audienceSizeBins: readonly number[] }>(),
};

export const CreateConfiguredAudienceModelCommand = operation('CreateConfiguredAudienceModel', 'POST /configured-audience-model',
  { ...configuredAudienceModelSettings, name: text, childResourceTagOnCreatePolicy: text, tags: json<Tags>() }, configuredAudienceModel);

export const GetConfiguredAudienceModelCommand = operation('GetConfiguredAudienceModel',
  'GET /configured-audience-model/{configuredAudienceModelArn}', configuredAudienceModel,
  { ...configuredAudienceModel, ...configuredAudienceModelSettings, name: text, childResourceTagOnCreatePolicy: text, createTime: time });

export const ListConfiguredAudienceModelsCommand = operation('ListConfiguredAudienceModels', 'GET /configured-audience-model',
  { nextToken: text }, { nextToken: text, configuredAudienceModels: listOf({ ...configuredAudienceModel, name: text, createTime: time }) },
  { query: ['nextToken'] });

export const UpdateConfiguredAudienceModelCommand = operation('UpdateConfiguredAudienceModel',
  'PATCH /configured-audience-model/{configuredAudienceModelArn}', { ...configuredAudienceModel, ...configuredAudienceModelSettings }, configuredAudienceModel);

export const DeleteConfiguredAudienceModelCommand = operation('DeleteConfiguredAudienceModel',
  'DELETE /configured-audience-model/{configuredAudienceModelArn}', configuredAudienceModel, {});

const policy = { configuredAudienceModelPolicy: text, policyHash: text };

export const GetConfiguredAudienceModelPolicyCommand = operation('GetConfiguredAudienceModelPolicy',
  'GET /configured-audience-model/{configuredAudienceModelArn}/policy', configuredAudienceModel, { ...configuredAudienceModel, ...policy });

export const PutConfiguredAudienceModelPolicyCommand = operation('PutConfiguredAudienceModelPolicy',
  'PUT /configured-audience-model/{configuredAudienceModelArn}/policy',
  { ...configuredAudienceModel, configuredAudienceModelPolicy: text, previousPolicyHash: text, policyExistenceCondition: text }, policy);

export const DeleteConfiguredAudienceModelPolicyCommand = operation('DeleteConfiguredAudienceModelPolicy',
  'DELETE /configured-audience-model/{configuredAudienceModelArn}/policy', configuredAudienceModel, {});

const membership = { membershipIdentifier: text };

export const PutMLConfigurationCommand = operation('PutMLConfiguration', 'PUT /memberships/{membershipIdentifier}/ml-configurations',
  { ...membership, defaultOutputLocation: json<MLOutputConfiguration>() }, {});

export const GetMLConfigurationCommand = operation('GetMLConfiguration', 'GET /memberships/{membershipIdentifier}/ml-configurations',
  membership, { ...membership, defaultOutputLocation: json<MLOutputConfiguration>() });

export const DeleteMLConfigurationCommand = operation('DeleteMLConfiguration', 'DELETE /memberships/{membershipIdentifier}/ml-configurations',
  membership, {});

const inCollaboration = { collaborationIdentifier: text, nextToken: text };
const shared = { name: text, creatorAccountId: text };
const PAGES = { query: ['nextToken'] };

export const ListCollaborationConfiguredModelAlgorithmAssociationsCommand = operation('ListCollaborationConfiguredModelAlgorithmAssociations',
  'GET /collaborations/{collaborationIdentifier}/configured-model-algorithm-associations', inCollaboration,
  { nextToken: text, collaborationConfiguredModelAlgorithmAssociations: listOf({ ...shared, configuredModelAlgorithmAssociationArn: text }) }, PAGES);

export const ListCollaborationMLInputChannelsCommand = operation('ListCollaborationMLInputChannels',
  'GET /collaborations/{collaborationIdentifier}/ml-input-channels', inCollaboration,
  { nextToken: text, collaborationMLInputChannelsList: listOf({ ...shared, mlInputChannelArn: text, status: text }) }, PAGES);

export const ListCollaborationTrainedModelsCommand = operation('ListCollaborationTrainedModels',
  'GET /collaborations/{collaborationIdentifier}/trained-models', inCollaboration,
  { nextToken: text, collaborationTrainedModels: listOf({ ...shared, trainedModelArn: text, versionIdentifier: text, status: text }) }, PAGES);

const tagged = { resourceArn: text };

export const ListTagsForResourceCommand = operation('ListTagsForResource', 'GET /tags/{resourceArn}', tagged, { tags: json<Tags>() });

export const TagResourceCommand = operation('TagResource', 'POST /tags/{resourceArn}', { ...tagged, tags: json<Tags>() }, {});

export const UntagResourceCommand = operation('UntagResource', 'DELETE /tags/{resourceArn}',
  { ...tagged, tagKeys: texts }, {}, { query: ['tagKeys'] });
