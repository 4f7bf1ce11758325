import { Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, MemberAbility, Membership, ResultFormat } from '../../../src';
import type { MembershipOptions } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnCollaboration } from '../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const COLLABORATION_ID = '11111111-1111-4111-8111-111111111111';

describe('the role that writes results', () => {
  test('may write below the prefix, and nothing else', () => {
    const stack = stackOf(PARTNER);
    const membership = invited(stack, {
      defaultResult: { bucket: new Bucket(stack, 'Results'), prefix: 'results/queries', format: ResultFormat.PARQUET },
    });
    const bucketArn = { 'Fn::GetAtt': ['Results25575328', 'Arn'] };
    const Condition = { StringEquals: { 'aws:ResourceAccount': PARTNER } };
    const { Properties } = Template.fromStack(stack).findResources('AWS::IAM::Role')[stack.getLogicalId(membership.resultRole!.node.defaultChild as never)];
    expect(Properties.Policies).toMatchObject([{
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket'], Resource: bucketArn, Condition },
          { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [bucketArn, '/results/queries/*']] }, Condition },
        ],
      },
    }]);
  });

  test('is created with its policies before the membership', () => {
    const stack = stackOf(PARTNER);
    invited(stack, { defaultJobResult: { bucket: new Bucket(stack, 'Results') } });
    Template.fromStack(stack).hasResource('AWS::CleanRooms::Membership', {
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('JobResultRole[0-9A-F]{8}$')]),
    });
  });

  test('may use the key of the bucket', () => {
    const stack = stackOf(PARTNER);
    invited(stack, { defaultJobResult: { bucket: new Bucket(stack, 'Results', { encryptionKey: new Key(stack, 'Key') }) } });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } })]),
      },
    });
  });

  test('can write to a bucket that is an L1', () => {
    const stack = stackOf(PARTNER);
    invited(stack, { defaultJobResult: { bucket: new CfnBucket(stack, 'Results') } });
    expect(propertiesIn(stack).DefaultJobResultConfiguration.OutputConfiguration.S3.Bucket).toEqual({ Ref: 'Results' });
  });

  test('is not there where results are written with the permissions of who starts the query', () => {
    const stack = stackOf(PARTNER);
    const bucket = new Bucket(stack, 'Results', { encryptionKey: new Key(stack, 'Key') });
    const membership = invited(stack, { defaultResult: { bucket, format: ResultFormat.CSV, withoutRole: true } });
    expect(propertiesIn(stack).DefaultResultConfiguration).toEqual({ OutputConfiguration: { S3: { Bucket: { Ref: 'Results25575328' }, ResultFormat: 'CSV' } } });
    expect(membership.resultRole).toBeUndefined();
    expect(membership.node.tryFindChild('ResultRole')).toBeUndefined();
  });

  test('cannot be passed where results are written without one', () => {
    const stack = stackOf(PARTNER);
    const role = Role.fromRoleName(stack, 'Writer', 'writer');
    expectRefused(() => invited(stack, { defaultResult: { bucket: new Bucket(stack, 'Results'), format: ResultFormat.CSV, withoutRole: true, role } }),
      'ResultRoleNotUsed', "'defaultResult' must not have both 'withoutRole' and a 'role', got 'Stack/Writer': leave one of them out");
  });

  test.each([
    { defaultResult: { prefix: 'my results', format: ResultFormat.CSV } }, { defaultJobResult: { prefix: 'x'.repeat(513) } },
  ])('cannot write below a prefix that the API does not take: %j', (places) => {
    const stack = stackOf(PARTNER);
    const bucket = new Bucket(stack, 'Results');
    const [[property, place]] = Object.entries(places);
    expectRefused(() => invited(stack, { [property]: { ...place, bucket } }), 'KeyPrefixMalformed', `'${property}.prefix' must have at most 512`);
  });

  test('is granted the same permissions where the user passes it', () => {
    const stack = stackOf(PARTNER);
    const role = Role.fromRoleArn(stack, 'Writer', `arn:aws:iam::${PARTNER}:role/writer`);
    const membership = invited(stack, { defaultJobResult: { bucket: new Bucket(stack, 'Results'), role } });

    const template = Template.fromStack(stack);
    expect(membership.jobResultRole).toBe(role);
    template.hasResourceProperties('AWS::IAM::Policy', { Roles: ['writer'] });
    template.hasResource('AWS::CleanRooms::Membership', { DependsOn: Match.arrayWith([Match.stringLikeRegexp('^WriterPolicy')]) });
  });

  test.each<[string, MemberAbility[], MemberAbility[], 'defaultResult' | 'defaultJobResult', string[]]>([
    ['queries are run by the creator', [MemberAbility.CAN_QUERY], [MemberAbility.CAN_RECEIVE_RESULTS], 'defaultResult', [CREATOR]],
    ['jobs are run by the creator', [MemberAbility.CAN_QUERY, MemberAbility.CAN_RUN_JOB], [MemberAbility.CAN_RECEIVE_RESULTS],
      'defaultJobResult', [CREATOR, PARTNER]],
    ['queries are run by the partner', [], [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS], 'defaultResult', [PARTNER]],
    ['nobody runs jobs', [MemberAbility.CAN_QUERY], [MemberAbility.CAN_RECEIVE_RESULTS], 'defaultJobResult', [CREATOR, PARTNER]],
  ])('trusts those with whom results come about: %s', (_, creatorAbilities, partnerAbilities, place, trusted) => {
    const stack = stackOf(PARTNER);
    const collaboration = cfnCollaboration(new Stack(stack.node.root as App, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } }), 'Collaboration', {
      creatorMemberAbilities: creatorAbilities.map(({ name }) => name),
      members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: partnerAbilities.map(({ name }) => name) }],
    });
    const membership = new Membership(stack, 'Membership', {
      collaboration, [place]: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: ResultFormat.CSV },
    });
    const role = (membership.resultRole ?? membership.jobResultRole) as Role;
    expect(stack.resolve(role.assumeRolePolicy)).toMatchObject({
      Statement: [{
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'cleanrooms.amazonaws.com' },
        Condition: {
          'ForAnyValue:ArnLike': {
            'aws:SourceArn': trusted.map((account) => (
              { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${account}:membership/*`]] })),
          },
        },
      }],
    });
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:trustNotBoundToMembers');
  });

  test('trusts the named accounts of an imported collaboration, and warns where none are named', () => {
    const named = stackOf(PARTNER);
    new Membership(named, 'Membership', {
      collaboration: Collaboration.fromCollaborationAttributes(named, 'Collaboration', {
        collaborationIdentifier: COLLABORATION_ID, creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
      }),
      defaultJobResult: { bucket: Bucket.fromBucketName(named, 'Results', 'results') },
    });
    expect(warningsIn(named)).toEqual([]);

    const unnamed = stackOf(PARTNER);
    invited(unnamed, { defaultJobResult: { bucket: Bucket.fromBucketName(unnamed, 'Results', 'results') } });
    expect(warningsIn(unnamed)).toEqual(['cdk-cleanrooms:trustNotBoundToMembers']);
  });

  describe('with the membership of the runner', () => {
    const RUNNER_ID = '33333333-3333-4333-8333-333333333333';
    const arn = (...parts: unknown[]) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ...parts]] });
    const trustIn = (stack: Stack, { resultRole, jobResultRole }: Membership) =>
      stack.resolve(((resultRole ?? jobResultRole)!.node.defaultChild as CfnRole).assumeRolePolicyDocument).Statement
        .map(({ Condition }: { Condition: object }) => Condition);
    const known = (stack: Stack) => cfnCollaboration(new Stack(stack.node.root as App, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } }),
      'Collaboration', {
        creatorMemberAbilities: ['CAN_QUERY', 'CAN_RUN_JOB'],
        members: [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'] }],
      });

    test('trusts it for queries, by both statements of the user guide', () => {
      const stack = stackOf(PARTNER);
      const membership = new Membership(stack, 'Membership', {
        collaboration: known(stack),
        queryRunnerMembershipId: RUNNER_ID,
        defaultResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: ResultFormat.CSV },
      });
      expect(trustIn(stack, membership)).toEqual([
        { 'ForAnyValue:ArnLike': { 'aws:SourceArn': [arn(`:cleanrooms:us-east-1:${CREATOR}:membership/${RUNNER_ID}`)] } },
        { StringLike: { 'sts:ExternalId': arn(`:*:us-east-1:*:dbuser:*/${RUNNER_ID}*`) } },
      ]);
    });

    test('trusts it and the own account for jobs', () => {
      const stack = stackOf(PARTNER);
      const membership = new Membership(stack, 'Membership', {
        collaboration: known(stack),
        queryRunnerMembershipId: RUNNER_ID,
        defaultJobResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results') },
      });
      expect(trustIn(stack, membership)).toEqual([{
        'ForAnyValue:ArnLike': {
          'aws:SourceArn': [
            arn(`:cleanrooms:us-east-1:${CREATOR}:membership/${RUNNER_ID}`), arn(`:cleanrooms:us-east-1:${PARTNER}:membership/*`),
          ],
        },
      }]);
    });

    test('is bound without the members being known, so that nothing is warned of', () => {
      const stack = stackOf(PARTNER);
      const membership = invited(stack, {
        queryRunnerMembershipId: RUNNER_ID,
        defaultResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: ResultFormat.CSV },
      });
      expect(trustIn(stack, membership)[0]).toEqual({
        'ForAnyValue:ArnLike': { 'aws:SourceArn': [arn(`:cleanrooms:us-east-1:*:membership/${RUNNER_ID}`)] },
      });
      expect(warningsIn(stack)).toEqual([]);
    });

    test('refuses an id that is none', () => {
      expectRefused(() => invited(stackOf(PARTNER), { queryRunnerMembershipId: '*' }), 'IdentifierMalformed', "'queryRunnerMembershipId'");
    });
  });
});

function invited(stack: Stack, options: MembershipOptions = {}): Membership {
  return new Membership(stack, 'Membership', {
    ...options,
    collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', COLLABORATION_ID),
  });
}

function propertiesIn(stack: Stack) {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::Membership'));
  return resource.Properties;
}
