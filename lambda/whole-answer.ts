import type { $Command, CleanRoomsClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';

/**
 * Calls the API and returns the answer as the service gave it, with what this version of the SDK does not know and would
 * leave out: who agrees to something has to see all of it. Times are seconds, as numbers.
 */
export async function sendForWholeAnswer<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  cleanRooms: CleanRooms, command: $Command<Input, Output, CleanRoomsClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
): Promise<unknown> {
  let whole = Buffer.alloc(0);
  command.middlewareStack.add((next) => async (args) => {
    const result = await next(args);
    const response = result.response as { body: AsyncIterable<Uint8Array> | Uint8Array };
    whole = await bytesOf(response.body);
    response.body = new Uint8Array(whole);
    return result;
  }, { step: 'deserialize', priority: 'low', name: 'keepWholeAnswer' });

  await cleanRooms.send(command);
  return JSON.parse(whole.toString());
}

async function bytesOf(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<Buffer<ArrayBuffer>> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}
