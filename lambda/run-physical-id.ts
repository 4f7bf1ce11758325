/*
 * The physical id of a resource that runs something once, such as a query, or finds something. It records what ran or was found, because
 * CloudFormation keeps it and sends it with the next event. The event's OldResourceProperties cannot serve for that: in a rollback they
 * are the values that were attempted.
 */
import { hashOf } from './canonical';
import { isMadeUp, malformedPhysicalId } from './nested-id';

export const FINGERPRINT_CHARACTERS = 16;
const FORMAT = new RegExp(`^(.+)/([0-9a-f]{${FINGERPRINT_CHARACTERS}})$`, 's');
const SEPARATOR = '+';
const MOST_RUNS = 2;

/** One run, or one answer, as the physical id records it. */
export interface RecordedRun {
  /** The id of the run, or whatever else it is known by. */
  readonly id: string;
  /** The fingerprint of the properties that it ran with. */
  readonly fingerprint: string;
}

/** Returns the same text for the same request, whatever the time to wait for it. */
export function fingerprintOf(properties: { readonly WaitSeconds: number }): string {
  return hashOf({ ...properties, WaitSeconds: undefined }, FINGERPRINT_CHARACTERS);
}

/** Returns `<id>/<fingerprint>`, followed by the same of the previous run, which a rollback returns to. */
export function runPhysicalId(current: RecordedRun, previous?: RecordedRun): string {
  return [current, ...previous ? [previous] : []].map(({ id, fingerprint }) => `${id}/${fingerprint}`).join(SEPARATOR);
}

/**
 * Returns the current and the previous run; an empty list for a physical id that CloudFormation made up. Throws if it is neither.
 *
 * @param isId Whether a text is the id of a run.
 */
export function parseRunPhysicalId(physicalId: string, isId: (id: string) => boolean): readonly RecordedRun[] {
  const runs = runsIn(physicalId, isId);
  if (!runs && !isMadeUp(physicalId)) throw malformedPhysicalId(physicalId);
  return runs ?? [];
}

/** Returns the current and the previous run; undefined for any other physical id. */
export function runsIn(physicalId: string, isId: (id: string) => boolean): readonly RecordedRun[] | undefined {
  const parts = physicalId.split(SEPARATOR);
  const runs = parts.flatMap((part) => {
    const [, id, fingerprint] = FORMAT.exec(part) ?? [];
    return id !== undefined && isId(id) ? [{ id, fingerprint }] : [];
  });
  return runs.length === parts.length && runs.length <= MOST_RUNS ? runs : undefined;
}
