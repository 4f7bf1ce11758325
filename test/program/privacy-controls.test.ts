import { Token } from 'aws-cdk-lib';
import { minimumsIn, queryControlsIn } from '../../src/program/privacy-controls';

const UNKNOWN = Token.asAny({ Ref: 'Unknown' });

function rule(type: string, policy: unknown): unknown {
  return [{ Type: type.toUpperCase(), Policy: { V1: { [type]: policy } } }];
}

describe('the minimums of a rule', () => {
  test('are the constraints of an aggregation rule, as numbers or texts', () => {
    expect(minimumsIn(rule('Aggregation', { OutputConstraints: [{ ColumnName: 'email', Minimum: 2 }, { ColumnName: 'home', Minimum: '30' }] }))).toEqual([
      { property: 'outputConstraints', column: 'email', minimum: 2 }, { property: 'outputConstraints', column: 'home', minimum: 30 },
    ]);
  });

  test('are the thresholds of a custom rule, with those of single columns', () => {
    expect(minimumsIn(rule('Custom', {
      AggregationThresholds: [{
        IdentityColumns: ['email'], MinimumIdentityCount: 50, OutputColumnThresholds: [{ OutputColumnName: 'city', MinimumIdentityCount: 0 }],
      }],
    }))).toEqual([
      { property: 'aggregationThresholds', column: 'email', minimum: 50 }, { property: 'outputColumns', column: 'city', minimum: 0 },
    ]);
  });

  test.each<[string, unknown]>([
    ['no rule has them', undefined],
    ['a list rule has none', rule('List', { JoinColumns: ['email'] })],
    ['the rule is a token', UNKNOWN],
    ['the constraints are a token', rule('Aggregation', { OutputConstraints: UNKNOWN })],
    ['the number is a token', rule('Aggregation', { OutputConstraints: [{ ColumnName: 'email', Minimum: Token.asNumber({ Ref: 'Least' }) }] })],
    ['the number is a text with a token', rule('Custom', { AggregationThresholds: [{ IdentityColumns: ['email'], MinimumIdentityCount: UNKNOWN }] })],
    ['the column is a token', rule('Custom', { AggregationThresholds: [{ IdentityColumns: UNKNOWN, MinimumIdentityCount: 2 }] })],
  ])('are none where %s', (_, rules) => {
    expect(minimumsIn(rules)).toEqual([]);
  });
});

describe('the controls of queries', () => {
  const NONE = {
    aggregationThresholds: false,
    comparisonControls: false,
    differentialPrivacyColumn: false,
    disallowedOutputColumns: false,
    additionalAnalyses: false,
  };

  test.each<[string, unknown, object]>([
    ['none without a rule', undefined, NONE],
    ['none where lists are empty', rule('Custom', { AggregationThresholds: [], DisallowedOutputColumns: [] }), NONE],
    ['none where additional analyses are not required', rule('Custom', { AdditionalAnalyses: 'ALLOWED' }), NONE],
    ['all of them', rule('Custom', {
      AggregationThresholds: [{}],
      ComparisonControls: {},
      DifferentialPrivacy: { Columns: [{ Name: 'email' }] },
      DisallowedOutputColumns: ['email'],
      AdditionalAnalyses: 'REQUIRED',
    }), {
      aggregationThresholds: true, comparisonControls: true, differentialPrivacyColumn: true, disallowedOutputColumns: true, additionalAnalyses: true,
    }],
    ['not known where the policy is a token', rule('Custom', UNKNOWN), {}],
    ['not known where one is a token', rule('Custom', { DisallowedOutputColumns: UNKNOWN, AdditionalAnalyses: UNKNOWN }),
      { ...NONE, disallowedOutputColumns: undefined, additionalAnalyses: undefined }],
  ])('are %s', (_, rules, controls) => {
    expect(queryControlsIn(rules)).toEqual(controls);
  });
});
