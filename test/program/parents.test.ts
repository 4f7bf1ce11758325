import { App, Stack } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation, CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Collaboration, ConfiguredTable, Membership } from '../../src';
import type { ProgramModel } from '../../src/program/model';
import { collaborationJoined, membershipOwning, tableAssociated } from '../../src/program/parents';
import { Program } from '../../src/program/program';
import { expectRefused } from '../support/faults';
import { cfnConfiguredTable, cfnMembership } from '../support/l1';
import { CREATOR, PARTNER } from '../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const OTHER_ID = '22222222-2222-4222-8222-222222222222';
const ARN = `arn:aws:cleanrooms:us-east-1:${PARTNER}:membership/${ID}`;

let stack: Stack;
let model: ProgramModel;

beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { account: CREATOR, region: 'us-east-1' } });
  ({ model } = Program.of(stack));
});

const mappingTable = (membershipIdentifier: string) => new CfnIdMappingTable(stack, 'Mapping', {
  name: 'ids', membershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
});

describe('the collaboration that a membership joins', () => {
  const keyOf = (membership: CfnMembership) => collaborationJoined(model, membership, Collaboration.fromCollaborationIdentifier(stack, 'Given', ID))?.key;

  test('is the one that its construct was given', () => {
    expect(keyOf(cfnMembership(stack, ID))).toBe(ID);
  });

  test('is the one that has taken its place in the L1', () => {
    expect(keyOf(cfnMembership(stack, OTHER_ID))).toBe(OTHER_ID);
  });

  test('is not known where nothing has taken its place', () => {
    const membership = cfnMembership(stack, ID);
    membership.addPropertyDeletionOverride('CollaborationIdentifier');
    expect(keyOf(membership)).toBeUndefined();
  });
});

describe('the membership that a resource belongs to', () => {
  test('is the one that its construct was given, by the ARN that it was imported by', () => {
    const given = Membership.fromMembershipArn(stack, 'Given', ARN);
    expect(membershipOwning(mappingTable(given.membershipIdentifier), given))
      .toEqual({ membershipArn: ARN, membershipIdentifier: ID, key: ID, inEnvironmentOf: given });
  });

  test('is the one of the program that has taken its place in the L1', () => {
    const other = cfnMembership(stack);
    const { membershipArn, membershipIdentifier, key, inEnvironmentOf } = membershipOwning(
      mappingTable(other.attrMembershipIdentifier), Membership.fromMembershipArn(stack, 'Given', ARN));
    expect(stack.resolve([membershipArn, membershipIdentifier])).toEqual(stack.resolve([other.attrArn, other.ref]));
    expect([key, inEnvironmentOf].map((each) => each === other)).toEqual([true, true]);
  });

  test('is the one whose id has taken its place in the L1, in the account of the stack', () => {
    const resource = mappingTable(OTHER_ID);
    const { membershipArn, ...named } = membershipOwning(resource, Membership.fromMembershipArn(stack, 'Given', ARN));
    expect(named).toEqual({ membershipIdentifier: OTHER_ID, key: OTHER_ID, inEnvironmentOf: resource });
    expect(stack.resolve(membershipArn)).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:cleanrooms:us-east-1:${CREATOR}:membership/${OTHER_ID}`]],
    });
  });

  test('is refused where its id has a wildcard, which a trust policy would take for many', () => {
    expectRefused(() => membershipOwning(mappingTable('*'), Membership.fromMembershipArn(stack, 'Given', ARN)), 'WildcardInArn', "'MembershipIdentifier'");
  });
});

describe('the table of an association', () => {
  const association = (configuredTableIdentifier: string) => new CfnConfiguredTableAssociation(stack, 'Association', {
    name: 'purchases', membershipIdentifier: ID, configuredTableIdentifier, roleArn: 'arn',
  });

  test('is the one that its construct was given', () => {
    const table = cfnConfiguredTable(stack);
    expect(tableAssociated(model, association(table.ref), table)?.cfn).toBe(table);
  });

  test('is the one that has taken its place in the L1', () => {
    const table = cfnConfiguredTable(stack);
    const given = ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Given', ID);
    expect(tableAssociated(model, association(table.ref), given)?.cfn).toBe(table);
  });

  test('is not known where the program does not define it', () => {
    const given = ConfiguredTable.fromConfiguredTableIdentifier(stack, 'Given', ID);
    expect(tableAssociated(model, association(ID), given)).toBeUndefined();
  });
});
