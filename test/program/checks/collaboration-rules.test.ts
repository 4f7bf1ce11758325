import { Aws, Token } from 'aws-cdk-lib';
import { checkCollaboration } from '../../../src/program/checks/collaboration-rules';
import type { CollaborationInput } from '../../../src/program/checks/collaboration-rules';
import type { Member } from '../../../src/program/member';
import { codesAndMessages } from '../../support/faults';

const RUNNER = member('111111111111', { abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] });

describe('refuses', () => {
  test.each<[string, Partial<CollaborationInput>, string, string]>([
    ['a tenth invited member', { members: invited(10) }, 'TooManyMembers',
      "'members' must have at most 9 members besides the creator, got 10"],
    ['the creator among the members', { members: [member('111111111111')] }, 'MemberNotUnique',
      "'members' must not name the creator's own account 111111111111: specify it with 'creator'"],
    ['an account twice', { members: [member('222222222222'), member('222222222222')] }, 'MemberNotUnique',
      "'members' must name each account once, got 222222222222 more than once"],
    ['two members who can query', { members: [member('222222222222', { abilities: ['CAN_QUERY'] })] }, 'SeveralMembersCanQuery',
      'only one member of a collaboration can have CAN_QUERY, got account 111111111111, account 222222222222: take it from all but one'],
    ['the retired engine CLEAN_ROOMS_SQL', { analyticsEngine: 'CLEAN_ROOMS_SQL' }, 'AnalyticsEngineGone',
      "'analyticsEngine' must not be CLEAN_ROOMS_SQL, which the service retired in 2025: omit it or use SPARK"],
    ['results in no Region at all', { allowedResultRegions: [] }, 'ResultRegionsEmpty',
      "'allowedResultRegions' must name at least one Region, got none: omit it to allow all Regions"],
    ['payers only for models, where nobody can query', {
      creator: member('111111111111', { abilities: ['CAN_RECEIVE_RESULTS'], paysFor: ['MODEL_TRAINING'] }),
    }, 'NobodyPaysForQueries',
    "'paymentResponsibilities' names payers, but none for QUERY_COMPUTE, and there is no default payer because no member has CAN_QUERY: "
      + 'name a payer for QUERY_COMPUTE'],
  ])('%s', (_, parts, code, message) => {
    expect(codesAndMessages(checkCollaboration(collaboration(parts)))).toEqual([[code, message]]);
  });

  test('several faults at once', () => {
    const faults = checkCollaboration(collaboration({
      members: [...invited(8), RUNNER, member('222222222220', { abilities: ['CAN_QUERY'] })], analyticsEngine: 'CLEAN_ROOMS_SQL',
    }));
    expect(faults.map(({ code }) => String(code))).toEqual([
      'TooManyMembers', 'MemberNotUnique', 'MemberNotUnique', 'SeveralMembersCanQuery', 'AnalyticsEngineGone',
    ]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<CollaborationInput>]>([
    ['a creator without other members', {}],
    ['results in one Region', { allowedResultRegions: ['us-east-1'] }],
    ['Regions that are not known yet', { allowedResultRegions: Token.asList({ Ref: 'Regions' }) }],
    ['nine invited members', { members: invited(9) }],
    ['another engine', { analyticsEngine: 'SPARK' }],
    ['accounts that are not known yet', { creator: { ...RUNNER, accountId: Aws.ACCOUNT_ID }, members: [member(Aws.ACCOUNT_ID)] }],
    ['payers only for models, where the member who can query pays for queries by default', {
      creator: { ...RUNNER, paysFor: ['MODEL_TRAINING'] },
    }],
    ['a payer for queries, where nobody can query', { creator: member('111111111111', { paysFor: ['QUERY_COMPUTE'] }) }],
    ['nobody who can query and no payers', { creator: member('111111111111') }],
    ['members of whom nothing is known', { creator: {}, members: [{}, {}] }],
    ['payers beside a member whose abilities are not known', {
      creator: { accountId: '111111111111', paysFor: [] }, members: [member('222222222222', { paysFor: ['MODEL_TRAINING'] })],
    }],
    ['payers beside a member of whom it is not known what it pays for', {
      creator: { accountId: '111111111111', abilities: [] }, members: [member('222222222222', { paysFor: ['MODEL_TRAINING'] })],
    }],
  ])('%s', (_, parts) => {
    expect(checkCollaboration(collaboration(parts))).toEqual([]);
  });
});

function collaboration(parts: Partial<CollaborationInput>): CollaborationInput {
  return { creator: RUNNER, members: [], ...parts };
}

function invited(count: number): Member[] {
  return Array.from({ length: count }, (_, index) => member(`22222222222${index}`));
}

function member(accountId: string, parts: Partial<Member> = {}): Member {
  return { accountId, abilities: [], mlAbilities: [], paysFor: [], ...parts };
}
