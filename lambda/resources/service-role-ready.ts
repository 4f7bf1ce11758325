import type { ServiceRoleReadyProperties } from '../../src/custom-resources/contract';
import { areEqual } from '../canonical';
import type { CleanRooms } from '../client';
import { anything, decode, type Fields, listOf, text, wholeNumber } from '../decode';
import { DeployedStack } from '../deployed-stack';
import { DeploymentError, messageOf } from '../errors';
import type { ResourceEvent, ResourceHandler } from '../event';

const fields: Fields<ServiceRoleReadyProperties> = {
  RoleId: text, Fingerprint: text, References: listOf(anything), Parts: listOf(text), Seconds: wholeNumber,
};

/**
 * Waits after a role was created or changed, until IAM knows the change everywhere.
 *
 * It can only wait for a fixed time, because there is nothing to check: IAM may answer from another copy of its data than the
 * one that the service will use, and the role can only be assumed by the service and by memberships. CloudFormation knows when it
 * changed the role: what has passed since then, for example while it created the function or waited for another role, counts.
 */
export const serviceRoleReady: ResourceHandler = async (event, cleanRooms) => {
  switch (event.RequestType) {
    case 'Create':
      await wait(event, cleanRooms);
      return { PhysicalResourceId: event.LogicalResourceId };
    case 'Update': {
      const [role, before] = [event.ResourceProperties, event.OldResourceProperties];
      if (['RoleId', 'Fingerprint', 'References'].some((name) => !areEqual(role[name], before[name]))) await wait(event, cleanRooms);
      return { PhysicalResourceId: event.PhysicalResourceId };
    }
    case 'Delete':
      return { PhysicalResourceId: event.PhysicalResourceId };
  }
};

async function wait(event: ResourceEvent, cleanRooms: CleanRooms): Promise<void> {
  const { Parts: parts, Seconds: seconds } = decode(fields, event.ResourceProperties);
  const changedAt = await lastChange(event, cleanRooms, parts);
  const left = changedAt ? Math.min(seconds * 1_000, changedAt.getTime() + seconds * 1_000 - Date.now()) : seconds * 1_000;
  cleanRooms.log(`the role is ready in ${Math.max(0, left)} ms`);
  if (left > 0 && !await cleanRooms.pause(left)) {
    throw new DeploymentError(`there is no time left to wait ${seconds} s for the role`);
  }
}

/** When this deployment last changed the role. Where CloudFormation does not say it, the whole time is waited. */
async function lastChange(event: ResourceEvent, cleanRooms: CleanRooms, parts: readonly string[]): Promise<Date | undefined> {
  try {
    return await new DeployedStack(cleanRooms, event).lastChangeOf(parts);
  } catch (failure) {
    cleanRooms.log(`when the role was changed is not known: ${messageOf(failure)}`);
    return undefined;
  }
}
