import type { CleanRooms } from './client';
import { type Fields, optional, text, wholeNumber } from './decode';
import { DeploymentError } from './errors';
import type { ResourceHandler, UpdateEvent } from './event';
import { lookup } from './lookup';
import { UUID } from './nested-id';
import { allPages } from './pages';
import type { NamedLookupAttributes, NamedLookupProperties } from '../src/custom-resources/contract';

/** Anything that a member shares with a collaboration, as the lists of the collaboration show it. */
export interface Shared {
  readonly id?: string;
  readonly arn?: string;
  readonly name?: string;
  readonly creatorAccountId?: string;
  /** Where it has one: it can be used while it is ACTIVE. */
  readonly status?: string;
}

/** A page of such a list. */
interface Page {
  readonly items?: readonly Shared[];
  readonly nextToken?: string;
}

/** What is looked up by name. */
interface NamedType {
  /** What it is called in messages. */
  readonly displayName: string;
  page(cleanRooms: CleanRooms, collaborationIdentifier: string, nextToken?: string): Promise<Page>;
  /** Returns the SHA-256 of its SQL or script, if it has any. */
  sourceHash?(cleanRooms: CleanRooms, collaborationIdentifier: string, arn: string): Promise<string | undefined>;
}

/** The ARN of what a member shares. Earlier versions answered with the id alone. */
const ARN = new RegExp(`^arn:aws:cleanrooms(?:-ml)?:[a-z0-9-]+:\\d{12}:(?:membership/${UUID}/)?[a-z-]+/[-a-zA-Z0-9_.]+$`);

const FIELDS: Fields<NamedLookupProperties> = {
  CollaborationIdentifier: text,
  Name: text,
  OwnerAccountId: text,
  AcceptedIdentifier: optional(text),
  SourceSha256: optional(text),
  WaitSeconds: wholeNumber,
};

/**
 * Makes the handler of a lookup by name of something that a member shares with a collaboration. A member is free to delete it and to
 * create something else under its name: what was found once stays the answer, or the deployment fails.
 */
export function namedLookup(type: NamedType): ResourceHandler {
  return lookup<NamedLookupProperties>({
    fields: FIELDS,

    async list(cleanRooms, { CollaborationIdentifier: collaborationIdentifier, Name: name, OwnerAccountId: owner }) {
      const all = await allPages(async (nextToken) => type.page(cleanRooms, collaborationIdentifier, nextToken), ({ items }) => items);
      return all.map((shared) => ({
        id: shared.arn!,
        description: `'${shared.name}' of ${shared.creatorAccountId} (${[shared.id ?? idIn(shared.arn!), ...shared.status ? [shared.status] : []].join(', ')})`,
        isWanted: shared.name === name && owner === shared.creatorAccountId && (shared.status ?? 'ACTIVE') === 'ACTIVE',
      }));
    },

    isId: (id) => ARN.test(id),

    attributes(id): NamedLookupAttributes {
      return { Arn: id };
    },

    describe: (properties) => described(type, properties),

    async check(cleanRooms, properties, { id: arn }, replacing) {
      const { CollaborationIdentifier: collaborationIdentifier, SourceSha256: expected } = properties;
      const unaccepted = replacing && asksTheSame(replacing.event) && properties.AcceptedIdentifier !== idIn(arn) ? replacing.before : undefined;
      if (expected === undefined && unaccepted === undefined) return;

      const hash = await type.sourceHash?.(cleanRooms, collaborationIdentifier, arn);
      const ofSource = hash === undefined ? '' : `, whose SQL or script has the SHA-256 ${hash}`;
      if (expected !== undefined && hash?.toLowerCase() !== expected.toLowerCase()) {
        throw new DeploymentError(`the ${described(type, properties)} is ${arn}${ofSource}. 'sourceSha256' expects ${expected}: read what it does now, `
          + 'and give its value if you accept it');
      }
      if (unaccepted === undefined) return;
      throw new DeploymentError(`the ${described(type, properties)} that was found before, ${idIn(unaccepted)}, is gone, and another one has its name: `
        + `${arn}${ofSource}. Read what it does, and set 'acceptedIdentifier' to '${idIn(arn)}' if you accept it`);
    },

    remedy: 'Import it by its ARN',
  });
}

function described({ displayName }: NamedType, wanted: NamedLookupProperties): string {
  return `${displayName} '${wanted.Name}' of ${wanted.OwnerAccountId} in the collaboration ${wanted.CollaborationIdentifier}`;
}

/** Whether an update looks for what was looked for before. A question that names the owner at last is the same. */
function asksTheSame({ ResourceProperties: now, OldResourceProperties: before }: UpdateEvent): boolean {
  return now.CollaborationIdentifier === before.CollaborationIdentifier && now.Name === before.Name
    && (before.OwnerAccountId === undefined || now.OwnerAccountId === before.OwnerAccountId);
}

function idIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
