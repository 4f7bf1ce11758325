import { StackResource } from './cloudformation';
import { type Share, shareAudienceModel, shareIdNamespace, shareTemplate } from './sharing';
import { ADVERTISER, PUBLISHER, type Room, World } from './world';
import { type NamedLookupProperties, ResourceType } from '../../src/custom-resources/contract';

let world: World;
let own: Room;
let partner: Room;

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
afterAll(async () => world.stop());
beforeEach(async () => {
  world.reset();
  own = await world.openRoom();
  partner = await world.join(own.collaborationIdentifier, PUBLISHER);
});

describe.each([
  ['analysis template', ResourceType.ANALYSIS_TEMPLATE_LOOKUP, shareTemplate],
  ['configured audience model association', ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP, shareAudienceModel],
  ['ID namespace association', ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP, shareIdNamespace],
] as const)('the lookup of an %s', (displayName, type, share: Share) => {
  const resource = new StackResource(type, 'Found');

  async function find(changed: Partial<NamedLookupProperties> = {}) {
    return world.deliver(resource.createEvent({
      CollaborationIdentifier: own.collaborationIdentifier, Name: 'reach', WaitSeconds: 0, ...changed,
    }));
  }

  test('finds the one of another member', async () => {
    await share(world, partner, PUBLISHER, 'another');
    const arn = await share(world, partner, PUBLISHER, 'reach');

    expect(await find()).toEqual({ PhysicalResourceId: arn.split('/').at(-1), Data: { Arn: arn } });
    expect(await find({ OwnerAccountId: PUBLISHER })).toMatchObject({ Data: { Arn: arn } });
  });

  test('fails when two members use the name, and finds the right one by its owner', async () => {
    world.allowSameNames('ConfiguredAudienceModelAssociation');
    const [ownArn, partnersArn] = [await share(world, own, ADVERTISER, 'reach'), await share(world, partner, PUBLISHER, 'reach')];

    await expect(find()).rejects.toThrow(new RegExp(`there is more than one ${displayName} 'reach' in the collaboration ${own.collaborationIdentifier}: `
      + `'reach' of ${ADVERTISER} .*'reach' of ${PUBLISHER} .*Specify its owner with 'ownerAccountId'`));
    expect(await find({ OwnerAccountId: ADVERTISER })).toMatchObject({ Data: { Arn: ownArn } });
    expect(await find({ OwnerAccountId: PUBLISHER })).toMatchObject({ Data: { Arn: partnersArn } });
  });

  test('lists the candidates when none has the name or the owner', async () => {
    const arn = await share(world, partner, PUBLISHER, 'reach');
    const candidate = `There is: 'reach' of ${PUBLISHER} (${arn.split('/').at(-1)})`;

    await expect(find({ Name: 'reech' })).rejects.toThrow(`there is no ${displayName} 'reech' in the collaboration ${own.collaborationIdentifier}. ${candidate}`);
    await expect(find({ OwnerAccountId: ADVERTISER })).rejects.toThrow(`there is no ${displayName} 'reach' of ${ADVERTISER}`);
  });

  test('fails with the service\'s message when the collaboration does not exist', async () => {
    await expect(find({ CollaborationIdentifier: '99999999-9999-4999-8999-999999999999' }))
      .rejects.toThrow(/^ListCollaboration\w+: .*ResourceNotFoundException/);
  });
});
