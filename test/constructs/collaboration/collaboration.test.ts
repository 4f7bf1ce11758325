import { App, Aws, CfnParameter, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IPropertyInjector, InjectionContext } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AnalyticsEngine, AutoApprovedChangeType, Collaboration, MemberAbility, MlMemberAbility, PaymentResponsibility, ResultFormat,
} from '../../../src';
import type { CollaborationProps, ICollaboration } from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf, warningsIn } from '../../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const RUNNER = { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] };

describe('the resource', () => {
  test('has safe defaults: no logs, no payers named, a name of its own', () => {
    expect(propertiesOf({})).toEqual({
      Name: 'Stack-Collaboration-DD5C3667',
      Description: 'Stack-Collaboration-DD5C3667',
      CreatorDisplayName: 'Advertiser',
      CreatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
      Members: [],
      QueryLogStatus: 'DISABLED',
    });
  });

  test('has the values of the properties', () => {
    expect(propertiesOf({
      collaborationName: 'measurement',
      description: 'Which campaigns led to purchases',
      members: [{
        accountId: PARTNER,
        displayName: 'Publisher',
        mlAbilities: [MlMemberAbility.CAN_RECEIVE_INFERENCE_OUTPUT],
        paymentResponsibilities: [PaymentResponsibility.MODEL_INFERENCE],
      }],
      queryLogging: true,
      jobLogging: false,
      metrics: true,
      analyticsEngine: AnalyticsEngine.SPARK,
      dataEncryption: { allowCleartext: true, allowDuplicates: false, allowJoinsOnColumnsWithDifferentNames: true, preserveNulls: false },
      allowedResultRegions: ['us-east-1'],
      autoApprovedChangeTypes: [AutoApprovedChangeType.ADD_MEMBER, AutoApprovedChangeType.of('GRANT_RECEIVE_RESULTS_ABILITY')],
    })).toEqual({
      Name: 'measurement',
      Description: 'Which campaigns led to purchases',
      CreatorDisplayName: 'Advertiser',
      CreatorMemberAbilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'],
      CreatorPaymentConfiguration: { QueryCompute: { IsResponsible: true } },
      Members: [{
        AccountId: PARTNER,
        DisplayName: 'Publisher',
        MemberAbilities: [],
        MLMemberAbilities: { CustomMLMemberAbilities: ['CAN_RECEIVE_INFERENCE_OUTPUT'] },
        PaymentConfiguration: { QueryCompute: { IsResponsible: false }, MachineLearning: { ModelInference: { IsResponsible: true } } },
      }],
      QueryLogStatus: 'ENABLED',
      JobLogStatus: 'DISABLED',
      IsMetricsEnabled: true,
      AnalyticsEngine: 'SPARK',
      DataEncryptionMetadata: {
        AllowCleartext: true, AllowDuplicates: false, AllowJoinsOnColumnsWithDifferentNames: true, PreserveNulls: false,
      },
      AllowedResultRegions: ['us-east-1'],
      AutoApprovedChangeTypes: ['ADD_MEMBER', 'GRANT_RECEIVE_RESULTS_ABILITY'],
    });
  });

  test('an empty list of abilities is written for a member who only provides data', () => {
    const { CreatorMemberAbilities, Members } = propertiesOf({
      creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    expect([CreatorMemberAbilities, Members[0].MemberAbilities]).toEqual([[], []]);
  });

  test('the payment configuration is written for every member where one is named', () => {
    const { CreatorPaymentConfiguration, Members } = propertiesOf({
      members: [PARTNER, THIRD].map((accountId) => ({ accountId, displayName: accountId })),
      creator: { ...RUNNER, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] },
    });
    expect(CreatorPaymentConfiguration).toEqual({ QueryCompute: { IsResponsible: true } });
    expect(Members.map((member: { PaymentConfiguration: unknown }) => member.PaymentConfiguration))
      .toEqual([{ QueryCompute: { IsResponsible: false } }, { QueryCompute: { IsResponsible: false } }]);
  });

  test('can have tokens for names, accounts, abilities, engine and Regions', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    const regions = new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList;
    new Collaboration(stack, 'Collaboration', {
      collaborationName: parameter('Name'),
      description: parameter('Description'),
      creator: { displayName: parameter('DisplayName'), abilities: [MemberAbility.of(parameter('Ability'))] },
      members: [{ accountId: parameter('First'), displayName: 'First' }, { accountId: parameter('Second'), displayName: 'Second' }],
      analyticsEngine: AnalyticsEngine.of(parameter('Engine')),
      allowedResultRegions: regions,
    });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::Collaboration', {
      Name: { Ref: 'Name' },
      CreatorMemberAbilities: [{ Ref: 'Ability' }],
      Members: [Match.objectLike({ AccountId: { Ref: 'First' } }), Match.objectLike({ AccountId: { Ref: 'Second' } })],
      AllowedResultRegions: { Ref: 'Regions' },
    });
  });
});

describe('a live collaboration', () => {
  test('is retained when it leaves the stack', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER });
    Template.fromStack(stack).hasResource('AWS::CleanRooms::Collaboration', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('is deleted with the stack where the user says so', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER, removalPolicy: RemovalPolicy.DESTROY });
    Template.fromStack(stack).hasResource('AWS::CleanRooms::Collaboration', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  });

  test.each([[undefined, false], [true, true]])('is guarded against replacement unless that is allowed (allowReplacement %s)', (allowReplacement, allowed) => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER, members: [{ accountId: PARTNER, displayName: 'Publisher' }], allowReplacement });

    const template = Template.fromStack(stack);
    template.hasResourceProperties('Custom::CleanRoomsReplacementGuard', {
      GuardedType: 'AWS::CleanRooms::Collaboration',
      FailsIfChanged: {
        creator: { displayName: 'Advertiser', abilities: ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'] },
        members: [{ AccountId: PARTNER, DisplayName: 'Publisher', MemberAbilities: [] }],
        queryLogging: 'DISABLED',
      },
      ReplacementAllowed: allowed,
    });
    template.hasResource('AWS::CleanRooms::Collaboration', { DependsOn: ['CollaborationCEE57BE0ReplacementGuard'] });
  });

  test('is deleted on replacement where allowReplacement permits that', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER, allowReplacement: true });
    Template.fromStack(stack).hasResource('AWS::CleanRooms::Collaboration', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Delete' });
  });

  test('is guarded in everything that CloudFormation would replace it for', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', {
      creator: {
        ...RUNNER,
        mlAbilities: [MlMemberAbility.CAN_RECEIVE_MODEL_OUTPUT],
        paymentResponsibilities: [PaymentResponsibility.MODEL_TRAINING],
      },
      jobLogging: false,
      dataEncryption: { allowCleartext: true, allowDuplicates: true, allowJoinsOnColumnsWithDifferentNames: true, preserveNulls: true },
      allowedResultRegions: ['us-east-1'],
      autoApprovedChangeTypes: [AutoApprovedChangeType.ADD_MEMBER],
    });
    const [guard] = Object.values(Template.fromStack(stack).findResources('Custom::CleanRoomsReplacementGuard'));
    expect(Object.keys(guard.Properties.FailsIfChanged)).toEqual([
      'creator', 'members', 'queryLogging', 'jobLogging', 'dataEncryption', 'allowedResultRegions', 'autoApprovedChangeTypes',
    ]);
    expect(Object.keys(guard.Properties.FailsIfChanged.creator)).toEqual(['displayName', 'abilities', 'mlAbilities', 'payment']);
  });

  test('is guarded by the values that its L1 has in the end', () => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', { creator: RUNNER });
    (collaboration.node.defaultChild as CfnCollaboration).queryLogStatus = 'ENABLED';

    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::CleanRooms::Collaboration', { QueryLogStatus: 'ENABLED' });
    template.hasResourceProperties('Custom::CleanRoomsReplacementGuard', { FailsIfChanged: Match.objectLike({ queryLogging: 'ENABLED' }) });
  });
});

describe('errors and warnings', () => {
  test('all faults come in one error, with the code of the first', () => {
    const props = {
      creator: RUNNER, members: [{ accountId: CREATOR, displayName: 'Again' }], analyticsEngine: AnalyticsEngine.of('CLEAN_ROOMS_SQL'),
    };
    const construct = () => new Collaboration(stackOf(), 'Collaboration', props);
    expectRefused(construct, 'MemberNotUnique', "'members' must not name the creator's own account 111111111111");
    expectRefused(construct, 'MemberNotUnique', "'analyticsEngine' must not be CLEAN_ROOMS_SQL");
  });

  test('the error names the construct', () => {
    expect(() => new Collaboration(stackOf(), 'Collaboration', { creator: RUNNER, analyticsEngine: AnalyticsEngine.of('CLEAN_ROOMS_SQL') }))
      .toThrow(expect.objectContaining({ constructPath: 'Stack/Collaboration' }));
  });

  test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('there is no collaboration in %s', (region, partition) => {
    expectRefused(() => new Collaboration(stackOf(CREATOR, region), 'Collaboration', { creator: RUNNER }), 'PartitionWithoutCleanRooms',
      `the Region of the stack, ${region}, is in the partition ${partition}: AWS Clean Rooms is available only in the partition aws`);
  });

  test('warnings can be acknowledged by their ids', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Creator' } });
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:nobodyCanQuery', 'cdk-cleanrooms:nobodyCanReceiveResults']);
  });

  test('a sound collaboration has no warnings', () => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER, members: [{ accountId: PARTNER, displayName: 'Publisher' }], queryLogging: true });
    expect(warningsIn(stack)).toEqual([]);
  });
});

describe('an imported collaboration', () => {
  test('has the account and the Region of its ARN', () => {
    const collaboration = Collaboration.fromCollaborationArn(stackOf(PARTNER, 'us-east-1'), 'Imported',
      `arn:aws:cleanrooms:eu-west-1:${CREATOR}:collaboration/${ID}`);
    expect(collaboration.env).toEqual({ account: CREATOR, region: 'eu-west-1' });
    expect(resolved(collaboration)).toEqual({ id: ID, arn: `arn:aws:cleanrooms:eu-west-1:${CREATOR}:collaboration/${ID}` });
  });

  test('can be imported by an ARN that is a token', () => {
    const stack = agnosticStack();
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    expect(resolved(Collaboration.fromCollaborationArn(stack, 'Imported', arn))).toEqual({
      id: { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Arn' }] }] }, arn: { Ref: 'Arn' },
    });
  });

  test('was created by the account of the stack, unless another one is named', () => {
    const stack = stackOf(PARTNER);
    const own = Collaboration.fromCollaborationIdentifier(stack, 'Own', ID);
    const other = Collaboration.fromCollaborationAttributes(stack, 'Other', { collaborationIdentifier: ID, creatorAccountId: CREATOR });

    expect([own.env.account, other.env.account]).toEqual([PARTNER, CREATOR]);
    expect(resolved(own).arn).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${PARTNER}:collaboration/${ID}`]] });
    expect(resolved(other).arn).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${CREATOR}:collaboration/${ID}`]] });
  });

  test('can be of any environment', () => {
    const collaboration = Collaboration.fromCollaborationIdentifier(agnosticStack(), 'Imported', ID);
    expect(collaboration.env).toEqual({ account: Aws.ACCOUNT_ID, region: Aws.REGION });
  });

  test.each([{ memberAccountIds: ['*'] }, { creatorAccountId: '*' }])('is of accounts: %j', (accounts) => {
    expectRefused(() => Collaboration.fromCollaborationAttributes(stackOf(), 'Imported', { collaborationIdentifier: ID, ...accounts }),
      'AccountIdMalformed', `'${Object.keys(accounts)[0]}' must be an AWS account, 12 digits, got '*'`);
  });

  test('can have members that are only known at deployment, of which there is a warning', () => {
    const stack = stackOf(PARTNER);
    const memberAccountIds = new CfnParameter(stack, 'Members', { type: 'CommaDelimitedList' }).valueAsList;
    const collaboration = Collaboration.fromCollaborationAttributes(stack, 'Imported', { collaborationIdentifier: ID, memberAccountIds });
    collaboration.addMembership('Membership', { defaultResult: { bucket: new Bucket(stack, 'Bucket'), format: ResultFormat.CSV } });
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:trustNotBoundToMembers');
  });

  test('adds nothing to the template', () => {
    const stack = stackOf();
    Collaboration.fromCollaborationAttributes(stack, 'Imported', { collaborationIdentifier: ID, memberAccountIds: [PARTNER] });
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });

  test('lets the account of the stack join', () => {
    const stack = stackOf(PARTNER);
    Collaboration.fromCollaborationIdentifier(stack, 'Imported', ID).addMembership('Membership');
    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::Membership', { CollaborationIdentifier: ID });
  });
});

test('the reference gives what an L1 takes', () => {
  const stack = stackOf();
  const { collaborationRef } = new Collaboration(stack, 'Collaboration', { creator: RUNNER });
  expect(stack.resolve(collaborationRef)).toEqual({
    collaborationArn: { 'Fn::GetAtt': ['CollaborationCEE57BE0', 'Arn'] },
    collaborationIdentifier: { 'Fn::GetAtt': ['CollaborationCEE57BE0', 'CollaborationIdentifier'] },
  });
});

test('exposes the creator and the members of its properties', () => {
  const members = [{ accountId: PARTNER, displayName: 'Publisher' }];
  const collaboration = new Collaboration(stackOf(), 'Collaboration', { creator: RUNNER, members });
  expect([collaboration.creator, collaboration.members]).toEqual([RUNNER, members]);
});

describe('a member that is added', () => {
  const collaborationWith = (...members: { accountId: string; displayName: string; abilities?: MemberAbility[] }[]) => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', { creator: RUNNER });
    members.forEach((member) => collaboration.addMember(member));
    return { stack, collaboration };
  };
  const [partner, third] = [{ accountId: PARTNER, displayName: 'Publisher' }, { accountId: THIRD, displayName: 'Retailer' }];

  test('is one as those of the properties, whichever comes first', () => {
    const given = stackOf();
    new Collaboration(given, 'Collaboration', { creator: RUNNER, members: [partner, third] });
    const templates = [given, collaborationWith(partner, third).stack, collaborationWith(third, partner).stack]
      .map((stack) => Template.fromStack(stack).toJSON());

    expect(templates[1]).toEqual(templates[0]);
    expect(templates[2]).toEqual(templates[0]);
    expect(collaborationWith(third, partner).collaboration.members).toEqual([partner, third]);
  });

  test('pays in place of the member who can query, if it is said to', () => {
    const { stack, collaboration } = collaborationWith();
    collaboration.addMember({ ...partner, paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] });

    Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::Collaboration', {
      CreatorPaymentConfiguration: { QueryCompute: { IsResponsible: false } },
      Members: [{ PaymentConfiguration: { QueryCompute: { IsResponsible: true } } }],
    });
  });

  test('is refused at once where it does not go with the others', () => {
    expectRefused(() => collaborationWith(partner, partner), 'MemberNotUnique', `got ${PARTNER} more than once`);
    expectRefused(() => collaborationWith({ ...partner, abilities: [MemberAbility.CAN_QUERY] }), 'SeveralMembersCanQuery', 'only one member');
  });

  test('counts where a warning looks for somebody', () => {
    const stack = stackOf();
    const collaboration = new Collaboration(stack, 'Collaboration', { creator: { displayName: 'Advertiser' }, queryLogging: true });
    collaboration.addMember({ ...partner, abilities: RUNNER.abilities });

    expect(warningsIn(stack)).toEqual([]);
  });
});

test('an organisation can inject its defaults', () => {
  class QueryLogging implements IPropertyInjector {
    public readonly constructUniqueId = Collaboration.PROPERTY_INJECTION_ID;
    public inject(props: CollaborationProps, _context: InjectionContext): CollaborationProps {
      return { queryLogging: true, ...props };
    }
  }
  const stack = new Stack(new App({ propertyInjectors: [new QueryLogging()] }), 'Stack');
  new Collaboration(stack, 'Collaboration', { creator: RUNNER });
  Template.fromStack(stack).hasResourceProperties('AWS::CleanRooms::Collaboration', { QueryLogStatus: 'ENABLED' });
});

function propertiesOf(props: Partial<CollaborationProps>) {
  const stack = stackOf();
  new Collaboration(stack, 'Collaboration', { creator: RUNNER, ...props });
  const [resource] = Object.values(Template.fromStack(stack).findResources('AWS::CleanRooms::Collaboration'));
  return resource.Properties;
}

function resolved(collaboration: ICollaboration) {
  const resolve = (value: string) => collaboration.stack.resolve(value);
  return { id: resolve(collaboration.collaborationIdentifier), arn: resolve(collaboration.collaborationArn) };
}
