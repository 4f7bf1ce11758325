/*
 * The function behind all custom resources of a stack. Alone among these modules it does something when it is loaded:
 * it makes the client.
 */
import { CleanRooms, type Context, createClient } from './client';
import { DeploymentError } from './errors';
import type { Answer, ResourceEvent, ResourceHandler } from './event';
import { configuredAudienceModelAssociation } from './resources/configured-audience-model-association';
import { membershipCleanup } from './resources/membership-cleanup';
import { replacementGuard } from './resources/replacement-guard';
import { ResourceType } from '../src/custom-resources/contract';

const handlers: Readonly<Record<ResourceType, ResourceHandler>> = {
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: configuredAudienceModelAssociation,
  [ResourceType.MEMBERSHIP_CLEANUP]: membershipCleanup,
  [ResourceType.REPLACEMENT_GUARD]: replacementGuard,
};

const client = createClient();

/** Called by the entry point of aws-cdk-lib, which answers CloudFormation with what this returns or throws. */
export async function handler(event: ResourceEvent, context: Context): Promise<Answer> {
  try {
    if (!isKnown(event.ResourceType)) throw new DeploymentError(`'${event.ResourceType}' is not a resource type of cdk-cleanrooms`);
    return await handlers[event.ResourceType](event, CleanRooms.within(context, client, log));
  } catch (error) {
    if (error instanceof DeploymentError) throw error;
    log(error instanceof Error ? `${error.stack}` : String(error));
    throw new DeploymentError(`unexpected: ${String(error)} (the log of this function says where)`, { cause: error });
  }
}

function isKnown(type: string): type is ResourceType {
  return type in handlers;
}

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}
