import type { MemberPart } from '../../../src/constructs/collaboration/collaboration-rules';
import { paymentConfiguration, paymentConfigurations, responsibilitiesOf } from '../../../src/constructs/collaboration/payment';

const TRUE = { isResponsible: true };
const FALSE = { isResponsible: false };

describe('the payment configurations of a collaboration', () => {
  test('are left out where nobody is named for anything, so that the service takes its default', () => {
    expect(paymentConfigurations([member({ abilities: ['CAN_QUERY'] }), member()])).toEqual([undefined, undefined]);
  });

  test('say TRUE for who is named and FALSE for the others', () => {
    expect(paymentConfigurations([member({ abilities: ['CAN_QUERY'] }), member({ paysFor: ['QUERY_COMPUTE'] })])).toEqual([
      { queryCompute: FALSE },
      { queryCompute: TRUE },
    ]);
  });

  test('name the member who can query for queries, where members are named for other costs alone', () => {
    expect(paymentConfigurations([member({ abilities: ['CAN_QUERY'] }), member({ paysFor: ['MODEL_TRAINING'] })])).toEqual([
      { queryCompute: TRUE },
      { queryCompute: FALSE, machineLearning: { modelTraining: TRUE } },
    ]);
  });

  test('can name several candidates for a cost', () => {
    const payer = member({ paysFor: ['QUERY_COMPUTE', 'JOB_COMPUTE'] });
    expect(paymentConfigurations([payer, payer])).toEqual([
      { queryCompute: TRUE, jobCompute: TRUE },
      { queryCompute: TRUE, jobCompute: TRUE },
    ]);
  });
});

test.each([
  ['QUERY_COMPUTE', { queryCompute: TRUE }],
  ['JOB_COMPUTE', { queryCompute: FALSE, jobCompute: TRUE }],
  ['MODEL_TRAINING', { queryCompute: FALSE, machineLearning: { modelTraining: TRUE } }],
  ['MODEL_INFERENCE', { queryCompute: FALSE, machineLearning: { modelInference: TRUE } }],
  ['SYNTHETIC_DATA_GENERATION', { queryCompute: FALSE, machineLearning: { syntheticDataGeneration: TRUE } }],
])('who pays for %s alone always says whether it pays for queries', (responsibility, configuration) => {
  expect(paymentConfiguration([responsibility])).toEqual(configuration);
});

test('what a member is named for is read back from the configuration', () => {
  expect(responsibilitiesOf({ payment: { queryCompute: false, jobCompute: true, modelTraining: undefined, modelInference: true } }))
    .toEqual(['JOB_COMPUTE', 'MODEL_INFERENCE']);
  expect(responsibilitiesOf({ payment: {} })).toEqual([]);
  expect(responsibilitiesOf({})).toBeUndefined();
});

function member(parts: Partial<MemberPart> = {}): MemberPart {
  return { accountId: '111111111111', abilities: [], mlAbilities: [], paysFor: [], ...parts };
}
