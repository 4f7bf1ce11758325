/*
 * The changes of a live collaboration: how the API takes them, and whether a request that it describes asks for given changes
 * and for nothing else. A part of a change that is not known here is one that nobody has asked for.
 */
import { areEqual } from './canonical';
import { COSTS } from './costs';
import { type Decoder, flag, listOf, mapOf, objectOf, optional, text } from './decode';
import type { CollaborationChange, MemberChange } from '../src/custom-resources/contract';

/** A change as the API takes and describes it. */
export interface ApiChange {
  readonly specificationType: string;
  readonly specification: { readonly member?: ApiMember; readonly collaboration?: { readonly autoApprovedChangeTypes?: readonly string[] } };
  /** What the service makes of it. */
  readonly types: readonly string[];
}

interface ApiMember {
  readonly accountId: string;
  readonly displayName?: string;
  readonly memberAbilities: readonly string[];
  readonly mlMemberAbilities?: { readonly customMLMemberAbilities: readonly string[] };
  readonly paymentConfiguration?: ApiPayment;
}

/** For each cost, whether the member is responsible. Costs of machine learning are one level deeper. */
type ApiPayment = Readonly<Record<string, object | undefined>>;

type Payment = NonNullable<MemberChange['Payment']>;

export const decodeChanges: Decoder<readonly CollaborationChange[]> = listOf(objectOf<CollaborationChange>({
  Member: optional(objectOf<MemberChange>({
    AccountId: text,
    DisplayName: optional(text),
    Abilities: optional(listOf(text)),
    MlAbilities: optional(listOf(text)),
    Payment: optional(mapOf(flag)),
  })),
  AutoApprovedChangeTypes: optional(listOf(text)),
}));

const ADDITION_TYPE = 'ADD_MEMBER';

/** What else a change of a member can do, by what was requested of it: its abilities always are. */
const GRANTS = ['GRANT_RECEIVE_RESULTS_ABILITY', 'GRANT_EXPORT_QUERY_ANALYSIS_LOG_ABILITY'];
const REVOCATIONS = ['REVOKE_RECEIVE_RESULTS_ABILITY', 'REVOKE_EXPORT_QUERY_ANALYSIS_LOG_ABILITY'];
const ML_GRANTS = ['GRANT_CAN_RECEIVE_MODEL_OUTPUT', 'GRANT_CAN_RECEIVE_INFERENCE_OUTPUT'];
const ML_REVOCATIONS = ['REVOKE_CAN_RECEIVE_MODEL_OUTPUT', 'REVOKE_CAN_RECEIVE_INFERENCE_OUTPUT'];
const PAYER_ADDITION = 'ADD_PAYER_CANDIDATE';
const PAYER_REMOVAL = 'REMOVE_PAYER_CANDIDATE';
const SETTINGS_TYPE = 'EDIT_AUTO_APPROVED_CHANGE_TYPES';

/** Translates a change for the API. */
export function apiChange({ Member: member, AutoApprovedChangeTypes: autoApprovedChangeTypes = [] }: CollaborationChange): Omit<ApiChange, 'types'> {
  if (!member) return { specificationType: 'COLLABORATION', specification: { collaboration: { autoApprovedChangeTypes } } };
  return {
    specificationType: 'MEMBER',
    specification: {
      member: {
        accountId: member.AccountId,
        displayName: member.DisplayName,
        memberAbilities: member.Abilities ?? [],
        mlMemberAbilities: member.MlAbilities && { customMLMemberAbilities: member.MlAbilities },
        paymentConfiguration: member.Payment && apiPayment(member.Payment),
      },
    },
  };
}

function apiPayment(payment: Payment): ApiPayment {
  const configuration: Record<string, object> = {};
  for (const [cost, isResponsible] of Object.entries(payment)) {
    const [name, inner] = COSTS[cost].split('.');
    configuration[name] = inner === undefined ? { isResponsible } : { ...configuration[name], [inner]: { isResponsible } };
  }
  return configuration;
}

/** Whether these are exactly the requested changes, in any order. */
export function areChanges(changes: readonly ApiChange[], requested: readonly CollaborationChange[]): boolean {
  const left = [...changes];
  for (const one of requested) {
    const index = left.findIndex((change) => isChange(change, one));
    if (index === -1) return false;
    left.splice(index, 1);
  }
  return left.length === 0;
}

function isChange(change: ApiChange, requested: CollaborationChange): boolean {
  const { specificationType, specification: { member, collaboration, ...unknown }, types, ...unknownBeside } = change;
  if (hasAny(unknown) || hasAny(unknownBeside)) return false;
  if (requested.Member) {
    return specificationType === 'MEMBER' && !collaboration && member !== undefined
      && isMember(member, requested.Member) && areTypesOf(types, requested.Member);
  }
  const { autoApprovedChangeTypes, ...unknownSettings } = collaboration ?? {};
  return specificationType === 'COLLABORATION' && !member && !hasAny(unknownSettings) && areSameSet(types, [SETTINGS_TYPE])
    && areSameSet(autoApprovedChangeTypes, requested.AutoApprovedChangeTypes);
}

function isMember(member: ApiMember, requested: MemberChange): boolean {
  const { accountId, displayName, memberAbilities, mlMemberAbilities, paymentConfiguration = {}, ...unknown } = member;
  const { customMLMemberAbilities, ...unknownAbilities } = mlMemberAbilities ?? {};
  return !hasAny(unknown) && !hasAny(unknownAbilities)
    && accountId === requested.AccountId
    && displayName === requested.DisplayName
    && areSameSet(memberAbilities, requested.Abilities)
    && areSameSet(customMLMemberAbilities, requested.MlAbilities)
    && isPayment(paymentConfiguration, requested.Payment ?? {});
}

/** Every requested cost is there, and no other value but `false`, which the service fills in for costs that it knows. */
function isPayment(payment: ApiPayment, requested: Payment): boolean {
  const described = valuesOf(payment);
  const expected = new Map(Object.entries(COSTS).map(([cost, path]) => [`${path}.isResponsible`, requested[cost] ?? false]));
  return described.every(([path, value]) => value === expected.get(path))
    && Object.keys(requested).every((cost) => described.some(([path]) => path === `${COSTS[cost]}.isResponsible`));
}

/** The values in an object, however deep, with their paths. */
function valuesOf(object: object, prefix = ''): [string, unknown][] {
  return Object.entries(object).filter(([, member]) => member !== undefined).flatMap(([name, member]): [string, unknown][] =>
    typeof member === 'object' && member !== null && !Array.isArray(member) ? valuesOf(member, `${prefix}${name}.`) : [[`${prefix}${name}`, member]]);
}

function hasAny(values: object): boolean {
  return Object.values(values).some((value) => value !== undefined);
}

/** Only who is new is given a display name. */
function areTypesOf(types: readonly string[], requested: MemberChange): boolean {
  const isAddition = requested.DisplayName !== undefined;
  const possible = [
    ...isAddition ? [ADDITION_TYPE] : REVOCATIONS,
    ...GRANTS,
    ...requested.MlAbilities ? [...ML_GRANTS, ...isAddition ? [] : ML_REVOCATIONS] : [],
    ...requested.Payment ? [PAYER_ADDITION, ...isAddition ? [] : [PAYER_REMOVAL]] : [],
  ];
  return types.length > 0 && types.every((type) => possible.includes(type)) && types.includes(ADDITION_TYPE) === isAddition;
}

function areSameSet(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return areEqual([...new Set(one)].sort(), [...new Set(other)].sort());
}

/** Whether a member who is not new has a display name in the change. */
export function hasNameOfPresentMember({ specification: { member }, types }: ApiChange): boolean {
  return member?.displayName !== undefined && !types.includes(ADDITION_TYPE);
}

/** Returns the change without the display name that its member has already: the service may describe it, and it says nothing. */
export function withoutPresentName(change: ApiChange, displayNames: ReadonlyMap<string, string>): ApiChange {
  const { specification: { member } } = change;
  if (!member || !hasNameOfPresentMember(change) || displayNames.get(member.accountId) !== member.displayName) return change;
  return { ...change, specification: { ...change.specification, member: { ...member, displayName: undefined } } };
}

/** What a change is about: a later change of the same subject overrides an earlier one. */
export function subjectOf({ specification: { member } }: ApiChange): string {
  return member ? member.accountId : 'the collaboration';
}

/** Describes a change in a message. */
export function describedChange({ specification: { member, collaboration }, types }: ApiChange): string {
  const what = member
    ? [member.accountId, ...member.displayName ? [`'${member.displayName}'`] : [], `[${member.memberAbilities.join(', ')}]`]
    : [`[${(collaboration?.autoApprovedChangeTypes ?? []).join(', ')}]`];
  return [...types, ...what].join(' ');
}
