import { Fn, Token } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AllowedColumns, AnalysisRule, ConfiguredTable, TableSource } from '../../src';
import type { ConfiguredTableAnalysisRule } from '../../src';
import { ProgramResource } from '../../src/program/resource';
import { ruleColumnsIn } from '../../src/program/rule-columns';
import type { RuleColumns } from '../../src/program/rule-columns';
import { stackOf } from '../support/stacks';

function columnsOf(analysisRule: ConfiguredTableAnalysisRule): RuleColumns {
  const stack = stackOf();
  const { node } = new ConfiguredTable(stack, 'Table', { source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Bucket', 'sales-data') }), allowedColumns: AllowedColumns.of('a', 'b', 'c', 'd', 'e'), analysisRule });
  return named(ruleColumnsIn(new ProgramResource(node.defaultChild as never).property('AnalysisRules')));
}

/** Those that have columns. */
function named(columns: RuleColumns): RuleColumns {
  return Object.fromEntries(Object.entries(columns).filter(([, names]) => names.length));
}

test('the columns of an aggregation rule are read from the template', () => {
  expect(columnsOf(AnalysisRule.aggregation().joinOn('a').groupBy('b').sum('c').count('d').requireAtLeast(2, 'a'))).toEqual({
    joinColumns: ['a'], dimensionColumns: ['b'], aggregateColumns: ['c', 'd'], outputConstraints: ['a'],
  });
});

test('the columns of a list rule are read from the template', () => {
  expect(columnsOf(AnalysisRule.list().joinOn('a').list('b'))).toEqual({ joinColumns: ['a'], listColumns: ['b'] });
});

test('the columns of a custom rule are read from the template', () => {
  const rule = AnalysisRule.custom({ anyQueryBy: ['111111111111'], disallowedOutputColumns: ['e'] });
  expect(columnsOf(rule.withDifferentialPrivacy('a'))).toEqual({ differentialPrivacyColumn: ['a'], disallowedOutputColumns: ['e'] });
  expect(columnsOf(AnalysisRule.custom({
    anyQueryBy: ['111111111111'],
    aggregationThresholds: [{ column: 'a', minimum: 2, outputColumns: [{ column: 'b', minimum: 3 }] }],
    comparisonControls: { allowedLiteralComparisonColumns: ['c'], allowedColumnComparisonColumns: ['d'] },
  }))).toEqual({
    aggregationThresholds: ['a'], outputColumns: ['b'], allowedLiteralComparisonColumns: ['c'], allowedColumnComparisonColumns: ['d'],
  });
});

test('columns are read in lower case, as the service does', () => {
  expect(named(ruleColumnsIn([{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: ['Email'] } } } }]))).toEqual({ joinColumns: ['email'] });
});

const UNKNOWN = Token.asAny({ Ref: 'Unknown' });

test.each<[string, unknown]>([
  ['there is no rule', undefined], ['the list is empty', []], ['the list is a token', UNKNOWN], ['the rule is a token', [UNKNOWN]],
  ['the policy is a token', [{ Type: 'LIST', Policy: UNKNOWN }]],
  ['the columns are a token', [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: UNKNOWN } } } }]],
  ['the columns are a list that is a token', [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: Fn.split(',', Fn.importValue('Columns')) } } } }]],
  ['a column is a token', [{ Type: 'LIST', Policy: { V1: { List: { JoinColumns: [UNKNOWN] } } } }]],
])('no columns are known where %s', (_, analysisRules) => {
  expect(named(ruleColumnsIn(analysisRules))).toEqual({});
});
