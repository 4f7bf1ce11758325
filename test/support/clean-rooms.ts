import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { CREATOR, synthesized } from './stacks';
import { AllowedColumns, AnalysisRule, CleanRoom, MemberAbility, TableSource } from '../../src';
import type { CleanRoomMember, CleanRoomProps, CleanRoomTableOptions } from '../../src';

/** The abilities of who queries and receives the results. */
export const QUERIER = [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS];
/** A query over the tables of two members. */
export const REACH = 'SELECT COUNT(DISTINCT email) FROM purchases JOIN impressions USING (email)';

/** A room of an advertiser who queries. */
export function roomIn(scope: IConstruct = new App(), props: Partial<CleanRoomProps> = {}): CleanRoom {
  return new CleanRoom(scope as App, 'Campaign', {
    collaborationName: 'campaign',
    region: 'us-east-1',
    creator: { name: 'Advertiser', account: CREATOR, abilities: QUERIER },
    ...props,
  });
}

/** A table of a member in AWS Glue. */
export function tableOf({ stack }: CleanRoomMember, options: Partial<CleanRoomTableOptions> = {}): CleanRoomTableOptions {
  const bucket = stack.node.tryFindChild('Data') as Bucket | undefined ?? Bucket.fromBucketName(stack, 'Data', 'sales-data');
  return {
    source: TableSource.glueTable({ databaseName: 'sales', tableName: 'rows', bucket, prefix: 'rows' }),
    allowedColumns: AllowedColumns.of('email', 'amount'),
    analysisRule: AnalysisRule.aggregation().joinOn('email').sum('amount').requireAtLeast(100, 'email'),
    ...options,
  };
}

/** What each stack depends on, by the names of the stacks. */
export function orderIn(scope: IConstruct): Record<string, string[]> {
  const { stacksRecursively } = (scope.node.root as App).synth();
  const isStack = (id: string) => stacksRecursively.some((stack) => stack.id === id);
  return Object.fromEntries(stacksRecursively.map(({ stackName, dependencies }) => [
    stackName, dependencies.filter(({ id }) => isStack(id)).map((each) => (each as unknown as { stackName: string }).stackName).sort(),
  ]));
}

/** The properties of the resources of a type in a stack. */
export function resourcesOf(stack: Stack, type: string): Record<string, unknown>[] {
  synthesized(stack);
  return Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);
}

/** Who may receive the results of the only table in a stack. */
export function receiversIn(stack: Stack): string[] {
  const [{ ConfiguredTableAssociationAnalysisRules: rules }] = resourcesOf(stack, 'AWS::CleanRooms::ConfiguredTableAssociation');
  const [{ Policy: { V1: policy } }] = rules as { Policy: { V1: Record<string, { AllowedResultReceivers: string[] }> } }[];
  return Object.values(policy)[0].AllowedResultReceivers;
}
