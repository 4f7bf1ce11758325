import { type CleanRooms, StillWaiting } from './client';
import { DeploymentError } from './errors';
import type { Answer, ResourceEvent, ResourceHandler } from './event';
import { analysisTemplateLookup } from './resources/analysis-template-lookup';
import { audienceModel } from './resources/audience-model';
import { changeRequestApproval } from './resources/change-request-approval';
import { collaborationChangeRequest } from './resources/collaboration-change-request';
import { collaborationLookup } from './resources/collaboration-lookup';
import { configuredAudienceModel } from './resources/configured-audience-model';
import { configuredAudienceModelAssociation } from './resources/configured-audience-model-association';
import { configuredAudienceModelAssociationLookup } from './resources/configured-audience-model-association-lookup';
import { configuredAudienceModelLookup } from './resources/configured-audience-model-lookup';
import { configuredModelAlgorithmAssociationLookup } from './resources/configured-model-algorithm-association-lookup';
import { idMappingTablePopulation } from './resources/id-mapping-table-population';
import { idNamespaceAssociationLookup } from './resources/id-namespace-association-lookup';
import { intermediateTablePopulation } from './resources/intermediate-table-population';
import { liveCollaborationLookup } from './resources/live-collaboration-lookup';
import { memberRemoval } from './resources/member-removal';
import { membersJoined } from './resources/members-joined';
import { membershipCleanup } from './resources/membership-cleanup';
import { membershipLookup } from './resources/membership-lookup';
import { mlConfiguration } from './resources/ml-configuration';
import { mlInputChannelLookup } from './resources/ml-input-channel-lookup';
import { privacyImpactPreview } from './resources/privacy-impact-preview';
import { protectedJob } from './resources/protected-job';
import { protectedQuery } from './resources/protected-query';
import { replacementGuard } from './resources/replacement-guard';
import { schemaReadiness } from './resources/schema-readiness';
import { serviceRoleReady } from './resources/service-role-ready';
import { trainedModelLookup } from './resources/trained-model-lookup';
import { ResourceType } from '../src/custom-resources/contract';

const handlers: Readonly<Record<ResourceType, ResourceHandler>> = {
  [ResourceType.ANALYSIS_TEMPLATE_LOOKUP]: analysisTemplateLookup,
  [ResourceType.AUDIENCE_MODEL]: audienceModel,
  [ResourceType.CHANGE_REQUEST_APPROVAL]: changeRequestApproval,
  [ResourceType.COLLABORATION_CHANGE_REQUEST]: collaborationChangeRequest,
  [ResourceType.COLLABORATION_LOOKUP]: collaborationLookup,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL]: configuredAudienceModel,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: configuredAudienceModelAssociation,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP]: configuredAudienceModelAssociationLookup,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP]: configuredAudienceModelLookup,
  [ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP]: configuredModelAlgorithmAssociationLookup,
  [ResourceType.ID_MAPPING_TABLE_POPULATION]: idMappingTablePopulation,
  [ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP]: idNamespaceAssociationLookup,
  [ResourceType.INTERMEDIATE_TABLE_POPULATION]: intermediateTablePopulation,
  [ResourceType.LIVE_COLLABORATION_LOOKUP]: liveCollaborationLookup,
  [ResourceType.MEMBER_REMOVAL]: memberRemoval,
  [ResourceType.MEMBERS_JOINED]: membersJoined,
  [ResourceType.MEMBERSHIP_CLEANUP]: membershipCleanup,
  [ResourceType.MEMBERSHIP_LOOKUP]: membershipLookup,
  [ResourceType.ML_CONFIGURATION]: mlConfiguration,
  [ResourceType.ML_INPUT_CHANNEL_LOOKUP]: mlInputChannelLookup,
  [ResourceType.PRIVACY_IMPACT_PREVIEW]: privacyImpactPreview,
  [ResourceType.PROTECTED_JOB]: protectedJob,
  [ResourceType.PROTECTED_QUERY]: protectedQuery,
  [ResourceType.REPLACEMENT_GUARD]: replacementGuard,
  [ResourceType.SCHEMA_READINESS]: schemaReadiness,
  [ResourceType.SERVICE_ROLE_READY]: serviceRoleReady,
  [ResourceType.TRAINED_MODEL_LOOKUP]: trainedModelLookup,
};

/** Passes the event to the handler of its type. Every error that it throws has a message for the person who deploys. */
export async function dispatch(event: ResourceEvent, cleanRooms: CleanRooms, log: (line: string) => void): Promise<Answer> {
  try {
    if (!isKnown(event.ResourceType)) throw new DeploymentError(`'${event.ResourceType}' is not a resource type of cdk-cleanrooms`);
    return await handlers[event.ResourceType](event, event.RequestType === 'Delete' ? cleanRooms : cleanRooms.whilePermissionsSettle());
  } catch (error) {
    if (error instanceof DeploymentError || error instanceof StillWaiting) throw error;
    log(placeOf(error));
    throw new DeploymentError(`unexpected error: ${String(error)} (see the log of this function)`, { cause: error });
  }
}

function isKnown(type: string): type is ResourceType {
  return Object.hasOwn(handlers, type);
}

/** The name of an error, and where in this file it was thrown. Its message can have something of the event in it, which no log may have. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return `unexpected ${typeof error}`;
  const frames = String(error.stack).split('\n').filter((line) => /^\s+at /.test(line));
  return [`unexpected ${error.name}`, ...frames].join('\n');
}
