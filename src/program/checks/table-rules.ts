import type { ResourceKey } from '../../foundation/references';
import { accountName } from '../../foundation/resolve-for-display';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import { TOKEN, knownValue } from '../analysis-rule';
import type { RenderedAnalysisRule, RenderedAssociationRule, RuleValue } from '../analysis-rule';
import { unable } from '../member';
import type { Member } from '../member';

/*
 * Rules for an association with its table, and between the tables of a collaboration. A rule of a table that is not known, because the
 * table is imported or the rule is a token, is `undefined`.
 */

/** Checks the rule of an association against the rule of its table. */
export function checkAssociationRule(rule: RenderedAssociationRule, tableRule?: RenderedAnalysisRule): ValidationFault[] {
  const faults: ValidationFault[] = [];
  const type = knownValue(rule.type);
  const additional = knownValue(rule.allowedAdditionalAnalyses) ?? [];
  if (rule.type === undefined && tableRule && !tableRule.type) {
    faults.push({
      code: code`AssociationRuleWithoutTableRule`,
      message: "'analysisRule' needs a table with an analysis rule, and the configured table has none: set 'analysisRule' of the configured table",
    });
  } else if (rule.type === undefined && !tableRule) {
    faults.push({
      code: code`AssociationRuleTypeUnknown`,
      message: "the type of 'analysisRule' is unknown, because the rule of the table is not known: set it with forRuleType(...)",
    });
  }
  if (type && tableRule?.type && type !== tableRule.type) {
    faults.push({
      code: code`AssociationRuleTypeMismatch`,
      message: `'ruleType' of 'analysisRule' must be that of the rule of the table, ${tableRule.type}, got ${type}: `
        + `use ${tableRule.type}, as an association without 'ruleType' does`,
    });
  }
  if (additional.length && tableRule?.additionalAnalyses === 'NOT_ALLOWED') {
    faults.push({
      code: code`AdditionalAnalysesNotAllowed`,
      message: "'allowedAdditionalAnalyses' must be empty, because the rule of the table has 'additionalAnalyses' NOT_ALLOWED, "
        + `got ${additional.join(', ')}`,
    });
  }
  return faults;
}

/** Warns about an association that the service accepts, but whose table probably never becomes ready for analyses. */
export function warnAboutAssociationRule(rule?: RenderedAssociationRule, tableRule?: RenderedAnalysisRule): Warning[] {
  if (!rule) {
    return !tableRule?.type ? [] : [{
      id: 'cdk-cleanrooms:noAssociationRule',
      message: "the association has no 'analysisRule', so that the table is not ready for queries: say who may receive results, "
        + 'and which additional analyses may run',
    }];
  }
  const { allowedResultReceivers: receivers, allowedAdditionalAnalyses: additional } = rule;
  const { type, additionalAnalyses } = tableRule ?? {};
  const warnings: Warning[] = [];
  if (rule.type !== undefined && tableRule && !type) {
    warnings.push({
      id: 'cdk-cleanrooms:tableWithoutRule',
      message: "'analysisRule' needs a table with an analysis rule, and the configured table has none: set 'analysisRule' of the configured table, "
        + 'or acknowledge this warning if the table gets its rule outside of this app',
    });
  }
  if (type && additionalAnalyses !== 'REQUIRED' && additionalAnalyses !== TOKEN && isEmpty(receivers)) {
    warnings.push({
      id: 'cdk-cleanrooms:noResultReceivers',
      message: "'allowedResultReceivers' is empty, so that no query can use the table directly",
    });
  }
  if (additionalAnalyses === 'REQUIRED' && knownValue(receivers)?.length) {
    warnings.push({
      id: 'cdk-cleanrooms:resultReceiversNotAllowed',
      message: "'allowedResultReceivers' probably must be empty, because the rule of the table has 'additionalAnalyses' REQUIRED: "
        + 'only additional analyses can use the results',
    });
  }
  const allowed = knownValue(additionalAnalyses);
  if (allowed && allowed !== 'NOT_ALLOWED' && isEmpty(additional)) {
    warnings.push({
      id: 'cdk-cleanrooms:noAdditionalAnalyses',
      message: `the rule of the table has 'additionalAnalyses' ${allowed}, but 'allowedAdditionalAnalyses' is empty: none can run`,
    });
  }
  const listed = knownValue(additional) ?? [];
  if (type && type !== 'AGGREGATION' && additionalAnalyses === undefined && listed.length) {
    warnings.push({
      id: 'cdk-cleanrooms:additionalAnalysesNotAllowedByDefault',
      message: "'allowedAdditionalAnalyses' probably has no effect, because the rule of the table does not set 'additionalAnalyses', "
        + `got ${listed.join(', ')}: set 'additionalAnalyses' on the rule of the table`,
    });
  }
  if ((knownValue(rule.type) ?? type) === 'AGGREGATION' && listed.length) {
    warnings.push({
      id: 'cdk-cleanrooms:additionalAnalysesOfAggregation',
      message: "'allowedAdditionalAnalyses' is given for an aggregation rule: the API reference documents them only for list and custom rules",
    });
  }
  return warnings;
}

/** Returns whether a list is known to be empty. */
function isEmpty(list: RuleValue<string[]>): boolean {
  return list !== TOKEN && !list?.length;
}

/** Warns about differential privacy on a table of a member who can receive results, which the service does not offer. */
export function warnAboutDifferentialPrivacyOfReceiver(owner: Member | undefined, tableRule?: RenderedAnalysisRule): Warning[] {
  return !owner?.abilities?.includes('CAN_RECEIVE_RESULTS') || knownValue(tableRule?.differentialPrivacyColumn) === undefined ? [] : [{
    id: 'cdk-cleanrooms:differentialPrivacyOfReceiver',
    message: 'the rule of the table has differential privacy, which Clean Rooms does not offer to a member who can receive results, '
      + `as ${accountName(owner.accountId)} can`,
  }];
}

/** Warns about result receivers who cannot receive results. Not an error, because the collaboration can be changed outside of this app. */
export function warnAboutReceivers(receivers: readonly string[], members: readonly Member[] | undefined, removed: readonly string[] = []): Warning[] {
  return unable(receivers, 'CAN_RECEIVE_RESULTS', 'cannot receive results in', members, removed).map(({ accountId, reason }) => ({
    id: 'cdk-cleanrooms:receiverCannotReceive',
    message: `'allowedResultReceivers' has ${accountId}, which ${reason}: the table is not ready for queries while that is so`,
  }));
}

/** Warns about accounts whose analyses run without review, but who cannot run any. */
export function warnAboutProviders(rule: RenderedAnalysisRule, members: readonly Member[] | undefined, removed: readonly string[] = []): Warning[] {
  const analyses = knownValue(rule.allowedAnalyses) ?? [];
  const providers = knownValue(rule.allowedAnalysisProviders) ?? [];
  return ([['ANY_QUERY', 'anyQueryBy', 'CAN_QUERY'], ['ANY_JOB', 'anyJobBy', 'CAN_RUN_JOB']] as const)
    .filter(([analysis]) => analyses.includes(analysis))
    .flatMap(([, property, ability]) => unable(providers, ability, `does not have ${ability} in`, members, removed).map(({ accountId, reason }): Warning => ({
      id: 'cdk-cleanrooms:anyAnalysisOfMemberWhoCannot',
      message: `'${property}' has ${accountId}, which ${reason}: the account cannot run any there`,
    })));
}

/** A table that is associated with a collaboration. */
export interface AssociatedTable {
  readonly path: string;
  readonly membership: ResourceKey | undefined;
  readonly rule: RenderedAnalysisRule;
}

/** Warns about a table whose rule has another type than those of all other members' tables: no query can combine it with any of them. */
export function warnAboutRuleTypes(table: AssociatedTable, ofCollaboration: readonly AssociatedTable[]): Warning[] {
  const ofOthers = ofCollaboration.filter(({ membership }) => membership !== table.membership);
  const [other] = ofOthers;
  if (!other || !table.rule.type || ofOthers.some(({ rule }) => !rule.type || rule.type === table.rule.type)) return [];
  return [{
    id: 'cdk-cleanrooms:ruleTypesDiffer',
    message: `the rule of the table has the type ${table.rule.type}, that of '${other.path}' of another member the type ${other.rule.type}: `
      + 'a query can only combine tables whose rules have the same type, and no table of another member has this type',
  }];
}

/** Warns about tables with differential privacy that do not go together. `others` are those whose paths come before. */
export function warnAboutDifferentialPrivacyAmong({ membership, rule }: AssociatedTable, others: readonly AssociatedTable[]): Warning[] {
  const columnOf = (each: RenderedAnalysisRule) => knownValue(each.differentialPrivacyColumn);
  const column = columnOf(rule);
  const byOtherColumn = others.find((other) => columnOf(other.rule) !== column);
  const ofOtherMember = others.find((other) => other.membership !== membership);
  const warnings: Warning[] = [];
  if (byOtherColumn) {
    warnings.push({
      id: 'cdk-cleanrooms:identityColumnsDiffer',
      message: `'differentialPrivacyColumn' is '${column}', but in the rule of '${byOtherColumn.path}' it is `
        + `'${columnOf(byOtherColumn.rule)}': all tables with differential privacy in a collaboration must use the same column`,
    });
  }
  if (ofOtherMember) {
    warnings.push({
      id: 'cdk-cleanrooms:differentialPrivacyOfTwoMembers',
      message: `the table and '${ofOtherMember.path}' of another member both have differential privacy: no query can join them`,
    });
  }
  return warnings;
}

/** Warns about differential privacy without a budget. */
export function warnAboutBudget(hasBudget: boolean): Warning[] {
  return hasBudget ? [] : [{
    id: 'cdk-cleanrooms:noPrivacyBudget',
    message: 'the rule of the table has differential privacy, but this app has no PrivacyBudgetTemplate for it in the collaboration: '
      + 'no query can use the table without one',
  }];
}

/** Warns about results that are written to the bucket of the data. */
export function warnAboutResultBucket(dataBucket: ResourceKey | undefined, resultBuckets: readonly ResourceKey[], membershipPath: string): Warning[] {
  return dataBucket === undefined || !resultBuckets.includes(dataBucket) ? [] : [{
    id: 'cdk-cleanrooms:resultsAmongData',
    message: `the data of the table is in the bucket for the results of '${membershipPath}': the user guide requires another bucket for results`,
  }];
}

/** Warns about allowed templates of other collaborations. `collaborations` are those of the table, `undefined` for an unknown one. */
export function warnAboutTemplates(
  templates: readonly { readonly path: string; readonly collaboration?: ResourceKey }[], collaborations: readonly (ResourceKey | undefined)[],
): Warning[] {
  if (!collaborations.length || collaborations.includes(undefined)) return [];
  const useless = templates.filter(({ collaboration }) => collaboration !== undefined && !collaborations.includes(collaboration));
  return useless.map(({ path }) => ({
    id: 'cdk-cleanrooms:templateOfOtherCollaboration',
    message: `the rule of the table allows the template '${path}' of a collaboration that the table is not associated with`,
  }));
}

/** Warns about a Glue table whose location is registered with Lake Formation. */
export function warnAboutRegisteredFolder(): Warning[] {
  return [{
    id: 'cdk-cleanrooms:lakeFormationNeedsAthena',
    message: 'the location of the table is registered with Lake Formation: Clean Rooms can read such a table only through Athena, use TableSource.athena',
  }];
}

/** Reports a table name that another table in the collaboration has. */
export function checkTableName(name: string, otherPath: string): ValidationFault[] {
  return [{
    code: code`TableNameTaken`,
    message: `the name '${name}' is taken by '${otherPath}': the names of tables must be unique in a collaboration`,
  }];
}

/** Warns about table names that differ only in case. */
export function warnAboutTableNameCase(name: string, otherName: string, otherPath: string): Warning[] {
  return [{
    id: 'cdk-cleanrooms:tableNamesDifferInCase',
    message: `the name '${name}' differs from '${otherName}' of '${otherPath}' only in case, which queries ignore`,
  }];
}

/** Warns about an ID mapping table that is never populated. */
export function warnAboutPopulation(): Warning[] {
  return [{
    id: 'cdk-cleanrooms:idMappingTableNotPopulated',
    message: 'the table has no rows until it is populated, and no query can use it before: add an IdMappingTablePopulation, '
      + 'or acknowledge this warning if the table is populated outside of this app',
  }];
}
