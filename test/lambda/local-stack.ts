import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * CloudFormation for tests of the handler alone: it answers what a guard asks of its own stack, from what the test says that the stack
 * has. It stands for the real engine of the local cloud, which runs in the deployment tests.
 */
export class LocalStack {
  public static async start(): Promise<LocalStack> {
    const stack = new LocalStack();
    stack.server.listen(0, '127.0.0.1');
    await once(stack.server, 'listening');
    return stack;
  }

  public status = 'UPDATE_IN_PROGRESS';

  /** The physical ids of what is deployed, by logical id. */
  public resources: Record<string, string> = {};

  /** The actions that were called. */
  public calls: string[] = [];

  private readonly server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { status, xml } = this.answer(new URLSearchParams(body));
      response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
    });
  });

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  /** Forgets everything. */
  public reset(): void {
    Object.assign(this, { status: 'UPDATE_IN_PROGRESS', resources: {}, calls: [] });
  }

  private answer(parameters: URLSearchParams): { status: number; xml: string } {
    const action = parameters.get('Action')!;
    this.calls.push(action);
    switch (action) {
      case 'DescribeStacks':
        return succeeded(action, `<Stacks><member><StackName>Stack</StackName><StackStatus>${this.status}</StackStatus></member></Stacks>`);
      case 'ListStackResources':
        return succeeded(action, `<StackResourceSummaries>${Object.entries(this.resources).map((entry) => `<member>${described(...entry)}</member>`).join('')}`
          + '</StackResourceSummaries>');
      default: {
        const logicalId = parameters.get('LogicalResourceId')!;
        return logicalId in this.resources
          ? succeeded(action, `<StackResourceDetail>${described(logicalId, this.resources[logicalId])}</StackResourceDetail>`)
          : {
            status: 400,
            xml: '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Resource does not exist for stack</Message>'
            + '</Error><RequestId>1</RequestId></ErrorResponse>',
          };
      }
    }
  }
}

function succeeded(action: string, result: string): { status: number; xml: string } {
  return { status: 200, xml: `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>` };
}

function described(logicalId: string, physicalId: string): string {
  return `<LogicalResourceId>${logicalId}</LogicalResourceId><PhysicalResourceId>${physicalId}</PhysicalResourceId>`
    + '<ResourceStatus>CREATE_COMPLETE</ResourceStatus>';
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
