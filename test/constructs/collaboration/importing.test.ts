import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  AnalysisTemplate, Collaboration, IdNamespaceAssociation, MemberAbility, Membership, PrivacyBudget, PrivacyBudgetTemplate, ProtectedQuery,
  QueryOutput, QueryStatement, ResultFormat, SchemaReadiness,
} from '../../../src';
import { expectRefused } from '../../support/faults';
import { CREATOR, PARTNER, warningsIn } from '../../support/stacks';

/*
 * The templates that `cdk import` reads. Its change set holds nothing but what is imported.
 */
const ID = '55555555-5555-4555-8555-555555555555';

function stackFor(account: string, importing: unknown): Stack {
  return new Stack(new App({ context: { 'cdk-cleanrooms:importing': importing } }), 'Stack', { env: { account, region: 'us-east-1' } });
}

function creatorTemplate(importing: unknown, { withQuery = false } = {}): Template {
  const stack = stackFor(CREATOR, importing);
  const collaboration = new Collaboration(stack, 'Room', {
    collaborationName: 'reach', creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
  });
  const membership = collaboration.addMembership('Membership', {
    defaultResult: { bucket: Bucket.fromBucketName(stack, 'Results', 'results'), format: ResultFormat.CSV },
  });
  new PrivacyBudgetTemplate(stack, 'Budget', { membership, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) });
  if (withQuery) new ProtectedQuery(stack, 'Query', { membership, statement: QueryStatement.sql('SELECT 1') });
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

test('can be made of programs whose queries have their results where the membership says', () => {
  const { Resources: resources } = creatorTemplate(true, { withQuery: true }).toJSON() as { Resources: Record<string, { Type: string }> };
  const types = Object.values(resources).map(({ Type }) => Type);
  expect(types).toContain('AWS::CleanRooms::Membership');
  expect(types.filter((type) => type.startsWith('Custom::'))).toEqual([]);
});

test.each(['', 'no', 'TRUE', 0, 'reach'])('are not made for %p, which is neither true nor an id', (importing) => {
  expectRefused(() => creatorTemplate(importing), 'ImportingMalformed',
    `the context value 'cdk-cleanrooms:importing' must be true, false, or the id of what is looked up, a UUID, got ${JSON.stringify(importing)}`);
});

test('say that they are for imports alone', () => {
  const stack = stackFor(CREATOR, true);
  new Collaboration(stack, 'Room', { creator: { displayName: 'Creator' } });
  expect(warningsIn(stack)).toContain('cdk-cleanrooms:forImportAlone');
});

describe('the id of what is looked up', () => {
  const errorsIn = (stack: Stack) => Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp('cdk-cleanrooms:importing')).map(({ entry }) => String(entry.data));
  const invited = (stack: Stack) => Collaboration.fromInvitation(stack, 'Room', { collaborationName: 'reach', creatorAccountId: CREATOR, memberAccountIds: [PARTNER] });

  test.each<[string, (stack: Stack) => unknown, string]>([
    ['an invited membership', (stack) => invited(stack).addMembership('Membership'), "the 'collaboration' of this resource is looked up"],
    ['a budget in a membership that is looked up', (stack) => new PrivacyBudgetTemplate(stack, 'Budget', {
      membership: Membership.fromLookup(stack, 'Membership', { collaboration: invited(stack) }),
      budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }),
    }), "the 'membership' of this resource is looked up"],
  ])('must be given for %s', (_, define, message) => {
    const [without, given] = [true, ID].map((importing) => stackFor(PARTNER, importing));
    [without, given].forEach(define);
    expect(errorsIn(without)).toEqual([expect.stringContaining(message)]);
    expect(errorsIn(given)).toEqual([]);
  });
});

test.each([undefined, false, 'false'])('are the ordinary ones without the context (%s)', (importing) => {
  creatorTemplate(importing).resourceCountIs('Custom::CleanRoomsReplacementGuard', 3);
});

test.each([true, ID])('can be made of programs that look things up (%s)', (importing) => {
  const stack = stackFor(PARTNER, importing);
  const collaboration = Collaboration.fromInvitation(stack, 'Room', { collaborationName: 'reach', creatorAccountId: CREATOR, memberAccountIds: [PARTNER] });
  const membership = collaboration.addMembership('Membership');
  const template = AnalysisTemplate.fromCollaboration(stack, 'Reach', { collaboration, analysisTemplateName: 'reach', ownerAccountId: CREATOR });
  IdNamespaceAssociation.fromCollaboration(stack, 'People', { collaboration, idNamespaceAssociationName: 'people', ownerAccountId: CREATOR });
  new SchemaReadiness(stack, 'Ready', { collaboration, tables: ['purchases'] });
  new ProtectedQuery(stack, 'Query', {
    membership, statement: QueryStatement.template(template), output: QueryOutput.s3(Bucket.fromBucketName(stack, 'Results', 'results'), { format: ResultFormat.CSV }),
  });
  const other = Collaboration.fromInvitation(stack, 'Other', { collaborationName: 'other', creatorAccountId: CREATOR });
  new CfnOutput(stack, 'Id', { value: other.collaborationIdentifier });

  Template.fromStack(stack).resourceCountIs('AWS::CleanRooms::Membership', 1);
  expect(stack.node.findAll().filter(CfnResource.isCfnResource).filter(({ cfnResourceType }) => cfnResourceType.startsWith('Custom::'))).toEqual([]);
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
