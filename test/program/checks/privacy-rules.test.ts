import {
  warnAboutAdditionalAnalysesByDefault, warnAboutAnyQuery, warnAboutControlsOfJobs, warnAboutMinimums, warnAboutQueryLogs,
} from '../../../src/program/checks/privacy-rules';
import type { Minimum, QueryControls } from '../../../src/program/privacy-controls';
import { idsAndMessages } from '../../support/faults';
import { PARTNER, THIRD } from '../../support/stacks';

const NONE: QueryControls = {
  aggregationThresholds: false,
  comparisonControls: false,
  differentialPrivacyColumn: false,
  disallowedOutputColumns: false,
  additionalAnalyses: false,
};

describe('query logs', () => {
  test.each<[string, boolean | undefined, boolean, number]>([
    ['warned of where they are off', false, true, 1],
    ['fine where they are on', true, true, 0],
    ['fine where they are not known', undefined, true, 0],
    ['fine where nobody can query', false, false, 0],
  ])('are %s', (_, queryLogging, canQuery, count) => {
    expect(warnAboutQueryLogs(queryLogging, canQuery).map(({ id }) => id)).toEqual(Array(count).fill('cdk-cleanrooms:noQueryLogs'));
  });
});

describe('minimums', () => {
  const of = (property: Minimum['property'], column: string, minimum: number): Minimum => ({ property, column, minimum });

  test('of 2 are warned of', () => {
    expect(idsAndMessages(warnAboutMinimums([of('outputConstraints', 'email', 2)]))).toEqual([['cdk-cleanrooms:lowestMinimum',
      "'outputConstraints' requires only 2 distinct values of 'email' behind a row, the lowest minimum of the service: with so few, whoever knows one "
      + 'of the people behind a row learns about the others. Agree on a larger minimum']]);
  });

  test('of single columns are warned of in one warning', () => {
    const thresholds = [of('aggregationThresholds', 'email', 50), of('outputColumns', 'city', 0), of('outputColumns', 'age', 2)];
    const [warning, ...others] = warnAboutMinimums(thresholds);
    expect(warning.message).toContain("'outputColumns' requires no distinct identities behind rows with 'city', "
      + "'outputColumns' requires 2 distinct identities behind rows with 'age': ");
    expect(others).toEqual([]);
  });

  test.each<[string, Minimum[]]>([
    ['there are none', []],
    ['they are larger', [of('outputConstraints', 'email', 3)]],
    ['another constraint on the same rows is larger', [of('outputConstraints', 'home', 2), of('outputConstraints', 'email', 3)]],
    ['those of single columns are larger', [of('aggregationThresholds', 'email', 50), of('outputColumns', 'city', 3)]],
  ])('are fine where %s', (_, minimums) => {
    expect(warnAboutMinimums(minimums)).toEqual([]);
  });
});

describe('any query of other accounts', () => {
  test('is warned of where nothing limits results', () => {
    expect(idsAndMessages(warnAboutAnyQuery([PARTNER, THIRD], { ...NONE, comparisonControls: true }))).toEqual([['cdk-cleanrooms:anyQueryWithoutControls',
      `'anyQueryBy' allows any query of ${PARTNER}, ${THIRD}, and no control keeps rows about single people out of the results: `
      + 'add disallowOutput(...), withDifferentialPrivacy(...) or requireAtLeast(...), or allow only templates that you have reviewed']]);
  });

  test.each<[string, string[], QueryControls]>([
    ['of nobody else', [], NONE],
    ['with a threshold', [PARTNER], { ...NONE, aggregationThresholds: true }],
    ['with differential privacy', [PARTNER], { ...NONE, differentialPrivacyColumn: true }],
    ['with columns that are not returned', [PARTNER], { ...NONE, disallowedOutputColumns: true }],
    ['whose results only additional analyses use', [PARTNER], { ...NONE, additionalAnalyses: true }],
    ['with a control that is not known', [PARTNER], { ...NONE, disallowedOutputColumns: undefined }],
  ])('is fine %s', (_, accounts, controls) => {
    expect(warnAboutAnyQuery(accounts, controls)).toEqual([]);
  });
});

test('additional analyses by default are warned of with the way to set them', () => {
  const [[id, message]] = idsAndMessages(warnAboutAdditionalAnalysesByDefault());
  expect(id).toBe('cdk-cleanrooms:additionalAnalysesByDefault');
  expect(message).toContain('set it with withAdditionalAnalyses(...)');
});

describe('controls of queries beside jobs', () => {
  test('are warned of, each for itself', () => {
    const controls = { ...NONE, aggregationThresholds: true, disallowedOutputColumns: true, comparisonControls: undefined };
    expect(idsAndMessages(warnAboutControlsOfJobs(controls, "'anyJobBy' allows any job"))).toEqual([
      ['cdk-cleanrooms:controlNotForJobs', "'aggregationThresholds' applies only to queries, but 'anyJobBy' allows any job: "
        + 'only your review of the code limits what a job returns'],
      ['cdk-cleanrooms:controlNotForJobs', "'disallowedOutputColumns' applies only to queries, but 'anyJobBy' allows any job: "
        + 'only your review of the code limits what a job returns'],
    ]);
  });

  test('are fine where there are none', () => {
    expect(warnAboutControlsOfJobs(NONE, 'jobs')).toEqual([]);
  });
});
