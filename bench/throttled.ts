/*
 * Fifty custom resources of one stack that are created at the same time, where the service takes two calls a second and where it takes as many as
 * come. Each is handled by a client of its own, as in functions of their own, against the local server of the API; `bound` is what the calls that
 * the service took need at that rate.
 *
 *   npx tsx bench/throttled.ts
 */
import { report } from './measurement';
import { CleanRooms, Clients } from '../lambda/client';
import { dispatch } from '../lambda/dispatch';
import { ResourceType } from '../src/custom-resources/contract';
import { World } from '../test/lambda/world';

const RESOURCES = 50;
const CALLS_PER_SECOND = 2;
const FUNCTION_MILLISECONDS = 15 * 60_000;

void main();

async function main(): Promise<void> {
  for (const callsPerSecond of [undefined, CALLS_PER_SECOND]) {
    const world = await World.start({ quotas: { configuredAudienceModelAssociations: RESOURCES } });
    const { membershipIdentifier } = await world.openRoom();
    if (callsPerSecond !== undefined) world.api.throttle({ callsPerSecond });
    const before = world.api.calls.length;
    const start = performance.now();
    await Promise.all(Array.from({ length: RESOURCES }, async (_, index) => create(membershipIdentifier, index)));

    const seconds = (performance.now() - start) / 1_000;
    const calls = world.api.calls.slice(before);
    const throttled = calls.filter(({ status }) => status === 429).length;
    const bound = callsPerSecond === undefined ? undefined : (calls.length - throttled) / callsPerSecond;
    report('throttled', { resources: RESOURCES, callsPerSecond, seconds: Math.round(seconds * 10) / 10, calls: calls.length, throttled, bound });
    await world.stop();
  }
}

async function create(membershipIdentifier: string, index: number): Promise<void> {
  const clients = new Clients();
  const cleanRooms = CleanRooms.within({ getRemainingTimeInMillis: () => FUNCTION_MILLISECONDS }, clients, () => undefined);
  await dispatch({
    RequestType: 'Create',
    StackId: 'arn:aws:cloudformation:us-east-1:111111111111:stack/Stack/5f0c2b1e-8f1a-11f0-8de9-0242ac120002',
    RequestId: String(index),
    LogicalResourceId: `Lookalike${index}`,
    ResourceType: ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION,
    ResourceProperties: {
      MembershipIdentifier: membershipIdentifier,
      ConfiguredAudienceModelArn: 'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-audience-model/a',
      Name: `lookalike ${index}`,
      ManageResourcePolicies: 'false',
    },
  }, cleanRooms, () => undefined);
  clients.destroy();
}
