/*
 * What an action has done is in its physical id: CloudFormation keeps that, and gives it back with the next event. What
 * the event's OldResourceProperties say will not do: those of a rollback are the values that were attempted.
 */
import { createHash } from 'node:crypto';
import { canonical } from './canonical';

const FINGERPRINT_CHARACTERS = 16;
const FORM = new RegExp(`^(.+)/([0-9a-f]{${FINGERPRINT_CHARACTERS}})$`);
const SEPARATOR = '+';

/** One performance of an action. */
export interface Performed {
  /** What it is called, by the API or otherwise. */
  readonly id: string;
  /** What was asked for. */
  readonly fingerprint: string;
}

/** A text that is the same for the same request, however long one is willing to wait for it. */
export function fingerprintOf(properties: { readonly WaitSeconds: number }): string {
  return createHash('sha256').update(canonical({ ...properties, WaitSeconds: undefined })).digest('hex').slice(0, FINGERPRINT_CHARACTERS);
}

/** `<id>/<fingerprint>`, and the same of the performance before, which a rollback goes back to. */
export function physicalIdOf(current: Performed, before?: Performed): string {
  return [current, ...before ? [before] : []].map(({ id, fingerprint }) => `${id}/${fingerprint}`).join(SEPARATOR);
}

/** The performance that a physical id is about, and the one before; nothing where CloudFormation made the id up. */
export function performedBy(physicalId: string): readonly Performed[] {
  return physicalId.split(SEPARATOR).flatMap((part) => {
    const [, id, fingerprint] = FORM.exec(part) ?? [];
    return id === undefined ? [] : [{ id, fingerprint }];
  });
}
