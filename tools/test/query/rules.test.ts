import { additionalAnalysesOf } from '../../src/query/rules';

test.each(['REQUIRED', 'ALLOWED', 'NOT_ALLOWED'])('a rule says whether results may go to additional analyses: %s', (additionalAnalyses) => {
  const custom = { AllowedAnalyses: ['ANY_QUERY'], AdditionalAnalyses: additionalAnalyses };
  expect(additionalAnalysesOf([{ Type: 'CUSTOM', Policy: { V1: { Custom: custom } } }])).toBe(additionalAnalyses);
});

test('a rule that says nothing of additional analyses allows none', () => {
  expect(additionalAnalysesOf([{ Type: 'CUSTOM', Policy: { V1: { Custom: { AllowedAnalyses: ['ANY_QUERY'] } } } }])).toBe('NOT_ALLOWED');
});
