import { Aws } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import {
  CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership,
} from 'aws-cdk-lib/aws-cleanrooms';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { ACCOUNT, CREATOR, synthesizeTables } from './program';

/** The same collaboration, tables and roles, with L1s. */
export function run(tables: string) {
  return synthesizeTables(ownMembership, addTable, tables);
}

export function ownMembership(stack: Stack): CfnMembership {
  const collaboration = new CfnCollaboration(stack, 'Collaboration', {
    name: 'collaboration',
    description: 'collaboration',
    creatorDisplayName: 'Advertiser',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    members: [{ accountId: CREATOR, displayName: 'Publisher', memberAbilities: [] }],
    queryLogStatus: 'DISABLED',
  });
  return new CfnMembership(stack, 'Membership', {
    collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'DISABLED',
  });
}

export function addTable(stack: Stack, membership: CfnMembership, name: string): void {
  const table = new CfnConfiguredTable(stack, name, {
    name,
    tableReference: { glue: { databaseName: 'sales', tableName: name } },
    allowedColumns: ['hashed_email', 'amount', 'city'],
    analysisMethod: 'DIRECT_QUERY',
    analysisRules: [{
      type: 'AGGREGATION',
      policy: {
        v1: {
          aggregation: {
            joinColumns: ['hashed_email'],
            aggregateColumns: [{ columnNames: ['amount'], function: 'SUM' }],
            dimensionColumns: ['city'],
            scalarFunctions: [],
            outputConstraints: [{ columnName: 'hashed_email', minimum: 100, type: 'COUNT_DISTINCT' }],
          },
        },
      },
    }],
  });
  new CfnConfiguredTableAssociation(stack, `${name}-association`, {
    name,
    membershipIdentifier: membership.attrMembershipIdentifier,
    configuredTableIdentifier: table.attrConfiguredTableIdentifier,
    roleArn: roleToRead(stack, name, membership).attrArn,
    configuredTableAssociationAnalysisRules: [{
      type: 'AGGREGATION', policy: { v1: { aggregation: { allowedResultReceivers: [ACCOUNT] } } },
    }],
  });
}

function roleToRead(stack: Stack, name: string, membership: CfnMembership): CfnRole {
  const others = `arn:${Aws.PARTITION}:cleanrooms:us-east-1:${CREATOR}:membership/*`;
  return new CfnRole(stack, `${name}-role`, {
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'cleanrooms.amazonaws.com' },
        Condition: { 'ForAnyValue:ArnLike': { 'aws:SourceArn': [membership.attrArn, others] } },
      }],
    },
    policies: [{
      policyName: 'read',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['glue:GetTable', 'glue:GetPartitions'], Resource: `arn:${Aws.PARTITION}:glue:us-east-1:${ACCOUNT}:table/sales/${name}` },
          { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket'], Resource: 'arn:aws:s3:::sales-data' },
          { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::sales-data/${name}/*` },
        ],
      },
    }],
  });
}
