import type { ReplacementGuardProperties } from '../../src/custom-resources/contract';
import { areEqual, hashOf } from '../canonical';
import { anything, decode, decodeKnown, type Fields, flag, mapOf, text } from '../decode';
import { DeploymentError } from '../errors';
import type { ResourceHandler, UpdateEvent } from '../event';

const MAXIMUM_VALUE_CHARACTERS = 200;

const fields: Fields<ReplacementGuardProperties> = {
  Path: text,
  CreateOnly: mapOf(anything),
  Remedy: text,
  ReplacementAllowed: flag,
};

/**
 * Fails the update that would replace what it guards.
 *
 * Its physical id carries the hash of the values that it accepted last, and after an allowed replacement the hash before
 * that: `<logical id>/<hash>` or `<logical id>/<hash>/<hash before>`. The event's OldResourceProperties would not do:
 * the rollback of a refused update has the refused values there, and must pass.
 */
export const replacementGuard: ResourceHandler = async (event) => {
  switch (event.RequestType) {
    case 'Create':
      return { PhysicalResourceId: `${event.LogicalResourceId}/${hash(decode(fields, event.ResourceProperties))}` };
    case 'Update':
      return { PhysicalResourceId: update(event) };
    case 'Delete':
      return { PhysicalResourceId: event.PhysicalResourceId };
  }
};

function update(event: UpdateEvent): string {
  const wanted = decode(fields, event.ResourceProperties);
  const [name, accepted, before] = event.PhysicalResourceId.split('/');
  const attempted = hash(wanted);

  if (attempted === accepted) return event.PhysicalResourceId;
  if (wanted.ReplacementAllowed) return `${name}/${attempted}/${accepted}`;

  const old = decodeKnown(fields, event.OldResourceProperties);
  // The rollback of an allowed replacement: CloudFormation goes back to the object from before. A next deployment that
  // takes back exactly that one, permission and all, looks the same and passes; refusing would fail every such rollback.
  if (attempted === before && old.ReplacementAllowed && hash(old) === accepted) return `${name}/${attempted}`;
  throw new DeploymentError(refusal(wanted, old));
}

function refusal(wanted: ReplacementGuardProperties, old: ReplacementGuardProperties): string {
  const names = [...new Set([...Object.keys(old.CreateOnly), ...Object.keys(wanted.CreateOnly)])];
  const changes = names
    .filter((name) => !areEqual(old.CreateOnly[name], wanted.CreateOnly[name]))
    .map((name) => `'${name}' from ${shown(old.CreateOnly[name])} to ${shown(wanted.CreateOnly[name])}`);
  return `'${wanted.Path}' cannot change in place, and would be replaced for: ${changes.join('; ')}. ${wanted.Remedy}`;
}

function shown(value: unknown): string {
  const whole = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return whole.length <= MAXIMUM_VALUE_CHARACTERS ? whole : `${whole.slice(0, MAXIMUM_VALUE_CHARACTERS)}...`;
}

function hash(properties: ReplacementGuardProperties): string {
  return hashOf(properties.CreateOnly, 32);
}
