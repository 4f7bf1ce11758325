import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Collaboration, Membership, ResultFormat } from '../../../src';
import { CREATOR } from '../../support/stacks';
import { synthesizedStrictly } from '../../support/strict-synthesis';

const TYPE = 'AWS::CleanRooms::Membership';
const COLLABORATION_ID = '11111111-1111-4111-8111-111111111111';
const ROLE_ARN = `arn:aws:iam::${CREATOR}:role/writer`;

describe('the format of the results of jobs', () => {
  test('is written as CloudFormation has it, though the L1 does not, and the validation in aws-cdk-lib finds nothing', () => {
    expect(jobResultOf(ResultFormat.PARQUET)).toEqual({
      RoleArn: ROLE_ARN,
      OutputConfiguration: { S3: { Bucket: 'results', KeyPrefix: 'jobs', ResultFormat: 'PARQUET' } },
    });
  });

  test('is left to the service by default', () => {
    expect(jobResultOf()).toEqual({ RoleArn: ROLE_ARN, OutputConfiguration: { S3: { Bucket: 'results', KeyPrefix: 'jobs' } } });
  });
});

describe('the validation in aws-cdk-lib, which does not know of that format yet,', () => {
  test('finds it: where this fails, the schemas have caught up, and src/foundation/l1-backports.ts can do without its acknowledgment from that version on', () => {
    expect(() => synthesizedStrictly(TYPE, (stack) => {
      const membership = new CfnMembership(stack, 'Membership', {
        collaborationIdentifier: COLLABORATION_ID,
        queryLogStatus: 'DISABLED',
        defaultJobResultConfiguration: { roleArn: ROLE_ARN, outputConfiguration: { s3: { bucket: 'results' } } },
      });
      membership.addPropertyOverride('DefaultJobResultConfiguration.OutputConfiguration.S3.ResultFormat', 'PARQUET');
    })).toThrow('F3002');
  });

  test('goes on finding other mistakes of its kind, where there is no format', () => {
    expect(() => synthesizedStrictly(TYPE, (stack) => {
      const resource = memberOf(stack).node.defaultChild as CfnMembership;
      resource.addPropertyOverride('DefaultJobResultConfiguration.OutputConfiguration.S3.Mistake', 'PARQUET');
    })).toThrow('F3002');
  });
});

function jobResultOf(format?: ResultFormat): unknown {
  const [{ Properties }] = synthesizedStrictly(TYPE, (stack) => void memberOf(stack, format));
  return Properties.DefaultJobResultConfiguration;
}

function memberOf(scope: Construct, format?: ResultFormat): Membership {
  return new Membership(scope, 'Membership', {
    collaboration: Collaboration.fromCollaborationIdentifier(scope, 'Collaboration', COLLABORATION_ID),
    defaultJobResult: {
      bucket: Bucket.fromBucketName(scope, 'Results', 'results'),
      prefix: 'jobs',
      role: Role.fromRoleArn(scope, 'Writer', ROLE_ARN, { mutable: false }),
      format,
    },
  });
}
