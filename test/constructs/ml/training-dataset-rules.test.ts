import { Lazy } from 'aws-cdk-lib';
import { warnAboutTrainingDataset, checkTrainingDataset } from '../../../src/constructs/ml/training-dataset-rules';
import type { TrainingColumn } from '../../../src/constructs/ml/training-dataset-rules';
import { codesAndMessages, idsAndMessages } from '../../support/faults';

const column = (type: string, name: string): TrainingColumn => ({ property: 'someColumn', name, type });
const features = (count: number) => Array.from({ length: count }, (_, index) => column(index % 2 ? 'NUMERICAL_FEATURE' : 'CATEGORICAL_FEATURE', `f${index}`));
const token = () => Lazy.string({ produce: () => 'x' });

test.each([
  ['accepts 10 features', { columns: features(10) }, []],
  ['rejects 11 features', { columns: features(11) }, ['TooManyFeatures']],
  ['does not count other columns', { columns: [column('USER_ID', 'u'), column('ITEM_ID', 'i'), ...features(10)] }, []],
  ['rejects a table that is not in Glue', { sourceKind: 'athena' as const }, ['TrainingDataNotInGlue']],
  ['rejects a table in another Region', { sourceElsewhere: 'eu-west-1' }, ['TrainingDataElsewhere']],
  ['accepts a column of the table', { columns: [column('USER_ID', 'u')], sourceColumns: [{ name: 'u' }] }, []],
  ['rejects another column', { columns: [column('USER_ID', 'u')], sourceColumns: [{ name: 'v' }] }, ['ColumnNotInTable']],
  ['accepts a column that is not known', { columns: [column('USER_ID', token())], sourceColumns: [{ name: 'v' }] }, []],
  ['accepts any column where one of the table is not known', { columns: [column('USER_ID', 'u')], sourceColumns: [{ name: token() }] }, []],
  ['accepts any column where those of the table are not known', { columns: [column('USER_ID', 'u')] }, []],
])('%s', (_, parts, expected) => {
  expect(checkTrainingDataset({ columns: [], sourceKind: 'glue', ...parts }).map(({ code }) => code)).toEqual(expected);
});

test.each([
  ['USER_ID', 'bigint', false],
  ['USER_ID', 'string', false],
  ['USER_ID', 'int', false],
  ['USER_ID', 'double', true],
  ['ITEM_ID', 'string', false],
  ['ITEM_ID', 'int', false],
  ['ITEM_ID', 'bigint', false],
  ['TIMESTAMP', 'bigint', false],
  ['TIMESTAMP', 'int', false],
  ['NUMERICAL_FEATURE', 'double', false],
  ['NUMERICAL_FEATURE', 'int', false],
  ['NUMERICAL_FEATURE', 'bigint', false],
  ['CATEGORICAL_FEATURE', 'string', false],
  ['CATEGORICAL_FEATURE', 'int', false],
  ['CATEGORICAL_FEATURE', 'float', false],
  ['CATEGORICAL_FEATURE', 'bigint', false],
  ['CATEGORICAL_FEATURE', 'double', false],
  ['CATEGORICAL_FEATURE', 'boolean', false],
  ['USER_ID', 'BIGINT', false],
  ['ITEM_ID', 'double', true],
  ['TIMESTAMP', 'timestamp', false],
  ['TIMESTAMP', 'string', true],
  ['CATEGORICAL_FEATURE', 'array<string>', false],
  ['CATEGORICAL_FEATURE', 'map<string,string>', true],
  ['NUMERICAL_FEATURE', 'float', false],
  ['NUMERICAL_FEATURE', 'decimal(10,2)', true],
  ['NUMERICAL_FEATURE', token(), false],
  ['NUMERICAL_FEATURE', undefined, false],
])('a %s of type %s: warning %s', (type, columnType, warned) => {
  const warnings = warnAboutTrainingDataset({ columns: [column(type, 'c')], sourceKind: 'glue', sourceColumns: [{ name: 'c', type: columnType }] });
  expect(warnings.map(({ id }) => id)).toEqual(warned ? ['cdk-cleanrooms:trainingColumnType'] : []);
});

test('warns about a column with two types', () => {
  expect(idsAndMessages(warnAboutTrainingDataset({ columns: [column('USER_ID', 'c'), column('ITEM_ID', 'c')], sourceKind: 'glue' }))).toEqual([
    ['cdk-cleanrooms:columnTwice', "the training data set has the column 'c' more than once: a column can have only one type"],
  ]);
});

test('names the property, the value and what is allowed', () => {
  expect(codesAndMessages(checkTrainingDataset({
    columns: [...features(11), column('USER_ID', 'u')], sourceColumns: features(11), sourceKind: 'athena', sourceElsewhere: 'eu-west-1',
  }))).toEqual([
    ['TooManyFeatures', "'categoricalFeatures' and 'numericalFeatures' must have at most 10 columns together, got 11"],
    ['TrainingDataNotInGlue', "'source' of a training data set must be a Glue table over S3, got a table of the kind athena"],
    ['TrainingDataElsewhere', "'source' must be in the Region of the stack, got a table in eu-west-1"],
    ['ColumnNotInTable', `'someColumn' has 'u', which is not among the columns of the table: ${features(11).map(({ name }) => name).join(', ')}`],
  ]);
  expect(idsAndMessages(warnAboutTrainingDataset({
    columns: [column('TIMESTAMP', 'c')], sourceKind: 'glue', sourceColumns: [{ name: 'other', type: 'string' }, { name: 'c', type: 'string' }],
  }))).toEqual([['cdk-cleanrooms:trainingColumnType', "'someColumn' has 'c' of type string: the service documents bigint, int, timestamp"]]);
});
