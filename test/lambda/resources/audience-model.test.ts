import { ResourceType } from '../../../src/custom-resources/contract';
import type { AudienceModelProperties } from '../../../src/custom-resources/contract/machine-learning';
import { StackResource } from '../cloudformation';
import { addTrainingDataset } from '../machine-learning';
import { ADVERTISER, World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.AUDIENCE_MODEL, 'Viewers');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(() => world.reset());

function properties(changed: Partial<AudienceModelProperties> = {}): AudienceModelProperties {
  return { Name: 'viewers', TrainingDatasetArn: addTrainingDataset(world), WaitSeconds: 60, ...changed };
}

function models() {
  return world.objects('AudienceModel');
}

test('trains a model with what is given, and returns its ARN', async () => {
  const wanted = properties({
    Description: 'of the last month',
    TrainingDataStartTime: '2026-01-01T00:00:00.000Z',
    TrainingDataEndTime: '2026-02-01T00:00:00.000Z',
    KmsKeyArn: `arn:aws:kms:us-east-1:${ADVERTISER}:key/1`,
    Tags: { team: 'media' },
  });
  const answer = await world.deliver(resource.createEvent(wanted));

  const [model] = models();
  expect(answer).toEqual({ PhysicalResourceId: model.arn, Data: { Arn: model.arn } });
  expect(model).toMatchObject({
    name: 'viewers',
    description: 'of the last month',
    status: 'ACTIVE',
    trainingDatasetArn: wanted.TrainingDatasetArn,
    trainingDataStartTime: Date.parse('2026-01-01') / 1_000,
    tags: { team: 'media' },
  });
});

test('leaves a model to its training that takes longer than the deployment follows it', async () => {
  world.api.service.trains = false;
  const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(properties({ WaitSeconds: 1 })));

  expect(models()).toMatchObject([{ arn, status: 'CREATE_IN_PROGRESS' }]);
});

test('fails with the reason of the service if the training fails, and leaves no model behind', async () => {
  world.api.letNextRunEnd({ status: 'FAILED', code: 'TRAINING_DATA_TOO_SMALL', message: 'too few users' });

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
    /^the training of the audience model arn:\S+ failed: TRAINING_DATA_TOO_SMALL: too few users$/);
  expect(models()).toEqual([]);
});

test('changes tags in place, and does not follow the training again', async () => {
  const first = properties({ Tags: { team: 'media', stage: 'test' } });
  const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(first));
  world.forgetCalls();
  const { PhysicalResourceId: same } = await world.deliver(resource.updateEvent(arn, { ...first, Tags: { team: 'sales' } }, first));

  expect(same).toBe(arn);
  expect(models()).toMatchObject([{ tags: { team: 'sales' } }]);
  expect(models()[0].tags).not.toHaveProperty('stage');
  expect(world.operations).toEqual(['GetAudienceModel', 'ListTagsForResource', 'TagResource', 'UntagResource']);
});

test('trains another model for any other change, and waits until the old one is gone before its data may go', async () => {
  const first = properties();
  const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(first));
  const second = { ...first, Name: 'viewers-2', Description: 'newer' };
  const { PhysicalResourceId: another } = await world.deliver(resource.updateEvent(arn, second, first));
  expect(another).not.toBe(arn);
  expect(models()).toHaveLength(2);

  world.forgetCalls();
  await world.deliver(resource.deleteEvent(arn, first));
  expect(world.operations).toEqual(['DeleteAudienceModel', 'GetAudienceModel', 'GetAudienceModel']);
  expect(models()).toMatchObject([{ arn: another }]);
});

test('deletes what is gone already', async () => {
  const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(properties()));
  await world.deliver(resource.deleteEvent(arn, properties()));

  expect(await world.deliver(resource.deleteEvent(arn, properties()))).toEqual({ PhysicalResourceId: arn });
});
