/*
 * The changes of a live collaboration: as the contract tells them, as the API takes them, and whether a request that the
 * API describes asks for these changes and for nothing else.
 */
import { areEqual } from './canonical';
import { type Decoder, flag, listOf, mapOf, objectOf, optional, text } from './decode';
import type { CollaborationChange, MemberChange } from '../src/custom-resources/contract';

/** A change in the words of the API. */
export interface ApiChange {
  readonly specificationType: string;
  readonly specification: { readonly member?: ApiMember; readonly collaboration?: { readonly autoApprovedChangeTypes?: readonly string[] } };
  /** What it amounts to, by the judgement of the service. */
  readonly types?: readonly string[];
}

interface ApiMember {
  readonly accountId: string;
  readonly displayName?: string;
  readonly memberAbilities: readonly string[];
  readonly mlMemberAbilities?: { readonly customMLMemberAbilities: readonly string[] };
  readonly paymentConfiguration?: ApiPayment;
}

interface ApiPayment {
  readonly [cost: string]: { readonly isResponsible?: boolean; readonly [cost: string]: unknown } | undefined;
}

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

/** Where the API keeps each cost. */
const COSTS: Readonly<Record<string, readonly [string] | readonly [string, string]>> = {
  QUERY_COMPUTE: ['queryCompute'],
  JOB_COMPUTE: ['jobCompute'],
  MODEL_TRAINING: ['machineLearning', 'modelTraining'],
  MODEL_INFERENCE: ['machineLearning', 'modelInference'],
  SYNTHETIC_DATA_GENERATION: ['machineLearning', 'syntheticDataGeneration'],
};

/** The types of changes that nothing else can be hidden in, and those that come with a part that was asked for. */
const PLAIN_TYPES = [
  'ADD_MEMBER', 'GRANT_RECEIVE_RESULTS_ABILITY', 'REVOKE_RECEIVE_RESULTS_ABILITY',
  'GRANT_EXPORT_QUERY_ANALYSIS_LOG_ABILITY', 'REVOKE_EXPORT_QUERY_ANALYSIS_LOG_ABILITY',
];
const ML_TYPES = [
  'GRANT_CAN_RECEIVE_MODEL_OUTPUT', 'REVOKE_CAN_RECEIVE_MODEL_OUTPUT', 'GRANT_CAN_RECEIVE_INFERENCE_OUTPUT', 'REVOKE_CAN_RECEIVE_INFERENCE_OUTPUT',
];
const PAYER_TYPES = ['ADD_PAYER_CANDIDATE', 'REMOVE_PAYER_CANDIDATE'];

/** The change as the API takes it. */
export function apiChange({ Member: member, AutoApprovedChangeTypes: autoApprovedChangeTypes = [] }: CollaborationChange): ApiChange {
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

function apiPayment(payment: { readonly [cost: string]: boolean }): ApiPayment {
  const configuration: Record<string, Record<string, unknown>> = {};
  for (const [cost, isResponsible] of Object.entries(payment)) {
    const [part, inner] = COSTS[cost];
    configuration[part] = inner === undefined ? { isResponsible } : { ...configuration[part], [inner]: { isResponsible } };
  }
  return configuration as ApiPayment;
}

/**
 * Whether these are the changes that were asked for, in any order, all of them and no other. Where nothing was asked, only
 * what changes nothing may stand; what is not known here is never what was asked for.
 */
export function areChanges(changes: readonly ApiChange[], asked: readonly CollaborationChange[]): boolean {
  const left = [...changes];
  for (const one of asked) {
    const index = left.findIndex((change) => isChange(change, one));
    if (index === -1) return false;
    left.splice(index, 1);
  }
  return left.length === 0;
}

function isChange({ specification: { member, collaboration, ...others }, types = [] }: ApiChange, asked: CollaborationChange): boolean {
  if (isAny(others)) return false;
  if (!asked.Member) {
    const { autoApprovedChangeTypes = [], ...otherSettings } = collaboration ?? {};
    return !member && !isAny(otherSettings) && areSameSet(types, ['EDIT_AUTO_APPROVED_CHANGE_TYPES'])
      && areSameSet(autoApprovedChangeTypes, asked.AutoApprovedChangeTypes ?? []);
  }
  return !collaboration && member !== undefined && isMember(member, asked.Member) && areTypesOf(types, asked.Member);
}

function isMember(member: ApiMember, asked: MemberChange): boolean {
  const { accountId, displayName, memberAbilities, mlMemberAbilities, paymentConfiguration, ...others } = member;
  const { customMLMemberAbilities = [], ...otherMlAbilities } = mlMemberAbilities ?? {};
  return !isAny(others) && !isAny(otherMlAbilities)
    && accountId === asked.AccountId
    && (asked.DisplayName === undefined || asked.DisplayName === displayName)
    && areSameSet(memberAbilities, asked.Abilities ?? [])
    && areSameSet(customMLMemberAbilities, asked.MlAbilities ?? [])
    && isPayment(paymentConfiguration ?? {}, asked.Payment ?? {});
}

function isPayment(payment: ApiPayment, asked: { readonly [cost: string]: boolean }): boolean {
  const { machineLearning = {}, ...others } = payment;
  const told = { ...others, ...Object.fromEntries(Object.entries(machineLearning).map(([cost, part]) => [`machineLearning.${cost}`, part])) };
  const rest = new Map<string, unknown>(Object.entries(told).filter(([, part]) => part !== undefined));
  for (const [cost, path] of Object.entries(COSTS)) {
    const part = rest.get(path.join('.'));
    const isAsked = asked[cost] === undefined
      ? part === undefined || areEqual(part, { isResponsible: false })
      : areEqual(part, { isResponsible: asked[cost] });
    if (!isAsked) return false;
    rest.delete(path.join('.'));
  }
  return rest.size === 0;
}

function areTypesOf(types: readonly string[], asked: MemberChange): boolean {
  const possible = [...PLAIN_TYPES, ...asked.MlAbilities ? ML_TYPES : [], ...asked.Payment ? PAYER_TYPES : []];
  return types.every((type) => possible.includes(type));
}

function areSameSet(one: readonly string[], other: readonly string[]): boolean {
  return areEqual([...new Set(one)].sort(), [...new Set(other)].sort());
}

function isAny(values: object): boolean {
  return Object.values(values).some((value) => value !== undefined && value !== null);
}

/** What a change is about: a later change of the same takes the place of an earlier one. */
export function subjectOf({ specification: { member } }: ApiChange): string {
  return member ? member.accountId : 'the collaboration';
}

/** A change for a message. */
export function describedChange({ specification: { member, collaboration }, types = [] }: ApiChange): string {
  const what = member
    ? [member.accountId, ...member.displayName ? [`'${member.displayName}'`] : [], `[${member.memberAbilities.join(', ')}]`]
    : [`[${(collaboration?.autoApprovedChangeTypes ?? []).join(', ')}]`];
  return [...types, ...what].join(' ');
}
