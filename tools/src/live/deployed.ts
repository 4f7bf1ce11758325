import { Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { READS } from './aws';
import type { Aws } from './aws';

/** The physical ids of the resources of a stack, by their logical ids. */
export type PhysicalIds = ReadonlyMap<string, string>;

/** What is deployed of a stack and of the stacks that are nested in it. */
export class DeployedStack {
  private readonly known = new Map<string, Promise<PhysicalIds | undefined>>();

  constructor(private readonly aws: Aws) {}

  /** The physical id of a resource; `undefined` where it is not deployed. */
  public async idOf(resource: CfnResource): Promise<string | undefined> {
    return (await this.idsIn(resource.stack))?.get(logicalIdOf(resource));
  }

  /** The physical ids of a stack; `undefined` where it is not deployed. */
  public async idsIn(stack: Stack): Promise<PhysicalIds | undefined> {
    const { path } = stack.node;
    const reading = this.known.get(path) ?? this.read(stack);
    this.known.set(path, reading);
    return reading;
  }

  private async read(stack: Stack): Promise<PhysicalIds | undefined> {
    const { nestedStackResource } = stack;
    const StackName = nestedStackResource ? await this.idOf(nestedStackResource as CfnResource) : stack.stackName;
    const pages = StackName === undefined ? undefined : await this.aws.list(READS.stackResources, { StackName });
    const resources = pages?.flatMap(({ StackResourceSummaries = [] }) => StackResourceSummaries).filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_COMPLETE');
    return resources && new Map(resources.flatMap(({ LogicalResourceId, PhysicalResourceId }) =>
      LogicalResourceId && PhysicalResourceId ? [[LogicalResourceId, PhysicalResourceId]] : []));
  }
}

/** The stack that a stack is nested in, however deep, or the stack itself. */
export function deployedWith(stack: Stack): Stack {
  const { nestedStackResource } = stack;
  return nestedStackResource ? deployedWith(Stack.of(nestedStackResource)) : stack;
}

export function logicalIdOf(resource: CfnResource): string {
  return String(resource.stack.resolve(resource.logicalId));
}

/** The id in a physical id, and that of the membership that it is in: `<id>|<membership id>`, or an ARN. */
export function idsIn(physicalId: string): { readonly id: string; readonly membershipId?: string } {
  const [, membershipId, id] = /:membership\/([^/]+)\/[^/]+\/([^/]+)$/.exec(physicalId) ?? [];
  if (id !== undefined) return { id, membershipId };
  const [first, second] = physicalId.split('|');
  return { id: first.slice(first.lastIndexOf('/') + 1), membershipId: second };
}
