import { Lazy } from 'aws-cdk-lib';
import { checkPrivacyImpactPreview } from '../../../src/constructs/privacy-budget/privacy-impact-preview-rules';
import type { PrivacyImpactPreviewInput } from '../../../src/constructs/privacy-budget/privacy-impact-preview-rules';
import { codesAndMessages } from '../../support/faults';

const LATER = Lazy.number({ produce: () => 1 });
const check = (input: Partial<PrivacyImpactPreviewInput>) => codesAndMessages(checkPrivacyImpactPreview({
  epsilon: 3, usersNoisePerQuery: 30, wanted: {}, aggregations: ['COUNT', 'SUM'], ...input,
}));

test.each<[string, Partial<PrivacyImpactPreviewInput>]>([
  ['the lowest values', { epsilon: 1, usersNoisePerQuery: 10, wanted: { COUNT: 0 } }],
  ['the highest values', { epsilon: 20, usersNoisePerQuery: 100, wanted: { COUNT: Number.MAX_SAFE_INTEGER, SUM: 1 } }],
  ['tokens', { epsilon: LATER, usersNoisePerQuery: LATER, wanted: { COUNT: LATER } }],
])('accepts %s', (_, input) => {
  expect(check(input)).toEqual([]);
});

test.each<[string, Partial<PrivacyImpactPreviewInput>, string, string]>([
  ['an epsilon of 0', { epsilon: 0 }, 'NumberOutOfRange', "'epsilon' must be a whole number from 1 to 20, got 0"],
  ['an epsilon of 21', { epsilon: 21 }, 'NumberOutOfRange', "'epsilon' must be a whole number from 1 to 20, got 21"],
  ['a fractional epsilon', { epsilon: 1.5 }, 'NumberOutOfRange', "'epsilon' must be a whole number from 1 to 20, got 1.5"],
  ['noise of 9', { usersNoisePerQuery: 9 }, 'NumberOutOfRange', "'usersNoisePerQuery' must be a whole number from 10 to 100, got 9"],
  ['noise of 101', { usersNoisePerQuery: 101 }, 'NumberOutOfRange', "'usersNoisePerQuery' must be a whole number from 10 to 100, got 101"],
  ['an unknown aggregation', { wanted: { MEDIAN: 1 } }, 'UnknownAggregation', "'wanted' can have COUNT, SUM, got 'MEDIAN'"],
  ['a negative number of aggregations', { wanted: { SUM: -1 } }, 'NumberOutOfRange',
    `'wanted.SUM' must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got -1`],
])('rejects %s', (_, input, code, message) => {
  expect(check(input)).toEqual([[code, message]]);
});
