import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { MemberAbility, Membership } from '../../../src';
import { CREATOR, stackOf } from '../../support/stacks';

const MEMBERSHIP_ARN = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/22222222-2222-4222-8222-222222222222`;

test('who queries may read which tables there are, with their columns and rules; a managed policy can be granted it, for permission sets', () => {
  const stack = stackOf(CREATOR);
  const policy = new ManagedPolicy(stack, 'Policy', { managedPolicyName: 'clean-room-analysts' });
  Membership.fromMembershipArn(stack, 'Membership', MEMBERSHIP_ARN).grants.query(policy);

  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
  const granted = (Properties.PolicyDocument.Statement as { Action: string | string[] }[]).flatMap(({ Action }) => Action);
  expect(granted).toEqual(expect.arrayContaining([
    'cleanrooms:StartProtectedQuery', 'cleanrooms:ListSchemas', 'cleanrooms:GetSchema', 'cleanrooms:BatchGetSchema', 'cleanrooms:GetSchemaAnalysisRule',
  ]));
});

test('who exports the logs of queries may write them to the location, and nowhere else', () => {
  const stack = stackOf(CREATOR);
  const analyst = new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const bucket = Bucket.fromBucketName(stack, 'Logs', 'spark-logs');
  Membership.fromMembershipArn(stack, 'Membership', MEMBERSHIP_ARN).grants.exportAnalysisLogs(analyst, { bucket, prefix: 'queries' });

  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  expect(Properties.PolicyDocument.Statement).toMatchObject([
    { Action: ['s3:GetBucketLocation', 's3:ListBucket'] },
    { Action: 's3:PutObject', Condition: { StringEquals: { 'aws:ResourceAccount': CREATOR } } },
    { Action: ['cleanrooms:GetAnalysisLogExport', 'cleanrooms:ListAnalysisLogExports', 'cleanrooms:StartAnalysisLogExport'], Resource: MEMBERSHIP_ARN },
  ]);
  expect(JSON.stringify(Properties.PolicyDocument.Statement[1].Resource)).toContain(':s3:::spark-logs/queries/*');
  expect(MemberAbility.CAN_EXPORT_QUERY_ANALYSIS_LOG.name).toBe('CAN_EXPORT_QUERY_ANALYSIS_LOG');
});
