import { App, CfnCondition, CfnParameter, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import {
  AllowedColumns, AnalysisRule, Collaboration, CollaborationChange, CollaborationChangeRequest, ConfiguredTable, ConfiguredTableAssociation,
  MemberRemoval, Membership, TableSource,
} from '../../src';
import type { CollaborationAttributes, CollaborationInvitation, ICollaboration } from '../../src';
import { KnownResource } from '../../src/program/known-resources';
import { ProgramModel } from '../../src/program/model';
import { Program } from '../../src/program/program';
import { ProgramResource } from '../../src/program/resource';
import { cfnCollaboration, cfnConfiguredTable, cfnMembership, cfnTable } from '../support/l1';
import { CREATOR, PARTNER, THIRD } from '../support/stacks';

const ID = '11111111-1111-4111-8111-111111111111';
const OTHER_ID = '22222222-2222-4222-8222-222222222222';

let app: App;
let creator: Stack;
let partner: Stack;
let model: ProgramModel;

beforeEach(() => {
  app = new App();
  creator = stackIn('Creator', CREATOR);
  partner = stackIn('Partner', PARTNER);
  ({ model } = Program.of(app));
});

function stackIn(id: string, account?: string, region = 'us-east-1'): Stack {
  return new Stack(app, id, account ? { env: { account, region } } : undefined);
}

function defined(scope: Construct = creator, collaborationName = 'reach'): Collaboration {
  return new Collaboration(scope, `Collaboration-${collaborationName}`, {
    collaborationName, creator: { displayName: 'Creator' }, members: [{ accountId: PARTNER, displayName: 'Partner' }],
  });
}

function imported(scope: Construct, id: string, attributes: Partial<CollaborationAttributes> = {}): ICollaboration {
  return Collaboration.fromCollaborationAttributes(scope, id, { collaborationIdentifier: ID, creatorAccountId: CREATOR, ...attributes });
}

function invited(scope: Construct, id: string, invitation: Partial<CollaborationInvitation> = {}): ICollaboration {
  return Collaboration.fromInvitation(scope, id, { collaborationName: 'reach', creatorAccountId: CREATOR, ...invitation });
}

const cfnOf = (construct: { node: Construct['node'] }) => construct.node.defaultChild;
const accountsOf = (collaboration: ICollaboration) => model.collaboration(collaboration).accountIds();

describe('a collaboration', () => {
  test('is the same as an L2, as an L1 and by each attribute', () => {
    const collaboration = defined();
    const { key, definition } = model.collaboration(collaboration);
    expect(key).toBe(cfnOf(collaboration));
    expect(definition?.owner).toBe(collaboration);
    expect(model.collaboration(cfnOf(collaboration) as never).key).toBe(key);
    expect(model.collaboration(imported(partner, 'Imported', { collaborationIdentifier: collaboration.collaborationIdentifier })).key).toBe(key);
  });

  test('is the same by its id, whoever imports it, with all the accounts that imports name', () => {
    const one = imported(creator, 'One', { memberAccountIds: [PARTNER] });
    const two = imported(partner, 'Two', { memberAccountIds: [CREATOR, THIRD] });
    expect(model.collaboration(one).key).toBe(ID);
    expect(accountsOf(one)).toEqual([CREATOR, PARTNER, THIRD]);
    expect(accountsOf(two)).toEqual([CREATOR, PARTNER, THIRD]);
    expect(accountsOf(imported(partner, 'Other', { collaborationIdentifier: OTHER_ID, memberAccountIds: [THIRD] }))).toEqual([CREATOR, THIRD]);
  });

  test('has no members that are known where an import names none, or a token', () => {
    expect(accountsOf(imported(creator, 'One'))).toBeUndefined();
    const memberAccountIds = new CfnParameter(creator, 'Members', { type: 'CommaDelimitedList' }).valueAsList;
    expect(accountsOf(imported(creator, 'Two', { memberAccountIds }))).toBeUndefined();
  });

  test('that an invitation finds is the one in the program of that name, creator and Region', () => {
    const collaboration = defined();
    expect(model.collaboration(invited(partner, 'Invitation')).key).toBe(cfnOf(collaboration));
    expect(accountsOf(invited(partner, 'Other', { memberAccountIds: [THIRD] }))).toEqual([CREATOR, PARTNER, THIRD]);
  });

  test.each<[string, () => ICollaboration, string]>([
    ['of another name', () => invited(partner, 'Invitation', { collaborationName: 'overlap' }), `${CREATOR} us-east-1 overlap`],
    ['of another creator', () => invited(partner, 'Invitation', { creatorAccountId: THIRD }), `${THIRD} us-east-1 reach`],
    ['of another Region', () => invited(stackIn('Elsewhere', PARTNER, 'eu-west-1'), 'Invitation'), `${CREATOR} eu-west-1 reach`],
    ['of a name that two have', () => {
      defined(stackIn('Again', CREATOR));
      return invited(partner, 'Invitation');
    }, `${CREATOR} us-east-1 reach`],
  ])('that an invitation finds is none of the program: %s', (_, find, key) => {
    defined();
    expect(model.collaboration(find())).toMatchObject({ key, definition: undefined });
  });

  test('that two invitations find is one', () => {
    const [one, two] = [invited(partner, 'Invitation', { memberAccountIds: [PARTNER] }), invited(stackIn('Third', THIRD), 'Invitation')];
    expect(model.collaboration(one).key).toBe(model.collaboration(two).key);
    expect(accountsOf(two)).toEqual([CREATOR, PARTNER]);
  });

  test('that an invitation finds by a token is the invitation', () => {
    const collaborationName = new CfnParameter(partner, 'Name').valueAsString;
    const invitation = invited(partner, 'Invitation', { collaborationName });
    expect(model.collaboration(invitation).key).toBe(partner.node.findChild('Invitation').node.findChild('Resource').node.defaultChild);
  });

  test('has the invitations that look for it', () => {
    const collaboration = defined();
    const [one, two] = [partner, stackIn('Third', THIRD)].map((stack) => invited(stack, 'Invitation'));
    const other = invited(partner, 'Other', { collaborationName: 'overlap' });
    const invitationsTo = (each: ICollaboration) => model.invitationsTo(model.collaboration(each)).map(({ path }) => path);
    expect(invitationsTo(collaboration)).toEqual([one, two].map(({ node }) => node.scope!.node.path));
    expect(invitationsTo(other)).toEqual(['Partner/Other']);
  });

  test('has members whose accounts are tokens in its stack, and in stacks of the same account and Region, which are coupled with it anyway', () => {
    const token = new CfnParameter(creator, 'Account').valueAsString;
    const collaboration = cfnCollaboration(creator, 'Any', { members: [{ accountId: token, displayName: 'Any', memberAbilities: [] }] });
    const accountsIn = (stack: Stack) => model.collaboration(collaboration, stack).accountIds();
    expect([accountsIn(creator), accountsIn(stackIn('Beside', CREATOR))]).toEqual([[CREATOR, token], [CREATOR, token]]);
    expect([accountsIn(partner), accountsIn(stackIn('Elsewhere', CREATOR, 'eu-west-1'))]).toEqual([undefined, undefined]);
  });

  test('of which the program knows nothing else has no members', () => {
    const other = model.collaborationNamedBy(new ProgramResource(cfnMembership(creator, 'other')))!;
    expect([other.members(), other.changeRequests]).toEqual([undefined, []]);
  });

  test('is among all of the program, defined or imported', () => {
    const collaboration = defined();
    imported(creator, 'One');
    imported(partner, 'Two');
    invited(partner, 'Invitation');
    invited(partner, 'Unknown', { collaborationName: 'overlap' });
    const other = defined(creator, 'other');
    expect(new Set(model.collaborations().map(({ key }) => key))).toEqual(new Set([cfnOf(collaboration), ID, `${CREATOR} us-east-1 overlap`, cfnOf(other)]));
    expect(model.collaborations()).toHaveLength(4);
  });

  test('has the change requests and removals of the program, less those under a condition', () => {
    const collaboration = defined();
    const request = (id: string, accountId: string) => new CollaborationChangeRequest(creator, id, {
      collaboration, changes: [CollaborationChange.addMember({ accountId, displayName: 'New' })],
    });
    request('Request', THIRD);
    const conditional = request('Conditional', '444444444444');
    (conditional.node.findChild('Resource').node.defaultChild as ReturnType<typeof cfnCollaboration>).cfnOptions.condition = new CfnCondition(creator, 'Condition');
    new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
    expect(accountsOf(collaboration)).toEqual([CREATOR, THIRD]);
    expect(model.collaboration(collaboration).changeRequests.map(({ path }) => path)).toEqual(['Creator/Request']);
  });
});

describe('the collaboration of a membership', () => {
  test('is found for an L2, an L1, a lookup and what belongs to it', () => {
    const collaboration = defined();
    const { key } = model.collaboration(collaboration);
    const membership = new Membership(creator, 'Membership', { collaboration });
    const keyOf = (each: refs.IMembershipRef) => model.collaborationOf(each)?.key;
    expect(keyOf(membership)).toBe(key);
    expect(keyOf(cfnOf(membership) as never)).toBe(key);
    expect(keyOf(cfnMembership(partner, collaboration.collaborationIdentifier))).toBe(key);
    expect(keyOf(Membership.fromLookup(partner, 'Lookup', { collaboration }))).toBe(key);
    expect(keyOf(Membership.fromMembershipArn(partner, 'ByArn', membership.membershipArn))).toBe(key);

    const association = associated(membership);
    expect(model.collaborationOfResource(model.find(cfnOf(association))!)?.key).toBe(key);
  });

  test('is not known of an import', () => {
    expect(model.collaborationOf(Membership.fromMembershipIdentifier(partner, 'Membership', OTHER_ID))).toBeUndefined();
    expect(model.collaborationOfMembership(undefined)).toBeUndefined();
  });
});

test('the collaboration that a resource names is found by its identifier, also where the resource is no membership', () => {
  const collaboration = defined();
  new MemberRemoval(creator, 'Removal', { collaboration, accountId: PARTNER });
  const [removal] = model.resources(KnownResource.MEMBER_REMOVAL);
  expect(model.collaborationNamedBy(removal)?.key).toBe(cfnOf(collaboration));
  expect(model.collaborationNamedBy(model.find(cfnOf(collaboration))!)).toBeUndefined();
});

test('the place of something in a membership is the collaboration, or the membership where that is not known', () => {
  const collaboration = defined();
  const placeOf = (id: string, membership: refs.IMembershipRef) => {
    const association = associated(membership, new Construct(creator, id));
    return model.placeOf(model.find(cfnOf(association))!);
  };
  expect(placeOf('Known', new Membership(creator, 'Membership', { collaboration }))).toBe(cfnOf(collaboration));
  expect(placeOf('Unknown', Membership.fromMembershipIdentifier(creator, 'Imported', OTHER_ID))).toBe(OTHER_ID);
});

describe('the member whose membership it is', () => {
  test('is found by its account', () => {
    const collaboration = defined();
    expect(model.memberOf(new Membership(partner, 'Membership', { collaboration }))).toMatchObject({ displayName: 'Partner' });
    expect(model.memberOf(new Membership(stackIn('Third', THIRD), 'Membership', { collaboration }))).toBeUndefined();
    expect(model.memberOf(Membership.fromMembershipIdentifier(partner, 'Imported', OTHER_ID))).toBeUndefined();
  });

  test('of a stack of any account is certain beside the collaboration only', () => {
    const [one, two] = [stackIn('One'), stackIn('Two')];
    const collaboration = defined(one);
    expect(model.memberOf(new Membership(one, 'Membership', { collaboration }))).toMatchObject({ displayName: 'Creator' });
    expect(model.memberOf(new Membership(two, 'Membership', { collaboration }))).toBeUndefined();
    const other = imported(two, 'Imported-', { creatorAccountId: undefined, memberAccountIds: [PARTNER] });
    expect(model.memberOf(new Membership(two, 'Imported', { collaboration: other }))).toBeUndefined();
  });
});

describe('the memberships of a collaboration', () => {
  const isComplete = (collaboration: refs.ICollaborationRef, type: string = KnownResource.CONFIGURED_TABLE_ASSOCIATION) =>
    model.isComplete(model.collaboration(collaboration), type);

  test('are those of the program', () => {
    const collaboration = defined();
    const [one, two] = [creator, partner].map((stack) => new Membership(stack, 'Membership', { collaboration }));
    new Membership(creator, 'Other', { collaboration: imported(creator, 'Imported') });
    expect(model.membershipsOf(model.collaboration(collaboration)).map(({ owner }) => owner)).toEqual([one, two]);
    expect(model.membershipsOf(model.collaboration(Collaboration.fromCollaborationIdentifier(creator, 'Else', OTHER_ID)))).toEqual([]);
  });

  test('are not those of which nothing says to which collaboration they belong', () => {
    const collaboration = defined();
    cfnMembership(partner).addPropertyDeletionOverride('CollaborationIdentifier');
    const own = new Membership(creator, 'Membership', { collaboration });
    expect(model.membershipsOf(model.collaboration(collaboration)).map(({ owner }) => owner)).toEqual([own]);
  });

  test('are looked at for each collaboration and type of resource in a synthesis', () => {
    const [collaboration, other] = [defined(), defined(creator, 'other')];
    for (const stack of [creator, partner]) new Membership(stack, 'Membership', { collaboration });
    associated(Membership.fromMembershipIdentifier(creator, 'Imported', OTHER_ID));
    model.index();
    expect([isComplete(collaboration, KnownResource.ANALYSIS_TEMPLATE), isComplete(collaboration)]).toEqual([true, false]);
    expect(isComplete(other, KnownResource.ANALYSIS_TEMPLATE)).toBe(false);
  });

  test('are all that there can be, where every member has one', () => {
    const collaboration = defined();
    new Membership(creator, 'Membership', { collaboration });
    expect(isComplete(collaboration)).toBe(false);
    new Membership(partner, 'Membership', { collaboration });
    expect(isComplete(collaboration)).toBe(true);
  });

  test('may not be all where one is made under a condition', () => {
    const collaboration = defined();
    new Membership(creator, 'Membership', { collaboration });
    const conditional = new Membership(partner, 'Membership', { collaboration });
    (cfnOf(conditional) as CfnResource).cfnOptions.condition = new CfnCondition(partner, 'Condition');
    expect(isComplete(collaboration)).toBe(false);
  });

  test.each<[string, () => refs.IMembershipRef]>([
    ['by its id', () => Membership.fromMembershipIdentifier(creator, 'Imported', OTHER_ID)],
    ['by a parameter', () => Membership.fromMembershipIdentifier(creator, 'Imported', new CfnParameter(creator, 'Id').valueAsString)],
    ['of a collaboration that is imported by its id', () => Membership.fromLookup(creator, 'Imported', { collaboration: imported(creator, 'Room') })],
  ])('may have more than the program knows where something is in one that is imported %s', (_, membership) => {
    const collaboration = defined();
    for (const stack of [creator, partner]) new Membership(stack, 'Membership', { collaboration });
    associated(membership());
    expect(isComplete(collaboration)).toBe(false);
    expect(isComplete(collaboration, KnownResource.ANALYSIS_TEMPLATE)).toBe(true);
  });

  test('have all that the program knows where something is in one of another collaboration', () => {
    const collaboration = defined();
    for (const stack of [creator, partner]) new Membership(stack, 'Membership', { collaboration });
    associated(new Membership(creator, 'Other', { collaboration: defined(creator, 'other') }));
    expect(isComplete(collaboration)).toBe(true);
  });

  test('may not be all where the collaboration is imported, or its members are not known', () => {
    const import_ = imported(creator, 'Imported', { memberAccountIds: [] });
    new Membership(creator, 'Membership', { collaboration: import_ });
    expect(accountsOf(import_)).toEqual([CREATOR]);
    expect(isComplete(import_)).toBe(false);

    const collaboration = cfnCollaboration(creator, 'Unknown', { members: Token.asAny({ Ref: 'Members' }) });
    new Membership(creator, 'Own', { collaboration });
    expect(isComplete(collaboration)).toBe(false);
  });
});

function associated(membership: refs.IMembershipRef, scope: Construct = creator): ConfiguredTableAssociation {
  return new ConfiguredTableAssociation(scope, 'Association', {
    membership, configuredTable: cfnConfiguredTable(scope), configuredTableAssociationName: 'people', source: TableSource.glue(cfnTable(scope)),
  });
}

describe('a configured table', () => {
  test('has its rule, and what is known of its source', () => {
    const table = new ConfiguredTable(creator, 'Table', {
      source: TableSource.glue(cfnTable(creator)), allowedColumns: AllowedColumns.all(), analysisRule: AnalysisRule.list().joinOn('email').list('city'),
    });
    const resource = model.tableOf(table);
    expect(resource?.owner).toBe(table);
    expect(model.ruleOf(resource)).toMatchObject({ type: 'LIST' });
    expect(model.sourceOf(resource)).toMatchObject({ kind: 'table', source: 'glue' });
  });

  test('has a source by an association that is told it, which is the one that the association reads', () => {
    const membership = Membership.fromMembershipIdentifier(creator, 'Membership', ID);
    const ofSource = (id: string, configuredTable: refs.IConfiguredTableRef, source?: TableSource) => {
      const association = new ConfiguredTableAssociation(creator, id, { membership, configuredTable, configuredTableAssociationName: id, source });
      return model.sourceOfAssociation(model.find(cfnOf(association))!);
    };
    const source = (prefix: string) => TableSource.glue(cfnTable(creator, prefix), { bucket: Bucket.fromBucketName(creator, `${prefix}Data`, 'data'), prefix });
    const table = new ConfiguredTable(creator, 'Table', { source: source('own'), allowedColumns: AllowedColumns.all() });
    expect(ofSource('a', table)).toMatchObject({ prefix: 'own' });
    expect(ofSource('b', table, source('told'))).toMatchObject({ prefix: 'told' });
    expect(ofSource('c', ConfiguredTable.fromConfiguredTableIdentifier(creator, 'Imported', OTHER_ID), source('else'))).toMatchObject({ prefix: 'else' });
  });

  test('has no source that is known as an L1', () => {
    const resource = model.tableOf(cfnConfiguredTable(creator));
    expect(model.ruleOf(resource)).toEqual({});
    expect(model.sourceOf(resource)).toBeUndefined();
  });

  test('is not known as an import', () => {
    const table = ConfiguredTable.fromConfiguredTableIdentifier(creator, 'Table', OTHER_ID);
    expect([model.tableOf(table), model.ruleOf(undefined), model.sourceOf(undefined)]).toEqual([undefined, undefined, undefined]);
  });

  test('has no source where what was recorded is of something else', () => {
    const around = imported(creator, 'Around');
    const table = cfnConfiguredTable(around as unknown as Construct);
    (around as unknown as Construct).node.addMetadata('ignored', 'ignored');
    const resource = model.tableOf(table);
    expect(model.sourceOf(resource)).toBeUndefined();
  });
});

test('the resources of a collaboration are those of its memberships', () => {
  const collaboration = defined();
  const association = associated(new Membership(creator, 'Membership', { collaboration }));
  const of = (each: ICollaboration) => model.resourcesOf(model.collaboration(each), KnownResource.CONFIGURED_TABLE_ASSOCIATION)
    .map(({ owner }) => owner);
  expect(of(collaboration)).toEqual([association]);
  expect(of(defined(creator, 'other'))).toEqual([]);

  associated(Membership.fromMembershipIdentifier(creator, 'Imported', OTHER_ID), new Construct(creator, 'Unknown'));
  model.index();
  expect(model.resourcesOf(model.collaboration(collaboration), KnownResource.ANALYSIS_TEMPLATE)).toEqual([]);
  expect(of(collaboration)).toEqual([association]);
});

test('a key has a text: the path of a construct, or the identifier', () => {
  expect([model.idOf(defined()), model.idOf(ID)]).toEqual(['Creator/Collaboration-reach', ID]);
});

test('a key has a text for messages: the path of the construct that the user knows, or the identifier', () => {
  const collaboration = defined();
  expect([model.pathOf(cfnOf(collaboration) as CfnResource), model.pathOf(ID)]).toEqual(['Creator/Collaboration-reach', ID]);
});

test('memberships are certainly different with two ids, or as two of the program', () => {
  const [one, two] = [cfnMembership(creator), cfnMembership(partner)];
  Membership.fromLookup(creator, 'Lookup', { collaboration: defined() });
  const [{ cfn: lookup }] = model.resources(KnownResource.MEMBERSHIP_LOOKUP);
  const unknown = 'aws://any "x"';
  expect([model.areDifferentMemberships(ID, OTHER_ID), model.areDifferentMemberships(one, two)]).toEqual([true, true]);
  for (const [first, second] of [[ID, ID], [one, one], [one, ID], [ID, one], [one, lookup], [lookup, one], [ID, unknown], [unknown, ID]]) {
    expect(model.areDifferentMemberships(first, second)).toBe(false);
  }
});

test('other stages are told the paths of collaborations and the accounts that may pay, by the invitations to them', () => {
  const member = (accountId: string, isResponsible?: unknown) => ({
    accountId, displayName: accountId, memberAbilities: [], paymentConfiguration: isResponsible ? { queryCompute: { isResponsible } } : undefined,
  });
  cfnCollaboration(creator, 'Paid', { name: 'paid', members: [member(PARTNER, true), member(THIRD), member('444444444444', Fn.importValue('Pays'))] as never });
  cfnCollaboration(creator, 'Unknown', { name: 'unknown', members: Fn.conditionIf('IsLarge', [], []) });
  cfnCollaboration(creator, 'Unnamed', { name: Fn.importValue('Name') });
  expect([...model.collaborationsByInvitation()]).toEqual([
    [`${CREATOR} us-east-1 paid`, { path: 'Creator/Paid', payers: [PARTNER, '444444444444'] }],
    [`${CREATOR} us-east-1 unknown`, { path: 'Creator/Unknown', payers: [] }],
  ]);
});

test('a collaboration is found whose name has a token that only the other account knows', () => {
  cfnCollaboration(creator, 'Unknown', { name: Fn.importValue('Name') });
  expect(model.collaboration(invited(partner, 'Invitation')).key).toBe(`${CREATOR} us-east-1 reach`);
});

test('there are no resources of a type that the program does not have', () => {
  expect(new ProgramModel(app).resources('other')).toEqual([]);
});
