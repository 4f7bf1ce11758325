/*
 * Looking something up that somebody else made, by what a person calls it, once for all that can be looked up.
 */
import type { CleanRooms } from './client';
import type { Fields } from './decode';
import { DeploymentError } from './errors';
import type { CreateEvent, ResourceHandler, UpdateEvent } from './event';
import { poll } from './poll';
import { resourceWithoutDelete } from './resource-without-delete';

/** How many candidates a message names. */
const MOST_CANDIDATES = 10;

/** Something that is there, wanted or not. */
export interface Candidate {
  readonly id: string;
  /** What tells it from the others, for messages. */
  readonly description: string;
  readonly isWanted: boolean;
  readonly attributes: object;
}

/** What a type of lookup tells. */
export interface Lookup<Properties extends { readonly WaitSeconds: number }> {
  readonly fields: Fields<Properties>;
  /** What to do where several are what it looks for. */
  readonly remedy: string;
  /** Everything among which it looks. */
  list(cleanRooms: CleanRooms, properties: Properties): Promise<Candidate[]>;
  /** What it looks for, as the message says it that there is none. */
  wanted(properties: Properties): string;
}

/** Makes the handler of a type of lookup. */
export function lookup<Properties extends { readonly WaitSeconds: number }>(type: Lookup<Properties>): ResourceHandler {
  return resourceWithoutDelete(type.fields, async (cleanRooms, properties, event) => {
    const look = async () => type.list(cleanRooms, properties);
    const candidates = await poll(cleanRooms, properties.WaitSeconds, look, (seen) => seen.some(({ isWanted }) => isWanted));
    const found = candidates.filter(({ isWanted }) => isWanted);

    if (found.length === 0) throw new DeploymentError(missing(type.wanted(properties), properties.WaitSeconds, candidates));
    const one = foundBefore(found, event) ?? (found.length === 1 ? found[0] : undefined);
    if (!one) throw new DeploymentError(`there is more than one ${type.wanted(properties)}: ${described(found)}. ${type.remedy}`);
    return { PhysicalResourceId: one.id, Data: one.attributes };
  });
}

/** What an earlier event found is found again, whatever has come to be of the same name since then. */
function foundBefore(found: readonly Candidate[], event: CreateEvent | UpdateEvent): Candidate | undefined {
  return event.RequestType === 'Update' ? found.find(({ id }) => id === event.PhysicalResourceId) : undefined;
}

function missing(wanted: string, seconds: number, candidates: readonly Candidate[]): string {
  const waited = seconds > 0 ? `, after ${seconds} s of waiting` : '';
  return `there is no ${wanted}${waited}. There ${candidates.length > 0 ? `is: ${described(candidates)}` : 'is nothing of the kind'}`;
}

function described(candidates: readonly Candidate[]): string {
  const named = candidates.slice(0, MOST_CANDIDATES).map(({ description }) => description);
  const others = candidates.length - named.length;
  return [...named, ...others > 0 ? [`${others} more`] : []].join(', ');
}
