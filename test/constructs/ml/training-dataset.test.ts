import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnTrainingDataset } from 'aws-cdk-lib/aws-cleanroomsml';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { TableSource, TrainingDataset, TrainingDatasetGrants } from '../../../src';
import type { TrainingDatasetProps } from '../../../src';

const ACCOUNT = '111111111111';
const DATASET_ARN = 'arn:aws:cleanrooms-ml:eu-west-1:222222222222:training-dataset/66666666-7777-8888-9999-aaaaaaaaaaaa';

let stack: Stack;

beforeEach(() => {
  stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
});

const columns = ['user_id', 'item_id', 'clicked_at', 'genre', 'price'];

function datasetWith(props: Partial<TrainingDatasetProps> = {}): TrainingDataset {
  return new TrainingDataset(stack, 'Clicks', {
    source: TableSource.glueTable({
      databaseName: 'media', tableName: 'clicks', bucket: Bucket.fromBucketName(stack, 'Bucket', 'media-data'), prefix: 'clicks', columns,
    }),
    userIdColumn: 'user_id',
    itemIdColumn: 'item_id',
    timestampColumn: 'clicked_at',
    ...props,
  });
}

function glueTable(types: Record<string, string> = {}): CfnTable {
  return new CfnTable(stack, 'Table', {
    catalogId: ACCOUNT,
    databaseName: 'media',
    tableInput: {
      name: 'clicks',
      storageDescriptor: {
        location: 's3://media-data/clicks/',
        columns: columns.map((name) => ({ name, type: types[name] ?? 'string' })),
      },
    },
  });
}

function nameInTemplate(): string {
  return Object.values(Template.fromStack(stack).findResources('AWS::CleanRoomsML::TrainingDataset'))[0].Properties.Name;
}

describe('the template', () => {
  test('has the table and the types of its columns', () => {
    datasetWith({ description: 'clicks on films', categoricalFeatures: ['genre'], numericalFeatures: ['price'], catalogId: '222222222222' });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRoomsML::TrainingDataset', {
      Description: 'clicks on films',
      TrainingData: [{
        Type: 'INTERACTIONS',
        InputConfig: {
          DataSource: { GlueDataSource: { DatabaseName: 'media', TableName: 'clicks', CatalogId: '222222222222' } },
          Schema: [
            { ColumnName: 'user_id', ColumnTypes: ['USER_ID'] },
            { ColumnName: 'item_id', ColumnTypes: ['ITEM_ID'] },
            { ColumnName: 'clicked_at', ColumnTypes: ['TIMESTAMP'] },
            { ColumnName: 'genre', ColumnTypes: ['CATEGORICAL_FEATURE'] },
            { ColumnName: 'price', ColumnTypes: ['NUMERICAL_FEATURE'] },
          ],
        },
      }],
    });
  });

  test('creates the data set after the table and the policy of the role', () => {
    datasetWith({ source: TableSource.glue(glueTable({ clicked_at: 'bigint' })) });

    Template.fromStack(stack).hasResource('AWS::CleanRoomsML::TrainingDataset', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('ClicksRoleDefaultPolicy'), 'Table']),
    });
  });

  test('has the given name', () => {
    datasetWith({ trainingDatasetName: 'clicks' });

    expect(nameInTemplate()).toBe('clicks');
  });

  test('has a name that changes with the content, because the new data set is created before the old one is deleted', () => {
    datasetWith();
    const before = nameInTemplate();

    stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
    datasetWith();
    expect(nameInTemplate()).toBe(before);

    stack = new Stack(new App(), 'Test', { env: { account: ACCOUNT, region: 'us-east-1' } });
    datasetWith({ categoricalFeatures: ['genre'] });
    expect(nameInTemplate()).not.toBe(before);
    expect(nameInTemplate()).toMatch(/^[\w-]{1,63}$/);
  });
});

describe('the role', () => {
  test('is for Clean Rooms ML, on behalf of a training data set of the account', () => {
    datasetWith();

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'cleanrooms-ml.amazonaws.com' },
          Condition: {
            StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT },
            ArnLikeIfExists: {
              'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms-ml:us-east-1:${ACCOUNT}:training-dataset/*`]] },
            },
          },
        }],
      },
    });
  });

  test('can read the table, and what Spark looks for in the catalog', () => {
    datasetWith();
    const glueArn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:glue:us-east-1:${ACCOUNT}:${rest}`]] });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['glue:GetTable']) }),
          Match.objectLike({ Action: 's3:GetObject' }),
          {
            Action: ['glue:GetDatabase', 'glue:GetUserDefinedFunctions'],
            Effect: 'Allow',
            Resource: [glueArn('catalog'), glueArn('database/media'), glueArn('database/default')],
          },
          { Action: 'glue:CreateDatabase', Effect: 'Allow', Resource: glueArn('database/default') },
        ]),
      },
    });
  });

  test('that is given gets the same permissions', () => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('cleanrooms-ml.amazonaws.com') });

    const dataset = datasetWith({ role });
    expect(dataset.role).toBe(role);
    expect(dataset.node.tryFindChild('Role')).toBeUndefined();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 's3:GetObject' })]) },
    });
  });
});

describe('rules', () => {
  test('rejects a column that the table does not have', () => {
    expect(() => datasetWith({ numericalFeatures: ['prize'] })).toThrow(expect.objectContaining({
      name: 'ColumnNotInTable',
      message: expect.stringContaining("'numericalFeatures' has 'prize', which is not among the columns of the table: user_id, item_id"),
    }));
  });

  test('rejects a table in another Region', () => {
    const bucket = Bucket.fromBucketAttributes(stack, 'Elsewhere', { bucketName: 'media-data', region: 'eu-west-1', account: ACCOUNT });
    const source = TableSource.glueTable({ databaseName: 'media', tableName: 'clicks', bucket });

    expect(() => datasetWith({ source })).toThrow(expect.objectContaining({
      name: 'TrainingDataElsewhere', message: expect.stringContaining("'source' must be in the Region of the stack, got a table in eu-west-1"),
    }));
  });

  test('warns about a column whose type is not documented', () => {
    datasetWith({ source: TableSource.glue(glueTable({ user_id: 'decimal(10,0)', clicked_at: 'bigint' })) });

    Annotations.fromStack(stack).hasWarning('/Test/Clicks', Match.stringLikeRegexp(
      "'userIdColumn' has 'user_id' of type decimal\\(10,0\\): the service documents string, int, bigint.*cdk-cleanrooms:trainingColumnType"));
    Annotations.fromStack(stack).hasNoWarning('/Test/Clicks', Match.stringLikeRegexp('timestampColumn'));
  });
});

test('is imported by its ARN, with the account and Region of the ARN', () => {
  const dataset = TrainingDataset.fromTrainingDatasetArn(stack, 'Import', DATASET_ARN);

  expect(dataset.trainingDatasetRef).toEqual({ trainingDatasetArn: DATASET_ARN });
  expect(dataset.env).toEqual({ account: '222222222222', region: 'eu-west-1' });
});

describe('grants', () => {
  test.each([
    ['read', 'cleanrooms-ml:GetTrainingDataset'],
    ['train', ['cleanrooms-ml:GetTrainingDataset', 'cleanrooms-ml:CreateAudienceModel']],
  ] as const)('%s is on the data set', (intent, actions) => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

    TrainingDataset.fromTrainingDatasetArn(stack, 'Import', DATASET_ARN).grants[intent](role);

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: actions, Effect: 'Allow', Resource: DATASET_ARN }] },
    });
  });

  test('can be created for an L1', () => {
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const dataset = new CfnTrainingDataset(stack, 'Dataset', { name: 'clicks', roleArn: role.roleArn, trainingData: [] });

    TrainingDatasetGrants.fromTrainingDataset(dataset).read(role);

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Resource: { Ref: 'Dataset' } })] },
    });
  });
});
