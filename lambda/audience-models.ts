import type { CleanRooms } from './client';
import { DeploymentError, unlessException } from './errors';
import { GetAudienceModelCommand } from './missing-sdk/client-cleanroomsml';
import { poll } from './poll';
import type { AudienceModelProperties } from '../src/custom-resources/contract/machine-learning';

/** The maximum time to wait until a deleted model is gone. */
const DELETION_SECONDS = 300;

/** An audience model as it is. */
export interface DescribedAudienceModel {
  readonly arn: string;
  readonly createdAt: Date;
  readonly status: string;
  /** Why it has this status, in the service's words. */
  readonly reason: string;
  readonly properties: Omit<AudienceModelProperties, 'Tags' | 'WaitSeconds'>;
}

/** Reads an audience model; undefined if it is gone, or about to be. */
export async function readAudienceModel(cleanRooms: CleanRooms, audienceModelArn: string): Promise<DescribedAudienceModel | undefined> {
  const model = await describe(cleanRooms, audienceModelArn);
  return model && /^DELETE_(PENDING|IN_PROGRESS)$/.test(model.status) ? undefined : model;
}

async function describe(cleanRooms: CleanRooms, audienceModelArn: string): Promise<DescribedAudienceModel | undefined> {
  const model = await unlessException('ResourceNotFoundException', async () =>
    cleanRooms.sendToMachineLearning(new GetAudienceModelCommand({ audienceModelArn })));
  if (!model) return undefined;
  const { statusCode, message } = model.statusDetails ?? {};
  return {
    arn: model.audienceModelArn!,
    createdAt: model.createTime!,
    status: model.status!,
    reason: [statusCode, message].filter((part) => part !== undefined).join(': ') || 'the service gives no reason',
    properties: {
      Name: model.name!,
      Description: model.description || undefined,
      TrainingDatasetArn: model.trainingDatasetArn!,
      TrainingDataStartTime: model.trainingDataStartTime?.toISOString(),
      TrainingDataEndTime: model.trainingDataEndTime?.toISOString(),
      KmsKeyArn: model.kmsKeyArn,
    },
  };
}

/** Whether the training has ended, well or not. */
export function hasEnded({ status }: DescribedAudienceModel): boolean {
  return status === 'ACTIVE' || status.endsWith('_FAILED');
}

/** Waits until a model is trained, or fails and says why it is not. */
export async function waitUntilTrained(cleanRooms: CleanRooms, arn: string, seconds: number): Promise<void> {
  const model = await poll(cleanRooms, seconds, async () => readAudienceModel(cleanRooms, arn), (seen) => seen === undefined || hasEnded(seen));
  if (model?.status === 'ACTIVE') return;
  if (!model) throw new DeploymentError(`there is no audience model ${arn}`);
  throw new DeploymentError(hasEnded(model)
    ? `the audience model ${arn} cannot be used, because its training ended as ${model.status}: ${model.reason}. Train another one: change a property of it, for example its name`
    : `the audience model ${arn} is still being trained after ${seconds} s (${model.status}), which can take a day: deploy this again when it is ACTIVE`);
}

/** Waits until a model that is being deleted is gone, because what it was trained with may be deleted next. */
export async function waitUntilDeleted(cleanRooms: CleanRooms, arn: string): Promise<void> {
  const left = await poll(cleanRooms, DELETION_SECONDS, async () => describe(cleanRooms, arn), (seen) => !seen || seen.status === 'DELETE_FAILED');
  if (left?.status === 'DELETE_FAILED') throw new DeploymentError(`the audience model ${arn} could not be deleted: ${left.reason}`);
}
