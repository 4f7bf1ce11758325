import type { Misbehaviour } from './misbehaviour';
import type { Outcome } from './runs';
import type { CleanRoomsApi } from './server';
import { failureReason, type Provisioner, type ProvisioningRequest } from '../cloudformation/provisioner';
import { ResourceType } from '../cloudformation/resource-type';

/** An answer of a route that the service itself does not have. */
export interface LocalAnswer {
  readonly status: number;
  readonly body: unknown;
}

const PREFIX = '/_local/';

/** Routes by which other processes steer the local API: CloudFormation's engine, and tests that run elsewhere. */
export class LocalRoutes {
  constructor(private readonly api: CleanRoomsApi, private readonly provisioner: Provisioner, private readonly overview?: () => Promise<string>) {}

  public isFor(url: URL): boolean {
    return url.pathname.startsWith(PREFIX);
  }

  public async answer(method: string, url: URL, body: unknown): Promise<LocalAnswer> {
    switch (`${method} ${url.pathname.slice(PREFIX.length)}`) {
      case 'GET cloudformation/types': return ok(typeDescriptions());
      case 'POST cloudformation': return this.provisioned(body as ProvisioningRequest);
      case 'GET state': return ok(this.api.state(url.searchParams.get('account') ?? '', url.searchParams.get('region') ?? ''));
      case 'GET overview': return ok({ text: await this.overview?.() });
      case 'GET calls': return ok(this.api.calls);
      case 'POST misbehave': return ok(this.api.misbehave(body as Misbehaviour));
      case 'POST throttle': return ok(this.api.throttle(body as { readonly callsPerSecond: number }));
      case 'POST next-run': return ok(this.api.letNextRunEnd(body as Outcome));
      case 'POST reset': return ok(this.api.reset());
      default: return { status: 404, body: { error: `no such route: ${method} ${url.pathname}` } };
    }
  }

  private async provisioned(request: ProvisioningRequest): Promise<LocalAnswer> {
    try {
      return ok(await this.provisioner.provision(request));
    } catch (error) {
      return { status: 400, body: { error: failureReason(error) } };
    }
  }
}

function ok(body: unknown): LocalAnswer {
  return { status: 200, body: body ?? {} };
}

/** Each resource type with the properties whose change replaces it, the property that holds its tags, and what identifies it in an import. */
function typeDescriptions(): Record<string, unknown> {
  return Object.fromEntries(ResourceType.all().map(({ name, replacing, tags, primaryIdentifier }) => [name, { replacing, tags, primaryIdentifier }]));
}
