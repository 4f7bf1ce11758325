import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import type { CfnCollaborationProps } from 'aws-cdk-lib/aws-cleanrooms';
import {
  FIXED_ABILITIES, accountIdsOf, areKnown, changedMembers, costsIn, membersIn, paymentConfiguration, paymentConfigurations, unable,
} from '../../src/program/member';
import type { Member, MemberChange } from '../../src/program/member';
import { renderedProperty } from '../../src/program/rendered-properties';
import { cfnCollaboration } from '../support/l1';
import { CREATOR, PARTNER, THIRD, stackOf } from '../support/stacks';

const TRUE = { isResponsible: true };
const FALSE = { isResponsible: false };
const UNKNOWN = Token.asAny({ Ref: 'Unknown' });

describe('the payment configurations of a collaboration', () => {
  const RUNNER: Member = { abilities: ['CAN_QUERY'], paysFor: [] };
  const payerOf = (...paysFor: string[]): Member => ({ abilities: [], paysFor });

  test.each<[string, Member[], unknown[]]>([
    ['are left out where nobody is named for anything, so that the service takes its default', [RUNNER, payerOf()], [undefined, undefined]],
    ['are left out where it is not known who pays', [{}, {}], [undefined, undefined]],
    ['say TRUE for who is named and FALSE for the others', [RUNNER, payerOf('QUERY_COMPUTE')], [{ queryCompute: FALSE }, { queryCompute: TRUE }]],
    ['name the member who can query for queries where members are named for other costs only', [RUNNER, payerOf('MODEL_TRAINING')],
      [{ queryCompute: TRUE }, { queryCompute: FALSE, machineLearning: { modelTraining: TRUE } }]],
    ['keep what the member who can query pays beside queries', [{ ...RUNNER, paysFor: ['JOB_COMPUTE'] }], [{ queryCompute: TRUE, jobCompute: TRUE }]],
    ['can name several candidates for a cost', [payerOf('QUERY_COMPUTE', 'JOB_COMPUTE'), payerOf('QUERY_COMPUTE', 'JOB_COMPUTE')],
      [{ queryCompute: TRUE, jobCompute: TRUE }, { queryCompute: TRUE, jobCompute: TRUE }]],
    ['take what is not known of a member for nothing', [{}, payerOf('JOB_COMPUTE')], [{ queryCompute: FALSE }, { queryCompute: FALSE, jobCompute: TRUE }]],
    ['name nobody for queries where nobody can query and nobody is named', [payerOf('JOB_COMPUTE')], [{ queryCompute: FALSE, jobCompute: TRUE }]],
  ])('%s', (_, members, configurations) => {
    expect(paymentConfigurations(members)).toEqual(configurations);
  });
});

const CONFIGURATIONS: [string, object, object][] = [
  ['QUERY_COMPUTE', { queryCompute: TRUE }, { QueryCompute: { IsResponsible: true } }],
  ['JOB_COMPUTE', { queryCompute: FALSE, jobCompute: TRUE }, { QueryCompute: { IsResponsible: false }, JobCompute: { IsResponsible: true } }],
  ...[['MODEL_TRAINING', 'modelTraining'], ['MODEL_INFERENCE', 'modelInference'], ['SYNTHETIC_DATA_GENERATION', 'syntheticDataGeneration']]
    .map(([cost, key]): [string, object, object] => [
      cost,
      { queryCompute: FALSE, machineLearning: { [key]: TRUE } },
      { QueryCompute: { IsResponsible: false }, MachineLearning: { [key[0].toUpperCase() + key.slice(1)]: { IsResponsible: true } } },
    ]),
];

test.each(CONFIGURATIONS)('a member who pays only for %s always has a query compute part', (cost, configuration) => {
  expect(paymentConfiguration([cost])).toEqual(configuration);
});

test('the payment configuration of a member who pays for nothing says so', () => {
  expect(paymentConfiguration([])).toEqual({ queryCompute: FALSE });
});

describe('the costs in a rendered payment configuration', () => {
  test.each(CONFIGURATIONS)('are read back: %s', (cost, _, rendered) => {
    expect(costsIn(rendered)).toEqual([cost]);
  });

  test('are those that a text says TRUE for, as CloudFormation takes it', () => {
    const saysSo = { QueryCompute: { IsResponsible: 'false' }, JobCompute: { IsResponsible: 'true' } };
    expect(costsIn(saysSo)).toEqual(['JOB_COMPUTE']);
  });

  test.each<[string, unknown]>([
    ['is left out', undefined], ['is empty', {}], ['says FALSE', { QueryCompute: { IsResponsible: false }, JobCompute: {}, MachineLearning: {} }],
    ['has null parts', { QueryCompute: null }],
  ])('are none where it %s', (_, rendered) => {
    expect(costsIn(rendered)).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['all of it', UNKNOWN],
    ['the answer', { QueryCompute: { IsResponsible: UNKNOWN } }],
    ['a cost', { QueryCompute: UNKNOWN }],
    ['a cost other than queries', { QueryCompute: { IsResponsible: true }, JobCompute: UNKNOWN }],
    ['machine learning', { QueryCompute: { IsResponsible: true }, MachineLearning: UNKNOWN }],
    ['a cost of machine learning', { QueryCompute: { IsResponsible: true }, MachineLearning: { ModelTraining: { IsResponsible: UNKNOWN } } }],
  ])('are not known where %s is a token', (_, rendered) => {
    expect(costsIn(rendered)).toBeUndefined();
  });
});

test('the accounts of members are theirs, each once, where each has one', () => {
  expect(accountIdsOf([{ accountId: CREATOR }, { accountId: PARTNER }, { accountId: CREATOR }])).toEqual([CREATOR, PARTNER]);
  expect(accountIdsOf([{ accountId: CREATOR }, {}])).toBeUndefined();
  expect(accountIdsOf(undefined)).toBeUndefined();
});

describe('who the members are', () => {
  const members: Member[] = [{ accountId: CREATOR, abilities: ['CAN_QUERY'] }, { accountId: PARTNER }];

  test('is known where the account of each is', () => {
    expect(areKnown(members)).toBe(true);
  });

  test.each<[string, Member[] | undefined]>([
    ['there is no list', undefined], ['the list is empty', []], ['an account is not known', [...members, {}]],
    ['an account is a token', [...members, { accountId: Aws.ACCOUNT_ID }]],
  ])('is not known where %s, so that nobody is unable', (_, unknown) => {
    expect(areKnown(unknown)).toBe(false);
    expect(unable([THIRD], 'CAN_QUERY', 'cannot query in', unknown)).toEqual([]);
  });

  test('tells who lacks an ability, each once, less those who may have it', () => {
    expect(unable([CREATOR, THIRD, PARTNER, Aws.ACCOUNT_ID, THIRD], 'CAN_QUERY', 'cannot query in', members)).toEqual([
      { accountId: THIRD, reason: 'is not a member of the collaboration' },
    ]);
    expect(unable([CREATOR], 'CAN_RUN_JOB', 'cannot run jobs in', members, [THIRD])).toEqual([
      { accountId: CREATOR, reason: 'cannot run jobs in the collaboration' },
    ]);
    expect(unable([THIRD], 'CAN_QUERY', 'cannot query in', members, [THIRD])).toEqual([
      { accountId: THIRD, reason: 'the app removes from the collaboration' },
    ]);
  });
});

describe('the members in the properties of a collaboration', () => {
  const read = (props: Partial<CfnCollaborationProps>, change = (_: ReturnType<typeof cfnCollaboration>) => {}) => {
    const collaboration = cfnCollaboration(stackOf(), 'Collaboration', props);
    change(collaboration);
    return membersIn((name) => renderedProperty(collaboration, name), CREATOR);
  };
  const nothing = { mlAbilities: [], paysFor: [] };
  const creator = { accountId: CREATOR, displayName: 'Creator', abilities: ['CAN_QUERY'], ...nothing };

  test('have the creator first', () => {
    expect(read({
      creatorMlMemberAbilities: { customMlMemberAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'] },
      creatorPaymentConfiguration: { queryCompute: TRUE, machineLearning: { modelTraining: TRUE } },
      members: [
        { accountId: PARTNER, displayName: 'Partner', memberAbilities: ['CAN_RECEIVE_RESULTS'], paymentConfiguration: { queryCompute: FALSE, jobCompute: TRUE } },
        { accountId: THIRD, displayName: 'Third', mlMemberAbilities: { customMlMemberAbilities: ['CAN_RECEIVE_INFERENCE_OUTPUT'] } },
      ],
    })).toEqual([
      { ...creator, mlAbilities: ['CAN_RECEIVE_MODEL_OUTPUT'], paysFor: ['QUERY_COMPUTE', 'MODEL_TRAINING'] },
      { accountId: PARTNER, displayName: 'Partner', abilities: ['CAN_RECEIVE_RESULTS'], mlAbilities: [], paysFor: ['JOB_COMPUTE'] },
      { accountId: THIRD, displayName: 'Third', abilities: [], mlAbilities: ['CAN_RECEIVE_INFERENCE_OUTPUT'], paysFor: [] },
    ]);
  });

  test('are the creator only, where there is no list', () => {
    expect(read({})).toEqual([creator]);
    expect(read({ creatorMemberAbilities: undefined })).toEqual([{ ...creator, abilities: [] }]);
  });

  test.each<[string, CfnCollaborationProps['members']]>([
    ['the list', UNKNOWN],
    ['a member', [{ accountId: PARTNER, displayName: 'Partner' }, UNKNOWN]],
    ['an element of the list', Token.asList(Fn.split(',', Aws.REGION)) as never],
  ])('are not known where %s is a token', (_, members) => {
    expect(read({ members })).toBeUndefined();
  });

  test('have what is known of them, where a part is a token', () => {
    expect(read({
      creatorDisplayName: Fn.importValue('Name'),
      creatorMemberAbilities: Fn.split(',', Aws.REGION),
      creatorMlMemberAbilities: UNKNOWN,
      creatorPaymentConfiguration: UNKNOWN,
      members: [
        { accountId: Aws.ACCOUNT_ID, displayName: Fn.importValue('Name'), mlMemberAbilities: { customMlMemberAbilities: Fn.split(',', Aws.REGION) } },
      ],
    })).toEqual([
      { accountId: CREATOR },
      { accountId: expect.stringMatching(/^\$\{Token/), abilities: [], paysFor: [] },
    ]);
  });

  test('have the accounts that overrides give them, or a token for it', () => {
    const members = [{ accountId: PARTNER, displayName: 'Partner' }];
    const accountOf = (value: unknown) => read({ members }, (collaboration) => collaboration.addPropertyOverride('Members.0.AccountId', value))![1].accountId;
    expect(accountOf(THIRD)).toBe(THIRD);
    expect(Token.isUnresolved(accountOf({ Ref: 'Account' }))).toBe(true);
    expect(accountOf(undefined)).toBeUndefined();
    expect(accountOf(222222222222)).toBe(PARTNER);
    expect(accountOf([PARTNER])).toBeUndefined();
  });

  test('have the values that lazy values come to', () => {
    const abilities = Lazy.list({ produce: () => ['CAN_QUERY'] });
    expect(read({ members: [{ accountId: Lazy.string({ produce: () => PARTNER }), displayName: 'Partner', memberAbilities: abilities }] })![1])
      .toMatchObject({ accountId: PARTNER, abilities: ['CAN_QUERY'] });
  });
});

describe('the members after changes', () => {
  const partner: Member = { accountId: PARTNER, displayName: 'Partner', abilities: ['CAN_RECEIVE_RESULTS'], mlAbilities: [], paysFor: ['QUERY_COMPUTE'] };
  const change = (...changes: MemberChange[]) => changedMembers([partner], changes);

  test('have those that were added', () => {
    expect(change({ AccountId: THIRD, DisplayName: 'Third' })).toEqual([
      partner, { accountId: THIRD, displayName: 'Third', abilities: [], mlAbilities: [], paysFor: [] },
    ]);
    expect(change({
      AccountId: THIRD, DisplayName: 'Third', Abilities: ['A'], MlAbilities: ['B'], Payment: { QUERY_COMPUTE: false, MODEL_INFERENCE: true, JOB_COMPUTE: true },
    })[1]).toEqual({ accountId: THIRD, displayName: 'Third', abilities: ['A'], mlAbilities: ['B'], paysFor: ['JOB_COMPUTE', 'MODEL_INFERENCE'] });
  });

  test('have the abilities of the change, and those that nothing can change', () => {
    const runner = { ...partner, abilities: [...FIXED_ABILITIES, 'CAN_RECEIVE_RESULTS'] };
    expect(FIXED_ABILITIES).toEqual(['CAN_QUERY', 'CAN_RUN_JOB']);
    expect(changedMembers([runner], [{ AccountId: PARTNER, Abilities: ['NEW'] }])[0].abilities).toEqual(['CAN_QUERY', 'CAN_RUN_JOB', 'NEW']);
    expect(changedMembers([runner], [{ AccountId: PARTNER }])[0].abilities).toEqual(['CAN_QUERY', 'CAN_RUN_JOB']);
    expect(changedMembers([{ accountId: PARTNER }], [{ AccountId: PARTNER, Abilities: ['NEW'] }])[0].abilities).toBeUndefined();
  });

  test('have other machine learning abilities only where the change names them', () => {
    expect(change({ AccountId: PARTNER, Abilities: [], MlAbilities: ['NEW'] })[0].mlAbilities).toEqual(['NEW']);
    expect(changedMembers([{ ...partner, mlAbilities: ['OLD'] }], [{ AccountId: PARTNER, Abilities: [] }])[0].mlAbilities).toEqual(['OLD']);
  });

  test('pay as before until their memberships accept another payment', () => {
    expect(change({ AccountId: PARTNER, Payment: { JOB_COMPUTE: true } })[0]).toMatchObject({ paysFor: ['QUERY_COMPUTE'], paymentIsChanged: true });
    expect(change({ AccountId: PARTNER, Payment: {} }, { AccountId: PARTNER })[0].paymentIsChanged).toBe(true);
    expect(change({ AccountId: PARTNER })[0].paymentIsChanged).toBe(false);
  });

  test('come about one change after the other', () => {
    expect(change({ AccountId: THIRD, DisplayName: 'Third' }, { AccountId: THIRD, Abilities: ['NEW'] })).toEqual([
      partner, expect.objectContaining({ accountId: THIRD, displayName: 'Third', abilities: ['NEW'] }),
    ]);
  });

  test('leave the members as they were', () => {
    const before = [partner];
    changedMembers(before, [{ AccountId: THIRD, DisplayName: 'Third' }]);
    expect(before).toEqual([partner]);
    expect(changedMembers(before, [])).toEqual([partner]);
  });
});
