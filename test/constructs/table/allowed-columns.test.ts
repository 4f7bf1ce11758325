import { Lazy } from 'aws-cdk-lib';
import { AllowedColumns } from '../../../src';
import { expectRefused } from '../../support/faults';
import { stackOf } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const KNOWN = ['email', 'city', 'amount'];

test.each<[string, AllowedColumns, string[]]>([
  ['the given ones, in their order', AllowedColumns.of('city', 'email'), ['city', 'email']],
  ['the given ones, known or not', AllowedColumns.of('phone', LATER), ['phone', LATER]],
  ['all', AllowedColumns.all(), KNOWN],
  ['all but some', AllowedColumns.allExcept('email', 'amount'), ['city']],
])('are %s', (_, columns, expected) => {
  expect(columns._resolve(KNOWN, stackOf())).toEqual(expected);
});

test('can be given where the columns of the table are not known', () => {
  expect(AllowedColumns.of('email')._resolve(undefined, stackOf())).toEqual(['email']);
});

test.each([AllowedColumns.all(), AllowedColumns.allExcept('email')])('cannot be all where the columns of the table are not known', (columns) => {
  expectRefused(() => columns._resolve(undefined, stackOf()), 'ColumnsUnknown', 'the columns of the table are not known at synthesis');
});

test('cannot leave out a column that the table does not have: with a typo it would be allowed', () => {
  expectRefused(() => AllowedColumns.allExcept('emial')._resolve(KNOWN, stackOf()), 'ColumnNotInTable',
    "'allowedColumns' excludes 'emial', which is not among the columns of the table: email, city, amount");
});

test('cannot leave out a column that is not known yet: nobody could tell which one to leave out', () => {
  expectRefused(() => AllowedColumns.allExcept(LATER)._resolve(KNOWN, stackOf()), 'ColumnNotInTable', "'allowedColumns' excludes");
});

test('the same value serves many tables', () => {
  const all = AllowedColumns.all();
  expect([all._resolve(['a'], stackOf()), all._resolve(['b'], stackOf())]).toEqual([['a'], ['b']]);
});
