import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms, Command } from './client';

/**
 * Calls the API and returns the body of the response as the service sent it. It includes fields that this version of the
 * SDK does not know and would drop: whoever approves something has to see all of it. Fields that are null are left out, as
 * the SDK does. Times are numbers, in seconds.
 */
export async function sendForRawResponse<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  cleanRooms: CleanRooms, command: Command<Input, Output>,
): Promise<unknown> {
  let raw = Buffer.alloc(0);
  command.middlewareStack.add((next) => async (args) => {
    const result = await next(args);
    const response = result.response as { body: AsyncIterable<Uint8Array> | Uint8Array };
    raw = await bytesOf(response.body);
    response.body = new Uint8Array(raw);
    return result;
  }, { step: 'deserialize', priority: 'low', name: 'keepRawResponse' });

  await cleanRooms.send(command);
  return JSON.parse(raw.toString(), (_, value: unknown) => value ?? undefined);
}

async function bytesOf(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<Buffer<ArrayBuffer>> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
