import type { App } from 'aws-cdk-lib';
import { CfnCondition, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation, CfnIdMappingTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Collaboration, ConfiguredTableAssociation, IntermediateTable, MemberAbility, Membership, PopulationAnalysis, TableSource } from '../../../src';
import type { ICollaboration } from '../../../src';
import { Program } from '../../../src/program/program';
import { expectRefusedAtSynthesis } from '../../support/faults';
import { cfnConfiguredTable, cfnTable } from '../../support/l1';
import { CREATOR, PARTNER, stackOf, warningsIn } from '../../support/stacks';

const MEMBERSHIP_ID = '22222222-2222-4222-8222-222222222222';

function collaborationIn(stack: Stack, id = 'Collaboration'): ICollaboration {
  return new Collaboration(stack, id, {
    creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY] }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
}

function association(scope: Stack, membership: refs.IMembershipRef, name: string, id = 'Association'): ConfiguredTableAssociation {
  const around = new Construct(scope, `Table-${id}`);
  return new ConfiguredTableAssociation(scope, id, {
    membership, configuredTableAssociationName: name, configuredTable: cfnConfiguredTable(around), source: TableSource.glue(cfnTable(around)),
  });
}

function cfnAssociation(stack: Stack, membershipIdentifier: string, name: string, id = 'Cfn'): CfnConfiguredTableAssociation {
  return new CfnConfiguredTableAssociation(stack, id, {
    name, membershipIdentifier, configuredTableIdentifier: '44444444-4444-4444-8444-444444444444', roleArn: `arn:aws:iam::${CREATOR}:role/reader`,
  });
}

const isFine = (stack: Stack) => expect(() => (stack.node.root as App).synth()).not.toThrow();

describe('the name of a table is refused that', () => {
  test.each<[string, (stack: Stack, membershipIdentifier: string) => unknown]>([
    ['an L1 of an association has', (stack, id) => cfnAssociation(stack, id, 'people')],
    ['an L1 of an ID mapping table has', (stack, membershipIdentifier) => new CfnIdMappingTable(stack, 'Cfn', {
      name: 'people', membershipIdentifier, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
    })],
    ['an intermediate table has', (stack, id) => new IntermediateTable(stack, 'Cfn', {
      membership: Membership.fromMembershipIdentifier(stack, 'Imported', id),
      intermediateTableName: 'people',
      populationAnalysis: PopulationAnalysis.sql('SELECT 1'),
    })],
  ])('%s', (_, other) => {
    const stack = stackOf();
    const membership = collaborationIn(stack).addMembership('Membership');
    association(stack, membership, 'people');
    other(stack, membership.membershipIdentifier);
    expectRefusedAtSynthesis(stack, 'TableNameTaken', "Stack/Cfn: the name 'people' is taken by 'Stack/Association'");
  });

  test('a table of another member has', () => {
    const stack = stackOf();
    const partner = new Stack(stack.node.root as App, 'Partner', { env: { account: PARTNER, region: 'us-east-1' } });
    const collaboration = collaborationIn(stack);
    association(stack, collaboration.addMembership('Membership'), 'people');
    association(partner, new Membership(partner, 'Membership', { collaboration }), 'people');
    expectRefusedAtSynthesis(stack, 'TableNameTaken', "Stack/Association: the name 'people' is taken by 'Partner/Association'");
  });

  test('another table has in a membership of which only the id is known', () => {
    const stack = stackOf();
    association(stack, Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID), 'people');
    cfnAssociation(stack, MEMBERSHIP_ID, 'people');
    expectRefusedAtSynthesis(stack, 'TableNameTaken', 'Stack/Cfn');
  });

  test('has been given to an L1 after it was made', () => {
    const stack = stackOf();
    const membership = collaborationIn(stack).addMembership('Membership');
    association(stack, membership, 'people');
    const renamed = cfnAssociation(stack, membership.membershipIdentifier, 'visitors');
    renamed.name = 'people';
    expectRefusedAtSynthesis(stack, 'TableNameTaken', 'Stack/Cfn');
  });
});

test('each table of a name after the first one is refused, whatever there is between them', () => {
  const stack = stackOf();
  Program.of(stack);
  [['A', 'people'], ['B', 'People'], ['C', 'people'], ['D', 'People'], ['E', 'peoplE'], ['F', 'people']].forEach(([id, name]) =>
    cfnAssociation(stack, MEMBERSHIP_ID, name, id));
  expect(() => (stack.node.root as App).synth()).toThrow(
    /^Stack\/C: the name 'people' .*'Stack\/A'.*\nStack\/D: the name 'People' .*'Stack\/B'.*\nStack\/F: the name 'people' .*'Stack\/A'[^\n]*$/);
  expect(stack.node.findAll().flatMap(({ node }) => node.metadata.filter(({ data }) => String(data).includes('tableNamesDifferInCase')).map(() => node.id)))
    .toEqual(['B', 'E']);
});

test('the table of a name that comes first by its path has it, whatever its type is', () => {
  const stack = stackOf();
  Program.of(stack);
  cfnAssociation(stack, MEMBERSHIP_ID, 'people', 'B');
  new CfnIdMappingTable(stack, 'A', {
    name: 'people', membershipIdentifier: MEMBERSHIP_ID, inputReferenceConfig: { inputReferenceArn: 'arn', manageResourcePolicies: true },
  });
  expectRefusedAtSynthesis(stack, 'TableNameTaken', "Stack/B: the name 'people' is taken by 'Stack/A'");
});

describe('the name of a table is fine that', () => {
  test('an L1 without one lacks', () => {
    const stack = stackOf();
    Program.of(stack);
    cfnAssociation(stack, MEMBERSHIP_ID, 'people').addPropertyDeletionOverride('Name');
    isFine(stack);
  });

  test('a table of another collaboration has', () => {
    const stack = stackOf();
    association(stack, collaborationIn(stack).addMembership('Membership'), 'people');
    association(stack, collaborationIn(stack, 'Other').addMembership('Membership'), 'people', 'Elsewhere');
    association(stack, Membership.fromMembershipIdentifier(stack, 'Imported', MEMBERSHIP_ID), 'people', 'Unknown');
    isFine(stack);
  });

  test('a table has in another stage', () => {
    const stack = stackOf();
    const stages = ['One', 'Two'].map((id) => new Stage(stack.node.root, id, { env: { account: CREATOR, region: 'us-east-1' } }));
    stages.forEach((stage) => {
      const inside = new Stack(stage, 'Stack');
      association(inside, Membership.fromMembershipIdentifier(inside, 'Membership', MEMBERSHIP_ID), 'people');
    });
    isFine(stack);
  });

  test('a table has which is made only where this one is not', () => {
    const stack = stackOf();
    association(stack, Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID), 'people');
    cfnAssociation(stack, MEMBERSHIP_ID, 'people').cfnOptions.condition = new CfnCondition(stack, 'Condition');
    isFine(stack);
  });

  test('is not known yet', () => {
    const stack = stackOf();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    ['A', 'B'].forEach((id) => cfnAssociation(stack, MEMBERSHIP_ID, name, id));
    isFine(stack);
  });

  test('differs by capital letters, of which there is a warning', () => {
    const stack = stackOf();
    const membership = Membership.fromMembershipIdentifier(stack, 'Membership', MEMBERSHIP_ID);
    association(stack, membership, 'people');
    association(stack, membership, 'People', 'Other');
    expect(warningsIn(stack)).toContain('cdk-cleanrooms:tableNamesDifferInCase');
    isFine(stack);
  });
});
