import { Lazy } from 'aws-cdk-lib';
import { warnAboutTableName } from '../../../src/constructs/table/table-name-rules';
import { idsAndMessages } from '../../support/faults';

test.each(['user', 'ORDER', 'Select', 'table', 'all', 'with'])('warns about the reserved word %s', (name) => {
  expect(idsAndMessages(warnAboutTableName(name))).toEqual([[
    'cdk-cleanrooms:reservedTableName', `'${name}' is a reserved word of SQL: queries have to quote the name of the table`,
  ]]);
});

test.each(['users', 'orders_2026', '', ' ', Lazy.string({ produce: () => 'user' })])('does not warn about the name %p', (name) => {
  expect(warnAboutTableName(name)).toEqual([]);
});
