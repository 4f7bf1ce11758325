import {
  GetProtectedJobCommand, ListProtectedJobsCommand, StartProtectedJobCommand, type StartProtectedJobCommandInput,
  UpdateProtectedJobCommand,
} from '@aws-sdk/client-cleanrooms';
import type { ProtectedJobProperties } from '../../src/custom-resources/contract';
import { analysisRun, runOf } from '../analysis-run';
import { mapOf, objectOf, optional, text, wholeNumber } from '../decode';
import { withNewerMember } from '../newer-member';
import { computeConfiguration, workersFields } from '../workers';

/** Runs a PySpark job and waits for its end. */
export const protectedJob = analysisRun<ProtectedJobProperties>({
  displayName: 'protected job',
  fields: {
    MembershipIdentifier: text,
    AnalysisTemplateArn: text,
    Parameters: optional(mapOf(text)),
    ReceiverAccountId: optional(text),
    Workers: optional(objectOf(workersFields)),
    PayerAccountId: optional(text),
    Version: optional(text),
    WaitSeconds: wholeNumber,
  },

  request: requestOf,

  async start(cleanRooms, properties) {
    const { protectedJob: job } = await cleanRooms.send(withNewerMember(new StartProtectedJobCommand({
      type: 'PYSPARK', membershipIdentifier: properties.MembershipIdentifier, ...requestOf(properties),
    }), 'jobComputePayerAccountId', properties.PayerAccountId));
    return runOf(job!, job!.result?.output?.s3?.location);
  },

  async read(cleanRooms, membershipIdentifier, protectedJobIdentifier) {
    const { protectedJob: job } = await cleanRooms.send(new GetProtectedJobCommand({ membershipIdentifier, protectedJobIdentifier }));
    return runOf(job!, job!.result?.output?.s3?.location);
  },

  async cancel(cleanRooms, membershipIdentifier, protectedJobIdentifier) {
    await cleanRooms.send(new UpdateProtectedJobCommand({ membershipIdentifier, protectedJobIdentifier, targetStatus: 'CANCELLED' }));
  },

  async list(cleanRooms, { MembershipIdentifier: membershipIdentifier }, nextToken) {
    const page = await cleanRooms.send(new ListProtectedJobsCommand({ membershipIdentifier, nextToken }));
    const runs = (page.protectedJobs ?? []).map(({ id, status, createTime }) => ({ id: id!, status: status!, createdAt: createTime! }));
    return { runs, nextToken: page.nextToken };
  },
});

function requestOf(properties: ProtectedJobProperties): Omit<StartProtectedJobCommandInput, 'type' | 'membershipIdentifier'> {
  const { AnalysisTemplateArn: analysisTemplateArn, Parameters, ReceiverAccountId: accountId, Workers } = properties;
  return {
    jobParameters: { analysisTemplateArn, parameters: Parameters && { ...Parameters } },
    resultConfiguration: accountId === undefined ? undefined : { outputConfiguration: { member: { accountId } } },
    computeConfiguration: Workers && computeConfiguration(Workers) as StartProtectedJobCommandInput['computeConfiguration'],
  };
}
