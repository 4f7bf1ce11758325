import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { glueTable } from './glue';
import { AdditionalAnalyses, AllowedColumns, AnalysisRule, TableSource } from 'cdk-cleanrooms';
import type { CleanRoomMember } from 'cdk-cleanrooms';

/** Adds a table that AWS Lake Formation governs. Clean Rooms reads it through Amazon Athena; an administrator of the data lake deploys it. */
export function addVisits(member: CleanRoomMember, askedBy: string, leastPeople: number): void {
  const { stack } = member;
  const output = new Bucket(stack, 'athena-output', { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY });
  const workGroup = new CfnWorkGroup(stack, 'work-group', {
    name: 'clean-rooms',
    workGroupConfiguration: { resultConfiguration: { outputLocation: `s3://${output.bucketName}/clean-rooms/` } },
  });
  const visits = glueTable(stack, 'ads', 'visits', { hashed_email: 'string', shop: 'string' });
  member.addTable('visits', {
    source: TableSource.athena(visits, { workGroup, output: { bucket: output, prefix: 'clean-rooms' }, lakeFormationPermissions: true }),
    allowedColumns: AllowedColumns.all(),
    analysisRule: AnalysisRule.custom() // tables that are read through Athena have no other rules
      .allowAnyQueryBy(askedBy)
      .requireAtLeast(leastPeople, 'hashed_email')
      .allowColumnComparison('hashed_email')
      .disallowOutput('hashed_email')
      .withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
  });
}
