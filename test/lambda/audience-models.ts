import { CreateConfiguredAudienceModelAssociationCommand } from '@aws-sdk/client-cleanrooms';
import { StackResource } from './cloudformation';
import { ADVERTISER, type Room, World } from './world';
import { type ConfiguredAudienceModelAssociationProperties, ResourceType, STACK_TAG } from '../../src/custom-resources/contract';
import type { CleanRoomsApiOptions } from '../../tools/src/local-cloud/api/server';

export const KIND = 'ConfiguredAudienceModelAssociation';
export const MODEL = `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/a`;
export const OTHER_MODEL = `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/b`;

/** The world of the test file, and a new room for each test. */
export let world: World;
export let room: Room;
export const resource = new StackResource(ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION, 'Lookalike');

/** Whether the service takes any ARN in calls for tags, or none that is as long as that of an association: it may do either. */
export const TAG_ARNS: readonly [string, CleanRoomsApiOptions][] = [
  ['any ARN in calls for tags', {}],
  ['no long ARN in calls for tags', { refusesLongTagArns: true }],
];

/** Sets up a world for the tests that follow. IAM refuses changes of what the stack of the resource did not create, as the role has it. */
export function useAudienceModels(options: CleanRoomsApiOptions = {}): void {
  const { StackId: stackId } = resource.createEvent({} as ConfiguredAudienceModelAssociationProperties);
  beforeAll(async () => void (world = await World.start({ pageSize: 1, ...options })));
  afterAll(async () => world.stop());
  beforeEach(async () => {
    world.reset();
    room = await world.openRoom();
    world.refuses = ({ action, context }) =>
      [`cleanrooms:Update${KIND}`, `cleanrooms:Delete${KIND}`].includes(action) && context[`aws:ResourceTag/${STACK_TAG}`] !== stackId;
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
export async function createdByHand(Name = 'lookalike', configuredAudienceModelArn = OTHER_MODEL, description?: string) {
  const { configuredAudienceModelAssociation: made } = await world.client().send(new CreateConfiguredAudienceModelAssociationCommand({
    membershipIdentifier: room.membershipIdentifier,
    configuredAudienceModelArn,
    configuredAudienceModelAssociationName: Name,
    description,
    manageResourcePolicies: false,
  }));
  return made!;
}

/** The called operations, with `~` for the name of the resource. */
export function calls(): string[] {
  return world.operations.map((operation) => operation.replace(KIND, '~'));
}
