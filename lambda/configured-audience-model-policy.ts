import { areEqual } from './canonical';
import type { CleanRooms } from './client';
import { isException, unlessException } from './errors';
import {
  DeleteConfiguredAudienceModelPolicyCommand, GetConfiguredAudienceModelPolicyCommand, PutConfiguredAudienceModelPolicyCommand,
} from './missing-sdk/client-cleanroomsml';
import type { AudienceGenerator } from '../src/custom-resources/contract/machine-learning';

/** What the statements of this library are known by. Clean Rooms has statements of its own in the policy of a model that is associated. */
const OWN_STATEMENT = 'CdkCleanRooms';

/** How often a change is tried that meets one by somebody else. */
const ATTEMPTS = 3;

interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid?: string;
  readonly [element: string]: unknown;
}

/**
 * Lets these accounts generate audiences with a model, and nobody whom an earlier deployment has let. Statements of others stay as they are.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/ml-behaviors.html
 */
export async function allowGenerators(cleanRooms: CleanRooms, modelArn: string, generators: readonly AudienceGenerator[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await changePolicy(cleanRooms, modelArn, generators);
      return;
    } catch (failure) {
      // Somebody else, or another delivery of the same event, has changed the policy since it was read.
      if (attempt === ATTEMPTS || !isException(failure, 'ValidationException')) throw failure;
    }
  }
}

async function changePolicy(cleanRooms: CleanRooms, configuredAudienceModelArn: string, generators: readonly AudienceGenerator[]): Promise<void> {
  const live = await unlessException('ResourceNotFoundException', async () =>
    cleanRooms.sendToMachineLearning(new GetConfiguredAudienceModelPolicyCommand({ configuredAudienceModelArn })));
  const before = live?.configuredAudienceModelPolicy ? JSON.parse(live.configuredAudienceModelPolicy) as PolicyDocument : undefined;

  const others = before?.Statement.filter(({ Sid: id }) => !id?.startsWith(OWN_STATEMENT)) ?? [];
  const own = generators.map((generator, index) => statementFor(configuredAudienceModelArn, generator, index));
  if (areEqual(before?.Statement ?? [], [...others, ...own])) return;

  if (own.length + others.length === 0) {
    await cleanRooms.sendToMachineLearning(new DeleteConfiguredAudienceModelPolicyCommand({ configuredAudienceModelArn }));
    return;
  }
  const document: PolicyDocument = { Version: before?.Version ?? '2012-10-17', Statement: [...others, ...own] };
  await cleanRooms.sendToMachineLearning(new PutConfiguredAudienceModelPolicyCommand({
    configuredAudienceModelArn,
    configuredAudienceModelPolicy: JSON.stringify(document),
    // What somebody else has changed meanwhile is not overwritten.
    ...live?.policyHash ? { previousPolicyHash: live.policyHash } : { policyExistenceCondition: 'POLICY_MUST_NOT_EXIST' },
  }));
}

function statementFor(modelArn: string, { AccountId: account, CollaborationIdentifier: id }: AudienceGenerator, index: number): Statement {
  const jobs = `${modelArn.slice(0, modelArn.lastIndexOf(':'))}:audience-generation-job/*`;
  return {
    Sid: `${OWN_STATEMENT}${index + 1}`,
    Effect: 'Allow',
    Principal: { AWS: [account] },
    Action: ['cleanrooms-ml:StartAudienceGenerationJob'],
    Resource: [modelArn, jobs],
    ...id !== undefined ? { Condition: { StringEquals: { 'cleanrooms-ml:CollaborationId': id } } } : {},
  };
}
