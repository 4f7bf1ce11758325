import { checkIntermediateTable, warnAboutIntermediateTable } from '../../../src/constructs/table/intermediate-table-rules';
import type { IntermediateTableInput } from '../../../src/constructs/table/intermediate-table-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

const ACCOUNT = '111111111111';

test.each<[string, string[], string]>([['some', [ACCOUNT, 'x'], `${ACCOUNT}, x`], ['an empty list', [], 'an empty list']])(
  'rejects result receivers without a rule: %s', (_, receivers, got) => {
    expect(codesAndMessages(checkIntermediateTable({ hasRule: false, receivers }))).toEqual([['ResultReceiversWithoutRule',
      `'allowedResultReceivers' needs an 'analysisRule', of which it is a part, got ${got} without one`]]);
  });

test.each<[string, IntermediateTableInput]>([
  ['result receivers with a rule', { hasRule: true, receivers: [ACCOUNT] }],
  ['a rule without result receivers', { hasRule: true }],
  ['neither', { hasRule: false }],
])('accepts %s', (_, input) => {
  expect(checkIntermediateTable(input)).toEqual([]);
});

test('warns about a table without a rule', () => {
  expect(idsAndMessages(warnAboutIntermediateTable({ hasRule: false }))).toEqual([
    ['cdk-cleanrooms:noAnalysisRule', 'the table has no analysis rule: it can be populated, but no analysis can use it'],
  ]);
});

test.each(['ALLOWED', 'REQUIRED'])('warns about additional analyses that are %s', (additionalAnalyses) => {
  expect(idsAndMessages(warnAboutIntermediateTable({ hasRule: true, additionalAnalyses }))).toEqual([['cdk-cleanrooms:noAdditionalAnalyses',
    `the rule has 'additionalAnalyses' ${additionalAnalyses}, but CloudFormation has no property for which ones are allowed on an intermediate table: `
    + 'none can run until they are set through the API']]);
});

test.each([undefined, 'NOT_ALLOWED'])('does not warn about additional analyses that are %s', (additionalAnalyses) => {
  expect(warnAboutIntermediateTable({ hasRule: true, additionalAnalyses })).toEqual([]);
});
