import {
  type CollaborationLookupAttributes, type LiveCollaborationLookupProperties, NO_COLLABORATION,
} from '../../src/custom-resources/contract';
import { listCollaborations } from '../collaborations';
import { text } from '../decode';
import { DeploymentError } from '../errors';
import { isUuid } from '../nested-id';
import { resourceWithoutDelete } from '../resource-without-delete';

/** Finds a collaboration that this account has created or joined, if there is one. */
export const liveCollaborationLookup = resourceWithoutDelete<LiveCollaborationLookupProperties>({
  fields: { CollaborationName: text, CreatorAccountId: text },

  async apply(cleanRooms, { CollaborationName: name, CreatorAccountId: creator }, _, before) {
    const found = (await listCollaborations(cleanRooms, 'ACTIVE')).filter((each) => each.name === name && each.creatorAccountId === creator);
    if (found.length > 1 && !found.some(({ id }) => id === before)) {
      throw new DeploymentError(`there is more than one collaboration '${name}' of ${creator} that this account has created or joined: `
        + `${found.map(({ id }) => id).join(', ')}. Give each clean room a name of its own`);
    }
    return (found.find(({ id }) => id === before) ?? found[0])?.id ?? NO_COLLABORATION;
  },

  isRecord: (recorded) => recorded === NO_COLLABORATION || isUuid(recorded),

  attributes(recorded): CollaborationLookupAttributes {
    return { CollaborationIdentifier: recorded };
  },
});
