import { createHash } from 'crypto';
import { Lazy, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { CleanRoomsCustomResource } from './cleanrooms-custom-resource';
import { ResourceType } from './contract';
import { RoleWaitOrder } from './role-wait-order';
import { READ_STACK } from './statements';
import { isImporting } from '../foundation/importing';
import { recordOwnRole } from '../foundation/own-role';
import { ownerOf, resolveReference } from '../foundation/references';
import { isKnown } from '../foundation/tokens';
import { code, fail, throwIfAny } from '../foundation/validation-faults';
import type { ValidationFault } from '../foundation/validation-faults';

/** The context key for the number of seconds to wait. With 0, nothing waits. */
const CONTEXT_KEY = 'cdk-cleanrooms:roleReadySeconds';

/** The time that is recommended in public examples without the CDK. IAM does not document one. */
const DEFAULT_SECONDS = 30;

/** The maximum. The function that waits has a timeout of 15 minutes. */
const MOST_SECONDS = 600;

/**
 * Delays resources that use a role until the role and its policies have been created and IAM has propagated them: the service refuses a role
 * that it cannot assume yet.
 *
 * It waits when the role is created, and when its policies or its trust policy change. The time counts from that change: roles that are
 * created together wait at the same time, also where CloudFormation creates one resource after the other, and a role that was created
 * while something else waited is ready earlier. Only a role that names what itself waited, such as the membership of its stack in its trust
 * policy, cannot be created before that, and waits after it.
 *
 * Nothing waits for an existing role, unless the stack adds a policy to it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
export class ServiceRoleReady extends Construct {
  /** Makes a resource depend on a role that is ready to use. */
  public static before(resource: CfnResource, role: IRole): void {
    throwIfAny(ownerOf(resource), checkRole(role.env.account, resource.stack.account));
    if (isImporting(resource)) return;
    resource.node.addDependency(role);
    recordOwnRole(resource, role);
    const seconds = secondsFor(resource);
    if (seconds > 0 && partsOf(role).some(({ stack }) => stack === resource.stack)) {
      resource.node.addDependency(ServiceRoleReady.of(role, seconds));
    }
  }

  /** Returns the construct of a role, which is beside the role, because several resources can use the same one. */
  private static of(role: IRole, seconds: number): ServiceRoleReady {
    const { node } = definitionOf(role) ?? role;
    const id = `${node.id}Ready`;
    return (node.scope!.node.tryFindChild(id) as ServiceRoleReady | undefined) ?? new ServiceRoleReady(node.scope as Construct, id, role, seconds);
  }

  private constructor(scope: Construct, id: string, role: IRole, seconds: number) {
    super(scope, id);
    const definition = resolveReference(role.roleArn);
    const parts = () => partsOf(role).filter(({ stack }) => stack === Stack.of(this));
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.SERVICE_ROLE_READY,
      properties: {
        RoleId: CfnRole.isCfnRole(definition) ? definition.attrRoleId : role.roleArn,
        Fingerprint: Lazy.string({ produce: () => contentOf(role).fingerprint }),
        References: Lazy.uncachedAny({ produce: () => contentOf(role).references }) as never,
        Parts: Lazy.uncachedList({ produce: () => parts().map(({ ref }) => ref) }),
        Seconds: seconds,
      },
      statements: [READ_STACK],
    });
    resource.node.addDependency(role, definitionOf(role) ?? role);
    if (resource.definition) {
      resource.node.addDependency(RoleWaitOrder.of(Stack.of(this)).add({ resource: resource.definition, role: parts }));
    }
  }
}

/** Checks that a role is of the account that passes it to the service. */
function checkRole(account: string, accountOfStack: string): ValidationFault[] {
  return [account, accountOfStack].every(isKnown) && account !== accountOfStack ? [{
    code: code`RoleOfOtherAccount`,
    message: `'role' must be in the account of the stack, ${accountOfStack}, got one in account ${account}: a service is only passed roles of one's own `
      + 'account. Give a role of this account that may use what is in the other',
  }] : [];
}

function secondsFor(scope: IConstruct): number {
  const given: unknown = scope.node.tryGetContext(CONTEXT_KEY) ?? DEFAULT_SECONDS;
  const seconds = Number(given);
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= MOST_SECONDS ? seconds : fail(scope, code`RoleReadySecondsMalformed`,
    `the context value '${CONTEXT_KEY}' must be a whole number from 0 to ${MOST_SECONDS}, got ${JSON.stringify(given)}`);
}

/** Returns a hash of the trust policy and the policies of a role, and what these refer to. */
function contentOf(role: IRole): { readonly fingerprint: string; readonly references: unknown[] } {
  const parts = partsOf(role).map((part) =>
    CfnRole.isCfnRole(part) ? [part.assumeRolePolicyDocument, part.managedPolicyArns, part.policies] : part.policyDocument);
  const references = new Map<string, unknown>();
  const content = JSON.stringify(Stack.of(role).resolve(parts), (_, value: unknown) => {
    if (!isReference(value)) return value;
    const text = JSON.stringify(value);
    references.set(text, value);
    return `reference ${[...references.keys()].indexOf(text)}`;
  });
  return { fingerprint: createHash('sha256').update(content).digest('hex').slice(0, 32), references: [...references.values()] };
}

/** Whether a part of a template refers to a resource, of this or of another stack. */
function isReference(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [[key, target] = ['', undefined], ...others] = Object.entries(value);
  return others.length === 0 && (key === 'Fn::GetAtt' || key === 'Fn::ImportValue' || key === 'Ref' && !String(target).startsWith('AWS::'));
}

/** Returns the resources that a program defines for a role: the role with its policies, or the policies of an existing role. */
function partsOf(role: IRole): (CfnRole | CfnPolicy | CfnManagedPolicy)[] {
  const all = [role, definitionOf(role) ?? role].flatMap(({ node }) => node.findAll());
  return [...new Set(all)]
    .filter((part) => CfnRole.isCfnRole(part) || CfnPolicy.isCfnPolicy(part) || CfnManagedPolicy.isCfnManagedPolicy(part));
}

/** Returns the construct that defines a role in this program, which can differ from the given one, for example if that is imported. */
function definitionOf(role: IRole): IConstruct | undefined {
  const definition = resolveReference(role.roleArn);
  return CfnRole.isCfnRole(definition) ? ownerOf(definition) : undefined;
}
