import { Token } from 'aws-cdk-lib';
import { booleanAt, listAt, textAt, textOrToken, textsAt, valueAt } from './rendered-properties';
import type { ProgramResource } from './resource';
import { isKnown } from '../foundation/tokens';

/*
 * A member of a collaboration, from the properties of a construct to the template and back: the one shape that rules and roles look at.
 */

/** A member, in the words of the API. What is not known at synthesis is `undefined`. */
export interface Member {
  readonly accountId?: string;
  readonly displayName?: string;
  readonly abilities?: readonly string[];
  readonly mlAbilities?: readonly string[];
  /** The costs that it is a candidate to pay for, such as `QUERY_COMPUTE`. */
  readonly paysFor?: readonly string[];
  /** Whether a change request changes what it pays for: it pays as before until its membership accepts that. */
  readonly paymentIsChanged?: boolean;
  /** What it is then a candidate to pay for. */
  readonly paysForThen?: readonly string[];
}

/** A member as the properties of a collaboration specify it. */
export type SpecifiedMember = Member & Required<Pick<Member, 'accountId' | 'abilities' | 'mlAbilities' | 'paysFor'>>;

/** Where in a payment configuration each cost stands, of a collaboration and of a membership alike. */
const COSTS: Readonly<Record<string, readonly string[]>> = {
  QUERY_COMPUTE: ['QueryCompute'],
  JOB_COMPUTE: ['JobCompute'],
  MODEL_TRAINING: ['MachineLearning', 'ModelTraining'],
  MODEL_INFERENCE: ['MachineLearning', 'ModelInference'],
  SYNTHETIC_DATA_GENERATION: ['MachineLearning', 'SyntheticDataGeneration'],
};

/** The accounts of members, each once; `undefined` where one has none. An account can be a token. */
export function accountIdsOf(members: readonly Member[] | undefined): string[] | undefined {
  const accountIds = members?.map(({ accountId }) => accountId);
  return accountIds?.every((accountId) => accountId !== undefined) ? [...new Set(accountIds)] : undefined;
}

/** A member whose account is known. */
export type KnownMember = Member & Required<Pick<Member, 'accountId'>>;

/** Whether it is known who the members are. */
export function areKnown(members: readonly Member[] | undefined): members is readonly KnownMember[] {
  return !!members?.length && members.every(({ accountId }) => accountId !== undefined && isKnown(accountId));
}

/** An account that lacks an ability. */
export interface UnableAccount {
  readonly accountId: string;
  /** Why it lacks it, as messages say it after `which`. */
  readonly reason: string;
}

/**
 * The accounts that lack an ability, each once, as members or because they are none; none where the members are not known. `lacking` says of a
 * member that it lacks the ability, such as `cannot query in`.
 */
export function unable(
  accountIds: readonly string[], ability: string, lacking: string, members: readonly Member[] | undefined, removed: readonly string[] = [],
): UnableAccount[] {
  if (!areKnown(members)) return [];
  const byAccount = new Map(members.map((member) => [member.accountId, member]));
  return [...new Set(accountIds)].filter(isKnown).flatMap((accountId) => {
    const member = byAccount.get(accountId);
    if (member && (member.abilities?.includes(ability) ?? true)) return [];
    return [{ accountId, reason: member ? `${lacking} the collaboration` : absenceOf(accountId, removed) }];
  });
}

/** Why an account is not among the members, as messages say it after `which`. */
export function absenceOf(accountId: string, removed: readonly string[]): string {
  return removed.includes(accountId) ? 'the app removes from the collaboration' : 'is not a member of the collaboration';
}

/** A payment configuration as the L1s of collaborations and memberships take it. */
export interface PaymentConfiguration {
  readonly queryCompute: Responsible;
  readonly jobCompute?: Responsible;
  readonly machineLearning?: {
    readonly modelTraining?: Responsible;
    readonly modelInference?: Responsible;
    readonly syntheticDataGeneration?: Responsible;
  };
}

interface Responsible {
  readonly isResponsible: boolean;
}

/** The payment configuration of a member who pays for the given costs. It always has a query compute part, and the others where it pays for them. */
export function paymentConfiguration(paysFor: readonly string[]): PaymentConfiguration {
  const responsible = (cost: string) => paysFor.includes(cost) ? { isResponsible: true } : undefined;
  const machineLearning = {
    modelTraining: responsible('MODEL_TRAINING'),
    modelInference: responsible('MODEL_INFERENCE'),
    syntheticDataGeneration: responsible('SYNTHETIC_DATA_GENERATION'),
  };
  return {
    queryCompute: responsible('QUERY_COMPUTE') ?? { isResponsible: false },
    jobCompute: responsible('JOB_COMPUTE'),
    machineLearning: Object.values(machineLearning).some((part) => part) ? machineLearning : undefined,
  };
}

/**
 * The payment configuration of each member of a collaboration, in the order given; none where nobody was named for anything.
 *
 * The service refuses FALSE for some members and TRUE for none: where members are named for other costs only, the member who can
 * query is named for queries, as it would be by default.
 */
export function paymentConfigurations(members: readonly Member[]): (PaymentConfiguration | undefined)[] {
  if (members.every(({ paysFor = [] }) => paysFor.length === 0)) return members.map(() => undefined);

  const hasQueryPayer = members.some(({ paysFor }) => paysFor?.includes('QUERY_COMPUTE'));
  return members.map(({ abilities, paysFor = [] }) => {
    const isDefaultPayer = !hasQueryPayer && abilities?.includes('CAN_QUERY');
    return paymentConfiguration(isDefaultPayer ? ['QUERY_COMPUTE', ...paysFor] : paysFor);
  });
}

/** The costs for which a rendered payment configuration says TRUE; `undefined` where any part of it is a token. */
export function costsIn(configuration: unknown): string[] | undefined {
  if (hasToken(configuration)) return undefined;
  return Object.entries(COSTS).flatMap(([cost, path]) => booleanAt(configuration, ...path, 'IsResponsible') ? [cost] : []);
}

/** The members of a collaboration from its rendered properties, the creator first; `undefined` where the list is a token. */
export function membersIn(property: (name: string) => unknown, creatorAccount: string): Member[] | undefined {
  const members = listAt(property('Members') ?? [])?.map((member) => valueAt<Record<string, unknown>>(member));
  if (!members?.every((member) => member !== undefined)) return undefined;
  return [
    {
      accountId: creatorAccount,
      displayName: textAt(property('CreatorDisplayName')),
      abilities: listIn(property('CreatorMemberAbilities')),
      mlAbilities: mlAbilitiesIn(property('CreatorMLMemberAbilities')),
      paysFor: costsIn(property('CreatorPaymentConfiguration')),
    },
    ...members.map((member) => ({
      accountId: textOrToken(member.AccountId),
      displayName: textAt(member.DisplayName),
      abilities: listIn(member.MemberAbilities),
      mlAbilities: mlAbilitiesIn(member.MLMemberAbilities),
      paysFor: costsIn(member.PaymentConfiguration),
    })),
  ];
}

/** A change of a member, as the custom resource of a change request has it. */
export interface MemberChange {
  readonly AccountId: string;
  readonly DisplayName?: string;
  readonly Abilities?: readonly string[];
  readonly MlAbilities?: readonly string[];
  readonly Payment?: { readonly [cost: string]: boolean };
}

/** What a change request asks for, as its custom resource has it: the change of a member, or something else. */
export interface RequestedChange {
  readonly Member?: MemberChange;
}

/** The changes that a request asks for, or that an approval votes on, as its template has them. */
export function changesIn(request: ProgramResource): unknown[] {
  return listAt(request.property('Changes')) ?? [];
}

/** The same as a text, in any order. */
export function changesText(request: ProgramResource): string {
  return changesIn(request).map((change) => JSON.stringify(change)).sort().join();
}

/** The changes of members among those that a request asks for, or that an approval votes on. */
export function memberChangesIn(request: ProgramResource): MemberChange[] {
  return memberChangesAmong(changesIn(request));
}

/** The changes of members among others. */
export function memberChangesAmong(changes: readonly unknown[]): MemberChange[] {
  return changes.flatMap((change) => {
    const member = valueAt<Record<string, unknown>>(change, 'Member') ?? {};
    const accountId = textOrToken(member.AccountId);
    return accountId === undefined ? [] : [{
      AccountId: accountId,
      DisplayName: textOrToken(member.DisplayName),
      Abilities: textsAt(member.Abilities),
      MlAbilities: textsAt(member.MlAbilities),
      Payment: valueAt(member.Payment),
    }];
  });
}

/** Abilities that the service neither gives nor takes once the collaboration is live: a change does not name them. */
export const FIXED_ABILITIES: readonly string[] = ['CAN_QUERY', 'CAN_RUN_JOB'];

/** The members of a collaboration once the changes are in effect. */
export function changedMembers(members: readonly Member[], changes: readonly MemberChange[]): Member[] {
  return changes.reduce<readonly Member[]>((before, change) => {
    const member = before.find(({ accountId }) => accountId === change.AccountId);
    return member ? before.map((each) => each === member ? changedMember(member, change) : each) : [...before, addedMember(change)];
  }, members) as Member[];
}

/** The members of a collaboration after changes that are in effect, and accepted by who pays for something since. */
export function membersAfter(members: readonly Member[], changes: readonly MemberChange[]): Member[] {
  return changedMembers(members, changes).map(({ paymentIsChanged = false, paysForThen, ...member }) =>
    paymentIsChanged ? { ...member, paysFor: paysForThen } : member);
}

function addedMember({ AccountId, DisplayName, Abilities = [], MlAbilities = [], Payment = {} }: MemberChange): Member {
  return {
    accountId: AccountId,
    displayName: DisplayName,
    abilities: Abilities,
    mlAbilities: MlAbilities,
    paysFor: Object.keys(COSTS).filter((cost) => booleanAt(Payment, cost)),
  };
}

function changedMember(member: Member, { Abilities = [], MlAbilities, Payment }: MemberChange): Member {
  return {
    ...member,
    abilities: member.abilities && [...member.abilities.filter((ability) => FIXED_ABILITIES.includes(ability)), ...Abilities],
    mlAbilities: MlAbilities ?? member.mlAbilities,
    paymentIsChanged: member.paymentIsChanged || Payment !== undefined,
    ...Payment && { paysForThen: costsAfter(member.paysForThen ?? member.paysFor, Payment) },
  };
}

function costsAfter(before: readonly string[] | undefined, payment: Readonly<Record<string, unknown>>): string[] | undefined {
  return before && Object.keys(COSTS).filter((cost) => booleanAt(payment, cost) ?? before.includes(cost));
}

/** A list that is empty where it was left out, and unknown where it is a token or has one. */
function listIn(values: unknown): string[] | undefined {
  if (values === undefined) return [];
  const texts = textsAt(values);
  return texts?.every(isKnown) ? texts : undefined;
}

function mlAbilitiesIn(abilities: unknown): string[] | undefined {
  return Token.isUnresolved(abilities) ? undefined : listIn(valueAt<Record<string, unknown>>(abilities)?.CustomMLMemberAbilities);
}

function hasToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasToken);
}
