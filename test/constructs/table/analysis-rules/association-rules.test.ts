import { Aws, Lazy } from 'aws-cdk-lib';
import { checkAssociationRuleInput } from '../../../../src/constructs/table/analysis-rules/association-rules';
import type { AssociationRuleInput } from '../../../../src/constructs/table/analysis-rules/association-rules';
import { codesAndMessages } from '../../../support/faults';
import { CREATOR, PARTNER } from '../../../support/stacks';

const MODEL = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/m/configuredaudiencemodelassociation/a`;
const ANY_MODEL = 'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*';
const ANY_ALGORITHM = 'arn:aws:cleanrooms-ml:us-east-1:*:membership/*/configured-model-algorithm-association/*';
const LIST_LATER = Lazy.list({ produce: () => ['later'] });

const FORMS = "'allowedAdditionalAnalyses' must be of the form "
  + 'arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/configuredaudiencemodelassociation/<id> or '
  + 'arn:aws:cleanrooms-ml:<region>:<account>:membership/<membership id>/configured-model-algorithm-association/<id>, ';

describe('rejects', () => {
  test.each<[string, Partial<AssociationRuleInput>, string, string]>([
    ['a receiver that is not an account', { receivers: [CREATOR, 'abc'] }, 'AccountIdMalformed',
      "'allowedResultReceivers' must be an AWS account, 12 digits, got 'abc'"],
    ['an additional analysis that is not an ARN', { additionalAnalyses: ['nonsense'] }, 'ArnMalformed', `${FORMS}got 'nonsense'`],
    ['an additional analysis of another kind', { additionalAnalyses: [ANY_MODEL.replace('configuredaudiencemodel', 'configuredtable')] }, 'ArnMalformed',
      `${FORMS}got '${ANY_MODEL.replace('configuredaudiencemodel', 'configuredtable')}'`],
    ['26 additional analyses', { additionalAnalyses: Array<string>(26).fill(ANY_MODEL) }, 'TooManyAdditionalAnalyses',
      "'allowedAdditionalAnalyses' must have at most 25 ARNs, got 26"],
  ])('%s', (_, input, code, message) => {
    expect(codesAndMessages(checkAssociationRuleInput(rule(input)))).toEqual([[code, message]]);
  });
});

describe('accepts', () => {
  test.each<[string, Partial<AssociationRuleInput>]>([
    ['receivers and additional analyses of both kinds', { receivers: [CREATOR, PARTNER], additionalAnalyses: [MODEL, ANY_MODEL, ANY_ALGORITHM] }],
    ['empty lists', { receivers: [], additionalAnalyses: [] }],
    ['25 additional analyses', { additionalAnalyses: Array<string>(25).fill(ANY_MODEL) }],
    ['values that are tokens', { receivers: [Aws.ACCOUNT_ID], additionalAnalyses: [Lazy.string({ produce: () => 'later' })] }],
    ['lists that are tokens', { receivers: LIST_LATER, additionalAnalyses: LIST_LATER }],
  ])('%s', (_, input) => {
    expect(checkAssociationRuleInput(rule(input))).toEqual([]);
  });
});

function rule(input: Partial<AssociationRuleInput>): AssociationRuleInput {
  return { receivers: [PARTNER], additionalAnalyses: [ANY_MODEL], ...input };
}
