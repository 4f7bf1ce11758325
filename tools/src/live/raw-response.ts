/** A command of the SDK, as far as its response is listened to. */
interface Listened {
  readonly middlewareStack: { add(middleware: unknown, options: object): void };
}

/** What the rest of the client makes of a command. */
interface Answer {
  readonly response: { readonly body: AsyncIterable<Uint8Array> };
}

/**
 * Sends a command, and returns the body of the response as the service sent it, also what this version of the SDK does not know. What is null is
 * left out, as the SDK does.
 */
export async function rawResponseOf(client: { send(command: unknown): Promise<unknown> }, command: unknown): Promise<unknown> {
  let raw = Buffer.alloc(0);
  (command as Listened).middlewareStack.add((next: (args: unknown) => Promise<Answer>) => async (args: unknown) => {
    const result = await next(args);
    const chunks: Uint8Array[] = [];
    for await (const chunk of result.response.body) chunks.push(chunk);
    raw = Buffer.concat(chunks);
    return { ...result, response: Object.assign(result.response, { body: new Uint8Array(raw) }) };
  }, { step: 'deserialize', priority: 'low', name: 'keepRawResponse' });
  await client.send(command);
  return JSON.parse(raw.toString(), (_, value: unknown) => value ?? undefined);
}
