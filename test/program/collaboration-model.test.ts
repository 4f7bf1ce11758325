import { Aws, CfnParameter, CfnResource, Fn, Lazy, Token } from 'aws-cdk-lib';
import type { CfnCollaborationProps } from 'aws-cdk-lib/aws-cleanrooms';
import { CollaborationModel } from '../../src/program/collaboration-model';
import type { CollaborationDescription } from '../../src/program/collaboration-model';
import { ProgramResource } from '../../src/program/resource';
import { cfnCollaboration } from '../support/l1';
import { CREATOR, PARTNER, THIRD, agnosticStack, stackOf } from '../support/stacks';

const RUNNER = ['CAN_QUERY', 'CAN_RECEIVE_RESULTS'];
const PARTNERS = [{ accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'] }];

function defined(props: Partial<CfnCollaborationProps> = {}, parts: Partial<CollaborationDescription> = {}): CollaborationModel {
  const definition = new ProgramResource(cfnCollaboration(stackOf(), 'Collaboration', { creatorMemberAbilities: RUNNER, members: PARTNERS, ...props }));
  return new CollaborationModel({ key: definition.cfn, definition, changeRequests: [], removals: [], ...parts });
}

function imported(accountIds?: string[], parts: Partial<CollaborationDescription> = {}): CollaborationModel {
  return new CollaborationModel({ key: 'id', imports: accountIds && [{ stack: stackOf(), accountIds }], changeRequests: [], removals: [], ...parts });
}

const resource = (type: string, properties: object) => new ProgramResource(new CfnResource(stackOf(), 'Resource', { type, properties: { ...properties } }));
const request = (...changes: unknown[]) => resource('Custom::Request', { Changes: changes });
const removal = (accountId: unknown) => resource('Custom::Removal', { AccountId: accountId });
const accountsOf = (collaboration: CollaborationModel) => collaboration.members()?.map(({ accountId }) => accountId);

test('a collaboration has its key, its definition and its change requests', () => {
  const requests = [request()];
  const collaboration = defined({}, { changeRequests: requests });
  expect(collaboration.key).toBe(collaboration.definition?.cfn);
  expect(collaboration.changeRequests).toBe(requests);
  expect(imported()).toMatchObject({ key: 'id', definition: undefined });
});

describe('the members', () => {
  test('are those of the definition, read when they are asked for', () => {
    const collaboration = defined();
    (collaboration.definition!.cfn as ReturnType<typeof cfnCollaboration>).creatorMemberAbilities = ['CAN_QUERY'];
    expect(collaboration.members()).toMatchObject([{ accountId: CREATOR, abilities: ['CAN_QUERY'] }, { accountId: PARTNER }]);
    expect(collaboration.members()).toBe(collaboration.members());
    expect(collaboration.definedMembers()).toEqual(collaboration.members());
  });

  test('are less those that an override deletes', () => {
    const collaboration = defined({ members: [...PARTNERS, { accountId: THIRD, displayName: 'Third' }] });
    collaboration.definition!.cfn.addPropertyDeletionOverride('Members.0');
    expect(accountsOf(collaboration)).toEqual([CREATOR, THIRD]);
    const alone = defined();
    alone.definition!.cfn.addPropertyDeletionOverride('Members.0');
    expect(accountsOf(alone)).toEqual([CREATOR]);
  });

  test('are those that an import names, where there is no definition', () => {
    expect(imported([CREATOR, PARTNER]).members()).toEqual([{ accountId: CREATOR }, { accountId: PARTNER }]);
    expect(imported([CREATOR]).definedMembers()).toBeUndefined();
  });

  test('are those of the definition, and what an import names beside these', () => {
    const collaboration = defined({}, { imports: [[CREATOR], [CREATOR, THIRD]].map((accountIds) => ({ stack: stackOf(), accountIds })) });
    expect(collaboration.foundingMembers()).toMatchObject([{ accountId: CREATOR, abilities: RUNNER }, { accountId: PARTNER }, { accountId: THIRD }]);
    expect(collaboration.definedMembers()).toHaveLength(2);
  });

  test('are not known of an import without names, or a definition with a token', () => {
    expect(imported().members()).toBeUndefined();
    const unknown = defined({ members: Token.asAny({ Ref: 'Members' }) });
    expect([unknown.members(), unknown.definedMembers(), unknown.foundingMembers(), unknown.accountIds(), unknown.accountIdsWith('CAN_QUERY')])
      .toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(unknown.member(CREATOR)).toBeUndefined();
  });

  test('are those that change requests lead to, of which the founding ones know nothing', () => {
    const changes = [
      request({ Member: { AccountId: THIRD, DisplayName: 'Third' } }, { AutoApprovedChangeTypes: [] }),
      request({ Member: { AccountId: THIRD, Abilities: ['CAN_RECEIVE_RESULTS'] } }),
      resource('Custom::Request', {}),
    ];
    const collaboration = defined({}, { changeRequests: changes });
    expect(accountsOf(collaboration)).toEqual([CREATOR, PARTNER, THIRD]);
    expect(collaboration.member(THIRD)?.abilities).toEqual(['CAN_RECEIVE_RESULTS']);
    expect(collaboration.foundingMembers()).toHaveLength(2);
  });

  test('are less those that are removed, of which the founding ones know nothing', () => {
    const collaboration = defined({}, { removals: [removal(PARTNER), removal(undefined)] });
    expect(accountsOf(collaboration)).toEqual([CREATOR]);
    expect(collaboration.removedAccountIds()).toEqual([PARTNER]);
    expect(collaboration.foundingMembers()).toHaveLength(2);
    expect(defined().removedAccountIds()).toEqual([]);
  });

  test('whose accounts are tokens are changed and removed as others are', () => {
    const [changed, removed] = ['Changed', 'Removed'].map((id) => new CfnParameter(stackOf(), id).valueAsString);
    const members = [changed, removed].map((accountId) => ({ accountId, displayName: accountId, memberAbilities: ['CAN_RECEIVE_RESULTS'] }));
    const collaboration = defined({ members }, {
      changeRequests: [request({ Member: { AccountId: changed, Abilities: [] } })], removals: [removal(removed)],
    });
    expect(accountsOf(collaboration)).toEqual([CREATOR, changed]);
    expect(collaboration.accountIdsWith('CAN_RECEIVE_RESULTS')).toEqual([CREATOR]);
    expect(collaboration.removedAccountIds()).toEqual([removed]);
  });

  test('that there ever are include those that are removed, and those that requests add, but not those that are only changed', () => {
    const changes = [request({ Member: { AccountId: THIRD, DisplayName: 'Third' } }, { Member: { AccountId: '444444444444', Abilities: [] } })];
    const collaboration = defined({}, { changeRequests: changes, removals: [removal(PARTNER)] });
    expect(collaboration.membersEver()?.map(({ accountId }) => accountId)).toEqual([CREATOR, PARTNER, THIRD]);
    expect(imported().membersEver()).toBeUndefined();
  });

  test('stay where their accounts are not known', () => {
    const collaboration = defined({ members: [{ displayName: 'Partner' } as never] }, { removals: [removal(PARTNER)] });
    expect(accountsOf(collaboration)).toEqual([CREATOR, undefined]);
  });

  test('are found by their accounts', () => {
    expect(defined().member(PARTNER)).toMatchObject({ displayName: 'Partner' });
    expect(defined().member(THIRD)).toBeUndefined();
  });
});

describe('the accounts of members that are tokens', () => {
  const token = new CfnParameter(stackOf(), 'Account').valueAsString;
  const withToken = { members: [...PARTNERS, { accountId: token, displayName: 'Third', memberAbilities: [] }] };

  test('are known in the stack that says them', () => {
    const collaboration = defined(withToken);
    expect(collaboration.knownIn(collaboration.definition!.stack).accountIds()).toEqual([CREATOR, PARTNER, token]);
    expect(collaboration.knownIn(stackOf(), collaboration.definition!.stack)).toBe(collaboration);
  });

  test.each<[string, () => CollaborationModel]>([
    ['a definition', () => defined(withToken)], ['an import', () => imported([CREATOR, PARTNER, token])],
    ['a change request', () => defined({}, { changeRequests: [request({ Member: { AccountId: token, DisplayName: 'Third' } })] })],
  ])('are not known in another stack: of %s', (_, make) => {
    const collaboration = make().knownIn(stackOf());
    expect(accountsOf(collaboration)).toEqual([CREATOR, PARTNER, undefined]);
    expect(collaboration.membersEver()?.map(({ accountId }) => accountId)).toEqual([CREATOR, PARTNER, undefined]);
    expect([collaboration.accountIds(), collaboration.member(token)]).toEqual([undefined, undefined]);
    expect(collaboration.member(PARTNER)?.accountId).toBe(PARTNER);
  });

  test('are known in another stack that says them as well', () => {
    const stack = stackOf();
    const collaboration = defined(withToken, { imports: [{ stack, accountIds: [CREATOR, token] }] });
    expect(collaboration.knownIn(stack).foundingMembers()?.map(({ accountId }) => accountId)).toEqual([CREATOR, PARTNER, token]);
  });

  test('include that of a creator in any account', () => {
    const stack = agnosticStack();
    const definition = new ProgramResource(cfnCollaboration(stack));
    const collaboration = new CollaborationModel({ key: definition.cfn, definition, changeRequests: [], removals: [] });
    expect(accountsOf(collaboration.knownIn(stack))).toEqual([stack.account]);
    expect(accountsOf(collaboration.knownIn(stackOf()))).toEqual([undefined]);
  });

  test('are those that are known otherwise, where none is a token', () => {
    const collaboration = defined();
    expect(collaboration.knownIn(stackOf()).accountIds()).toEqual([CREATOR, PARTNER]);
    expect(imported().knownIn(stackOf()).members()).toBeUndefined();
  });
});

describe('the accounts', () => {
  test('are those of all members, each once', () => {
    expect(defined().accountIds()).toEqual([CREATOR, PARTNER]);
    expect(defined({ members: [...PARTNERS, ...PARTNERS] }).accountIds()).toEqual([CREATOR, PARTNER]);
  });

  test('are not known where that of a member is not', () => {
    const collaboration = defined({ members: [{ displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'] } as never] });
    expect(collaboration.accountIds()).toBeUndefined();
    expect(collaboration.accountIdsWith('CAN_RECEIVE_RESULTS')).toBeUndefined();
    expect(collaboration.accountIdsWith('CAN_QUERY')).toEqual([CREATOR]);
  });

  test.each<[string, CollaborationModel, string, string[]]>([
    ['those who are known to have it', defined(), 'CAN_QUERY', [CREATOR]],
    ['all who are known to have it', defined(), 'CAN_RECEIVE_RESULTS', [CREATOR, PARTNER]],
    ['everybody, where nobody is known to have it', defined(), 'CAN_RUN_JOB', [CREATOR, PARTNER]],
    ['everybody, where abilities are not known', imported([CREATOR, PARTNER]), 'CAN_QUERY', [CREATOR, PARTNER]],
  ])('with an ability are those of %s', (_, collaboration, ability, accounts) => {
    expect(collaboration.accountIdsWith(ability)).toEqual(accounts);
  });
});

describe.each([['queryLogging', 'queryLogStatus'], ['jobLogging', 'jobLogStatus']] as const)('%s', (setting, property) => {
  test.each<[string, unknown, boolean | undefined]>([
    ['on', 'ENABLED', true], ['off', 'DISABLED', false], ['off by default', undefined, false],
    ['not known', Fn.importValue('Status'), undefined], ['on in the end', Lazy.string({ produce: () => 'ENABLED' }), true],
  ])('can be %s', (_, status, expected) => {
    const collaboration = defined();
    (collaboration.definition!.cfn as unknown as Record<string, unknown>)[property] = status;
    expect(collaboration[setting]).toBe(expected);
  });

  test('is not known of an import', () => {
    expect(imported()[setting]).toBeUndefined();
  });
});

test.each<[string, unknown, boolean | undefined]>([
  ['on', true, true], ['on, as a text', 'true', true], ['off', false, false], ['off by default', undefined, false],
  ['not known', Fn.conditionIf('IsLarge', true, false), undefined],
])('metrics can be %s', (_, isMetricsEnabled, expected) => {
  expect(defined({ isMetricsEnabled: isMetricsEnabled as boolean }).metrics).toBe(expected);
});

test('metrics of an import are not known', () => {
  expect(imported().metrics).toBeUndefined();
});

test('the Regions of results are those of the definition', () => {
  expect(defined({ allowedResultRegions: ['us-east-1'] }).allowedResultRegions).toEqual(['us-east-1']);
  expect(defined().allowedResultRegions).toBeUndefined();
  expect(imported().allowedResultRegions).toBeUndefined();
  expect(defined({ allowedResultRegions: Fn.split(',', Aws.REGION) }).allowedResultRegions).toBeUndefined();
});
