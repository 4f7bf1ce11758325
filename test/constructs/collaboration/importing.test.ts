import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Collaboration, MemberAbility, PrivacyBudget, PrivacyBudgetTemplate, ResultFormat } from '../../../src';
import { CREATOR, PARTNER } from '../../support/stacks';

/*
 * The templates that `cdk import` reads. Its change set holds nothing but what is imported.
 */
const ID = '55555555-5555-4555-8555-555555555555';

function stackFor(account: string, importing: unknown): Stack {
  return new Stack(new App({ context: { 'cdk-cleanrooms:importing': importing } }), 'Stack', { env: { account, region: 'us-east-1' } });
}

function creatorTemplate(importing: unknown): Template {
  const stack = stackFor(CREATOR, importing);
  const collaboration = new Collaboration(stack, 'Room', {
    collaborationName: 'reach', creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
  });
  const membership = collaboration.addMembership('Membership', {
    defaultResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: ResultFormat.CSV },
  });
  new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) });
  return Template.fromStack(stack);
}

test.each([true, 'true', ID])('have what is live, and nothing that it depends on (%s)', (importing) => {
  const { Resources: resources } = creatorTemplate(importing).toJSON() as { Resources: Record<string, { Type: string; DependsOn?: unknown }> };

  expect(Object.values(resources).map(({ Type }) => Type).sort()).toEqual([
    'AWS::CleanRooms::Collaboration', 'AWS::CleanRooms::Membership', 'AWS::CleanRooms::PrivacyBudgetTemplate',
  ]);
  expect(Object.values(resources).filter(({ Type, DependsOn }) => Type.includes('CleanRooms') && DependsOn)).toEqual([]);
});

test('have the membership without results for which a new role is needed: the next deployment adds them', () => {
  const [{ Properties: properties }] = Object.values(creatorTemplate(true).findResources('AWS::CleanRooms::Membership'));
  expect(properties.DefaultResultConfiguration).toBeUndefined();
});

test.each([undefined, false, 'false'])('are the ordinary ones without the context (%s)', (importing) => {
  creatorTemplate(importing).resourceCountIs('Custom::CleanRoomsReplacementGuard', 3);
});

test('have the id of the collaboration that is joined by invitation, where the context gives it', () => {
  const stack = stackFor(PARTNER, ID);
  Collaboration.fromInvitation(stack, 'Room', { collaborationName: 'reach', creatorAccountId: CREATOR }).addMembership('Membership');

  expect(Template.fromStack(stack).toJSON().Resources).toEqual({
    RoomCollaborationMembership3DDC28E8: expect.objectContaining({
      Type: 'AWS::CleanRooms::Membership', Properties: expect.objectContaining({ CollaborationIdentifier: ID }),
    }),
  });
});
