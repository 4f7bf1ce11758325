import type { CollaborationLookupAttributes, CollaborationLookupProperties } from '../../src/custom-resources/contract';
import { listCollaborations } from '../collaborations';
import { text, wholeNumber } from '../decode';
import { lookup } from '../lookup';
import { isUuid } from '../nested-id';

/** Finds a collaboration that this account is invited to or has joined. The answer is the same before and after it joins. */
export const collaborationLookup = lookup<CollaborationLookupProperties>({
  fields: { CollaborationName: text, CreatorAccountId: text, WaitSeconds: wholeNumber },

  async list(cleanRooms, { CollaborationName: name, CreatorAccountId: creator }) {
    const all = [...await listCollaborations(cleanRooms, 'INVITED'), ...await listCollaborations(cleanRooms, 'ACTIVE')];
    const once = new Map(all.map((collaboration) => [collaboration.id!, collaboration])); // in both lists if it is joined meanwhile
    return [...once.values()].map((collaboration) => ({
      id: collaboration.id!,
      description: `'${collaboration.name}' of ${collaboration.creatorAccountId} (${collaboration.id}, ${collaboration.memberStatus}, `
        + `created ${collaboration.createTime?.toISOString()})`,
      isWanted: collaboration.name === name && collaboration.creatorAccountId === creator,
      isPreferred: collaboration.memberStatus === 'ACTIVE', // others of this name are invitations that nobody has accepted
    }));
  },

  isId: isUuid,

  attributes(id): CollaborationLookupAttributes {
    return { CollaborationIdentifier: id };
  },

  describe: ({ CollaborationName: name, CreatorAccountId: creator }) => `collaboration '${name}' of ${creator} that this account is invited to`,

  remedy: 'Import the right one by its id, with Collaboration.fromCollaborationAttributes',
});
