import { Dependable } from 'constructs';
import type { IConstruct, IDependable } from 'constructs';

/** Returns what to depend on for constructs that are found when the CDK asks for them, which is after all are defined and aspects have run. */
export function dependableOn(find: () => IConstruct[]): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, {
    get dependencyRoots() {
      return find();
    },
  });
  return dependable;
}
