import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { clientOf } from './client';
import { inventory, type Item } from './inventory';
import { REGION, startLocalCloud, type LocalCloud } from './local-cloud';
import { answerOf } from '../../tools/src/local-cloud/overview';
import { ensureVenv } from '../../tools/src/local-cloud/venv';
import { bundleHandler, compileLibrary } from '../support/build';

/*
 * Deploys examples/campaign-measurement into two accounts of the local cloud with one run of the real CDK CLI, and the newspaper's own program
 * into a third. Shows what came of it, changes a rule in place, asks what the advertiser may and may not learn, destroys everything, and shows
 * that nothing is left.
 */
const ADVERTISER = '111111111111';
const PUBLISHER = '222222222222';
const NEWSPAPER = '333333333333';
const EXAMPLE = { cwd: join(__dirname, '..', '..', 'examples', 'campaign-measurement') };

void demo().catch((error) => {
  console.error(`\n${(error as Error).message}`);
  process.exitCode = 1;
});

async function demo(): Promise<void> {
  await step('Build the library', async () => {
    bundleHandler();
    compileLibrary();
  });
  await step('Prepare the Python environment of the local cloud', ensureVenv);
  const cloud = await step('Start the local cloud', async () => startLocalCloud({ name: 'demo', runsQueries: true, data: join(EXAMPLE.cwd, 'sample-rows') }));
  try {
    await tour(cloud);
  } finally {
    await step('Stop the local cloud', async () => cloud.stop());
  }
}

async function tour(cloud: LocalCloud): Promise<void> {
  const room: CdkApp = { ...EXAMPLE, app: 'npx tsx app.ts', account: ADVERTISER };
  await step('Deploy the room into the accounts of the advertiser and the publisher, and run its query: cdk deploy --all', async () => deploy(cloud, room));
  const newspaper: CdkApp = { ...EXAMPLE, app: 'npx tsx newspaper.ts', account: NEWSPAPER };
  await step('Deploy the newspaper\'s own program: cdk deploy --all', async () => deploy(cloud, newspaper));
  const before = await show(cloud);

  const stricter = { ...room, context: { leastPeople: '150' } };
  await step('Ask for 150 people in place of 100: cdk deploy --all', async () => deploy(cloud, stricter));
  const after = await show(cloud);
  const replaced = before.filter(({ id }) => !after.some((item) => item.id === id));
  if (replaced.length) throw new Error(`these were replaced, though rules alone were changed: ${JSON.stringify(replaced)}`);
  console.log('The rules were changed in place: every id is as it was.\n');

  await ask(cloud);

  await step('The newspaper leaves: cdk destroy --all', async () => destroy(cloud, newspaper));
  await step('Destroy the room: cdk destroy --all', async () => destroy(cloud, stricter));
  const left = await show(cloud);
  if (left.length) throw new Error(`this is left: ${JSON.stringify(left)}`);
}

const QUESTIONS: readonly (readonly [question: string, sql: string, expected: 'SUCCESS' | 'FAILED'])[] = [
  ['How many people bought something after they saw a campaign?', `
    SELECT campaign, COUNT(DISTINCT i.hashed_email) AS people
    FROM impressions i INNER JOIN purchases p ON i.hashed_email = p.hashed_email
    GROUP BY campaign ORDER BY people DESC`, 'SUCCESS'],
  ['How much was spent, city by city? Bonn and Hamburg are missing: fewer than 150 people live there.', `
    SELECT city, SUM(amount) AS revenue, COUNT(DISTINCT hashed_email) AS people
    FROM purchases GROUP BY city ORDER BY city`, 'SUCCESS'],
  ['Who saw a campaign and bought something? That is refused.', `
    SELECT i.hashed_email, COUNT(DISTINCT p.hashed_email) AS people
    FROM impressions i INNER JOIN purchases p ON i.hashed_email = p.hashed_email
    GROUP BY i.hashed_email`, 'FAILED'],
];

/** Asks as the advertiser, over the API, and shows what the service answers. */
async function ask(cloud: LocalCloud): Promise<void> {
  const cleanRooms = clientOf(cloud.api.url, ADVERTISER, REGION);
  const { membershipSummaries } = await cleanRooms.listMemberships({});
  const membershipIdentifier = membershipSummaries![0].id!;
  for (const [question, sql, expected] of QUESTIONS) {
    console.log(`\n${question}\n${sql}\n`);
    const { protectedQuery } = await cleanRooms.startProtectedQuery({ type: 'SQL', membershipIdentifier, sqlParameters: { queryString: sql } });
    const protectedQueryIdentifier = protectedQuery!.id!;
    let status = protectedQuery!.status!;
    while (['SUBMITTED', 'STARTED'].includes(status)) {
      await delay(50);
      status = (await cleanRooms.getProtectedQuery({ membershipIdentifier, protectedQueryIdentifier })).protectedQuery!.status!;
    }
    console.log(answerOf(cloud.api.service.store.find('ProtectedQuery', REGION, protectedQueryIdentifier)!).join('\n'));
    if (status !== expected) throw new Error(`the query ended as ${status}, and not as ${expected}`);
  }
  console.log();
}

/** Prints what exists in the accounts. */
async function show(cloud: LocalCloud): Promise<Item[]> {
  const all: Item[] = [];
  for (const [name, account] of [['advertiser', ADVERTISER], ['publisher', PUBLISHER], ['newspaper', NEWSPAPER]]) {
    const items = await inventory(cloud, account);
    all.push(...items);
    console.log(`\nIn the account of the ${name}, ${account}:`);
    console.log(items.length ? table(items) : '  nothing');
  }
  console.log();
  return all;
}

/** The items as lines with columns as wide as their widest entry. */
function table(items: Item[]): string {
  const columns = ['type', 'name', 'id', 'detail'] as const;
  const width = (column: keyof Item) => Math.max(...items.map((item) => item[column].length));
  return items.map((item) => '  ' + columns.map((column) => item[column].padEnd(width(column))).join('  ').trimEnd()).join('\n');
}

async function step<T>(what: string, run: () => Promise<T>): Promise<T> {
  const start = Date.now();
  process.stdout.write(`${what} ...`);
  const result = await run();
  process.stdout.write(` ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  return result;
}
