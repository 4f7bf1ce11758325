import { CfnParameter, PhysicalName, Tags } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { ConfiguredAudienceModelAssociation, Membership } from '../../../src';
import type { ConfiguredAudienceModelAssociationProps } from '../../../src';
import { expectRefused } from '../../support/faults';
import { cfnMembership } from '../../support/l1';
import { CREATOR, PARTNER, agnosticStack, stackOf } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsConfiguredAudienceModelAssociation';
const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';
const ID = '55555555-5555-4555-8555-555555555555';
const MODEL_ARN = `arn:aws:cleanrooms-ml:us-east-1:${PARTNER}:configured-audience-model/lookalikes`;

describe('the resource', () => {
  test('allows Clean Rooms to manage the policy of the model by default', () => {
    const stack = stackOf(PARTNER);
    association(stack);
    expect(propertiesIn(stack)).toEqual({
      ServiceToken: { 'Fn::GetAtt': ['CleanRoomsCustomResourcesHandler9FA4CF36', 'Arn'] },
      ServiceTimeout: '960',
      MembershipIdentifier: MEMBERSHIP_ID,
      ConfiguredAudienceModelArn: MODEL_ARN,
      Name: 'lookalikes',
      ManageResourcePolicies: true,
    });
  });

  test('has the properties that are given', () => {
    const stack = stackOf(PARTNER);
    association(stack, { description: 'People like those who bought', manageResourcePolicies: false });
    expect(propertiesIn(stack)).toMatchObject({ Description: 'People like those who bought', ManageResourcePolicies: false });
  });

  test('has a generated name of at most 100 characters for PhysicalName.GENERATE_IF_NEEDED', () => {
    const stack = stackOf(PARTNER);
    association(stack, { configuredAudienceModelAssociationName: PhysicalName.GENERATE_IF_NEEDED }, 'LongName'.repeat(15));
    expect(propertiesIn(stack).Name).toMatch(/^Stack-LongName[\w-]{80,86}$/);
  });

  test('has the tags of its stack and its own', () => {
    const stack = stackOf(PARTNER);
    Tags.of(association(stack)).add('purpose', 'measurement');
    Tags.of(stack).add('team', 'analytics');
    expect(propertiesIn(stack).Tags).toEqual({ purpose: 'measurement', team: 'analytics' });
  });

  test('accepts the L1 of a membership', () => {
    const stack = stackOf(PARTNER);
    association(stack, { membership: cfnMembership(stack) });
    expect(propertiesIn(stack).MembershipIdentifier).toEqual({ Ref: 'Membership' });
  });

  test('accepts tokens in all properties, in a stack for any environment', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    new ConfiguredAudienceModelAssociation(stack, 'Association', {
      membership: Membership.fromMembershipArn(stack, 'ByArn', parameter('MembershipArn')),
      configuredAudienceModelArn: parameter('Model'),
      configuredAudienceModelAssociationName: parameter('Name'),
      description: parameter('Description'),
    });
    expect(propertiesIn(stack)).toMatchObject({
      ConfiguredAudienceModelArn: { Ref: 'Model' }, Name: { Ref: 'Name' }, Description: { Ref: 'Description' },
    });
  });

  test('has attributes for its ARN and its id', () => {
    const stack = stackOf(PARTNER);
    const { configuredAudienceModelAssociationArn: arn, configuredAudienceModelAssociationIdentifier: id } = association(stack);
    expect(stack.resolve([arn, id])).toEqual([
      { 'Fn::GetAtt': ['AssociationA4069362', 'Arn'] },
      { 'Fn::GetAtt': ['AssociationA4069362', 'ConfiguredAudienceModelAssociationIdentifier'] },
    ]);
  });
});

describe('the permissions of the function', () => {
  test('allow it to manage the policy of a model, or only to remove it if the owner of the model manages it', () => {
    const [managed, own] = [stackOf(PARTNER), stackOf(PARTNER)];
    association(managed);
    association(own, { manageResourcePolicies: false });

    const [remove, put] = [['cleanrooms-ml:DeleteConfiguredAudienceModelPolicy', 'cleanrooms-ml:GetConfiguredAudienceModelPolicy'],
      ['cleanrooms-ml:PutConfiguredAudienceModelPolicy']];
    expect(actionsIn(managed)).toEqual(expect.arrayContaining([...remove, ...put]));
    expect(actionsIn(own)).toEqual(expect.arrayContaining(remove));
    expect(actionsIn(own)).not.toEqual(expect.arrayContaining(put));
  });

  test('are bound to the resources that this stack created', () => {
    const stack = stackOf(PARTNER);
    association(stack);
    for (const [action, key] of [['Create', 'RequestTag'], ['Update', 'ResourceTag'], ['Delete', 'ResourceTag']]) {
      const statement = statementsIn(stack).find(({ Action }) => [Action].flat().includes(`cleanrooms:${action}ConfiguredAudienceModelAssociation`));
      expect(statement?.Condition).toEqual({ StringEquals: { [`aws:${key}/cdk-cleanrooms:stack`]: { Ref: 'AWS::StackId' } } });
    }
  });

  test('are created before the association and deleted after it', () => {
    const stack = stackOf(PARTNER);
    association(stack);
    Template.fromStack(stack).hasResource(TYPE, { DependsOn: [1, 2].map(() => Match.stringLikeRegexp('CleanRoomsConfiguredAudienceModelAssociation')) });
  });
});

test.each<[string, Partial<ConfiguredAudienceModelAssociationProps>, string, string]>([
  ['a blank name', { configuredAudienceModelAssociationName: ' ' }, 'NameLength', "'configuredAudienceModelAssociationName' must have 1 to 100"],
  ['a long description', { description: 'd'.repeat(256) }, 'DescriptionLength', "'description' must have at most 255 characters, got 256"],
  ['a malformed ARN of a model', { configuredAudienceModelArn: 'lookalikes' }, 'ConfiguredAudienceModelArnMalformed', "got 'lookalikes'"],
])('rejects %s', (_, props, code, message) => {
  expectRefused(() => association(stackOf(PARTNER), props), code, message);
});

test('warns once about more associations of a membership than the default quota', () => {
  const stack = stackOf(PARTNER);
  const membership = cfnMembership(stack);
  const associate = (index: number) => new ConfiguredAudienceModelAssociation(stack, `Model${index}`, {
    membership, configuredAudienceModelArn: MODEL_ARN, configuredAudienceModelAssociationName: `model-${index}`,
  });
  [1, 2, 3, 4, 5, 6].forEach(associate);
  Annotations.fromStack(stack).hasNoWarning('/Stack/Model5', Match.stringLikeRegexp('overQuota'));
  Annotations.fromStack(stack).hasWarning('/Stack/Model6', Match.stringLikeRegexp(
    "'Stack/Membership' has 6 associations of configured audience models: the default quota is 5, and can be raised .*cdk-cleanrooms:overQuota"));
});

test('rejects an association in another partition', () => {
  expectRefused(() => association(stackOf(PARTNER, 'cn-north-1')), 'PartitionWithoutCleanRooms', 'the Region of the stack, cn-north-1');
});

test('an imported association has the id in its ARN, and grants', () => {
  const stack = stackOf(PARTNER);
  const arn = `arn:aws:cleanrooms:us-east-1:${CREATOR}:membership/${MEMBERSHIP_ID}/configuredaudiencemodelassociation/${ID}`;
  const imported = ConfiguredAudienceModelAssociation.fromConfiguredAudienceModelAssociationArn(stack, 'Imported', arn);
  imported.grants.read(Role.fromRoleName(stack, 'Role', 'analyst'));

  expect(stack.resolve(imported.configuredAudienceModelAssociationIdentifier)).toBe(ID);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'cleanrooms:GetConfiguredAudienceModelAssociation', Resource: arn }] },
  });
});

function association(
  stack: Stack, props: Partial<ConfiguredAudienceModelAssociationProps> = {}, id: string = 'Association',
): ConfiguredAudienceModelAssociation {
  return new ConfiguredAudienceModelAssociation(stack, id, {
    membership: props.membership ?? Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID),
    configuredAudienceModelArn: MODEL_ARN,
    configuredAudienceModelAssociationName: 'lookalikes',
    ...props,
  });
}

function propertiesIn(stack: Stack) {
  const [resource] = Object.values(Template.fromStack(stack).findResources(TYPE));
  return resource.Properties;
}

function statementsIn(stack: Stack): { Action: string | string[]; Condition?: object }[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
}

function actionsIn(stack: Stack): string[] {
  return statementsIn(stack).flatMap(({ Action }) => Action);
}
