import { type ProtectedJobProperties, ResourceType } from '../../../src/custom-resources/contract';
import { openRoomForJobs } from '../../reliability/action-rows';
import { StackResource } from '../cloudformation';
import { ADVERTISER, PUBLISHER, World } from '../world';

let world: World;
let room: Awaited<ReturnType<typeof openRoomForJobs>>;
const resource = new StackResource(ResourceType.PROTECTED_JOB, 'Attribution');

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await openRoomForJobs(world);
});

function properties(changed: Partial<ProtectedJobProperties> = {}): ProtectedJobProperties {
  return {
    MembershipIdentifier: room.membershipIdentifier,
    AnalysisTemplateArn: room.analysisTemplateArn,
    Parameters: { campaign: 'spring' },
    WaitSeconds: 60,
    ...changed,
  };
}

test('runs the job, waits for its end, and returns its results', async () => {
  const answer = await world.deliver(resource.createEvent(properties({ ReceiverAccountId: ADVERTISER, Workers: { Type: 'CR.4X', Number: 4 } })));

  const [job] = world.objects('ProtectedJob');
  expect(job).toMatchObject({
    status: 'SUCCESS',
    jobParameters: { analysisTemplateArn: room.analysisTemplateArn, parameters: { campaign: 'spring' } },
    resultConfiguration: { outputConfiguration: { member: { accountId: ADVERTISER } } },
    computeConfiguration: { worker: { type: 'CR.4X', number: 4 } },
  });
  expect(answer).toMatchObject({
    PhysicalResourceId: expect.stringMatching(new RegExp(`^${room.membershipIdentifier}/${String(job.id)}/[0-9a-f]{16}$`)),
    Data: { Identifier: job.id, TotalDurationInMillis: 1500, BilledUnits: 1 },
  });
});

test('runs with only the required properties', async () => {
  await world.deliver(resource.createEvent(properties()));

  expect(world.objects('ProtectedJob')).toMatchObject([{ status: 'SUCCESS' }]);
});

test('sends the payer, which the SDK does not know yet', async () => {
  await expect(world.deliver(resource.createEvent(properties({ PayerAccountId: PUBLISHER })))).rejects.toThrow(
    `The account ${PUBLISHER} is not configured to pay for jobCompute`);
});

test('fails with the service\'s error when the job fails', async () => {
  world.api.letNextRunEnd({ status: 'FAILED', code: 'OUT_OF_MEMORY', message: 'more workers are needed' });

  await expect(world.deliver(resource.createEvent(properties()))).rejects.toThrow(
    /^the protected job [0-9a-f-]{36} ended as FAILED: OUT_OF_MEMORY: more workers are needed$/);
});

test('cancels a job that does not end in time', async () => {
  await expect(world.deliver(resource.createEvent(properties({ WaitSeconds: 0 })))).rejects.toThrow(/did not end within 0 s, and is cancelled/);

  expect(world.objects('ProtectedJob')).toMatchObject([{ status: 'CANCELLING' }]);
});
