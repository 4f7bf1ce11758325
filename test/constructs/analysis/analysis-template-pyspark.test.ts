import { Fn, Token } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { MemberAbility, PySparkVersion } from '../../../src';
import { TEMPLATE_TYPE, membershipWith, pySpark, resourceIn, scripts, template } from '../../support/analysis-templates';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, stackOf, warningsIn } from '../../support/stacks';
import { synthesizedStrictly } from '../../support/strict-synthesis';

const { CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS } = MemberAbility;

describe('a PySpark template', () => {
  test('has its artifacts, tables and parameters', () => {
    const stack = stackOf();
    const bucket = scripts(stack);
    template(stack, {
      source: pySpark(bucket, {
        additionalArtifact: { bucket, key: 'libraries/1.tar.gz' },
        referencedTables: ['purchases', 'views'],
        parameters: { city: {}, least: { defaultValue: '10' } },
        detailedErrors: true,
      }),
    });

    Template.fromStack(stack).hasResourceProperties(TEMPLATE_TYPE, {
      Format: 'PYSPARK_1_0',
      Source: {
        Artifacts: {
          EntryPoint: { Location: { Bucket: { Ref: 'Scripts278D36FF' }, Key: 'reach/1/user_script.py' } },
          AdditionalArtifacts: [{ Location: { Bucket: { Ref: 'Scripts278D36FF' }, Key: 'libraries/1.tar.gz' } }],
          RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReachRole'), 'Arn'] },
        },
      },
      Schema: { ReferencedTables: ['purchases', 'views'] },
      AnalysisParameters: [{ Name: 'city', Type: 'STRING' }, { Name: 'least', Type: 'STRING', DefaultValue: '10' }],
      ErrorMessageConfiguration: { Type: 'DETAILED' },
    });
  });

  test('has no details of errors by default, and only the given properties', () => {
    const stack = stackOf();
    template(stack, { source: pySpark(scripts(stack)) });

    const { Properties } = resourceIn(stack);
    expect(Object.keys(Properties).sort()).toEqual(['Format', 'MembershipIdentifier', 'Name', 'Schema', 'Source']);
    expect(Object.keys((Properties.Source as { Artifacts: object }).Artifacts)).toEqual(['EntryPoint', 'RoleArn']);
  });

  test('has a role that can only read its objects, and is created after the role', () => {
    const stack = stackOf();
    const bucket = scripts(stack);
    const additionalArtifact = { bucket: Bucket.fromBucketName(stack, 'Other', 'other'), key: 'venv.tar.gz' };
    template(stack, { source: pySpark(bucket, { additionalArtifact }) });

    const bucketArn = { 'Fn::GetAtt': ['Scripts278D36FF', 'Arn'] };
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      Policies: [{
        PolicyName: 'CleanRoomsServiceRole',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['s3:GetObject', 's3:GetObjectVersion'],
              Resource: { 'Fn::Join': ['', [bucketArn, '/reach/1/user_script.py']] },
              Condition: { StringEquals: { 's3:ResourceAccount': CREATOR } },
            },
            {
              Effect: 'Allow',
              Action: ['s3:GetObject', 's3:GetObjectVersion'],
              Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::other/venv.tar.gz']] },
              Condition: { StringEquals: { 's3:ResourceAccount': CREATOR } },
            },
          ],
        },
      }],
    });
    expect(resourceIn(stack).DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^ReachRole[0-9A-F]{8}$/), 'CleanRoomsRolesReady']));
  });

  test('allows the role to use the key of the bucket', () => {
    const stack = stackOf();
    const encryptionKey = new Key(stack, 'Key');
    const bucket = new Bucket(stack, 'Encrypted', { versioned: true, encryption: BucketEncryption.KMS, encryptionKey });
    template(stack, { source: pySpark(bucket) });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([{ Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } }]),
      },
    });
  });

  test('grants a given role the required permissions', () => {
    const stack = stackOf();
    const role = new Role(stack, 'Given', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
    const reach = template(stack, { source: pySpark(scripts(stack), { role }) });

    expect(reach.role).toBe(role);
    expect(reach.node.tryFindChild('Role')).toBeUndefined();
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: [{ Ref: Match.stringLikeRegexp('^Given') }] });
  });

  test('has a role that trusts its own membership and the member who runs jobs', () => {
    const stack = stackOf();
    template(stack, {
      membership: membershipWith(stack, [CAN_RECEIVE_RESULTS], { [PARTNER]: [CAN_QUERY, CAN_RUN_JOB], [THIRD]: [] }),
      source: pySpark(scripts(stack)),
    });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'cleanrooms.amazonaws.com' },
          Condition: {
            'ForAnyValue:ArnLike': {
              'aws:SourceArn': [
                { 'Fn::GetAtt': [Match.stringLikeRegexp('Membership'), 'Arn'] },
                { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${PARTNER}:membership/*`]] },
              ],
            },
          },
        }],
      },
    });
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:trustNotBoundToMembers');
  });

  test('has a role that trusts the member who runs jobs, also if the L1 of the collaboration gets it later', () => {
    const stack = stackOf();
    const membership = membershipWith(stack, [CAN_RECEIVE_RESULTS], { [PARTNER]: [CAN_QUERY], [THIRD]: [] });
    template(stack, { membership, source: pySpark(scripts(stack)) });
    (stack.node.findChild('Collaboration').node.defaultChild as CfnCollaboration)
      .addPropertyOverride('Members.0.MemberAbilities', ['CAN_QUERY', 'CAN_RUN_JOB']);

    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { Description: Match.stringLikeRegexp('PySpark') } }));
    expect(JSON.stringify(Properties.AssumeRolePolicyDocument)).toContain(PARTNER);
    expect(JSON.stringify(Properties.AssumeRolePolicyDocument)).not.toContain(THIRD);
  });

  test('has a role that trusts no other member if its own member runs jobs', () => {
    const stack = stackOf();
    template(stack, {
      membership: membershipWith(stack, [CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS], { [PARTNER]: [] }),
      source: pySpark(scripts(stack)),
    });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({
          Condition: { 'ForAnyValue:ArnLike': { 'aws:SourceArn': [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Membership'), 'Arn'] }] } },
        })],
      },
    });
  });

  test('warns that any account is trusted if the members are not known', () => {
    const stack = stackOf();
    template(stack, { source: pySpark(scripts(stack)) });

    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:trustNotBoundToMembers']);
  });

  test('is rejected in the membership of a member who cannot receive results', () => {
    const stack = stackOf();
    const ofProvider = membershipWith(stack, [], { [PARTNER]: [CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS] });

    template(stack, { membership: ofProvider, source: pySpark(scripts(stack)) });

    expectRefusedAtSynthesis(stack, 'TemplateOwnerCannotReceiveResults',
      `Stack/Reach: the owner of a PySpark template must have CAN_RECEIVE_RESULTS: account ${CREATOR} has no ability`);
  });

  test('warns about the L2 or the L1 of a bucket without versions', () => {
    const warnings = (bucketIn: (stack: Stack) => IBucket | CfnBucket) => {
      const stack = stackOf();
      template(stack, { source: pySpark(bucketIn(stack)) });
      return warningsIn(stack).filter((id) => id !== 'cdk-cleanrooms:trustNotBoundToMembers');
    };

    expect(warnings((stack) => new Bucket(stack, 'Bucket'))).toEqual(['cdk-cleanrooms:artifactsNotVersioned']);
    expect(warnings((stack) => new CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: 'Suspended' } })))
      .toEqual(['cdk-cleanrooms:artifactsNotVersioned']);
    expect(warnings((stack) => new CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: 'Enabled' } }))).toEqual([]);
    expect(warnings((stack) => new CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: Fn.importValue('status') } }))).toEqual([]);
    expect(warnings((stack) => new CfnBucket(stack, 'Bucket', { versioningConfiguration: Token.asAny({ Ref: 'Versioning' }) }))).toEqual([]);
    expect(warnings((stack) => Bucket.fromBucketName(stack, 'Bucket', 'scripts'))).toEqual([]);
    expect(warnings(scripts)).toEqual([]);
  });

  test('warns about more tables than a query can name', () => {
    const stack = stackOf();
    const referencedTables = Array.from({ length: 16 }, (_, index) => `table_${index}`);
    template(stack, { source: pySpark(scripts(stack), { referencedTables }) });
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:tooManyTablesInQuery');
  });

  test('can have a newer version by its name', () => {
    const stack = stackOf();
    template(stack, { source: pySpark(scripts(stack), { version: PySparkVersion.of('PYSPARK_2_0') }) });

    expect(resourceIn(stack).Properties.Format).toBe('PYSPARK_2_0');
  });
});

test("CloudFormation's validation does not know PYSPARK_2_0 yet: once it does, PySparkVersion can list it", () => {
  const synthesis = (version: PySparkVersion) => () => synthesizedStrictly(TEMPLATE_TYPE, (stack) => {
    const ofRunner = membershipWith(stack, [CAN_QUERY, CAN_RUN_JOB, CAN_RECEIVE_RESULTS], {});
    template(stack, { membership: ofRunner, source: pySpark(scripts(stack), { version }) });
  });
  expect(synthesis(PySparkVersion.V1_0)).not.toThrow();
  expect(synthesis(PySparkVersion.of('PYSPARK_2_0'))).toThrow("'PYSPARK_2_0' is not one of");
});
