import { Fn, Lazy, Token } from 'aws-cdk-lib';
import { checkAwaitedMembers, checkAwaitedTables, checkName, checkOwners, checkSourceHash } from '../../../src/constructs/collaboration/lookup-rules';
import { codesAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const TOKEN = Lazy.string({ produce: () => 'later' });

test.each(['c', 'n'.repeat(100), TOKEN])('a name can be %j', (name) => {
  expect(checkName('collaborationName', name, 100)).toEqual([]);
});

test.each(['', ' \t', 'n'.repeat(101)])('a name cannot be %j', (name) => {
  expect(codesAndMessages(checkName('collaborationName', name, 100))).toEqual([
    ['NameLength', `'collaborationName' must have 1 to 100 characters and not be blank, got '${name}'`],
  ]);
});

test('members are accounts, and at least one', () => {
  expect(checkAwaitedMembers([CREATOR, PARTNER, TOKEN], THIRD)).toEqual([]);
  expect(checkAwaitedMembers(Token.asList(Fn.split(',', TOKEN)), THIRD)).toEqual([]);
  expect(codesAndMessages(checkAwaitedMembers([], THIRD))).toEqual([['AccountIdsMissing', "'accountIds' must name at least one member to wait for, got none"]]);
  expect(codesAndMessages(checkAwaitedMembers([CREATOR, 'publisher'], THIRD))).toEqual([
    ['AccountIdMalformed', "'accountIds' must be an AWS account, 12 digits, got 'publisher'"],
  ]);
});

test.each<[string, string[]]>([
  ['one', ['purchases']],
  ['as many as the API takes at once', tables(25)],
  ['of the longest name', ['t'.repeat(128)]],
  ['of any name that a table can have', ['ab-c', 'a b', '_', '1']],
  ['that are not known yet', [TOKEN, TOKEN]],
  ['of which nothing is known yet', Token.asList(Fn.split(',', TOKEN))],
])('tables can be waited for: %s', (_, names) => {
  expect(codesAndMessages(checkAwaitedTables(names))).toEqual([]);
});

test.each<[string, string[], string, string]>([
  ['none', [], 'TablesCount', "'tables' must name 1 to 25 tables, got 0"],
  ['more than the API takes at once', tables(26), 'TablesCount', "'tables' must name 1 to 25 tables, got 26"],
  ['without a name', [''], 'TableNameMalformed', "got ''"],
  ['with a dot', ['sales.purchases'], 'TableNameMalformed', "got 'sales.purchases'"],
  ['with two hyphens at once', ['ab--c'], 'TableNameMalformed', "got 'ab--c'"],
  ['with a hyphen too early', ['a-b'], 'TableNameMalformed', 'single hyphens after the second character'],
  ['of too long a name', ['t'.repeat(129)], 'TableNameMalformed', 'at most 128 letters'],
  ['one twice, in another case', ['purchases', 'Purchases'], 'TableTwice', "'tables' must name each table once, got 'Purchases' twice"],
])('tables cannot be waited for: %s', (_, names, code, message) => {
  expect(codesAndMessages(checkAwaitedTables(names))).toEqual([[code, expect.stringContaining(message)]]);
});

function tables(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `table${index}`);
}

test('the owners of tables are accounts, of tables that are waited for', () => {
  expect(checkOwners(undefined, ['purchases'])).toEqual([]);
  expect(checkOwners({ purchases: CREATOR, people: TOKEN }, ['purchases', 'people', 'more'])).toEqual([]);
  expect(checkOwners({ purchases: CREATOR }, [TOKEN])).toEqual([]);
  expect(checkOwners({ [TOKEN]: CREATOR }, ['purchases'])).toEqual([]);
  expect(codesAndMessages(checkOwners({ people: CREATOR, purchases: 'publisher' }, ['purchases', 'more']))).toEqual([
    ['OwnedTableNotAwaited', "'ownerAccountIds' must have tables of 'tables' alone, which are purchases, more, got 'people'"],
    ['AccountIdMalformed', "'ownerAccountIds' must be an AWS account, 12 digits, got 'publisher'"],
  ]);
});

test.each([undefined, 'a1'.repeat(32), 'A1'.repeat(32), TOKEN])('a source can be pinned by %j', (hash) => {
  expect(checkSourceHash(hash)).toEqual([]);
});

test.each(['', 'a1'.repeat(31), 'a1'.repeat(33), 'x1'.repeat(32)])('a source cannot be pinned by %j', (hash) => {
  expect(codesAndMessages(checkSourceHash(hash))).toEqual([['SourceHashMalformed', `'sourceSha256' must have 64 hexadecimal digits, got '${hash}'`]]);
});
