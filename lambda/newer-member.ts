import type { $Command, CleanRoomsClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-cleanrooms';

/**
 * Adds a member to what a command sends that the API has and this version of its SDK does not know yet, and would leave
 * out. Where the value is undefined, nothing is added.
 */
export function withNewerMember<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  command: $Command<Input, Output, CleanRoomsClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>, name: string, value: unknown,
): typeof command {
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
