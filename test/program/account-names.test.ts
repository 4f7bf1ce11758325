import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import {
  AnalysisSource, AnalysisTemplate, ChangeRequestApproval, Collaboration, CollaborationChange, CollaborationChangeRequest,
  ConfiguredAudienceModelAssociation, IdNamespaceAssociation, MemberAbility, MemberRemoval, Membership, MembersJoined, PaymentResponsibility,
  SchemaReadiness,
} from '../../src';
import { expectRefusedAtSynthesis } from '../support/faults';
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
    queryLogging: true,
  });
});

describe('an account that is no member is warned of', () => {
  test.each<[string, string, (accountId: string) => unknown]>([
    ['as the owner of a template', 'ownerAccountId', (ownerAccountId) =>
      AnalysisTemplate.fromCollaboration(stack, 'Template', { collaboration, analysisTemplateName: 'reach', ownerAccountId })],
    ['among those that are waited for', 'accountIds', (accountId) => new MembersJoined(stack, 'Joined', { collaboration, accountIds: [accountId] })],
    ['as the one that is removed', 'accountId', (accountId) => new MemberRemoval(stack, 'Removal', { collaboration, accountId })],
    ['in a change', 'changes', (accountId) => new CollaborationChangeRequest(stack, 'Request', {
      collaboration, changes: [CollaborationChange.changeMember(accountId, { abilities: [] })],
    })],
  ])('%s; a member is not', (_, property, define) => {
    define(PARTNER);
    expect(warningsIn(stack)).not.toContain(NOT_A_MEMBER);

    stack = new Stack(new App(), 'Other', { env: { account: CREATOR, region: 'us-east-1' } });
    collaboration = new Collaboration(stack, 'Collaboration', {
      creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
      members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
    define(THIRD);
    expect(warningsIn(stack)).toContain(NOT_A_MEMBER);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(`^'${property}' has ${THIRD}`))).toHaveLength(1);
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

describe('an account that the app removes', () => {
  const removed = `has ${PARTNER}, which the app removes from the collaboration`;

  beforeEach(() => {
    new MemberRemoval(stack, 'Removal', { collaboration, accountId: PARTNER });
  });

  test.each<[string, () => { readonly node: Construct['node'] }]>([
    ['as the owner of a template', () => {
      const found = AnalysisTemplate.fromCollaboration(stack, 'Template', { collaboration, analysisTemplateName: 'reach', ownerAccountId: PARTNER });
      return found.node.scope!;
    }],
    ['among those that are waited for', () => new MembersJoined(stack, 'Joined', { collaboration, accountIds: [PARTNER] })],
    ['in a change', () => new CollaborationChangeRequest(stack, 'Request', {
      collaboration, changes: [CollaborationChange.changeMember(PARTNER, { abilities: [] })],
    })],
  ])('is warned of %s', (_, define) => {
    const { path } = define().node;
    Annotations.fromStack(stack).hasWarning(`/${path}`, Match.stringLikeRegexp(removed));
    expect(warningsIn(stack)).not.toContain('cdk-cleanrooms:memberAddedAndRemoved');
  });

  test('is not warned of as the one that is removed', () => {
    expect(warningsIn(stack)).toEqual([]);
  });

  test('is warned of where a request adds it', () => {
    new CollaborationChangeRequest(stack, 'Add', { collaboration, changes: [CollaborationChange.addMember({ accountId: PARTNER, displayName: 'Partner' })] });
    expect(warningsIn(stack)).toEqual(['cdk-cleanrooms:memberAddedAndRemoved', 'cdk-cleanrooms:memberAddedTwice']);
  });

  test('is not warned of where a request adds another one', () => {
    new CollaborationChangeRequest(stack, 'Add', { collaboration, changes: [CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' })] });
    expect(warningsIn(stack)).toEqual([]);
  });
});

test('the removal of a member from a collaboration whose members are not known is not warned of', () => {
  const room = Collaboration.fromCollaborationIdentifier(stack, 'Imported', '11111111-1111-4111-8111-111111111111');
  new MemberRemoval(stack, 'Removal', { collaboration: room, accountId: PARTNER });
  expect(warningsIn(stack)).toEqual([]);
});

test.each([[true], [false]])('the removal of a member who pays for queries is warned of where nobody else does: %s', (isOnly) => {
  const queries = [PaymentResponsibility.QUERY_COMPUTE];
  collaboration = new Collaboration(stack, 'Paid', {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY], paymentResponsibilities: isOnly ? [] : queries },
    members: [{ accountId: PARTNER, displayName: 'Partner', paymentResponsibilities: queries }],
  });
  new MemberRemoval(stack, 'Removal', { collaboration, accountId: PARTNER });
  const ids = warningsIn(stack);
  if (isOnly) expect(ids).toContain('cdk-cleanrooms:payerRemoved');
  else expect(ids).not.toContain('cdk-cleanrooms:payerRemoved');
});

describe('a stack of an account that is no member', () => {
  const inStackOf = (account: string) => new Stack(stack.node.root as App, 'Other', { env: { account, region: 'us-east-1' } });

  const parts: [string, (scope: Stack) => { readonly node: Construct['node'] }][] = [
    ['an invitation', (scope) => Collaboration.fromInvitation(scope, 'Part', { collaborationName: 'reach', creatorAccountId: CREATOR })],
    ['a membership that is looked up', (scope) => Membership.fromLookup(scope, 'Part', { collaboration })],
    ['a template that is looked up', (scope) => AnalysisTemplate.fromCollaboration(scope, 'Part', { collaboration, ownerAccountId: PARTNER, analysisTemplateName: 'reach' })],
    ['an ID namespace association that is looked up', (scope) =>
      IdNamespaceAssociation.fromCollaboration(scope, 'Part', { collaboration, ownerAccountId: PARTNER, idNamespaceAssociationName: 'people' })],
    ['an audience model that is looked up', (scope) =>
      ConfiguredAudienceModelAssociation.fromCollaboration(scope, 'Part', {
        collaboration, ownerAccountId: PARTNER, configuredAudienceModelAssociationName: 'people',
      })],
    ['a wait for tables', (scope) => new SchemaReadiness(scope, 'Part', { collaboration, tables: ['purchases'] })],
    ['a wait for members', (scope) => new MembersJoined(scope, 'Part', { collaboration, accountIds: [PARTNER] })],
    ['a vote', (scope) => new ChangeRequestApproval(scope, 'Part', { collaboration, changes: [CollaborationChange.autoApprove()] })],
  ];

  beforeEach(() => {
    stack = new Stack(new App(), 'Creator', { env: { account: CREATOR, region: 'us-east-1' } });
    collaboration = new Collaboration(stack, 'Collaboration', {
      collaborationName: 'reach', creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
    });
  });

  test.each(parts)('is refused: %s', (_, define) => {
    define(inStackOf(THIRD));
    expectRefusedAtSynthesis(stack, 'NotAMember', `Other/Part: account ${THIRD} of the stack is not among the members of the collaboration`);
  });

  test.each(parts.filter(([what]) => what !== 'a wait for members'))('is fine where it is a member: %s', (_, define) => {
    define(inStackOf(PARTNER));
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test.each(parts.filter(([what]) => what !== 'a wait for members'))('is warned of where the app removes it: %s', (_, define) => {
    const other = inStackOf(PARTNER);
    define(other);
    new MemberRemoval(stack, 'Removal', { collaboration, accountId: PARTNER });
    expect(warningsIn(other)).toContain('cdk-cleanrooms:stackOfRemovedMember');
  });

  test('is fine where a request adds it', () => {
    parts[3][1](inStackOf(THIRD));
    new CollaborationChangeRequest(stack, 'Add', { collaboration, changes: [CollaborationChange.addMember({ accountId: THIRD, displayName: 'Third' })] });
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
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

  test('on the changes of one of several requests of the program is not warned of', () => {
    new CollaborationChangeRequest(stack, 'Request', { collaboration, changes: CHANGES });
    new CollaborationChangeRequest(stack, 'Other', { collaboration, changes: [CollaborationChange.autoApprove()] });
    expect(approve(CHANGES)).not.toContain('cdk-cleanrooms:changesNotRequested');
  });

  test.each<[string, CollaborationChange[]]>([
    ['fewer', [CollaborationChange.addMember({ accountId: THIRD, displayName: 'Retailer' })]],
    ['as many', [CHANGES[0], CollaborationChange.changeMember(PARTNER, { abilities: [MemberAbility.CAN_RECEIVE_RESULTS] })]],
  ])('on changes that no request of the program asks for is warned of, be they %s', (_, changes) => {
    new CollaborationChangeRequest(stack, 'Request', { collaboration, changes: CHANGES });
    expect(approve(changes)).toContain('cdk-cleanrooms:changesNotRequested');
  });

  test('on a collaboration that the program imports can be on anything', () => {
    const partner = new Stack(new App(), 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
    new ChangeRequestApproval(partner, 'Approval', {
      collaboration: Collaboration.fromCollaborationIdentifier(partner, 'Import', '11111111-1111-4111-8111-111111111111'), changes: CHANGES,
    });
    expect(warningsIn(partner)).not.toContain('cdk-cleanrooms:changesNotRequested');
  });
});
