import { warnAboutAmongTables, warnAboutBudget, warnAboutResultBucket, warnAboutTemplates } from '../../src/program/associated-tables-rules';
import type { AssociatedTable } from '../../src/program/associated-tables-rules';
import { idsAndMessages } from '../support/faults';

describe('among the tables that came before, warns of', () => {
  test.each<[string, Partial<AssociatedTable>, Partial<AssociatedTable>, string, string]>([
    ['one of the same member whose rule is of another type', { rule: { type: 'LIST' } }, { rule: { type: 'CUSTOM' } },
      'cdk-cleanrooms:ruleTypesDiffer', "the rule of the table is LIST, that of 'Stack/First' CUSTOM: no query can name both"],
    ['one of the same collaboration with another identity column', secret('user_id'), secret('customer_id'), 'cdk-cleanrooms:identityColumnsDiffer',
      "'differentialPrivacyColumn' is 'user_id', in the rule of 'Stack/First' it is 'customer_id': the tables of a collaboration must name the same column"],
    ['one of another member, when both have differential privacy', secret('user_id'), { ...secret('user_id'), membership: 'partner' },
      'cdk-cleanrooms:differentialPrivacyOfTwoMembers',
      "the table and 'Stack/First', which another member brings, have differential privacy: no query can join both"],
  ])('%s', (_, later, earlier, id, message) => {
    expect(idsAndMessages(warnAboutAmongTables(table(later), [table(earlier)]))).toEqual([[id, message]]);
  });
});

describe('among the tables that came before, says nothing of', () => {
  test.each<[string, Partial<AssociatedTable>, Partial<AssociatedTable>]>([
    ['one of the same type', { rule: { type: 'LIST' } }, { rule: { type: 'LIST' } }],
    ['one of another type that another member brings', { rule: { type: 'LIST' } }, { rule: { type: 'CUSTOM' }, membership: 'partner' }],
    ['one without a rule', { rule: { type: 'LIST' } }, { rule: {} }],
    ['one of which nothing is known', { rule: { type: 'LIST' } }, { rule: undefined }],
    ['one of another type, when nothing is known of this one', { rule: undefined }, { rule: { type: 'CUSTOM' } }],
    ['one with the same identity column', secret('user_id'), secret('user_id')],
    ['one of another collaboration with another identity column', secret('user_id'), { ...secret('customer_id'), collaboration: 'another' }],
    ['one with another identity column, where no collaboration is known',
      { ...secret('user_id'), collaboration: undefined }, { ...secret('customer_id'), collaboration: undefined }],
    ['one without differential privacy', secret('user_id'), { rule: { type: 'CUSTOM' }, membership: 'partner' }],
    ['one with differential privacy, when this one has none', { rule: { type: 'CUSTOM' } }, secret('user_id')],
  ])('%s', (_, later, earlier) => {
    expect(warnAboutAmongTables(table(later), [table(earlier)])).toEqual([]);
  });
});

describe('differential privacy', () => {
  test('is warned of where its collaboration has no budget', () => {
    expect(idsAndMessages(warnAboutBudget(table(secret('user_id')), ['another']))).toEqual([['cdk-cleanrooms:noPrivacyBudget',
      'the rule of the table has differential privacy, under which no query runs before the collaboration has a '
      + 'privacy budget template for it: this app has none']]);
  });

  test.each<[string, Partial<AssociatedTable>, (string | undefined)[]]>([
    ['where its collaboration has a budget', secret('user_id'), ['another', 'collaboration']],
    ['where a budget is of a collaboration that is not known', secret('user_id'), [undefined]],
    ['where its collaboration is not known', { ...secret('user_id'), collaboration: undefined }, []],
    ['that the rule does not have', { rule: { type: 'CUSTOM' } }, []],
  ])('is fine %s', (_, parts, budgets) => {
    expect(warnAboutBudget(table(parts), budgets)).toEqual([]);
  });
});

describe('M8: the data of a table', () => {
  test('is warned of in the bucket to which its member has results written', () => {
    expect(idsAndMessages(warnAboutResultBucket('sales', ['results', 'sales'], 'Stack/Membership'))).toEqual([['cdk-cleanrooms:resultsAmongData',
      "the data of the table lies in the bucket to which 'Stack/Membership' has results written: the user guide wants another bucket for results"]]);
  });

  test.each<[string, string | undefined, string[]]>([
    ['in another bucket', 'sales', ['results']], ['where no results are written', 'sales', []], ['in a bucket that is not known', undefined, ['results']],
  ])('is fine %s', (_, dataBucket, resultBuckets) => {
    expect(warnAboutResultBucket(dataBucket, resultBuckets, 'Stack/Membership')).toEqual([]);
  });
});

describe('an allowed template', () => {
  const template = { path: 'Stack/Template', collaboration: 'collaboration' };

  test('is warned of where the table is associated with other collaborations alone', () => {
    expect(idsAndMessages(warnAboutTemplates([template, { ...template, collaboration: 'one' }], ['one', 'two']))).toEqual([[
      'cdk-cleanrooms:templateOfOtherCollaboration',
      "the rule of the table allows 'Stack/Template', which is a template of a collaboration that the table is not associated with",
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

/** Of a table with differential privacy. */
function secret(differentialPrivacyColumn: string): Partial<AssociatedTable> {
  return { rule: { type: 'CUSTOM', differentialPrivacyColumn } };
}

function table(parts: Partial<AssociatedTable>): AssociatedTable {
  return { path: 'Stack/First', membership: 'own', collaboration: 'collaboration', ...parts };
}
