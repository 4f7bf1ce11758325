import { Fn, Lazy, Token } from 'aws-cdk-lib';
import { TOKEN, readAnalysisRule, readAssociationRule } from '../../src/program/analysis-rule';

const UNKNOWN = Token.asAny({ Ref: 'Unknown' });
const TEXT = Token.asString({ Ref: 'Unknown' });

describe('the rule of a table', () => {
  const rule = (type: string, policy: object, key = type[0] + type.slice(1).toLowerCase()) => [{ Type: type, Policy: { V1: { [key]: policy } } }];

  test.each<[string, unknown, unknown]>([
    ['no rule', undefined, {}],
    ['an empty list', [], {}],
    ['a custom rule', rule('CUSTOM', {
      AllowedAnalyses: ['ANY_QUERY'],
      AllowedAnalysisProviders: ['222222222222'],
      DisallowedOutputColumns: ['email'],
      DifferentialPrivacy: { Columns: [{ Name: 'id' }] },
      AdditionalAnalyses: 'ALLOWED',
    }), {
      type: 'CUSTOM',
      additionalAnalyses: 'ALLOWED',
      differentialPrivacyColumn: 'id',
      allowedAnalyses: ['ANY_QUERY'],
      allowedAnalysisProviders: ['222222222222'],
      disallowedOutputColumns: ['email'],
    }],
    ['a list rule', rule('LIST', { JoinColumns: ['email'], AdditionalAnalyses: 'REQUIRED' }), { type: 'LIST', additionalAnalyses: 'REQUIRED' }],
    ['an aggregation rule', rule('AGGREGATION', {}), { type: 'AGGREGATION' }],
    ['a policy that is a token', [{ Type: 'LIST', Policy: UNKNOWN }], {
      type: 'LIST',
      additionalAnalyses: TOKEN,
      differentialPrivacyColumn: TOKEN,
      allowedAnalyses: TOKEN,
      allowedAnalysisProviders: TOKEN,
      disallowedOutputColumns: TOKEN,
    }],
    ['a policy of another type', rule('LIST', {}, 'Custom'), { type: 'LIST' }],
    ['a token in a policy', rule('LIST', { AdditionalAnalyses: TEXT, AllowedAnalyses: UNKNOWN }),
      { type: 'LIST', additionalAnalyses: TOKEN, allowedAnalyses: TOKEN }],
  ])('is read: %s', (_, rendered, expected) => {
    expect(readAnalysisRule(rendered)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['its type', [{ Type: TEXT, Policy: UNKNOWN }]], ['the rule', [UNKNOWN]], ['the list', UNKNOWN], ['the type, which is missing', [{}]],
  ])('is not known where %s is not', (_, rendered) => {
    expect(readAnalysisRule(rendered)).toBeUndefined();
  });
});

describe('the rule of an association', () => {
  const ALL_TOKENS = { type: TOKEN, allowedResultReceivers: TOKEN, allowedAdditionalAnalyses: TOKEN };

  test.each<[string, unknown, unknown]>([
    ['a rule', [{ Type: 'LIST', Policy: { V1: { List: { AllowedResultReceivers: ['1'], AllowedAdditionalAnalyses: ['arn'] } } } }],
      { type: 'LIST', allowedResultReceivers: ['1'], allowedAdditionalAnalyses: ['arn'] }],
    ['a policy of another type', [{ Type: 'LIST', Policy: { V1: { Custom: { AllowedResultReceivers: ['1'] } } } }],
      { type: 'LIST', allowedResultReceivers: ['1'] }],
    ['a type that is left out', [{ Policy: { V1: { List: { AllowedResultReceivers: ['1'] } } } }], { ...ALL_TOKENS, type: undefined }],
    ['a type that is a token', [{ Type: TEXT, Policy: { V1: { List: { AllowedResultReceivers: ['1'] } } } }], ALL_TOKENS],
    ['a policy that is a token', [{ Type: 'CUSTOM', Policy: UNKNOWN }], { ...ALL_TOKENS, type: 'CUSTOM' }],
    ['a list that is a token', [{ Type: 'LIST', Policy: { V1: { List: { AllowedResultReceivers: Fn.split(',', TEXT) } } } }],
      { type: 'LIST', allowedResultReceivers: TOKEN }],
    ['a rule that is a token', [UNKNOWN], ALL_TOKENS],
    ['a token', Lazy.any({ produce: () => [] }), ALL_TOKENS],
  ])('is read: %s', (_, rendered, expected) => {
    expect(readAssociationRule(rendered)).toEqual(expected);
  });

  test.each<[string, unknown]>([['left out', undefined], ['empty', []]])('is undefined where it is %s', (_, rendered) => {
    expect(readAssociationRule(rendered)).toBeUndefined();
  });
});
