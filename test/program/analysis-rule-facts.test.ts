import { Lazy } from 'aws-cdk-lib';
import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import { AllowedColumns, AnalysisRule, ConfiguredTable, TableSource } from '../../src';
import { ruleFactsOf } from '../../src/program/analysis-rule-facts';
import { cfnConfiguredTable, cfnTable } from '../support/l1';
import { stackOf } from '../support/stacks';

const LATER = Lazy.any({ produce: () => undefined });
const STRING_LATER = Lazy.string({ produce: () => 'later' });
const LIST = { joinColumns: ['email'], listColumns: [], additionalAnalyses: 'REQUIRED' };

test('reads the rule of an L2', () => {
  const stack = stackOf();
  expect(ruleFactsOf(new ConfiguredTable(stack, 'Table', {
    source: TableSource.glue(cfnTable(stack)),
    allowedColumns: AllowedColumns.all(),
    analysisRule: AnalysisRule.custom().allowAnyQueryBy('222222222222').withDifferentialPrivacy('email'),
  }))).toEqual({
    type: 'CUSTOM', additionalAnalysesLeftOut: true, differentialPrivacyColumn: 'email', allowedAnalyses: ['ANY_QUERY'],
  });
});

test.each<[string, CfnConfiguredTable['analysisRules'], unknown]>([
  ['no rule', undefined, {}],
  ['a rule', [{ type: 'LIST', policy: { v1: { list: LIST } } }], { type: 'LIST', additionalAnalyses: 'REQUIRED' }],
  ['a rule with a token for its policy', [{ type: 'LIST', policy: LATER }], { type: 'LIST' }],
  ['a rule with a token in its policy', [{ type: 'LIST', policy: { v1: { list: { ...LIST, additionalAnalyses: STRING_LATER } } } }], { type: 'LIST' }],
  ['a rule with a token for its type', [{ type: STRING_LATER, policy: LATER }], undefined],
  ['a token for a rule', [LATER], undefined],
  ['a token for all rules', LATER, undefined],
])('reads %s of an L1', (_, rules, facts) => {
  const table = cfnConfiguredTable(stackOf());
  table.analysisRules = rules;
  expect(ruleFactsOf(table)).toEqual(facts);
});

test('knows nothing of the rule of an imported table', () => {
  expect(ruleFactsOf(ConfiguredTable.fromConfiguredTableIdentifier(stackOf(), 'Imported', '55555555-5555-4555-8555-555555555555'))).toBeUndefined();
});
