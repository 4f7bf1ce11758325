import { Template } from 'aws-cdk-lib/assertions';
import { Collaboration, MemberRemoval } from '../../../src';
import { ResourceType } from '../../../src/custom-resources/contract';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';

test('names the collaboration and the account', () => {
  const stack = stackOf();
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', ID);
  const removal = new MemberRemoval(stack, 'Removal', { collaboration, accountId: PARTNER });

  expect(removal.accountId).toBe(PARTNER);
  Template.fromStack(stack).hasResourceProperties(ResourceType.MEMBER_REMOVAL, { CollaborationIdentifier: ID, AccountId: PARTNER });
});

test('is not for the creator, who is the account of the stack', () => {
  const stack = stackOf();
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', ID);
  expect(() => new MemberRemoval(stack, 'Removal', { collaboration, accountId: CREATOR })).toThrow(/leaves a collaboration by deleting it/);
});
