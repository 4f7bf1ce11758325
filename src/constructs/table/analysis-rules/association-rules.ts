import { Token } from 'aws-cdk-lib';
import { checkAccountIds, checkArn } from '../../../foundation/identifiers';
import { accountName } from '../../../foundation/names';
import { isKnown } from '../../../foundation/tokens';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import type { RuleFacts } from '../../../program/analysis-rule-facts';
import { memberOf } from '../../../program/collaboration-facts';
import type { CollaborationFacts } from '../../../program/collaboration-facts';

/** The largest number of additional analyses that the service keeps. */
const ADDITIONAL_ANALYSES_LIMIT = 25;

/** What may analyse results further; `*` can stand for an account or an id. */
const ADDITIONAL_ANALYSES = [
  'arn:aws:cleanrooms:<region>:<account>*:membership/<membership id>*/configuredaudiencemodelassociation/<id>*',
  'arn:aws:cleanrooms-ml:<region>:<account>*:membership/<membership id>*/configured-model-algorithm-association/<id>*',
];

/** What the rules need to know of the analysis rule of an association. */
export interface AssociationRuleParts {
  /** The accounts of the result receivers. */
  readonly receivers: string[];
  /** The ARNs of what may analyse the results further. */
  readonly additionalAnalyses: string[];
  readonly ruleType?: string;
}

/** What of the analysis rule of an association the service refuses. `tableRule` is `undefined` where it is not known. */
export function checkAssociationRule(rule: AssociationRuleParts, tableRule?: RuleFacts): ValidationFault[] {
  const faults = [
    ...checkAccountIds('allowedResultReceivers', rule.receivers),
    ...rule.additionalAnalyses.flatMap((arn) => checkArn('allowedAdditionalAnalyses', arn, ...ADDITIONAL_ANALYSES)),
  ];
  if (!rule.ruleType && !tableRule?.type) {
    faults.push({
      code: code`AssociationRuleTypeUnknown`,
      message: "the type of 'analysisRule' is not known, because "
        + `${tableRule ? 'the table has no analysis rule' : 'the rule of the table is not known'}: tell it by 'ruleType'`,
    });
  }
  if (rule.ruleType && tableRule?.type && rule.ruleType !== tableRule.type) {
    faults.push({
      code: code`AssociationRuleTypeMismatch`,
      message: `'ruleType' of 'analysisRule' must be that of the rule of the table, ${tableRule.type}, got ${rule.ruleType}: leave it out`,
    });
  }
  if (rule.additionalAnalyses.length && tableRule?.additionalAnalyses === 'NOT_ALLOWED') {
    faults.push({
      code: code`AdditionalAnalysesNotAllowed`,
      message: "'allowedAdditionalAnalyses' must be empty, because the rule of the table has 'additionalAnalyses' NOT_ALLOWED, "
        + `got ${rule.additionalAnalyses.join(', ')}`,
    });
  }
  if (rule.additionalAnalyses.length > ADDITIONAL_ANALYSES_LIMIT) {
    faults.push({
      code: code`TooManyAdditionalAnalyses`,
      message: `'allowedAdditionalAnalyses' must have at most ${ADDITIONAL_ANALYSES_LIMIT} ARNs, got ${rule.additionalAnalyses.length}`,
    });
  }
  return faults;
}

/** Why a table probably cannot be used through an association: the service takes the association, and never calls the table ready. */
export function warnAboutAssociationRule(rule?: AssociationRuleParts, tableRule?: RuleFacts, facts?: CollaborationFacts): Warning[] {
  if (!rule) {
    return !tableRule?.type ? [] : [{
      id: 'cdk-cleanrooms:noAssociationRule',
      message: "the association has no 'analysisRule', so that the table is not ready for queries: tell who may receive results, "
        + 'and which additional analyses may run',
    }];
  }
  const advice = warnAboutReceivers(rule.receivers, facts);
  const { type, additionalAnalyses } = tableRule ?? {};
  if (type && additionalAnalyses !== 'REQUIRED' && !rule.receivers.length) {
    advice.push({
      id: 'cdk-cleanrooms:noResultReceivers',
      message: "'allowedResultReceivers' is empty, so that no query can use the table directly",
    });
  }
  if (additionalAnalyses === 'REQUIRED' && rule.receivers.length) {
    advice.push({
      id: 'cdk-cleanrooms:resultReceiversNotAllowed',
      message: "'allowedResultReceivers' probably must be empty, because the rule of the table has 'additionalAnalyses' REQUIRED: "
        + 'results go to these alone',
    });
  }
  if (additionalAnalyses && additionalAnalyses !== 'NOT_ALLOWED' && !rule.additionalAnalyses.length) {
    advice.push({
      id: 'cdk-cleanrooms:noAdditionalAnalyses',
      message: `the rule of the table has 'additionalAnalyses' ${additionalAnalyses}, but 'allowedAdditionalAnalyses' is empty: none can run`,
    });
  }
  const listed = rule.additionalAnalyses.length > 0 && !Token.isUnresolved(rule.additionalAnalyses);
  if (type !== 'AGGREGATION' && tableRule?.additionalAnalysesLeftOut && listed) {
    advice.push({
      id: 'cdk-cleanrooms:additionalAnalysesNotAllowedByDefault',
      message: "'allowedAdditionalAnalyses' probably has no effect, because the rule of the table does not tell whether it allows any, "
        + `got ${rule.additionalAnalyses.join(', ')}: set 'additionalAnalyses' on the rule of the table`,
    });
  }
  if ((rule.ruleType ?? type) === 'AGGREGATION' && rule.additionalAnalyses.length) {
    advice.push({
      id: 'cdk-cleanrooms:additionalAnalysesOfAggregation',
      message: "'allowedAdditionalAnalyses' is given for an aggregation rule: the API reference has it for list and custom rules alone",
    });
  }
  return advice;
}

/** Differential privacy hides individuals from whoever receives results: from the owner of the table there is nothing to hide. */
export function warnAboutDifferentialPrivacyOfReceiver(accountId: string, tableRule?: RuleFacts, facts?: CollaborationFacts): Warning[] {
  const receives = memberOf(facts, accountId)?.abilities?.includes('CAN_RECEIVE_RESULTS');
  return !receives || tableRule?.differentialPrivacyColumn === undefined ? [] : [{
    id: 'cdk-cleanrooms:differentialPrivacyOfReceiver',
    message: 'the rule of the table has differential privacy, which Clean Rooms does not offer to a member who can receive results, '
      + `as ${accountName(accountId)} can`,
  }];
}

/**
 * That receivers can receive results is no more than a warning: a change request can have added a member or an ability that the
 * definition of the collaboration does not show.
 */
export function warnAboutReceivers(receivers: string[], facts?: CollaborationFacts): Warning[] {
  const members = facts?.members ?? [];
  if (!members.length || members.some(({ accountId }) => accountId === undefined || Token.isUnresolved(accountId))) return [];
  const unable = receivers.filter((accountId) => {
    const member = memberOf(facts, accountId);
    return isKnown(accountId) && !(member && (member.abilities?.includes('CAN_RECEIVE_RESULTS') ?? true));
  });
  return unable.map((accountId) => ({
    id: 'cdk-cleanrooms:receiverCannotReceive',
    message: `'allowedResultReceivers' has ${accountId}, which by the definition of the collaboration `
      + `${memberOf(facts, accountId) ? 'cannot receive results' : 'is not a member'}: the table is not ready for queries while that is so`,
  }));
}
