import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import {
  AdditionalAnalyses, AggregateExpressions, AllowedColumns, AnalysisMethod, AnalysisRule, AnalysisRuleType, AnalysisTemplate, ConfiguredTable,
  TableSource,
} from '../../../../src';
import type { CustomAnalysisRule } from '../../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../../support/faults';
import { cfnTable } from '../../../support/l1';
import { PARTNER, THIRD, stackOf, warningsIn } from '../../../support/stacks';

const ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/m/analysistemplate/t`;

describe('a custom rule', () => {
  test('renders templates', () => {
    expect(customOf(AnalysisRule.custom().allowTemplateArns(ARN))).toMatchObject({ allowedAnalyses: [ARN], allowedAnalysisProviders: undefined });
  });

  test('renders any query and any job of accounts, each account once', () => {
    const rule = AnalysisRule.custom().allowAnyQueryBy(PARTNER).allowAnyQueryBy(THIRD).allowAnyJobBy(PARTNER, THIRD);
    expect(rule.ruleType).toBe(AnalysisRuleType.CUSTOM);
    expect(customOf(rule)).toMatchObject({ allowedAnalyses: ['ANY_QUERY', 'ANY_JOB'], allowedAnalysisProviders: [PARTNER, THIRD] });
  });

  test('renders thresholds, comparison controls and disallowed output', () => {
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

  test('allows only columns in aggregates by default, if it has a threshold', () => {
    expect(customOf(AnalysisRule.custom().requireAtLeast(2, 'user_id')).aggregationThresholds).toEqual([
      expect.objectContaining({ allowedAggregateExpressionType: 'COLUMNS_ONLY', outputColumnThresholds: undefined }),
    ]);
  });

  test('renders both lists of comparison controls if one of them is given', () => {
    expect(customOf(AnalysisRule.custom()).comparisonControls).toBeUndefined();
    expect(customOf(AnalysisRule.custom().allowLiteralComparison('city')).comparisonControls)
      .toEqual({ allowedLiteralComparisonColumns: ['city'], allowedColumnComparisonColumns: [] });
    expect(customOf(AnalysisRule.custom().allowColumnComparison()).comparisonControls)
      .toEqual({ allowedLiteralComparisonColumns: [], allowedColumnComparisonColumns: [] });
  });

  test('is the same with options as with methods', () => {
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
  ])('is not changed by %s, which returns a new rule', (_, change) => {
    const start = AnalysisRule.custom().allowAnyQueryBy(PARTNER).requireAtLeast(2, 'user_id').allowLiteralComparison('city');
    const before = JSON.stringify(start._render());
    expect(JSON.stringify(change(start)._render())).not.toBe(before);
    expect(JSON.stringify(start._render())).toBe(before);
  });

  test('does not follow later changes of anything that it is given', () => {
    const allowed = template(stackOf());
    const options = {
      allowedTemplates: [allowed],
      allowedTemplateArns: [ARN],
      anyQueryBy: [PARTNER],
      anyJobBy: [PARTNER],
      aggregationThresholds: [{ column: 'user_id', minimum: 2, outputColumns: [{ column: 'city', minimum: 3 }] }],
      comparisonControls: { allowedLiteralComparisonColumns: ['city'], allowedColumnComparisonColumns: ['day'] },
      disallowedOutputColumns: ['city'],
    };
    const rule = AnalysisRule.custom(options);
    const before = JSON.stringify(rule._render());
    options.allowedTemplates.push(template(stackOf()));
    options.allowedTemplateArns.push(ARN);
    options.anyQueryBy.push(THIRD);
    options.anyJobBy.push(THIRD);
    options.aggregationThresholds[0].minimum = 5;
    options.aggregationThresholds[0].outputColumns.push({ column: 'day', minimum: 4 });
    options.comparisonControls.allowedLiteralComparisonColumns.push('day');
    options.comparisonControls.allowedColumnComparisonColumns.push('city');
    options.disallowedOutputColumns.push('day');
    expect(JSON.stringify(rule._render())).toBe(before);
    expect(rule.options.allowedTemplates).toEqual([allowed]);
  });

  test('has all columns in lower case, as the service does', () => {
    const rule = AnalysisRule.custom().withDifferentialPrivacy('User_Id').disallowOutput('Email')
      .requireAtLeast(2, 'User_Id', { outputColumns: [{ column: 'City', minimum: 3 }] })
      .allowLiteralComparison('CITY').allowColumnComparison('Day');
    expect(customOf(rule)).toMatchObject({
      differentialPrivacy: { columns: [{ name: 'user_id' }] },
      disallowedOutputColumns: ['email'],
      aggregationThresholds: [{ identityColumns: ['user_id'], outputColumnThresholds: [{ outputColumnName: 'city' }] }],
      comparisonControls: { allowedLiteralComparisonColumns: ['city'], allowedColumnComparisonColumns: ['day'] },
    });
    expect(customOf(AnalysisRule.custom({ differentialPrivacyColumn: 'User_Id' })).differentialPrivacy).toEqual({ columns: [{ name: 'user_id' }] });
  });
});

describe('differential privacy of several columns', () => {
  const message = (columns: string) => `'withDifferentialPrivacy' (differentialPrivacyColumn) must be one column, got ${columns}`;

  test.each<[string, CustomAnalysisRule, string]>([
    ['by two calls', AnalysisRule.custom().withDifferentialPrivacy('email').withDifferentialPrivacy('city'), "'email', 'city'"],
    ['by an option and a call', AnalysisRule.custom({ differentialPrivacyColumn: 'email' }).withDifferentialPrivacy('city'), "'email', 'city'"],
    ['with calls of other methods in between', AnalysisRule.custom().withDifferentialPrivacy('email').allowAnyQueryBy(PARTNER)
      .withDifferentialPrivacy('city').disallowOutput('amount').withDifferentialPrivacy('day'), "'email', 'city', 'day'"],
  ])('is rejected %s', (_, rule, got) => {
    expectRefused(() => table(stackOf(), rule), 'SeveralDifferentialPrivacyColumns', message(got));
  });

  test('is accepted if it is the same column in every call, in any case', () => {
    const rule = AnalysisRule.custom().allowAnyQueryBy(PARTNER).withDifferentialPrivacy('email').withDifferentialPrivacy('Email');
    expect(customOf(rule).differentialPrivacy).toEqual({ columns: [{ name: 'email' }] });
    expect(() => table(stackOf(), rule)).not.toThrow();
  });
});

describe('a custom rule on a table', () => {
  test('is in the template, with the parts that the L1 of the oldest aws-cdk-lib lacks', () => {
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

  test('can allow old and new versions of a template together, which are created before the table', () => {
    const stack = stackOf();
    table(stack, AnalysisRule.custom().allowTemplates(template(stack, 'Old'), template(stack, 'New')));
    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::ConfiguredTable', {
      AnalysisRules: [{ Policy: { V1: { Custom: { AllowedAnalyses: [{ 'Fn::GetAtt': ['Old', 'Arn'] }, { 'Fn::GetAtt': ['New', 'Arn'] }] } } } }],
    });
  });

  test('is checked against the types of the columns', () => {
    expectRefusedAtSynthesis(table(stackOf(), AnalysisRule.custom().requireAtLeast(2, 'amount')), 'IdentityColumnNotText',
      "'aggregationThresholds' has 'amount', whose type must be string, varchar or char, got decimal(10,2)");
  });

  describe('with a threshold', () => {
    const rule = AnalysisRule.custom().requireAtLeast(2, 'email');

    test('is rejected at synthesis if all its templates are PySpark templates, as rendered', () => {
      const stack = stackOf();
      const [job, query] = [template(stack, 'Job', 'PYSPARK_1_0'), template(stack, 'Query')];
      table(stack, rule.allowTemplates(job, query));
      query.addPropertyOverride('Format', 'PYSPARK_1_0');
      expectRefusedAtSynthesis(stack, 'ControlsForJobs',
        "Stack/Table: 'requireAtLeast' (aggregationThresholds) apply only to queries: they must not be given if all templates are PySpark templates");
    });

    test.each<[string, (stack: Stack) => CustomAnalysisRule]>([
      ['one of its templates is a SQL template', (stack) => rule.allowTemplates(template(stack, 'Job', 'PYSPARK_1_0'), template(stack, 'Query'))],
      ['it allows a template by its ARN', (stack) => rule.allowTemplates(template(stack, 'Job', 'PYSPARK_1_0')).allowTemplateArns(ARN)],
      ['it allows an imported template', (stack) => rule.allowTemplates(AnalysisTemplate.fromAnalysisTemplateArn(stack, 'Imported', ARN))],
    ])('is accepted if %s', (_, make) => {
      const stack = stackOf();
      table(stack, make(stack));
      expect(() => Template.fromStack(stack)).not.toThrow();
    });
  });

  test.each([[AnalysisMethod.DIRECT_QUERY, true], [AnalysisMethod.DIRECT_JOB, false]])('gives a warning if it allows jobs on a table for %s: %p', (method, warned) => {
    const stack = stackOf();
    table(stack, AnalysisRule.custom().allowAnyJobBy(PARTNER), 'Table', [method]);
    expect(warningsIn(stack).includes('cdk-cleanrooms:analysisNotForMethod')).toBe(warned);
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
