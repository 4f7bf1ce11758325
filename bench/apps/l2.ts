import type { Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { ACCOUNT, CREATOR, synthesizeTables } from './program';
import {
  AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, Membership, TableSource,
} from 'cdk-cleanrooms';
import type { IMembership } from 'cdk-cleanrooms';

/** A collaboration with tables of its creator, with the constructs of this library. */
export function run(tables: string) {
  return synthesizeTables(ownMembership, addTable, tables);
}

export function ownMembership(stack: Stack): IMembership {
  return new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: CREATOR, displayName: 'Publisher' }],
  }).addMembership('Membership');
}

export function invitedMembership(stack: Stack, collaborationName = 'campaign-measurement'): IMembership {
  const collaboration = Collaboration.fromInvitation(stack, 'Collaboration', {
    collaborationName, creatorAccountId: CREATOR, memberAccountIds: [ACCOUNT],
  });
  return new Membership(stack, 'Membership', { collaboration });
}

export function addTable(stack: Stack, membership: IMembership, name: string): void {
  const bucket = CfnBucket.fromBucketName(stack, `${name}-data`, 'sales-data');
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
