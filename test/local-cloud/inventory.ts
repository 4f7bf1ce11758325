import {
  type CleanRooms, paginateListCollaborations, paginateListConfiguredAudienceModelAssociations,
  paginateListConfiguredTableAssociations, paginateListConfiguredTables, paginateListMemberships,
} from '@aws-sdk/client-cleanrooms';
import { clientOf } from './client';
import { REGION, type LocalCloud } from './local-cloud';

/** Something of Clean Rooms that exists in an account. */
export interface Item {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly detail: string;
}

/** What of Clean Rooms exists in an account, read with the account's own credentials over the API. */
export async function inventory(cloud: LocalCloud, account: string): Promise<Item[]> {
  const client = clientOf(cloud.api.url, account, REGION);
  const config = { client };
  const items: Item[] = [];
  for await (const { collaborationList } of paginateListCollaborations(config, {})) {
    for (const { name, id, creatorAccountId } of collaborationList!.filter((collaboration) => collaboration.creatorAccountId === account)) {
      items.push({ type: 'Collaboration', name: name!, id: id!, detail: `created by ${creatorAccountId}` });
    }
  }
  for await (const { configuredTableSummaries } of paginateListConfiguredTables(config, {})) {
    for (const { name, id, analysisRuleTypes } of configuredTableSummaries!) {
      const rules = await Promise.all((analysisRuleTypes ?? []).map(async (type) => describeRule(client, id!, type)));
      items.push({ type: 'ConfiguredTable', name: name!, id: id!, detail: rules.join(', ') || 'no rule' });
    }
  }
  for await (const { membershipSummaries } of paginateListMemberships(config, {})) {
    for (const { id: membershipIdentifier, collaborationName, status, memberAbilities } of membershipSummaries!) {
      const abilities = memberAbilities!.join(', ') || 'no abilities';
      items.push({ type: 'Membership', name: `of ${collaborationName}`, id: membershipIdentifier!, detail: `${status}, ${abilities}` });
      for await (const { configuredTableAssociationSummaries } of paginateListConfiguredTableAssociations(config, { membershipIdentifier })) {
        for (const { name, id } of configuredTableAssociationSummaries!) {
          items.push({ type: 'ConfiguredTableAssociation', name: name!, id: id!, detail: `FROM ${name}` });
        }
      }
      for await (const page of paginateListConfiguredAudienceModelAssociations(config, { membershipIdentifier })) {
        for (const { name, id, configuredAudienceModelArn } of page.configuredAudienceModelAssociationSummaries!) {
          items.push({ type: 'ConfiguredAudienceModelAssociation', name: name!, id: id!, detail: configuredAudienceModelArn!.split(':').pop()! });
        }
      }
    }
  }
  return items;
}

async function describeRule(client: CleanRooms, configuredTableIdentifier: string, analysisRuleType: 'AGGREGATION' | 'LIST' | 'CUSTOM') {
  const { analysisRule } = await client.getConfiguredTableAnalysisRule({ configuredTableIdentifier, analysisRuleType });
  const constraints = analysisRule?.policy?.v1?.aggregation?.outputConstraints ?? [];
  return [analysisRuleType, ...constraints.map(({ columnName, minimum }) => `at least ${minimum} ${columnName}`)].join(' ');
}
