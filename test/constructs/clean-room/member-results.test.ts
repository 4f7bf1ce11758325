import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { MemberAbility, MemberResults, ResultFormat } from '../../../src';
import type { CleanRoomProps } from '../../../src';
import { QUERIER, resourcesOf, roomIn } from '../../support/clean-rooms';
import { CREATOR, PARTNER, synthesized } from '../../support/stacks';

describe('results', () => {
  const resultsOf = (results?: MemberResults, props: Partial<CleanRoomProps> = {}, abilities = QUERIER) =>
    roomIn(undefined, { creator: { name: 'Advertiser', account: CREATOR, abilities, results }, ...props }).creator;

  test('are in a new bucket by default, which no one else can read', () => {
    const { stack, resultsBucket } = resultsOf();

    expect(resourcesOf(stack, 'AWS::S3::Bucket'))
      .toMatchObject([{ PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true } }]);
    expect(resourcesOf(stack, 'AWS::CleanRooms::Membership')).toMatchObject([
      { DefaultResultConfiguration: { OutputConfiguration: { S3: { KeyPrefix: 'queries/', ResultFormat: 'PARQUET' } } } },
    ]);
    expect(resultsBucket).toBeDefined();
  });

  test('of jobs have a folder of their own', () => {
    const results = MemberResults.newBucket({ prefix: 'room/', format: ResultFormat.CSV, singleFileOutput: true });
    const { stack } = resultsOf(results, {}, [...QUERIER, MemberAbility.CAN_RUN_JOB]);

    expect(resourcesOf(stack, 'AWS::CleanRooms::Membership')).toMatchObject([{
      DefaultResultConfiguration: { OutputConfiguration: { S3: { KeyPrefix: 'room/queries/', ResultFormat: 'CSV', SingleFileOutput: true } } },
      DefaultJobResultConfiguration: { OutputConfiguration: { S3: { KeyPrefix: 'room/jobs/' } } },
    }]);
  });

  test.each([true, false])('of jobs are received where that is said: %s', (forJobs) => {
    const abilities = [...QUERIER, ...forJobs ? [] : [MemberAbility.CAN_RUN_JOB]];
    const [membership] = resourcesOf(resultsOf(MemberResults.newBucket({ forJobs }), {}, abilities).stack, 'AWS::CleanRooms::Membership');

    expect('DefaultJobResultConfiguration' in membership).toBe(forJobs);
  });

  test('can be encrypted with a key, which the role that writes them may use', () => {
    const { stack } = resultsOf(MemberResults.newBucket({ bucketProps: { encryption: BucketEncryption.KMS } }));

    expect(resourcesOf(stack, 'AWS::KMS::Key')).toHaveLength(1);
    expect(JSON.stringify(resourcesOf(stack, 'AWS::IAM::Policy'))).toContain('kms:GenerateDataKey');
  });

  test('of queries are written without a role, if that is said, and those of jobs with one', () => {
    const { stack } = resultsOf(MemberResults.newBucket({ queriesWithoutRole: true }), {}, [...QUERIER, MemberAbility.CAN_RUN_JOB]);

    const [{ DefaultResultConfiguration, DefaultJobResultConfiguration }] = resourcesOf(stack, 'AWS::CleanRooms::Membership') as Record<string, object>[];
    expect(DefaultResultConfiguration).not.toHaveProperty('RoleArn');
    expect(DefaultJobResultConfiguration).toHaveProperty('RoleArn');
  });

  test('are deleted with a room that may go, and so is the key', () => {
    const results = MemberResults.newBucket({ bucketProps: { encryption: BucketEncryption.KMS } });
    const { stack } = resultsOf(results, { removalPolicy: RemovalPolicy.DESTROY });
    synthesized(stack);

    Template.fromStack(stack).hasResource('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
    Template.fromStack(stack).resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  test('can be in a bucket that is there, or have no default place', () => {
    const app = new App();
    const stack = new Stack(app, 'Advertiser', { env: { account: CREATOR, region: 'us-east-1' } });
    const bucket = Bucket.fromBucketName(stack, 'Bucket', 'our-results');
    const given = roomIn(app, { creator: { name: 'Advertiser', stack, abilities: QUERIER, results: MemberResults.bucket(bucket) } });
    const none = resultsOf(MemberResults.none());

    expect(given.creator.resultsBucket).toBe(bucket);
    expect(resourcesOf(stack, 'AWS::S3::Bucket')).toEqual([]);
    expect(none.resultsBucket).toBeUndefined();
    expect(resourcesOf(none.stack, 'AWS::CleanRooms::Membership')[0]).not.toHaveProperty('DefaultResultConfiguration');
  });
});

describe('logs and metrics', () => {
  test('are on for all members where the room has them, and can be off for one', () => {
    const room = roomIn(undefined, { queryLogging: true, jobLogging: true, metrics: true });
    const publisher = room.addMember('Publisher', { account: PARTNER, queryLogging: false });

    expect(resourcesOf(room.creator.stack, 'AWS::CleanRooms::Membership'))
      .toMatchObject([{ QueryLogStatus: 'ENABLED', JobLogStatus: 'ENABLED', IsMetricsEnabled: true }]);
    expect(resourcesOf(publisher.stack, 'AWS::CleanRooms::Membership')).toMatchObject([{ QueryLogStatus: 'DISABLED', JobLogStatus: 'ENABLED' }]);
    expect(resourcesOf(publisher.stack, 'AWS::CleanRooms::Membership')[0]).not.toHaveProperty('IsMetricsEnabled');
  });

  test('have a dashboard in the account of the member', () => {
    const { creator } = roomIn(undefined, { metrics: true });
    creator.addDashboard({ dashboardName: 'campaign' });

    const [{ DashboardName: name, DashboardBody: body }] = resourcesOf(creator.stack, 'AWS::CloudWatch::Dashboard');
    expect(name).toBe('campaign');
    expect(JSON.stringify(body)).toContain('CRPUConsumed');
  });
});
