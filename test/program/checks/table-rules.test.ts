import { Aws, Lazy } from 'aws-cdk-lib';
import { TOKEN } from '../../../src/program/analysis-rule';
import type { RenderedAnalysisRule, RenderedAssociationRule } from '../../../src/program/analysis-rule';
import {
  checkAssociationRule, checkTableName, warnAboutAssociationRule, warnAboutBudget, warnAboutDifferentialPrivacyAmong,
  warnAboutDifferentialPrivacyOfReceiver, warnAboutPopulation, warnAboutProviders, warnAboutReceivers, warnAboutRegisteredFolder,
  warnAboutResultBucket, warnAboutRuleTypes, warnAboutTableNameCase, warnAboutTemplates,
} from '../../../src/program/checks/table-rules';
import type { AssociatedTable } from '../../../src/program/checks/table-rules';
import type { Member } from '../../../src/program/member';
import { codesAndMessages, idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const ANY_MODEL = 'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*';
const CUSTOM: RenderedAnalysisRule = { type: 'CUSTOM', additionalAnalyses: 'ALLOWED' };
const MEMBERS: Member[] = [{ accountId: CREATOR, abilities: ['CAN_QUERY'] }, { accountId: PARTNER, abilities: ['CAN_RECEIVE_RESULTS'] }];

function rule(parts: Partial<RenderedAssociationRule> = {}): RenderedAssociationRule {
  return { type: 'CUSTOM', allowedResultReceivers: [PARTNER], allowedAdditionalAnalyses: [ANY_MODEL], ...parts };
}

describe('the rule of an association is rejected', () => {
  test.each<[string, RenderedAssociationRule, RenderedAnalysisRule | undefined, string, string]>([
    ['without a type, if the rule of the table is not known', rule({ type: undefined }), undefined, 'AssociationRuleTypeUnknown',
      "the type of 'analysisRule' is unknown, because the rule of the table is not known: set it with forRuleType(...)"],
    ['if the table has no rule', rule({ type: undefined }), {}, 'AssociationRuleWithoutTableRule',
      "'analysisRule' needs a table with an analysis rule, and the configured table has none: set 'analysisRule' of the configured table"],
    ['if it has another type than the rule of the table', rule({ type: 'LIST' }), CUSTOM, 'AssociationRuleTypeMismatch',
      "'ruleType' of 'analysisRule' must be that of the rule of the table, CUSTOM, got LIST: use CUSTOM, as an association without 'ruleType' does"],
    ['with additional analyses that the rule of the table does not allow', rule(), { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' }, 'AdditionalAnalysesNotAllowed',
      `'allowedAdditionalAnalyses' must be empty, because the rule of the table has 'additionalAnalyses' NOT_ALLOWED, got ${ANY_MODEL}`],
    ['with several additional analyses that the rule of the table does not allow', rule({ allowedAdditionalAnalyses: ['one', 'two'] }),
      { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' }, 'AdditionalAnalysesNotAllowed',
      "'allowedAdditionalAnalyses' must be empty, because the rule of the table has 'additionalAnalyses' NOT_ALLOWED, got one, two"],
  ])('%s', (_, associationRule, tableRule, code, message) => {
    expect(codesAndMessages(checkAssociationRule(associationRule, tableRule))).toEqual([[code, message]]);
  });

  test('for several faults at once', () => {
    const faults = checkAssociationRule(rule({ type: 'LIST' }), { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' });
    expect(faults.map(({ code }) => code)).toEqual(['AssociationRuleTypeMismatch', 'AdditionalAnalysesNotAllowed']);
  });
});

describe('the rule of an association is accepted', () => {
  test.each<[string, RenderedAssociationRule, RenderedAnalysisRule | undefined]>([
    ['with the type of the rule of the table', rule(), CUSTOM],
    ['with a type of its own, if the rule of the table is not known', rule({ type: 'LIST' }), undefined],
    ['with a type of its own, if the table gets its rule outside of the app', rule({ type: 'LIST' }), {}],
    ['without additional analyses, if the rule of the table allows none', rule({ allowedAdditionalAnalyses: [] }), { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' }],
    ['with a token for additional analyses, if the rule of the table allows none', rule({ allowedAdditionalAnalyses: TOKEN }),
      { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' }],
    ['with additional analyses, if those of the table are a token', rule(), { ...CUSTOM, additionalAnalyses: TOKEN }],
    ['with a token for its type', rule({ type: TOKEN }), CUSTOM],
    ['with a token for its type, if the rule of the table is not known', rule({ type: TOKEN }), undefined],
    ['with a token for its type, if the table gets its rule outside of the app', rule({ type: TOKEN }), {}],
    ['with additional analyses, if the rule of the table allows them', rule(), CUSTOM],
    ['with additional analyses, if the rule of the table requires them', rule(), { ...CUSTOM, additionalAnalyses: 'REQUIRED' }],
    ['with additional analyses, if the rule of the table does not mention them', rule(), { type: 'CUSTOM' }],
  ])('%s', (_, associationRule, tableRule) => {
    expect(checkAssociationRule(associationRule, tableRule)).toEqual([]);
  });
});

describe('an association gets a warning', () => {
  test.each<[string, RenderedAssociationRule | undefined, RenderedAnalysisRule | undefined, string, string]>([
    ['without a rule, if its table has one', undefined, CUSTOM, 'cdk-cleanrooms:noAssociationRule',
      "the association has no 'analysisRule', so that the table is not ready for queries: say who may receive results, "
      + 'and which additional analyses may run'],
    ['without result receivers', rule({ allowedResultReceivers: [] }), CUSTOM, 'cdk-cleanrooms:noResultReceivers',
      "'allowedResultReceivers' is empty, so that no query can use the table directly"],
    ['if result receivers are left out', rule({ allowedResultReceivers: undefined }), CUSTOM, 'cdk-cleanrooms:noResultReceivers',
      "'allowedResultReceivers' is empty, so that no query can use the table directly"],
    ['with result receivers, if the rule of the table requires additional analyses', rule(), { ...CUSTOM, additionalAnalyses: 'REQUIRED' },
      'cdk-cleanrooms:resultReceiversNotAllowed',
      "'allowedResultReceivers' probably must be empty, because the rule of the table has 'additionalAnalyses' REQUIRED: "
      + 'only additional analyses can use the results'],
    ['without additional analyses, if the rule of the table allows them', rule({ allowedAdditionalAnalyses: [] }), CUSTOM, 'cdk-cleanrooms:noAdditionalAnalyses',
      "the rule of the table has 'additionalAnalyses' ALLOWED, but 'allowedAdditionalAnalyses' is empty: none can run"],
    ['if additional analyses are left out and the rule of the table requires them', rule({ allowedResultReceivers: [], allowedAdditionalAnalyses: undefined }),
      { ...CUSTOM, additionalAnalyses: 'REQUIRED' }, 'cdk-cleanrooms:noAdditionalAnalyses',
      "the rule of the table has 'additionalAnalyses' REQUIRED, but 'allowedAdditionalAnalyses' is empty: none can run"],
    ['with additional analyses, if the rule of the table leaves them out', rule({ allowedAdditionalAnalyses: ['one', 'two'] }),
      { type: 'LIST' }, 'cdk-cleanrooms:additionalAnalysesNotAllowedByDefault',
      "'allowedAdditionalAnalyses' probably has no effect, because the rule of the table does not set 'additionalAnalyses', "
      + "got one, two: set 'additionalAnalyses' on the rule of the table"],
    ['with additional analyses, if the rule of the table is an aggregation rule', rule({ type: undefined }), { type: 'AGGREGATION' },
      'cdk-cleanrooms:additionalAnalysesOfAggregation',
      "'allowedAdditionalAnalyses' is given for an aggregation rule: the API reference documents them only for list and custom rules"],
    ['with a type of its own, if the table has no rule', rule({ type: 'LIST', allowedResultReceivers: [] }), {}, 'cdk-cleanrooms:tableWithoutRule',
      "'analysisRule' needs a table with an analysis rule, and the configured table has none: set 'analysisRule' of the configured table, "
      + 'or acknowledge this warning if the table gets its rule outside of this app'],
    ['with additional analyses, if it is an aggregation rule itself', rule({ type: 'AGGREGATION' }), undefined, 'cdk-cleanrooms:additionalAnalysesOfAggregation',
      "'allowedAdditionalAnalyses' is given for an aggregation rule: the API reference documents them only for list and custom rules"],
  ])('%s', (_, associationRule, tableRule, id, message) => {
    expect(idsAndMessages(warnAboutAssociationRule(associationRule, tableRule))).toEqual([[id, message]]);
  });

  test.each<[string, RenderedAssociationRule | undefined, RenderedAnalysisRule | undefined]>([
    ['with receivers and additional analyses that the table allows', rule(), CUSTOM],
    ['without receivers, if additional analyses are required', rule({ allowedResultReceivers: [] }), { ...CUSTOM, additionalAnalyses: 'REQUIRED' }],
    ['without receivers, if the rule of the table is not known', rule({ allowedResultReceivers: [] }), undefined],
    ['without additional analyses, if the rule of the table leaves them out', rule({ allowedAdditionalAnalyses: [] }), { type: 'LIST' }],
    ['without additional analyses, if the rule of the table does not allow them', rule({ allowedAdditionalAnalyses: [] }),
      { ...CUSTOM, additionalAnalyses: 'NOT_ALLOWED' }],
    ['with additional analyses, if those of the table are a token', rule(), { type: 'LIST', additionalAnalyses: TOKEN }],
    ['with additional analyses that are a token, if the rule of the table leaves them out', rule({ allowedAdditionalAnalyses: TOKEN }), { type: 'LIST' }],
    ['with additional analyses that are a token, if the rule of the table allows them', rule({ allowedAdditionalAnalyses: TOKEN }), CUSTOM],
    ['with receivers that are a token', rule({ allowedResultReceivers: TOKEN }), CUSTOM],
    ['with receivers that are a token, if additional analyses are required', rule({ allowedResultReceivers: TOKEN }), { ...CUSTOM, additionalAnalyses: 'REQUIRED' }],
    ['without receivers, if the additional analyses of the table are a token', rule({ allowedResultReceivers: [] }), { ...CUSTOM, additionalAnalyses: TOKEN }],
    ['with a type that is a token', rule({ type: TOKEN }), CUSTOM],
    ['with additional analyses of a table that is not known', rule({ type: 'LIST' }), undefined],
    ['without additional analyses, on an aggregation rule', rule({ type: 'AGGREGATION', allowedAdditionalAnalyses: [] }), { type: 'AGGREGATION' }],
    ['without a rule, if the table has none', undefined, {}],
    ['without a rule, if the rule of the table is not known', undefined, undefined],
  ])('but not %s', (_, associationRule, tableRule) => {
    expect(warnAboutAssociationRule(associationRule, tableRule)).toEqual([]);
  });

  test('for an aggregation rule only once, if the table leaves additional analyses out', () => {
    expect(warnAboutAssociationRule(rule({ type: undefined }), { type: 'AGGREGATION' }).map(({ id }) => id))
      .toEqual(['cdk-cleanrooms:additionalAnalysesOfAggregation']);
  });
});

describe('differential privacy on a table', () => {
  const PRIVATE = { ...CUSTOM, differentialPrivacyColumn: 'user_id' };

  test('gives a warning if its owner can receive results', () => {
    expect(idsAndMessages(warnAboutDifferentialPrivacyOfReceiver(MEMBERS[1], PRIVATE))).toEqual([['cdk-cleanrooms:differentialPrivacyOfReceiver',
      'the rule of the table has differential privacy, which Clean Rooms does not offer to a member who can receive results, '
      + `as account ${PARTNER} can`]]);
  });

  test.each<[string, Member | undefined, RenderedAnalysisRule | undefined]>([
    ['of a member who cannot receive results', MEMBERS[0], PRIVATE],
    ['of a member whose abilities are not known', { accountId: CREATOR }, PRIVATE],
    ['of an owner who is not known', undefined, PRIVATE],
    ['that the rule does not have', MEMBERS[1], CUSTOM],
    ['of a table whose rule is not known', MEMBERS[1], undefined],
  ])('gives none %s', (_, owner, tableRule) => {
    expect(warnAboutDifferentialPrivacyOfReceiver(owner, tableRule)).toEqual([]);
  });
});

describe('a result receiver', () => {
  const message = (accountId: string, why: string) => ['cdk-cleanrooms:receiverCannotReceive',
    `'allowedResultReceivers' has ${accountId}, which ${why}: the table is not ready for queries while that is so`];

  test.each<[string, string[], string[], [string, string][]]>([
    ['who cannot receive results', [PARTNER, CREATOR], [], [[CREATOR, 'cannot receive results in the collaboration']]],
    ['who is not a member', [THIRD], [], [[THIRD, 'is not a member of the collaboration']]],
    ['whom the app removes', [THIRD], [THIRD], [[THIRD, 'the app removes from the collaboration']]],
    ['who is given twice', [THIRD, THIRD], [], [[THIRD, 'is not a member of the collaboration']]],
    ['and another, both of whom cannot', [THIRD, CREATOR], [], [
      [THIRD, 'is not a member of the collaboration'], [CREATOR, 'cannot receive results in the collaboration'],
    ]],
  ])('%s gives a warning', (_, receivers, removed, expected) => {
    expect(idsAndMessages(warnAboutReceivers(receivers, MEMBERS, removed))).toEqual(expected.map(([accountId, why]) => message(accountId, why)));
  });

  test('gives a warning without removals, too', () => {
    expect(idsAndMessages(warnAboutReceivers([THIRD], MEMBERS))).toEqual([message(THIRD, 'is not a member of the collaboration')]);
  });

  test.each<[string, string[], Member[] | undefined]>([
    ['who can receive results', [PARTNER], MEMBERS],
    ['whose abilities are not known', [PARTNER], [{ accountId: PARTNER }]],
    ['that is a token', [LATER, Aws.ACCOUNT_ID], MEMBERS],
    ['of a collaboration that is not known', [THIRD], undefined],
    ['of a collaboration without known members', [THIRD], []],
    ['of a collaboration with a member that is a token', [THIRD], [...MEMBERS, { accountId: LATER }]],
    ['of a collaboration with a member that is not known', [THIRD], [...MEMBERS, {}]],
  ])('%s gives none', (_, receivers, members) => {
    expect(warnAboutReceivers(receivers, members)).toEqual([]);
  });
});

describe('accounts whose analyses run without review', () => {
  const RUNNERS: Member[] = [...MEMBERS, { accountId: THIRD, abilities: ['CAN_RUN_JOB'] }];
  const OUTSIDER = '444444444444';
  const allowing = (...allowedAnalyses: string[]): RenderedAnalysisRule => ({ type: 'CUSTOM', allowedAnalyses, allowedAnalysisProviders: [CREATOR, THIRD, OUTSIDER] });
  const warning = (property: string, accountId: string, why: string) => ['cdk-cleanrooms:anyAnalysisOfMemberWhoCannot',
    `'${property}' has ${accountId}, which ${why} the collaboration: the account cannot run any there`];

  test.each<[string, RenderedAnalysisRule, unknown[]]>([
    ['for queries, if they cannot query', allowing('ANY_QUERY'), [
      warning('anyQueryBy', THIRD, 'does not have CAN_QUERY in'), warning('anyQueryBy', OUTSIDER, 'is not a member of'),
    ]],
    ['for jobs, if they cannot run jobs', allowing('ANY_JOB'), [
      warning('anyJobBy', CREATOR, 'does not have CAN_RUN_JOB in'), warning('anyJobBy', OUTSIDER, 'is not a member of'),
    ]],
    ['for both', allowing('ANY_QUERY', 'ANY_JOB'), [
      warning('anyQueryBy', THIRD, 'does not have CAN_QUERY in'), warning('anyQueryBy', OUTSIDER, 'is not a member of'),
      warning('anyJobBy', CREATOR, 'does not have CAN_RUN_JOB in'), warning('anyJobBy', OUTSIDER, 'is not a member of'),
    ]],
  ])('give warnings %s', (_, tableRule, expected) => {
    expect(idsAndMessages(warnAboutProviders(tableRule, RUNNERS))).toEqual(expected);
  });

  test('give a warning if the app removes them', () => {
    expect(warnAboutProviders(allowing('ANY_QUERY'), RUNNERS, [OUTSIDER])[1].message)
      .toBe(`'anyQueryBy' has ${OUTSIDER}, which the app removes from the collaboration: the account cannot run any there`);
  });

  test.each<[string, RenderedAnalysisRule, Member[] | undefined]>([
    ['if they can query', { ...allowing('ANY_QUERY'), allowedAnalysisProviders: [CREATOR] }, RUNNERS],
    ['if they can run jobs', { ...allowing('ANY_JOB'), allowedAnalysisProviders: [THIRD] }, RUNNERS],
    ['if the members are not known', allowing('ANY_QUERY'), undefined],
    ['if they are tokens', { ...allowing('ANY_QUERY'), allowedAnalysisProviders: [LATER] }, RUNNERS],
    ['if only templates are allowed', allowing('arn:template'), RUNNERS],
    ['if the rule has no providers', { type: 'CUSTOM', allowedAnalyses: ['ANY_QUERY'] }, RUNNERS],
    ['if the rule is of another type', { type: 'LIST' }, RUNNERS],
  ])('give none %s', (_, tableRule, members) => {
    expect(warnAboutProviders(tableRule, members)).toEqual([]);
  });
});

/** A table of another member in the same collaboration, unless the parts say otherwise. */
function table(parts: Partial<AssociatedTable>): AssociatedTable {
  return { path: 'Stack/Table', membership: 'own', rule: {}, ...parts };
}

describe('the type of the rule of a table', () => {
  const ofType = (type: string | undefined, membership: string, path = 'Stack/Other') => table({ rule: { type }, membership, path });
  const own = ofType('LIST', 'own');

  test('gives a warning if no table of another member has it', () => {
    expect(idsAndMessages(warnAboutRuleTypes(own, [own, ofType('CUSTOM', 'partner'), ofType('AGGREGATION', 'third', 'Stack/Third')]))).toEqual([[
      'cdk-cleanrooms:ruleTypesDiffer', "the rule of the table has the type LIST, that of 'Stack/Other' of another member the type CUSTOM: "
      + 'a query can only combine tables whose rules have the same type, and no table of another member has this type',
    ]]);
  });

  test.each<[string, AssociatedTable, AssociatedTable[]]>([
    ['if one table of another member has it', own, [ofType('CUSTOM', 'partner'), ofType('LIST', 'third')]],
    ['if only tables of the same member have other types', own, [own, ofType('CUSTOM', 'own')]],
    ['if there is no other table', own, [own]],
    ['if another member has a table whose rule is not known', own, [ofType('CUSTOM', 'partner'), ofType(undefined, 'third')]],
    ['if it is not known', ofType(undefined, 'own'), [ofType('CUSTOM', 'partner')]],
  ])('gives none %s', (_, candidate, ofCollaboration) => {
    expect(warnAboutRuleTypes(candidate, ofCollaboration)).toEqual([]);
  });
});

describe('differential privacy on several tables of a collaboration', () => {
  const secret = (differentialPrivacyColumn: string, membership = 'own', path = 'Stack/First') =>
    table({ rule: { type: 'CUSTOM', differentialPrivacyColumn }, membership, path });

  test('gives a warning if the identity columns differ', () => {
    expect(idsAndMessages(warnAboutDifferentialPrivacyAmong(secret('user_id'), [secret('user_id', 'own', 'Stack/Zero'), secret('customer_id')]))).toEqual([[
      'cdk-cleanrooms:identityColumnsDiffer', "'differentialPrivacyColumn' is 'user_id', but in the rule of 'Stack/First' it is "
      + "'customer_id': all tables with differential privacy in a collaboration must use the same column",
    ]]);
  });

  test('gives a warning if the tables belong to two members', () => {
    expect(idsAndMessages(warnAboutDifferentialPrivacyAmong(secret('user_id'), [secret('user_id'), secret('user_id', 'partner', 'Stack/Theirs')]))).toEqual([[
      'cdk-cleanrooms:differentialPrivacyOfTwoMembers',
      "the table and 'Stack/Theirs' of another member both have differential privacy: no query can join them",
    ]]);
  });

  test('gives both warnings if both are the case', () => {
    expect(warnAboutDifferentialPrivacyAmong(secret('user_id'), [secret('customer_id', 'partner')]).map(({ id }) => id))
      .toEqual(['cdk-cleanrooms:identityColumnsDiffer', 'cdk-cleanrooms:differentialPrivacyOfTwoMembers']);
  });

  test.each<[string, AssociatedTable[]]>([
    ['if they have the same column and owner', [secret('user_id')]],
    ['if there is only one', []],
  ])('gives none %s', (_, others) => {
    expect(warnAboutDifferentialPrivacyAmong(secret('user_id'), others)).toEqual([]);
  });
});

test('differential privacy gives a warning without a budget in the collaboration, and none with one', () => {
  expect(idsAndMessages(warnAboutBudget(false))).toEqual([['cdk-cleanrooms:noPrivacyBudget',
    'the rule of the table has differential privacy, but this app has no PrivacyBudgetTemplate for it in the collaboration: '
    + 'no query can use the table without one']]);
  expect(warnAboutBudget(true)).toEqual([]);
});

describe('the bucket of the data of a table', () => {
  test('gives a warning if its member has results written to it', () => {
    expect(idsAndMessages(warnAboutResultBucket('sales', ['results', 'sales'], 'Stack/Membership'))).toEqual([['cdk-cleanrooms:resultsAmongData',
      "the data of the table is in the bucket for the results of 'Stack/Membership': the user guide requires another bucket for results"]]);
  });

  test.each<[string, string | undefined, string[]]>([
    ['if results go to another bucket', 'sales', ['results']],
    ['if no results are written', 'sales', []],
    ['if it is not known', undefined, ['results']],
  ])('gives none %s', (_, dataBucket, resultBuckets) => {
    expect(warnAboutResultBucket(dataBucket, resultBuckets, 'Stack/Membership')).toEqual([]);
  });
});

describe('an allowed template', () => {
  const template = { path: 'Stack/Template', collaboration: 'collaboration' };

  test('gives a warning if the table is only associated with other collaborations', () => {
    expect(idsAndMessages(warnAboutTemplates([template, { ...template, collaboration: 'one' }], ['one', 'two']))).toEqual([[
      'cdk-cleanrooms:templateOfOtherCollaboration',
      "the rule of the table allows the template 'Stack/Template' of a collaboration that the table is not associated with",
    ]]);
  });

  test.each<[string, string | undefined, (string | undefined)[]]>([
    ['of one of the collaborations of the table', 'collaboration', ['another', 'collaboration']],
    ['of a table without associations', 'collaboration', []],
    ['if a collaboration of the table is not known', 'collaboration', ['another', undefined]],
    ['if its own collaboration is not known', undefined, ['another']],
  ])('gives none %s', (_, collaboration, collaborations) => {
    expect(warnAboutTemplates([{ ...template, collaboration }], collaborations)).toEqual([]);
  });
});

test('a Glue table whose location is registered with Lake Formation gives a warning', () => {
  expect(idsAndMessages(warnAboutRegisteredFolder())).toEqual([['cdk-cleanrooms:lakeFormationNeedsAthena',
    'the location of the table is registered with Lake Formation: Clean Rooms can read such a table only through Athena, use TableSource.athena']]);
});

test('the name of a table must be unique in a collaboration', () => {
  expect(codesAndMessages(checkTableName('purchases', 'Stack/First'))).toEqual([[
    'TableNameTaken', "the name 'purchases' is taken by 'Stack/First': the names of tables must be unique in a collaboration",
  ]]);
});

test('names of tables that differ only in case give a warning', () => {
  expect(idsAndMessages(warnAboutTableNameCase('Purchases', 'purchases', 'Stack/First'))).toEqual([['cdk-cleanrooms:tableNamesDifferInCase',
    "the name 'Purchases' differs from 'purchases' of 'Stack/First' only in case, which queries ignore"]]);
});

test('an ID mapping table that is never populated gives a warning', () => {
  expect(idsAndMessages(warnAboutPopulation())).toEqual([['cdk-cleanrooms:idMappingTableNotPopulated',
    'the table has no rows until it is populated, and no query can use it before: add an IdMappingTablePopulation, '
    + 'or acknowledge this warning if the table is populated outside of this app']]);
});
