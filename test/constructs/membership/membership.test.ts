import { App, Aws, CfnParameter, Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IPropertyInjector } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnCollaboration, CfnCollaborationProps } from 'aws-cdk-lib/aws-cleanrooms';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, MemberAbility, Membership, PaymentResponsibility, ResultFormat } from '../../../src';
import type { CollaborationProps, IMembership, MembershipOptions, MembershipProps } from '../../../src';
import { expectRefused, expectRefusedAtSynthesis } from '../../support/faults';
import { cfnCollaboration } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf, warningsIn } from '../../support/stacks';

const ID = '22222222-2222-4222-8222-222222222222';
const COLLABORATION_ID = '11111111-1111-4111-8111-111111111111';
const RUNNER = { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] };
const PUBLISHER = { accountId: PARTNER, displayName: 'Publisher' };

describe('the resource', () => {
  test('has safe defaults: no logs, no metrics, and no payment configuration where nobody is named', () => {
    const stack = stackOf(PARTNER);
    new Membership(stack, 'Membership', { collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', COLLABORATION_ID) });
    expect(propertiesIn(stack)).toEqual({ CollaborationIdentifier: COLLABORATION_ID, QueryLogStatus: 'DISABLED' });
  });

  test('has the values of the properties', () => {
    const stack = stackOf(PARTNER);
    const bucket = Bucket.fromBucketName(stack, 'Results', 'results-of-publisher');
    const role = Role.fromRoleName(stack, 'Writer', 'writer');
    new Membership(stack, 'Membership', {
      collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', COLLABORATION_ID),
      queryLogging: true,
      jobLogging: false,
      metrics: true,
      paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE],
      defaultResult: { bucket, prefix: '/results', format: ResultFormat.CSV, singleFileOutput: true, role },
      defaultJobResult: { bucket, role },
    });
    const roleArn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${PARTNER}:role/writer`]] };
    expect(propertiesIn(stack)).toEqual({
      CollaborationIdentifier: COLLABORATION_ID,
      QueryLogStatus: 'ENABLED',
      JobLogStatus: 'DISABLED',
      IsMetricsEnabled: true,
      PaymentConfiguration: { QueryCompute: { IsResponsible: false }, JobCompute: { IsResponsible: true } },
      DefaultResultConfiguration: {
        RoleArn: roleArn,
        OutputConfiguration: { S3: { Bucket: 'results-of-publisher', KeyPrefix: '/results', ResultFormat: 'CSV', SingleFileOutput: true } },
      },
      DefaultJobResultConfiguration: { RoleArn: roleArn, OutputConfiguration: { S3: { Bucket: 'results-of-publisher' } } },
    });
  });

  test('has tokens in its properties where they are given', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    new Membership(stack, 'Membership', {
      collaboration: Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
        collaborationIdentifier: parameter('Id'), creatorAccountId: parameter('Creator'), memberAccountIds: [parameter('Member')],
      }),
      defaultResult: {
        bucket: Bucket.fromBucketName(stack, 'Results', parameter('Bucket')), prefix: parameter('Prefix'), format: ResultFormat.PARQUET,
      },
    });
    expect(propertiesIn(stack)).toMatchObject({
      CollaborationIdentifier: { Ref: 'Id' },
      DefaultResultConfiguration: { OutputConfiguration: { S3: { Bucket: { Ref: 'Bucket' }, KeyPrefix: { Ref: 'Prefix' } } } },
    });
  });

  test.each([
    ['an L2', (stack: Stack) => new Collaboration(stack, 'Collaboration', { creator: RUNNER })],
    ['an L1', (stack: Stack) => cfnCollaboration(stack)],
  ])('joins a collaboration that is %s', (_, make) => {
    const stack = stackOf();
    const collaboration = make(stack);
    new Membership(stack, 'Membership', { collaboration });
    expect(propertiesIn(stack).CollaborationIdentifier).toEqual(stack.resolve(collaboration.collaborationRef.collaborationIdentifier));
  });

  test('is a child of the collaboration that adds it', () => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', { creator: RUNNER });
    expect(collaboration.addMembership('Membership').node.path).toBe('Stack/Collaboration/Membership');
  });
});

describe('what the collaboration asks of a member is known', () => {
  test('a member accepts to pay what the collaboration names it for', () => {
    const stack = stackOf();
    const creator = { ...RUNNER, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE, PaymentResponsibility.MODEL_TRAINING] };
    new Collaboration(stack, 'Collaboration', { creator }).addMembership('Membership');
    expect(propertiesIn(stack).PaymentConfiguration).toEqual({
      QueryCompute: { IsResponsible: true }, MachineLearning: { ModelTraining: { IsResponsible: true } },
    });
  });

  test('a member who pays only for models says that it does not pay for queries', () => {
    const stack = stackOf();
    new Membership(stack, 'Membership', {
      collaboration: cfnCollaboration(stack, 'Collaboration', {
        creatorMemberAbilities: [],
        creatorPaymentConfiguration: {
          queryCompute: { isResponsible: false }, machineLearning: { modelInference: { isResponsible: true } },
        },
        members: [{
          accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_QUERY'], paymentConfiguration: { queryCompute: { isResponsible: true } },
        }],
      }),
    });
    expect(propertiesIn(stack).PaymentConfiguration).toEqual({
      QueryCompute: { IsResponsible: false }, MachineLearning: { ModelInference: { IsResponsible: true } },
    });
  });

  test('a member who is named for nothing has no payment configuration', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', {
      creator: RUNNER, members: [{ ...PUBLISHER, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] }],
    }).addMembership('Membership');
    expect(propertiesIn(stack).PaymentConfiguration).toBeUndefined();
  });

  test.each<[string, string, Partial<CollaborationProps>, MembershipOptions, string, string]>([
    ['an account that is not a member', THIRD, {}, {}, 'NotAMember',
      `account ${THIRD} of the stack is not among the members of the collaboration: ${CREATOR}, ${PARTNER}`],
    ['a payment that was asked for and is not accepted', CREATOR,
      { creator: { ...RUNNER, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] } },
      { paymentResponsibilities: [] }, 'PaymentNotAccepted', "'paymentResponsibilities' must have QUERY_COMPUTE"],
    ['a payment that nobody asked for', PARTNER, {},
      { paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE] }, 'PaymentNotAsked', "'paymentResponsibilities' has JOB_COMPUTE"],
    ['metrics that the collaboration has off', CREATOR, {}, { metrics: true }, 'MetricsNotEnabled', "'metrics' must not be true"],
    ['metrics for a member who neither queries nor pays', PARTNER, { metrics: true }, { metrics: true }, 'MetricsNotForMember', `'metrics' must not be true, because account ${PARTNER} neither`],
  ])('%s is refused', (_, account, props, options, code, message) => {
    const app = new App();
    const collaboration = new Collaboration(stackIn(app, 'Creator', CREATOR), 'Collaboration', { creator: RUNNER, members: [PUBLISHER], ...props });
    const membership = new Membership(stackIn(app, 'Member', account), 'Membership', { ...options, collaboration });
    expectRefusedAtSynthesis(membership, code, `Member/Membership: ${message}`);
  });

  test.each<[string, CfnCollaborationProps['creatorPaymentConfiguration']]>([
    ['a configuration', Fn.conditionIf('Pays', { QueryCompute: { IsResponsible: true } }, Aws.NO_VALUE)],
    ['an answer', { queryCompute: { isResponsible: Fn.conditionIf('Pays', true, false) } }],
  ])('where %s of an L1 is a token, nothing is refused for payment, and nothing accepted unasked', (_, creatorPaymentConfiguration) => {
    const join = (options: MembershipOptions) => {
      const stack = stackOf();
      const collaboration = cfnCollaboration(stack, 'Collaboration', {
        creatorMemberAbilities: [], isMetricsEnabled: true, creatorPaymentConfiguration,
      });
      new Membership(stack, 'Membership', { ...options, collaboration });
      return propertiesIn(stack).PaymentConfiguration;
    };
    expect(join({ metrics: true })).toBeUndefined();
    expect(join({ paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] })).toEqual({ QueryCompute: { IsResponsible: true } });
    expect(join({ paymentResponsibilities: [] })).toBeUndefined();
  });

  test('a member accepts what a lazy value asks of it in the end', () => {
    const stack = stackOf();
    const creatorPaymentConfiguration = Lazy.any({ produce: () => ({ queryCompute: { isResponsible: true } }) });
    new Membership(stack, 'Membership', { collaboration: cfnCollaboration(stack, 'Collaboration', { creatorPaymentConfiguration }) });
    expect(propertiesIn(stack).PaymentConfiguration).toEqual({ QueryCompute: { IsResponsible: true } });
  });

  test('the accounts of an imported collaboration are known where the import names them', () => {
    const stack = stackOf(THIRD);
    const collaboration = Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
      collaborationIdentifier: COLLABORATION_ID, creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
    });
    expectRefusedAtSynthesis(new Membership(stack, 'Membership', { collaboration }), 'NotAMember',
      `account ${THIRD} of the stack is not among the members of the collaboration: ${CREATOR}, ${PARTNER}`);
  });

  test('results in a Region that the collaboration does not allow are refused', () => {
    const app = new App();
    const stack = stackIn(app, 'Stack', CREATOR);
    const collaboration = new Collaboration(stack, 'Collaboration', { creator: RUNNER, allowedResultRegions: ['eu-west-1'] });
    const bucket = Bucket.fromBucketAttributes(stack, 'Results', { bucketName: 'results', region: 'us-east-1' });
    expectRefusedAtSynthesis(collaboration.addMembership('Membership', { defaultJobResult: { bucket } }), 'ResultRegionNotAllowed',
      "the bucket of 'defaultJobResult' is in us-east-1, which is not among allowedResultRegions of the collaboration: eu-west-1");
  });

  test('what probably is a mistake is warned of', () => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator' }, members: [{ ...PUBLISHER, abilities: RUNNER.abilities }],
    });
    collaboration.addMembership('Membership', {
      queryLogging: true, jobLogging: true, defaultJobResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results') },
    });
    expect(warningsIn(stack)).toEqual([
      'cdk-cleanrooms:jobLoggingWithoutCollaboration',
      'cdk-cleanrooms:noQueryLogs',
      'cdk-cleanrooms:queryLoggingWithoutCollaboration',
      'cdk-cleanrooms:resultsForNonReceiver',
    ]);
  });
});

describe('the membership of the creator, which cannot be deleted before the collaboration', () => {
  test.each<[string, Stack, (stack: Stack) => Collaboration | CfnCollaboration]>([
    ['an L2', stackOf(), (stack) => new Collaboration(stack, 'Collaboration', { creator: RUNNER })],
    ['an L1', stackOf(), (stack) => cfnCollaboration(stack)],
    ['an L2 of any account', agnosticStack(), (stack) => new Collaboration(stack, 'Collaboration', { creator: RUNNER })],
  ])('is retained, and tagged to be deleted after it (%s)', (_, stack, make) => {
    const collaboration = make(stack);
    new Membership(stack, 'Membership', { collaboration, removalPolicy: RemovalPolicy.DESTROY });

    const template = Template.fromStack(stack);
    const [[cleanup, { Properties: { TagValue } }]] = Object.entries(template.findResources('Custom::CleanRoomsMembershipCleanup'));
    template.hasResource('AWS::CleanRooms::Membership', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { Tags: [{ Key: 'cdk-cleanrooms:deleted-with', Value: TagValue }] },
    });
    template.hasResource('AWS::CleanRooms::Collaboration', { DependsOn: Match.arrayWith([cleanup]) });
  });

  test('is retained for good where the user says so', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER }).addMembership('Membership', { removalPolicy: RemovalPolicy.RETAIN });

    const template = Template.fromStack(stack);
    template.hasResource('AWS::CleanRooms::Membership', { DeletionPolicy: 'Retain', Properties: { Tags: Match.absent() } });
    template.resourceCountIs('Custom::CleanRoomsMembershipCleanup', 0);
  });

  test('can be of another stack of the same account', () => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map((id) => stackIn(app, id, CREATOR));
    const collaboration = new Collaboration(first, 'Collaboration', { creator: RUNNER });
    new Membership(second, 'Membership', { collaboration });

    Template.fromStack(second).hasResource('AWS::CleanRooms::Membership', { DeletionPolicy: 'Retain', Properties: { Tags: Match.anyValue() } });
    Template.fromStack(first).resourceCountIs('Custom::CleanRoomsMembershipCleanup', 1);
    Template.fromStack(second).resourceCountIs('Custom::CleanRoomsMembershipCleanup', 0);
  });
});

describe('the membership of an invited member', () => {
  test.each([[undefined, 'Retain'], [RemovalPolicy.RETAIN, 'Retain'], [RemovalPolicy.DESTROY, 'Delete']])(
    'with removal policy %s has the deletion policy %s', (removalPolicy, DeletionPolicy) => {
      const stack = stackOf(PARTNER);
      invited(stack, { removalPolicy });
      Template.fromStack(stack).hasResource('AWS::CleanRooms::Membership', { DeletionPolicy, UpdateReplacePolicy: DeletionPolicy });
    });

  test.each([[undefined, false], [true, true]])('is guarded against replacement unless that is allowed (allowReplacement %s)',
    (allowReplacement, allowed) => {
      const stack = stackOf(PARTNER);
      invited(stack, { allowReplacement });

      const template = Template.fromStack(stack);
      template.hasResourceProperties('Custom::CleanRoomsReplacementGuard', {
        GuardedType: 'AWS::CleanRooms::Membership',
        FailsIfChanged: { collaboration: COLLABORATION_ID },
        ReplacementAllowed: allowed,
      });
      const [guard] = Object.keys(template.findResources('Custom::CleanRoomsReplacementGuard'));
      template.hasResource('AWS::CleanRooms::Membership', { DependsOn: [guard] });
    });
});

describe('an imported membership', () => {
  test('has the account and the Region of its ARN', () => {
    const arn = `arn:aws:cleanrooms:eu-west-1:${PARTNER}:membership/${ID}`;
    const membership = Membership.fromMembershipArn(stackOf(), 'Imported', arn);
    expect(membership.env).toEqual({ account: PARTNER, region: 'eu-west-1' });
    expect(resolved(membership)).toEqual({ id: ID, arn });
  });

  test('is of the account and the Region of the stack when it is imported by its id', () => {
    const membership = Membership.fromMembershipIdentifier(stackOf(), 'Imported', ID);
    expect(membership.env).toEqual({ account: CREATOR, region: 'us-east-1' });
    expect(resolved(membership)).toEqual({
      id: ID, arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${CREATOR}:membership/${ID}`]] },
    });
  });

  test('can be of any environment, and be imported by an ARN that is a token', () => {
    const stack = agnosticStack();
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    expect(Membership.fromMembershipIdentifier(stack, 'ById', ID).env).toEqual({ account: Aws.ACCOUNT_ID, region: Aws.REGION });
    expect(resolved(Membership.fromMembershipArn(stack, 'ByArn', arn))).toEqual({
      id: { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] }, arn: { Ref: 'Arn' },
    });
  });
});

test('a membership is refused in another partition', () => {
  expectRefused(() => invited(stackOf(PARTNER, 'cn-north-1')), 'PartitionWithoutCleanRooms', 'the Region of the stack, cn-north-1');
});

test('the reference gives what an L1 takes', () => {
  const stack = stackOf(PARTNER);
  const { membershipRef } = invited(stack);
  expect(stack.resolve(membershipRef)).toEqual({
    membershipArn: { 'Fn::GetAtt': ['Membership0FE7B447', 'Arn'] },
    membershipIdentifier: { 'Fn::GetAtt': ['Membership0FE7B447', 'MembershipIdentifier'] },
  });
});

test('an organisation can inject its defaults', () => {
  const logging: IPropertyInjector = {
    constructUniqueId: Membership.PROPERTY_INJECTION_ID,
    inject: (props: MembershipProps) => ({ queryLogging: true, ...props }),
  };
  const stack = new Stack(new App({ propertyInjectors: [logging] }), 'Stack');
  invited(stack);
  expect(propertiesIn(stack).QueryLogStatus).toBe('ENABLED');
});

function invited(stack: Stack, options: MembershipOptions = {}): Membership {
  return new Membership(stack, 'Membership', {
    ...options,
    collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', COLLABORATION_ID),
  });
}

function stackIn(app: App, id: string, account: string): Stack {
  return new Stack(app, id, { env: { account, region: 'us-east-1' } });
}

function propertiesIn(stack: Stack) {
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::Membership'));
  return resource.Properties;
}

function resolved(membership: IMembership) {
  const resolve = (value: string) => membership.stack.resolve(value);
  return { id: resolve(membership.membershipIdentifier), arn: resolve(membership.membershipArn) };
}
