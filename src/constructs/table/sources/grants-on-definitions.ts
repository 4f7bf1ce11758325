import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, Policy } from 'aws-cdk-lib/aws-iam';
import type { IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { acknowledgeWildcards } from '../../../foundation/acknowledgements';
import { InlinePolicyRole } from '../../../foundation/inline-policy-role';
import { Program } from '../../../program/program';

/** The permissions that a role has because of a definition. */
interface Grant {
  /** Returns the statements for the definition as it is at the time of the call. */
  readonly statements: () => PolicyStatement[];
  permissions: Permission[];
}

/** One resource of a statement. */
interface Permission {
  readonly statement: PolicyStatement;
  readonly resource: string;
  /** A text that is the same for the same permission. */
  readonly key: string;
}

const GRANTS = Symbol('cdk-cleanrooms.grants-on-definitions');

type RoleWithGrants = IRole & { [GRANTS]?: Grant[] };

/**
 * Grants a role statements that are made from definitions of this app. If one of these can change until templates are written and does, the
 * role has the permissions for what it has become in place of the others.
 */
export function grantOn(canChange: boolean, role: RoleWithGrants, statements: () => PolicyStatement[]): void {
  const granted = statements();
  granted.forEach((statement) => role.addToPrincipalPolicy(statement));
  acknowledgeWildcards(role, () => canChange ? statements() : granted);
  if (!canChange) return;

  const grants = role[GRANTS] ?? [];
  if (!grants.length) {
    Object.defineProperty(role, GRANTS, { value: grants });
    Program.of(role).whenDefined(() => update(role, grants));
  }
  grants.push({ statements, permissions: permissionsIn(role, granted) });
}

/** Replaces the permissions on definitions that were changed, unless those of others need them. */
function update(role: IRole, grants: Grant[]): void {
  const before = byKey(grants);
  for (const grant of grants) grant.permissions = permissionsIn(role, grant.statements());
  const after = byKey(grants);

  for (const [key, { statement, resource }] of after) {
    if (!before.has(key)) role.addToPrincipalPolicy(statement.copy({ resources: [resource] }));
  }
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, permission]) => permission);
  if (gone.length) documentsOf(role).forEach((document) => withdraw(role, document, gone));
}

function byKey(grants: Grant[]): Map<string, Permission> {
  return new Map(grants.flatMap(({ permissions }) => permissions.map((permission) => [permission.key, permission] as const)));
}

function permissionsIn(role: IRole, statements: PolicyStatement[]): Permission[] {
  return statements.flatMap((statement) => statement.resources.map((resource) => ({
    statement, resource, key: textOf(role, [resource, statement.actions, statement.conditions]),
  })));
}

/** Takes resources out of the statements of a policy. */
function withdraw(role: IRole, document: PolicyDocument, gone: Permission[]): void {
  const { statements } = document as unknown as { readonly statements: PolicyStatement[] };
  const kept = statements.flatMap((statement) => {
    const covered = new Set(gone.filter((permission) => covers(role, statement, permission.statement)).map(({ resource }) => textOf(role, resource)));
    const resources = statement.resources.filter((resource) => !covered.has(textOf(role, resource)));
    if (resources.length === statement.resources.length) return [statement];
    return resources.length ? [statement.copy({ resources })] : [];
  });
  statements.splice(0, statements.length, ...kept);
}

/** Whether a statement, into which others may have been merged, has the actions and the conditions of another one. */
function covers(role: IRole, statement: PolicyStatement, other: PolicyStatement): boolean {
  return other.actions.every((action) => statement.actions.includes(action))
    && textOf(role, statement.conditions) === textOf(role, other.conditions);
}

function textOf(role: IRole, value: unknown): string {
  return JSON.stringify(Stack.of(role).resolve(value));
}

function documentsOf(role: IRole): PolicyDocument[] {
  return role.node.findAll().flatMap((construct) =>
    construct instanceof Policy || construct instanceof ManagedPolicy ? [construct.document] : InlinePolicyRole.documentOf(construct) ?? []);
}
