import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AllowedColumns, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, ResultFormat, TableSource,
} from '../../../src';
import { PARTNER, stackOf } from '../../support/stacks';

/* A stack has at most 500 resources, and a membership at most 100 tables, unless a quota is raised. */

const TABLES = 100;

function stackWith(tables: number): Stack {
  const stack = stackOf();
  const membership = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
  }).addMembership('Membership', { defaultResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: ResultFormat.CSV } });
  for (let index = 0; index < tables; index++) {
    const name = `table_${index}`;
    new ConfiguredTableAssociation(stack, `Association${index}`, {
      membership,
      configuredTable: new ConfiguredTable(stack, `Table${index}`, {
        source: TableSource.glueTable({ databaseName: 'sales', tableName: name, bucket: Bucket.fromBucketName(stack, `Data${index}`, 'data'), prefix: name }),
        allowedColumns: AllowedColumns.of('email'),
      }),
      configuredTableAssociationName: name,
    });
  }
  return stack;
}

function countIn(stack: Stack): number {
  return Object.keys((Template.fromStack(stack).toJSON() as { readonly Resources: object }).Resources).length;
}

test('a table takes three resources: itself, its association, and the role that reads it', () => {
  expect(countIn(stackWith(3)) - countIn(stackWith(2))).toBe(3);
});

test('all tables that a membership may have fit a stack, and a hundred roles are waited for by two resources: those of results, and those of tables', () => {
  const stack = stackWith(TABLES);

  expect(countIn(stack)).toBeLessThanOrEqual(3.2 * TABLES);
  Template.fromStack(stack).resourceCountIs('Custom::CleanRoomsServiceRoleReady', 2);
});
