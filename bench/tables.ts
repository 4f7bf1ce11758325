/*
 * How long a collaboration with many tables takes to synthesize from the L2s of this library, with their checks, roles and
 * custom resources, against the same collaboration, tables and roles from L1s: at 100, 400 and 2,000 tables, in stacks of 80, by the
 * creator of the collaboration and by an invited member; and what 20,000 constructs of others cost 80 tables. Each time in a process
 * of its own, in turn.
 *
 *   npx tsx bench/synth.ts            all of it
 *   npx tsx bench/synth.ts 400        with so many tables
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Aws, Stack } from 'aws-cdk-lib';
import {
  CfnCollaboration, CfnConfiguredTable, CfnConfiguredTableAssociation, CfnMembership,
} from 'aws-cdk-lib/aws-cleanrooms';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { median, ratio, report } from './measurement';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, TableSource,
} from '../src';
import type { IMembership } from '../src';

const ROUNDS = 5;
const TABLES_OF_STACK = 80;
const ACCOUNT = '111111111111';
const CREATOR = '222222222222';

type Variant = 'l2' | 'l1' | 'invited' | 'foreign';

interface Measurement {
  readonly milliseconds: number;
  readonly resources: number;
  readonly megabytes: number;
}

const [, , variant, count] = process.argv;
if (variant === 'l2' || variant === 'l1' || variant === 'invited' || variant === 'foreign') {
  console.log(JSON.stringify(measure(variant, Number(count))));
} else {
  const counts = variant === undefined ? [100, 400, 2_000] : [Number(variant)];
  counts.forEach(compare);
  if (variant === undefined) compareForeign();
}

function compare(tables: number): void {
  const rounds = Array.from({ length: ROUNDS }, () => ({ l2: run('l2', tables), l1: run('l1', tables), invited: run('invited', tables) }));
  const of = (which: 'l2' | 'l1' | 'invited') => ({
    milliseconds: median(rounds.map((round) => round[which].milliseconds)),
    resources: rounds[0][which].resources,
    megabytes: median(rounds.map((round) => round[which].megabytes)),
  });
  const [l2, l1, invited] = [of('l2'), of('l1'), of('invited')];
  report('synth', {
    tables,
    l2,
    l1,
    invited,
    timeRatio: ratio(l2.milliseconds, l1.milliseconds),
    timeRatioOfInvited: ratio(invited.milliseconds, l1.milliseconds),
    timeRatioByResource: ratio(l2.milliseconds / l2.resources, l1.milliseconds / l1.resources),
    memoryRatio: ratio(l2.megabytes, l1.megabytes),
  });
}

function compareForeign(): void {
  const rounds = Array.from({ length: ROUNDS }, () => ({ foreign: run('foreign', TABLES_OF_STACK), l2: run('l2', TABLES_OF_STACK) }));
  const [foreign, l2] = [median(rounds.map((round) => round.foreign.milliseconds)), median(rounds.map((round) => round.l2.milliseconds))];
  report('synth-beside-20000-constructs', { tables: TABLES_OF_STACK, foreign, l2, milliseconds: Math.round(foreign - l2) });
}

function run(which: Variant, tables: number): Measurement {
  return JSON.parse(execFileSync(process.execPath, [...process.execArgv, __filename, which, String(tables)], {
    encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' }, // it costs both the same
  }));
}

function measure(which: Variant, tables: number): Measurement {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const start = process.hrtime.bigint();
    const app = new App({ outdir, analyticsReporting: false });
    const names = Array.from({ length: tables }, (_, index) => `table_${index}`);
    const stacks = Array.from({ length: Math.ceil(tables / TABLES_OF_STACK) }, (_, index) => new Stack(app, `Stack${index}`, {
      env: { account: ACCOUNT, region: 'us-east-1' },
    }));
    const stackOf = (index: number) => stacks[Math.floor(index / TABLES_OF_STACK)];
    if (which === 'l1') withL1s(stacks[0], names, stackOf);
    else withL2s(which === 'invited' ? invitedMembership(stacks[0]) : ownMembership(stacks[0]), names, stackOf);
    if (which === 'foreign') {
      const others = new Construct(stacks[0], 'Others');
      for (let index = 0; index < 20_000; index++) new Construct(others, `Other${index}`);
    }
    const resources = app.synth().stacks.map(({ template }) => Object.keys(template.Resources).length);
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    return {
      milliseconds, resources: resources.reduce((sum, each) => sum + each, 0), megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function ownMembership(stack: Stack): IMembership {
  return new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: CREATOR, displayName: 'Publisher' }],
  }).addMembership('Membership');
}

function invitedMembership(stack: Stack): IMembership {
  const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', {
    collaborationName: 'campaign-measurement', creatorAccountId: CREATOR, memberAccountIds: [ACCOUNT],
  });
  return new Membership(stack, 'Membership', { collaboration });
}

function withL2s(membership: IMembership, names: string[], stackOf: (index: number) => Stack): void {
  names.forEach((name, index) => {
    const stack = stackOf(index);
    const bucket = Bucket.fromBucketName(stack, `${name}-data`, 'sales-data');
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
  });
}

function withL1s(first: Stack, names: string[], stackOf: (index: number) => Stack): void {
  const collaboration = new CfnCollaboration(first, 'Collaboration', {
    name: 'collaboration',
    description: 'collaboration',
    creatorDisplayName: 'Advertiser',
    creatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
    members: [{ accountId: CREATOR, displayName: 'Publisher', memberAbilities: [] }],
    queryLogStatus: 'DISABLED',
  });
  const membership = new CfnMembership(first, 'Membership', {
    collaborationIdentifier: collaboration.attrCollaborationIdentifier, queryLogStatus: 'DISABLED',
  });
  names.forEach((name, index) => {
    const stack = stackOf(index);
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
