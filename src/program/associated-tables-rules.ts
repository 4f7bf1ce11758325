import type { RuleFacts } from './analysis-rule-facts';
import type { ResourceKey } from '../foundation/references';
import type { Warning } from '../foundation/warnings';

/** A table as an association brings it into a collaboration. */
export interface AssociatedTable {
  /** The path of the association. */
  readonly path: string;
  readonly membership: ResourceKey;
  /** `undefined` where this program does not define the membership. */
  readonly collaboration?: ResourceKey;
  /** `undefined` where it is not known. */
  readonly rule?: RuleFacts;
}

/** Why queries probably cannot name a table together with those that were associated before it. */
export function warnAboutAmongTables({ membership, collaboration, rule }: AssociatedTable, earlier: AssociatedTable[]): Warning[] {
  const type = rule?.type;
  const column = rule?.differentialPrivacyColumn;
  const ofMember = earlier.filter((other) => other.membership === membership);
  const ofOtherType = type && ofMember.find((other) => other.rule?.type && other.rule.type !== type);
  const together = earlier.filter((other) => column !== undefined && collaboration !== undefined && other.collaboration === collaboration);
  const alsoPrivate = together.filter((other) => other.rule?.differentialPrivacyColumn !== undefined);
  const byOtherColumn = alsoPrivate.find((other) => other.rule?.differentialPrivacyColumn !== column);
  const ofOtherMember = alsoPrivate.find((other) => other.membership !== membership);

  const advice: Warning[] = [];
  if (ofOtherType) {
    advice.push({
      id: 'cdk-cleanrooms:ruleTypesDiffer',
      message: `the rule of the table is ${type}, that of '${ofOtherType.path}' ${ofOtherType.rule?.type}: no query can name both`,
    });
  }
  if (byOtherColumn) {
    advice.push({
      id: 'cdk-cleanrooms:identityColumnsDiffer',
      message: `'differentialPrivacyColumn' is '${column}', in the rule of '${byOtherColumn.path}' it is `
        + `'${byOtherColumn.rule?.differentialPrivacyColumn}': the tables of a collaboration must name the same column`,
    });
  }
  if (ofOtherMember) {
    advice.push({
      id: 'cdk-cleanrooms:differentialPrivacyOfTwoMembers',
      message: `the table and '${ofOtherMember.path}', which another member brings, have differential privacy: no query can join both`,
    });
  }
  return advice;
}

/** The results of a member go to another bucket than the data that it brings. The buckets are `undefined` where they are not known. */
export function warnAboutResultBucket(dataBucket: ResourceKey | undefined, resultBuckets: ResourceKey[], membershipPath: string): Warning[] {
  return dataBucket === undefined || !resultBuckets.includes(dataBucket) ? [] : [{
    id: 'cdk-cleanrooms:resultsAmongData',
    message: `the data of the table lies in the bucket to which '${membershipPath}' has results written: the user guide wants another bucket for results`,
  }];
}

/** Differential privacy needs a budget. `budgets` has each collaboration with one, and `undefined` where a collaboration is not known. */
export function warnAboutBudget({ collaboration, rule }: AssociatedTable, budgets: (ResourceKey | undefined)[]): Warning[] {
  if (rule?.differentialPrivacyColumn === undefined || collaboration === undefined) return [];
  return budgets.includes(collaboration) || budgets.includes(undefined) ? [] : [{
    id: 'cdk-cleanrooms:noPrivacyBudget',
    message: 'the rule of the table has differential privacy, under which no query runs before the collaboration has a '
      + 'privacy budget template for it: this app has none',
  }];
}

/** A template as this program defines it. */
export interface AllowedTemplate {
  readonly path: string;
  readonly collaboration?: ResourceKey;
}

/** A template serves the collaboration in which it was made. `collaborations` are those of the table; `undefined` is not known. */
export function warnAboutTemplates(templates: AllowedTemplate[], collaborations: (ResourceKey | undefined)[]): Warning[] {
  if (!collaborations.length || collaborations.includes(undefined)) return [];
  const useless = templates.filter(({ collaboration }) => collaboration !== undefined && !collaborations.includes(collaboration));
  return useless.map(({ path }) => ({
    id: 'cdk-cleanrooms:templateOfOtherCollaboration',
    message: `the rule of the table allows '${path}', which is a template of a collaboration that the table is not associated with`,
  }));
}
