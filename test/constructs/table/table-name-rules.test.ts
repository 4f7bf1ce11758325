import { Lazy } from 'aws-cdk-lib';
import { warnAboutTableName, warnAboutTableNameAmong, checkTableNameAmong } from '../../../src/constructs/table/table-name-rules';
import type { NamedTable } from '../../../src/constructs/table/table-name-rules';
import { idsAndMessages, codesAndMessages } from '../../support/faults';

describe('the names of tables', () => {
  const table = (name: string, place = 'collaboration') => ({ path: 'Stack/Table', name, place });
  const earlier = [{ ...table('purchases'), path: 'Stack/First' }];

  test('must be unique in a collaboration', () => {
    expect(codesAndMessages(checkTableNameAmong(table('purchases'), earlier))).toEqual([[
      'TableNameTaken', "the name 'purchases' is taken by 'Stack/First': the names of tables must be unique in a collaboration",
    ]]);
    expect(warnAboutTableNameAmong(table('purchases'), earlier)).toEqual([]);
  });

  test('should not differ by capital letters alone', () => {
    expect(checkTableNameAmong(table('Purchases'), earlier)).toEqual([]);
    expect(idsAndMessages(warnAboutTableNameAmong(table('Purchases'), earlier))).toEqual([['cdk-cleanrooms:tableNamesDifferInCase',
      "the name 'Purchases' differs from 'purchases' of 'Stack/First' by capital letters alone, which queries do not tell apart"]]);
  });

  const later = Lazy.string({ produce: () => 'purchases' });
  test.each<[string, NamedTable, NamedTable[]]>([
    ['others', table('returns'), earlier],
    ['the same in another collaboration', table('purchases', 'other'), earlier],
    ['not known yet', table(later), [table(later)]],
  ])('can be %s', (_, candidate, before) => {
    expect(checkTableNameAmong(candidate, before)).toEqual([]);
    expect(warnAboutTableNameAmong(candidate, before)).toEqual([]);
  });
});

test.each(['user', 'ORDER', 'Select'])('warns of the reserved word %s', (name) => {
  expect(idsAndMessages(warnAboutTableName(name))).toEqual([[
    'cdk-cleanrooms:reservedTableName', `'${name}' is a reserved word of SQL: queries that name the table would have to quote it`,
  ]]);
});

test.each(['users', 'orders_2026', '', Lazy.string({ produce: () => 'user' })])('says nothing of the name %s', (name) => {
  expect(warnAboutTableName(name)).toEqual([]);
});
