import { createHash } from 'crypto';
import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { CleanRoomsCustomResource } from './cleanrooms-custom-resource';
import { ResourceType } from './contract';
import { recordOwnRole } from '../foundation/own-role';
import { ownerOf, resolveReference } from '../foundation/references';
import { code, fail } from '../foundation/validation-faults';

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
 * same time. For a role that is there already nothing waits, unless the stack gives it a policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
export class ServiceRoleReady extends Construct {
  /** Has the resource created when the role is ready for it. */
  public static before(resource: CfnResource, role: IRole): void {
    resource.node.addDependency(role);
    recordOwnRole(resource, role);
    const seconds = secondsFor(resource);
    if (seconds > 0 && partsOf(role).some(({ stack }) => stack === resource.stack)) {
      resource.node.addDependency(ServiceRoleReady.of(role, seconds));
    }
  }

  /** The one of the given role, beside it: others may use the same role. */
  private static of(role: IRole, seconds: number): ServiceRoleReady {
    const { node } = definitionOf(role) ?? role;
    const id = `${node.id}Ready`;
    return (node.scope!.node.tryFindChild(id) as ServiceRoleReady | undefined) ?? new ServiceRoleReady(node.scope as Construct, id, role, seconds);
  }

  private constructor(scope: Construct, id: string, role: IRole, seconds: number) {
    super(scope, id);
    const definition = resolveReference(role.roleArn);
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.SERVICE_ROLE_READY,
      properties: {
        RoleId: CfnRole.isCfnRole(definition) ? definition.attrRoleId : role.roleArn,
        Fingerprint: Lazy.string({ produce: () => fingerprint(role) }),
        Seconds: seconds,
      },
      statements: [],
    });
    resource.node.addDependency(role, definitionOf(role) ?? role);
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
  const parts = partsOf(role).map((part) =>
    CfnRole.isCfnRole(part) ? [part.assumeRolePolicyDocument, part.managedPolicyArns, part.policies] : part.policyDocument);
  return createHash('sha256').update(JSON.stringify(Stack.of(role).resolve(parts))).digest('hex').slice(0, 32);
}

/** What a program defines of a role: all of it, or policies of one that is there already. */
function partsOf(role: IRole): (CfnRole | CfnPolicy | CfnManagedPolicy)[] {
  const all = [role, definitionOf(role) ?? role].flatMap(({ node }) => node.findAll());
  return [...new Set(all)]
    .filter((part) => CfnRole.isCfnRole(part) || CfnPolicy.isCfnPolicy(part) || CfnManagedPolicy.isCfnManagedPolicy(part));
}

/** The construct that makes the role in this program, which can be another one than the role as it is given. */
function definitionOf(role: IRole): IConstruct | undefined {
  const definition = resolveReference(role.roleArn);
  return CfnRole.isCfnRole(definition) ? ownerOf(definition) : undefined;
}
