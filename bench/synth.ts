/*
 * How long a collaboration with many tables takes to synthesize from the L2s of this library, with their checks, roles and
 * custom resources, against the same collaboration, tables and roles from L1s. Both in turn, in one process.
 *
 *   npx tsx bench/synth.ts
 */
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, Stack } from 'aws-cdk-lib';
import {
  CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership,
} from 'aws-cdk-lib/aws-cleanrooms';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { median, ratio, report } from './measurement';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, TableSource,
} from '../src';

const ROUNDS = 21;
const TABLES = Array.from({ length: 20 }, (_, index) => `table_${index}`);
const ACCOUNT = '111111111111';

process.env.CDK_VALIDATION = 'false'; // it costs both the same
const folder = mkdtempSync(join(tmpdir(), 'synth-'));
try {
  [withL2s, withL1s].forEach(synthesize); // the first of each loads what it needs
  const rounds = Array.from({ length: ROUNDS }, () => ({ l2: synthesize(withL2s), l1: synthesize(withL1s) }));
  const l2 = median(rounds.map((round) => round.l2.milliseconds));
  const l1 = median(rounds.map((round) => round.l1.milliseconds));
  report('synth', {
    tables: TABLES.length,
    l2: { milliseconds: l2, resources: rounds[0].l2.resources },
    l1: { milliseconds: l1, resources: rounds[0].l1.resources },
    timeRatio: ratio(l2, l1),
    timeRatioByResource: ratio(l2 / rounds[0].l2.resources, l1 / rounds[0].l1.resources),
  });
} finally {
  rmSync(folder, { recursive: true });
}

function synthesize(define: (stack: Stack) => void): { milliseconds: number; resources: number } {
  const start = process.hrtime.bigint();
  const app = new App({ outdir: mkdtempSync(join(folder, 'cdk.out-')), analyticsReporting: false });
  const stack = new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'us-east-1' } });
  define(stack);
  const { template } = app.synth().getStackByName('Stack');
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  return { milliseconds, resources: Object.keys(template.Resources).length };
}

function withL2s(stack: Stack): void {
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: '222222222222', displayName: 'Publisher' }],
  });
  const membership = collaboration.addMembership('Membership');
  const bucket = Bucket.fromBucketName(stack, 'Data', 'sales-data');
  for (const name of TABLES) {
    const configuredTable = new ConfiguredTable(stack, name, {
      source: TableSource.glueTable({ databaseName: 'sales', tableName: name, bucket, prefix: name }),
      allowedColumns: AllowedColumns.of('hashed_email', 'amount', 'city'),
      analysisRule: AnalysisRule.aggregation().joinOn('hashed_email').sum('amount').groupBy('city').requireAtLeast(100, 'hashed_email'),
    });
    new ConfiguredTableAssociation(stack, `${name}-association`, {
      membership,
      configuredTable,
      configuredTableAssociationName: name,
      analysisRule: AnalysisRule.forAssociation().allowResultReceivers(ACCOUNT),
    });
  }
}

function withL1s(stack: Stack): void {
  const collaboration = new CfnCollaboration(stack, 'Collaboration', {
    name: 'collaboration',
    description: 'collaboration',
    creatorDisplayName: 'Advertiser',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    members: [{ accountId: '222222222222', displayName: 'Publisher', memberAbilities: [] }],
    queryLogStatus: 'DISABLED',
  });
  const membership = new CfnMembership(stack, 'Membership', {
    collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'DISABLED',
  });
  for (const name of TABLES) {
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
}

function roleToRead(stack: Stack, name: string, membership: CfnMembership): CfnRole {
  const others = `arn:${Aws.PARTITION}:cleanrooms:us-east-1:222222222222:membership/*`;
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
