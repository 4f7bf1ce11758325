import { Aws, CfnCondition, CfnResource, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { CfnCollaboration } from 'aws-cdk-lib/aws-cleanrooms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  AllowedColumns, Collaboration, ConfiguredTable, ConfiguredTableAssociation, IdMappingTable, MemberAbility, Membership, PrivacyBudget,
  PrivacyBudgetTemplate, ResultFormat, TableSource,
} from '../../../src';
import type { CollaborationProps, IMembership } from '../../../src';
import { mappingWorkflow } from '../../support/l1';
import { CREATOR, PARTNER, stackOf } from '../../support/stacks';

const GUARD = 'Custom::CleanRoomsReplacementGuard';

/** A room with one of everything that is kept alive. */
function room(
  stack: Stack, props: Partial<CollaborationProps> = {}, allowReplacement?: boolean, removalPolicy?: RemovalPolicy, id = 'Room',
): Collaboration {
  const collaboration = new Collaboration(stack, id, {
    collaborationName: 'reach', creator: { displayName: 'Creator', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] }, ...props,
  });
  const membership = collaboration.addMembership('Membership', {
    allowReplacement, removalPolicy, defaultResult: { bucket: new Bucket(stack, 'Results'), format: ResultFormat.PARQUET },
  });
  if (!props.members) liveIn(stack, membership, allowReplacement, removalPolicy);
  return collaboration;
}

function liveIn(scope: Construct, membership: IMembership, allowReplacement?: boolean, removalPolicy?: RemovalPolicy): void {
  const kept = { membership, allowReplacement, removalPolicy };
  new PrivacyBudgetTemplate(scope, 'Budget', { ...kept, budget: PrivacyBudget.differentialPrivacy({ epsilon: 3, usersNoisePerQuery: 30 }) });
  new IdMappingTable(scope, 'Mapping', { ...kept, idMappingTableName: 'people', idMappingWorkflow: mappingWorkflow(scope) });
}

const LIVE_TYPES = ['Collaboration', 'Membership', 'PrivacyBudgetTemplate', 'IdMappingTable'].map((name) => `AWS::CleanRooms::${name}`);

function policiesOf(stack: Stack): Record<string, [string, string]> {
  const template = Template.fromStack(stack);
  return Object.fromEntries(LIVE_TYPES.map((type) => {
    const [{ DeletionPolicy: deletion, UpdateReplacePolicy: replacement }] = Object.values(template.findResources(type));
    return [type.split('::')[2], [deletion, replacement]];
  }));
}

function allowedIn(stack: Stack): Record<string, boolean> {
  const guards = Object.values(Template.fromStack(stack).findResources(GUARD));
  return Object.fromEntries(guards.map(({ Properties: { GuardedType, ReplacementAllowed } }) => [GuardedType.split('::')[2], ReplacementAllowed]));
}

describe('what is live', () => {
  test('is retained, unless the deployment that makes it fails: then the next one can make it anew', () => {
    const stack = stackOf();
    room(stack);

    expect(policiesOf(stack)).toEqual({
      Collaboration: ['RetainExceptOnCreate', 'Retain'],
      Membership: ['Retain', 'Retain'], // the creator's: the service deletes it after the collaboration only, and the clean-up does
      PrivacyBudgetTemplate: ['RetainExceptOnCreate', 'Retain'],
      IdMappingTable: ['RetainExceptOnCreate', 'Retain'],
    });
  });

  test('is retained even then if it is an invited membership: who has joined cannot join again', () => {
    const stack = stackOf(PARTNER);
    new Membership(stack, 'Membership', {
      collaboration: Collaboration.fromInvitation(stack, 'Room', { collaborationName: 'reach', creatorAccountId: CREATOR }),
    });
    Template.fromStack(stack).hasResource('AWS::CleanRooms::Membership', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('has the removal policy that the user gives', () => {
    const stack = stackOf();
    room(stack, { removalPolicy: RemovalPolicy.DESTROY }, undefined, RemovalPolicy.DESTROY);

    expect(policiesOf(stack)).toMatchObject({ Collaboration: ['Delete', 'Delete'], PrivacyBudgetTemplate: ['Delete', 'Delete'] });
  });

  test('stays in the rollback of its creation, too, where the user says RETAIN', () => {
    const stack = stackOf();
    room(stack, { removalPolicy: RemovalPolicy.RETAIN }, undefined, RemovalPolicy.RETAIN);

    expect(policiesOf(stack)).toMatchObject({ Collaboration: ['Retain', 'Retain'], PrivacyBudgetTemplate: ['Retain', 'Retain'] });
  });
});

describe('the replacement of a collaboration', () => {
  test('is not allowed by default', () => {
    const stack = stackOf();
    room(stack);

    expect(allowedIn(stack)).toEqual({ Collaboration: false, Membership: false, PrivacyBudgetTemplate: false, IdMappingTable: false });
  });

  test('is one decision for all that belongs to it', () => {
    const stack = stackOf();
    room(stack, { allowReplacement: true });

    expect(allowedIn(stack)).toEqual({ Collaboration: true, Membership: true, PrivacyBudgetTemplate: true, IdMappingTable: true });
    expect(policiesOf(stack)).toMatchObject({
      Collaboration: ['RetainExceptOnCreate', 'Delete'], PrivacyBudgetTemplate: ['RetainExceptOnCreate', 'Delete'], IdMappingTable: ['RetainExceptOnCreate', 'Delete'],
    });
  });

  test('decides in whichever order the constructs are defined, and for the memberships of other members', () => {
    const stack = stackOf(PARTNER);
    const creator = new Stack(stack.node.root, 'Creator', { env: { account: CREATOR, region: 'us-east-1' } });
    const found = Collaboration.fromInvitation(stack, 'Room', { collaborationName: 'reach', creatorAccountId: CREATOR });
    liveIn(stack, found.addMembership('Membership'));
    room(creator, { allowReplacement: true, members: [{ accountId: PARTNER, displayName: 'Partner' }] });

    expect(allowedIn(stack)).toEqual({ Membership: true, PrivacyBudgetTemplate: true, IdMappingTable: true });
  });

  test('is decided otherwise for a resource that says so itself', () => {
    const stack = stackOf();
    room(stack, { allowReplacement: true }, false);

    expect(allowedIn(stack)).toEqual({ Collaboration: true, Membership: false, PrivacyBudgetTemplate: false, IdMappingTable: false });
  });
});

describe('a condition on what is live', () => {
  function conditionIn(stack: Stack): CfnCondition {
    return new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals(Aws.REGION, 'us-east-1') });
  }

  test('is followed by all that the construct makes: guard, clean-up, role, policy, waiting', () => {
    const stack = stackOf();
    const collaboration = room(stack);
    (collaboration.node.defaultChild as CfnCollaboration).cfnOptions.condition = conditionIn(stack);

    const { Resources: resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; Condition?: string }> };
    const ofRoom = Object.entries(resources).filter(([logicalId]) => logicalId.startsWith('Room'));
    expect(ofRoom.map(([, { Type }]) => Type).sort()).toEqual([
      'AWS::CleanRooms::Collaboration', 'AWS::CleanRooms::Membership', 'AWS::IAM::Role', 'Custom::CleanRoomsMembershipCleanup',
      GUARD, GUARD, 'Custom::CleanRoomsServiceRoleReady',
    ]);
    expect(ofRoom.filter(([, { Condition }]) => Condition !== 'Condition')).toEqual([]);
  });

  test('is followed by what is live within it, unless that has its own, which all of its own follows', () => {
    const stack = stackOf();
    const collaboration = room(stack);
    const membership = collaboration.node.findChild('Membership');
    (collaboration.node.defaultChild as CfnCollaboration).cfnOptions.condition = conditionIn(stack);
    (membership.node.defaultChild as CfnResource).cfnOptions.condition = new CfnCondition(stack, 'Other');

    const { Resources: resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Condition?: string }> };
    const conditions = (isOfMembership: boolean) => new Set(Object.entries(resources)
      .filter(([logicalId]) => logicalId.startsWith('Room') && /^RoomMembership(?!Cleanup)/.test(logicalId) === isOfMembership).map(([, { Condition }]) => Condition));
    expect(conditions(true)).toEqual(new Set(['Other']));
    expect(conditions(false)).toEqual(new Set(['Condition']));
  });

  test('is followed by the role of a table that is not live', () => {
    const stack = stackOf();
    const association = new ConfiguredTableAssociation(stack, 'Association', {
      membership: room(stack).node.findChild('Membership') as Membership,
      configuredTableAssociationName: 'people',
      configuredTable: new ConfiguredTable(stack, 'Table', {
        source: TableSource.glueTable({ databaseName: 'sales', tableName: 'people', bucket: Bucket.fromBucketName(stack, 'Data', 'data') }),
        allowedColumns: AllowedColumns.of('email'),
      }),
    });
    (association.node.defaultChild as CfnResource).cfnOptions.condition = conditionIn(stack);

    const { Resources: resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string; Condition?: string }> };
    const ofAssociation = Object.entries(resources).filter(([logicalId]) => logicalId.startsWith('Association'));
    expect(ofAssociation.map(([, { Type, Condition }]) => [Type, Condition]).sort()).toEqual([
      'AWS::CleanRooms::ConfiguredTableAssociation', 'AWS::IAM::Role', 'Custom::CleanRoomsServiceRoleReady',
    ].map((type) => [type, 'Condition']));
  });

  test('can be another one for what the construct makes, for example from an aspect', () => {
    const stack = stackOf();
    room(stack);
    const condition = conditionIn(stack);
    stack.node.findAll().filter(CfnResource.isCfnResource).forEach(({ cfnOptions }) => (cfnOptions.condition = condition));

    Template.fromStack(stack).allResources(GUARD, { Condition: 'Condition' });
  });

  test('is gone everywhere when it is taken away', () => {
    const stack = stackOf();
    const collaboration = room(stack);
    const { cfnOptions } = collaboration.node.defaultChild as CfnCollaboration;
    cfnOptions.condition = conditionIn(stack);
    cfnOptions.condition = undefined;

    Template.fromStack(stack).allResources(GUARD, { Condition: Match.absent() });
  });
});

test('what a live resource depends on has names that do not follow its path, so that cdk refactor recognizes all of it', () => {
  const namesUnder = (id: string) => {
    const stack = stackOf();
    room(stack, {}, undefined, undefined, id);
    const template = Template.fromStack(stack);
    const inRoles = Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) => Properties.Policies ?? []);
    const ofTheirOwn = Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
    return [...inRoles, ...ofTheirOwn].map(({ PolicyName }) => PolicyName as string).sort();
  };

  expect(namesUnder('Room')).toEqual(namesUnder('Renamed'));
  expect(namesUnder('Room')).toContain('CleanRoomsServiceRole');
});
