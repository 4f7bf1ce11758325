import { Lazy } from 'aws-cdk-lib';
import { AllowedColumns } from '../../../src';
import { codesAndMessages } from '../../support/faults';

const LATER = Lazy.string({ produce: () => 'later' });
const KNOWN = ['email', 'city', 'amount'];

test.each<[string, AllowedColumns, string[]]>([
  ['the given columns, in their order', AllowedColumns.of('city', 'email'), ['city', 'email']],
  ['the given columns, which can be tokens or unknown to the source', AllowedColumns.of('phone', LATER), ['phone', LATER]],
  ['the given columns in lower case', AllowedColumns.of('City', 'EMAIL'), ['city', 'email']],
  ['all columns', AllowedColumns.all(), KNOWN],
  ['all columns except some', AllowedColumns.allExcept('email', 'Amount'), ['city']],
])('are %s', (_, columns, expected) => {
  expect(columns._chosenFrom(KNOWN)).toEqual({ columns: expected, faults: [] });
});

test('can be given if the columns of the table are not known', () => {
  expect(AllowedColumns.of('email')._chosenFrom(undefined)).toEqual({ columns: ['email'], faults: [] });
});

test.each([AllowedColumns.all(), AllowedColumns.allExcept('email')])('cannot be all columns if the columns of the table are not known', (columns) => {
  expect(codesAndMessages(columns._chosenFrom(undefined).faults)).toEqual([['ColumnsUnknown',
    "'allowedColumns' cannot be all columns, because the columns of the table are not known at synthesis: name them with AllowedColumns.of"]]);
});

test('cannot exclude columns that the table does not have: a misspelled column would stay allowed', () => {
  const excludes = (column: string) => ['ColumnNotInTable', `'allowedColumns' excludes '${column}', which is not among the columns of the table: email, city, amount`];
  expect(codesAndMessages(AllowedColumns.allExcept('emial', 'city', 'ctiy')._chosenFrom(KNOWN).faults)).toEqual([excludes('emial'), excludes('ctiy')]);
});

test('cannot exclude a column that is a token: it is not known which one it is', () => {
  expect(codesAndMessages(AllowedColumns.allExcept(LATER)._chosenFrom(KNOWN).faults)).toEqual([
    ['ColumnNotInTable', expect.stringContaining("'allowedColumns' excludes")],
  ]);
});

test('can be used for many tables', () => {
  const all = AllowedColumns.all();
  expect([all._chosenFrom(['a']).columns, all._chosenFrom(['b']).columns]).toEqual([['a'], ['b']]);
});
