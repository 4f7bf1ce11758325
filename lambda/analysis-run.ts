/*
 * Starting a protected query or job, waiting for it, and cancelling it, once for both.
 *
 * The service has no idempotency token for a run, and a run has no tags. So a run counts as started by this request if it
 * runs the same statement and is as young as a delivery of the same event can be (idempotent-creation.ts): CloudFormation
 * waits some 16 minutes for an answer, or longer for a wait that goes on in several invocations (long-wait.ts).
 */
import type { CleanRooms } from './client';
import { decode, decodeIfPossible, type Fields } from './decode';
import { DeploymentError, unlessException } from './errors';
import type { Answer, CreateEvent, DeleteEvent, ResourceHandler, UpdateEvent } from './event';
import { type Created, IdempotentCreation, MAXIMUM_DELIVERY_MILLISECONDS, TIMES_ARE_ROUNDED_MILLISECONDS } from './idempotent-creation';
import { matchesRequest } from './matches-request';
import { activeMembership, unlessGone } from './memberships';
import { isMadeUp, isNestedId, nestedId, parseNestedId } from './nested-id';
import { poll } from './poll';
import { fingerprintOf, parseRunPhysicalId, type RecordedRun, runPhysicalId, runsIn } from './run-physical-id';
import { isKnownToRollBack } from './stack-status';
import type { AnalysisRunAttributes } from '../src/custom-resources/contract';

const JUST_STARTED = 'SUBMITTED';
const RUNNING = [JUST_STARTED, 'STARTED'];
const RUNNING_OR_SUCCEEDED = [...RUNNING, 'SUCCESS'];
const ENDED = ['SUCCESS', 'FAILED', 'TIMED_OUT', 'CANCELLED'];

/** Properties that queries and jobs have in common. */
export interface RunProperties {
  readonly MembershipIdentifier: string;
  readonly Version?: string;
  readonly WaitSeconds: number;
}

/** A run in a list. */
export interface RunSummary extends Created {
  readonly status: string;
}

/** A run as the service describes it. */
export interface Run extends RunSummary {
  /** The service's own description, to compare with what was requested. */
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
  readonly error?: { readonly code?: string; readonly message?: string; readonly retry?: { readonly retryable?: boolean } };
}

/** Makes a run from the service's description and the place of its results, if the service names one. */
export function runOf(described: Described, resultLocation?: string): Run {
  return {
    id: described.id!,
    status: described.status!,
    createdAt: described.createTime!,
    described,
    error: described.error && `${described.error.code}: ${described.error.message}${advice(described.error.retry?.retryable)}`,
    attributes: attributesOf(described, resultLocation),
  };
}

/** What the service says of running the same again, if it says something. */
function advice(isRetryable: boolean | undefined): string {
  if (isRetryable === undefined) return '';
  return isRetryable ? '. The service says that the same can succeed when it runs again' : '. The service says that it will not succeed by running again';
}

function attributesOf({ id, statistics }: Described, resultLocation = ''): AnalysisRunAttributes {
  return {
    Identifier: id!,
    ResultLocation: resultLocation,
    TotalDurationInMillis: statistics?.totalDurationInMillis ?? 0,
    BilledUnits: statistics?.billedResourceUtilization?.units ?? 0,
  };
}

function attributesOfGone({ id }: RecordedRun): AnalysisRunAttributes {
  const [, runId] = parseNestedId(id);
  return attributesOf({ id: runId });
}

/** What queries and jobs each define. */
export interface RunType<Properties extends RunProperties> {
  /** What it is called in messages. */
  readonly displayName: string;
  readonly fields: Fields<Properties>;
  /** Returns the request in the words of the service, as far as the description of a run repeats it. */
  request(properties: Properties): object;
  start(cleanRooms: CleanRooms, properties: Properties): Promise<RunSummary>;
  read(cleanRooms: CleanRooms, membershipId: string, id: string): Promise<Run>;
  cancel(cleanRooms: CleanRooms, membershipId: string, id: string): Promise<void>;
  /** Returns a page of the runs among which those of the request are, the newest first. */
  list(cleanRooms: CleanRooms, properties: Properties, nextToken?: string): Promise<{ readonly runs: RunSummary[]; readonly nextToken?: string }>;
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
    const run = await this.runToEnd(wanted);
    return { PhysicalResourceId: runPhysicalId(recorded(wanted, run)), Data: run.attributes };
  }

  public async update(event: UpdateEvent): Promise<Answer> {
    const wanted = decode(this.type.fields, event.ResourceProperties);
    const [current, previous] = parseRunPhysicalId(event.PhysicalResourceId, isNestedId);
    const currentRun = current && await this.read(current);

    if (currentRun && current.fingerprint === fingerprintOf(wanted)) {
      await this.cancelFailedUpdate(event, wanted, currentRun);
      return { PhysicalResourceId: event.PhysicalResourceId, Data: currentRun.attributes };
    }

    const previousRun = previous?.fingerprint === fingerprintOf(wanted) ? await this.read(previous) : undefined;
    if (previousRun) return { PhysicalResourceId: runPhysicalId(previous), Data: previousRun.attributes };

    const gone = [current, previous].find((each) => each?.fingerprint === fingerprintOf(wanted));
    // A rollback runs nothing: it returns to what has run, although the service no longer knows it.
    if (gone && await isKnownToRollBack(this.cleanRooms, event)) return { PhysicalResourceId: runPhysicalId(gone), Data: attributesOfGone(gone) };

    const run = await this.runToEnd(wanted, currentRun);
    return { PhysicalResourceId: runPhysicalId(recorded(wanted, run), current), Data: run.attributes };
  }

  public async remove(event: DeleteEvent): Promise<Answer> {
    const [current] = runsIn(event.PhysicalResourceId, isNestedId) ?? [];
    if (current) {
      const [membershipId, runId] = parseNestedId(current.id);
      await unlessGone(this.cleanRooms, activeMembership(membershipId),
        async () => this.cancel(this.cleanRooms, membershipId, await this.type.read(this.cleanRooms, membershipId, runId)));
    } else if (isMadeUp(event.PhysicalResourceId)) {
      const attempted = decodeIfPossible(this.type.fields, event.ResourceProperties);
      if (attempted) await this.creation(attempted).endAbandoned();
    }
    return { PhysicalResourceId: event.PhysicalResourceId };
  }

  /** Starts the run, or takes up the one that another delivery of this event has started, and waits for its end. */
  private async runToEnd(wanted: Properties, current?: Run): Promise<Run> {
    const creation = this.creation(wanted, current);
    const started = await creation.findOrCreate();

    let run: Run;
    try {
      run = await poll(this.cleanRooms, wanted.WaitSeconds,
        async () => this.type.read(this.cleanRooms, wanted.MembershipIdentifier, started.id), ({ status }) => ENDED.includes(status),
        started.status === JUST_STARTED);
    } catch (failure) {
      throw await creation.undo(started, failure);
    }
    if (run.status === 'SUCCESS') return run;

    const { displayName } = this.type;
    throw await creation.undo(run, new DeploymentError(ENDED.includes(run.status)
      ? `the ${displayName} ${run.id} ended as ${run.status}${run.error ? `: ${run.error}` : ''}`
      : `the ${displayName} ${run.id} did not end within ${wanted.WaitSeconds} s, and is cancelled. Start longer runs `
        + 'with a Step Functions state machine instead'));
  }

  /** The creation of a run with these properties; of one that is younger than the current run, if there is one. */
  private creation(properties: Properties, current?: Run): IdempotentCreation<RunSummary> {
    const { MembershipIdentifier: membershipId } = properties;
    return new IdempotentCreation<RunSummary>(this.cleanRooms, {
      displayName: this.type.displayName,
      mayStill: 'be running',
      create: async (cleanRooms) => this.type.start(cleanRooms, properties),
      find: async (cleanRooms, started) =>
        unlessGone(cleanRooms, activeMembership(membershipId), async () => this.find(cleanRooms, properties, current, started)),
      end: async (cleanRooms, run) => this.cancel(cleanRooms, membershipId, run),
    });
  }

  /**
   * Finds young runs of the request that have not failed. A wait that goes on also takes up a run that has failed since: it was its own, and
   * would run again.
   */
  private async find(cleanRooms: CleanRooms, wanted: Properties, current?: Run, started?: RunSummary): Promise<RunSummary[]> {
    const { MembershipIdentifier: membershipId } = wanted;
    const { startedAt, wait } = this.cleanRooms;
    const since = Math.max(startedAt - MAXIMUM_DELIVERY_MILLISECONDS, current?.createdAt.getTime() ?? 0);
    const found: RunSummary[] = [];
    let nextToken: string | undefined;
    let isLastPage: boolean;
    do {
      const page = await this.type.list(cleanRooms, wanted, nextToken);
      const young = page.runs.filter(({ createdAt }) => createdAt.getTime() >= since);
      for (const { id, status, createdAt } of young) {
        const isOwn = wait?.isContinued === true && createdAt.getTime() >= startedAt - TIMES_ARE_ROUNDED_MILLISECONDS;
        if (id === current?.id || id === started?.id || !(isOwn || RUNNING_OR_SUCCEEDED.includes(status))) continue;
        const run = await this.type.read(cleanRooms, membershipId, id);
        if (matchesRequest(run.described, this.type.request(wanted))) found.push(run);
      }
      ({ nextToken } = page);
      isLastPage = young.length < page.runs.length || nextToken === undefined;
    } while (!isLastPage);
    return found;
  }

  private async read(recordedRun: RecordedRun): Promise<Run | undefined> {
    const [membershipId, runId] = parseNestedId(recordedRun.id);
    return unlessGone(this.cleanRooms, activeMembership(membershipId), async () => this.type.read(this.cleanRooms, membershipId, runId));
  }

  /** Cancels a run unless it has ended: the service refuses that with a conflict. */
  private async cancel(cleanRooms: CleanRooms, membershipId: string, { id, status }: RunSummary): Promise<void> {
    if (!RUNNING.includes(status)) return;
    await unlessException('ConflictException', async () => this.type.cancel(cleanRooms, membershipId, id));
  }

  private async cancelFailedUpdate(event: UpdateEvent, wanted: Properties, current: Run): Promise<void> {
    const attempted = decodeIfPossible(this.type.fields, event.OldResourceProperties);
    if (!attempted || fingerprintOf(attempted) === fingerprintOf(wanted)) return;
    await this.creation(attempted, current).endFailedUpdate();
  }
}

function recorded(properties: RunProperties, run: Run): RecordedRun {
  return { id: nestedId(properties.MembershipIdentifier, run.id), fingerprint: fingerprintOf(properties) };
}
