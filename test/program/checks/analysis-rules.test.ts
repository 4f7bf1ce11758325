import { Lazy } from 'aws-cdk-lib';
import { checkAnalysisRegions, warnAboutAnalysisArns, warnAboutTemplateNotAllowed } from '../../../src/program/checks/analysis-rules';
import type { PlaceOfAnalysis } from '../../../src/program/checks/analysis-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const PLACE: PlaceOfAnalysis = { members: [{ accountId: CREATOR }, { accountId: PARTNER }], removed: [] };
const arnOf = (account: string, region = 'us-east-1') => `arn:aws:cleanrooms:${region}:${account}:membership/m/analysistemplate/t`;

describe('the ARN of an analysis', () => {
  test.each<[string, string, Partial<PlaceOfAnalysis>, string, string]>([
    ['of an account that is no member', arnOf(THIRD), {}, 'cdk-cleanrooms:analysisOfNonMember', `of account ${THIRD}, which is not a member of the collaboration`],
    ['of an account that the app removes', arnOf(THIRD), { removed: [THIRD] }, 'cdk-cleanrooms:analysisOfNonMember',
      `of account ${THIRD}, which the app removes from the collaboration`],
  ])('is warned of that is %s', (_, arn, place, id, message) => {
    expect(idsAndMessages(warnAboutAnalysisArns('allowedTemplateArns', [arn, arn], { ...PLACE, ...place })))
      .toEqual([[id, `'allowedTemplateArns' has ${arn} ${message}`]]);
  });

  test.each<[string, string, Partial<PlaceOfAnalysis>]>([
    ['of a member', arnOf(PARTNER), {}],
    ['of a model of a member', `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:membership/m/configured-model-algorithm-association/a`, {}],
    ['of any account', 'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*', {}],
    ['of anybody, where a member is not known', arnOf(THIRD), { members: [{ accountId: CREATOR }, {}] }],
    ['known at deployment', `${LATER}${arnOf(THIRD)}`, {}],
    ['no ARN', 'ANY_QUERY', {}],
    ['that of something else', `arn:aws:cleanrooms:us-east-1:${THIRD}:collaboration/c`, {}],
  ])('is fine that is %s', (_, arn, place) => {
    expect(warnAboutAnalysisArns('allowedTemplateArns', [arn], { ...PLACE, ...place })).toEqual([]);
  });
});

describe('the Region of an analysis', () => {
  test.each<[string, string, string]>([
    ['a template', 'allowedTemplateArns', arnOf(PARTNER, 'eu-west-1')],
    ['a model of any account', 'allowedAdditionalAnalyses', 'arn:aws:cleanrooms:eu-west-1:*:membership/*/configuredaudiencemodelassociation/*'],
  ])('is refused where it is another one: %s', (_, property, arn) => {
    expect(codesAndMessages(checkAnalysisRegions(property, [arn, arn], 'us-east-1'))).toEqual([['AnalysisOfOtherRegion',
      `'${property}' has ${arn} in eu-west-1, but must name what is in the Region of the collaboration, us-east-1`]]);
  });

  test.each<[string, string, string]>([
    ['is the same', arnOf(PARTNER), 'us-east-1'],
    ['is any', 'arn:aws:cleanrooms:*:*:membership/*/configuredaudiencemodelassociation/*', 'us-east-1'],
    ['of the stack is not known', arnOf(PARTNER, 'eu-west-1'), LATER],
    ['of the analysis is not known', `${LATER}${arnOf(PARTNER, 'eu-west-1')}`, 'us-east-1'],
    ['of something else is another one', `arn:aws:cleanrooms:eu-west-1:${THIRD}:collaboration/c`, 'us-east-1'],
    ['is of no ARN', 'ANY_QUERY', 'us-east-1'],
  ])('is fine where it %s', (_, arn, region) => {
    expect(checkAnalysisRegions('allowedTemplateArns', [arn], region)).toEqual([]);
  });
});

test('a template is warned of that tables do not allow', () => {
  expect(idsAndMessages(warnAboutTemplateNotAllowed('Stack/Template', ['Stack/A', 'Stack/B']))).toEqual([[
    'cdk-cleanrooms:templateNotAllowed',
    "the rules of 'Stack/A', 'Stack/B' do not allow the template 'Stack/Template', which names their tables: allow it with allowTemplates(...)",
  ]]);
  expect(warnAboutTemplateNotAllowed('Stack/Template', [])).toEqual([]);
});
