import { CreateConfiguredAudienceModelAssociationCommand } from '@aws-sdk/client-cleanrooms';
import { ACTION_ROWS } from './action-rows';
import { CHANGE_ROWS } from './change-rows';
import { LOOKUP_ROWS } from './lookup-rows';
import {
  type ConfiguredAudienceModelAssociationProperties, MEMBERSHIP_CLEANUP_TAG, type PropertiesOf, type ReplacementGuardProperties, ResourceType,
} from '../../src/custom-resources/contract';
import type { Room, World } from '../lambda/world';

/** The properties that one resource has in the course of its life. */
export interface Life<Properties> {
  readonly first: Properties;
  /** The first ones, changed in place. */
  readonly inPlace: Properties;
  /** The first ones, changed so that the resource is replaced, where it can be. */
  readonly replacing?: Properties;
}

/** A type of custom resource in the matrix. */
export interface Row<Type extends ResourceType = ResourceType> {
  readonly name: string;
  readonly type: Type;
  /** Whether there are changes that replace it. */
  readonly isReplaced: boolean;
  readonly livesInMembership: boolean;
  /** Makes something of somebody else's that has the name. */
  readonly obstruct?: (world: World) => Promise<void>;
  /** How it is refused then. @default - with the ARN of that something, and the advice to choose another name */
  readonly refusal?: RegExp;
  /** Makes what the resource needs to live. */
  arrange(world: World): Promise<Life<PropertiesOf[Type]>>;
  /** What the API holds of the concern of this type, less what differs in each run, such as identifiers. */
  actual(world: World): unknown;
  /** What it should hold with these properties in effect; without any, after the deletion. */
  expected(properties?: PropertiesOf[Type]): unknown;
}

const MODEL = 'arn:aws:cleanrooms-ml:us-east-1:111111111111:configured-audience-model/a';

const configuredAudienceModelAssociation: Row<typeof ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION> = {
  name: 'audience model association',
  type: ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION,
  isReplaced: true,
  livesInMembership: true,
  async arrange(world) {
    const { membershipIdentifier } = await world.openRoom();
    const first: ConfiguredAudienceModelAssociationProperties = {
      MembershipIdentifier: membershipIdentifier,
      ConfiguredAudienceModelArn: MODEL,
      Name: 'lookalike',
      Description: 'like our best customers',
      ManageResourcePolicies: false,
      Tags: { team: 'media', stage: 'test' },
    };
    return {
      first,
      inPlace: { ...first, Name: 'similar', Description: undefined, Tags: { team: 'sales', region: 'us' } },
      replacing: { ...first, ConfiguredAudienceModelArn: `${MODEL}-2`, Name: 'lookalike-2', Tags: { team: 'media' } },
    };
  },
  actual: (world) => world.objects('ConfiguredAudienceModelAssociation').map((object) => ({
    name: object.name,
    description: object.description || undefined,
    model: object.configuredAudienceModelArn,
    tags: Object.entries(object.tags as object).filter(([key]) => !key.startsWith('cdk-cleanrooms:')).sort(),
  })),
  expected: (properties) => properties ? [{
    name: properties.Name,
    description: properties.Description,
    model: properties.ConfiguredAudienceModelArn,
    tags: Object.entries(properties.Tags ?? {}).sort(),
  }] : [],
  async obstruct(world) {
    const [{ id }] = world.objects('Membership');
    await world.client().send(new CreateConfiguredAudienceModelAssociationCommand({
      membershipIdentifier: id as string,
      configuredAudienceModelArn: MODEL,
      configuredAudienceModelAssociationName: 'lookalike',
      manageResourcePolicies: false,
    }));
  },
};

const membershipCleanup: Row<typeof ResourceType.MEMBERSHIP_CLEANUP> = {
  name: 'membership cleanup',
  type: ResourceType.MEMBERSHIP_CLEANUP,
  isReplaced: false,
  livesInMembership: false,
  async arrange(world) {
    const tags = { [MEMBERSHIP_CLEANUP_TAG]: 'Campaign/Collaboration' };
    const deleted: Room[] = [await world.openRoom(tags), await world.openRoom(tags)];
    await world.openRoom(tags);
    for (const room of deleted) await world.closeRoom(room);
    return { first: { TagValue: 'Campaign/Collaboration' }, inPlace: { TagValue: 'Campaign/Collaboration' } };
  },
  actual: (world) => world.objects('Membership').map(({ status }) => status),
  expected: (properties) => properties ? ['COLLABORATION_DELETED', 'COLLABORATION_DELETED', 'ACTIVE'] : ['ACTIVE'],
};

const replacementGuard: Row<typeof ResourceType.REPLACEMENT_GUARD> = {
  name: 'replacement guard',
  type: ResourceType.REPLACEMENT_GUARD,
  isReplaced: true,
  livesInMembership: false,
  async arrange() {
    const first: ReplacementGuardProperties = {
      Path: 'Campaign/Collaboration', CreateOnly: { queryLogging: true }, Remedy: 'Allow it.', ReplacementAllowed: false,
    };
    return {
      first,
      inPlace: { ...first, Remedy: 'Allow it by name.' },
      replacing: { ...first, CreateOnly: { queryLogging: false }, ReplacementAllowed: true },
    };
  },
  actual: (world) => world.operations,
  expected: () => [],
};

const serviceRoleReady: Row<typeof ResourceType.SERVICE_ROLE_READY> = {
  name: 'service role ready',
  type: ResourceType.SERVICE_ROLE_READY,
  isReplaced: false,
  livesInMembership: false,
  async arrange() {
    const first = { RoleId: 'AROAEXAMPLE', Fingerprint: 'of the first policy', Seconds: 0 };
    return { first, inPlace: { ...first, Fingerprint: 'of another policy' } };
  },
  actual: (world) => world.operations,
  expected: () => [],
};

/** One for each type: a type without a row does not compile. */
const ROW_OF: { readonly [Type in ResourceType]: Row<Type> } = {
  ...ACTION_ROWS,
  ...CHANGE_ROWS,
  ...LOOKUP_ROWS,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: configuredAudienceModelAssociation,
  [ResourceType.MEMBERSHIP_CLEANUP]: membershipCleanup,
  [ResourceType.REPLACEMENT_GUARD]: replacementGuard,
  [ResourceType.SERVICE_ROLE_READY]: serviceRoleReady,
};

/** The same as if the service let two associations have one name, which its documentation does not say. */
const withSameNames: Row<typeof ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION> = {
  ...configuredAudienceModelAssociation,
  name: 'the same, names not unique',
  async arrange(world) {
    world.allowSameNames('ConfiguredAudienceModelAssociation');
    return configuredAudienceModelAssociation.arrange(world);
  },
  obstruct: undefined,
};

export const ROWS = [...Object.values(ROW_OF), withSameNames] as unknown as readonly Row[];
