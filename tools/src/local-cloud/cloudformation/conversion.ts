import type { Property, PropertyType } from '@aws-cdk/service-spec-types';
import { membersOf } from './resource-type';

type Values = Record<string, unknown>;

/** Properties as a template gives them are not of the right form. */
export class PropertyError extends Error {}

/** Makes members of an API request of properties, whose names differ in their first letter. Tags become a map. */
export function toRequest(properties: Readonly<Record<string, Property>>, values: Values, path = ''): Values {
  for (const [name, { required }] of Object.entries(properties)) {
    if (required && values[name] === undefined) throw new PropertyError(`#/${path}: required key [${name}] not found`);
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => {
    const property = properties[name];
    if (!property) throw new PropertyError(`#/${path}: extraneous key [${name}] is not permitted`);
    return [memberName(name), converted(property.type, value, `${path}${name}`)];
  }));
}

/** `MLMemberAbilities` is the one name of which more than the first letter is another: the API has `mlMemberAbilities`. */
export function memberName(property: string): string {
  return property.startsWith('ML') ? `ml${property.slice(2)}` : property[0].toLowerCase() + property.slice(1);
}

function converted(type: PropertyType, value: unknown, path: string): unknown {
  switch (type.type) {
    case 'array': return type.element.type === 'tag' ? tagMap(value) : listOf(type.element, value, path);
    case 'ref': return toRequest(membersOf(type) ?? {}, value as Values, `${path}/`);
    case 'boolean': return booleanOf(value, path);
    case 'integer':
    case 'number': return numberOf(value, path);
    default: return value;
  }
}

function listOf(element: PropertyType, value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw new PropertyError(`#/${path}: expected type: JSONArray, found: ${typeof value}`);
  return value.map((entry) => converted(element, entry, path));
}

/** A template may write a boolean or a number as a string; so do parameters. */
function booleanOf(value: unknown, path: string): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new PropertyError(`#/${path}: expected type: Boolean, found: ${JSON.stringify(value)}`);
}

function numberOf(value: unknown, path: string): number {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  if (typeof number === 'number' && !Number.isNaN(number)) return number;
  throw new PropertyError(`#/${path}: expected type: Number, found: ${JSON.stringify(value)}`);
}

function tagMap(tags: unknown): Record<string, string> {
  return Object.fromEntries((tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}
