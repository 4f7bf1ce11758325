import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-cleanrooms';
import type { Command } from './client';

/**
 * Adds a member to the input of a command that the API accepts but this version of its SDK does not know and would drop.
 * Adds nothing where the value is undefined.
 */
export function withNewerMember<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  command: Command<Input, Output>, name: string, value: unknown,
): Command<Input, Output> {
  if (value === undefined) return command;
  command.middlewareStack.add((next) => async (args) => {
    const request = args.request as { body: Uint8Array | string };
    request.body = JSON.stringify({ ...JSON.parse(asText(request.body)), [name]: value });
    return next(args);
  }, { step: 'serialize', priority: 'low', name: `add${name}` });
  return command;
}

function asText(body: Uint8Array | string): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
