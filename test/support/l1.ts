import { Stack } from 'aws-cdk-lib';
import { CfnCollaboration, CfnConfiguredTable, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnCollaborationProps } from 'aws-cdk-lib/aws-cleanrooms';
import { CfnIdMappingWorkflow } from 'aws-cdk-lib/aws-entityresolution';
import { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { Construct } from 'constructs';

/*
 * L1s, for the tests that mix them with L2s.
 */

/** A collaboration whose creator can query, unless the properties say otherwise. */
export function cfnCollaboration(scope: Construct, id: string = 'Collaboration', props: Partial<CfnCollaborationProps> = {}): CfnCollaboration {
  return new CfnCollaboration(scope, id, {
    name: 'collaboration',
    description: 'collaboration',
    creatorDisplayName: 'Creator',
    creatorMemberAbilities: ['CAN_QUERY'],
    queryLogStatus: 'ENABLED',
    ...props,
  });
}

/** A membership of the given collaboration. */
export function cfnMembership(scope: Construct, collaborationIdentifier: string = '11111111-1111-4111-8111-111111111111'): CfnMembership {
  return new CfnMembership(scope, 'Membership', { collaborationIdentifier, queryLogStatus: 'DISABLED' });
}

/** A workflow that exists already. */
export function mappingWorkflow(scope: Construct, id: string = 'Workflow'): ReturnType<typeof CfnIdMappingWorkflow.fromWorkflowName> {
  return CfnIdMappingWorkflow.fromWorkflowName(scope, id, 'customers_to_visitors');
}

/** A configured table over a Glue table that is named. */
export function cfnConfiguredTable(scope: Construct): CfnConfiguredTable {
  return new CfnConfiguredTable(scope, 'ConfiguredTable', {
    name: 'purchases',
    allowedColumns: ['email'],
    analysisMethod: 'DIRECT_QUERY',
    tableReference: { glue: { databaseName: 'sales', tableName: 'purchases' } },
  });
}

/** A Glue table over s3://data/purchases/, with columns of which the last one is a partition key. */
export function cfnTable(scope: Construct, id: string = 'GlueTable', storage: Partial<CfnTable.StorageDescriptorProperty> = {}): CfnTable {
  return new CfnTable(scope, id, {
    catalogId: Stack.of(scope).account,
    databaseName: 'sales',
    tableInput: {
      name: 'purchases',
      storageDescriptor: {
        location: 's3://data/purchases/',
        columns: [{ name: 'email', type: 'string' }, { name: 'city', type: 'string' }, { name: 'amount', type: 'decimal(10,2)' }],
        ...storage,
      },
      partitionKeys: [{ name: 'day', type: 'date' }],
    },
  });
}
