import { App, Aspects, RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Collaboration, MemberAbility, Membership } from '../../../src';
import { cfnCollaboration } from '../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const TYPE = 'AWS::CleanRooms::Membership';
const GUARD = 'Custom::CleanRoomsReplacementGuard';
const RUNNER = { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] };

describe("the creator's membership, which the service does not delete before the collaboration, is retained", () => {
  test.each<[string, (stack: Stack, membership: Membership) => void]>([
    ['when its removal policy is changed', (_, membership) => membership.applyRemovalPolicy(RemovalPolicy.DESTROY)],
    ['when everything in the app is to go', (stack) => RemovalPolicies.of(stack.node.root).destroy()],
    ['when an aspect says otherwise', (stack) => Aspects.of(stack).add({
      visit: (node) => {
        if (CfnMembership.isCfnMembership(node)) node.applyRemovalPolicy(RemovalPolicy.DESTROY);
      },
    })],
  ])('%s', (_, change) => {
    const stack = stackOf();
    change(stack, new Collaboration(stack, 'Collaboration', { creator: RUNNER }).addMembership('Membership'));

    const template = Template.fromStack(stack);
    template.hasResource(TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { Tags: Match.anyValue() } });
  });

  test.each([RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE])('for good with removal policy %s', (removalPolicy) => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER }).addMembership('Membership', { removalPolicy });

    const template = Template.fromStack(stack);
    template.hasResource(TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Properties: { Tags: Match.absent() } });
    template.resourceCountIs('Custom::CleanRoomsMembershipCleanup', 0);
  });
});

test.each<[string, (stack: Stack, membership: Membership) => void]>([
  ['by its removal policy', (_, membership) => membership.applyRemovalPolicy(RemovalPolicy.RETAIN)],
  ['with everything in the app', (stack) => RemovalPolicies.of(stack.node.root).retain()],
  ['unless it cannot be made', (_, membership) => membership.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)],
])("the creator's membership that is retained later, %s, is not deleted after the collaboration", (_, retain) => {
  const stack = stackOf();
  retain(stack, new Collaboration(stack, 'Collaboration', { creator: RUNNER }).addMembership('Membership'));
  Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'Retain', Properties: { Tags: Match.absent() } });
});

describe('the membership of a collaboration that is not of the app', () => {
  const membershipBy = (creatorAccountId: string, removalPolicy?: RemovalPolicy) => {
    const stack = stackOf();
    const collaboration = Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
      collaborationIdentifier: '11111111-1111-4111-8111-111111111111', creatorAccountId,
    });
    new Membership(stack, 'Membership', { collaboration, removalPolicy });
    return warningsIn(stack);
  };

  test('is warned of where it should be deleted, which the service refuses its creator', () => {
    expect(membershipBy(CREATOR, RemovalPolicy.DESTROY)).toEqual(['cdk-cleanrooms:creatorCannotLeave']);
  });

  test.each<[string, string, RemovalPolicy | undefined]>([
    ['retained', CREATOR, undefined], ['retained by name', CREATOR, RemovalPolicy.RETAIN], ["another member's", PARTNER, RemovalPolicy.DESTROY],
  ])('is not warned of where it is %s', (_, creatorAccountId, removalPolicy) => {
    expect(membershipBy(creatorAccountId, removalPolicy)).toEqual([]);
  });
});

test("another member's membership is deleted with its stack where the removal policy says so", () => {
  const stack = stackOf(PARTNER);
  joined(stack);
  RemovalPolicies.of(stack).destroy();
  Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
});

test("another member's membership is deleted on replacement where allowReplacement permits that", () => {
  const stack = stackOf(PARTNER);
  joined(stack, true);
  Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Delete' });
});

describe("the creator's membership is guarded against moving to another collaboration", () => {
  test('and is retained when it is replaced', () => {
    const stack = stackOf();
    new Membership(stack, 'Membership', { collaboration: cfnCollaboration(stack), allowReplacement: true });

    const template = Template.fromStack(stack);
    template.hasResource(TYPE, { UpdateReplacePolicy: 'Retain', DependsOn: [Match.stringLikeRegexp('^Membership.*ReplacementGuard$')] });
    template.hasResourceProperties(GUARD, {
      GuardedType: TYPE,
      FailsIfChanged: { collaboration: { Ref: 'Collaboration' } },
      ReplacementAllowed: true,
    });
  });

  test.each<[string, boolean | undefined, boolean | undefined, boolean]>([
    ['stays', undefined, undefined, false],
    ['follows a collaboration that may be replaced', true, undefined, true],
    ['does not follow it where it is told so', true, false, false],
    ['moves where that alone is allowed', false, true, true],
  ])('it %s', (_, ofCollaboration, ofMembership, allowed) => {
    const stack = stackOf();
    new Collaboration(stack, 'Collaboration', { creator: RUNNER, allowReplacement: ofCollaboration })
      .addMembership('Membership', { allowReplacement: ofMembership });

    Template.fromStack(stack).hasResourceProperties(GUARD, { GuardedType: 'AWS::CleanRooms::Membership', ReplacementAllowed: allowed });
  });

  test('its guard sees the collaboration of another stack by what that exports', () => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map((id) => new Stack(app, id, { env: { account: CREATOR, region: 'us-east-1' } }));
    new Membership(second, 'Membership', { collaboration: new Collaboration(first, 'Collaboration', { creator: RUNNER }) });

    const imported = { 'Fn::ImportValue': Match.stringLikeRegexp('^First:') };
    const template = Template.fromStack(second);
    template.hasResourceProperties(TYPE, { CollaborationIdentifier: imported });
    template.hasResourceProperties(GUARD, { FailsIfChanged: { collaboration: imported } });
  });
});

function joined(stack: Stack, allowReplacement?: boolean): Membership {
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
  return new Membership(stack, 'Membership', { collaboration, allowReplacement });
}
