import { CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ReplacementGuard } from '../../custom-resources/replacement-guard';
import type { ReplacementGuardProps } from '../../custom-resources/replacement-guard';
import { followConditionWithin } from '../../foundation/conditions';
import { KnownResource } from '../../program/known-resources';
import type { ProgramModel } from '../../program/model';
import { Program } from '../../program/program';

/** The replacement of a resource that the user has decided on. All copies of this library share it. */
const ALLOWS_REPLACEMENT = Symbol.for('cdk-cleanrooms.allows-replacement');

type MarkedResource = CfnResource & { [ALLOWS_REPLACEMENT]?: boolean };

/** How a resource that partners work with is kept alive. */
export interface LiveResourceOptions extends Pick<ReplacementGuardProps, 'createOnly' | 'byName' | 'statements'> {
  /** Whether the user allowed the replacement. @default - as for the collaboration that it belongs to */
  readonly allowReplacement?: boolean;

  /**
   * What happens to the resource when it is removed from the stack.
   *
   * @default - the construct sees to that
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** The default removal policy: a resource that is in use is retained; one whose deployment fails is created anew by the next. */
export const RETAIN_ONCE_CREATED = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * Keeps a resource alive that partners work with: it is not replaced unless the user allowed that, for it or for its whole collaboration.
 * What the construct makes for it follows the condition that it gets.
 */
export function keepAlive(scope: Construct, resource: CfnResource, options: LiveResourceOptions): void {
  const { allowReplacement, removalPolicy, ...guard } = options;
  const program = Program.of(scope);
  if (allowReplacement !== undefined) Object.defineProperty(resource, ALLOWS_REPLACEMENT, { value: allowReplacement });
  if (removalPolicy) resource.applyRemovalPolicy(removalPolicy);

  const replacementAllowed = () => isReplacementAllowed(program.model, resource);
  new ReplacementGuard(scope, 'ReplacementGuard', { resource, replacementAllowed, ...guard });
  program.whenDefined(() => {
    followConditionWithin(scope, resource);
    // The old resource is then deleted, even if its removal policy retains it.
    if (replacementAllowed()) resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
  });
}

/** Returns whether the user allowed the replacement of a resource: where it is not said for the resource itself, what holds for its collaboration. */
function isReplacementAllowed(model: ProgramModel, resource: MarkedResource): boolean {
  const collaboration = resource.cfnResourceType === KnownResource.MEMBERSHIP
    ? model.collaborationOfMembership(resource) : model.collaborationOfResource(model.find(resource)!);
  const definition: MarkedResource | undefined = collaboration?.definition?.cfn;
  return resource[ALLOWS_REPLACEMENT] ?? definition?.[ALLOWS_REPLACEMENT] ?? false;
}
