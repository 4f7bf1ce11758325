import type { ServiceRoleReadyProperties } from '../../src/custom-resources/contract';
import type { CleanRooms } from '../client';
import { decode, decodeKnown, type Fields, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import type { ResourceHandler } from '../event';

const fields: Fields<ServiceRoleReadyProperties> = { RoleId: text, Fingerprint: text, Seconds: wholeNumber };

/**
 * Waits after a role was made or changed.
 *
 * It can only wait. Nothing that could be asked is an answer for the place where the service will ask: IAM answers from
 * copies of its own, and the only ones whom the role trusts are the service and memberships.
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
