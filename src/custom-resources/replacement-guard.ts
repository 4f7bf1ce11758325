import { CfnDeletionPolicy, Lazy } from 'aws-cdk-lib';
import type { CfnCondition, CfnResource, IResolveContext } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from './cleanrooms-custom-resource';
import { ResourceType } from './contract';

/** On a guarded resource whose replacement is allowed. Every copy of this library finds it there. */
const REPLACEMENT_ALLOWED = Symbol.for('cdk-cleanrooms.replacement-allowed');

/** The properties of a resource as its template has them. */
export type RenderedProperties = { readonly [property: string]: unknown };

/** What is guarded, and how. */
export interface ReplacementGuardProps {
  /** The resource that must not be replaced unseen. */
  readonly resource: CfnResource;

  /**
   * Picks the values whose change replaces it from its properties as its template has them, overrides and all, and names them as
   * the user knows them.
   */
  readonly createOnly: (properties: RenderedProperties) => { readonly [property: string]: unknown };

  /** What to do instead of replacing it, as the end of the message. */
  readonly remedy: string;

  /** Whether the user allowed the replacement. The old resource is deleted then, as it would be without a policy that retains it. */
  readonly replacementAllowed: boolean;
}

/**
 * Fails the update of a stack that would replace a live resource, before CloudFormation touches that resource.
 *
 * The guarded resource depends on it, so that CloudFormation updates it first; its update fails where a create-only value
 * differs from the deployed one, which no template can know, and the stack rolls back with everything in place.
 */
export class ReplacementGuard extends Construct {
  /** Whether the replacement of a resource is allowed by name, which it is not where nothing guards it. */
  public static allowsReplacementOf(resource: CfnResource): boolean {
    return REPLACEMENT_ALLOWED in resource;
  }

  constructor(scope: Construct, id: string, props: ReplacementGuardProps) {
    super(scope, id);
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.REPLACEMENT_GUARD,
      properties: {
        Path: scope.node.path,
        // Not cached: references to other stacks are rendered once to be found, and once more when they have become imports.
        CreateOnly: Lazy.uncachedAny({ produce: (context) => props.createOnly(render(props.resource, context)) }) as never,
        Remedy: props.remedy,
        ReplacementAllowed: props.replacementAllowed,
      },
      statements: [],
    });
    props.resource.node.addDependency(resource);
    followCondition(resource.node.defaultChild as CfnResource, props.resource);
    if (props.replacementAllowed) {
      props.resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
      Object.defineProperty(props.resource, REPLACEMENT_ALLOWED, { value: true });
    }
  }
}

/** Where the guarded resource is not made, there is nothing to guard: it has the same condition, unless it is given one of its own. */
function followCondition(guard: CfnResource, resource: CfnResource): void {
  let own: CfnCondition | undefined;
  Object.defineProperty(guard.cfnOptions, 'condition', {
    get: () => own ?? resource.cfnOptions.condition,
    set: (condition: CfnCondition) => (own = condition),
  });
}

function render(resource: CfnResource, context: IResolveContext): RenderedProperties {
  const { Resources } = context.resolve(resource._toCloudFormation()) as { Resources: { [logicalId: string]: { Properties?: RenderedProperties } } };
  return Object.values(Resources)[0].Properties ?? {};
}
