import { CfnDeletionPolicy, Lazy } from 'aws-cdk-lib';
import type { CfnCondition, CfnResource, IResolveContext } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from './cleanrooms-custom-resource';
import { ResourceType } from './contract';

/** The property of a guarded resource whose replacement is allowed. All copies of this library share it. */
const REPLACEMENT_ALLOWED = Symbol.for('cdk-cleanrooms.replacement-allowed');

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

  /** What to do instead of replacing the resource, as the end of the message. */
  readonly remedy: string;

  /** Whether the user allowed the replacement. The old resource is then deleted, even if its removal policy retains it. */
  readonly replacementAllowed: boolean;
}

/**
 * Fails the update of a stack that would replace a live resource, before CloudFormation changes that resource.
 *
 * The guarded resource depends on the guard, so that CloudFormation updates the guard first. Its update fails if a create-only value differs
 * from the deployed one, and the stack is rolled back with all resources in place.
 */
export class ReplacementGuard extends Construct {
  /** Returns whether the replacement of a guarded resource is allowed. */
  public static allowsReplacementOf(resource: CfnResource): boolean {
    return REPLACEMENT_ALLOWED in resource;
  }

  constructor(scope: Construct, id: string, props: ReplacementGuardProps) {
    super(scope, id);
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.REPLACEMENT_GUARD,
      properties: {
        Path: scope.node.path,
        // Not cached: references to other stacks are rendered twice, the second time as imports.
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

/** Gives the guard the condition of the guarded resource, unless it gets its own. */
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
