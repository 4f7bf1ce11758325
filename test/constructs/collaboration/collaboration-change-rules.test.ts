import { Aws, Token } from 'aws-cdk-lib';
import { checkCollaborationChanges, checkMemberRemoval } from '../../../src/constructs/collaboration/collaboration-change-rules';
import type { RequestedChange } from '../../../src/program/member';

const FINE: RequestedChange = { Member: { AccountId: '222222222222', DisplayName: 'Retailer', Abilities: ['CAN_RECEIVE_RESULTS'] } };

const member = (part: Partial<NonNullable<RequestedChange['Member']>>): RequestedChange[] => [{ Member: { ...FINE.Member!, ...part } }];
const codesOf = (changes: RequestedChange[]) => checkCollaborationChanges(changes).map(({ code }) => code);

test.each<[string, RequestedChange[], string, string]>([
  ['no changes', [], 'ChangesCount', "'changes' must have 1 to 10 changes, got 0"],
  ['eleven changes', Array<RequestedChange>(11).fill(FINE), 'ChangesCount', 'got 11'],
  ['an account of eleven digits', member({ AccountId: '22222222222' }), 'AccountIdMalformed', "got '22222222222'"],
  ['a blank name', member({ DisplayName: ' ' }), 'DisplayNameLength', "'displayName' must have 1 to 100 characters and not be blank, got ' '"],
  ['a name of 101 characters', member({ DisplayName: 'x'.repeat(101) }), 'DisplayNameLength', 'got '],
  ['the ability to query', member({ Abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] }), 'AbilityFixed', 'CAN_QUERY, got it for 222222222222'],
  ['the ability to run jobs', member({ Abilities: ['CAN_RUN_JOB'] }), 'AbilityFixed', 'which member can query and run jobs cannot be changed'],
])('refuses %s', (_, changes, code, message) => {
  expect(checkCollaborationChanges(changes)).toEqual([{ code, message: expect.stringContaining(message) }]);
});

test.each<[string, RequestedChange[]]>([
  ['one change', [FINE]],
  ['ten changes', Array<RequestedChange>(10).fill(FINE)],
  ['what concerns no member', [{}]],
  ['a name of 100 characters', member({ DisplayName: 'x'.repeat(100) })],
  ['no name', member({ DisplayName: undefined })],
  ['no abilities', member({ Abilities: undefined })],
  ['an ability that the service has since then', member({ Abilities: ['CAN_EXPORT_QUERY_ANALYSIS_LOG'] })],
  ['what is known at deployment', member({ AccountId: Aws.ACCOUNT_ID, DisplayName: Token.asString({ Ref: 'Name' }) })],
])('accepts %s', (_, changes) => {
  expect(codesOf(changes)).toEqual([]);
});

test.each<[string, string, string, string[]]>([
  ['the creator', '111111111111', '111111111111', ['CreatorRemoved']],
  ['another member', '222222222222', '111111111111', []],
  ['no account', 'Retailer', '111111111111', ['AccountIdMalformed']],
  ['an account that is known at deployment', Aws.ACCOUNT_ID, Aws.ACCOUNT_ID, []],
])('checks the removal of %s', (_, accountId, creator, codes) => {
  expect(checkMemberRemoval(accountId, creator).map(({ code }) => code)).toEqual(codes);
});
