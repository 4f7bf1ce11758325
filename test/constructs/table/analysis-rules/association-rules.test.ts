import { Aws, Lazy } from 'aws-cdk-lib';
import {
  warnAboutAssociationRule, warnAboutDifferentialPrivacyOfReceiver, checkAssociationRule,
} from '../../../../src/constructs/table/analysis-rules/association-rules';
import type { AssociationRuleParts } from '../../../../src/constructs/table/analysis-rules/association-rules';
import type { RuleFacts } from '../../../../src/program/analysis-rule-facts';
import type { CollaborationFacts } from '../../../../src/program/collaboration-facts';
import { idsAndMessages, codesAndMessages } from '../../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const ANY_MODEL = 'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*';
const CUSTOM: RuleFacts = { type: 'CUSTOM', additionalAnalyses: 'ALLOWED' };
const MEMBERS: CollaborationFacts = {
  members: [{ accountId: CREATOR, abilities: ['CAN_QUERY'] }, { accountId: PARTNER, abilities: ['CAN_RECEIVE_RESULTS'] }],
};

describe('refuses', () => {
  test.each<[string, Partial<AssociationRuleParts>, RuleFacts | undefined, string, string]>([
    ['a rule whose type nobody knows', {}, undefined, 'AssociationRuleTypeUnknown',
      "the type of 'analysisRule' is not known, because the rule of the table is not known: tell it by 'ruleType'"],
    ['a rule for a table without one', {}, {}, 'AssociationRuleTypeUnknown',
      "the type of 'analysisRule' is not known, because the table has no analysis rule: tell it by 'ruleType'"],
    ['a rule of another type than that of the table', { ruleType: 'LIST' }, CUSTOM, 'AssociationRuleTypeMismatch',
      "'ruleType' of 'analysisRule' must be that of the rule of the table, CUSTOM, got LIST: leave it out"],
    ['additional analyses where the table allows none', {}, { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' }, 'AdditionalAnalysesNotAllowed',
      `'allowedAdditionalAnalyses' must be empty, because the rule of the table has 'additionalAnalyses' NOT_ALLOWED, got ${ANY_MODEL}`],
    ['a receiver that is no account', { receivers: ['abc'] }, CUSTOM, 'AccountIdMalformed',
      "'allowedResultReceivers' must be an AWS account, 12 digits, got 'abc'"],
    ['an additional analysis that is none', { additionalAnalyses: ['nonsense'] }, CUSTOM, 'ArnMalformed',
      "'allowedAdditionalAnalyses' must be of the form "
      + 'arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/configuredaudiencemodelassociation/<id> or '
      + "arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/configured-model-algorithm-association/<id>, got 'nonsense'"],
    ['26 additional analyses', { additionalAnalyses: Array<string>(26).fill(ANY_MODEL) }, CUSTOM, 'TooManyAdditionalAnalyses',
      "'allowedAdditionalAnalyses' must have at most 25 ARNs, got 26"],
  ])('%s', (_, parts, tableRule, code, message) => {
    expect(codesAndMessages(checkAssociationRule(rule(parts), tableRule))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<AssociationRuleParts>, RuleFacts | undefined]>([
    ['the type of the table', {}, CUSTOM],
    ['the type of the table, told once more', { ruleType: 'CUSTOM' }, CUSTOM],
    ['a type that is told, for a table of which nothing is known', { ruleType: 'LIST' }, undefined],
    ['a type that is told, for a table that gets its rule elsewhere', { ruleType: 'LIST' }, {}],
    ['25 additional analyses', { additionalAnalyses: Array<string>(25).fill(ANY_MODEL) }, CUSTOM],
    ['no additional analyses where the table allows none', { additionalAnalyses: [] }, { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' }],
    ['additional analyses where the table leaves that to the service', {}, { type: 'CUSTOM' }],
    ['lists that are not known yet', {
      receivers: Lazy.list({ produce: () => ['later'] }), additionalAnalyses: Lazy.list({ produce: () => ['later'] }),
    }, CUSTOM],
  ])('%s', (_, parts, tableRule) => {
    expect(checkAssociationRule(rule(parts), tableRule)).toEqual([]);
  });
});

describe('warns of', () => {
  test.each<[string, Partial<AssociationRuleParts>, RuleFacts | undefined, string, string]>([
    ['nobody who may receive results', { receivers: [] }, CUSTOM, 'cdk-cleanrooms:noResultReceivers',
      "'allowedResultReceivers' is empty, so that no query can use the table directly"],
    ['no additional analysis where the table allows them', { additionalAnalyses: [] }, CUSTOM, 'cdk-cleanrooms:noAdditionalAnalyses',
      "the rule of the table has 'additionalAnalyses' ALLOWED, but 'allowedAdditionalAnalyses' is empty: none can run"],
    ['no additional analysis where the table requires one', { receivers: [], additionalAnalyses: [] },
      { ...CUSTOM, additionalAnalyses: 'REQUIRED' }, 'cdk-cleanrooms:noAdditionalAnalyses',
      "the rule of the table has 'additionalAnalyses' REQUIRED, but 'allowedAdditionalAnalyses' is empty: none can run"],
    ['receivers where results go to additional analyses alone', {}, { ...CUSTOM, additionalAnalyses: 'REQUIRED' },
      'cdk-cleanrooms:resultReceiversNotAllowed',
      "'allowedResultReceivers' probably must be empty, because the rule of the table has 'additionalAnalyses' REQUIRED: results go to these alone"],
    ['additional analyses where the table does not tell whether it allows any', {}, { type: 'LIST', additionalAnalysesLeftOut: true },
      'cdk-cleanrooms:additionalAnalysesNotAllowedByDefault',
      "'allowedAdditionalAnalyses' probably has no effect, because the rule of the table does not tell whether it allows any, "
      + `got ${ANY_MODEL}: set 'additionalAnalyses' on the rule of the table`],
    ['additional analyses of aggregates', {}, { type: 'AGGREGATION' }, 'cdk-cleanrooms:additionalAnalysesOfAggregation',
      "'allowedAdditionalAnalyses' is given for an aggregation rule: the API reference has it for list and custom rules alone"],
    ['a receiver who cannot receive results', { receivers: [PARTNER, CREATOR] }, CUSTOM, 'cdk-cleanrooms:receiverCannotReceive',
      `'allowedResultReceivers' has ${CREATOR}, which by the definition of the collaboration cannot receive results: `
      + 'the table is not ready for queries while that is so'],
    ['a receiver who is no member', { receivers: [THIRD] }, CUSTOM, 'cdk-cleanrooms:receiverCannotReceive',
      `'allowedResultReceivers' has ${THIRD}, which by the definition of the collaboration is not a member: `
      + 'the table is not ready for queries while that is so'],
  ])('%s', (_, parts, tableRule, id, message) => {
    expect(idsAndMessages(warnAboutAssociationRule(rule(parts), tableRule, MEMBERS))).toEqual([[id, message]]);
  });

  test('no rule at all, where the table has one (pain 7: not ready, and no reason shown)', () => {
    expect(idsAndMessages(warnAboutAssociationRule(undefined, CUSTOM))).toEqual([['cdk-cleanrooms:noAssociationRule',
      "the association has no 'analysisRule', so that the table is not ready for queries: tell who may receive results, "
      + 'and which additional analyses may run']]);
  });

  test('differential privacy of a table of the member who can receive results', () => {
    expect(idsAndMessages(warnAboutDifferentialPrivacyOfReceiver(PARTNER, { ...CUSTOM, differentialPrivacyColumn: 'user_id' }, MEMBERS))).toEqual([[
      'cdk-cleanrooms:differentialPrivacyOfReceiver',
      'the rule of the table has differential privacy, which Clean Rooms does not offer to a member who can receive results, '
      + `as account ${PARTNER} can`,
    ]]);
  });
});

describe('says nothing of', () => {
  test.each<[string, AssociationRuleParts | undefined, RuleFacts | undefined, CollaborationFacts | undefined]>([
    ['a receiver who can receive results', rule(), CUSTOM, MEMBERS],
    ['receivers of a collaboration of which nothing is known', rule({ receivers: [THIRD] }), CUSTOM, undefined],
    ['receivers of a collaboration of which the accounts are known alone', rule(), CUSTOM, { members: [{ accountId: PARTNER }] }],
    ['receivers that are not known yet', rule({ receivers: [LATER, Aws.ACCOUNT_ID] }), CUSTOM, MEMBERS],
    ['receivers where a member is not known yet', rule({ receivers: [THIRD] }), CUSTOM, { members: [...MEMBERS.members, { accountId: LATER }] }],
    ['no receivers where additional analyses are required', rule({ receivers: [] }), { ...CUSTOM, additionalAnalyses: 'REQUIRED' }, undefined],
    ['no additional analyses where the table leaves that to the service', rule({ additionalAnalyses: [] }), { type: 'LIST' }, undefined],
    ['additional analyses where the table allows them', rule(), CUSTOM, MEMBERS],
    ['additional analyses that are not known yet', rule({ additionalAnalyses: Lazy.list({ produce: () => ['later'] }) }), { type: 'LIST', additionalAnalysesLeftOut: true }, undefined],
    ['additional analyses where it is not known yet whether the table allows them', rule(), { type: 'LIST' }, MEMBERS],
    ['additional analyses for a table of which nothing is known', rule({ ruleType: 'LIST' }), undefined, undefined],
    ['additional analyses for a table that gets its rule elsewhere', rule({ ruleType: 'LIST' }), {}, undefined],
    ['an empty rule for a table of which nothing is known', rule({ receivers: [], additionalAnalyses: [], ruleType: 'LIST' }), undefined, undefined],
    ['no rule for a table without one', undefined, {}, undefined],
    ['no rule for a table of which nothing is known', undefined, undefined, undefined],
  ])('%s', (_, parts, tableRule, facts) => {
    expect(warnAboutAssociationRule(parts, tableRule, facts)).toEqual([]);
  });

  test.each<[string, string, RuleFacts | undefined, CollaborationFacts | undefined]>([
    ['of a member who cannot receive results', CREATOR, { ...CUSTOM, differentialPrivacyColumn: 'user_id' }, MEMBERS],
    ['of a member whose abilities are not known', CREATOR, { ...CUSTOM, differentialPrivacyColumn: 'user_id' }, { members: [{ accountId: CREATOR }] }],
    ['in a collaboration that is not known', PARTNER, { ...CUSTOM, differentialPrivacyColumn: 'user_id' }, undefined],
    ['that the table does not have', PARTNER, CUSTOM, MEMBERS],
    ['of a table that is not known', PARTNER, undefined, MEMBERS],
  ])('differential privacy %s', (_, accountId, tableRule, facts) => {
    expect(warnAboutDifferentialPrivacyOfReceiver(accountId, tableRule, facts)).toEqual([]);
  });
});

function rule(parts: Partial<AssociationRuleParts> = {}): AssociationRuleParts {
  return { receivers: [PARTNER], additionalAnalyses: [ANY_MODEL], ...parts };
}
