import { CreateConfiguredAudienceModelAssociationCommand } from '@aws-sdk/client-cleanrooms';
import { StackResource } from './cloudformation';
import { ADVERTISER, type Room, World } from './world';
import { type ConfiguredAudienceModelAssociationProperties, ResourceType } from '../../src/custom-resources/contract';

export const KIND = 'ConfiguredAudienceModelAssociation';
export const MODEL = `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/a`;
export const OTHER_MODEL = `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/b`;

/** The world of the test file, and a new room for each test. */
export let world: World;
export let room: Room;
export const resource = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Lookalike');

/** Sets up a world for the test file. */
export function useAudienceModels(): void {
  beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
  afterAll(async () => world.stop());
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

/** Creates an association without the function. */
export async function createdByHand(Name = 'lookalike') {
  const { configuredAudienceModelAssociation: made } = await world.client().send(new CreateConfiguredAudienceModelAssociationCommand({
    membershipIdentifier: room.membershipIdentifier,
    configuredAudienceModelArn: OTHER_MODEL,
    configuredAudienceModelAssociationName: Name,
    manageResourcePolicies: false,
  }));
  return made!;
}

/** The called operations, with `~` for the name of the resource. */
export function calls(): string[] {
  return world.operations.map((operation) => operation.replace(KIND, '~'));
}
