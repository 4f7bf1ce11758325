import { Aws, Lazy } from 'aws-cdk-lib';
import { warnAboutAnalysisTemplate, warnAboutVersions, checkAnalysisTemplate } from '../../../src/constructs/analysis/analysis-template-rules';
import type { AnalysisTemplateInput, ArtifactInput } from '../../../src/constructs/analysis/analysis-template-rules';
import type { CollaborationFacts, MemberFacts } from '../../../src/program/collaboration-facts';
import { idsAndMessages, codesAndMessages } from '../../support/faults';

const REGION = 'eu-central-1';
const TOKEN = Lazy.string({ produce: () => '' });
const TABLES = Array.from({ length: 16 }, (_, index) => `table_${index}`);
const SYNTHETIC_DATA = {
  epsilon: 1,
  maxMembershipInferenceAttackScore: 0.6,
  columns: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: 'NUMERICAL', predictiveValue: false })),
};

describe('refuses', () => {
  test.each<[string, AnalysisTemplateInput, MemberFacts | undefined, string, string]>([
    ['SQL over the limit of the API', sql({ text: ' '.repeat(500_001) }), undefined, 'SqlTooLong',
      'the SQL must have at most 500000 characters, got 500001'],
    ['a PySpark template of a member who cannot receive results', pySpark({}),
      { accountId: '111111111111', abilities: ['CAN_QUERY', 'CAN_RUN_JOB'] }, 'TemplateOwnerCannotReceiveResults',
      'a PySpark template must be of a member who has CAN_RECEIVE_RESULTS: account 111111111111 has CAN_QUERY, CAN_RUN_JOB'],
    ['a PySpark template of a member who provides data', pySpark({}), { accountId: '111111111111', abilities: [] },
      'TemplateOwnerCannotReceiveResults',
      'a PySpark template must be of a member who has CAN_RECEIVE_RESULTS: account 111111111111 has no ability'],
    ['a name of a parameter', pySpark({ parameters: [{ name: '1', type: 'STRING' }] }), undefined, 'ParameterNameMalformed',
      "'parameters' has '1'"],
    ['synthetic data out of range', sql({ syntheticData: { ...SYNTHETIC_DATA, epsilon: 11 } }), undefined, 'SyntheticDataEpsilonOutOfRange',
      'got 11'],
  ])('%s', (_, parts, owner, code, message) => {
    expect(codesAndMessages(checkAnalysisTemplate(parts, owner))).toEqual([[code, expect.stringContaining(message)]]);
  });
});

describe('accepts', () => {
  test.each<[string, AnalysisTemplateInput, MemberFacts | undefined]>([
    ['SQL at the limit of the API', sql({ text: ' '.repeat(500_000) }), undefined],
    ['SQL of a member who provides data', sql({}), { abilities: [] }],
    ['a PySpark template of a member who receives results', pySpark({}), { abilities: ['CAN_RECEIVE_RESULTS'] }],
    ['a PySpark template of a member of whom nothing is known', pySpark({}), { accountId: '111111111111' }],
    ['SQL that is a token', sql({ text: TOKEN }), undefined],
    ['synthetic data', sql({ syntheticData: SYNTHETIC_DATA }), undefined],
  ])('%s', (_, parts, owner) => {
    expect(checkAnalysisTemplate(parts, owner)).toEqual([]);
  });
});

describe('warns of', () => {
  test.each<[string, AnalysisTemplateInput, string, string]>([
    ["SQL over the limit of CloudFormation's schema", sql({ text: ' '.repeat(90_001) }), 'cdk-cleanrooms:sqlTooLongForCloudFormation',
      "the SQL has 90001 characters: the API takes 500000, CloudFormation's schema of the resource 90000"],
    ['a bucket without versions', pySpark({ artifacts: [artifact({ versioned: false })] }), 'cdk-cleanrooms:artifactsNotVersioned',
      "the bucket 'Stack/Scripts' of 'entryPoint' is not versioned: the service reads the version that is there when the template is made"],
    ['a bucket in another Region', pySpark({ artifacts: [artifact({ property: 'additionalArtifact', region: 'us-east-1' })] }),
      'cdk-cleanrooms:artifactsInOtherRegion',
      "the bucket 'Stack/Scripts' of 'additionalArtifact' is in us-east-1: "
      + 'the user guide wants it in the Region of the collaboration, eu-central-1'],
    ['a script of another name', pySpark({ artifacts: [artifact({ key: 'reach.py' })] }), 'cdk-cleanrooms:scriptName',
      "'entryPoint' is 'reach.py': the user guide wants a script to be named user_script.py, in whatever folder"],
    ['more tables than a query can name', pySpark({ referencedTables: TABLES }), 'cdk-cleanrooms:tooManyTablesInQuery',
      "'referencedTables' has 16 tables: the default quota is 15 in one query, and can be raised"],
    ['SQL parameters', sql({ text: 'SELECT :since' }), 'cdk-cleanrooms:undeclaredParameter',
      "the SQL has ':since', which is not among 'parameters'"],
  ])('%s', (_, parts, id, message) => {
    expect(idsAndMessages(warnAboutAnalysisTemplate(parts, REGION))).toEqual([[id, message]]);
  });

  test('synthetic data for which nobody pays', () => {
    const members = [{ payment: { syntheticDataGeneration: false } }, { payment: { modelTraining: true } }];
    expect(idsAndMessages(warnAboutAnalysisTemplate(sql({ syntheticData: SYNTHETIC_DATA }), REGION, { members }))).toEqual([[
      'cdk-cleanrooms:nobodyPaysForSyntheticData',
      'the template makes synthetic data, but the collaboration names no member to pay for SYNTHETIC_DATA_GENERATION',
    ]]);
  });

  test('a template that keeps the name which its next version needs', () => {
    expect(idsAndMessages(warnAboutVersions(true, 'reach'))).toEqual([[
      'cdk-cleanrooms:retainedTemplateKeepsName',
      "'removalPolicy' retains the template: once 'source' has changed, the old template keeps the name 'reach', and a new one "
      + "cannot have it while it is there: change 'analysisTemplateName' with 'source', or leave it out",
    ]]);
  });
});

describe('has nothing to say of', () => {
  test.each<[string, AnalysisTemplateInput, CollaborationFacts | undefined]>([
    ["SQL at the limit of CloudFormation's schema", sql({ text: ' '.repeat(90_000) }), undefined],
    ['as many tables as a query can name', pySpark({ referencedTables: [...TABLES.slice(1), TABLES[1]] }), undefined],
    ['tables that are not known yet', pySpark({ referencedTables: Lazy.list({ produce: () => TABLES }) }), undefined],
    ['SQL that is refused', sql({ text: ' '.repeat(500_001) }), undefined],
    ['a script in a versioned bucket of the same Region', pySpark({ artifacts: [artifact({ versioned: true })] }), undefined],
    ['another object of whatever name', pySpark({ artifacts: [artifact({ property: 'additionalArtifact', key: 'libraries.tar.gz' })] }),
      undefined],
    ['a bucket of which nothing is known', pySpark({ artifacts: [artifact({ region: Aws.REGION, key: TOKEN })] }), undefined],
    ['synthetic data for which a member pays', sql({ syntheticData: SYNTHETIC_DATA }), {
      members: [{ payment: {} }, { payment: { syntheticDataGeneration: true } }],
    }],
    ['synthetic data in a collaboration whose payers are not known', sql({ syntheticData: SYNTHETIC_DATA }), {
      members: [{ accountId: '111111111111' }],
    }],
    ['synthetic data in an unknown collaboration', sql({ syntheticData: SYNTHETIC_DATA }), undefined],
    ['results as they are, where nobody pays for synthetic data', sql({}), { members: [{ payment: {} }] }],
  ])('%s', (_, parts, collaboration) => {
    expect(warnAboutAnalysisTemplate(parts, REGION, collaboration)).toEqual([]);
  });

  test.each([[false, 'reach'], [true, undefined], [false, undefined]])('retained: %s, name: %s', (retained, name) => {
    expect(warnAboutVersions(retained, name)).toEqual([]);
  });
});

function sql(parts: Partial<AnalysisTemplateInput>): AnalysisTemplateInput {
  return { language: 'SQL', text: 'SELECT 1', parameters: [], artifacts: [], ...parts };
}

function pySpark(parts: Partial<AnalysisTemplateInput>): AnalysisTemplateInput {
  return { language: 'PySpark', parameters: [], artifacts: [artifact({})], ...parts };
}

function artifact(parts: Partial<ArtifactInput>): ArtifactInput {
  return { property: 'entryPoint', key: 'reach/1/user_script.py', bucketPath: 'Stack/Scripts', region: REGION, ...parts };
}
