import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Bucket } from 'aws-cdk-lib/aws-s3';

/** A table in AWS Glue over a bucket of its own, as data platforms have it. */
export function glueTable(stack: Stack, database: string, table: string, columns: Record<string, string>): CfnTable {
  const data = new Bucket(stack, `${table}-data`, { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY });
  Validations.of(data).acknowledge({ id: 'AwsSolutions-S1', reason: 'an example has no bucket for access logs; a data platform has' });
  const databaseId = `${database}-database`;
  const databaseInGlue = stack.node.tryFindChild(databaseId) as CfnDatabase | undefined
    ?? new CfnDatabase(stack, databaseId, { catalogId: stack.account, databaseInput: { name: database } });
  return new CfnTable(stack, `${table}-table`, {
    catalogId: stack.account,
    databaseName: databaseInGlue.ref,
    tableInput: {
      name: table,
      tableType: 'EXTERNAL_TABLE',
      storageDescriptor: {
        location: `s3://${data.bucketName}/${table}/`,
        columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
      },
    },
  });
}
