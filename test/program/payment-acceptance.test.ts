import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import {
  ChangeRequestApproval, ChangeRequestDecision, Collaboration, CollaborationChange, CollaborationChangeRequest, MemberAbility, Membership,
  PaymentResponsibility,
} from '../../src';
import type { ICollaboration } from '../../src';
import { CREATOR, PARTNER, stackOf } from '../support/stacks';

const { QUERY_COMPUTE, JOB_COMPUTE } = PaymentResponsibility;
const COLLABORATION_ID = '11111111-1111-4111-8111-111111111111';

/** The partner pays in place of the creator. */
const SWAP = [
  CollaborationChange.changeMember(CREATOR, { abilities: [], paymentResponsibilities: [] }),
  CollaborationChange.changeMember(PARTNER, { abilities: [], paymentResponsibilities: [QUERY_COMPUTE] }),
];

function imported(stack: Stack): ICollaboration {
  return Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
    collaborationIdentifier: COLLABORATION_ID, creatorAccountId: CREATOR, memberAccountIds: [PARTNER],
  });
}

/** Which of the two comes first in the template, and whether the approval waits for the commit. A template with a circle is refused. */
function orderOf(stack: Stack, type = 'Custom::CleanRoomsChangeRequestApproval'): { first: string; untilCommitted?: boolean } {
  const template = Template.fromStack(stack);
  const [[membershipId, membership]] = Object.entries(template.findResources('AWS::CleanRooms::Membership'));
  const [[requestId, request]] = Object.entries(template.findResources(type));
  const isAfterRequest: boolean = membership.DependsOn?.includes(requestId) ?? false;
  const isAfterMembership: boolean = request.DependsOn?.includes(membershipId) ?? false;
  expect([isAfterRequest, isAfterMembership]).not.toEqual([true, true]);
  return {
    first: isAfterRequest ? 'request' : isAfterMembership ? 'membership' : 'either',
    untilCommitted: request.Properties.UntilCommitted,
  };
}

test.each([
  'before', 'after',
])('a membership that accepts the payment and is defined %s the vote comes after it, and the vote waits for the commit', (order) => {
  const stack = stackOf(PARTNER);
  const collaboration = imported(stack);
  const join = () => new Membership(stack, 'Membership', { collaboration, paymentResponsibilities: [QUERY_COMPUTE] });
  if (order === 'before') join();
  new ChangeRequestApproval(stack, 'Approval', { collaboration, changes: SWAP });
  if (order === 'after') join();

  expect(orderOf(stack)).toEqual({ first: 'request', untilCommitted: true });
});

test('an L1 that accepts the payment comes after the vote', () => {
  const stack = stackOf(PARTNER);
  new CfnMembership(stack, 'Membership', {
    collaborationIdentifier: COLLABORATION_ID, queryLogStatus: 'DISABLED', paymentConfiguration: { queryCompute: { isResponsible: true } },
  });
  new ChangeRequestApproval(stack, 'Approval', { collaboration: imported(stack), changes: SWAP });

  expect(orderOf(stack)).toEqual({ first: 'request', untilCommitted: true });
});

test.each<[string, PaymentResponsibility[] | undefined, CollaborationChange[], ChangeRequestDecision | undefined]>([
  ['accepts nothing', undefined, SWAP, undefined],
  ['accepts something else', [JOB_COMPUTE], SWAP, undefined],
  ['accepts more than the request asks for', [QUERY_COMPUTE, JOB_COMPUTE], SWAP, undefined],
  ['accepts what the request does not change', [QUERY_COMPUTE], [CollaborationChange.changeMember(PARTNER, { abilities: [] })], undefined],
  ['accepts what the request asks of another member', [QUERY_COMPUTE],
    [CollaborationChange.changeMember(CREATOR, { abilities: [], paymentResponsibilities: [QUERY_COMPUTE] })], undefined],
  ['accepts what its account denies', [QUERY_COMPUTE], SWAP, ChangeRequestDecision.DENY],
])('a membership that %s comes before the vote', (_, paymentResponsibilities, changes, decision) => {
  const stack = stackOf(PARTNER);
  const collaboration = imported(stack);
  new Membership(stack, 'Membership', { collaboration, paymentResponsibilities });
  new ChangeRequestApproval(stack, 'Approval', { collaboration, changes, decision });

  expect(orderOf(stack)).toEqual({ first: 'membership' });
});

test('a membership that the user has put before the vote stays there', () => {
  const stack = stackOf(PARTNER);
  const collaboration = imported(stack);
  const membership = new Membership(stack, 'Membership', { collaboration, paymentResponsibilities: [QUERY_COMPUTE] });
  new ChangeRequestApproval(stack, 'Approval', { collaboration, changes: SWAP }).node.addDependency(membership);

  expect(orderOf(stack)).toEqual({ first: 'membership' });
});

test('a membership in another stack is not ordered', () => {
  const app = new App();
  const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id, { env: { account: PARTNER, region: 'us-east-1' } }));
  new Membership(one, 'Membership', { collaboration: imported(one), paymentResponsibilities: [QUERY_COMPUTE] });
  new ChangeRequestApproval(other, 'Approval', { collaboration: imported(other), changes: SWAP });

  const [{ DependsOn, Properties }] = Object.values(Template.fromStack(other).findResources('Custom::CleanRoomsChangeRequestApproval'));
  expect(DependsOn).not.toContainEqual(expect.stringMatching(/^Membership/));
  expect(Properties).not.toHaveProperty('UntilCommitted');
  expect(one.dependencies).toEqual([]);
});

describe('the creator', () => {
  const requestOf = (add: (collaboration: Collaboration) => IConstruct, changes: CollaborationChange[]) => {
    const stack = stackOf(CREATOR);
    const collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] },
      members: [{ accountId: PARTNER, displayName: 'Partner', paymentResponsibilities: [QUERY_COMPUTE] }],
    });
    add(collaboration);
    new CollaborationChangeRequest(stack, 'Change', { collaboration, changes });
    return orderOf(stack, 'Custom::CleanRoomsCollaborationChangeRequest');
  };
  const PAYS = [CollaborationChange.changeMember(CREATOR, { abilities: [], paymentResponsibilities: [QUERY_COMPUTE] })];

  test('accepts a payment after its own request for it', () => {
    expect(requestOf((collaboration) => collaboration.addMembership('Membership', { paymentResponsibilities: [QUERY_COMPUTE] }), PAYS).first)
      .toBe('request');
  });

  test('joins before the request where its membership accepts nothing', () => {
    expect(requestOf((collaboration) => collaboration.addMembership('Membership'), PAYS).first).toBe('membership');
  });
});

test('a membership comes after the request also where its member was named so from the beginning: a payer can come back', () => {
  const stack = stackOf(CREATOR);
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY], paymentResponsibilities: [QUERY_COMPUTE] },
  });
  collaboration.addMembership('Membership');
  new CollaborationChangeRequest(stack, 'Change', {
    collaboration,
    changes: [CollaborationChange.changeMember(CREATOR, {
      abilities: [MemberAbility.CAN_RECEIVE_RESULTS], paymentResponsibilities: [QUERY_COMPUTE],
    })],
  });

  expect(orderOf(stack, 'Custom::CleanRoomsCollaborationChangeRequest').first).toBe('request');
});
