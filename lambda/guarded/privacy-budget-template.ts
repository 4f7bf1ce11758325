import { GetPrivacyBudgetTemplateCommand, ListPrivacyBudgetTemplatesCommand, type PrivacyBudgetType } from '@aws-sdk/client-cleanrooms';
import { type GuardedType, idsInMembership } from './guarded-type';
import { activeMembership, allPagesIn, unlessGone } from '../memberships';

const ELSEWHERE = "add another budget there, or set 'allowReplacement' to start a new budget there and end this one";

/** A privacy budget template. What it has counted ends with it. */
export const privacyBudgetTemplate: GuardedType = {
  displayName: 'privacy budget template',
  importedBy: 'PrivacyBudgetTemplateIdentifier',
  remedies: { membership: ELSEWHERE, table: ELSEWHERE },
  remedy: 'change only the amounts, which needs no replacement, or add another budget for another table. To start a new budget in place of this one, set '
    + "'removalPolicy: RemovalPolicy.DESTROY' and deploy, then take the construct out and deploy, then add it anew. 'allowReplacement' cannot do it: a membership "
    + 'has one differential privacy budget and a table one access budget, and CloudFormation creates the new one before it deletes the old one',

  isFormChanged: (property) => property === 'AutoRefresh',

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
      if (live?.table !== table) continue;
      return { id: id!, membership: membershipIdentifier, description: `the privacy budget template ${arn} (created ${createTime?.toISOString()})` };
    }
    return undefined;
  },
};
