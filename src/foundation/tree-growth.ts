import type { IConstruct, Node } from 'constructs';

/** On the node of a scope that is watched, how often something may have been added below it, by whichever copy of the library it is watched. */
const GROWTH = Symbol.for('cdk-cleanrooms.tree-growth');

/**
 * Returns a number that is another one whenever constructs were added below a scope since the last time. It costs nothing in proportion to
 * the tree: a construct that is added asks all scopes that it is in whether they are locked, and a watched scope counts how often it is asked.
 * Removals are not counted.
 */
export function growthOf({ node }: IConstruct): number {
  const watched = node as Node & { [GROWTH]?: { count: number } };
  if (!watched[GROWTH]) watch(watched);
  return watched[GROWTH]!.count;
}

/** Counts as an addition what was said of a construct after it was added. */
export function noteGrowth({ node }: IConstruct): void {
  void node.locked;
}

function watch(node: Node): void {
  const growth = { count: 0 };
  Object.defineProperty(node, GROWTH, { value: growth });
  Object.defineProperty(node, 'locked', {
    configurable: true,
    get: () => {
      growth.count++;
      return Reflect.get(Object.getPrototypeOf(node) as object, 'locked', node) as boolean;
    },
  });
}
