import { CreateConfiguredAudienceModelAssociationCommand } from '@aws-sdk/client-cleanrooms';
import { ACTION_ROWS } from './action-rows';
import { CHANGE_ROWS } from './change-rows';
import { LOOKUP_ROWS } from './lookup-rows';
import { ML_ROWS } from './ml-rows';
import {
  type ConfiguredAudienceModelAssociationProperties, MEMBERSHIP_CLEANUP_TAG, type PropertiesOf, type ReplacementGuardProperties, ResourceType,
} from '../../src/custom-resources/contract';
import type { CleanRoomsApiOptions } from '../../tools/src/local-cloud/api/server';
import type { Room, World } from '../lambda/world';

/** The properties of one resource over its life. */
export interface Life<Properties> {
  readonly first: Properties;
  /** The first ones, with a change in place. */
  readonly inPlace: Properties;
  /** The first ones, with a change that replaces the resource, if there can be one. */
  readonly replacing?: Properties;
}

/** A type of custom resource in the matrix, with what it needs and how to check it. */
export interface Row<Type extends ResourceType = ResourceType> {
  readonly name: string;
  readonly type: Type;
  /** Whether a change can replace it. */
  readonly isReplaced: boolean;
  readonly livesInMembership: boolean;
  /** How the API behaves for this row. @default - as usual */
  readonly options?: CleanRoomsApiOptions;
  /** Creates another object with the same name. */
  readonly takeName?: (world: World) => Promise<void>;
  /** The error in that case. @default - one with the ARN of the other object, and the advice to choose another name */
  readonly refusal?: RegExp;
  /** Creates what the resource depends on. */
  arrange(world: World): Promise<Life<PropertiesOf[Type]>>;
  /** Returns the state of the API that this type affects, without what differs in each run, such as identifiers. */
  actual(world: World): unknown;
  /** Returns the expected state with these properties in effect, or after the deletion if there are none. */
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
  async takeName(world) {
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

/** It reads what is live, and changes nothing. */
const replacementGuard: Row<typeof ResourceType.REPLACEMENT_GUARD> = {
  name: 'replacement guard',
  type: ResourceType.REPLACEMENT_GUARD,
  isReplaced: true,
  livesInMembership: false,
  async arrange() {
    const first: ReplacementGuardProperties = {
      GuardedType: 'AWS::CleanRooms::Collaboration', Name: 'campaign', FailsIfChanged: { creator: {}, queryLogging: true }, ReplacementAllowed: false,
    };
    return {
      first,
      inPlace: { ...first, DuplicateAllowed: true },
      replacing: { ...first, FailsIfChanged: { creator: {}, queryLogging: false }, ReplacementAllowed: true },
    };
  },
  actual: (world) => world.operations.filter((operation) => !/^(Get|List)/.test(operation)),
  expected: () => [],
};

const serviceRoleReady: Row<typeof ResourceType.SERVICE_ROLE_READY> = {
  name: 'service role ready',
  type: ResourceType.SERVICE_ROLE_READY,
  isReplaced: false,
  livesInMembership: false,
  async arrange() {
    const role = { Id: 'AROAEXAMPLE', Fingerprint: 'of the first policy', References: ['bucket'], Parts: ['Stack-Role'] };
    const first = { Roles: [role], Seconds: 0 };
    return { first, inPlace: { ...first, Roles: [{ ...role, Fingerprint: 'of another policy' }] } };
  },
  actual: (world) => world.operations,
  expected: () => [],
};

/** One row for each type: without it, this does not compile. */
const ROW_OF: { readonly [Type in ResourceType]: Row<Type> } = {
  ...ACTION_ROWS,
  ...CHANGE_ROWS,
  ...LOOKUP_ROWS,
  ...ML_ROWS,
  [ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION]: configuredAudienceModelAssociation,
  [ResourceType.MEMBERSHIP_CLEANUP]: membershipCleanup,
  [ResourceType.REPLACEMENT_GUARD]: replacementGuard,
  [ResourceType.SERVICE_ROLE_READY]: serviceRoleReady,
};

/** The same in case that the service allows two associations of one name, which is not documented. */
const withSameNames: Row<typeof ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION> = {
  ...configuredAudienceModelAssociation,
  name: 'audience model association, names not unique',
  async arrange(world) {
    world.allowSameNames('ConfiguredAudienceModelAssociation');
    return configuredAudienceModelAssociation.arrange(world);
  },
  takeName: undefined,
};

/** The same in case that the service refuses the ARN of an association in calls for tags, which is longer than documented. No tag changes. */
const withoutTags: Row<typeof ResourceType.CONFIGURED_AUDIENCE_MODEL_ASSOCIATION> = {
  ...configuredAudienceModelAssociation,
  name: 'audience model association, tags not readable',
  options: { refusesLongTagArns: true },
  async arrange(world) {
    const { first, inPlace, replacing } = await configuredAudienceModelAssociation.arrange(world);
    return { first, inPlace: { ...inPlace, Tags: first.Tags }, replacing: { ...replacing!, Tags: first.Tags } };
  },
};

export const ROWS = [...Object.values(ROW_OF), withSameNames, withoutTags] as unknown as readonly Row[];
