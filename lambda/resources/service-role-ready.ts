import type { ServiceRoleReadyProperties } from '../../src/custom-resources/contract';
import type { CleanRooms } from '../client';
import { decode, decodeKnown, type Fields, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import type { ResourceHandler } from '../event';

const fields: Fields<ServiceRoleReadyProperties> = { RoleId: text, Fingerprint: text, Seconds: wholeNumber };

/**
 * Waits after a role was created or changed, until IAM knows the change everywhere.
 *
 * It can only wait for a fixed time, because there is nothing to check: IAM may answer from another copy of its data than the
 * one that the service will use, and the role can only be assumed by the service and by memberships.
 */
export const serviceRoleReady: ResourceHandler = async (event, cleanRooms) => {
  switch (event.RequestType) {
    case 'Create':
      await wait(cleanRooms, decode(fields, event.ResourceProperties));
      return { PhysicalResourceId: event.LogicalResourceId };
    case 'Update': {
      const role = decode(fields, event.ResourceProperties);
      const before = decodeKnown(fields, event.OldResourceProperties);
      if (role.RoleId !== before.RoleId || role.Fingerprint !== before.Fingerprint) await wait(cleanRooms, role);
      return { PhysicalResourceId: event.PhysicalResourceId };
    }
    case 'Delete':
      return { PhysicalResourceId: event.PhysicalResourceId };
  }
};

async function wait(cleanRooms: CleanRooms, { Seconds: seconds }: ServiceRoleReadyProperties): Promise<void> {
  if (!await cleanRooms.pause(seconds * 1_000)) {
    throw new DeploymentError(`there is no time left to wait ${seconds} s for the role`);
  }
}
