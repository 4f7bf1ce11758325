import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * CloudFormation for tests of the handler alone: it answers what a resource asks of its own stack, from what the test says that the stack
 * has. It stands for the real engine of the local cloud, which runs in the deployment tests.
 *
 * All stacks of a process share a server, because the handler finds it by an environment variable. A stack is found by its id.
 */
export class LocalStack {
  public static async start(): Promise<LocalStack> {
    if (!LocalStack.server) {
      LocalStack.server = createServer((request, response) => {
        void bodyOf(request).then((body) => {
          const parameters = new URLSearchParams(body);
          const { status, xml } = LocalStack.named(parameters.get('StackName')).answer(parameters);
          response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
        });
      }).listen(0, '127.0.0.1');
      await once(LocalStack.server, 'listening');
    }
    const stack = new LocalStack();
    LocalStack.stacks.push(stack);
    return stack;
  }

  private static server?: Server;
  private static stacks: LocalStack[] = [];

  /** The stack of that id, or the one that started last. */
  private static named(id: string | null): LocalStack {
    return LocalStack.stacks.find((stack) => stack.id === id) ?? LocalStack.stacks.at(-1)!;
  }

  /** The id of the stack, for tests with several of them. */
  public readonly id = `arn:aws:cloudformation:us-east-1:111111111111:stack/Campaign/${randomUUID()}`;

  public status = 'UPDATE_IN_PROGRESS';

  /** The physical ids of what is deployed, by logical id, and the type that all of it has. */
  public resources: Record<string, string> = {};
  public type = 'Custom::CleanRoomsConfiguredAudienceModelAssociation';

  /** What the change set does that is executed now, if there is one. */
  public plan?: {
    readonly action: string; readonly logicalId: string; readonly type?: string; readonly replacement?: string; readonly property?: string;
  }[];

  /** When the current deployment of the stack began, and when each of its resources was last changed, by physical id. */
  public began = new Date(0);
  public changes: Record<string, Date> = {};

  /** Whether it answers only that access is denied. */
  public isClosed = false;

  /** The actions that were called. */
  public calls: string[] = [];

  public get url(): string {
    return `http://127.0.0.1:${(LocalStack.server!.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    LocalStack.stacks = LocalStack.stacks.filter((stack) => stack !== this);
    const { server } = LocalStack;
    if (!server || LocalStack.stacks.length > 0) return;
    LocalStack.server = undefined;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }

  /** Forgets everything. */
  public reset(): void {
    Object.assign(this, {
      status: 'UPDATE_IN_PROGRESS', resources: {}, type: 'Custom::CleanRoomsConfiguredAudienceModelAssociation', plan: undefined, began: new Date(0), changes: {}, isClosed: false, calls: [],
    });
  }

  private answer(parameters: URLSearchParams): { status: number; xml: string } {
    const action = parameters.get('Action')!;
    this.calls.push(action);
    if (this.isClosed) return failed('AccessDenied', 'Access denied');
    switch (action) {
      case 'DescribeStacks':
        return succeeded(action, `<Stacks><member><StackName>Stack</StackName><StackStatus>${this.status}</StackStatus>`
          + `<CreationTime>${this.began.toISOString()}</CreationTime></member></Stacks>`);
      case 'ListStackResources':
        return succeeded(action, `<StackResourceSummaries>${Object.entries(this.resources).map((entry) => `<member>${this.described(...entry)}</member>`).join('')}`
          + '</StackResourceSummaries>');
      case 'ListChangeSets':
        return succeeded(action, `<Summaries>${this.plan
          ? '<member><ChangeSetId>plan</ChangeSetId><ExecutionStatus>EXECUTE_IN_PROGRESS</ExecutionStatus></member>' : ''}</Summaries>`);
      case 'DescribeChangeSet':
        return succeeded(action, `<ExecutionStatus>EXECUTE_IN_PROGRESS</ExecutionStatus><Changes>${this.plan!.map((change) => '<member><ResourceChange>'
          + `<Action>${change.action}</Action><LogicalResourceId>${change.logicalId}</LogicalResourceId><PhysicalResourceId>id of ${change.logicalId}</PhysicalResourceId>`
          + `<ResourceType>${change.type ?? this.type}</ResourceType><Replacement>${change.replacement ?? 'False'}</Replacement>`
          + `<Details><member><Target><Name>${change.property ?? 'Name'}</Name><RequiresRecreation>Always</RequiresRecreation></Target></member></Details>`
          + '</ResourceChange></member>').join('')}</Changes>`);
      default: {
        const logicalId = parameters.get('LogicalResourceId')!;
        return logicalId in this.resources
          ? succeeded(action, `<StackResourceDetail>${this.described(logicalId, this.resources[logicalId])}</StackResourceDetail>`)
          : failed('ValidationError', 'Resource does not exist for stack');
      }
    }
  }

  private described(logicalId: string, physicalId: string): string {
    const changedAt = this.changes[physicalId] ?? this.began;
    return `<LogicalResourceId>${logicalId}</LogicalResourceId><ResourceType>${this.type}</ResourceType><PhysicalResourceId>${physicalId}</PhysicalResourceId>`
      + `<ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>${changedAt.toISOString()}</LastUpdatedTimestamp>`;
  }
}

function succeeded(action: string, result: string): { status: number; xml: string } {
  return { status: 200, xml: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>` };
}

function failed(code: string, message: string): { status: number; xml: string } {
  return {
    status: 400,
    xml: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
