import { CfnResource, Lazy } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct, IDependable } from 'constructs';
import { ResourceType } from './contract';
import type { RoleProperties } from './contract';
import { CleanRoomsProvider } from './provider';
import { definitionOf, partsOf } from './role-content';
import { RoleWaits } from './role-waits';
import type { RoleWait } from './role-waits';
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
 * It waits when the role is created, and when its policies or its trust policy change. The time counts from that change. Roles that are created
 * together are waited for by one resource of the template. Only a role that names what itself waited, such as the membership of its stack in its
 * trust policy, cannot be created before that, and is waited for after it.
 *
 * Nothing waits for an existing role, unless the stack adds a policy to it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
 */
export class ServiceRoleReady extends CfnResource implements RoleWait {
  /** Makes a resource depend on a role that is ready to use. */
  public static before(resource: CfnResource, role: IRole): void {
    throwIfAny(ownerOf(resource), checkRole(role.env.account, resource.stack.account));
    if (isImporting(resource)) return;
    resource.node.addDependency(role);
    recordOwnRole(resource, role);
    const seconds = secondsFor(resource);
    if (seconds > 0 && partsOf(role).some(({ stack }) => stack === resource.stack)) {
      resource.node.addDependency(ServiceRoleReady.of(role, seconds).ready);
    }
  }

  /** Returns the wait for a role, which is beside the role, because several resources can use the same one. */
  private static of(role: IRole, seconds: number): ServiceRoleReady {
    const { node } = definitionOf(role) ?? role;
    const id = `${node.id}Ready`;
    return (node.scope!.node.tryFindChild(id) as ServiceRoleReady | undefined) ?? new ServiceRoleReady(node.scope as Construct, id, role, seconds);
  }

  /** What to depend on for the role to be ready. */
  private readonly ready: IDependable;
  private readonly waits: RoleWaits;

  private constructor(scope: Construct, id: string, public readonly role: IRole, public readonly seconds: number) {
    const provider = CleanRoomsProvider.of(scope);
    const group = () => this.waits.groupOf(this);
    super(scope, id, {
      type: ResourceType.SERVICE_ROLE_READY,
      properties: {
        ServiceToken: provider.serviceToken,
        ServiceTimeout: CleanRoomsProvider.serviceTimeout().toSeconds().toString(),
        Roles: Lazy.uncachedAny({ produce: () => group().map(rendered(this.waits)) }),
        Seconds: Lazy.number({ produce: () => Math.max(...group().map((wait) => wait.seconds)) }),
      },
    });
    this.waits = RoleWaits.of(this.stack);
    this.ready = this.waits.add(this);
    this.node.addDependency(provider.allowFor(ResourceType.SERVICE_ROLE_READY, READ_STACK));
  }

  protected override shouldSynthesize(): boolean {
    return this.waits.isFirst(this);
  }
}

function rendered(waits: RoleWaits): (wait: RoleWait) => RoleProperties {
  return (wait) => {
    const { parts, content } = waits.partsOf(wait);
    const definition = resolveReference(wait.role.roleArn);
    return {
      Id: CfnRole.isCfnRole(definition) ? definition.attrRoleId : wait.role.roleArn,
      Fingerprint: content.fingerprint,
      References: content.references,
      Parts: parts.map(({ ref }) => ref),
    };
  };
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
