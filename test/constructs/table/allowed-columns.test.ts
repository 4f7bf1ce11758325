import { Lazy } from 'aws-cdk-lib';
import { AllowedColumns } from '../../../src';
import { expectRefused } from '../../support/faults';
import { stackOf } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const KNOWN = ['email', 'city', 'amount'];

test.each<[string, AllowedColumns, string[]]>([
  ['the given columns, in their order', AllowedColumns.of('city', 'email'), ['city', 'email']],
  ['the given columns, which can be tokens or unknown to the source', AllowedColumns.of('phone', LATER), ['phone', LATER]],
  ['the given columns in lower case', AllowedColumns.of('City', 'EMAIL'), ['city', 'email']],
  ['all columns', AllowedColumns.all(), KNOWN],
  ['all columns except some', AllowedColumns.allExcept('email', 'Amount'), ['city']],
])('are %s', (_, columns, expected) => {
  expect(columns._resolve(KNOWN, stackOf())).toEqual(expected);
});

test('can be given if the columns of the table are not known', () => {
  expect(AllowedColumns.of('email')._resolve(undefined, stackOf())).toEqual(['email']);
});

test.each([AllowedColumns.all(), AllowedColumns.allExcept('email')])('cannot be all columns if the columns of the table are not known', (columns) => {
  expectRefused(() => columns._resolve(undefined, stackOf()), 'ColumnsUnknown', 'the columns of the table are not known at synthesis');
});

test('cannot exclude a column that the table does not have: a misspelled column would stay allowed', () => {
  expectRefused(() => AllowedColumns.allExcept('emial')._resolve(KNOWN, stackOf()), 'ColumnNotInTable',
    "'allowedColumns' excludes 'emial', which is not among the columns of the table: email, city, amount");
});

test('cannot exclude a column that is a token: it is not known which one it is', () => {
  expectRefused(() => AllowedColumns.allExcept(LATER)._resolve(KNOWN, stackOf()), 'ColumnNotInTable', "'allowedColumns' excludes");
});

test('can be used for many tables', () => {
  const all = AllowedColumns.all();
  expect([all._resolve(['a'], stackOf()), all._resolve(['b'], stackOf())]).toEqual([['a'], ['b']]);
});
