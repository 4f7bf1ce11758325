import { Construct } from 'constructs';
import { addTable, ownMembership } from './l2';
import { synthesize, tablesInStacks } from './program';

/** Tables beside constructs of others. */
export function run(tables: string, others: string) {
  return synthesize((app) => {
    const inStacks = tablesInStacks(app, Number(tables));
    const membership = ownMembership(inStacks[0].stack);
    for (const { name, stack } of inStacks) addTable(stack, membership, name);
    const scope = new Construct(inStacks[0].stack, 'Others');
    for (let index = 0; index < Number(others); index++) new Construct(scope, `Other${index}`);
  });
}
