import { GetPrivacyBudgetTemplateCommand, ListPrivacyBudgetTemplatesCommand, type PrivacyBudgetType } from '@aws-sdk/client-cleanrooms';
import { type GuardedType, idsInMembership } from './guarded-type';
import { activeMembership, allPagesIn, unlessGone } from '../memberships';

/** A privacy budget template. What it has counted ends with it. */
export const privacyBudgetTemplate: GuardedType = {
  displayName: 'privacy budget template',
  importedBy: 'PrivacyBudgetTemplateIdentifier and MembershipIdentifier',
  remedies: {},
  remedy: 'change only the amounts, which needs no replacement, add another budget for another table, '
    + "or set 'allowReplacement' to start a new budget",

  async createdWith(cleanRooms, physicalId) {
    const [membershipIdentifier, privacyBudgetTemplateIdentifier] = idsInMembership(physicalId);
    const output = await unlessGone(cleanRooms, activeMembership(membershipIdentifier), async () =>
      cleanRooms.send(new GetPrivacyBudgetTemplateCommand({ membershipIdentifier, privacyBudgetTemplateIdentifier })));
    const live = output?.privacyBudgetTemplate;
    return live && {
      membership: live.membershipId,
      type: live.privacyBudgetType,
      autoRefresh: live.autoRefresh ?? 'NONE',
      table: live.parameters?.accessBudget?.resourceArn,
    };
  },

  comparable: (wanted) => ({ ...wanted, autoRefresh: wanted.autoRefresh ?? 'NONE' }),

  async findExisting(cleanRooms, { values: { membership, type, table } }) {
    const membershipIdentifier = String(membership);
    const templates = await allPagesIn(cleanRooms, membershipIdentifier,
      async (nextToken) => cleanRooms.send(new ListPrivacyBudgetTemplatesCommand({ membershipIdentifier, nextToken })),
      ({ privacyBudgetTemplateSummaries }) => privacyBudgetTemplateSummaries);
    for (const { id, arn, privacyBudgetType, createTime } of templates ?? []) {
      if (privacyBudgetType !== type as PrivacyBudgetType) continue;
      const live = await this.createdWith(cleanRooms, arn!, {});
      if (live?.table === table) return { id: id!, description: `the privacy budget template ${arn} (created ${createTime?.toISOString()})` };
    }
    return undefined;
  },
};
