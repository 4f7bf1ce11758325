import { isForAdditionalAnalysesOnly } from '../../src/query/rules';

test.each([['REQUIRED', true], ['ALLOWED', false], ['NOT_ALLOWED', false], [undefined, false]])('a rule with additional analyses %s lets results out for machine learning only: %s', (additionalAnalyses, expected) => {
  const custom = { AllowedAnalyses: ['ANY_QUERY'], ...additionalAnalyses ? { AdditionalAnalyses: additionalAnalyses } : {} };
  expect(isForAdditionalAnalysesOnly([{ Type: 'CUSTOM', Policy: { V1: { Custom: custom } } }])).toBe(expected);
});
