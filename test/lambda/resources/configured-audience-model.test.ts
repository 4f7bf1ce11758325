import {
  CreateConfiguredAudienceModelCommand, GetConfiguredAudienceModelPolicyCommand, PutConfiguredAudienceModelPolicyCommand,
} from '../../../lambda/missing-sdk/client-cleanroomsml';
import { ResourceType } from '../../../src/custom-resources/contract';
import type { ConfiguredAudienceModelProperties } from '../../../src/custom-resources/contract/machine-learning';
import { StackResource } from '../cloudformation';
import { addAudienceModel } from '../machine-learning';
import { ADVERTISER, PUBLISHER, World } from '../world';

let world: World;
let audienceModelArn: string;
const resource = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL, 'Lookalikes');
const COLLABORATION = '11111111-1111-4111-8111-111111111111';

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  audienceModelArn = await addAudienceModel(world);
});

function properties(changed: Partial<ConfiguredAudienceModelProperties> = {}): ConfiguredAudienceModelProperties {
  return {
    Name: 'lookalikes',
    AudienceModelArn: audienceModelArn,
    Output: { S3Uri: 's3://audiences/', RoleArn: `arn:aws:iam::${ADVERTISER}:role/output` },
    SharedAudienceMetrics: ['NONE'],
    MinMatchingSeedSize: 500,
    ChildResourceTagOnCreatePolicy: 'NONE',
    WaitSeconds: 60,
    ...changed,
  };
}

function models() {
  return world.objects('ConfiguredAudienceModel');
}

async function policyOf(configuredAudienceModelArn: string) {
  const command = new GetConfiguredAudienceModelPolicyCommand({ configuredAudienceModelArn });
  const { configuredAudienceModelPolicy: policy } = await world.machineLearning().send(command);
  return (JSON.parse(policy!) as { Statement: Record<string, unknown>[] }).Statement;
}

test('configures a model with what is given', async () => {
  const answer = await world.deliver(resource.createEvent(properties({
    Description: 'like our viewers', AudienceSizeConfig: { Type: 'PERCENTAGE', Bins: [1, 5] }, Tags: { team: 'media' },
  })));

  const [model] = models();
  expect(answer).toEqual({ PhysicalResourceId: model.arn, Data: { Arn: model.arn } });
  expect(model).toMatchObject({
    name: 'lookalikes',
    description: 'like our viewers',
    audienceModelArn,
    sharedAudienceMetrics: ['NONE'],
    minMatchingSeedSize: 500,
    audienceSizeConfig: { audienceSizeType: 'PERCENTAGE', audienceSizeBins: [1, 5] },
    outputConfig: { destination: { s3Destination: { s3Uri: 's3://audiences/' } } },
    tags: { team: 'media' },
  });
});

test('says so if the audience model is still being trained', async () => {
  world.api.service.trains = false;
  const wanted = properties({ AudienceModelArn: await addAudienceModel(world, 'newer'), WaitSeconds: 0 });

  await expect(world.deliver(resource.createEvent(wanted))).rejects.toThrow(
    /^the audience model arn:\S+ is still being trained after 0 s \(CREATE_IN_PROGRESS\), which can take a day: deploy this again when it is ACTIVE$/);
  expect(models()).toEqual([]);
});

test('says why the audience model was not trained', async () => {
  world.api.letNextRunEnd({ status: 'FAILED', message: 'too few users' });
  const wanted = properties({ AudienceModelArn: await addAudienceModel(world, 'newer') });

  await expect(world.deliver(resource.createEvent(wanted))).rejects.toThrow(/its training ended as CREATE_FAILED: INTERNAL_ERROR: too few users\. Train another one/);
});

test('says so if there is no such audience model', async () => {
  await expect(world.deliver(resource.createEvent(properties({ AudienceModelArn: `${audienceModelArn}x` })))).rejects.toThrow(/^there is no audience model arn:/);
});

test('changes everything but its name in place, for example to a newer audience model', async () => {
  const first = properties({ Description: 'old', AudienceSizeConfig: { Type: 'ABSOLUTE', Bins: [100] } });
  const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(first));
  const second = properties({ AudienceModelArn: await addAudienceModel(world, 'newer'), SharedAudienceMetrics: ['ALL'], MinMatchingSeedSize: 25 });
  const { PhysicalResourceId: same } = await world.deliver(resource.updateEvent(arn, second, first));

  expect(same).toBe(arn);
  expect(models()).toMatchObject([{ audienceModelArn: second.AudienceModelArn, description: '', sharedAudienceMetrics: ['ALL'], minMatchingSeedSize: 25 }]);
  expect(world.log).toContain('the audience sizes were NOT removed: the API can change them, and cannot remove them');
});

test('does not wait for a training in a rollback', async () => {
  const first = properties();
  const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(first));
  world.api.service.trains = false;
  const second = properties({ AudienceModelArn: await addAudienceModel(world, 'newer'), WaitSeconds: 0 });
  await expect(world.deliver(resource.updateEvent(arn, second, first))).rejects.toThrow('is still being trained');

  world.stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
  expect(await world.deliver(resource.updateEvent(arn, first, second))).toMatchObject({ PhysicalResourceId: arn });
  expect(models()).toMatchObject([{ audienceModelArn }]);
});

test('replaces it for another name', async () => {
  const first = properties();
  const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(first));
  const { PhysicalResourceId: another } = await world.deliver(resource.updateEvent(arn, properties({ Name: 'similar' }), first));
  await world.deliver(resource.deleteEvent(arn, first));

  expect(models()).toMatchObject([{ arn: another, name: 'similar' }]);
});

test('leaves a model of the same name alone that somebody else has configured', async () => {
  await world.machineLearning().send(new CreateConfiguredAudienceModelCommand({
    name: 'lookalikes',
    audienceModelArn,
    sharedAudienceMetrics: ['ALL'],
    outputConfig: { destination: { s3Destination: { s3Uri: 's3://others' } }, roleArn: `arn:aws:iam::${ADVERTISER}:role/output` },
  }));
  await world.deliver(resource.createEvent(properties()));

  expect(models()).toMatchObject([{ outputConfig: { destination: { s3Destination: { s3Uri: 's3://others' } } } }, { sharedAudienceMetrics: ['NONE'] }]);
});

describe('the resource policy', () => {
  const generators = [{ AccountId: PUBLISHER, CollaborationIdentifier: COLLABORATION }];
  const foreign = { Sid: 'Clean-Rooms-1', Effect: 'Allow', Principal: { AWS: [PUBLISHER] }, Action: ['cleanrooms-ml:StartAudienceGenerationJob'], Resource: ['*'] };

  test('lets accounts generate audiences in a collaboration, and is left alone where nobody is given', async () => {
    const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(properties({ AudienceGenerators: generators })));
    expect(await policyOf(arn)).toEqual([{
      Sid: 'CdkCleanRooms1',
      Effect: 'Allow',
      Principal: { AWS: [PUBLISHER] },
      Action: ['cleanrooms-ml:StartAudienceGenerationJob'],
      Resource: [arn, `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:audience-generation-job/*`],
      Condition: { StringEquals: { 'cleanrooms-ml:CollaborationId': COLLABORATION } },
    }]);

    world.forgetCalls();
    await world.deliver(resource.createEvent(properties({ Name: 'others' })));
    expect(world.operations.filter((operation) => operation.includes('Policy'))).toEqual([]);
  });

  test('keeps the statements of others, and goes with the last of its own', async () => {
    const first = properties({ AudienceGenerators: generators });
    const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(first));
    const [own] = await policyOf(arn);
    await world.machineLearning().send(new PutConfiguredAudienceModelPolicyCommand({
      configuredAudienceModelArn: arn, configuredAudienceModelPolicy: JSON.stringify({ Version: '2012-10-17', Statement: [foreign, own] }),
    }));

    const second = properties({ AudienceGenerators: [{ AccountId: '333333333333' }] });
    await world.deliver(resource.updateEvent(arn, second, first));
    expect(await policyOf(arn)).toMatchObject([foreign, { Sid: 'CdkCleanRooms1', Principal: { AWS: ['333333333333'] } }]);
    expect((await policyOf(arn))[1]).not.toHaveProperty('Condition');

    await world.deliver(resource.updateEvent(arn, properties(), second));
    expect(await policyOf(arn)).toEqual([foreign]);
  });

  test('is deleted if nothing is left in it', async () => {
    const first = properties({ AudienceGenerators: generators });
    const { PhysicalResourceId: arn } = await world.deliver(resource.createEvent(first));
    await world.deliver(resource.updateEvent(arn, properties(), first));

    await expect(policyOf(arn)).rejects.toThrow('Resource not found');
  });

  test('takes the model with it if it cannot be set for a new one', async () => {
    world.refuses = ({ action }) => action === 'cleanrooms-ml:PutConfiguredAudienceModelPolicy';

    await expect(world.deliver(resource.createEvent(properties({ AudienceGenerators: generators })))).rejects.toThrow('PutConfiguredAudienceModelPolicy');
    expect(models()).toEqual([]);
  });
});
