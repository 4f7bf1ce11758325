/*
 * Commands of operations that no bundled client has, built from a schema that is written by hand.
 *
 * A command of the AWS SDK is a schema, and a client that sends whatever has one. So the client of Clean Rooms sends these commands as it sends
 * its own: with its retries, its signature and its errors. The inputs, outputs and names of the commands are those of the official clients, so
 * that each of the modules beside this one gives way to a package by a changed import.
 */
import type { CleanRoomsClientResolvedConfig } from '@aws-sdk/client-cleanrooms';
import { Command as $Command } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { MetadataBearer } from '@smithy/types';

/** The schema of a value, with its type. */
export interface Member<T> {
  readonly schema: unknown;
  /** Only for the compiler: there is no such value. */
  readonly type?: T;
}

/** The members of a structure, by their names. */
export interface Members {
  readonly [name: string]: Member<unknown>;
}

/** A value of a structure. As in the SDK, the client does not check what is required. */
export type ValueOf<M extends Members> = { [Name in keyof M]?: M[Name] extends Member<infer T> ? T : never };

/** A command that is made by hand. */
export type HandmadeCommand<Input extends object, Output extends MetadataBearer> =
  $Command<Input, Output, CleanRoomsClientResolvedConfig, object, MetadataBearer>;

/** The class of the command of an operation. */
export type HandmadeOperation<Input extends object, Output extends object> = new (input: Input) => HandmadeCommand<Input, Output & MetadataBearer>;

/** Numbers by which schemas of the SDK say what they are. */
const [TEXT, NUMBER, TIME, DOCUMENT, TEXTS] = [0, 1, 4, 15, 64];
const [LIST, STRUCTURE, OPERATION] = [1, 3, 9];

export const text: Member<string> = { schema: TEXT };
export const texts: Member<readonly string[]> = { schema: TEXTS };
export const number: Member<number> = { schema: NUMBER };
export const time: Member<Date> = { schema: TIME };

/** Any JSON, which is sent and returned as it is. Times in it are numbers, in seconds. */
export function json<T>(): Member<T> {
  return { schema: DOCUMENT };
}

export function listOf<M extends Members>(members: M): Member<ValueOf<M>[]> {
  return { schema: [LIST, NAMESPACE, 'List', 0, structure('Entry', members)] };
}

export function structureOf<M extends Members>(members: M): Member<ValueOf<M>> {
  return { schema: structure('Structure', members) };
}

const NAMESPACE = 'cdk-cleanrooms';

/** Where the endpoint of a call comes from, as for every command of the SDK. */
const ENDPOINT_PARAMETERS = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

/** What the members of an input that are not in the path are: in the body, but for those named here. */
interface Bindings {
  /** The members in the query. */
  readonly query?: readonly string[];
  /** The members in headers, with the names of these. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that is the whole body. */
  readonly payload?: string;
}

/**
 * Makes the command of an operation.
 *
 * @param http The method and the path, with the members that it has in braces.
 */
export function operation<Input extends Members, Output extends Members>(
  name: string, http: `${'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT'} /${string}`, members: Input, output: Output, { query = [], headers = {}, payload }: Bindings = {},
): HandmadeOperation<ValueOf<Input>, ValueOf<Output>> {
  const [method, path] = http.split(' ');
  const traitsOf = (member: string) => {
    if (path.includes(`{${member}}`)) return { httpLabel: 1 };
    if (member in headers) return { httpHeader: headers[member] };
    if (member === payload) return { httpPayload: 1 };
    return query.includes(member) ? { httpQuery: member } : {};
  };
  const input = structure(`${name}Input`, Object.fromEntries(
    Object.entries(members).map(([member, { schema }]) => [member, { schema: [schema, traitsOf(member)] }])));
  return $Command.classBuilder<ValueOf<Input>, MetadataBearer, CleanRoomsClientResolvedConfig, object, MetadataBearer>()
    .ep(ENDPOINT_PARAMETERS)
    .m((command, _stack, configuration) => [getEndpointPlugin(configuration, command.getEndpointParameterInstructions())])
    .s('CleanRooms', name, {})
    .n('CleanRoomsClient', `${name}Command`)
    .sc([OPERATION, NAMESPACE, name, { http: [method, path, 200] }, () => input, () => structure(`${name}Output`, output)] as never)
    .build() as never;
}

function structure(name: string, members: Members): unknown {
  return [STRUCTURE, NAMESPACE, name, 0, Object.keys(members), Object.values(members).map(({ schema }) => schema)];
}
