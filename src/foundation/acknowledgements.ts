import { Stack, Validations } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/*
 * Findings of cdk-nag's AwsSolutions that are by design are acknowledged on the very resource, with the reason. They are metadata of constructs:
 * templates do not have them, and nobody needs cdk-nag.
 */

/** The rule of cdk-nag that finds wildcards in policies. */
const WILDCARDS = 'AwsSolutions-IAM5';

/** The property of a statement with the reason why it needs its wildcards. */
const REASON = Symbol.for('cdk-cleanrooms.reason-for-wildcards');

/** The property of a construct with the statements that are acknowledged in its policies. All copies of this library share it. */
const STATEMENTS = Symbol.for('cdk-cleanrooms.acknowledged-statements');

type WithReason = object & { [REASON]?: string };

type WithStatements = IConstruct & { [STATEMENTS]?: (() => readonly WithReason[])[] };

/** Returns a statement that says why it needs its wildcards. */
export function withReason<T extends PolicyStatement | object>(statement: T, reason: string): T {
  return Object.assign(statement, { [REASON]: reason });
}

/** Returns the reason why a statement needs its wildcards, if it says one. */
export function reasonOf(statement: WithReason): string | undefined {
  return statement[REASON];
}

/** Acknowledges a finding on a resource. */
export function acknowledge({ node }: IConstruct, finding: string, reason: string): void {
  // As `Validations.acknowledge` does, which in older versions of aws-cdk-lib, such as 2.263.0, refuses the `::` in ids.
  const data = { [`Annotation::${finding}`]: reason };
  const isKnown = node.metadata.some((entry) => entry.type === KEY && JSON.stringify(entry.data) === JSON.stringify(data));
  if (!isKnown) node.addMetadata(KEY, data);
}

const KEY = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;

/**
 * Acknowledges the wildcards of statements in the policies of a construct, such as a role. They are found once references are resolved. What
 * anything else allows on the same resources stays a finding, and so do other wildcards.
 */
export function acknowledgeWildcards(holder: WithStatements, statements: () => readonly WithReason[]): void {
  const all = holder[STATEMENTS] ?? [];
  all.push(statements);
  if (all.length > 1) return;
  Object.defineProperty(holder, STATEMENTS, { value: all });
  holder.node.addValidation({
    validate: () => {
      const own = all.flatMap((each) => each()).filter((statement) => reasonOf(statement) !== undefined);
      if (own.length) holder.node.findAll().forEach((construct) => acknowledgeIn(construct, own));
      return [];
    },
  });
}

function acknowledgeIn(policy: IConstruct, own: readonly WithReason[]): void {
  const stack = Stack.of(policy);
  const documents = documentsOf(policy, stack);
  if (!documents.length) return;

  const reasons = new Map(own.flatMap((statement) =>
    wildcardsIn(stack.resolve(jsonOf(statement))).map(({ permission }) => [permission, reasonOf(statement)!] as const)));
  const found = new Map<string, (string | undefined)[]>();
  for (const { resource, permission } of documents.flatMap((document) => statementsIn(document).flatMap(wildcardsIn))) {
    found.set(resource, [...found.get(resource) ?? [], reasons.get(permission)]);
  }
  for (const [resource, given] of found) {
    if (isComplete(given)) acknowledge(policy, `${WILDCARDS}[Resource::${resource}]`, [...new Set(given)].join('; '));
  }
}

function isComplete(reasons: (string | undefined)[]): reasons is string[] {
  return !reasons.includes(undefined);
}

/** Returns the documents of the policies of a construct, as in the template. */
function documentsOf(construct: IConstruct, stack: Stack): PolicyJson[] {
  if (construct instanceof CfnPolicy || construct instanceof CfnManagedPolicy) return [stack.resolve(construct.policyDocument) as PolicyJson];
  const inline: unknown = construct instanceof CfnRole ? stack.resolve(construct.policies) : undefined;
  return Array.isArray(inline) ? inline.map(({ policyDocument }: { policyDocument: PolicyJson }) => policyDocument) : [];
}

/** A policy as in a template. */
type PolicyJson = { readonly Statement?: StatementJson | StatementJson[] } | undefined;

/** A statement as in a template. */
interface StatementJson {
  readonly Effect?: string;
  readonly Action?: string | string[];
  readonly Resource?: unknown;
  readonly Condition?: object;
}

function jsonOf(statement: object): StatementJson {
  return statement instanceof PolicyStatement ? statement.toStatementJson() : { Effect: 'Allow', ...statement };
}

function statementsIn(document: PolicyJson): StatementJson[] {
  return listOf(document?.Statement);
}

/** Returns each action that is allowed on resources with wildcards: the resource as cdk-nag names it, and a text for all that is allowed. */
function wildcardsIn({ Effect, Action, Resource, Condition }: StatementJson): { readonly resource: string; readonly permission: string }[] {
  if (Effect !== 'Allow') return [];
  const actions = Action === undefined ? [undefined] : listOf(Action);
  return listOf(Resource).map(flat).filter((resource) => resource.includes('*'))
    .flatMap((resource) => actions.map((action) => ({ resource, permission: JSON.stringify([resource, action, Condition]) })));
}

function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Returns a value of a template as cdk-nag names it: https://github.com/cdklabs/cdk-nag/blob/main/src/utils/flatten-cfn-reference.ts */
function flat(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>');
  const [name, given] = Object.entries(value as object)[0] ?? [];
  switch (name) {
    case 'Fn::Join': return (given[1] as unknown[]).map(flat).join(given[0]);
    case 'Fn::GetAtt': return `<${listOf<unknown>(given).map(flat).join('.')}>`;
    case 'Ref': return `<${flat(given)}>`;
    case 'Fn::Sub': case 'Fn::ImportValue': return flat(given);
    default: return JSON.stringify(value);
  }
}
