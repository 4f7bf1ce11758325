import { type ApiChange, apiChange, areChanges } from '../../lambda/collaboration-change';
import type { CollaborationChange, MemberChange } from '../../src/custom-resources/contract';

const ACCOUNT = '333333333333';
const REQUESTED: MemberChange = { AccountId: ACCOUNT, DisplayName: 'Retailer', Abilities: ['CAN_RECEIVE_RESULTS'] };
const PAYING: MemberChange = { ...REQUESTED, Payment: { QUERY_COMPUTE: false, MODEL_TRAINING: true } };
const ABLE: MemberChange = { ...REQUESTED, MlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] };

/** A change of a member, as the API describes it. */
function described(member: object = {}, types = ['ADD_MEMBER'], change: object = {}): ApiChange {
  const base = { accountId: ACCOUNT, displayName: 'Retailer', memberAbilities: ['CAN_RECEIVE_RESULTS'] };
  return { specificationType: 'MEMBER', specification: { member: { ...base, ...member } }, types, ...change };
}

function settings(autoApprovedChangeTypes: string[], types = ['EDIT_AUTO_APPROVED_CHANGE_TYPES']): ApiChange {
  return { specificationType: 'COLLABORATION', specification: { collaboration: { autoApprovedChangeTypes } }, types };
}

test.each<[string, ApiChange[], CollaborationChange[]]>([
  ['nothing else', [described()], [{ Member: REQUESTED }]],
  ['another order of changes and values', [settings(['B', 'A']), described()], [{ Member: REQUESTED }, { AutoApprovedChangeTypes: ['A', 'B'] }]],
  ['values that the service fills in and that change nothing', [described({
    mlMemberAbilities: { customMLMemberAbilities: [] },
    paymentConfiguration: { queryCompute: { isResponsible: false }, machineLearning: { modelTraining: { isResponsible: false } } },
  })], [{ Member: REQUESTED }]],
  ['a display name that was not requested', [described({}, ['GRANT_RECEIVE_RESULTS_ABILITY'])], [{ Member: { ...REQUESTED, DisplayName: undefined } }]],
  ['requested payments', [described(apiChange({ Member: PAYING }).specification.member)], [{ Member: PAYING }]],
  ['requested machine learning abilities', [described(apiChange({ Member: ABLE }).specification.member)], [{ Member: ABLE }]],
  ['an empty list of automatically approved types', [settings([])], [{ AutoApprovedChangeTypes: [] }]],
])('recognizes the requested change with %s', (_, changes, requested) => {
  expect(areChanges(changes, requested)).toBe(true);
});

test.each<[string, ApiChange[], CollaborationChange[]]>([
  ['an additional change', [described(), settings(['ADD_MEMBER'])], [{ Member: REQUESTED }]],
  ['a missing change', [described()], [{ Member: REQUESTED }, { AutoApprovedChangeTypes: [] }]],
  ['the same change twice', [described(), described()], [{ Member: REQUESTED }]],
  ['another account', [described({ accountId: '444444444444' })], [{ Member: REQUESTED }]],
  ['another display name', [described({ displayName: 'Broadcaster' })], [{ Member: REQUESTED }]],
  ['an additional ability', [described({ memberAbilities: ['CAN_RECEIVE_RESULTS', 'CAN_EXPORT_QUERY_ANALYSIS_LOG'] })], [{ Member: REQUESTED }]],
  ['a missing ability', [described({ memberAbilities: [] })], [{ Member: REQUESTED }]],
  ['a payment that was not requested', [described({ paymentConfiguration: { queryCompute: { isResponsible: true } } })], [{ Member: REQUESTED }]],
  ['a payment for models that was not requested', [described({
    paymentConfiguration: { queryCompute: { isResponsible: false }, machineLearning: { modelInference: { isResponsible: true } } },
  })], [{ Member: REQUESTED }]],
  ['a type of change that removes a payer', [described({}, ['REMOVE_PAYER_CANDIDATE'])], [{ Member: REQUESTED }]],
  ['missing payments', [described()], [{ Member: PAYING }]],
  ['a machine learning ability that was not requested', [described({ mlMemberAbilities: { customMLMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] } })],
    [{ Member: REQUESTED }]],
  ['a type of change that revokes a machine learning ability', [described({}, ['REVOKE_CAN_RECEIVE_MODEL_OUTPUT'])], [{ Member: REQUESTED }]],
  ['an unknown type of change', [described({}, ['ADD_MEMBER', 'GRANT_EVERYTHING'])], [{ Member: REQUESTED }]],
  ['an unknown part of a member', [described({ dataResidency: 'none' })], [{ Member: REQUESTED }]],
  ['an unknown cost', [described({ paymentConfiguration: { storage: { isResponsible: true } } })], [{ Member: REQUESTED }]],
  ['an unknown part of a change',
    [described({}, ['ADD_MEMBER'], { specification: { ...described().specification, schedule: {} } })], [{ Member: REQUESTED }]],
  ['settings in addition to the member', [described({}, ['ADD_MEMBER'], {
    specification: { ...described().specification, ...settings(['ADD_MEMBER']).specification },
  })], [{ Member: REQUESTED }]],
  ['other settings', [settings(['ADD_MEMBER'])], [{ AutoApprovedChangeTypes: [] }]],
])('does not recognize as the requested change: %s', (_, changes, requested) => {
  expect(areChanges(changes, requested)).toBe(false);
});

test('translates a change for the API', () => {
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
