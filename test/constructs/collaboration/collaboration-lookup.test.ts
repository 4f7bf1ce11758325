import { CfnParameter, Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Collaboration } from '../../../src';
import type { CollaborationInvitation, ICollaboration } from '../../../src';
import { Program } from '../../../src/program/program';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf } from '../../support/stacks';

const TYPE = 'Custom::CleanRoomsCollaborationLookup';

test('an invitation is found by its name and its creator, and its id goes from there to the membership', () => {
  const stack = stackOf(PARTNER);
  invited(stack).addMembership('Membership');

  const template = Template.fromStack(stack);
  const [[logicalId, { Properties: properties }]] = Object.entries(template.findResources(TYPE));
  expect(properties).toMatchObject({ CollaborationName: 'campaign', CreatorAccountId: CREATOR, WaitSeconds: 0 });
  template.hasResourceProperties('AWS::CleanRooms::Membership', {
    CollaborationIdentifier: { 'Fn::GetAtt': [logicalId, 'CollaborationIdentifier'] },
  });
});

test('an invitation leads to a collaboration in the account of its creator', () => {
  const stack = stackOf(PARTNER);
  const collaboration = invited(stack);

  expect(collaboration.env.account).toBe(CREATOR);
  expect(JSON.stringify(stack.resolve(collaboration.collaborationArn))).toContain(`:cleanrooms:us-east-1:${CREATOR}:collaboration/`);
});

test('the accounts of the members are known where the invitation names them', () => {
  const stack = stackOf(PARTNER);
  const collaboration = invited(stack, { memberAccountIds: [PARTNER, THIRD] });

  expect(Program.of(stack).model.collaboration(collaboration).accountIds()).toEqual([CREATOR, PARTNER, THIRD]);
});

test('an invitation is waited for as long as the timeout says', () => {
  const stack = stackOf(PARTNER);
  invited(stack, { timeout: Duration.minutes(14) });

  Template.fromStack(stack).hasResourceProperties(TYPE, { WaitSeconds: 840 });
});

test('the function may list the invitations of the account', () => {
  const stack = stackOf(PARTNER);
  invited(stack);

  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Action: ['cleanrooms:ListCollaborations'], Resource: '*' },
        { Effect: 'Allow', Action: ['cloudformation:DescribeStacks'], Resource: { Ref: 'AWS::StackId' } },
      ],
    },
  });
});

test('name and creator can be tokens, in a stack of any environment', () => {
  const stack = agnosticStack();
  const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
  invited(stack, { collaborationName: parameter('Name'), creatorAccountId: parameter('Creator'), memberAccountIds: [parameter('Member')] });

  Template.fromStack(stack).hasResourceProperties(TYPE, { CollaborationName: { Ref: 'Name' }, CreatorAccountId: { Ref: 'Creator' } });
});

test.each<[string, Partial<CollaborationInvitation>, string, string]>([
  ['a blank name', { collaborationName: ' ' }, 'NameLength', "'collaborationName' must have 1 to 100"],
  ['a creator that is no account', { creatorAccountId: 'advertiser' }, 'AccountIdMalformed', "'creatorAccountId' must be an AWS account"],
  ['a member that is no account', { memberAccountIds: ['publisher'] }, 'AccountIdMalformed', "'memberAccountIds' must be an AWS account"],
  ['too long a wait', { timeout: Duration.minutes(61) }, 'WaitTooLong', "'timeout' must be whole seconds and at most 60 minutes"],
])('%s is refused', (_, changed, code, message) => {
  expectRefused(() => invited(stackOf(PARTNER), changed), code, message);
});

test('an invitation is refused in another partition', () => {
  expectRefused(() => invited(stackOf(PARTNER, 'cn-north-1')), 'PartitionWithoutCleanRooms', 'cn-north-1');
});

function invited(stack: Stack, changed: Partial<CollaborationInvitation> = {}): ICollaboration {
  return Collaboration.fromInvitation(stack, 'Collaboration', { collaborationName: 'campaign', creatorAccountId: CREATOR, ...changed });
}
