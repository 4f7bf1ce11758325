import { join } from 'node:path';
import { deploy, destroy, type CdkApp } from './cdk-cli';
import { inventory, type Item } from './inventory';
import { startLocalCloud, type LocalCloud } from './local-cloud';
import { ensureVenv } from '../../tools/src/local-cloud/venv';
import { bundleHandler, compileLibrary } from '../support/build';

/*
 * Deploys examples/campaign-measurement into two accounts of the local cloud with one run of the real CDK CLI, and the newspaper's own program
 * into a third. Shows what came of it, changes a rule in place, destroys everything, and shows that nothing is left.
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
  const cloud = await step('Start the local cloud', async () => startLocalCloud({ name: 'demo' }));
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

  const stricter = { ...room, context: { leastPeople: '250' } };
  await step('Ask for 250 people in place of 100: cdk deploy --all', async () => deploy(cloud, stricter));
  const after = await show(cloud);
  const replaced = before.filter(({ id }) => !after.some((item) => item.id === id));
  if (replaced.length) throw new Error(`these were replaced, though rules alone were changed: ${JSON.stringify(replaced)}`);
  console.log('The rules were changed in place: every id is as it was.\n');

  await step('The newspaper leaves: cdk destroy --all', async () => destroy(cloud, newspaper));
  await step('Destroy the room: cdk destroy --all', async () => destroy(cloud, stricter));
  const left = await show(cloud);
  if (left.length) throw new Error(`this is left: ${JSON.stringify(left)}`);
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
