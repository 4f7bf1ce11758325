import {
  type $Command,
  CleanRoomsClient,
  type CleanRoomsClientConfig,
  type CleanRoomsClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cleanrooms';
import { AdaptiveRetryStrategy } from '@smithy/core/retry';
import type { Client, MetadataBearer } from '@smithy/types';
import { Backoff } from './backoff';
import { ApiError, DeploymentError, isRefusedByIam } from './errors';
import { CleanRoomsMLClient } from './missing-sdk/client-cleanroomsml';
import type { HandmadeCommand } from './missing-sdk/operation';

/** Time reserved for the answer to CloudFormation, which is sent with retries (cloudformation-protocol.ts). */
const ANSWER_MILLISECONDS = 10_000;
/** Time reserved before that for removing what was created when time ran out. */
const CLEAN_UP_MILLISECONDS = 10_000;

const MAXIMUM_ATTEMPTS = 100;

/** How long IAM may not know a policy yet that was attached right before: half a minute. IAM documents no limit. */
const SETTLING_PAUSES = 15;
const SETTLING_PAUSE_MILLISECONDS = 2_000;

const TIME_IS_UP = 'the time of this function is up';

/** A command of the SDK's client. */
export type Command<Input extends ServiceInputTypes, Output extends ServiceOutputTypes> =
  $Command<Input, Output, CleanRoomsClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>;

/** A client as the commands that are made by hand see it. */
type HandmadeClient = Client<object, MetadataBearer, CleanRoomsClientResolvedConfig>;

/** Waits for some time. Tests pass one that is faster. */
type Sleep = (milliseconds: number) => Promise<void>;
const forReal: Sleep = async (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The part of the Lambda context that is used here. */
export interface Context {
  getRemainingTimeInMillis(): number;
}

/** The clients of Clean Rooms and of Clean Rooms ML, which are used as long as the function lives. */
export class Clients {
  public readonly cleanRooms: CleanRoomsClient;
  private machineLearningClient?: CleanRoomsMLClient;

  constructor(private readonly configuration: CleanRoomsClientConfig = {}) {
    this.cleanRooms = new CleanRoomsClient({ ...configuration, ...clientConfiguration() });
  }

  /** Most stacks need none, so that it is created when it is used first. */
  public get machineLearning(): CleanRoomsMLClient {
    return this.machineLearningClient ??= new CleanRoomsMLClient({ ...this.configuration, ...clientConfiguration() });
  }

  public destroy(): void {
    this.cleanRooms.destroy();
    this.machineLearningClient?.destroy();
  }
}

/**
 * What all clients of the SDK have in common.
 *
 * The resources of a stack share the service's rate limit, so that each one may have to wait for minutes. Retries end when
 * the time is up, not after a number of attempts.
 */
export function clientConfiguration() {
  return {
    retryMode: 'adaptive',
    maxAttempts: MAXIMUM_ATTEMPTS,
    retryStrategy: new AdaptiveRetryStrategy(MAXIMUM_ATTEMPTS, { maxAttempts: MAXIMUM_ATTEMPTS, backoff: new Backoff() }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
    customUserAgent: 'cdk-cleanrooms',
  };
}

/** A wait that can take longer than an invocation of the function. */
export interface LongWait {
  readonly seconds: number;
  /** When the first invocation for the event began, in milliseconds. */
  readonly since: number;
  /** When it ends, in milliseconds. */
  readonly until: number;
  /** Whether an earlier invocation has begun it. */
  readonly isContinued: boolean;
}

/** Thrown where the time of an invocation is up before a long wait is over. It is no failure: the next invocation goes on. */
export class StillWaiting extends Error {
  constructor() {
    super('the time of this invocation is up, and the wait goes on in the next one');
    this.name = 'StillWaiting';
  }
}

/** The Clean Rooms API within the time that one invocation has. */
export class CleanRooms {
  public static within(context: Context, clients: Clients, log: (line: string) => void, sleep: Sleep = forReal, wait?: LongWait): CleanRooms {
    const deadline = Date.now() + context.getRemainingTimeInMillis() - ANSWER_MILLISECONDS - CLEAN_UP_MILLISECONDS;
    return new CleanRooms(clients, log, sleep, deadline, 0, wait);
  }

  /** When the first invocation for the event began, in milliseconds. */
  public readonly startedAt: number;

  private constructor(
    private readonly clients: Clients,
    public readonly log: (line: string) => void,
    private readonly sleep: Sleep,
    private readonly deadline: number,
    private readonly settlingPauses: number,
    /** The wait of the event, if it can take longer than this invocation. */
    public readonly wait?: LongWait,
  ) {
    this.startedAt = wait?.since ?? Date.now();
  }

  /** Returns a client with the time that is reserved for undoing things. */
  public lastChance(): CleanRooms {
    return new CleanRooms(this.clients, this.log, this.sleep, this.deadline + CLEAN_UP_MILLISECONDS, this.settlingPauses);
  }

  /**
   * Returns a client that retries for some time when IAM refuses a call. CloudFormation attaches the policies of the
   * function right before it creates or updates a resource, and IAM may not know them yet.
   */
  public whilePermissionsSettle(): CleanRooms {
    return new CleanRooms(this.clients, this.log, this.sleep, this.deadline, SETTLING_PAUSES, this.wait);
  }

  /** Calls the API, and retries when it throttles or fails until the time is up. */
  public async send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(command: Command<Input, Output>): Promise<Output>;
  public async send<Input extends object, Output extends MetadataBearer>(command: HandmadeCommand<Input, Output>): Promise<Output>;
  public async send(command: HandmadeCommand<object, MetadataBearer>): Promise<MetadataBearer> {
    return this.sendBy(this.clients.cleanRooms as HandmadeClient, command);
  }

  /** Calls Clean Rooms ML, in the same way. */
  public async sendToMachineLearning<Input extends object, Output extends MetadataBearer>(command: HandmadeCommand<Input, Output>): Promise<Output> {
    return this.sendBy(this.clients.machineLearning as HandmadeClient, command);
  }

  /** Calls another service by its own client, in the same way. */
  public async sendBy<AnyInput extends object, AnyOutput extends MetadataBearer, Input extends AnyInput, Output extends AnyOutput, Configuration>(
    client: Client<AnyInput, AnyOutput, Configuration>, command: $Command<Input, Output, Configuration, AnyInput, AnyOutput>,
  ): Promise<Output> {
    const signal = AbortSignal.timeout(Math.max(0, this.deadline - Date.now()));
    let operation = '';
    let refusal: unknown;
    command.middlewareStack.add((next, context) => {
      operation = (context.commandName ?? '').replace(/Command$/, '');
      return async (args) => {
        const start = Date.now();
        try {
          const result = await next(args);
          this.logAttempt(operation, start, result.output);
          return result;
        } catch (failure) {
          if (!signal.aborted) refusal = failure;
          this.logAttempt(operation, start, failure);
          throw failure;
        }
      };
    }, { step: 'deserialize', priority: 'high', name: 'observeAttempt' });

    try {
      return await this.sendOncePermitted(async () => client.send(command, { abortSignal: signal }));
    } catch (failure) {
      if (!signal.aborted) throw new ApiError(operation, failure);
      throw refusal ? new ApiError(operation, refusal, TIME_IS_UP) : new DeploymentError(`${operation}: no answer, and ${TIME_IS_UP}`);
    }
  }

  private async sendOncePermitted<Output>(attempt: () => Promise<Output>): Promise<Output> {
    for (let pausesLeft = this.settlingPauses; ; pausesLeft--) {
      try {
        return await attempt();
      } catch (failure) {
        if (!isRefusedByIam(failure) || pausesLeft <= 0 || !await this.pause(SETTLING_PAUSE_MILLISECONDS)) throw failure;
      }
    }
  }

  /** Whether the time of this invocation is up. */
  public isOutOfTime(): boolean {
    return Date.now() >= this.deadline;
  }

  /** Waits, and returns whether there was enough time. */
  public async pause(milliseconds: number): Promise<boolean> {
    if (Date.now() + milliseconds > this.deadline) return false;
    await this.sleep(milliseconds);
    return true;
  }

  /** Logs one line for each attempt. It has no properties, because they can be confidential. */
  private logAttempt(operation: string, start: number, result: unknown): void {
    const { name, $metadata } = result as { name?: string; $metadata?: { httpStatusCode?: number; requestId?: string } };
    const outcome = [$metadata?.httpStatusCode, name].filter((part) => part !== undefined).join(' ');
    this.log(`${operation} ${outcome} ${Date.now() - start} ms ${$metadata?.requestId ?? '-'}`);
  }
}
