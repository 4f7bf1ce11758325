import { Lazy } from 'aws-cdk-lib';
import { warnAboutList, checkList } from '../../../../src/constructs/table/analysis-rules/list-rules';
import type { ListRuleInput } from '../../../../src/constructs/table/analysis-rules/list-rules';
import type { TableRuleInput } from '../../../../src/constructs/table/configured-table-rules';
import { idsAndMessages, codesAndMessages } from '../../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const TABLE: TableRuleInput = { allowedColumns: ['email', 'phone', 'city'], analysisMethods: ['DIRECT_QUERY'], sourceKind: 'glue' };

describe('rejects', () => {
  const notAllowed = (property: string) => `'${property}' has 'emial', which is not among allowedColumns: email, phone, city`;

  test.each<[string, Partial<ListRuleInput>, string, string]>([
    ['a join column that is not allowed', { joinColumns: ['emial'] }, 'ColumnNotAllowed', notAllowed('joinColumns')],
    ['a list column that is not allowed', { listColumns: ['emial'] }, 'ColumnNotAllowed', notAllowed('listColumns')],
    ['a join column that is listed', { joinColumns: ['email', 'phone'], listColumns: ['city', 'phone'] }, 'ColumnInTwoRoles',
      "'phone' is in both 'joinColumns' and 'listColumns': a column can be in only one of them"],
    ['no join column', { joinColumns: [] }, 'NoJoinColumn',
      "'joinColumns' of a list rule must have at least one column, such as joinOn('hashed_email')"],
  ])('%s', (_, parts, code, message) => {
    expect(codesAndMessages(checkList(rule(parts), TABLE))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<ListRuleInput>, Partial<TableRuleInput>?]>([
    ['a column to join on and one to list', {}],
    ['several of each', { joinColumns: ['email', 'phone'], listColumns: ['city'] }],
    ['no column to list', { listColumns: [] }],
    ['columns that are tokens', { joinColumns: [LATER], listColumns: [LATER] }],
    ['lists that are tokens', {
      joinColumns: Lazy.list({ produce: () => ['email'] }), listColumns: Lazy.list({ produce: () => ['city'] }),
    }],
    ['any column, if the allowed columns are not known', { joinColumns: ['emial'] }, { allowedColumns: undefined }],
  ])('%s', (_, parts, table = {}) => {
    expect(checkList(rule(parts), { ...TABLE, ...table })).toEqual([]);
  });
});

describe('warns about', () => {
  test.each<[string, Partial<ListRuleInput>, string, string]>([
    ['a column twice', { listColumns: ['city', 'city'] }, 'cdk-cleanrooms:columnTwice', "'listColumns' has 'city' more than once"],
    ['a join column twice', { joinColumns: ['email', 'email'], allowedJoinOperators: ['AND'] }, 'cdk-cleanrooms:columnTwice',
      "'joinColumns' has 'email' more than once"],
    ['no list columns, if additional analyses are left out', { listColumns: [] }, 'cdk-cleanrooms:nothingToList',
      "the list rule has no 'listColumns' and does not allow 'additionalAnalyses': no query can use the table"],
    ['no list columns, if additional analyses are not allowed', { listColumns: [], additionalAnalyses: 'NOT_ALLOWED' }, 'cdk-cleanrooms:nothingToList',
      "the list rule has no 'listColumns' and does not allow 'additionalAnalyses': no query can use the table"],
    ['join operators without join columns', { joinColumns: [], allowedJoinOperators: ['OR'] }, 'cdk-cleanrooms:joinOperatorsWithoutColumns',
      "'allowedJoinOperators' has no effect without 'joinColumns'"],
  ])('%s', (_, parts, id, message) => {
    expect(idsAndMessages(warnAboutList(rule(parts)))).toEqual([[id, message]]);
  });
});

test.each<[string, Partial<ListRuleInput>]>([
  ['a column to join on and one to list', {}],
  ['several join columns without an operator, which the service combines with AND', { joinColumns: ['email', 'phone'] }],
  ['several join columns with an operator', { joinColumns: ['email', 'phone'], allowedJoinOperators: ['OR'] }],
  ['no list columns, if additional analyses are required', { listColumns: [], additionalAnalyses: 'REQUIRED' }],
  ['columns that are tokens', { listColumns: [LATER, LATER] }],
])('does not warn about %s', (_, parts) => {
  expect(warnAboutList(rule(parts))).toEqual([]);
});

function rule(parts: Partial<ListRuleInput>): ListRuleInput {
  return { joinColumns: ['email'], allowedJoinOperators: [], listColumns: ['city'], ...parts };
}
