import type { CfnResource } from 'aws-cdk-lib';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { code, fail } from './validation-faults';

/** The property of a resource with the roles that the service uses for it. All copies of this library share it. */
const ROLES = Symbol.for('cdk-cleanrooms.own-roles');

type WithRoles = IConstruct & { [ROLES]?: IRole[] };

/** Records that a resource depends on a role that the service uses for it, and on the policies of the role. */
export function recordOwnRole(resource: CfnResource, role: IRole): void {
  const roles = (resource as WithRoles)[ROLES] ?? [];
  Object.defineProperty(resource, ROLES, { value: [...roles, role], configurable: true });
}

/** Checks that a grant on a resource is not for its own role: each of the two would depend on the other. */
export function checkNotOwnRole(granted: IConstruct, grantee: IGrantable): void {
  const resource = granted.node.defaultChild ?? granted;
  const own = (resource as WithRoles)[ROLES]?.find((role) => role === grantee.grantPrincipal);
  if (own) {
    fail(granted, code`GrantToOwnRole`, `the role '${own.node.path}' must not be granted permissions on the resource that Clean Rooms uses it for, `
      + 'because the resource depends on the policies of the role: grant them to another role');
  }
}
