import { Lazy, Names, PhysicalName } from 'aws-cdk-lib';
import type { UniqueResourceNameOptions } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What may stand in a generated name, by the pattern of the service. */
type NameOptions = Pick<UniqueResourceNameOptions, 'maxLength' | 'separator'>;

/**
 * The name of a resource: the given one, or one that is made from the path of its construct.
 *
 * @param physicalName The physical name that the CDK has for the resource: `PhysicalName.GENERATE_IF_NEEDED` becomes one only where
 * another environment refers to it.
 */
export function physicalNameOf(scope: IConstruct, given: string | undefined, physicalName: string, options: NameOptions): string {
  return nameOr(given, physicalName, () => Names.uniqueResourceName(scope, { separator: '-', ...options }));
}

/** The same with a name of another kind for where none is given. */
export function nameOr(given: string | undefined, physicalName: string, generate: () => string): string {
  if (given === undefined) return generate();
  if (given !== PhysicalName.GENERATE_IF_NEEDED) return given;
  return Lazy.uncachedString({ produce: (context) => (context.resolve(physicalName) as string | undefined) ?? String(context.resolve(generate())) });
}
