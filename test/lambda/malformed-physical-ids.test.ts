import { StackResource } from './cloudformation';
import { ADVERTISER, PUBLISHER, type Room, World } from './world';
import { type PropertiesOf, ResourceType } from '../../src/custom-resources/contract';

/*
 * A physical id that this handler never returned, of a template that was edited or of another resource, does not reach the API.
 */

let world: World;
let room: Room;

beforeAll(async () => void (world = await World.start()));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  room = await world.openRoom();
  world.forgetCalls();
});

const PROPERTIES: { [Type in ResourceType]?: () => PropertiesOf[Type] } = {
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: () => ({
    MembershipIdentifier: room.membershipIdentifier,
    ConfiguredAudienceModelArn: `arn:aws:cleanrooms-ml:us-east-1:${ADVERTISER}:configured-audience-model/a`,
    Name: 'lookalike',
    ManageResourcePolicies: false,
  }),
  [ResourceType.PROTECTED_QUERY]: () => ({ MembershipIdentifier: room.membershipIdentifier, Statement: { QueryString: 'SELECT 1' }, WaitSeconds: 60 }),
  [ResourceType.PROTECTED_JOB]: () => ({
    MembershipIdentifier: room.membershipIdentifier,
    AnalysisTemplateArn: `${room.membershipArn}/analysistemplate/22222222-2222-4222-8222-222222222222`,
    WaitSeconds: 60,
  }),
  [ResourceType.COLLABORATION_CHANGE_REQUEST]: () => ({
    CollaborationIdentifier: room.collaborationIdentifier, Changes: [{ Member: { AccountId: PUBLISHER, Abilities: [] } }], WaitSeconds: 5,
  }),
  [ResourceType.ID_MAPPING_TABLE_POPULATION]: () => ({
    MembershipIdentifier: room.membershipIdentifier, IdMappingTableIdentifier: '22222222-2222-4222-8222-222222222222', WaitSeconds: 60,
  }),
};

const FINGERPRINT = '0123456789abcdef';
const MALFORMED: [string, (membership: string) => string][] = [
  ['of an id only', (membership) => `${membership}/`],
  ['with more in it', (membership) => `${membership}/${membership}/${membership}/${FINGERPRINT}`],
  ['with a path in it', (membership) => `${membership}/../${membership}/${FINGERPRINT}`],
  ['with a wildcard', (membership) => `${membership}/*/${FINGERPRINT}`],
  ['with the line ended', (membership) => `${membership}/${membership}/${FINGERPRINT}\n`],
];

describe.each(Object.entries(PROPERTIES) as [ResourceType, () => never][])('%s with a physical id', (type, properties) => {
  const resource = new StackResource(type, 'Resource');

  test.each(MALFORMED)('%s has nothing to delete', async (_, malformed) => {
    const physicalId = malformed(room.membershipIdentifier);
    expect(await world.deliver(resource.deleteEvent(physicalId, properties()))).toEqual({ PhysicalResourceId: physicalId });
    expect(world.operations).toEqual([]);
  });

  test.each(MALFORMED)('%s fails to be updated, before it calls the API', async (_, malformed) => {
    const physicalId = malformed(room.membershipIdentifier);
    await expect(world.deliver(resource.updateEvent(physicalId, properties(), properties()))).rejects.toThrow('is none that this resource has had');
    expect(world.operations).toEqual([]);
  });
});
