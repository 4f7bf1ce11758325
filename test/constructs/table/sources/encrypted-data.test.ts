import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { AllowedColumns, ConfiguredTable, ConfiguredTableAssociation, Membership, TableSource, TrainingDataset } from '../../../../src';
import type { GlueTableOptions } from '../../../../src';
import { cfnTable } from '../../../support/l1';
import { policiesOfServiceRoles } from '../../../support/policies';
import { CREATOR, stackOf, warningsIn } from '../../../support/stacks';

/*
 * The role that reads a table can decrypt its data wherever the key is known from the bucket.
 */
const KEY_ARN = `arn:aws:kms:us-east-1:${CREATOR}:key/88888888-8888-4888-8888-888888888888`;

function tableIn(stack: Stack, location: string): CfnTable {
  const database = new CfnDatabase(stack, 'Database', { catalogId: CREATOR, databaseInput: { name: 'sales' } });
  return new CfnTable(stack, 'GlueTable', {
    catalogId: CREATOR, databaseName: database.ref, tableInput: { name: 'people', storageDescriptor: { location, columns: [{ name: 'email', type: 'string' }] } },
  });
}

const sources: Record<string, (stack: Stack, bucket: IBucket) => TableSource> = {
  'TableSource.glueTable': (_, bucket) => TableSource.glueTable({ databaseName: 'sales', tableName: 'people', bucket }),
  'TableSource.glue with a bucket': (stack, bucket) => TableSource.glue(tableIn(stack, 's3://anywhere/people'), { bucket }),
  'TableSource.glue with a location that refers to the bucket': (stack, bucket) => TableSource.glue(tableIn(stack, `s3://${bucket.bucketName}/people`)),
  'TableSource.athenaTable': (stack, bucket) => TableSource.athenaTable({
    databaseName: 'sales', tableName: 'people', workGroup: new CfnWorkGroup(stack, 'Queries', { name: 'cleanrooms' }), data: { bucket },
  }),
};

function associated(stack: Stack, source: TableSource): void {
  new ConfiguredTableAssociation(stack, 'Association', {
    membership: Membership.fromMembershipIdentifier(stack, 'Membership', '22222222-2222-4222-8222-222222222222'),
    configuredTableAssociationName: 'people',
    configuredTable: new ConfiguredTable(stack, 'Table', { source, allowedColumns: AllowedColumns.of('email') }),
  });
}

/** The keys that roles may decrypt with. */
function decryptedWith(stack: Stack): unknown[] {
  return policiesOfServiceRoles(stack).flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => [Action].flat().includes('kms:Decrypt')).map(({ Resource }) => Resource);
}

describe.each(Object.keys(sources))('%s', (name) => {
  test('lets the role decrypt with the key of a bucket of this app', () => {
    const stack = stackOf();
    const key = new Key(stack, 'Key');
    associated(stack, sources[name](stack, new Bucket(stack, 'Data', { encryptionKey: key })));
    expect(decryptedWith(stack)).toEqual([stack.resolve(key.keyArn)]);
  });

  test('lets it decrypt nothing where the bucket has no key', () => {
    const stack = stackOf();
    associated(stack, sources[name](stack, new Bucket(stack, 'Data')));
    expect(decryptedWith(stack)).toEqual([]);
  });
});

test('the key of an imported bucket is used, once, also where it is given as well', () => {
  const stack = stackOf();
  const key = Key.fromKeyArn(stack, 'Key', KEY_ARN);
  const bucket = Bucket.fromBucketAttributes(stack, 'Data', { bucketName: 'sales-data', encryptionKey: key });
  associated(stack, TableSource.glueTable({ databaseName: 'sales', tableName: 'people', bucket, encryptionKeys: [key] }));
  expect(decryptedWith(stack)).toEqual([KEY_ARN]);
});

test('a training data set is read in the same way', () => {
  const stack = stackOf();
  const key = new Key(stack, 'Key');
  new TrainingDataset(stack, 'Dataset', {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'visits', bucket: new Bucket(stack, 'Data', { encryptionKey: key }) }),
    userIdColumn: 'user',
    itemIdColumn: 'item',
    timestampColumn: 'time',
  });
  expect(decryptedWith(stack)).toEqual([stack.resolve(key.keyArn)]);
});

describe('a location that names a bucket only by its name', () => {
  const ID = 'cdk-cleanrooms:encryptionKeyUnknown';
  const read = (stack: Stack, location: string = 's3://sales-data/people', options: GlueTableOptions = {}) =>
    associated(stack, TableSource.glue(tableIn(stack, location), options));

  test('is warned of once, on what reads it', () => {
    const stack = stackOf();
    read(stack);
    Annotations.fromStack(stack).hasWarning('/Stack/Association', Match.stringLikeRegexp("names the bucket 'sales-data' only by its name.*set 'bucket' of "
      + "TableSource.glue to the construct of the bucket, or 'encryptionKeys' to its keys, an empty list if it has none"));
    expect(warningsIn(stack).filter((id) => id === ID)).toHaveLength(1);
  });

  test('is warned of on a training data set', () => {
    const stack = stackOf();
    new TrainingDataset(stack, 'Dataset', {
      source: TableSource.glue(cfnTable(stack)), userIdColumn: 'email', itemIdColumn: 'city', timestampColumn: 'day',
    });
    Annotations.fromStack(stack).hasWarning('/Stack/Dataset', Match.stringLikeRegexp(ID));
  });

  test('is warned of with the bucket of the app that has the name and a key, whenever that is defined', () => {
    const stack = stackOf();
    read(stack);
    new Bucket(stack, 'Data', { bucketName: 'sales-data', encryptionKey: new Key(stack, 'Key') });
    Annotations.fromStack(stack).hasWarning('/Stack/Association', Match.stringLikeRegexp("set 'bucket' of TableSource.glue to 'Stack/Data'"));
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['the bucket of the app that has the name has no key', (stack) => [read(stack), new Bucket(stack, 'Data', { bucketName: 'sales-data' })]],
    ['the bucket is given', (stack) => read(stack, undefined, { bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data') })],
    ['keys are given', (stack) => read(stack, undefined, { encryptionKeys: [Key.fromKeyArn(stack, 'Key', KEY_ARN)] })],
    ['there are no keys', (stack) => read(stack, undefined, { encryptionKeys: [] })],
    ['the location refers to the bucket', (stack) => read(stack, `s3://${new Bucket(stack, 'Data').bucketName}/people`)],
  ])('is fine where %s', (_, define) => {
    const stack = stackOf();
    define(stack);
    expect(warningsIn(stack)).not.toContain(ID);
  });
});
