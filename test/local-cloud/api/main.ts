/*
 * Runs the local Clean Rooms API as a process of its own:
 *
 *   PORT=4571 npx tsx test/local-cloud/api/main.ts
 *
 * It prints `ready <url>`. With AUTHORIZE_URL, every call is put to that address, which answers
 * `{ allowed, reason?, account? }`; without an action in the question, only who the holder of the access key is.
 */
import { startCleanRoomsApi } from './server';

interface Verdict {
  readonly allowed: boolean;
  readonly reason?: string;
  readonly account?: string;
}

async function main(): Promise<void> {
  const { PORT, AUTHORIZE_URL } = process.env;
  const ask = async (question: object): Promise<Verdict> => {
    const response = await fetch(AUTHORIZE_URL!, { method: 'POST', body: JSON.stringify(question) });
    if (!response.ok) throw new Error(`${AUTHORIZE_URL} answered ${response.status}`);
    return await response.json() as Verdict;
  };
  const { url } = await startCleanRoomsApi({
    port: Number(PORT ?? 0),
    log: (line) => process.stderr.write(`${line}\n`),
    ...(AUTHORIZE_URL && {
      authorize: async (call) => {
        const { allowed, reason } = await ask(call);
        return allowed ? undefined : reason ?? 'denied';
      },
      resolveAccount: async (accessKeyId, sessionToken) => (await ask({ accessKeyId, sessionToken })).account,
    }),
  });
  process.stdout.write(`ready ${url}\n`);
}

void main();
