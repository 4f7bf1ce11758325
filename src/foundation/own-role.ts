import type { CfnResource } from 'aws-cdk-lib';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { code, fail } from './validation-faults';

/** On a resource, the roles with which the service serves it. Every copy of this library finds them there. */
const ROLES = Symbol.for('cdk-cleanrooms.own-roles');

type WithRoles = IConstruct & { [ROLES]?: IRole[] };

/** Records that a resource is made after the role with which the service serves it, and after all that the role may do. */
export function recordOwnRole(resource: CfnResource, role: IRole): void {
  const roles = (resource as WithRoles)[ROLES] ?? [];
  Object.defineProperty(resource, ROLES, { value: [...roles, role], configurable: true });
}

/** Refuses a grant on something to its own role: each of the two would have to be made before the other. */
export function checkNotOwnRole(granted: IConstruct, grantee: IGrantable): void {
  const resource = granted.node.defaultChild ?? granted;
  const own = (resource as WithRoles)[ROLES]?.find((role) => role === grantee.grantPrincipal);
  if (own) {
    fail(granted, code`GrantToOwnRole`, `'${own.node.path}' must not be granted anything on what Clean Rooms uses it for, `
      + 'which is made after all that the role may do: give the permission to another role');
  }
}
