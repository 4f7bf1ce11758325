import { existsSync, readFileSync } from 'fs';
import Ajv from 'ajv';
import type { ErrorObject } from 'ajv';
import { LineCounter, isMap, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { UsageError } from '../usage-error';
import { DETAILS_SCHEMA } from './details-schema';
import { visible } from './text';

/*
 * What no program says of a clean room, from a file of its members: its purpose, the legal basis, the contract, contacts, the approval.
 */

/** What the file says of a room. */
export interface RoomDetails {
  readonly purpose?: string;
  readonly legalBasis?: string;
  readonly contract?: { readonly number: string; readonly date?: string; readonly title?: string };
  readonly contacts?: readonly { readonly name: string; readonly role: string; readonly contact?: string }[];
  readonly approvals?: readonly { readonly by: string; readonly date: string; readonly of?: string; readonly remark?: string }[];
  readonly notes?: string;
}

/** The details of rooms, by the names of their collaborations. */
export type Details = Readonly<Record<string, RoomDetails>>;

/** Reads a file of details. Everything wrong with it is reported together, with its lines. */
export function readDetails(file: string): Details {
  if (!existsSync(file)) throw new UsageError(`the file of details '${file}' does not exist`);
  const lines = new LineCounter();
  // The failsafe schema takes every scalar as a text: a contract number such as 007 stays as it is written.
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, schema: 'failsafe', uniqueKeys: true });
  if (document.errors.length) {
    throw new UsageError(`the file of details '${file}' is not valid YAML:\n${document.errors.map(({ message }) => `  ${message.split('\n')[0]}`).join('\n')}`);
  }
  const content: unknown = document.toJS({ maxAliasCount: 10 });
  const validate = new Ajv({ allErrors: true, verbose: true }).compile<{ readonly rooms: Details }>(DETAILS_SCHEMA);
  if (validate(content)) return content.rooms;
  const faults = (validate.errors ?? []).map((error) => `  line ${lineOf(document, lines, error)}: ${inWords(error)}`);
  throw new UsageError(`the file of details '${file}' cannot be used:\n${faults.join('\n')}`);
}

/** The line of what an error is about; the first where the file is empty. */
function lineOf(document: Document, lines: LineCounter, { instancePath, keyword, params }: ErrorObject): number {
  const path = instancePath.split('/').slice(1).map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  const additional = keyword === 'additionalProperties' ? (params as { readonly additionalProperty: string }).additionalProperty : undefined;
  const node = path.length ? document.getIn(path, true) : document.contents;
  const pair = isMap(node) && additional !== undefined ? node.items.find(({ key }) => String(key) === additional)?.key : undefined;
  const { range } = (pair ?? node ?? {}) as { readonly range?: readonly [number, ...number[]] };
  return range ? lines.linePos(range[0]).line : 1;
}

function inWords({ instancePath, keyword, params, message, parentSchema }: ErrorObject): string {
  const place = visible(instancePath.slice(1).replace(/~1/g, '/').replace(/~0/g, '~')) || 'the file';
  const { additionalProperty, missingProperty } = params as { readonly additionalProperty?: string; readonly missingProperty?: string };
  switch (keyword) {
    case 'additionalProperties':
      return `'${visible(additionalProperty!)}' of ${place} is not known: ${Object.keys((parentSchema as { readonly properties: object }).properties).join(', ')} are`;
    case 'required':
      return `${place} needs '${missingProperty}'`;
    default:
      return `${place} ${message ?? 'is not valid'}`;
  }
}
