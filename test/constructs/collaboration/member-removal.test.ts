import { Template } from 'aws-cdk-lib/assertions';
import { Collaboration, ConfiguredTableAssociation, MemberRemoval, TableSource } from '../../../src';
import { ResourceType } from '../../../src/custom-resources/contract';
import { cfnConfiguredTable, cfnTable } from '../../support/l1';
import { CREATOR, PARTNER, THIRD, stackOf } from '../../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';

test('names the collaboration and the account', () => {
  const stack = stackOf();
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', ID);
  const removal = new MemberRemoval(stack, 'Removal', { collaboration, accountId: PARTNER });

  expect(removal.accountId).toBe(PARTNER);
  Template.fromStack(stack).hasResourceProperties(ResourceType.MEMBER_REMOVAL, { CollaborationIdentifier: ID, AccountId: PARTNER });
});

test('refuses to remove the creator, which is the account of the stack', () => {
  const stack = stackOf();
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', ID);
  expect(() => new MemberRemoval(stack, 'Removal', { collaboration, accountId: CREATOR })).toThrow(/can only leave it by deleting it/);
});

test('takes the account out of the trust of roles that read tables, whichever is defined first', () => {
  const stack = stackOf();
  const collaboration = new Collaboration(stack, 'Collaboration', {
    creator: { displayName: 'Creator' }, members: [PARTNER, THIRD].map((accountId) => ({ accountId, displayName: accountId })),
  });
  new ConfiguredTableAssociation(stack, 'Association', {
    membership: collaboration.addMembership('Membership'),
    configuredTable: cfnConfiguredTable(stack),
    configuredTableAssociationName: 'purchases',
    source: TableSource.glue(cfnTable(stack)),
  });
  new MemberRemoval(stack, 'Removal', { collaboration, accountId: PARTNER });

  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', {
    Properties: { Description: 'Clean Rooms reads the table purchases with it' },
  }));
  const trust = JSON.stringify(role.Properties.AssumeRolePolicyDocument);
  expect(trust).toContain(`:${THIRD}:membership/*`);
  expect(trust).not.toContain(PARTNER);
});
