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
  ['a payment of a member', [PUBLISHER], [{ ...PUBLISHER, PaymentConfiguration: { QueryCompute: { IsResponsible: true } } }],
    "'value': changed 222222222222 'Publisher' (PaysFor: added QUERY_COMPUTE)"],
  ['a payment of the creator, in a text as CloudFormation sends it', { payment: { MachineLearning: { ModelTraining: { IsResponsible: 'true' } } } }, {},
    "'value': PaysFor: removed MODEL_TRAINING"],
  ['one cost in place of another', { payment: { QueryCompute: { IsResponsible: true }, JobCompute: { IsResponsible: false } } },
    { payment: { QueryCompute: { IsResponsible: false }, JobCompute: { IsResponsible: true } } }, "'value': PaysFor: added JOB_COMPUTE, removed QUERY_COMPUTE"],
  ['what a member pays for, in one form', { AccountId: '222222222222', PaysFor: [] }, { AccountId: '222222222222', PaysFor: ['QUERY_COMPUTE'] },
    "'value': PaysFor: added QUERY_COMPUTE"],
  ['the same payment in another form', { payment: { QueryCompute: { IsResponsible: false } } }, {},
    "'value': payment: QueryCompute from {\"IsResponsible\":false} to nothing"],
  ['a payment of a cost that is not known', {}, { payment: { Storage: { IsResponsible: true } } },
    "'value': payment: Storage from nothing to {\"IsResponsible\":true}"],
])('describes %s', (_, before, after, expected) => {
  expect(describeDifference('value', before, after)).toBe(expected);
});

describe('a long value', () => {
  const same = 'x'.repeat(1_000);
  const part = 'x'.repeat(50);

  test.each<[string, unknown, unknown, string]>([
    ['is shortened', 'a', 'b'.repeat(300), `'value' from a to ${'b'.repeat(200)}...`],
    ['is shown from its beginning where that differs', `SELECT a ${same}`, `SELECT b ${same}`,
      `'value' from SELECT a ${'x'.repeat(191)}... to SELECT b ${'x'.repeat(191)}...`],
    ['is shown around the first difference', `${same}a${same}`, `${same}b${same}`, `'value' from ...${part}a${'x'.repeat(149)}... to ...${part}b${'x'.repeat(149)}...`],
    ['is shown at its end where the other one goes on', same, `${same} LIMIT 5`, `'value' from ...${part} to ...${part} LIMIT 5`],
    ['is shown around the difference inside an object', { QueryString: `${same}a` }, { QueryString: `${same}b` },
      `'value': QueryString from ...${part}a to ...${part}b`],
    ['is shown around the difference inside a list', [`${same}a`], [`${same}b`], `'value': added ...${part}b, removed ...${part}a`],
    ['is compared as JSON where the other one is no object', `{"text":"${same}a"}`, { text: `${same}b` },
      `'value' from ...${part}a"} to ...${part}b"}`],
  ])('%s', (_, before, after, expected) => {
    expect(describeDifference('value', before, after)).toBe(expected);
  });
});
