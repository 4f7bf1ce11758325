import type { Resource, Values } from './resource';
import type { Table } from './tables';
import type { Rows } from '../../engine/engine';

export type RunStatus = 'SUBMITTED' | 'STARTED' | 'CANCELLING' | 'CANCELLED' | 'SUCCESS' | 'FAILED' | 'TIMED_OUT';

/** How a run ends, unless somebody cancels it. */
export interface Outcome {
  readonly status: 'SUCCESS' | 'FAILED' | 'TIMED_OUT';
  readonly code?: string;
  readonly message?: string;
  /** Whether it can help to run the same again. @default - the service does not say it */
  readonly retryable?: boolean;
  /** A query's answer, which the overview of a local cloud shows. */
  readonly rows?: Rows;
  readonly notes?: readonly string[];
  /** The columns of the answer that are made of disallowed output columns, if it fills an intermediate table. */
  readonly disallowedColumns?: readonly string[];
}

/** What the service keeps of a protected query or job. */
export interface RunValues extends Values {
  status: RunStatus;
  /** None while it is still worked on. */
  outcome?: Outcome;
  /** What it reads. */
  readonly tables: readonly Table[];
  readonly payer: string;
  readonly receivers: readonly string[];
  /** Told how it ends. */
  readonly onEnd?: (status: RunStatus) => void;
}

export type Run = Resource<'ProtectedQuery'> | Resource<'ProtectedJob'>;

const ENDED: readonly RunStatus[] = ['CANCELLED', 'SUCCESS', 'FAILED', 'TIMED_OUT'];

export function hasEnded({ values: { status } }: Run): boolean {
  return ENDED.includes(status);
}

/** Takes a run one step on. Time does not pass here: a run goes on when somebody looks at it. */
export function proceed(run: Run): void {
  if (hasEnded(run)) return;
  const { values } = run;
  const next: Partial<Record<RunStatus, RunStatus>> = { SUBMITTED: 'STARTED', STARTED: values.outcome?.status, CANCELLING: 'CANCELLED' };
  values.status = next[values.status] ?? values.status;
  if (hasEnded(run)) values.onEnd?.(values.status);
  run.updateTime = Date.now() / 1000;
}

/** What the answers tell of a run's end. */
export function endOf({ values: { status, outcome, resultConfiguration } }: Run, output: Values | undefined): Values {
  if (status === 'SUCCESS') {
    return {
      statistics: { totalDurationInMillis: 1500, billedResourceUtilization: { units: 1 } },
      ...(resultConfiguration !== undefined && output && { result: { output } }),
    };
  }
  const { code = 'INTERNAL_ERROR', message = 'The analysis failed', retryable } = outcome ?? {};
  const retry = retryable === undefined ? undefined : { retryable };
  return status === 'FAILED' || status === 'TIMED_OUT' ? { error: { code, message, retry } } : {};
}

/** Who gets the results, as lists of runs tell it. */
export function receiverConfigurations({ values: { receivers } }: Run): Values[] {
  const configurationDetails = { directAnalysisConfigurationDetails: { receiverAccountIds: receivers } };
  return [{ analysisType: 'DIRECT_ANALYSIS', configurationDetails }];
}
