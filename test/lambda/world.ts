import { setTimeout as pause } from 'node:timers/promises';
import {
  CleanRoomsClient, type CleanRoomsClientConfig, type CleanRoomsClientResolvedConfig, CreateCollaborationCommand,
  CreateMembershipCommand, DeleteCollaborationCommand,
  type MemberAbility, TagResourceCommand,
} from '@aws-sdk/client-cleanrooms';
import type { Client, MetadataBearer } from '@smithy/types';
import { LocalStack } from './local-stack';
import { CleanRooms, Clients, type LongWait, StillWaiting } from '../../lambda/client';
import { dispatch } from '../../lambda/dispatch';
import type { Answer, ResourceEvent } from '../../lambda/event';
import { CleanRoomsMLClient } from '../../lambda/missing-sdk/client-cleanroomsml';
import type { Tags } from '../../src/custom-resources/contract';
import type { AuthorizationRequest } from '../../tools/src/local-cloud/api/permissions';
import type { KindName } from '../../tools/src/local-cloud/api/resource';
import { type CleanRoomsApi, type CleanRoomsApiOptions, startCleanRoomsApi } from '../../tools/src/local-cloud/api/server';

export const REGION = 'us-east-1';
export const ADVERTISER = '111111111111';
export const PUBLISHER = '222222222222';

/** The part of its time that the function reserves for cleaning up and for its answer. */
const RESERVED_MILLISECONDS = 20_000;

/** A collaboration, and the membership of an account in it. */
export interface Room {
  readonly collaborationIdentifier: string;
  readonly membershipIdentifier: string;
  readonly membershipArn: string;
}

export interface Delivery {
  /** How long the handler may work. @default - a minute */
  readonly workMilliseconds?: number;
  /** The account of the function. @default - the advertiser's */
  readonly account?: string;
  /** The wait of the event that can take longer than the invocation. @default - none can */
  readonly wait?: LongWait;
  /** Wraps the client that the handler uses. @default - not wrapped */
  readonly through?: (cleanRooms: CleanRooms) => CleanRooms;
}

/** Has a function no time for a pause, so that it looks once. */
export function hasty(cleanRooms: CleanRooms): CleanRooms {
  return new Proxy(cleanRooms, {
    get: (target, property: keyof CleanRooms) => {
      if (property === 'pause') return async () => Promise.resolve(false);
      if (property === 'lastChance' || property === 'whilePermissionsSettle') return () => hasty(target[property]());
      const member: unknown = target[property];
      return typeof member === 'function' ? member.bind(target) as unknown : member;
    },
  });
}

/** The local API, with the handler in the account of the advertiser and a partner in another account. */
export class World {
  public static async start(options?: CleanRoomsApiOptions): Promise<World> {
    const api = await startCleanRoomsApi({ ...options, authorize: async (request) => world.refuses?.(request) ? 'not today' : undefined });
    const world = new World(api, await LocalStack.start());
    // The handler's client reads its endpoint and its credentials from the environment, as in Lambda.
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_CLEANROOMS: api.url,
      AWS_ENDPOINT_URL_CLEANROOMSML: api.url,
      AWS_ENDPOINT_URL_CLOUDFORMATION: world.stack.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: ADVERTISER,
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    return world;
  }

  /** Returns whether IAM refuses a call. @default - it refuses none */
  public refuses?: (request: AuthorizationRequest) => boolean;
  /** The lines that the handler logged. */
  public readonly log: string[] = [];

  /** The sum of the handler's pauses, in milliseconds. They take less time in fact: see `hurry`. */
  public paused = 0;

  private callsBefore = 0;
  private restoreNames?: () => void;

  private constructor(
    public readonly api: CleanRoomsApi,
    /** The stack of all events. */
    public readonly stack: LocalStack,
  ) {}

  /** Stops everything that was started. */
  public async stop(): Promise<void> {
    await Promise.all([this.api.close(), this.stack.close()]);
  }

  /** Returns a client of an account, for the arrangement of a test. */
  public client(account = ADVERTISER): CleanRoomsClient {
    return new CleanRoomsClient(this.configurationOf(account));
  }

  /** Returns a client of Clean Rooms ML of an account, for the arrangement of a test. */
  public machineLearning(account = ADVERTISER): Pick<Client<object, MetadataBearer, CleanRoomsClientResolvedConfig>, 'send'> {
    return new CleanRoomsMLClient(this.configurationOf(account)) as never;
  }

  private configurationOf(account: string): CleanRoomsClientConfig {
    return { endpoint: this.api.url, region: REGION, credentials: { accessKeyId: account, secretAccessKey: 'secret' } };
  }

  /** Delivers an event as the Lambda service does, each time to a new instance of the function. */
  public async deliver(event: ResourceEvent, delivery: Delivery = {}): Promise<Answer> {
    const { workMilliseconds = 60_000, account = ADVERTISER, wait, through = (same) => same } = delivery;
    const log = (line: string) => void this.log.push(line);
    const context = { getRemainingTimeInMillis: () => workMilliseconds + RESERVED_MILLISECONDS };
    const clients = new Clients(this.configurationOf(account));
    try {
      const cleanRooms = CleanRooms.within(context, clients, log, async (milliseconds) => this.hurry(milliseconds), wait);
      return await dispatch(structuredClone(event), through(cleanRooms), log);
    } finally {
      clients.destroy();
    }
  }

  /** Delivers an event whose wait can take several invocations. Returns the answer, and how many there were. */
  public async deliverInParts(
    event: ResourceEvent, first: Delivery, others: Delivery = {},
  ): Promise<{ readonly answer: Answer; readonly invocations: number }> {
    const [since, seconds] = [Date.now(), Number(event.ResourceProperties.WaitSeconds)];
    for (let invocations = 1; ; invocations++) {
      const wait = { seconds, since, until: since + seconds * 1_000, isContinued: invocations > 1 };
      try {
        return { answer: await this.deliver(event, { ...invocations === 1 ? first : others, wait }), invocations };
      } catch (failure) {
        if (!(failure instanceof StillWaiting)) throw failure;
      }
    }
  }

  /** Shortens a pause of the handler to a twentieth. */
  private async hurry(milliseconds: number): Promise<void> {
    this.paused += milliseconds;
    await pause(milliseconds / 20);
  }

  public async openRoom(tags: Tags = {}, creatorMemberAbilities: MemberAbility[] = ['CAN_QUERY', 'CAN_RECEIVE_RESULTS']): Promise<Room> {
    const client = this.client();
    const { collaboration } = await client.send(new CreateCollaborationCommand({
      name: 'campaign',
      description: 'campaign measurement',
      creatorDisplayName: 'advertiser',
      creatorMemberAbilities,
      members: [{ accountId: PUBLISHER, displayName: 'publisher', memberAbilities: [] }],
      queryLogStatus: 'DISABLED',
    }));
    return this.join(collaboration!.id!, ADVERTISER, tags);
  }

  public async join(collaborationIdentifier: string, account: string, tags: Tags = {}): Promise<Room> {
    const { membership } = await this.client(account).send(new CreateMembershipCommand({ collaborationIdentifier, queryLogStatus: 'DISABLED', tags }));
    return { collaborationIdentifier, membershipIdentifier: membership!.id!, membershipArn: membership!.arn! };
  }

  public async closeRoom(room: Room): Promise<void> {
    await this.client().send(new DeleteCollaborationCommand({ collaborationIdentifier: room.collaborationIdentifier }));
  }

  public async tag(resourceArn: string, tags: Tags): Promise<void> {
    await this.client().send(new TagResourceCommand({ resourceArn, tags }));
  }

  /** Removes everything from the world, and all injected faults. */
  public reset(): void {
    this.api.reset();
    this.stack.reset();
    this.api.service.missingAs = 'ResourceNotFound';
    this.refuses = undefined;
    this.restoreNames?.();
    this.callsBefore = 0;
  }

  /**
   * Allows that objects of a kind have the same name, until the next reset. For some kinds it is not documented whether names
   * are unique, so that the handler has to work either way.
   */
  public allowSameNames(kind: KindName): void {
    const behaviour: { uniqueName?: readonly KindName[] } = this.api.service.behaviourOf(kind);
    const { uniqueName } = behaviour;
    behaviour.uniqueName = undefined;
    this.restoreNames = () => (behaviour.uniqueName = uniqueName);
  }

  /** Makes `operations` start with the next call. */
  public forgetCalls(): void {
    this.callsBefore = this.api.calls.length;
  }

  /** The names of the called operations, in order. */
  public get operations(): string[] {
    return this.api.calls.slice(this.callsBefore).map((call) => call.operation);
  }

  /** The objects of a kind that belong to the advertiser. */
  public objects(kind: string): Record<string, unknown>[] {
    return this.api.state(ADVERTISER, REGION).filter((object) => object.kind === kind);
  }
}
