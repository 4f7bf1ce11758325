import { createHash } from 'crypto';
import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { CleanRoomsCustomResource } from './cleanrooms-custom-resource';
import { ResourceType } from './contract';
import { code, fail } from '../private/errors';

/** The context value by which an app waits longer or shorter; 0 waits not at all. */
const CONTEXT_KEY = 'cdk-cleanrooms:roleReadySeconds';

/** As long as those wait who publish how to do it without the CDK. IAM itself names no time. */
const DEFAULT_SECONDS = 30;

/** The function that waits ends after 15 minutes. */
const MOST_SECONDS = 600;

/**
 * Creates what uses a role after the role and its policies, and after the time that IAM takes to make both known everywhere:
 * the service refuses a role that it cannot assume yet.
 *
 * It costs time when the role is made, and when what it may do or who may assume it changes. All roles of a stack wait at the
 * same time. A role that is not defined in the stack is there already, and nothing waits for it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
export class ServiceRoleReady extends Construct {
  /** Has the resource created when the role is ready for it. */
  public static before(resource: CfnResource, role: IRole): void {
    resource.node.addDependency(role);
    const definition = role.node.defaultChild;
    const seconds = secondsFor(resource);
    if (CfnRole.isCfnRole(definition) && definition.stack === resource.stack && seconds > 0) {
      resource.node.addDependency(ServiceRoleReady.of(role, definition, seconds));
    }
  }

  /** The one of the given role, beside it: others may use the same role. */
  private static of(role: IRole, definition: CfnRole, seconds: number): ServiceRoleReady {
    const scope = role.node.scope as Construct;
    const id = `${role.node.id}Ready`;
    return (scope.node.tryFindChild(id) as ServiceRoleReady | undefined) ?? new ServiceRoleReady(scope, id, role, definition, seconds);
  }

  private constructor(scope: Construct, id: string, role: IRole, definition: CfnRole, seconds: number) {
    super(scope, id);
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.SERVICE_ROLE_READY,
      properties: {
        RoleId: definition.attrRoleId,
        Fingerprint: Lazy.string({ produce: () => fingerprint(role) }),
        Seconds: seconds,
      },
      statements: [],
    });
    resource.node.addDependency(role);
  }
}

function secondsFor(scope: IConstruct): number {
  const given: unknown = scope.node.tryGetContext(CONTEXT_KEY) ?? DEFAULT_SECONDS;
  const seconds = Number(given);
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MOST_SECONDS ? seconds : fail(scope, code`RoleReadySecondsMalformed`,
    `the context value '${CONTEXT_KEY}' must be a whole number from 0 to ${MOST_SECONDS}, got ${JSON.stringify(given)}`);
}

/** A text that stays the same as long as the role trusts the same, and has the same policies. */
function fingerprint(role: IRole): string {
  const parts = role.node.findAll().map((part) => {
    if (CfnRole.isCfnRole(part)) return [part.assumeRolePolicyDocument, part.managedPolicyArns, part.policies];
    return CfnPolicy.isCfnPolicy(part) || CfnManagedPolicy.isCfnManagedPolicy(part) ? part.policyDocument : [];
  });
  return createHash('sha256').update(JSON.stringify(Stack.of(role).resolve(parts))).digest('hex').slice(0, 32);
}
