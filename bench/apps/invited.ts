import { time } from '../measurement';
import { addTable, invitedMembership } from './l2';
import { synthesize, tablesInStacks } from './program';

/** Tables of an invited member, and what of the processor's time their construction takes. */
export function run(tables: string) {
  let construction = 0;
  const synthesized = synthesize((app) => {
    ({ cpuMilliseconds: construction } = time(() => {
      const inStacks = tablesInStacks(app, Number(tables));
      const membership = invitedMembership(inStacks[0].stack);
      for (const { name, stack } of inStacks) addTable(stack, membership, name);
    }));
  });
  return { ...synthesized, construction };
}
