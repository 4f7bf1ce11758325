import { type Behaviour, seen, type Call, type OperationHandler } from '../engine';
import { accessDenied, conflict, invalid } from '../exceptions';
import type { PaymentConfiguration } from '../payments';
import { payersOf } from '../payments';
import type { Resource, Values } from '../resource';
import { checkMembers, memberOf, type Member } from './collaboration';

export interface ChangeRequestValues extends Values {
  status: 'PENDING' | 'APPROVED' | 'DENIED' | 'CANCELLED' | 'COMMITTED';
  readonly isAutoApproved: boolean;
  readonly changes: readonly Change[];
  /** The votes of the members who had joined when it was made; its maker's counts as given. */
  readonly approvals: Record<string, { status: 'PENDING' | 'APPROVED' | 'DENIED' }>;
}

interface Change {
  readonly specificationType: 'MEMBER' | 'COLLABORATION';
  readonly specification: { readonly member?: MemberChange; readonly collaboration?: { readonly autoApprovedChangeTypes?: string[] } };
  readonly types: readonly string[];
}

interface MemberChange {
  readonly accountId: string;
  readonly displayName?: string;
  readonly memberAbilities: readonly string[];
  readonly mlMemberAbilities?: { readonly customMLMemberAbilities: string[] };
  readonly paymentConfiguration?: PaymentConfiguration;
}

/** Abilities that a change request cannot give or take. */
const FIXED_ABILITIES = ['CAN_QUERY', 'CAN_RUN_JOB'];

const TYPE_OF_ABILITY: Readonly<Record<string, string>> = {
  CAN_RECEIVE_RESULTS: 'RECEIVE_RESULTS_ABILITY',
  CAN_EXPORT_QUERY_ANALYSIS_LOG: 'EXPORT_QUERY_ANALYSIS_LOG_ABILITY',
};

export const changeRequest: Behaviour<'ChangeRequest'> = {
  view({ values: { approvals } }, { service }) {
    if (service.hiddenVotes === 'all') return { approvals: undefined };
    const shown = Object.entries(approvals).filter(([, { status }]) => service.hiddenVotes === 'none' || status !== 'PENDING');
    return { approvals: Object.fromEntries(shown) };
  },
};

export const changeRequestOperations: Record<string, OperationHandler> = {
  CreateCollaborationChangeRequest(call: Call<{ readonly changes: readonly Omit<Change, 'types'>[] }>) {
    const collaboration = call.found('Collaboration');
    const { caller: { account, region }, service } = call;
    if (collaboration.account !== account) throw accessDenied('Change requests are made by the creator of the collaboration');

    const changes = call.input.changes.map((change) => ({ ...change, types: typesOf(change, collaboration) }));
    checkMembers(membersAfter(collaboration, changes)); // as a whole: all changes of a request take effect together
    const automatic = collaboration.values.autoApprovedChangeTypes;
    const isAutoApproved = changes.every(({ types }) => types.every((type) => automatic.includes(type)));
    const voters = collaboration.values.members.filter(({ status, accountId }) => status === 'ACTIVE' && accountId !== account);
    const approvals: ChangeRequestValues['approvals'] = { [account]: { status: 'APPROVED' } };
    for (const { accountId } of voters) approvals[accountId] = { status: isAutoApproved ? 'APPROVED' : 'PENDING' };

    const values: ChangeRequestValues = { status: voters.length ? 'PENDING' : 'APPROVED', isAutoApproved, changes, approvals };
    const request = service.store.add({ kind: 'ChangeRequest', account, region, parent: collaboration, values });
    if (isAutoApproved) commit(request);
    return { collaborationChangeRequest: seen(request, call) };
  },

  UpdateCollaborationChangeRequest(call: Call<{ readonly action: 'APPROVE' | 'DENY' | 'CANCEL' | 'COMMIT' }>) {
    const request = call.found('ChangeRequest');
    const { input: { action }, caller: { account } } = call;
    if (action === 'APPROVE' || action === 'DENY') vote(request, account, action === 'APPROVE' ? 'APPROVED' : 'DENIED');
    else finish(request, account, action);
    request.updateTime = Date.now() / 1000;
    return { collaborationChangeRequest: seen(request, call) };
  },
};

function vote({ values }: Resource<'ChangeRequest'>, account: string, status: 'APPROVED' | 'DENIED'): void {
  const approval = values.approvals[account];
  if (!approval) throw accessDenied('The account has no vote on the change request');
  if (values.status !== 'PENDING') throw conflict(`The change request is ${values.status}`, 'INVALID_STATE');
  if (approval.status !== 'PENDING') throw conflict(`The account has already voted: ${approval.status}`, 'INVALID_STATE');

  approval.status = status;
  if (status === 'DENIED') values.status = 'DENIED';
  else if (Object.values(values.approvals).every((each) => each.status === 'APPROVED')) values.status = 'APPROVED';
}

function finish(request: Resource<'ChangeRequest'>, account: string, action: 'CANCEL' | 'COMMIT'): void {
  const { values, parent } = request;
  if (parent.account !== account) throw accessDenied(`Only the creator of the collaboration can ${action} a change request`);
  const possible = action === 'COMMIT' ? ['APPROVED'] : ['PENDING', 'APPROVED'];
  if (!possible.includes(values.status)) throw conflict(`The change request is ${values.status}`, 'INVALID_STATE');

  if (action === 'COMMIT') commit(request);
  else values.status = 'CANCELLED';
}

function commit({ values, parent }: Resource<'ChangeRequest'>): void {
  parent.values.members = membersAfter(parent, values.changes);
  for (const { specification: { collaboration } } of values.changes) {
    if (collaboration?.autoApprovedChangeTypes) parent.values.autoApprovedChangeTypes = collaboration.autoApprovedChangeTypes;
  }
  parent.updateTime = Date.now() / 1000;
  values.status = 'COMMITTED';
}

/** What kinds of change a change is; a change that changes nothing is refused. */
function typesOf({ specificationType, specification }: Omit<Change, 'types'>, collaboration: Resource<'Collaboration'>): string[] {
  if (!(specificationType.toLowerCase() in specification)) throw invalid(`The specification is not one of type ${specificationType}`);
  if (!specification.member) return ['EDIT_AUTO_APPROVED_CHANGE_TYPES'];

  const { member: change } = specification;
  const fixed = change.memberAbilities.find((ability) => FIXED_ABILITIES.includes(ability));
  if (fixed) throw invalid(`A change request cannot give the ability ${fixed}`);

  const member = memberOf(collaboration, change.accountId);
  if (member?.status === 'LEFT' || member?.status === 'REMOVED') throw invalid(`The account ${change.accountId} has left for good`);
  if (!member && !change.displayName) throw invalid('displayName is required for a new member');
  const types = member ? changedTypes(member, change, collaboration) : ['ADD_MEMBER'];
  if (!types.length) throw invalid(`Nothing changes for the member ${change.accountId}`);
  return types;
}

function changedTypes(member: Member, change: MemberChange, collaboration: Resource<'Collaboration'>): string[] {
  const abilities = Object.entries(TYPE_OF_ABILITY).map(([ability, type]) =>
    verbed(member.memberAbilities.includes(ability), change.memberAbilities.includes(ability), ['GRANT', 'REVOKE'], type));
  const mlAbilities = change.mlMemberAbilities ? ['CAN_RECEIVE_MODEL_OUTPUT', 'CAN_RECEIVE_INFERENCE_OUTPUT'].map((ability) => {
    const has = member.mlMemberAbilities?.customMLMemberAbilities.includes(ability) ?? false;
    return verbed(has, change.mlMemberAbilities!.customMLMemberAbilities.includes(ability), ['GRANT', 'REVOKE'], ability);
  }) : [];
  return [...abilities, ...mlAbilities, ...payerTypes(member, change, collaboration)].filter((type) => type !== undefined);
}

function payerTypes(member: Member, { paymentConfiguration }: MemberChange, { values }: Resource<'Collaboration'>): (string | undefined)[] {
  if (!paymentConfiguration) return [];
  const before = payersOf(values.members).configurationOf(member);
  return [...new Set(['queryCompute' as const, 'jobCompute' as const].map((cost) => {
    const pays = before[cost]?.isResponsible ?? false;
    return verbed(pays, paymentConfiguration[cost]?.isResponsible ?? pays, ['ADD', 'REMOVE'], 'PAYER_CANDIDATE');
  }))];
}

function verbed(before: boolean, after: boolean, [add, remove]: readonly [string, string], what: string): string | undefined {
  if (before === after) return undefined;
  return `${after ? add : remove}_${what}`;
}

/** The members of a collaboration once all changes have taken effect. */
function membersAfter({ values }: Resource<'Collaboration'>, changes: readonly Omit<Change, 'types'>[]): Member[] {
  return changes.reduce((members, { specification: { member } }) => member ? changedMembers(members, member) : members, values.members);
}

function changedMembers(members: Member[], change: MemberChange): Member[] {
  const now = Date.now() / 1000;
  const { accountId, displayName = '', memberAbilities, mlMemberAbilities, paymentConfiguration } = change;
  const member = members.find((each) => each.accountId === accountId);
  if (!member) {
    const invited = { accountId, displayName, memberAbilities: [...memberAbilities], mlMemberAbilities, paymentConfiguration };
    return [...members, { ...invited, status: 'INVITED', createTime: now, updateTime: now }];
  }
  const fixed = member.memberAbilities.filter((ability) => FIXED_ABILITIES.includes(ability));
  const changed: Member = {
    ...member,
    memberAbilities: [...fixed, ...memberAbilities],
    mlMemberAbilities: mlMemberAbilities ?? member.mlMemberAbilities,
    paymentConfiguration: paymentConfiguration ?? member.paymentConfiguration,
    updateTime: now,
  };
  return members.map((each) => (each === member ? changed : each));
}
