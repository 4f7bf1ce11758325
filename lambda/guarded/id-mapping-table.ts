import { GetIdMappingTableCommand, ListIdMappingTablesCommand } from '@aws-sdk/client-cleanrooms';
import { type GuardedType, idsInMembership } from './guarded-type';
import { activeMembership, allPagesIn, unlessGone } from '../memberships';

/** An ID mapping table. Its rows end with it. */
export const idMappingTable: GuardedType = {
  displayName: 'ID mapping table',
  importedBy: 'IdMappingTableIdentifier',
  remedies: {},
  remedy: "add a second table with another name, or set 'allowReplacement' and change the name of this one",

  async createdWith(cleanRooms, physicalId) {
    const [membershipIdentifier, idMappingTableIdentifier] = idsInMembership(physicalId);
    const output = await unlessGone(cleanRooms, activeMembership(membershipIdentifier), async () =>
      cleanRooms.send(new GetIdMappingTableCommand({ membershipIdentifier, idMappingTableIdentifier })));
    const live = output?.idMappingTable;
    return live && {
      idMappingTableName: live.name,
      membership: live.membershipId,
      idMappingWorkflow: {
        InputReferenceArn: live.inputReferenceConfig?.inputReferenceArn,
        ManageResourcePolicies: live.inputReferenceConfig?.manageResourcePolicies,
      },
    };
  },

  comparable: (wanted) => wanted,

  async findExisting(cleanRooms, { values: { membership, idMappingTableName } }) {
    const membershipIdentifier = String(membership);
    const tables = await allPagesIn(cleanRooms, membershipIdentifier,
      async (nextToken) => cleanRooms.send(new ListIdMappingTablesCommand({ membershipIdentifier, nextToken })),
      ({ idMappingTableSummaries }) => idMappingTableSummaries);
    const named = tables?.find(({ name }) => name === idMappingTableName);
    return named && {
      id: named.id!,
      membership: membershipIdentifier,
      description: `the ID mapping table '${named.name}' (${named.arn}, created ${named.createTime?.toISOString()})`,
    };
  },
};
