import { Fn, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, Membership, ResultFormat } from '../../src';
import type { MembershipOptions } from '../../src';
import { ProgramResource } from '../../src/program/resource';
import { resultBucketsOf, resultRegionsOf } from '../../src/program/result-buckets';
import { cfnMembership } from '../support/l1';
import { agnosticStack, stackOf } from '../support/stacks';

function membership(stack: Stack, options: MembershipOptions = {}): ProgramResource {
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
  return new ProgramResource(new Membership(stack, 'Membership', { collaboration, ...options }).node.defaultChild as never);
}

const named = (stack: Stack, bucketName: string, region?: string) => Bucket.fromBucketAttributes(stack, bucketName, { bucketName, region });

test('a membership has no buckets for results where its template names none', () => {
  expect(resultBucketsOf(membership(stackOf()))).toEqual([]);
  const l1 = cfnMembership(stackOf());
  l1.defaultResultConfiguration = { outputConfiguration: { s3: Fn.conditionIf('IsLarge', {}, {}) as never } };
  expect(resultBucketsOf(new ProgramResource(l1))).toEqual([]);
});

test('the buckets for results are those of the program, and names', () => {
  const stack = stackOf();
  const results = new Bucket(stack, 'Results');
  const resource = membership(stack, { defaultResult: { bucket: results, format: ResultFormat.CSV }, defaultJobResult: { bucket: named(stack, 'jobs') } });
  expect(resultBucketsOf(resource)).toEqual([
    { property: 'defaultResult', bucket: results.node.defaultChild }, { property: 'defaultJobResult', bucket: 'jobs' },
  ]);
});

describe('the Region of a bucket for results', () => {
  test('is that of its stack, or the one that the import says', () => {
    const stack = stackOf();
    const resource = membership(stack, {
      defaultResult: { bucket: new Bucket(stack, 'Results'), format: ResultFormat.CSV }, defaultJobResult: { bucket: named(stack, 'jobs', 'eu-west-1') },
    });
    expect(resultRegionsOf(resource)).toEqual({ defaultResult: 'us-east-1', defaultJobResult: 'eu-west-1' });
  });

  test('is not known where that of the stack is not, or an override names another bucket', () => {
    const stack = agnosticStack();
    const resource = membership(stack, {
      defaultResult: { bucket: new Bucket(stack, 'Results'), format: ResultFormat.CSV }, defaultJobResult: { bucket: named(stack, 'jobs', 'eu-west-1') },
    });
    resource.cfn.addPropertyOverride('DefaultJobResultConfiguration.OutputConfiguration.S3.Bucket', 'others');
    expect(resultRegionsOf(resource)).toStrictEqual({});
  });

  test('is not known of a name in an L1', () => {
    const l1 = cfnMembership(stackOf());
    l1.defaultResultConfiguration = { outputConfiguration: { s3: { bucket: 'results', resultFormat: 'CSV' } } };
    expect(resultRegionsOf(new ProgramResource(l1))).toStrictEqual({});
  });
});
