import { hashOf } from './canonical';
import type { CleanRooms } from './client';
import { decode, type Fields } from './decode';
import type { Answer, CreateEvent, ResourceHandler, UpdateEvent } from './event';
import { FINGERPRINT_CHARACTERS, type RecordedRun, runPhysicalId, runsIn } from './run-physical-id';
import { isKnownToRollBack } from './stack-status';

/** What CloudFormation takes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
const MAXIMUM_PHYSICAL_ID_BYTES = 1_024;

/** What each type that leaves nothing to delete defines. */
export interface WithoutDelete<Properties> {
  readonly fields: Fields<Properties>;

  /**
   * Looks, waits or acts, and returns what the physical id records of it.
   *
   * @param before What the physical id of an update records; the physical id itself if an earlier version returned another one.
   */
  apply(cleanRooms: CleanRooms, properties: Properties, event: CreateEvent | UpdateEvent, before?: string): Promise<string>;

  /** Returns the attributes of what is recorded. */
  attributes(recorded: string, properties: Properties, event: CreateEvent | UpdateEvent): object | undefined;

  /** Whether a text is such a record. Earlier versions returned some of them as physical ids. */
  isRecord(text: string): boolean;
}

/**
 * Makes the handler of a type that leaves nothing to delete: it looks something up, waits, or does something that cannot be
 * undone. A Create and an Update do the same, and doing it twice must have the effect of doing it once.
 *
 * The physical id records the answer, and the one before, because a rollback does not ask again: others may have changed meanwhile what was
 * found before, and a refusal would leave the stack in UPDATE_ROLLBACK_FAILED. It returns to the answer that the stack had.
 */
export function resourceWithoutDelete<Properties>(type: WithoutDelete<Properties>): ResourceHandler {
  return async (event, cleanRooms) => {
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
    const properties = decode(type.fields, event.ResourceProperties);
    const answer = (physicalId: string, recorded: string): Answer =>
      ({ PhysicalResourceId: physicalId, Data: type.attributes(recorded, properties, event) });

    const before = event.RequestType === 'Update' ? await answerBefore(type, event, cleanRooms) : undefined;
    if (before) return answer(...before);

    const [current] = event.RequestType === 'Update' ? recordedBy(type, event) : [];
    const id = await type.apply(cleanRooms, properties, event, current?.id ?? (event.RequestType === 'Update' ? event.PhysicalResourceId : undefined));
    return answer(physicalIdOf({ id, fingerprint: fingerprintOf(event.ResourceProperties) }, current), id);
  };
}

/** The physical id to which a rollback returns, and what it records; undefined if this is no rollback, or they are not known. */
async function answerBefore<Properties>(
  type: WithoutDelete<Properties>, event: UpdateEvent, cleanRooms: CleanRooms,
): Promise<[physicalId: string, recorded: string] | undefined> {
  const recorded = recordedBy(type, event, fingerprintOf(event.ResourceProperties));
  const before = recorded.find(({ fingerprint }) => fingerprint === fingerprintOf(event.ResourceProperties));
  if (!before || !await isKnownToRollBack(cleanRooms, event)) return undefined;
  return [before.id === event.PhysicalResourceId ? before.id : runPhysicalId(before), before.id];
}

/**
 * What a physical id records: the current answer, and the one before.
 *
 * @param fingerprint That of an answer of an earlier version, which recorded none.
 */
function recordedBy<Properties>(
  type: WithoutDelete<Properties>, event: UpdateEvent, fingerprint = fingerprintOf(event.OldResourceProperties),
): readonly RecordedRun[] {
  const { PhysicalResourceId: physicalId } = event;
  return type.isRecord(physicalId) ? [{ id: physicalId, fingerprint }] : runsIn(physicalId, type.isRecord) ?? [];
}

/** All properties count: what is looked for again, for example after its timeout has changed, can have another answer. */
function fingerprintOf(properties: object): string {
  return hashOf(properties, FINGERPRINT_CHARACTERS);
}

function physicalIdOf(current: RecordedRun, before: RecordedRun | undefined): string {
  const withBefore = before?.fingerprint === current.fingerprint ? runPhysicalId(current) : runPhysicalId(current, before);
  return Buffer.byteLength(withBefore) <= MAXIMUM_PHYSICAL_ID_BYTES ? withBefore : runPhysicalId(current);
}
