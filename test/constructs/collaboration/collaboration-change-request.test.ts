import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  AutoApprovedChangeType, ChangeRequestApproval, ChangeRequestDecision, Collaboration, CollaborationChange, CollaborationChangeRequest,
  MemberAbility, MlMemberAbility, PaymentResponsibility,
} from '../../../src';
import { ResourceType } from '../../../src/custom-resources/contract';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf } from '../../support/stacks';

const { CAN_RECEIVE_RESULTS } = MemberAbility;
const NEWCOMER = CollaborationChange.addMember({ accountId: THIRD, displayName: 'Retailer' });

function collaborationOf(stack: Stack): Collaboration {
  return new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
}

function onlyOne(stack: Stack, type: ResourceType): { logicalId: string; Properties: Record<string, unknown>; DependsOn: unknown } {
  const [[logicalId, resource], ...others] = Object.entries(Template.fromStack(stack).findResources(type));
  expect(others).toEqual([]);
  return { logicalId, Properties: resource.Properties, DependsOn: resource.DependsOn };
}

test.each<[string, CollaborationChange, object]>([
  ['a new member', NEWCOMER, { Member: { AccountId: THIRD, DisplayName: 'Retailer', Abilities: [] } }],
  [
    'a new member with abilities, who pays',
    CollaborationChange.addMember({
      accountId: THIRD,
      displayName: 'Retailer',
      abilities: [CAN_RECEIVE_RESULTS],
      mlAbilities: [MlMemberAbility.CAN_RECEIVE_MODEL_OUTPUT],
      paymentResponsibilities: [PaymentResponsibility.MODEL_TRAINING],
    }),
    {
      Member: {
        AccountId: THIRD,
        DisplayName: 'Retailer',
        Abilities: ['CAN_RECEIVE_RESULTS'],
        MlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'],
        Payment: { QUERY_COMPUTE: false, MODEL_TRAINING: true },
      },
    },
  ],
  [
    'the abilities of a member, and nothing else',
    CollaborationChange.changeMember(PARTNER, { abilities: [CAN_RECEIVE_RESULTS] }),
    { Member: { AccountId: PARTNER, Abilities: ['CAN_RECEIVE_RESULTS'] } },
  ],
  [
    'all that a member pays for',
    CollaborationChange.changeMember(PARTNER, { abilities: [], mlAbilities: [], paymentResponsibilities: [PaymentResponsibility.JOB_COMPUTE] }),
    {
      Member: {
        AccountId: PARTNER,
        Abilities: [],
        MlAbilities: [],
        Payment: { QUERY_COMPUTE: false, JOB_COMPUTE: true, MODEL_TRAINING: false, MODEL_INFERENCE: false, SYNTHETIC_DATA_GENERATION: false },
      },
    },
  ],
  ['what needs no approval', CollaborationChange.autoApprove(AutoApprovedChangeType.ADD_MEMBER), { AutoApprovedChangeTypes: ['ADD_MEMBER'] }],
  ['that everything needs approval', CollaborationChange.autoApprove(), { AutoApprovedChangeTypes: [] }],
])('asks for %s', (_, change, properties) => {
  const stack = stackOf();
  new CollaborationChangeRequest(stack, 'Change', { collaboration: collaborationOf(stack), changes: [change] });
  expect(onlyOne(stack, ResourceType.COLLABORATION_CHANGE_REQUEST).Properties.Changes).toEqual([properties]);
});

test('a request waits ten minutes for the approvals by default, and has an id', () => {
  const stack = stackOf();
  const collaboration = collaborationOf(stack);
  const request = new CollaborationChangeRequest(stack, 'Change', { collaboration, changes: [NEWCOMER] });
  const { logicalId, Properties } = onlyOne(stack, ResourceType.COLLABORATION_CHANGE_REQUEST);
  expect(Properties).toMatchObject({ CollaborationIdentifier: stack.resolve(collaboration.collaborationIdentifier), WaitSeconds: 600 });
  expect(stack.resolve(request.changeRequestIdentifier)).toEqual({ 'Fn::GetAtt': [logicalId, 'ChangeRequestIdentifier'] });
  expect(request.changes).toEqual([NEWCOMER]);

  const other = stackOf();
  new CollaborationChangeRequest(other, 'Change', { collaboration: collaborationOf(other), changes: [NEWCOMER], timeout: Duration.seconds(30) });
  expect(onlyOne(other, ResourceType.COLLABORATION_CHANGE_REQUEST).Properties.WaitSeconds).toBe(30);
});

test('a request is made after the membership of the creator, and may change only this collaboration', () => {
  const stack = stackOf();
  const collaboration = collaborationOf(stack);
  const membership = collaboration.addMembership('Membership');
  new CollaborationChangeRequest(stack, 'Change', { collaboration, changes: [NEWCOMER] });

  const { DependsOn } = onlyOne(stack, ResourceType.COLLABORATION_CHANGE_REQUEST);
  expect(DependsOn).toContain(stack.getLogicalId(membership.node.defaultChild as never));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([Match.objectLike({
        Action: Match.arrayWith(['cleanrooms:CreateCollaborationChangeRequest']),
        Resource: stack.resolve(collaboration.collaborationArn),
      })]),
    },
  });
});

test('an approval has the account of its stack and its decision', () => {
  const stack = stackOf(PARTNER);
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
  const approval = new ChangeRequestApproval(stack, 'Approval', { collaboration, changes: [NEWCOMER] });
  const { logicalId, Properties } = onlyOne(stack, ResourceType.CHANGE_REQUEST_APPROVAL);
  expect(Properties).toMatchObject({ AccountId: PARTNER, Decision: 'APPROVE', WaitSeconds: 600, Changes: [{ Member: { AccountId: THIRD } }] });
  expect(stack.resolve(approval.changeRequestIdentifier)).toEqual({ 'Fn::GetAtt': [logicalId, 'ChangeRequestIdentifier'] });
});

test('a denial can be in a stack of any account', () => {
  const stack = agnosticStack();
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
  new ChangeRequestApproval(stack, 'Denial', { collaboration, changes: [NEWCOMER], decision: ChangeRequestDecision.DENY, timeout: Duration.minutes(2) });
  expect(onlyOne(stack, ResourceType.CHANGE_REQUEST_APPROVAL).Properties)
    .toMatchObject({ AccountId: { Ref: 'AWS::AccountId' }, Decision: 'DENY', WaitSeconds: 120 });
});

test('the rules of the service are checked for the request and for the vote', () => {
  const stack = stackOf(CREATOR);
  const collaboration = collaborationOf(stack);
  const changes = [CollaborationChange.changeMember(PARTNER, { abilities: [MemberAbility.CAN_QUERY] })];
  expect(() => new CollaborationChangeRequest(stack, 'Change', { collaboration, changes })).toThrow(/Stack\/Change: 'abilities' of a change/);
  expect(() => new ChangeRequestApproval(stack, 'Approval', { collaboration, changes: [] })).toThrow(/Stack\/Approval: 'changes' must have 1 to 10/);
  expect(() => new CollaborationChangeRequest(stack, 'Long', { collaboration, changes: [NEWCOMER], timeout: Duration.minutes(61) }))
    .toThrow(/'timeout' must be whole seconds and at most 60 minutes/);
});
