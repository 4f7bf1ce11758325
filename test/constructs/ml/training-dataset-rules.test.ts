import { Lazy } from 'aws-cdk-lib';
import { warnAboutTrainingDataset, checkTrainingDataset } from '../../../src/constructs/ml/training-dataset-rules';
import type { TrainingColumn } from '../../../src/constructs/ml/training-dataset-rules';

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
])('a %s of type %s: advice %s', (type, columnType, advised) => {
  const advice = warnAboutTrainingDataset({ columns: [column(type, 'c')], sourceKind: 'glue', sourceColumns: [{ name: 'c', type: columnType }] });
  expect(advice.map(({ id }) => id)).toEqual(advised ? ['cdk-cleanrooms:trainingColumnType'] : []);
});

test('advises against a column with two parts', () => {
  const advice = warnAboutTrainingDataset({ columns: [column('USER_ID', 'c'), column('ITEM_ID', 'c')], sourceKind: 'glue' });
  expect(advice.map(({ id }) => id)).toEqual(['cdk-cleanrooms:columnTwice']);
});
