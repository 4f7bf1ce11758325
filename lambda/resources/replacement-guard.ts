import type { ReplacementGuardProperties } from '../../src/custom-resources/contract';
import { areEqual, hashOf } from '../canonical';
import { anything, decode, decodeKnown, type Fields, flag, mapOf, text } from '../decode';
import { describeDifference } from '../differences';
import { DeploymentError } from '../errors';
import type { ResourceHandler, UpdateEvent } from '../event';

const fields: Fields<ReplacementGuardProperties> = {
  Path: text,
  CreateOnly: mapOf(anything),
  Remedy: text,
  ReplacementAllowed: flag,
};

/**
 * Fails an update that would replace the guarded resource.
 *
 * Its physical id has the hash of the values that it accepted last, and after an allowed replacement also the previous hash:
 * `<logical id>/<hash>` or `<logical id>/<hash>/<previous hash>`. The event's OldResourceProperties cannot serve for that:
 * in the rollback of a refused update, which must pass, they are the refused values.
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
  // The rollback of an allowed replacement: CloudFormation returns to the previous object. A later deployment that reverts
  // exactly that replacement, with its permission, looks the same and passes, too: refusing it would fail every rollback.
  if (attempted === before && old.ReplacementAllowed && hash(old) === accepted) return `${name}/${attempted}`;
  throw new DeploymentError(refusal(wanted, old));
}

function refusal(wanted: ReplacementGuardProperties, old: ReplacementGuardProperties): string {
  const names = [...new Set([...Object.keys(old.CreateOnly), ...Object.keys(wanted.CreateOnly)])];
  const changes = names
    .filter((name) => !areEqual(old.CreateOnly[name], wanted.CreateOnly[name]))
    .map((name) => describeDifference(name, old.CreateOnly[name], wanted.CreateOnly[name]));
  return `'${wanted.Path}' cannot be updated in place, and would be replaced because of: ${changes.join('; ')}. ${wanted.Remedy}`;
}

function hash(properties: ReplacementGuardProperties): string {
  return hashOf(properties.CreateOnly, 32);
}
