import { App, Stack } from 'aws-cdk-lib';
import {
  AnalysisSource, AnalysisTemplate, ChangeRequestApproval, Collaboration, CollaborationChange, CollaborationChangeRequest, MemberAbility,
  MemberRemoval, MembersJoined,
} from '../../src';
import { CREATOR, PARTNER, THIRD, warningsIn } from '../support/stacks';

/*
 * Accounts that constructs name as members, and votes, in a program that has the collaboration.
 */

const NOT_A_MEMBER = 'cdk-cleanrooms:accountNotMember';

let stack: Stack;
let collaboration: Collaboration;

beforeEach(() => {
  stack = new Stack(new App(), 'Creator', { env: { account: CREATOR, region: 'us-east-1' } });
  collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
    members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
});

describe('an account that is no member is warned of', () => {
  test.each<[string, (accountId: string) => unknown]>([
    ['as the owner of a template', (ownerAccountId) =>
      AnalysisTemplate.fromCollaboration(stack, 'Template', { collaboration, analysisTemplateName: 'reach', ownerAccountId })],
    ['among those that are waited for', (accountId) => new MembersJoined(stack, 'Joined', { collaboration, accountIds: [accountId] })],
    ['as the one that is removed', (accountId) => new MemberRemoval(stack, 'Removal', { collaboration, accountId })],
    ['in a change', (accountId) => new CollaborationChangeRequest(stack, 'Request', {
      collaboration, changes: [CollaborationChange.changeMember(accountId, { abilities: [] })],
    })],
  ])('%s; a member is not', (_, define) => {
    define(PARTNER);
    expect(warningsIn(stack)).not.toContain(NOT_A_MEMBER);

    stack = new Stack(new App(), 'Other', { env: { account: CREATOR, region: 'us-east-1' } });
    collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    define(THIRD);
    expect(warningsIn(stack)).toContain(NOT_A_MEMBER);
  });

  test('but one that another request of the program adds is a member', () => {
    new CollaborationChangeRequest(stack, 'Change', { collaboration, changes: [CollaborationChange.changeMember(THIRD, { abilities: [] })] });
    new CollaborationChangeRequest(stack, 'Add', { collaboration, changes: [CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' })] });
    expect(warningsIn(stack)).not.toContain(NOT_A_MEMBER);
  });
});

test('a template that an account is named for is found where the account of its stack is not known', () => {
  const anywhere = new Stack(new App(), 'Anywhere');
  const room = new Collaboration(anywhere, 'Collaboration', { creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] } });
  new AnalysisTemplate(anywhere, 'Reach', {
    membership: room.addMembership('Membership'), analysisTemplateName: 'reach', source: AnalysisSource.sql('SELECT 1'),
  });
  AnalysisTemplate.fromCollaboration(anywhere, 'Found', { collaboration: room, analysisTemplateName: 'reach', ownerAccountId: CREATOR });
  expect(warningsIn(anywhere)).not.toContain('cdk-cleanrooms:nameUnknown');
});

describe('a vote', () => {
  const CHANGES = [
    CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' }), CollaborationChange.changeMember(PARTNER, { abilities: [] }),
  ];

  function approve(changes: CollaborationChange[]): string[] {
    const partner = new Stack(stack.node.root as App, 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
    new ChangeRequestApproval(partner, 'Approval', { collaboration, changes });
    return warningsIn(partner);
  }

  test('on the changes of a request of the program, in any order, is not warned of', () => {
    new CollaborationChangeRequest(stack, 'Request', { collaboration, changes: CHANGES });
    expect(approve([...CHANGES].reverse())).not.toContain('cdk-cleanrooms:changesNotRequested');
  });

  test('on changes that no request of the program asks for is warned of', () => {
    new CollaborationChangeRequest(stack, 'Request', { collaboration, changes: CHANGES });
    expect(approve([CollaborationChange.addMember({ accountId: THIRD, displayName: 'Retailer' })])).toContain('cdk-cleanrooms:changesNotRequested');
  });

  test('on a collaboration that the program imports can be on anything', () => {
    const partner = new Stack(new App(), 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
    new ChangeRequestApproval(partner, 'Approval', {
      collaboration: Collaboration.fromCollaborationIdentifier(partner, 'Import', '11111111-1111-4111-8111-111111111111'), changes: CHANGES,
    });
    expect(warningsIn(partner)).not.toContain('cdk-cleanrooms:changesNotRequested');
  });
});
