import type { CleanRooms } from './client';
import { optional, text, wholeNumber } from './decode';
import type { ResourceHandler } from './event';
import { lookup } from './lookup';
import { allPages } from './pages';
import type { NamedLookupAttributes, NamedLookupProperties } from '../src/custom-resources/contract';

/** Anything that a member shares with a collaboration, as the lists of the collaboration show it. */
export interface Shared {
  readonly id?: string;
  readonly arn?: string;
  readonly name?: string;
  readonly creatorAccountId?: string;
}

/** A page of such a list. */
interface Page {
  readonly items?: readonly Shared[];
  readonly nextToken?: string;
}

/**
 * Makes the handler of a lookup by name of something that a member shares with a collaboration.
 *
 * @param displayName What it is called in messages.
 */
export function namedLookup(
  displayName: string, page: (cleanRooms: CleanRooms, collaborationIdentifier: string, nextToken?: string) => Promise<Page>,
): ResourceHandler {
  return lookup<NamedLookupProperties>({
    fields: { CollaborationIdentifier: text, Name: text, OwnerAccountId: optional(text), WaitSeconds: wholeNumber },

    async list(cleanRooms, { CollaborationIdentifier: collaborationIdentifier, Name: name, OwnerAccountId: owner }) {
      const all = await allPages(async (nextToken) => page(cleanRooms, collaborationIdentifier, nextToken), ({ items }) => items);
      return all.map((shared) => {
        const attributes: NamedLookupAttributes = { Arn: shared.arn! };
        return {
          id: shared.id!,
          description: `'${shared.name}' of ${shared.creatorAccountId} (${shared.id})`,
          isWanted: shared.name === name && (owner === undefined || owner === shared.creatorAccountId),
          attributes,
        };
      });
    },

    describe: ({ CollaborationIdentifier: collaboration, Name: name, OwnerAccountId: owner }) =>
      `${displayName} '${name}'${owner === undefined ? '' : ` of ${owner}`} in the collaboration ${collaboration}`,

    remedy: "Specify its owner with 'ownerAccountId', or import it by its ARN",
  });
}
