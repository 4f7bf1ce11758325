import { CfnResource } from 'aws-cdk-lib';
import { displayed, displayedList } from './displayed';
import { listAt, valueAt } from '../../../../src/program/rendered-properties';
import { ProgramResource, keyOf } from '../../../../src/program/resource';
import type { LoadedStage } from '../../assembly/program-tree';
import type { Trust } from '../fact';

/*
 * The roles that Clean Rooms assumes: whom they trust, and what they may do.
 */

/** A role as its template will have it. */
export interface ReviewedRole {
  /** Its path, or its ARN where this program does not define it. */
  readonly name: string;
  readonly path?: string;
  /** `undefined` where this program does not define the role. */
  readonly trusts?: readonly Trust[];
  /** What its policies allow: actions, and on what. `undefined` where that is not known in full. */
  readonly permissions?: readonly Permission[];
}

export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The role that a property of a resource names; `undefined` where the property is left out. */
export function roleNamedBy(stage: LoadedStage, resource: ProgramResource, roleArn: unknown): ReviewedRole | undefined {
  if (roleArn === undefined) return undefined;
  const key = keyOf(resource.cfn, roleArn);
  if (!CfnResource.isCfnResource(key) || key.cfnResourceType !== 'AWS::IAM::Role') return { name: displayed(resource.cfn, roleArn) };
  const role = new ProgramResource(key);
  return { name: role.path, path: role.path, trusts: trustsOf(role), permissions: permissionsOf(stage, role) };
}

function trustsOf(role: ProgramResource): Trust[] | undefined {
  const statements = statementsIn(role.property('AssumeRolePolicyDocument'));
  return statements?.filter(({ Effect }) => Effect === 'Allow').flatMap((statement) => {
    const conditions = conditionsOf(role.cfn, statement.Condition);
    return principalsIn(role.cfn, statement).map((principal) => ({ principal, conditions }));
  });
}

function principalsIn(scope: CfnResource, { Principal, NotPrincipal }: PolicyStatement): string[] {
  if (NotPrincipal !== undefined) return [`everybody but ${displayed(scope, NotPrincipal)}`];
  const principals = valueAt<unknown>(Principal);
  if (principals === '*') return ['*'];
  return typeof principals === 'object' && principals !== null ? Object.values(principals).flatMap((each) => displayedList(scope, each) ?? []) : [displayed(scope, Principal)];
}

/** Conditions by their keys, with the operator: `aws:SourceArn (ArnLike)`. */
function conditionsOf(scope: CfnResource, condition: unknown): Record<string, string[]> {
  const conditions: Record<string, string[]> = {};
  for (const [operator, keys] of Object.entries(valueAt<Record<string, unknown>>(condition) ?? {})) {
    for (const [key, values] of Object.entries(valueAt<Record<string, unknown>>(keys) ?? {})) {
      conditions[`${key} (${operator})`] = displayedList(scope, values) ?? [];
    }
  }
  return conditions;
}

const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

function permissionsOf(stage: LoadedStage, role: ProgramResource): Permission[] | undefined {
  if ((listAt(role.property('ManagedPolicyArns') ?? []) ?? ['a token']).length) return undefined;
  const inline = listAt(role.property('Policies') ?? [])?.map((policy) => valueAt<Record<string, unknown>>(policy)?.PolicyDocument);
  const attached = POLICIES.flatMap((type) => stage.resources(type)).map((policy) => new ProgramResource(policy)).filter((policy) => {
    const roles = [...listAt(policy.property('Roles')) ?? [], policy.property('RoleName')].filter((named) => named !== undefined);
    return roles.some((named) => keyOf(policy.cfn, named) === role.cfn);
  });
  const documents = [...inline?.map((document) => ({ scope: role.cfn, document })) ?? [], ...attached.map((policy) => ({ scope: policy.cfn, document: policy.property('PolicyDocument') }))];
  const statements = documents.map(({ scope, document }) => ({ scope, statements: statementsIn(document) }));
  if (!inline || statements.some((each) => !each.statements)) return undefined;
  return statements.flatMap(({ scope, statements: allowed = [] }) => allowed.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({
    actions: displayedList(scope, statement.Action) ?? ['every action with exceptions'],
    resources: displayedList(scope, statement.Resource) ?? ['every resource with exceptions'],
  })));
}

interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

/** The statements of a policy; `undefined` where they are not known. */
function statementsIn(document: unknown): PolicyStatement[] | undefined {
  const { Statement } = valueAt<Record<string, unknown>>(document) ?? {};
  const statements = (Array.isArray(Statement) ? Statement : [Statement]).map((statement) => valueAt<PolicyStatement>(statement));
  return statements.every((statement) => statement !== undefined) ? statements : undefined;
}
