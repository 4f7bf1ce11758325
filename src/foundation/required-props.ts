import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { code, fail, failUnscoped } from './validation-faults';
import type { ValidationFault } from './validation-faults';

/** The properties whose values are resources: what can be one has a reference or an ARN of the same name, as `membershipRef` of a membership. */
const RESOURCES = [
  'analysisTemplate', 'audienceModel', 'bucket', 'collaboration', 'configuredAudienceModel', 'configuredModelAlgorithm', 'configuredTable',
  'idMappingTable', 'idMappingWorkflow', 'idNamespace', 'membership', 'trainingDataset',
];

/** The properties whose values are lists. */
const LISTS = ['accountIds', 'autoApprovedChangeTypes', 'changes', 'memberAccountIds', 'members', 'tables'];

/** The properties whose values are made by a class, with an example. */
const MADE: Readonly<Record<string, string>> = {
  analyticsEngine: 'AnalyticsEngine.SPARK',
  allowedColumns: "AllowedColumns.of('email', 'city')",
  analysisRule: "AnalysisRule.aggregation().sum('amount')",
  budget: 'PrivacyBudget.differentialPrivacy({ epsilon: 3 })',
  populationAnalysis: "PopulationAnalysis.sql('SELECT ...')",
  source: "TableSource.glue(table) or AnalysisSource.sql('SELECT ...')",
  statement: "QueryStatement.sql('SELECT ...')",
};

/**
 * Checks, before a construct is made, that its required properties are given, and are of the right kind. Compilers of typed languages do so; in
 * JavaScript a mistake would be an error somewhere inside the constructor, which does not name the property.
 */
export function requires<Props>(...required: (keyof Props & string)[]) {
  return <Class extends abstract new (...args: never[]) => object>(constructor: Class): Class => new Proxy(constructor, {
    construct(target, args: unknown[], newTarget) {
      const [scope, id, props] = args;
      if (Construct.isConstruct(scope)) {
        checkProps((faultCode, message) => fail(scope, faultCode, message), `${constructor.name} '${String(id)}'`, props, required);
      }
      return Reflect.construct(target, args, newTarget) as object;
    },
  });
}

/** Checks the options of a method that makes a value, before a construct has it. */
export function checkOptions<Options>(method: string, options: Options, required: (keyof Options & string)[]): void {
  checkProps(failUnscoped, method, options, required);
}

/** Checks the kind of a resource that a method takes, which is called as properties of that kind are. */
export function checkKind(method: string, kind: string, value: unknown): void {
  const expected = expectedInstead(kind, value);
  if (expected) failUnscoped(code`WrongKindOfProp`, `'${kind}' of ${method} must be ${expected}, got ${shown(value)}`);
}

type Fail = (faultCode: ValidationFault['code'], message: string) => never;

function checkProps(refuse: Fail, construct: string, props: unknown, required: readonly string[]): void {
  if (typeof props !== 'object' || props === null) {
    refuse(code`PropsMissing`, `the properties of ${construct} must be an object${required.length ? ` with ${listed(required)}` : ''}, got ${shown(props)}`);
  }
  const given = props as Record<string, unknown>;
  const missing = required.filter((name) => given[name] === undefined || given[name] === null);
  if (missing.length) refuse(code`RequiredPropMissing`, `${construct} must have ${listed(missing)}`);
  for (const [name, value] of Object.entries(given)) {
    const expected = value === undefined ? undefined : expectedInstead(name, value);
    if (expected) refuse(code`WrongKindOfProp`, `'${name}' of ${construct} must be ${expected}, got ${shown(value)}`);
  }
}

/** Returns what a property must be; `undefined` if the value can be that. */
function expectedInstead(name: string, value: unknown): string | undefined {
  const isObject = typeof value === 'object' && value !== null;
  if (RESOURCES.includes(name) && !(isObject && [`${name}Ref`, `${name}Arn`].some((mark) => mark in value))) {
    return `a construct that is one, or an import of it: it has no '${name}Ref'`;
  }
  if (LISTS.includes(name) && !Array.isArray(value) && !Token.isUnresolved(value)) return 'a list';
  const isPlain = !isObject || [Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  return Object.hasOwn(MADE, name) && isPlain ? `made by its class, such as ${MADE[name]}` : undefined;
}

function shown(value: unknown): string {
  if (Construct.isConstruct(value)) return `${value.constructor.name} '${value.node.path}'`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function listed(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
