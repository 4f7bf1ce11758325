import { Lazy } from 'aws-cdk-lib';
import { warnAboutAnalysisArns, warnAboutTemplateNotAllowed } from '../../../src/program/checks/analysis-rules';
import type { PlaceOfAnalysis } from '../../../src/program/checks/analysis-rules';
import { idsAndMessages } from '../../support/faults';
import { CREATOR, PARTNER, THIRD } from '../../support/stacks';

const LATER = Lazy.string({ produce: () => 'later' });
const PLACE: PlaceOfAnalysis = { members: [{ accountId: CREATOR }, { accountId: PARTNER }], removed: [], region: 'us-east-1' };
const arnOf = (account: string, region = 'us-east-1') => `arn:aws:cleanrooms:${region}:${account}:membership/m/analysistemplate/t`;

describe('the ARN of an analysis', () => {
  test.each<[string, string, Partial<PlaceOfAnalysis>, string, string]>([
    ['of an account that is no member', arnOf(THIRD), {}, 'cdk-cleanrooms:analysisOfNonMember', `of account ${THIRD}, which is not a member of the collaboration`],
    ['of an account that the app removes', arnOf(THIRD), { removed: [THIRD] }, 'cdk-cleanrooms:analysisOfNonMember',
      `of account ${THIRD}, which the app removes from the collaboration`],
    ['in another Region', arnOf(PARTNER, 'eu-west-1'), {}, 'cdk-cleanrooms:analysisOfOtherRegion', 'in eu-west-1, but the collaboration is in us-east-1'],
    ['in another Region, where the members are not known', arnOf(THIRD, 'eu-west-1'), { members: undefined }, 'cdk-cleanrooms:analysisOfOtherRegion',
      'in eu-west-1, but the collaboration is in us-east-1'],
  ])('is warned of that is %s', (_, arn, place, id, message) => {
    expect(idsAndMessages(warnAboutAnalysisArns('allowedTemplateArns', [arn, arn], { ...PLACE, ...place })))
      .toEqual([[id, `'allowedTemplateArns' has ${arn} ${message}`]]);
  });

  test('can be warned of for both', () => {
    expect(warnAboutAnalysisArns('analysisTemplateArn', [arnOf(THIRD, 'eu-west-1')], PLACE)).toHaveLength(2);
  });

  test.each<[string, string, Partial<PlaceOfAnalysis>]>([
    ['of a member', arnOf(PARTNER), {}],
    ['of a model of a member', `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:membership/m/configured-model-algorithm-association/a`, {}],
    ['of any account', 'arn:aws:cleanrooms:us-east-1:*:membership/*/configuredaudiencemodelassociation/*', {}],
    ['of anybody, where a member is not known', arnOf(THIRD), { members: [{ accountId: CREATOR }, {}] }],
    ['in any Region, where that of the stack is not known', arnOf(PARTNER, 'eu-west-1'), { region: LATER }],
    ['known at deployment', `${LATER}${arnOf(THIRD)}`, {}],
    ['no ARN', 'ANY_QUERY', {}],
    ['that of something else', `arn:aws:cleanrooms:us-east-1:${THIRD}:collaboration/c`, {}],
  ])('is fine that is %s', (_, arn, place) => {
    expect(warnAboutAnalysisArns('allowedTemplateArns', [arn], { ...PLACE, ...place })).toEqual([]);
  });
});

test('a template is warned of that tables do not allow', () => {
  expect(idsAndMessages(warnAboutTemplateNotAllowed('Stack/Template', ['Stack/A', 'Stack/B']))).toEqual([[
    'cdk-cleanrooms:templateNotAllowed',
    "the rules of 'Stack/A', 'Stack/B' do not allow the template 'Stack/Template', which names their tables: allow it with allowTemplates(...)",
  ]]);
  expect(warnAboutTemplateNotAllowed('Stack/Template', [])).toEqual([]);
});
