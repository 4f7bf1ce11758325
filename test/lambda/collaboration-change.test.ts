import * as fc from 'fast-check';
import { type ApiChange, apiChange, areChanges, withoutPresentName } from '../../lambda/collaboration-change';
import type { CollaborationChange, MemberChange } from '../../src/custom-resources/contract';

const ACCOUNT = '333333333333';
const REQUESTED: MemberChange = { AccountId: ACCOUNT, DisplayName: 'Retailer', Abilities: ['CAN_RECEIVE_RESULTS'] };
const PRESENT: MemberChange = { ...REQUESTED, DisplayName: undefined };
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
  ['another type of change that follows from the abilities', [described({}, ['ADD_MEMBER', 'GRANT_RECEIVE_RESULTS_ABILITY'])], [{ Member: REQUESTED }]],
  ['a change of a member who is there', [described({ displayName: undefined }, ['REVOKE_EXPORT_QUERY_ANALYSIS_LOG_ABILITY'])], [{ Member: PRESENT }]],
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
  ['a change of a member who is there in place of an addition', [described({}, ['GRANT_RECEIVE_RESULTS_ABILITY'])], [{ Member: REQUESTED }]],
  ['an addition in place of a change', [described()], [{ Member: PRESENT }]],
  ['an addition under no name in place of a change', [described({ displayName: undefined })], [{ Member: PRESENT }]],
  ['another name for a member who is there', [described({}, ['GRANT_RECEIVE_RESULTS_ABILITY'])], [{ Member: PRESENT }]],
  ['an addition that revokes an ability', [described({}, ['ADD_MEMBER', 'REVOKE_RECEIVE_RESULTS_ABILITY'])], [{ Member: REQUESTED }]],
  ['no type of change', [described({}, [])], [{ Member: REQUESTED }]],
  ['an unknown part beside the specification', [described({}, ['ADD_MEMBER'], { schedule: {} })], [{ Member: REQUESTED }]],
  ['another specification type', [described({}, ['ADD_MEMBER'], { specificationType: 'COLLABORATION' })], [{ Member: REQUESTED }]],
  ['another specification type of settings', [{ ...settings([]), specificationType: 'MEMBER' }], [{ AutoApprovedChangeTypes: [] }]],
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

describe('a request in which anything is changed is not the requested one', () => {
  const requests: Record<string, [ApiChange, CollaborationChange]> = {
    addition: [described(apiChange({ Member: { ...PAYING, ...ABLE, Payment: PAYING.Payment } }).specification.member),
      { Member: { ...PAYING, ...ABLE, Payment: PAYING.Payment } }],
    change: [described({ displayName: undefined }, ['GRANT_RECEIVE_RESULTS_ABILITY']), { Member: PRESENT }],
    settings: [settings(['ADD_MEMBER']), { AutoApprovedChangeTypes: ['ADD_MEMBER'] }],
  };

  test.each(Object.keys(requests))('%s', (name) => {
    const [request, requested] = requests[name];
    expect(areChanges([request], [requested])).toBe(true);
    const anything = fc.oneof(fc.string(), fc.boolean(), fc.array(fc.string()), fc.constant({ a: 1 }));
    const addition = fc.tuple(fc.constantFrom(...placesOf(request, isObject), []), fc.string({ minLength: 1 }), anything)
      .map(([place, key, value]) => [[...place, key], value] as const);
    const replacement = fc.oneof(
      fc.tuple(fc.constantFrom(...placesOf(request, (value) => typeof value === 'string')), fc.string()),
      fc.tuple(fc.constantFrom(...placesOf(request, Array.isArray)), fc.array(fc.string(), { maxLength: 3 })),
      fc.tuple(fc.constantFrom(...placesOf(request, (value) => typeof value !== 'string' && !Array.isArray(value))), fc.constant(undefined)),
    );
    fc.assert(fc.property(fc.oneof(addition, replacement), ([path, value]) => {
      const mutated = changedAt(request, [...path], value) as ApiChange;
      fc.pre(isChanged(valueAt(request, path), value) && mutated.specification !== undefined);
      expect(areChanges([mutated], [requested])).toBe(false);
    }), { numRuns: 1_000 });
  });

  /** The paths of all values of a kind. */
  function placesOf(value: object, isOfKind: (value: unknown) => boolean, prefix: string[] = []): string[][] {
    return Object.entries(value).flatMap(([key, member]): string[][] => [
      ...isOfKind(member) ? [[...prefix, key]] : [],
      ...isObject(member) ? placesOf(member as object, isOfKind, [...prefix, key]) : [],
    ]);
  }

  function isObject(value: unknown): boolean {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  }

  function valueAt(target: unknown, path: readonly string[]): unknown {
    return path.reduce((each, key) => (each as Record<string, unknown> | undefined)?.[key], target);
  }

  function changedAt(target: unknown, [key, ...rest]: string[], value: unknown): unknown {
    if (key === undefined) return value;
    const before = target as Record<string, unknown>;
    return { ...before, [key]: changedAt(before[key], rest, value) };
  }

  /** Whether a value is another one. The order of a list says nothing. */
  function isChanged(before: unknown, after: unknown): boolean {
    const comparable = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...new Set(value)].sort() : value);
    return comparable(before) !== comparable(after);
  }
});

describe('the display name of a member who is there', () => {
  const names = new Map([[ACCOUNT, 'Retailer']]);

  test('says nothing where it is the same', () => {
    expect(withoutPresentName(described({}, ['GRANT_RECEIVE_RESULTS_ABILITY']), names)).toEqual(described({ displayName: undefined }, ['GRANT_RECEIVE_RESULTS_ABILITY']));
  });

  test.each([
    ['another name', described({ displayName: 'Broadcaster' }, ['GRANT_RECEIVE_RESULTS_ABILITY'])],
    ['a new member', described()],
    ['settings', settings([])],
  ])('stays: %s', (_, change) => {
    expect(withoutPresentName(change, names)).toBe(change);
  });
});
