import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import {
  AdditionalAnalyses, AggregateExpressions, AllowedColumns, AnalysisMethod, AnalysisRule, AnalysisRuleType, ConfiguredTable, TableSource,
} from '../../../../src';
import type { CustomAnalysisRule } from '../../../../src';
import { expectRefused } from '../../../support/faults';
import { cfnTable } from '../../../support/l1';
import { PARTNER, THIRD, stackOf, warningsIn } from '../../../support/stacks';

const ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/m/analysistemplate/t`;

describe('a rule', () => {
  test('renders templates', () => {
    expect(customOf(AnalysisRule.custom().allowTemplateArns(ARN))).toMatchObject({ allowedAnalyses: [ARN], allowedAnalysisProviders: undefined });
  });

  test('renders any query and any job of accounts, each account once', () => {
    const rule = AnalysisRule.custom().allowAnyQueryBy(PARTNER).allowAnyQueryBy(THIRD).allowAnyJobBy(PARTNER, THIRD);
    expect(rule.ruleType).toBe(AnalysisRuleType.CUSTOM);
    expect(customOf(rule)).toMatchObject({ allowedAnalyses: ['ANY_QUERY', 'ANY_JOB'], allowedAnalysisProviders: [PARTNER, THIRD] });
  });

  test('renders what it keeps back', () => {
    expect(customOf(AnalysisRule.custom()
      .requireAtLeast(100, 'user_id', {
        outputColumns: [{ column: 'city', minimum: 500 }, { column: 'day', minimum: 0 }],
        allowedExpressions: AggregateExpressions.ANY_EXPRESSION,
      })
      .allowLiteralComparison('city').allowLiteralComparison('day')
      .allowColumnComparison('user_id')
      .disallowOutput('user_id')
      .withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
    )).toEqual({
      allowedAnalyses: [],
      aggregationThresholds: [{
        identityColumns: ['user_id'],
        minimumIdentityCount: 100,
        type: 'COUNT_DISTINCT',
        allowedAggregateExpressionType: 'ANY_EXPRESSION',
        outputColumnThresholds: [
          { outputColumnName: 'city', minimumIdentityCount: 500 },
          { outputColumnName: 'day', minimumIdentityCount: 0 },
        ],
      }],
      comparisonControls: { allowedLiteralComparisonColumns: ['city', 'day'], allowedColumnComparisonColumns: ['user_id'] },
      disallowedOutputColumns: ['user_id'],
      additionalAnalyses: 'NOT_ALLOWED',
    });
  });

  test('renders differential privacy', () => {
    expect(customOf(AnalysisRule.custom().withDifferentialPrivacy('user_id')).differentialPrivacy).toEqual({ columns: [{ name: 'user_id' }] });
  });

  test('aggregates columns alone behind a threshold that does not say otherwise', () => {
    expect(customOf(AnalysisRule.custom().requireAtLeast(2, 'user_id')).aggregationThresholds).toEqual([
      expect.objectContaining({ allowedAggregateExpressionType: 'COLUMNS_ONLY', outputColumnThresholds: undefined }),
    ]);
  });

  test('blocks every comparison that it does not allow, once it allows or blocks one (pain 15: both lists are required)', () => {
    expect(customOf(AnalysisRule.custom()).comparisonControls).toBeUndefined();
    expect(customOf(AnalysisRule.custom().allowLiteralComparison('city')).comparisonControls)
      .toEqual({ allowedLiteralComparisonColumns: ['city'], allowedColumnComparisonColumns: [] });
    expect(customOf(AnalysisRule.custom().allowColumnComparison()).comparisonControls)
      .toEqual({ allowedLiteralComparisonColumns: [], allowedColumnComparisonColumns: [] });
  });

  test('is the same from options as from methods', () => {
    expect(customOf(AnalysisRule.custom({
      anyQueryBy: [PARTNER],
      aggregationThresholds: [{ column: 'user_id', minimum: 2 }],
      comparisonControls: { allowedColumnComparisonColumns: ['city'] },
      disallowedOutputColumns: ['city'],
      additionalAnalyses: AdditionalAnalyses.ALLOWED,
    }))).toEqual(customOf(AnalysisRule.custom()
      .allowAnyQueryBy(PARTNER).requireAtLeast(2, 'user_id').allowColumnComparison('city').disallowOutput('city')
      .withAdditionalAnalyses(AdditionalAnalyses.ALLOWED)));
    expect(customOf(AnalysisRule.custom({ allowedTemplateArns: [ARN], differentialPrivacyColumn: 'user_id' })))
      .toEqual(customOf(AnalysisRule.custom().allowTemplateArns(ARN).withDifferentialPrivacy('user_id')));
    expect(customOf(AnalysisRule.custom({ aggregationThresholds: [] }))).toEqual(customOf(AnalysisRule.custom()));
  });

  test.each<[string, (rule: CustomAnalysisRule) => CustomAnalysisRule]>([
    ['allowTemplates', (rule) => rule.allowTemplates(template(stackOf()))],
    ['allowTemplateArns', (rule) => rule.allowTemplateArns(ARN)],
    ['allowAnyQueryBy', (rule) => rule.allowAnyQueryBy(THIRD)],
    ['allowAnyJobBy', (rule) => rule.allowAnyJobBy(PARTNER)],
    ['withDifferentialPrivacy', (rule) => rule.withDifferentialPrivacy('user_id')],
    ['requireAtLeast', (rule) => rule.requireAtLeast(3, 'user_id')],
    ['allowLiteralComparison', (rule) => rule.allowLiteralComparison('day')],
    ['allowColumnComparison', (rule) => rule.allowColumnComparison('day')],
    ['disallowOutput', (rule) => rule.disallowOutput('day')],
    ['withAdditionalAnalyses', (rule) => rule.withAdditionalAnalyses(AdditionalAnalyses.ALLOWED)],
  ])('gives a new one by %s, and stays as it was', (_, change) => {
    const start = AnalysisRule.custom().allowAnyQueryBy(PARTNER).requireAtLeast(2, 'user_id').allowLiteralComparison('city');
    const before = JSON.stringify(start._render());
    expect(JSON.stringify(change(start)._render())).not.toBe(before);
    expect(JSON.stringify(start._render())).toBe(before);
  });
});

describe('on a table', () => {
  test('is in the template, with what the L1 of the oldest aws-cdk-lib lacks', () => {
    const stack = stackOf();
    table(stack, AnalysisRule.custom().allowAnyQueryBy(PARTNER)
      .requireAtLeast(100, 'email', { outputColumns: [{ column: 'city', minimum: 0 }] }).allowLiteralComparison('city'));
    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::ConfiguredTable', {
      AnalysisRules: [{
        Type: 'CUSTOM',
        Policy: {
          V1: {
            Custom: {
              AllowedAnalyses: ['ANY_QUERY'],
              AllowedAnalysisProviders: [PARTNER],
              AggregationThresholds: [{
                IdentityColumns: ['email'],
                MinimumIdentityCount: 100,
                Type: 'COUNT_DISTINCT',
                AllowedAggregateExpressionType: 'COLUMNS_ONLY',
                OutputColumnThresholds: [{ OutputColumnName: 'city', MinimumIdentityCount: 0 }],
              }],
              ComparisonControls: { AllowedLiteralComparisonColumns: ['city'], AllowedColumnComparisonColumns: [] },
            },
          },
        },
      }],
    });
  });

  test('comes after the templates of the app that it allows (pain 12: old and new ones together)', () => {
    const stack = stackOf();
    table(stack, AnalysisRule.custom().allowTemplates(template(stack, 'Old'), template(stack, 'New')));
    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::ConfiguredTable', {
      AnalysisRules: [{ Policy: { V1: { Custom: { AllowedAnalyses: [{ 'Fn::GetAtt': ['Old', 'Arn'] }, { 'Fn::GetAtt': ['New', 'Arn'] }] } } } }],
    });
  });

  test('knows the types of its columns', () => {
    expectRefused(() => table(stackOf(), AnalysisRule.custom().requireAtLeast(2, 'amount')), 'IdentityColumnNotText',
      "'aggregationThresholds' has 'amount', whose type must be string, varchar or char, got decimal(10,2)");
  });

  test('knows which templates of the app are jobs', () => {
    const stack = stackOf();
    const rule = AnalysisRule.custom().requireAtLeast(2, 'email');
    expectRefused(() => table(stack, rule.allowTemplates(template(stack, 'Job', 'PYSPARK_1_0'))), 'ControlsForJobs',
      "'aggregationThresholds' are for queries: they must not be given where all templates are PySpark templates");
    table(stack, rule.allowTemplates(template(stack, 'Another', 'PYSPARK_1_0'), template(stack, 'Query')), 'Both');
    table(stack, rule.allowTemplateArns(ARN), 'Unknown');
  });

  test('knows whether it is for queries or jobs', () => {
    const stack = stackOf();
    table(stack, AnalysisRule.custom().allowAnyJobBy(PARTNER));
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:analysisNotForMethod');
    table(stack, AnalysisRule.custom().allowAnyJobBy(PARTNER), 'Jobs', [AnalysisMethod.DIRECT_JOB]);
  });

  test('must not be larger than 100 KB', () => {
    const arns = (count: number) => Array.from({ length: count }, (_, index) => `${ARN}-${index}`.padEnd(150, '0'));
    expectRefused(() => table(stackOf(), AnalysisRule.custom().allowTemplateArns(...arns(700))), 'AnalysisRuleTooLarge',
      "'analysisRule' must be at most 100 KB large, got 105 KB");
    table(stackOf(), AnalysisRule.custom().allowTemplateArns(...arns(660)));
  });
});

function table(stack: Stack, analysisRule: CustomAnalysisRule, id: string = 'Table', analysisMethods?: AnalysisMethod[]): ConfiguredTable {
  return new ConfiguredTable(stack, id, {
    source: TableSource.glue(cfnTable(stack, `${id}InGlue`)), allowedColumns: AllowedColumns.all(), analysisRule, analysisMethods,
  });
}

function template(stack: Stack, id: string = 'Template', format: string = 'SQL'): CfnAnalysisTemplate {
  return new CfnAnalysisTemplate(stack, id, { name: id, format, membershipIdentifier: 'm', source: { text: 'SELECT 1' } });
}

function customOf(rule: CustomAnalysisRule) {
  return rule._render().policy.v1.custom!;
}
