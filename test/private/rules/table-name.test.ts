import { Lazy } from 'aws-cdk-lib';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Construct } from 'constructs';
import { Collaboration, Membership } from '../../../src';
import { tellCollaboration } from '../../../src/private/collaboration-facts';
import { adviseTableName, checkTableNameIsUnique } from '../../../src/private/rules/table-name';
import { advised, told } from '../../support/faults';
import { stackOf } from '../../support/stacks';

describe('names of tables in a collaboration', () => {
  const stack = stackOf();
  const collaboration = Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111');
  const membership = new Membership(stack, 'Membership', { collaboration });
  const partner = Membership.fromMembershipIdentifier(stack, 'Partner', '22222222-2222-4222-8222-222222222222');
  tellCollaboration(partner, collaboration);

  test('must be unique, whoever brings the table', () => {
    expect(checkTableNameIsUnique(new Construct(stack, 'First'), 'purchases', membership)).toEqual([]);
    expect(told(checkTableNameIsUnique(new Construct(stack, 'Second'), 'purchases', partner))).toEqual([[
      'TableNameTaken', "the name 'purchases' is taken by 'Stack/First': the names of tables must be unique in a collaboration",
    ]]);
    expect(told(checkTableNameIsUnique(new Construct(stack, 'Third'), 'purchases', membership))).toEqual([[
      'TableNameTaken', "the name 'purchases' is taken by 'Stack/First': the names of tables must be unique in a collaboration",
    ]]);
  });

  test('can be another one, one of another collaboration, or not known yet', () => {
    const elsewhere = new CfnMembership(stack, 'Elsewhere', {
      collaborationIdentifier: '33333333-3333-4333-8333-333333333333', queryLogStatus: 'DISABLED',
    });
    const later = Lazy.string({ produce: () => 'purchases' });

    expect(checkTableNameIsUnique(stack, 'returns', membership)).toEqual([]);
    expect(checkTableNameIsUnique(stack, 'purchases', elsewhere)).toEqual([]);
    expect(checkTableNameIsUnique(stack, later, membership)).toEqual([]);
    expect(checkTableNameIsUnique(stack, later, membership)).toEqual([]);
  });
});

test.each(['user', 'ORDER', 'Select'])('warns of the reserved word %s', (name) => {
  expect(advised(adviseTableName(name))).toEqual([[
    'cdk-cleanrooms:reservedTableName', `'${name}' is a reserved word of SQL: queries that name the table would have to quote it`,
  ]]);
});

test.each(['users', 'orders_2026', '', Lazy.string({ produce: () => 'user' })])('says nothing of the name %s', (name) => {
  expect(adviseTableName(name)).toEqual([]);
});
