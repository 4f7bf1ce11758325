import type { Row } from './rows';
import { type NamedLookupProperties, type PropertiesOf, ResourceType } from '../../src/custom-resources/contract';
import type { KindName } from '../../tools/src/local-cloud/api/resource';
import { type SharedKind, shareModel } from '../lambda/machine-learning';
import { invite, type Share, SharedTable, shareAudienceModel, shareIdNamespace, shareTemplate } from '../lambda/sharing';
import { ADVERTISER, PUBLISHER, type Room, type World } from '../lambda/world';

/*
 * The types that only read: no call may change anything.
 */
const CHANGES_NOTHING = {
  actual: (world: World) => world.operations.filter((operation) => !/^(BatchGet|Get|List)/.test(operation)),
  expected: () => [],
};

type NamedLookup = {
  [Type in ResourceType]: PropertiesOf[Type] extends NamedLookupProperties ? Type : never
}[ResourceType];

function namedLookup<Type extends NamedLookup>(name: string, type: Type, kind: KindName, share: Share): Row<Type> {
  let partner: Room;
  return {
    name,
    type,
    isReplaced: true,
    livesInMembership: true,
    ...CHANGES_NOTHING,
    async arrange(world) {
      const room = await world.openRoom();
      partner = await world.join(room.collaborationIdentifier, PUBLISHER);
      for (const wanted of ['one', 'another']) await share(world, partner, PUBLISHER, wanted);
      const first: NamedLookupProperties = {
        CollaborationIdentifier: room.collaborationIdentifier, Name: 'one', OwnerAccountId: PUBLISHER, WaitSeconds: 0,
      };
      return { first, inPlace: { ...first, WaitSeconds: 1 }, replacing: { ...first, Name: 'another' } };
    },
    async takeName(world) {
      world.allowSameNames(kind);
      await share(world, partner, PUBLISHER, 'one');
    },
    refusal: new RegExp(`more than one .* 'one' of ${PUBLISHER} .*'one' of ${PUBLISHER} .*Import it by its ARN`),
  };
}

const collaborationLookup: Row<typeof ResourceType.COLLABORATION_LOOKUP> = {
  name: 'collaboration lookup',
  type: ResourceType.COLLABORATION_LOOKUP,
  isReplaced: true,
  livesInMembership: false,
  ...CHANGES_NOTHING,
  async arrange(world) {
    await invite(world, 'campaign');
    await invite(world, 'another');
    const first = { CollaborationName: 'campaign', CreatorAccountId: PUBLISHER, WaitSeconds: 0 };
    return { first, inPlace: { ...first, WaitSeconds: 1 }, replacing: { ...first, CollaborationName: 'another' } };
  },
  async takeName(world) {
    await invite(world, 'campaign');
  },
  refusal: /more than one .* 'campaign' .*, 'campaign' .*Import the right one by its id/,
};

const liveCollaborationLookup: Row<typeof ResourceType.LIVE_COLLABORATION_LOOKUP> = {
  name: 'live collaboration lookup',
  type: ResourceType.LIVE_COLLABORATION_LOOKUP,
  isReplaced: true,
  livesInMembership: false,
  ...CHANGES_NOTHING,
  async arrange(world) {
    for (const name of ['campaign', 'another']) await world.join(await invite(world, name), ADVERTISER);
    const first = { CollaborationName: 'campaign', CreatorAccountId: PUBLISHER };
    return { first, inPlace: { ...first }, replacing: { ...first, CollaborationName: 'another' } };
  },
  async takeName(world) {
    await world.join(await invite(world, 'campaign'), ADVERTISER);
  },
  refusal: /more than one collaboration 'campaign' .*Give each clean room a name of its own/,
};

const membershipLookup: Row<typeof ResourceType.MEMBERSHIP_LOOKUP> = {
  name: 'membership lookup',
  type: ResourceType.MEMBERSHIP_LOOKUP,
  isReplaced: true,
  livesInMembership: true,
  ...CHANGES_NOTHING,
  async arrange(world) {
    const [one, another] = [await world.openRoom(), await world.openRoom()];
    const first = { CollaborationIdentifier: one.collaborationIdentifier, WaitSeconds: 0 };
    return { first, inPlace: { ...first, WaitSeconds: 1 }, replacing: { ...first, CollaborationIdentifier: another.collaborationIdentifier } };
  },
};

const membersJoined: Row<typeof ResourceType.MEMBERS_JOINED> = {
  name: 'members joined',
  type: ResourceType.MEMBERS_JOINED,
  isReplaced: true,
  livesInMembership: true,
  ...CHANGES_NOTHING,
  async arrange(world) {
    const { collaborationIdentifier } = await world.openRoom();
    await world.join(collaborationIdentifier, PUBLISHER);
    const first = { CollaborationIdentifier: collaborationIdentifier, AccountIds: [PUBLISHER], WaitSeconds: 0 };
    return { first, inPlace: { ...first, WaitSeconds: 1 }, replacing: { ...first, AccountIds: [ADVERTISER, PUBLISHER] } };
  },
};

const schemaReadiness: Row<typeof ResourceType.SCHEMA_READINESS> = {
  name: 'schema readiness',
  type: ResourceType.SCHEMA_READINESS,
  isReplaced: true,
  livesInMembership: true,
  ...CHANGES_NOTHING,
  async arrange(world) {
    const room = await world.openRoom();
    const partner = await world.join(room.collaborationIdentifier, PUBLISHER);
    for (const name of ['purchases', 'impressions']) {
      const table = await SharedTable.of(world, partner, PUBLISHER, name);
      await table.makeReady();
    }
    const first = {
      CollaborationIdentifier: room.collaborationIdentifier, Tables: ['purchases'], AnalysisType: 'DIRECT_ANALYSIS', WaitSeconds: 0,
    };
    return { first, inPlace: { ...first, WaitSeconds: 1 }, replacing: { ...first, Tables: ['purchases', 'impressions'] } };
  },
};

function sharing(kind: SharedKind): Share {
  return async (world, room, account, name) => shareModel(world, kind, room, name, 'ACTIVE', account);
}

/** The rows of the types that look something up or wait for it. */
export const LOOKUP_ROWS = {
  [ResourceType.ANALYSIS_TEMPLATE_LOOKUP]: namedLookup('analysis template lookup', ResourceType.ANALYSIS_TEMPLATE_LOOKUP, 'AnalysisTemplate', shareTemplate),
  [ResourceType.COLLABORATION_LOOKUP]: collaborationLookup,
  [ResourceType.LIVE_COLLABORATION_LOOKUP]: liveCollaborationLookup,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP]:
    namedLookup('audience model lookup', ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION_LOOKUP, 'ConfiguredAudienceModelAssociation', shareAudienceModel),
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP]: namedLookup('configured audience model lookup', ResourceType.CONFIGURED_AUDIENCE_MODEL_LOOKUP,
    'ConfiguredAudienceModelAssociation', shareAudienceModel),
  [ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP]: namedLookup('model algorithm association lookup',
    ResourceType.CONFIGURED_MODEL_ALGORITHM_ASSOCIATION_LOOKUP, 'ConfiguredModelAlgorithmAssociation', sharing('ConfiguredModelAlgorithmAssociation')),
  [ResourceType.ML_INPUT_CHANNEL_LOOKUP]:
    namedLookup('ML input channel lookup', ResourceType.ML_INPUT_CHANNEL_LOOKUP, 'MLInputChannel', sharing('MLInputChannel')),
  [ResourceType.TRAINED_MODEL_LOOKUP]: namedLookup('trained model lookup', ResourceType.TRAINED_MODEL_LOOKUP, 'TrainedModel', sharing('TrainedModel')),
  [ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP]:
    namedLookup('ID namespace lookup', ResourceType.ID_NAMESPACE_ASSOCIATION_LOOKUP, 'IdNamespaceAssociation', shareIdNamespace),
  [ResourceType.MEMBERSHIP_LOOKUP]: membershipLookup,
  [ResourceType.MEMBERS_JOINED]: membersJoined,
  [ResourceType.SCHEMA_READINESS]: schemaReadiness,
};
