/*
 * Looking up by its name something that somebody else created, once for all types of lookups.
 */
import type { CleanRooms } from './client';
import type { Fields } from './decode';
import { DeploymentError } from './errors';
import type { ResourceHandler, UpdateEvent } from './event';
import { poll } from './poll';
import { resourceWithoutDelete } from './resource-without-delete';

/** How many candidates a message lists. */
const MAXIMUM_CANDIDATES = 10;

/** Something that exists and may be the wanted one. */
export interface Candidate {
  readonly id: string;
  /** Distinguishes it from the others in messages. */
  readonly description: string;
  readonly isWanted: boolean;
  /** Whether it is the one to take if it is the only such one of several that are wanted. @default false */
  readonly isPreferred?: boolean;
}

/** An update that finds something in place of what an earlier event found. */
export interface Replacing {
  readonly event: UpdateEvent;
  readonly before: string;
}

/** What each type of lookup defines. */
export interface Lookup<Properties extends { readonly WaitSeconds: number }> {
  readonly fields: Fields<Properties>;
  /** What to do if several candidates are wanted, for the message. */
  readonly remedy: string;
  /** Whether a text is the id of a candidate. */
  isId(text: string): boolean;
  /** Returns the attributes of what has this id. */
  attributes(id: string): object;
  /** Returns all candidates. */
  list(cleanRooms: CleanRooms, properties: Properties): Promise<Candidate[]>;
  /**
   * Throws if what was found cannot be the answer.
   *
   * @param replacing The update that finds it in place of what an earlier event found, and the id of that.
   */
  check?(cleanRooms: CleanRooms, properties: Properties, found: Candidate, replacing?: Replacing): Promise<void>;
  /** Describes what it looks for, for messages such as `there is no <description>`. */
  describe(properties: Properties): string;
}

/** Makes the handler of a type of lookup. */
export function lookup<Properties extends { readonly WaitSeconds: number }>(type: Lookup<Properties>): ResourceHandler {
  return resourceWithoutDelete({
    fields: type.fields,
    isRecord: (text) => type.isId(text),
    attributes: (id) => type.attributes(id),

    async apply(cleanRooms, properties, event, before) {
      const look = async () => type.list(cleanRooms, properties);
      const candidates = await poll(cleanRooms, properties.WaitSeconds, look, (seen) => seen.some(({ isWanted }) => isWanted));
      const found = candidates.filter(({ isWanted }) => isWanted);

      if (found.length === 0) throw new DeploymentError(missing(type.describe(properties), properties.WaitSeconds, candidates));
      const same = before === undefined ? undefined : found.find(({ id }) => isFoundBefore(id, before));
      const one = same ?? onlyOne(found) ?? onlyOne(found.filter(({ isPreferred }) => isPreferred));
      if (!one) throw new DeploymentError(`there is more than one ${type.describe(properties)}: ${described(found)}. ${type.remedy}`);
      const replacing = event.RequestType === 'Update' && before !== undefined && !same ? { event, before } : undefined;
      await type.check?.(cleanRooms, properties, one, replacing);
      return one.id;
    },
  });
}

function onlyOne(found: readonly Candidate[]): Candidate | undefined {
  return found.length === 1 ? found[0] : undefined;
}

/** What an earlier event found stays the answer, even if there is something else of the same name by now. */
function isFoundBefore(id: string, before: string): boolean {
  return id === before || id.endsWith(`/${before}`); // earlier versions answered with the id alone, where an ARN is one today
}

function missing(wanted: string, seconds: number, candidates: readonly Candidate[]): string {
  const waited = seconds > 0 ? `, after ${seconds} s of waiting` : '';
  return `there is no ${wanted}${waited}. There ${candidates.length > 0 ? `is: ${described(candidates)}` : 'is nothing of the kind'}`;
}

function described(candidates: readonly Candidate[]): string {
  const named = candidates.slice(0, MAXIMUM_CANDIDATES).map(({ description }) => description);
  const others = candidates.length - named.length;
  return [...named, ...others > 0 ? [`${others} more`] : []].join(', ');
}
