/*
 * Decodes CloudFormation's properties to the types of the contract, once, when an event arrives. CloudFormation converts
 * every scalar to a string, so that `false` arrives as "false".
 */
import { DeploymentError } from './errors';
import type { RawProperties } from './event';

/** Returns the typed value, or throws an error with the name, the value and what is expected. */
export type Decoder<T> = (value: unknown, name: string) => T;

/** A decoder for each property, including optional ones. */
export type Fields<T> = { readonly [Name in keyof T]-?: Decoder<T[Name]> };

/** Properties of every custom resource, which CloudFormation reads itself. */
const CLOUDFORMATION_PROPERTIES = ['ServiceToken', 'ServiceTimeout'];

/** Decodes all properties of a resource. An unknown property is an error, because it would be ignored silently. */
export function decode<T>(fields: Fields<T>, properties: RawProperties): T {
  const unknown = Object.keys(properties).filter((name) => !(name in fields) && !CLOUDFORMATION_PROPERTIES.includes(name));
  if (unknown.length > 0) {
    throw new DeploymentError(`unknown property ${quoted(unknown)}, expected ${quoted(Object.keys(fields))}`);
  }
  return decodeKnown(fields, properties);
}

/**
 * Decodes the properties that have a decoder, and ignores others. CloudFormation sends properties of another version of
 * this library with a Delete and as OldResourceProperties.
 */
export function decodeKnown<T>(fields: Fields<T>, properties: RawProperties): T {
  const decoders = Object.entries(fields) as [string, Decoder<unknown>][];
  return Object.fromEntries(
    decoders.map(([name, decoder]) => [name, decoder(properties[name], name)]).filter(([, value]) => value !== undefined),
  ) as T;
}

/** Decodes the properties of a failed event. Returns undefined if they are malformed: nothing can have been created from them. */
export function decodeIfPossible<T>(fields: Fields<T>, properties: RawProperties): T | undefined {
  try {
    return decodeKnown(fields, properties);
  } catch {
    return undefined;
  }
}

export const text: Decoder<string> = (value, name) => typeof value === 'string' ? value : refuse(name, value, 'text');

export const flag: Decoder<boolean> = (value, name) => {
  if (value === 'true') return true;
  if (value === 'false') return false;
  return refuse(name, value, 'true or false');
};

export const wholeNumber: Decoder<number> = (value, name) =>
  typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : refuse(name, value, 'a whole number');

/** Any value, unchanged: its scalars stay strings. */
export const anything: Decoder<unknown> = (value) => value;

export function optional<T>(decoder: Decoder<T>): Decoder<T | undefined> {
  return (value, name) => value === undefined ? undefined : decoder(value, name);
}

export function listOf<T>(decoder: Decoder<T>): Decoder<readonly T[]> {
  return (value, name) => Array.isArray(value) ? value.map((member, index) => decoder(member, `${name}[${index}]`)) : refuse(name, value, 'a list');
}

export function mapOf<T>(decoder: Decoder<T>): Decoder<{ readonly [key: string]: T }> {
  return (value, name) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(name, value, 'a map');
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, decoder(member, `${name}.${key}`)]));
  };
}

/** A map with known keys, each with its own type. */
export function objectOf<T extends object>(fields: Fields<T>): Decoder<T> {
  return (value, name) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(name, value, 'a map');
    return decode(fields, value as RawProperties);
  };
}

function refuse(name: string, value: unknown, expected: string): never {
  throw new DeploymentError(`'${name}' must be ${expected}, got ${value === undefined ? 'nothing' : JSON.stringify(value)}`);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
