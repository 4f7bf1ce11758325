import { Construct } from 'constructs';

/** Returns the construct of an id that groups others, which it makes where it is not there yet. */
export function groupIn(scope: Construct, id: string): Construct {
  return scope.node.tryFindChild(id) as Construct | undefined ?? new Construct(scope, id);
}
