import { Annotations, CfnDeletionPolicy, RemovalPolicy } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { ReplacementGuard, propertiesOf } from '../../custom-resources/replacement-guard';
import type { ReplacementGuardProps } from '../../custom-resources/replacement-guard';
import { followConditionWithin } from '../../foundation/conditions';
import { hasStandIn, isImporting } from '../../foundation/importing';
import { warn } from '../../foundation/warnings';
import type { Warning } from '../../foundation/warnings';
import { KnownResource } from '../../program/known-resources';
import type { ProgramModel } from '../../program/model';
import { Program } from '../../program/program';

/** The replacement of a resource that the user has decided on. All copies of this library share it. */
const ALLOWS_REPLACEMENT = Symbol.for('cdk-cleanrooms.allows-replacement');

const GUARD_ID = 'ReplacementGuard';

const FOR_IMPORT_ALONE: Warning = {
  id: 'cdk-cleanrooms:forImportAlone',
  message: "with the context key 'cdk-cleanrooms:importing' the template is for `cdk import` alone: nothing in it keeps this resource from being replaced "
    + 'or made a second time. Deploy without the key',
};

type MarkedResource = CfnResource & { [ALLOWS_REPLACEMENT]?: boolean };

/** How a resource that partners work with is kept alive. */
export interface LiveResourceOptions extends Pick<ReplacementGuardProps, 'createOnly' | 'byName' | 'nameIsGenerated' | 'statements'> {
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

  if (isImporting(scope)) {
    warn(scope, [FOR_IMPORT_ALONE]);
    program.addCheck(() => refuseStandIns(scope, resource, guard.createOnly));
  }
  const replacementAllowed = () => isReplacementAllowed(program.model, resource);
  new ReplacementGuard(scope, GUARD_ID, { resource, replacementAllowed, ...guard });
  followOwnCondition(scope, resource);
  program.whenDefined(() => {
    // The old resource is then deleted, even if its removal policy retains it.
    if (replacementAllowed()) resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
  });
}

/**
 * Reports an import that would record a text in place of the id of what is looked up, so that the next deployment replaces the resource. The CDK CLI
 * refuses the stack with it, and no other: an import of one stack synthesizes the app.
 */
function refuseStandIns(scope: Construct, resource: CfnResource, createOnly: LiveResourceOptions['createOnly']): void {
  const standIns = Object.entries(createOnly(propertiesOf(resource))).filter(([, value]) => hasStandIn(value)).map(([name]) => name);
  if (standIns.length === 0) return;
  Annotations.of(scope).addError(`the ${standIns.map((name) => `'${name}'`).join(' and ')} of this resource is looked up, which an import cannot do: give its id as `
    + "the value of the context key 'cdk-cleanrooms:importing', in place of true");
}

/** Gives all that a construct makes for its resource, such as a role, the condition of that resource. */
export function followOwnCondition(scope: Construct, resource: CfnResource): void {
  Program.of(scope).whenDefined(() => followConditionWithin(scope, resource, leaderOf));
}

/** The resource that is kept alive in a scope, if there is one. */
function leaderOf(scope: IConstruct): CfnResource | undefined {
  return scope.node.tryFindChild(GUARD_ID) ? scope.node.defaultChild as CfnResource | undefined : undefined;
}

/** Returns whether the user allowed the replacement of a resource: where it is not said for the resource itself, what holds for its collaboration. */
function isReplacementAllowed(model: ProgramModel, resource: MarkedResource): boolean {
  const collaboration = resource.cfnResourceType === KnownResource.MEMBERSHIP
    ? model.collaborationOfMembership(resource) : model.collaborationOfResource(model.find(resource)!);
  const definition: MarkedResource | undefined = collaboration?.definition?.cfn;
  return resource[ALLOWS_REPLACEMENT] ?? definition?.[ALLOWS_REPLACEMENT] ?? false;
}
