import { time } from '../measurement';
import { addTable, invitedMembership } from './l2';
import { synthesize, tablesInStacks } from './program';

/** Tables of an invited member, and how long their construction takes, by the clock and by the processor's time. */
export function run(tables: string) {
  let [construction, constructionCpu] = [0, 0];
  const synthesized = synthesize((app) => {
    ({ milliseconds: construction, cpuMilliseconds: constructionCpu } = time(() => {
      const inStacks = tablesInStacks(app, Number(tables));
      const membership = invitedMembership(inStacks[0].stack);
      for (const { name, stack } of inStacks) addTable(stack, membership, name);
    }));
  });
  return { ...synthesized, construction, constructionCpu };
}
