/**
 * Starts a local cloud, prepares the accounts that are named for the CDK, and says how to work in them:
 *
 *     npx tsx test/local-cloud/main.ts 111111111111 222222222222
 *
 * It runs until it is interrupted.
 */
import { bootstrap } from './cdk-cli';
import { startLocalCloud } from './local-cloud';

async function main(accounts: readonly string[]): Promise<void> {
  const cloud = await startLocalCloud();
  await bootstrap(cloud, ...accounts);
  for (const account of accounts) {
    const variables = Object.entries(cloud.environment(account)).filter(([name, value]) => process.env[name] !== value);
    console.log(`# account ${account}`);
    for (const [name, value] of variables) console.log(`export ${name}=${value}`);
  }
  console.log(`# logs in ${cloud.logDirectory}; everything stops when this command does`);
}

void main(process.argv.slice(2));
