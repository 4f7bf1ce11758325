import {
  type ConfiguredAudienceModelAssociation,
  CreateConfiguredAudienceModelAssociationCommand,
  DeleteConfiguredAudienceModelAssociationCommand,
  GetConfiguredAudienceModelAssociationCommand,
  ListConfiguredAudienceModelAssociationsCommand,
  UpdateConfiguredAudienceModelAssociationCommand,
} from '@aws-sdk/client-cleanrooms';
import type { ConfiguredAudienceModelAssociationAttributes, ConfiguredAudienceModelAssociationProperties } from '../../src/custom-resources/contract';
import { CLEAN_ROOMS_TAGGING } from '../cleanrooms-tagging';
import { flag, mapOf, optional, text } from '../decode';
import { lifecycle, type Live } from '../lifecycle';
import { activeMembership, allPagesIn, unlessGone } from '../memberships';
import { isNestedId, nestedId, parseNestedId } from '../nested-id';

type Properties = ConfiguredAudienceModelAssociationProperties;

export const configuredAudienceModelAssociation = lifecycle<Properties>({
  displayName: 'configured audience model association',
  fields: {
    MembershipIdentifier: text,
    ConfiguredAudienceModelArn: text,
    Name: text,
    Description: optional(text),
    ManageResourcePolicies: flag,
    Tags: optional(mapOf(text)),
  },
  tagging: CLEAN_ROOMS_TAGGING,
  createOnly: ['MembershipIdentifier', 'ConfiguredAudienceModelArn', 'ManageResourcePolicies'],
  isPhysicalId: isNestedId,

  async create(cleanRooms, properties, tags) {
    const output = await cleanRooms.send(new CreateConfiguredAudienceModelAssociationCommand({
      membershipIdentifier: properties.MembershipIdentifier,
      configuredAudienceModelArn: properties.ConfiguredAudienceModelArn,
      configuredAudienceModelAssociationName: properties.Name,
      description: properties.Description,
      manageResourcePolicies: properties.ManageResourcePolicies,
      tags,
    }));
    return live(output.configuredAudienceModelAssociation);
  },

  async read(cleanRooms, physicalId) {
    const identifiers = split(physicalId);
    const output = await unlessGone(cleanRooms, activeMembership(identifiers.membershipIdentifier),
      async () => cleanRooms.send(new GetConfiguredAudienceModelAssociationCommand(identifiers)));
    return output && live(output.configuredAudienceModelAssociation);
  },

  async find(cleanRooms, { MembershipIdentifier: membershipIdentifier, Name: name }) {
    const summaries = await allPagesIn(cleanRooms, membershipIdentifier,
      async (nextToken) => cleanRooms.send(new ListConfiguredAudienceModelAssociationsCommand({ membershipIdentifier, nextToken })),
      (output) => output.configuredAudienceModelAssociationSummaries);
    return summaries?.filter((summary) => summary.name === name).map((summary) => ({
      id: join(summary),
      arn: summary.arn!,
      createdAt: summary.createTime!,
    }));
  },

  async update(cleanRooms, physicalId, properties) {
    const output = await cleanRooms.send(new UpdateConfiguredAudienceModelAssociationCommand({
      ...split(physicalId),
      name: properties.Name,
      description: properties.Description ?? '', // if left out, the old one would stay
    }));
    return live(output.configuredAudienceModelAssociation);
  },

  async remove(cleanRooms, physicalId) {
    await cleanRooms.send(new DeleteConfiguredAudienceModelAssociationCommand(split(physicalId)));
  },
});

function live(association: ConfiguredAudienceModelAssociation | undefined): Live<Properties> {
  const attributes: ConfiguredAudienceModelAssociationAttributes = {
    Arn: association!.arn!,
    ConfiguredAudienceModelAssociationIdentifier: association!.id!,
  };
  return {
    id: join(association!),
    arn: attributes.Arn,
    createdAt: association!.createTime!,
    properties: {
      MembershipIdentifier: association!.membershipId!,
      ConfiguredAudienceModelArn: association!.configuredAudienceModelArn!,
      Name: association!.name!,
      Description: association!.description || undefined,
      ManageResourcePolicies: association!.manageResourcePolicies!,
    },
    attributes,
  };
}

function join(association: { membershipId?: string; id?: string }): string {
  return nestedId(association.membershipId!, association.id!);
}

function split(physicalId: string): { membershipIdentifier: string; configuredAudienceModelAssociationIdentifier: string } {
  const [membershipIdentifier, configuredAudienceModelAssociationIdentifier] = parseNestedId(physicalId);
  return { membershipIdentifier, configuredAudienceModelAssociationIdentifier };
}
