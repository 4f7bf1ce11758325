import { type ApiChange, apiChange, areChanges } from '../../lambda/collaboration-change';
import type { CollaborationChange, MemberChange } from '../../src/custom-resources/contract';

const ACCOUNT = '333333333333';
const ASKED: MemberChange = { AccountId: ACCOUNT, DisplayName: 'Retailer', Abilities: ['CAN_RECEIVE_RESULTS'] };
const PAYING: MemberChange = { ...ASKED, Payment: { QUERY_COMPUTE: false, MODEL_TRAINING: true } };
const ABLE: MemberChange = { ...ASKED, MlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] };

/** What the API describes of a change of a member. */
function described(member: object = {}, types = ['ADD_MEMBER'], change: object = {}): ApiChange {
  const base = { accountId: ACCOUNT, displayName: 'Retailer', memberAbilities: ['CAN_RECEIVE_RESULTS'] };
  return { specificationType: 'MEMBER', specification: { member: { ...base, ...member } }, types, ...change };
}

function settings(autoApprovedChangeTypes: string[], types = ['EDIT_AUTO_APPROVED_CHANGE_TYPES']): ApiChange {
  return { specificationType: 'COLLABORATION', specification: { collaboration: { autoApprovedChangeTypes } }, types };
}

test.each<[string, ApiChange[], CollaborationChange[]]>([
  ['the same', [described()], [{ Member: ASKED }]],
  ['the same in another order', [settings(['B', 'A']), described()], [{ Member: ASKED }, { AutoApprovedChangeTypes: ['A', 'B'] }]],
  ['what the service fills in and changes nothing', [described({
    mlMemberAbilities: { customMLMemberAbilities: [] },
    paymentConfiguration: { queryCompute: { isResponsible: false }, machineLearning: { modelTraining: { isResponsible: false } } },
  })], [{ Member: ASKED }]],
  ['a name that the service keeps', [described({}, ['GRANT_RECEIVE_RESULTS_ABILITY'])], [{ Member: { ...ASKED, DisplayName: undefined } }]],
  ['payments that were asked for', [described(apiChange({ Member: PAYING }).specification.member)], [{ Member: PAYING }]],
  ['abilities that were asked for', [described(apiChange({ Member: ABLE }).specification.member)], [{ Member: ABLE }]],
  ['an empty list of what needs no approval', [settings([])], [{ AutoApprovedChangeTypes: [] }]],
])('recognizes %s', (_, changes, asked) => {
  expect(areChanges(changes, asked)).toBe(true);
});

test.each<[string, ApiChange[], CollaborationChange[]]>([
  ['one change more', [described(), settings(['ADD_MEMBER'])], [{ Member: ASKED }]],
  ['one change less', [described()], [{ Member: ASKED }, { AutoApprovedChangeTypes: [] }]],
  ['one change twice', [described(), described()], [{ Member: ASKED }]],
  ['another account', [described({ accountId: '444444444444' })], [{ Member: ASKED }]],
  ['another name', [described({ displayName: 'Broadcaster' })], [{ Member: ASKED }]],
  ['an ability more', [described({ memberAbilities: ['CAN_RECEIVE_RESULTS', 'CAN_EXPORT_QUERY_ANALYSIS_LOG'] })], [{ Member: ASKED }]],
  ['an ability less', [described({ memberAbilities: [] })], [{ Member: ASKED }]],
  ['a payer that was not asked for', [described({ paymentConfiguration: { queryCompute: { isResponsible: true } } })], [{ Member: ASKED }]],
  ['a payer for models that was not asked for', [described({
    paymentConfiguration: { queryCompute: { isResponsible: false }, machineLearning: { modelInference: { isResponsible: true } } },
  })], [{ Member: ASKED }]],
  ['a payer that is removed, by the type of the change', [described({}, ['REMOVE_PAYER_CANDIDATE'])], [{ Member: ASKED }]],
  ['payments that are not in it', [described()], [{ Member: PAYING }]],
  ['a machine learning ability that was not asked for', [described({ mlMemberAbilities: { customMLMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] } })],
    [{ Member: ASKED }]],
  ['a machine learning ability that is taken, by the type of the change', [described({}, ['REVOKE_CAN_RECEIVE_MODEL_OUTPUT'])], [{ Member: ASKED }]],
  ['a type of change that is not known yet', [described({}, ['ADD_MEMBER', 'GRANT_EVERYTHING'])], [{ Member: ASKED }]],
  ['a part of a member that is not known yet', [described({ dataResidency: 'none' })], [{ Member: ASKED }]],
  ['a cost that is not known yet', [described({ paymentConfiguration: { storage: { isResponsible: true } } })], [{ Member: ASKED }]],
  ['a part of a change that is not known yet',
    [described({}, ['ADD_MEMBER'], { specification: { ...described().specification, schedule: {} } })], [{ Member: ASKED }]],
  ['settings beside the member', [described({}, ['ADD_MEMBER'], {
    specification: { ...described().specification, ...settings(['ADD_MEMBER']).specification },
  })], [{ Member: ASKED }]],
  ['other settings', [settings(['ADD_MEMBER'])], [{ AutoApprovedChangeTypes: [] }]],
])('does not take for what was asked: %s', (_, changes, asked) => {
  expect(areChanges(changes, asked)).toBe(false);
});

test('asks in the words of the API', () => {
  expect(apiChange({ Member: { ...PAYING, ...ABLE, Payment: PAYING.Payment } })).toEqual({
    specificationType: 'MEMBER',
    specification: {
      member: {
        accountId: ACCOUNT,
        displayName: 'Retailer',
        memberAbilities: ['CAN_RECEIVE_RESULTS'],
        mlMemberAbilities: { customMLMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] },
        paymentConfiguration: { queryCompute: { isResponsible: false }, machineLearning: { modelTraining: { isResponsible: true } } },
      },
    },
  });
});
