import { randomUUID } from 'node:crypto';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { callerOf, isForMachineLearning, type AccountResolver, type Caller } from './caller';
import { malformed, ServiceException } from './exceptions';
import { LocalRoutes } from './local-routes';
import { Misbehaviours, exceptionOf, type Misbehaviour } from './misbehaviour';
import { findModel, loadModel, machineLearningModelBeside, type OperationModel } from './model';
import type { Named } from './naming';
import { Permissions, type Authorizer, type Need } from './permissions';
import type { Values } from './resource';
import { Routes } from './routes';
import type { Outcome } from './runs';
import { CleanRoomsService, type Permit, type ServiceOptions } from './service';
import { Provisioner } from '../cloudformation/provisioner';
import { machineLearningNeeds } from '../machine-learning/permissions';
import { MachineLearningService } from '../machine-learning/service';

export interface CleanRoomsApiOptions extends ServiceOptions {
  /** @default - a free one */
  readonly port?: number;
  /** @default - everything is allowed */
  readonly authorize?: Authorizer;
  /** @default - only access keys of 12 digits, which are accounts, are known */
  readonly resolveAccount?: AccountResolver;
  /** @default - what `findModel` finds */
  readonly modelPath?: string;
  /**
   * What each account has, in words.
   * @default - nobody can ask for it
   */
  readonly overview?: () => Promise<string>;
  readonly log?: (line: string) => void;
}

/** A call as it arrived, from a client or from CloudFormation. */
export interface RecordedCall {
  readonly operation: string;
  readonly input: Values;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** The actions that IAM was asked for, in this order; of a call that it refused, the last is the one refused. */
  readonly authorized: string[];
  /** The HTTP status, 0 where the connection was broken. */
  status: number;
  /** The exception's name, where it was one. */
  exception?: string;
}

/** A local stand-in for the Clean Rooms API. */
export interface CleanRoomsApi {
  readonly url: string;
  /** Every call so far, in the order in which they arrived. */
  readonly calls: readonly RecordedCall[];
  readonly service: CleanRoomsService;
  misbehave(misbehaviour: Misbehaviour): void;
  /** From now on lets only so many calls through. */
  throttle(rate: { readonly callsPerSecond: number }): void;
  /** Makes the next query or job, of whatever account, end in a certain way. */
  letNextRunEnd(outcome: Outcome): void;
  /** Everything that an account has made in a Region, as the account sees it. */
  state(account: string, region: string): Values[];
  /** Waits for what the service still does for callers who no longer wait for it. */
  settled(): Promise<void>;
  /** Forgets all resources, calls and misbehaviours. */
  reset(): void;
  close(): Promise<void>;
}

export async function startCleanRoomsApi(options: CleanRoomsApiOptions = {}): Promise<CleanRoomsApi> {
  const server = new CleanRoomsServer(options.modelPath ?? await findModel(), options);
  await server.listen(options.port ?? 0);
  return server;
}

/** What the client gets, or nothing where the connection breaks. */
interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One of the two services, at the one address. */
interface Api {
  readonly routes: Routes;
  readonly service: Pick<CleanRoomsService, 'perform'>;
  readonly needsOf: (operation: OperationModel, input: Values, caller: Caller, named: readonly Named[]) => Promise<Need[]>;
}

const NO_SUCH_OPERATION: Answer = { status: 404, headers: { 'x-amzn-errortype': 'UnknownOperationException' }, body: {} };

class CleanRoomsServer implements CleanRoomsApi {
  public readonly calls: RecordedCall[] = [];
  public readonly service: CleanRoomsService;
  private readonly cleanRooms: Api;
  private readonly machineLearning: () => Api;
  private readonly localRoutes: LocalRoutes;
  private readonly permissions: Permissions;
  private readonly misbehaviours = new Misbehaviours();
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly server = http.createServer((request, response) => void this.respond(request, response));

  constructor(modelPath: string, private readonly options: CleanRoomsApiOptions) {
    const model = loadModel(modelPath);
    this.service = new CleanRoomsService(model, options);
    this.permissions = new Permissions(model, this.service.store, options.enforcesDependentActions ?? false);
    this.cleanRooms = {
      routes: new Routes(model),
      service: this.service,
      needsOf: async (operation, input, caller, named) => this.permissions.needsOf(operation, input, caller, named),
    };
    this.machineLearning = lazily(() => {
      const mlModel = loadModel(machineLearningModelBeside(modelPath));
      return {
        routes: new Routes(mlModel),
        service: new MachineLearningService(mlModel, this.service, options.pageSize),
        needsOf: async (operation, input, caller) => machineLearningNeeds(mlModel, this.service.store, operation, input, caller),
      };
    });
    const provisioner = new Provisioner(this.service, machineLearningModelBeside(modelPath), this.watch.bind(this));
    this.localRoutes = new LocalRoutes(this, provisioner, options.overview);
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(port, '127.0.0.1', resolve));
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public misbehave(misbehaviour: Misbehaviour): void {
    this.misbehaviours.add(misbehaviour);
  }

  public throttle({ callsPerSecond }: { readonly callsPerSecond: number }): void {
    this.misbehaviours.limit(callsPerSecond);
  }

  public letNextRunEnd(outcome: Outcome): void {
    this.service.letNextRunEnd(outcome);
  }

  public state(account: string, region: string): Values[] {
    return this.service.stateOf(account, region);
  }

  public async settled(): Promise<void> {
    while (this.underWay.size) await Promise.allSettled(this.underWay);
    await this.service.settled();
  }

  public reset(): void {
    this.service.clear();
    this.misbehaviours.clear();
    this.calls.length = 0;
  }

  private async respond(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const underWay = this.answer(request).catch((error: unknown) => this.refusal(error));
    this.underWay.add(underWay);
    const answer = await underWay;
    this.underWay.delete(underWay);
    if (!answer) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...answer.headers });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  }

  private async answer(request: http.IncomingMessage): Promise<Answer | undefined> {
    const url = new URL(request.url ?? '/', this.url);
    const body = await bodyOf(request);
    if (this.localRoutes.isFor(url)) return this.localRoutes.answer(request.method ?? 'GET', url, body);

    const api = isForMachineLearning(request.headers) ? this.machineLearning() : this.cleanRooms;
    const route = api.routes.find(request.method ?? 'GET', url);
    if (!route) return NO_SUCH_OPERATION;

    const caller = await callerOf(request.headers, this.options.resolveAccount);
    return this.call(api, route.operation, { ...body, ...route.members }, caller);
  }

  private async call(api: Api, operation: OperationModel, input: Values, caller: Caller): Promise<Answer | undefined> {
    const record = this.recorded(operation.name, input, caller);
    const wrongs = this.misbehaviours.next(operation.name);
    for (const { how, delayMs } of wrongs) if (how === 'delay') await pause(delayMs ?? 0);
    if (wrongs.some(({ how }) => how === 'reset')) return this.broken(record, 'reset');

    const exception = wrongs.map(exceptionOf).find((each) => each !== undefined);
    const permit = this.permitFor(api, caller, record);
    const output = exception ? Promise.reject(exception) : api.service.perform(operation.name, input, caller, permit);
    const status = operation.http.responseCode;
    const answer = await output
      .then((body): Answer => ({ status, body: status === 204 ? undefined : body }))
      .catch((error: unknown) => this.refusal(error, record));

    if (wrongs.some(({ how }) => how === 'loseAnswer')) return this.broken(record, `${answer.status}, answer lost`);
    record.status = answer.status;
    this.log(record, outcomeOf(record));
    return answer;
  }

  /** CloudFormation's handlers have no wire that could break, and are allowed what they do. */
  private async watch(operation: string, input: Values, caller: Caller, perform: () => Promise<Values>): Promise<Values> {
    const record = this.recorded(operation, input, caller);
    try {
      const output = await perform();
      record.status = 200;
      return output;
    } catch (error) {
      record.status = this.refusal(error, record).status;
      throw error;
    } finally {
      this.log(record, `${outcomeOf(record)}, from CloudFormation`);
    }
  }

  private recorded(operation: string, input: Values, { account, region, accessKeyId }: Caller): RecordedCall {
    const record: RecordedCall = { operation, input, account, region, accessKeyId, authorized: [], status: 0 };
    this.calls.push(record);
    return record;
  }

  /** The connection breaks, and nobody gets an answer. */
  private broken(record: RecordedCall, outcome: string): undefined {
    this.log(record, outcome);
  }

  private log({ account, region, operation }: RecordedCall, outcome: string): void {
    this.options.log?.(`${account} ${region} ${operation} ${outcome}`);
  }

  private permitFor({ needsOf }: Api, caller: Caller, record: RecordedCall): Permit {
    return async (operation, input, named) => {
      const { authorize } = this.options;
      if (!authorize) return;
      const needs = await needsOf(operation, input, caller, named);
      await this.permissions.require(needs, caller, (request) => {
        record.authorized.push(request.action);
        return authorize(request);
      });
    };
  }

  private refusal(error: unknown, record?: RecordedCall): Answer {
    const refused = error instanceof ServiceException ? error : unexpected(error);
    if (record) record.exception = refused.exception;
    return {
      status: this.service.model.shapes[refused.exception]?.error?.httpStatusCode ?? 500,
      headers: { 'x-amzn-errortype': refused.exception },
      body: { message: refused.message, ...refused.details },
    };
  }
}

function outcomeOf({ status, exception }: RecordedCall): string {
  return exception ? `${status} ${exception}` : String(status);
}

/** A fault of ours: it says where it happened, since nobody else can tell. */
function unexpected(error: unknown): ServiceException {
  return new ServiceException('InternalServerException', error instanceof Error ? error.stack ?? error.message : String(error));
}

async function bodyOf(request: http.IncomingMessage): Promise<Values> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return text ? JSON.parse(text) as Values : {};
  } catch {
    throw malformed([{ name: 'body', message: 'the body is not JSON' }]);
  }
}

/** Makes something when it is asked for first. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
