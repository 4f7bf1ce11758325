import {
  checkTableName, warnAboutBudget, warnAboutDifferentialPrivacyAmong, warnAboutPopulation, warnAboutRegisteredFolder, warnAboutResultBucket,
  warnAboutRuleTypes, warnAboutTableNameCase, warnAboutTemplates,
} from '../../../src/program/checks/table-rules';
import type { AssociatedTable } from '../../../src/program/checks/table-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

function table(parts: Partial<AssociatedTable> = {}): AssociatedTable {
  return { path: 'Stack/Other', membership: 'own', rule: { type: 'CUSTOM' }, ...parts };
}

describe('the type of a rule', () => {
  const list = table({ rule: { type: 'LIST' } });
  const partners = (type?: string) => table({ membership: 'partner', rule: { type }, path: `Stack/${type}` });

  test('is warned of where no table of another member has it', () => {
    expect(idsAndMessages(warnAboutRuleTypes(list, [list, table(), partners('CUSTOM'), partners('AGGREGATION')]))).toEqual([[
      'cdk-cleanrooms:ruleTypesDiffer',
      "the rule of the table has the type LIST, that of 'Stack/CUSTOM' of another member the type CUSTOM: "
        + 'a query can only combine tables whose rules have the same type, and no table of another member has this type',
    ]]);
  });

  test.each<[string, AssociatedTable, AssociatedTable[]]>([
    ['another member has it as well', list, [partners('CUSTOM'), partners('LIST')]],
    ['only the same member has other types', list, [list, table()]],
    ['it is the only table', list, [list]],
    ['the rule of another member is not known', list, [partners('CUSTOM'), partners()]],
    ['it is not known', table({ rule: {} }), [partners('CUSTOM')]],
  ])('is fine where %s', (_, one, all) => {
    expect(warnAboutRuleTypes(one, all)).toEqual([]);
  });
});

describe('differential privacy among the tables of a collaboration', () => {
  const secret = (differentialPrivacyColumn: string, parts: Partial<AssociatedTable> = {}) => table({ rule: { type: 'CUSTOM', differentialPrivacyColumn }, ...parts });

  test('is warned of with another identity column', () => {
    expect(idsAndMessages(warnAboutDifferentialPrivacyAmong(secret('user_id'), [secret('user_id', { path: 'Stack/Same' }), secret('customer_id')]))).toEqual([[
      'cdk-cleanrooms:identityColumnsDiffer',
      "'differentialPrivacyColumn' is 'user_id', but in the rule of 'Stack/Other' it is 'customer_id': "
        + 'all tables with differential privacy in a collaboration must use the same column',
    ]]);
  });

  test('is warned of on tables of two members', () => {
    const others = [secret('user_id', { path: 'Stack/Own' }), secret('user_id', { membership: 'partner' })];
    expect(idsAndMessages(warnAboutDifferentialPrivacyAmong(secret('user_id'), others))).toEqual([[
      'cdk-cleanrooms:differentialPrivacyOfTwoMembers',
      "the table and 'Stack/Other' of another member both have differential privacy: no query can join them",
    ]]);
  });

  test('is warned of for both reasons', () => {
    expect(warnAboutDifferentialPrivacyAmong(secret('user_id'), [secret('customer_id', { membership: 'partner' })])).toHaveLength(2);
  });

  test('is fine with the same column on tables of one member', () => {
    expect(warnAboutDifferentialPrivacyAmong(secret('user_id'), [secret('user_id')])).toEqual([]);
    expect(warnAboutDifferentialPrivacyAmong(secret('user_id'), [])).toEqual([]);
  });

  test('needs a budget', () => {
    expect(warnAboutBudget(true)).toEqual([]);
    expect(idsAndMessages(warnAboutBudget(false))).toEqual([['cdk-cleanrooms:noPrivacyBudget',
      'the rule of the table has differential privacy, but this app has no PrivacyBudgetTemplate for it in the collaboration: '
      + 'no query can use the table without one']]);
  });
});

describe('the data of a table', () => {
  test('is warned of in the bucket to which its member has results written', () => {
    expect(idsAndMessages(warnAboutResultBucket('sales', ['results', 'sales'], 'Stack/Membership'))).toEqual([['cdk-cleanrooms:resultsAmongData',
      "the data of the table is in the bucket for the results of 'Stack/Membership': the user guide requires another bucket for results"]]);
  });

  test.each<[string, string | undefined, string[]]>([
    ['in another bucket', 'sales', ['results']], ['where no results are written', 'sales', []], ['in a bucket that is not known', undefined, ['results']],
  ])('is fine %s', (_, dataBucket, resultBuckets) => {
    expect(warnAboutResultBucket(dataBucket, resultBuckets, 'Stack/Membership')).toEqual([]);
  });

  test('is warned of in a folder that is registered with Lake Formation', () => {
    expect(idsAndMessages(warnAboutRegisteredFolder())).toEqual([['cdk-cleanrooms:lakeFormationNeedsAthena',
      'the location of the table is registered with Lake Formation: Clean Rooms can read such a table only through Athena, use TableSource.athena']]);
  });
});

describe('a template that the rule of a table allows', () => {
  const template = { path: 'Stack/Template', collaboration: 'collaboration' };

  test('is warned of where the table is associated only with other collaborations', () => {
    expect(idsAndMessages(warnAboutTemplates([template, { ...template, collaboration: 'one' }], ['one', 'two']))).toEqual([[
      'cdk-cleanrooms:templateOfOtherCollaboration',
      "the rule of the table allows the template 'Stack/Template' of a collaboration that the table is not associated with",
    ]]);
  });

  test.each<[string, string | undefined, (string | undefined)[]]>([
    ['where one of the collaborations of the table has it', 'collaboration', ['another', 'collaboration']],
    ['where the table is not associated yet', 'collaboration', []],
    ['where a collaboration of the table is not known', 'collaboration', ['another', undefined]],
    ['whose collaboration is not known', undefined, ['another']],
  ])('is fine %s', (_, collaboration, collaborations) => {
    expect(warnAboutTemplates([{ ...template, collaboration }], collaborations)).toEqual([]);
  });
});

test('the names of tables are unique in a collaboration', () => {
  expect(codesAndMessages(checkTableName('purchases', 'Stack/First'))).toEqual([[
    'TableNameTaken', "the name 'purchases' is taken by 'Stack/First': the names of tables must be unique in a collaboration",
  ]]);
});

test('the names of tables differ by more than capital letters', () => {
  expect(idsAndMessages(warnAboutTableNameCase('Purchases', 'purchases', 'Stack/First'))).toEqual([['cdk-cleanrooms:tableNamesDifferInCase',
    "the name 'Purchases' differs from 'purchases' of 'Stack/First' only in case, which queries ignore"]]);
});

test('an ID mapping table is populated', () => {
  expect(idsAndMessages(warnAboutPopulation())).toEqual([['cdk-cleanrooms:idMappingTableNotPopulated',
    'the table has no rows until it is populated, and no query can use it before: add an IdMappingTablePopulation, '
    + 'or acknowledge this warning if the table is populated outside of this app']]);
});
