import { Lazy } from 'aws-cdk-lib';
import type { CfnResource, IResolveContext } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from './cleanrooms-custom-resource';
import { GUARD_SUFFIX, ResourceType, SHORT_GUARD_SUFFIX } from './contract';
import type { ProviderStatement } from './provider-role';
import { READ_STACK } from './statements';

/** The properties of a resource, as in its template. */
export type RenderedProperties = { readonly [property: string]: unknown };

/** Properties of a replacement guard. */
export interface ReplacementGuardProps {
  /** The resource to guard. */
  readonly resource: CfnResource;

  /**
   * Selects the values whose change replaces the resource from its properties, as in the template, including overrides. The keys are the
   * names that the user knows.
   */
  readonly createOnly: (properties: RenderedProperties) => { readonly [property: string]: unknown };

  /** Whether the user allowed the replacement. It is asked when the template is rendered. */
  readonly replacementAllowed: () => boolean;

  /**
   * Selects the name by which the resource is found if it exists already, and whether there can be two of it on purpose.
   *
   * @default - it is found by the values above, and there is only one
   */
  readonly byName?: { readonly name: (properties: RenderedProperties) => unknown; readonly duplicateAllowed: boolean };

  /** Whether the name of the resource is generated from the place of its construct. @default false */
  readonly nameIsGenerated?: boolean;

  /** The permissions to read the resource and what exists in place of it. */
  readonly statements: ProviderStatement[];
}

/**
 * Fails a deployment that would replace a live resource, or make a second one while the first is lost from sight, before CloudFormation
 * changes that resource.
 *
 * The guarded resource depends on the guard, so that CloudFormation updates the guard first. Its update fails if a create-only value differs
 * from the deployed one, and the stack is rolled back with all resources in place.
 */
export class ReplacementGuard extends Construct {
  constructor(scope: Construct, id: string, props: ReplacementGuardProps) {
    super(scope, id);
    const { resource, createOnly, replacementAllowed, byName, nameIsGenerated, statements } = props;
    // Not cached: references to other stacks are rendered twice, the second time as imports.
    const rendered = (select: (properties: RenderedProperties) => unknown) =>
      Lazy.uncachedAny({ produce: (context) => select(propertiesOf(resource, context)) }) as never;
    const guard = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.REPLACEMENT_GUARD,
      properties: {
        GuardedType: resource.cfnResourceType,
        Name: byName && rendered(byName.name),
        NameIsGenerated: nameIsGenerated || undefined,
        FailsIfChanged: rendered(createOnly),
        ReplacementAllowed: Lazy.uncachedAny({ produce: replacementAllowed }) as never,
        DuplicateAllowed: byName?.duplicateAllowed,
      },
      statements: [...statements, READ_STACK],
    });
    // The handler knows which resource it is from the logical id: any property with it would change when the resource is moved.
    guard.definition?.overrideLogicalId(Lazy.uncachedString({ produce: ({ resolve }) => guardIdOf(String(resolve(resource.logicalId))) }));
    resource.node.addDependency(guard);
  }
}

/** The CDK makes logical ids of up to 248 characters, where CloudFormation takes 255. */
function guardIdOf(logicalId: string): string {
  const suffix = logicalId.length + GUARD_SUFFIX.length > 255 ? SHORT_GUARD_SUFFIX : GUARD_SUFFIX;
  return logicalId + suffix;
}

/** The properties of a resource as its template has them. */
export function propertiesOf(resource: CfnResource, context: Pick<IResolveContext, 'resolve'> = resource.stack): RenderedProperties {
  const { Resources } = context.resolve(resource._toCloudFormation()) as { Resources: { [logicalId: string]: { Properties?: RenderedProperties } } };
  return Object.values(Resources)[0].Properties ?? {};
}
