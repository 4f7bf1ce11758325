import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, ConfiguredModelAlgorithm, Membership, ResultFormat, TableSource, TrainingDataset } from '../../src';
import { pySpark, scripts, template } from '../support/analysis-templates';
import { expectRefused } from '../support/faults';
import { CREATOR, stackOf } from '../support/stacks';
import { associate } from '../support/table-sources';

interface Granted {
  readonly role?: IRole;
  readonly grant: (grantee: IGrantable) => unknown;
}

const association = (stack: Stack): Granted => {
  const { role, grants } = associate(stack, TableSource.glueTable({
    databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Data', 'sales-data'),
  }));
  return { role, grant: (grantee) => grants.read(grantee) };
};

const membership = (stack: Stack): Membership => {
  const bucket = new Bucket(stack, 'Results');
  return new Membership(stack, 'Membership', {
    collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
    defaultResult: { bucket, prefix: 'queries', format: ResultFormat.CSV },
    defaultJobResult: { bucket, prefix: 'jobs' },
  });
};

describe.each<[string, (stack: Stack) => Granted]>([
  ['the association of a table', association],
  ['a membership, of its role for the results of queries', (stack) => {
    const { resultRole, grants } = membership(stack);
    return { role: resultRole, grant: (grantee) => grants.query(grantee) };
  }],
  ['a membership, of its role for the results of jobs', (stack) => {
    const { jobResultRole, grants } = membership(stack);
    return { role: jobResultRole, grant: (grantee) => grants.read(grantee) };
  }],
  ['a PySpark template', (stack) => {
    const { role, grants } = template(stack, { source: pySpark(scripts(stack)) });
    return { role, grant: (grantee) => grants.read(grantee) };
  }],
  ['a PySpark template, to run it', (stack) => {
    const { role, grants } = template(stack, { source: pySpark(scripts(stack)) });
    const runner = Membership.fromMembershipIdentifier(stack, 'Runner', '22222222-2222-4222-8222-222222222222');
    return { role, grant: (grantee) => grants.runJob(grantee, runner) };
  }],
  ['a model algorithm', (stack) => {
    const repository = Repository.fromRepositoryArn(stack, 'Repository', `arn:aws:ecr:us-east-1:${CREATOR}:repository/model`);
    const { role, grants } = new ConfiguredModelAlgorithm(stack, 'Algorithm', { trainingContainer: { repository, tag: 'v1' } });
    return { role, grant: (grantee) => grants.read(grantee) };
  }],
  ['a training data set', (stack) => {
    const { role, grants } = new TrainingDataset(stack, 'Clicks', {
      source: TableSource.glueTable({ databaseName: 'media', tableName: 'clicks', bucket: Bucket.fromBucketName(stack, 'Data', 'media-data') }),
      userIdColumn: 'user_id',
      itemIdColumn: 'item_id',
      timestampColumn: 'clicked_at',
    });
    return { role, grant: (grantee) => grants.read(grantee) };
  }],
])('a permission on %s', (_, make) => {
  test('cannot be granted to the role that the resource depends on, which would be a circular dependency', () => {
    const stack = stackOf();
    const { role, grant } = make(stack);
    expectRefused(() => grant(role!), 'GrantToOwnRole', `the role '${role!.node.path}' must not be granted permissions on the resource that Clean Rooms uses it for`);
  });

  test('can be granted to another role', () => {
    const stack = stackOf();
    make(stack).grant(new Role(stack, 'Analyst', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
