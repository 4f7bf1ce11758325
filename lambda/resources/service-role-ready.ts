import type { RoleProperties, ServiceRoleReadyProperties } from '../../src/custom-resources/contract';
import { areEqual } from '../canonical';
import type { CleanRooms } from '../client';
import { anything, decode, decodeIfPossible, type Fields, listOf, objectOf, text, wholeNumber } from '../decode';
import { DeployedStack } from '../deployed-stack';
import { DeploymentError, messageOf } from '../errors';
import type { ResourceEvent, ResourceHandler } from '../event';

const fieldsOfRole: Fields<RoleProperties> = { Id: text, Fingerprint: text, References: listOf(anything), Parts: listOf(text) };
const fields: Fields<ServiceRoleReadyProperties> = { Roles: listOf(objectOf(fieldsOfRole)), Seconds: wholeNumber };

/**
 * Waits after roles were created or changed, until IAM knows the changes everywhere.
 *
 * It can only wait for a fixed time, because there is nothing to check: IAM may answer from another copy of its data than the
 * one that the service will use, and a role can only be assumed by the service and by memberships. CloudFormation knows when it
 * changed the roles: what has passed since then, for example while it created the function, counts. Roles that are as they were are not
 * waited for, nor those that are gone.
 */
export const serviceRoleReady: ResourceHandler = async (event, cleanRooms) => {
  switch (event.RequestType) {
    case 'Create':
      await wait(event, cleanRooms, []);
      return { PhysicalResourceId: event.LogicalResourceId };
    case 'Update':
      await wait(event, cleanRooms, decodeIfPossible(fields, event.OldResourceProperties)?.Roles ?? []);
      return { PhysicalResourceId: event.PhysicalResourceId };
    case 'Delete':
      return { PhysicalResourceId: event.PhysicalResourceId };
  }
};

async function wait(event: ResourceEvent, cleanRooms: CleanRooms, before: readonly RoleProperties[]): Promise<void> {
  const { Roles: roles, Seconds: seconds } = decode(fields, event.ResourceProperties);
  const changed = roles.filter((role) => !before.some((other) => isAsBefore(role, other)));
  if (changed.length === 0) return;

  const changedAt = await lastChange(event, cleanRooms, changed.flatMap(({ Parts: parts }) => parts));
  const left = changedAt ? Math.min(seconds * 1_000, changedAt.getTime() + seconds * 1_000 - Date.now()) : seconds * 1_000;
  cleanRooms.log(`the roles are ready in ${Math.max(0, left)} ms`);
  if (left > 0 && !await cleanRooms.pause(left)) {
    throw new DeploymentError(`there is no time left to wait ${seconds} s for the roles`);
  }
}

function isAsBefore(role: RoleProperties, before: RoleProperties): boolean {
  const content = ({ Id, Fingerprint, References }: RoleProperties) => ({ Id, Fingerprint, References });
  return areEqual(content(role), content(before));
}

/** When this deployment last changed one of the roles. Where CloudFormation does not say it, the whole time is waited. */
async function lastChange(event: ResourceEvent, cleanRooms: CleanRooms, parts: readonly string[]): Promise<Date | undefined> {
  try {
    return await new DeployedStack(cleanRooms, event).lastChangeOf(parts);
  } catch (failure) {
    cleanRooms.log(`when the roles were changed is not known: ${messageOf(failure)}`);
    return undefined;
  }
}
