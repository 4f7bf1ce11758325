import { type GuardedType, idsInMembership } from './guarded-type';
import { activeMembership, allPagesIn, unlessGone } from '../memberships';
import { GetIntermediateTableCommand, ListIntermediateTablesCommand } from '../missing-sdk/client-cleanrooms';

/** An intermediate table. Its rows end with it. */
export const intermediateTable: GuardedType = {
  displayName: 'intermediate table',
  importedBy: 'IntermediateTableIdentifier',
  remedies: {},
  remedy: "create a second table with another name, or set 'allowReplacement' and rename this one",

  async createdWith(cleanRooms, physicalId, wanted) {
    const [membershipIdentifier, intermediateTableIdentifier] = idsInMembership(physicalId);
    const output = await unlessGone(cleanRooms, activeMembership(membershipIdentifier), async () =>
      cleanRooms.send(new GetIntermediateTableCommand({ membershipIdentifier, intermediateTableIdentifier })));
    const live = output?.intermediateTable;
    return live && {
      intermediateTableName: live.name,
      membership: live.membershipId,
      populationAnalysis: templateForm(live.populationAnalysisConfiguration, wanted.populationAnalysis),
    };
  },

  comparable: (wanted) => wanted,

  async findExisting(cleanRooms, { values: { membership, intermediateTableName } }) {
    const membershipIdentifier = String(membership);
    const tables = await allPagesIn(cleanRooms, membershipIdentifier,
      async (nextToken) => cleanRooms.send(new ListIntermediateTablesCommand({ membershipIdentifier, nextToken })),
      ({ intermediateTableSummaries }) => intermediateTableSummaries);
    const named = tables?.find(({ name }) => name === intermediateTableName);
    return named && {
      id: named.id!,
      membership: membershipIdentifier,
      description: `the intermediate table '${named.name}' (${named.arn}, created ${named.createTime!.toISOString()})`,
    };
  },
};

/** The analysis in the form of a template, as far as the template says it: the service adds what it makes of it. */
function templateForm(live: unknown, wanted: unknown): unknown {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return live;
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => {
    const member = name[0].toLowerCase() + name.slice(1);
    return [name, templateForm((live as Record<string, unknown> | undefined)?.[member], value)];
  }));
}
