import { StackResource } from './cloudformation';
import { ADVERTISER, type Room, World } from './world';
import { type ConfiguredAudienceModelAssociationProperties, ResourceType } from '../../src/custom-resources/contract';

export const KIND = 'ConfiguredAudienceModelAssociation';
export const MODEL = `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/a`;
export const OTHER_MODEL = `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/b`;

/** The world of the test file, and a room in it that each test finds empty. */
export let world: World;
export let room: Room;
export const resource = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Lookalike');

/** Gives the test file a world of its own. */
export function useAudienceModels(): void {
  beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
  afterAll(async () => world.api.close());
  beforeEach(async () => {
    world.reset();
    room = await world.openRoom();
  });
}

export function properties(changed: Partial<ConfiguredAudienceModelAssociationProperties> = {}): ConfiguredAudienceModelAssociationProperties {
  return {
    MembershipIdentifier: room.membershipIdentifier,
    ConfiguredAudienceModelArn: MODEL,
    Name: 'lookalike',
    Description: 'like our best customers',
    ManageResourcePolicies: false,
    Tags: { team: 'media' },
    ...changed,
  };
}

export async function created(initial = properties()) {
  const { PhysicalResourceId: physicalId } = await world.deliver(resource.createEvent(initial));
  world.forgetCalls();
  return { initial, physicalId };
}
