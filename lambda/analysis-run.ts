/*
 * Starting a protected query or job, waiting for it, and cancelling it, once for both.
 *
 * The service takes no token by which it knew the same request again, and a run carries no tags. So what this resource
 * started is told by what it asks: a run of the same request that is as young as the event can be. CloudFormation waits for
 * an answer some 16 minutes; within that time the same request is not run twice, and where two deliveries at once have
 * started it twice, both keep the older run and cancel the other.
 */
import type { CleanRooms } from './client';
import { decode, decodeKnown, type Fields } from './decode';
import { ApiError, DeploymentError, isException } from './errors';
import type { Answer, CreateEvent, DeleteEvent, RawProperties, ResourceHandler, UpdateEvent } from './event';
import { includes } from './includes';
import { activeMembership, unlessGone } from './memberships';
import { fingerprintOf, type Performed, performedBy, physicalIdOf } from './performed';
import { poll } from './poll';
import type { AnalysisRunAttributes } from '../src/custom-resources/contract';

/** How old a run can be that a delivery of the same event has started: as long as CloudFormation waits, and a little more. */
const YOUNG_MILLISECONDS = 17 * 60_000;
/** How long a Delete looks for what a Create started that CloudFormation stopped waiting for. */
const LATE_CREATE_SECONDS = 60;
/** How long after a start without an answer there can be a run. */
const LATE_ANSWER_SECONDS = 10;

const RUNNING = ['SUBMITTED', 'STARTED'];
const GOOD = [...RUNNING, 'SUCCESS'];
const FINAL = ['SUCCESS', 'FAILED', 'TIMED_OUT', 'CANCELLED'];

/** Properties that queries and jobs have in common. */
export interface RunProperties {
  readonly MembershipIdentifier: string;
  readonly Version?: string;
  readonly WaitSeconds: number;
}

/** A run in a list. */
export interface RunSummary {
  readonly id: string;
  readonly status: string;
  readonly createdAt: Date;
}

/** A run as the service describes it. */
export interface Run extends RunSummary {
  /** The service's own description, in which what was asked for is found again. */
  readonly described: object;
  /** Why it failed, in the service's words. */
  readonly error?: string;
  readonly attributes: object;
}

/** What the service says of a query and of a job alike. */
interface Described {
  readonly id?: string;
  readonly status?: string;
  readonly createTime?: Date;
  readonly statistics?: { readonly totalDurationInMillis?: number; readonly billedResourceUtilization?: { readonly units?: number } };
  readonly error?: { readonly code?: string; readonly message?: string };
}

/** A query or job as the service describes it, with the place of its results, where it tells one. */
export function runOf(described: Described, resultLocation?: string): Run {
  const attributes: AnalysisRunAttributes = {
    Identifier: described.id!,
    ResultLocation: resultLocation ?? '',
    TotalDurationInMillis: described.statistics?.totalDurationInMillis ?? 0,
    BilledUnits: described.statistics?.billedResourceUtilization?.units ?? 0,
  };
  return {
    id: described.id!,
    status: described.status!,
    createdAt: described.createTime!,
    described,
    error: described.error && `${described.error.code}: ${described.error.message}`,
    attributes,
  };
}

/** What a type of run tells. */
export interface RunType<Properties extends RunProperties> {
  /** What it is, for messages. */
  readonly noun: string;
  readonly fields: Fields<Properties>;
  /** What is asked for, in the words of the service, as far as it describes a run by it. */
  request(properties: Properties): object;
  start(cleanRooms: CleanRooms, properties: Properties): Promise<Run>;
  read(cleanRooms: CleanRooms, membershipId: string, id: string): Promise<Run>;
  cancel(cleanRooms: CleanRooms, membershipId: string, id: string): Promise<void>;
  /** A page of the runs of a membership, the newest first. */
  list(cleanRooms: CleanRooms, membershipId: string, nextToken?: string): Promise<{ readonly runs: RunSummary[]; readonly nextToken?: string }>;
}

/** Makes the handler of a type of run. */
export function analysisRun<Properties extends RunProperties>(type: RunType<Properties>): ResourceHandler {
  return async (event, cleanRooms) => {
    switch (event.RequestType) {
      case 'Create': return new AnalysisRun(type, cleanRooms).create(event);
      case 'Update': return new AnalysisRun(type, cleanRooms).update(event);
      case 'Delete': return new AnalysisRun(type, cleanRooms).remove(event);
    }
  };
}

class AnalysisRun<Properties extends RunProperties> {
  constructor(private readonly type: RunType<Properties>, private readonly cleanRooms: CleanRooms) {}

  public async create(event: CreateEvent): Promise<Answer> {
    const wanted = decode(this.type.fields, event.ResourceProperties);
    const run = await this.perform(wanted);
    return { PhysicalResourceId: physicalIdOf(performed(wanted, run)), Data: run.attributes };
  }

  public async update(event: UpdateEvent): Promise<Answer> {
    const wanted = decode(this.type.fields, event.ResourceProperties);
    const [current, before] = performedBy(event.PhysicalResourceId);
    const currentRun = current && await this.read(current);

    if (currentRun && current.fingerprint === fingerprintOf(wanted)) {
      await this.cancelFailedUpdate(event, wanted, currentRun);
      return { PhysicalResourceId: event.PhysicalResourceId, Data: currentRun.attributes };
    }

    const runBefore = before?.fingerprint === fingerprintOf(wanted) ? await this.read(before) : undefined;
    if (runBefore) return { PhysicalResourceId: physicalIdOf(before), Data: runBefore.attributes };

    const run = await this.perform(wanted, currentRun);
    return { PhysicalResourceId: physicalIdOf(performed(wanted, run), current), Data: run.attributes };
  }

  public async remove(event: DeleteEvent): Promise<Answer> {
    const [current] = performedBy(event.PhysicalResourceId);
    if (current) {
      const [membershipId, id] = parts(current);
      await unlessGone(this.cleanRooms, activeMembership(membershipId),
        async () => this.cancel(this.cleanRooms, membershipId, await this.type.read(this.cleanRooms, membershipId, id)));
    } else {
      await this.cancelUnanswered(event);
    }
    return { PhysicalResourceId: event.PhysicalResourceId };
  }

  /** Runs the request, or goes on with the run that another delivery of this event has started, and waits for its end. */
  private async perform(wanted: Properties, current?: Run): Promise<Run> {
    const run = await this.theOneOfThisRequest(wanted, current) ?? await this.start(wanted, current);
    let ended: Run;
    try {
      ended = await poll(this.cleanRooms, wanted.WaitSeconds,
        async () => this.type.read(this.cleanRooms, wanted.MembershipIdentifier, run.id), ({ status }) => FINAL.includes(status));
    } catch (failure) {
      await this.undo(wanted, run, failure);
      throw failure;
    }
    if (ended.status === 'SUCCESS') return ended;

    const { noun } = this.type;
    const failure = new DeploymentError(FINAL.includes(ended.status)
      ? `the ${noun} ${run.id} ended as ${ended.status}${ended.error ? `: ${ended.error}` : ''}`
      : `the ${noun} ${run.id} did not end within ${wanted.WaitSeconds} s, and is cancelled. What takes longer can be started by a `
        + 'Step Functions state machine instead');
    await this.undo(wanted, ended, failure);
    throw failure;
  }

  private async start(wanted: Properties, current?: Run): Promise<Run> {
    let started: Run;
    try {
      started = await this.type.start(this.cleanRooms, wanted);
    } catch (failure) {
      const isDecided = failure instanceof ApiError && failure.isRefusal;
      await this.cancelWhenFound(this.cleanRooms.lastChance(), isDecided ? 0 : LATE_ANSWER_SECONDS, wanted, current)
        .catch((second) => this.cleanRooms.log(`a ${this.type.noun} may be running: ${String(second)}`));
      throw failure;
    }

    try {
      return await this.theOneOfThisRequest(wanted, current, started) ?? started;
    } catch (failure) {
      await this.undo(wanted, started, failure);
      throw failure;
    }
  }

  /** The oldest run of this request that has not failed. The others that still run are cancelled, by whoever sees them. */
  private async theOneOfThisRequest(wanted: Properties, current?: Run, started?: Run): Promise<Run | undefined> {
    const runs = await this.find(this.cleanRooms, wanted, current, started);
    runs.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1));
    const [kept, ...others] = runs;
    for (const run of others) await this.cancel(this.cleanRooms, wanted.MembershipIdentifier, run);
    return kept;
  }

  /** Young runs of the request that have not failed; only those that are younger than the current run, where there is one. */
  private async find(cleanRooms: CleanRooms, wanted: Properties, current?: Run, known?: Run): Promise<Run[]> {
    const { MembershipIdentifier: membershipId } = wanted;
    const since = Math.max(Date.now() - YOUNG_MILLISECONDS, current?.createdAt.getTime() ?? 0);
    const found: Run[] = [];
    let nextToken: string | undefined;
    let isOver: boolean;
    do {
      const page = await this.type.list(cleanRooms, membershipId, nextToken);
      const young = page.runs.filter(({ createdAt }) => createdAt.getTime() >= since);
      for (const { id, status } of young) {
        if (id === current?.id || !GOOD.includes(status)) continue;
        const run = id === known?.id ? known : await this.type.read(cleanRooms, membershipId, id);
        if (includes(run.described, this.type.request(wanted))) found.push(run);
      }
      ({ nextToken } = page);
      isOver = young.length < page.runs.length || nextToken === undefined;
    } while (!isOver);
    return found;
  }

  private async read(what: Performed): Promise<Run | undefined> {
    const [membershipId, id] = parts(what);
    return unlessGone(this.cleanRooms, activeMembership(membershipId), async () => this.type.read(this.cleanRooms, membershipId, id));
  }

  /** Cancels a run that runs, unless it has just ended: what has ended the service refuses to cancel. */
  private async cancel(cleanRooms: CleanRooms, membershipId: string, { id, status }: Run): Promise<void> {
    if (!RUNNING.includes(status)) return;
    try {
      await this.type.cancel(cleanRooms, membershipId, id);
    } catch (failure) {
      if (!isException(failure, 'ConflictException')) throw failure;
    }
  }

  /** Cancels what was started before the failure: after a failed Create nobody is asked to. */
  private async undo(wanted: Properties, run: Run, failure: unknown): Promise<void> {
    try {
      await this.cancel(this.cleanRooms.lastChance(), wanted.MembershipIdentifier, run);
    } catch (second) {
      throw new DeploymentError(`${messageOf(failure)}. The ${this.type.noun} ${run.id} may still be running (${messageOf(second)})`);
    }
  }

  /** Cancels what a Create started whose answer CloudFormation did not get, or did not wait for. */
  private async cancelUnanswered(event: DeleteEvent): Promise<void> {
    const attempted = this.decodeIfPossible(event.ResourceProperties);
    if (attempted) await this.cancelWhenFound(this.cleanRooms, LATE_CREATE_SECONDS, attempted);
  }

  /**
   * Cancels what an update started that CloudFormation took for failed and rolls back with this one. That it cannot does not
   * fail the rollback, whose run is as it should be.
   */
  private async cancelFailedUpdate(event: UpdateEvent, wanted: Properties, current: Run): Promise<void> {
    const attempted = this.decodeIfPossible(event.OldResourceProperties);
    if (!attempted || fingerprintOf(attempted) === fingerprintOf(wanted)) return;
    try {
      await this.cancelWhenFound(this.cleanRooms, 0, attempted, current);
    } catch (failure) {
      this.cleanRooms.log(`a ${this.type.noun} of the failed update may be running: ${messageOf(failure)}`);
    }
  }

  private async cancelWhenFound(cleanRooms: CleanRooms, seconds: number, attempted: Properties, current?: Run): Promise<void> {
    const { MembershipIdentifier: membershipId } = attempted;
    const look = async () => unlessGone(cleanRooms, activeMembership(membershipId),
      async () => this.find(cleanRooms, attempted, current));
    const found = await poll(cleanRooms, seconds, look, (runs) => runs === undefined || runs.length > 0);
    for (const run of found ?? []) await this.cancel(cleanRooms, membershipId, run);
  }

  /** Nothing can have been started for properties that cannot be decoded. */
  private decodeIfPossible(properties: RawProperties): Properties | undefined {
    try {
      return decodeKnown(this.type.fields, properties);
    } catch {
      return undefined;
    }
  }
}

function performed(properties: RunProperties, run: Run): Performed {
  return { id: `${properties.MembershipIdentifier}/${run.id}`, fingerprint: fingerprintOf(properties) };
}

/** The ids of the membership and of the run. */
function parts({ id }: Performed): [string, string] {
  const [membershipId, runId] = id.split('/');
  return [membershipId, runId];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
