import { describeDifference } from '../../lambda/differences';

const PUBLISHER = { AccountId: '222222222222', DisplayName: 'Publisher', MemberAbilities: [] };
const RETAILER = { AccountId: '555555555555', DisplayName: 'Retailer', MemberAbilities: [] };

test.each<[string, unknown, unknown, string]>([
  ['a scalar', 'ENABLED', 'DISABLED', "'value' from ENABLED to DISABLED"],
  ['a value that was absent', undefined, 'ENABLED', "'value' from nothing to ENABLED"],
  ['a value that is absent now', ['a'], undefined, "'value' from [\"a\"] to nothing"],
  ['a member more', [PUBLISHER], [PUBLISHER, RETAILER], "'value': added 555555555555 'Retailer'"],
  ['a member less', [PUBLISHER, RETAILER], [RETAILER], "'value': removed 222222222222 'Publisher'"],
  ['one member in place of another', [PUBLISHER], [RETAILER], "'value': added 555555555555 'Retailer', removed 222222222222 'Publisher'"],
  ['a member with another ability', [PUBLISHER], [{ ...PUBLISHER, MemberAbilities: ['CAN_RECEIVE_RESULTS'] }],
    "'value': changed 222222222222 'Publisher' (MemberAbilities: added CAN_RECEIVE_RESULTS)"],
  ['a member of another name', [PUBLISHER], [{ ...PUBLISHER, DisplayName: 'Media' }], "'value': changed 222222222222 'Media' (DisplayName from Publisher to Media)"],
  ['a member without a name', [], [{ accountId: '222222222222' }], "'value': added 222222222222"],
  ['values more and less', ['a', 'b'], ['b', 'c'], "'value': added c, removed a"],
  ['the same values in another order', ['a', 'b'], ['b', 'a'], "'value': the same values in another order"],
  ['a part of an object', { displayName: 'A', abilities: ['CAN_QUERY'] }, { displayName: 'A', abilities: [] }, "'value': abilities: removed CAN_QUERY"],
  ['an object inside an object', { payment: { QueryCompute: true } }, { payment: { QueryCompute: false } }, "'value': payment: QueryCompute from true to false"],
])('describes %s', (_, before, after, expected) => {
  expect(describeDifference('value', before, after)).toBe(expected);
});

test('shortens what is long', () => {
  expect(describeDifference('value', 'a', 'b'.repeat(300))).toBe(`'value' from a to ${'b'.repeat(200)}...`);
});
