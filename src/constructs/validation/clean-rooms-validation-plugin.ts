import { dirname, join } from 'path';
import { CfnResource, Stack } from 'aws-cdk-lib';
import type {
  IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyValidationStack, PolicyViolation,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { checked } from '../../foundation/parameters';
import { NAMESPACE, ruleNameOf } from '../../program/acknowledgeable';
import type { Finding } from '../../program/findings';
import { checkUncheckedStages } from '../../program/unchecked-stages';

/**
 * A validation plugin that checks programs of L1s only, such as `CfnCollaboration` and `CfnConfiguredTable`, as the constructs of this
 * library are checked: members and their abilities, receivers and payers, rules of tables against each other, names, budgets, quotas.
 * Errors stop the synthesis. Warnings are shown.
 *
 * A stage that has constructs of this library is checked as a whole without it, with the L1s in it, and is not reported a second time.
 *
 * A finding is acknowledged on its construct, or on a scope around it, under the id that the report shows.
 *
 * @example
 * import { App, Validations } from 'aws-cdk-lib';
 * import { CleanRoomsValidationPlugin } from 'cdk-cleanrooms';
 *
 * const app = new App();
 * Validations.of(app).addPlugins(new CleanRoomsValidationPlugin());
 */
@checked('CleanRoomsValidationPlugin')
export class CleanRoomsValidationPlugin implements IPolicyValidationPlugin {
  /** The name of the plugin, which is the namespace of its rules. */
  public readonly name: string = NAMESPACE;

  /**
   * Checks the constructs of the stacks that are validated.
   *
   * @param context What the CDK says of the stacks to validate.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const stacks = new Map(context.stackTemplates.map((stack) => [stack.stackConstructPath, stack]));
    const violations = checkUncheckedStages(context.appConstruct).flatMap((finding) => {
      const stack = stacks.get(deployedStackOf(finding.scope).node.path);
      return stack ? [violationOf(finding, stack)] : [];
    });
    return { success: violations.every(({ severity }) => severity !== 'error'), violations };
  }
}

function violationOf({ scope, severity, code, message }: Finding, { templatePath }: PolicyValidationStack): PolicyViolation {
  const stack = Stack.of(scope);
  const resource = resourceOf(scope);
  return {
    ruleName: ruleNameOf(code),
    severity,
    description: message,
    violatingResources: [{
      constructPath: scope.node.path,
      resourceLogicalId: resource && String(stack.resolve(resource.logicalId)),
      templatePath: stack.nestedStackParent ? join(dirname(templatePath), stack.templateFile) : templatePath,
      locations: [],
    }],
  };
}

/** The stack of a construct, or the one that the stack is nested in. */
function deployedStackOf(scope: IConstruct): Stack {
  let stack = Stack.of(scope);
  while (stack.nestedStackParent) stack = stack.nestedStackParent;
  return stack;
}

/** The resource of a construct. */
function resourceOf(construct: IConstruct | undefined): CfnResource | undefined {
  return construct === undefined || CfnResource.isCfnResource(construct) ? construct : resourceOf(construct.node.defaultChild);
}
