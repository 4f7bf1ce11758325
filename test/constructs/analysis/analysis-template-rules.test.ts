import { Aws, Lazy, PhysicalName } from 'aws-cdk-lib';
import {
  checkAnalysisTemplate, checkTemplateOwner, warnAboutAnalysisTemplate, warnAboutSyntheticDataPayer, warnAboutVersions,
} from '../../../src/constructs/analysis/analysis-template-rules';
import type { AnalysisTemplateInput, ArtifactInput } from '../../../src/constructs/analysis/analysis-template-rules';
import type { Member } from '../../../src/program/member';
import { codesAndMessages, idsAndMessages } from '../../support/faults';
import { CREATOR } from '../../support/stacks';

const REGION = 'eu-central-1';
const TOKEN = Lazy.string({ produce: () => '' });
const TABLES = Array.from({ length: 16 }, (_, index) => `table_${index}`);
const SYNTHETIC_DATA = {
  epsilon: 1,
  maxMembershipInferenceAttackScore: 0.6,
  columns: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: 'NUMERICAL', predictiveValue: false })),
};

describe('checkAnalysisTemplate', () => {
  test.each<[string, AnalysisTemplateInput, string, string]>([
    ['SQL over the limit of the API', sql({ text: ' '.repeat(500_001) }), 'SqlTooLong', 'the SQL must have at most 500000 characters, got 500001'],
    ['the name of a parameter', pySpark({ parameters: [{ name: '1', type: 'STRING' }] }), 'ParameterNameMalformed', "'parameters' has '1'"],
    ['synthetic data out of range', sql({ syntheticData: { ...SYNTHETIC_DATA, epsilon: 11 } }), 'SyntheticDataEpsilonOutOfRange', 'got 11'],
  ])('rejects %s', (_, input, code, message) => {
    expect(codesAndMessages(checkAnalysisTemplate(input))).toEqual([[code, expect.stringContaining(message)]]);
  });

  test.each<[string, AnalysisTemplateInput]>([
    ['SQL at the limit of the API', sql({ text: ' '.repeat(500_000) })],
    ['SQL that is a token', sql({ text: TOKEN })],
    ['synthetic data', sql({ syntheticData: SYNTHETIC_DATA })],
    ['a PySpark script', pySpark({})],
  ])('accepts %s', (_, input) => {
    expect(checkAnalysisTemplate(input)).toEqual([]);
  });
});

describe('checkTemplateOwner', () => {
  test.each<[string, Member, string]>([
    ['runs jobs', { accountId: CREATOR, abilities: ['CAN_QUERY', 'CAN_RUN_JOB'] }, `account ${CREATOR} has CAN_QUERY, CAN_RUN_JOB`],
    ['only provides data', { accountId: CREATOR, abilities: [] }, `account ${CREATOR} has no ability`],
    ['has an account that is a token', { accountId: Aws.ACCOUNT_ID, abilities: [] }, 'the account of the stack has no ability'],
  ])('rejects a PySpark template whose owner cannot receive results and %s', (_, owner, message) => {
    expect(codesAndMessages(checkTemplateOwner(pySpark({}), owner))).toEqual([
      ['TemplateOwnerCannotReceiveResults', `the owner of a PySpark template must have CAN_RECEIVE_RESULTS: ${message}`],
    ]);
  });

  test.each<[string, AnalysisTemplateInput, Member | undefined]>([
    ['SQL of a member who only provides data', sql({}), { abilities: [] }],
    ['a PySpark template of a member who receives results', pySpark({}), { abilities: ['CAN_RECEIVE_RESULTS'] }],
    ['a PySpark template of a member whose abilities are not known', pySpark({}), { accountId: CREATOR }],
    ['a PySpark template of an unknown member', pySpark({}), undefined],
  ])('accepts %s', (_, input, owner) => {
    expect(checkTemplateOwner(input, owner)).toEqual([]);
  });
});

describe('warnAboutAnalysisTemplate', () => {
  test.each<[string, AnalysisTemplateInput, string, string]>([
    ["SQL over the limit of CloudFormation's schema", sql({ text: ' '.repeat(90_001) }), 'cdk-cleanrooms:sqlTooLongForCloudFormation',
      "the SQL has 90001 characters: the API accepts 500000, but CloudFormation's schema of the resource only 90000"],
    ['SQL at the limit of the API', sql({ text: ' '.repeat(500_000) }), 'cdk-cleanrooms:sqlTooLongForCloudFormation',
      "the SQL has 500000 characters: the API accepts 500000, but CloudFormation's schema of the resource only 90000"],
    ['a bucket without versions', pySpark({ artifacts: [artifact({ versioned: false })] }), 'cdk-cleanrooms:artifactsNotVersioned',
      "the bucket 'Stack/Scripts' of 'entryPoint' is not versioned: the service always reads the version that exists when the template is created"],
    ['a bucket in another Region', pySpark({ artifacts: [artifact({ property: 'additionalArtifact', region: 'us-east-1' })] }),
      'cdk-cleanrooms:artifactsInOtherRegion',
      "the bucket 'Stack/Scripts' of 'additionalArtifact' is in us-east-1: the user guide requires the Region of the collaboration, eu-central-1"],
    ['a script with another file name', pySpark({ artifacts: [artifact({ key: 'reach.py' })] }), 'cdk-cleanrooms:scriptName',
      "'entryPoint' is 'reach.py': the user guide requires the file name user_script.py, in any folder"],
    ['a folder with the name of the script', pySpark({ artifacts: [artifact({ key: 'user_script.py/reach.py' })] }), 'cdk-cleanrooms:scriptName',
      "'entryPoint' is 'user_script.py/reach.py': the user guide requires the file name user_script.py, in any folder"],
    ['more tables than a query can name', pySpark({ referencedTables: TABLES }), 'cdk-cleanrooms:tooManyTablesInQuery',
      "'referencedTables' has 16 tables: the default quota is 15 in one query, and can be raised"],
    ['SQL parameters', sql({ text: 'SELECT :since' }), 'cdk-cleanrooms:undeclaredParameter', "the SQL has ':since', which is not among 'parameters'"],
  ])('warns about %s', (_, input, id, message) => {
    expect(idsAndMessages(warnAboutAnalysisTemplate(input, REGION))).toEqual([[id, message]]);
  });

  test.each<[string, AnalysisTemplateInput]>([
    ["SQL at the limit of CloudFormation's schema", sql({ text: ' '.repeat(90_000) })],
    ['SQL that is rejected', sql({ text: ' '.repeat(500_001) })],
    ['SQL that is a token', sql({ text: TOKEN })],
    ['as many tables as a query can name', pySpark({ referencedTables: [...TABLES.slice(1), TABLES[1]] })],
    ['tables that are a token', pySpark({ referencedTables: Lazy.list({ produce: () => TABLES }) })],
    ['a script in a versioned bucket of the same Region', pySpark({ artifacts: [artifact({ versioned: true })] })],
    ['a script in the root of the bucket', pySpark({ artifacts: [artifact({ key: 'user_script.py' })] })],
    ['another object with any file name', pySpark({ artifacts: [artifact({ property: 'additionalArtifact', key: 'libraries.tar.gz' })] })],
    ['a bucket whose Region is a token, and a key that is one', pySpark({ artifacts: [artifact({ region: Aws.REGION, key: TOKEN })] })],
  ])('accepts %s', (_, input) => {
    expect(warnAboutAnalysisTemplate(input, REGION)).toEqual([]);
  });

  test('accepts a bucket in any Region if the Region of the stack is a token', () => {
    expect(warnAboutAnalysisTemplate(pySpark({ artifacts: [artifact({})] }), Aws.REGION)).toEqual([]);
  });
});

describe('warnAboutSyntheticDataPayer', () => {
  const SYNTHETIC = sql({ syntheticData: SYNTHETIC_DATA });

  test.each<[string, Member[]]>([
    ['no member pays for it', [{ paysFor: [] }, { paysFor: ['MODEL_TRAINING'] }]],
    ['the payments of no member are changed', [{ paysFor: [], paymentIsChanged: false }]],
    ['there are no members', []],
  ])('warns about synthetic data if %s', (_, members) => {
    expect(idsAndMessages(warnAboutSyntheticDataPayer(SYNTHETIC, members))).toEqual([[
      'cdk-cleanrooms:nobodyPaysForSyntheticData',
      'the template generates synthetic data, but no member of the collaboration pays for SYNTHETIC_DATA_GENERATION',
    ]]);
  });

  test.each<[string, AnalysisTemplateInput, Member[] | undefined]>([
    ['synthetic data that a member pays for', SYNTHETIC, [{ paysFor: [] }, { paysFor: ['SYNTHETIC_DATA_GENERATION'] }]],
    ['synthetic data if the payments of a member are not known', SYNTHETIC, [{ paysFor: [] }, { accountId: CREATOR }]],
    ['synthetic data if the payments of a member are changed', SYNTHETIC, [{ paysFor: [], paymentIsChanged: true }]],
    ['synthetic data in an unknown collaboration', SYNTHETIC, undefined],
    ['a template without synthetic data', sql({}), [{ paysFor: [] }]],
  ])('accepts %s', (_, input, members) => {
    expect(warnAboutSyntheticDataPayer(input, members)).toEqual([]);
  });
});

describe('warnAboutVersions', () => {
  test('warns about a retained template with a name', () => {
    expect(idsAndMessages(warnAboutVersions(true, 'reach'))).toEqual([[
      'cdk-cleanrooms:retainedTemplateKeepsName',
      "'removalPolicy' retains the template: when 'source' changes, the old template keeps the name 'reach', and the new one cannot be created: "
      + "change 'analysisTemplateName' together with 'source', or leave it out",
    ]]);
  });

  test.each([[false, 'reach'], [true, undefined], [false, undefined], [true, TOKEN], [true, PhysicalName.GENERATE_IF_NEEDED]])(
    'accepts a template with retained: %s, name: %s', (retained, name) => {
      expect(warnAboutVersions(retained, name)).toEqual([]);
    });
});

function sql(input: Partial<AnalysisTemplateInput>): AnalysisTemplateInput {
  return { language: 'SQL', text: 'SELECT 1', parameters: [], artifacts: [], ...input };
}

function pySpark(input: Partial<AnalysisTemplateInput>): AnalysisTemplateInput {
  return { language: 'PySpark', parameters: [], artifacts: [artifact({})], ...input };
}

function artifact(input: Partial<ArtifactInput>): ArtifactInput {
  return { property: 'entryPoint', key: 'reach/1/user_script.py', bucketPath: 'Stack/Scripts', region: REGION, ...input };
}
