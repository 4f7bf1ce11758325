import { ADVERTISER, PUBLISHER, REGION, type Room, type World } from './world';
import { CreateAudienceModelCommand, GetAudienceModelCommand } from '../../lambda/missing-sdk/client-cleanroomsml';

/*
 * What Clean Rooms ML has before a resource of the handler does anything: for the tests of the handler alone.
 */

/** Creates a training data set, and returns its ARN. */
export function addTrainingDataset(world: World, name = 'clicks'): string {
  const values = { name, trainingData: [], roleArn: `arn:aws:iam::${ADVERTISER}:role/training` };
  return world.api.service.store.add({ kind: 'TrainingDataset', account: ADVERTISER, region: REGION, parent: undefined, values }).arn;
}

/** Trains an audience model, and returns its ARN. */
export async function addAudienceModel(world: World, name = 'viewers'): Promise<string> {
  const command = new CreateAudienceModelCommand({ name, trainingDatasetArn: addTrainingDataset(world) });
  const { audienceModelArn } = await world.machineLearning().send(command);
  for (let look = 0; look < 2; look++) await world.machineLearning().send(new GetAudienceModelCommand({ audienceModelArn }));
  return audienceModelArn!;
}

/** A kind of resource of Clean Rooms ML that a member shares with a collaboration. */
export type SharedKind = 'ConfiguredModelAlgorithmAssociation' | 'MLInputChannel' | 'TrainedModel';

/** Shares something of Clean Rooms ML with a collaboration, and returns its ARN. */
export function shareModel(world: World, kind: SharedKind, room: Pick<Room, 'membershipIdentifier'>, name: string, status = 'ACTIVE', account = PUBLISHER): string {
  const parent = world.api.service.store.find('Membership', REGION, room.membershipIdentifier)!;
  const algorithm = `arn:aws:cleanrooms-ml:${REGION}:${PUBLISHER}:configured-model-algorithm/churn`;
  const association = `arn:aws:cleanrooms-ml:${REGION}:${PUBLISHER}:membership/${room.membershipIdentifier}/configured-model-algorithm-association/churn`;
  const values = {
    name,
    status,
    configuredModelAlgorithmArn: algorithm,
    configuredModelAlgorithmAssociationArn: association,
    configuredModelAlgorithmAssociations: [association],
  };
  return world.api.service.store.add({ kind, account, region: REGION, parent, values }).arn;
}
