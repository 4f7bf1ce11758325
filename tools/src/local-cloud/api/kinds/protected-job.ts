import { seen, type Behaviour, type Call, type Context, type OperationHandler } from '../engine';
import { conflict, invalid } from '../exceptions';
import type { Resource, Values } from '../resource';
import { outputOf, type OutputConfiguration } from '../results';
import { invalidAnalysis, checkAbility, checkParameters, JOB, outcomeOf, payerOf, templateNamed } from '../run-checks';
import { endOf, hasEnded, proceed, receiverConfigurations, type RunValues } from '../runs';
import { tableNamed, tablesOf } from '../tables';
import { memberOf, membersWith } from './collaboration';

export interface ProtectedJobValues extends RunValues {
  jobParameters: JobParameters;
  resultConfiguration: { readonly outputConfiguration: OutputConfiguration };
}

interface JobParameters {
  readonly analysisTemplateArn: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

interface StartInput {
  readonly jobParameters: JobParameters;
  readonly resultConfiguration?: { readonly outputConfiguration: { readonly member: { readonly accountId: string } } };
  readonly computeConfiguration?: { readonly worker?: { readonly type: string; readonly number: number } };
  readonly jobComputePayerAccountId?: string;
}

const MOST_WORKERS: Readonly<Record<string, number>> = { 'CR.1X': 128, 'CR.4X': 32 };

export const protectedJob: Behaviour<'ProtectedJob'> = {
  isListedNewestFirst: true,

  view: (job) => ({
    ...endOf(job, outputOf(job.values.resultConfiguration.outputConfiguration, job.id)),
    jobComputePayerAccountId: job.values.payer,
    receiverConfigurations: receiverConfigurations(job),
  }),
};

export const protectedJobOperations: Record<string, OperationHandler> = {
  StartProtectedJob(call: Call<StartInput & Values>) {
    const { input, service, caller: { account, region } } = call;
    const runner = call.found('Membership');
    checkAbility(JOB, runner);
    checkWorkers(input);

    const template = templateNamed(input.jobParameters.analysisTemplateArn, call);
    if (!template.values.source.artifacts) throw invalidAnalysis(`The analysis template ${template.id} is not for jobs`);
    checkParameters(template.values.analysisParameters ?? [], input.jobParameters.parameters);
    const payer = payerOf(JOB, runner, input.jobComputePayerAccountId);
    const receiver = receiverOf(input, runner);
    checkResultConfiguration(receiver, runner, call);

    // What a job reads is in its artifacts, which nobody opens here: what its template says stands for it.
    const ofCollaboration = tablesOf(runner.parent, service.store);
    const tables = template.values.schema.referencedTables.flatMap((name) => tableNamed(name, ofCollaboration) ?? []);
    const analysis = { kind: JOB, runner, tables, template, receivers: [receiver] };
    const values: ProtectedJobValues = {
      status: 'SUBMITTED',
      outcome: service.nextOutcome() ?? outcomeOf(analysis, call),
      tables,
      payer,
      receivers: [receiver],
      jobParameters: input.jobParameters,
      resultConfiguration: { outputConfiguration: { member: { accountId: receiver } } },
      computeConfiguration: input.computeConfiguration,
    };
    const job = service.store.add({ kind: 'ProtectedJob', account, region, parent: runner, values });
    return { protectedJob: seen(job, call) };
  },

  GetProtectedJob(call: Call) {
    proceed(call.found('ProtectedJob'));
    return { protectedJob: seen(call.found('ProtectedJob'), call) };
  },

  UpdateProtectedJob(call: Call) {
    const job = call.found('ProtectedJob');
    if (hasEnded(job)) throw conflict(`The job is ${job.values.status}`, 'INVALID_STATE', job);
    job.values.status = 'CANCELLING';
    return { protectedJob: seen(job, call) };
  },
};

/** A job's results go to one member: the one that it names, or else the only one who can have them. */
function receiverOf({ resultConfiguration }: StartInput, { parent }: Resource<'Membership'>): string {
  const receivers = membersWith(parent.values.members, 'CAN_RECEIVE_RESULTS');
  const named = resultConfiguration?.outputConfiguration.member.accountId;
  if (named === undefined && receivers.length !== 1) throw invalid('The job must name the member who receives its results');
  const receiver = named ?? receivers[0].accountId;
  if (memberOf(parent, receiver)?.status !== 'ACTIVE' || !receivers.some(({ accountId }) => accountId === receiver)) {
    throw invalid(`The account ${receiver} is not an active member who can receive results`);
  }
  return receiver;
}

function checkResultConfiguration(receiver: string, { parent }: Resource<'Membership'>, { service }: Context): void {
  if (!service.membershipIn(parent, receiver)?.values.defaultJobResultConfiguration) {
    throw invalid(`The member ${receiver} has configured no place for the results of jobs`);
  }
}

function checkWorkers({ computeConfiguration }: StartInput): void {
  const { type, number } = computeConfiguration?.worker ?? { type: 'CR.1X', number: 4 };
  if (number > MOST_WORKERS[type]) throw invalid(`A job takes ${MOST_WORKERS[type]} workers of type ${type} at most`);
}
