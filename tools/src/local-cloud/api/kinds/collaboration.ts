import { seen, type Behaviour, type Call, type Context, type OperationHandler } from '../engine';
import { accessDenied, conflict, invalid, quotaExceeded } from '../exceptions';
import { checkPayers, payersOf, type PaymentConfiguration } from '../payments';
import type { Resource, Values } from '../resource';

export interface Member {
  readonly accountId: string;
  readonly displayName: string;
  memberAbilities: string[];
  mlMemberAbilities?: { readonly customMLMemberAbilities: string[] };
  /** What the creator said; the service works out the rest. */
  paymentConfiguration?: PaymentConfiguration;
  status: 'INVITED' | 'ACTIVE' | 'LEFT' | 'REMOVED';
  readonly createTime: number;
  updateTime: number;
}

export interface CollaborationValues extends Values {
  name: string;
  description?: string;
  /** The creator is the first. */
  members: Member[];
  queryLogStatus: string;
  jobLogStatus?: string;
  isMetricsEnabled?: boolean;
  autoApprovedChangeTypes: string[];
}

interface CreateInput {
  readonly name: string;
  readonly description?: string;
  readonly members: readonly Pick<Member, 'accountId' | 'displayName' | 'memberAbilities' | 'mlMemberAbilities' | 'paymentConfiguration'>[];
  readonly creatorDisplayName: string;
  readonly creatorMemberAbilities: string[];
  readonly creatorMLMemberAbilities?: Member['mlMemberAbilities'];
  readonly creatorPaymentConfiguration?: PaymentConfiguration;
  readonly analyticsEngine?: string;
  readonly autoApprovedChangeRequestTypes?: string[];
  readonly queryLogStatus: string;
}

/** The member that an account is, or was. */
export function memberOf(collaboration: Resource<'Collaboration'>, account: string): Member | undefined {
  return collaboration.values.members.find((member) => member.accountId === account);
}

/** Whether an account sees the collaboration: it was invited, and has neither left nor been removed. */
export function isVisibleTo(collaboration: Resource<'Collaboration'>, account: string): boolean {
  const status = memberOf(collaboration, account)?.status;
  return status === 'INVITED' || status === 'ACTIVE';
}

/** The members that can do something; the abilities of who left count no more. */
export function membersWith(members: readonly Member[], ability: string): Member[] {
  return members.filter((member) => member.memberAbilities.includes(ability) && ['INVITED', 'ACTIVE'].includes(member.status));
}

export function checkMembers(members: readonly Member[]): void {
  const accounts = members.map((member) => member.accountId);
  const twice = accounts.find((account, position) => accounts.indexOf(account) !== position);
  if (twice) throw invalid(`Account ${twice} is named more than once among the members and the creator`);

  for (const ability of ['CAN_QUERY', 'CAN_RUN_JOB']) {
    if (membersWith(members, ability).length > 1) throw invalid(`Only one member can have the ability ${ability}`);
  }
  checkPayers(members);
}

export const collaboration: Behaviour<'Collaboration'> = {
  quota: 'collaborations',

  create(said: CreateInput, { caller, service }: Call) {
    const { members, creatorDisplayName, creatorMemberAbilities, creatorMLMemberAbilities, creatorPaymentConfiguration, ...rest } = said;
    const { autoApprovedChangeRequestTypes, ...kept } = rest;
    const now = Date.now() / 1000;
    const quota = service.quotas.membersInvited;
    if (members.length > quota) throw quotaExceeded('Members invited for each collaboration', quota);

    const creator = {
      accountId: caller.account,
      displayName: creatorDisplayName,
      memberAbilities: creatorMemberAbilities,
      mlMemberAbilities: creatorMLMemberAbilities,
      paymentConfiguration: creatorPaymentConfiguration,
    };
    return {
      jobLogStatus: 'DISABLED',
      isMetricsEnabled: false,
      analyticsEngine: 'SPARK',
      autoApprovedChangeTypes: autoApprovedChangeRequestTypes ?? [],
      ...kept,
      members: [creator, ...members].map((member) => ({ ...member, status: 'INVITED', createTime: now, updateTime: now })),
    };
  },

  check(values) {
    if (values.analyticsEngine === 'CLEAN_ROOMS_SQL') throw invalid('The analytics engine CLEAN_ROOMS_SQL is no longer available');
    checkMembers(values.members);
  },

  view(resource, { caller, service }) {
    const membership = service.membershipIn(resource, caller.account);
    return {
      creatorDisplayName: resource.values.members[0].displayName,
      memberStatus: memberOf(resource, caller.account)?.status,
      membershipId: membership?.id,
      membershipArn: membership?.arn,
    };
  },

  beforeUpdate: onlyByCreator,
  beforeRemoval: onlyByCreator,

  afterRemoval(resource, { service }) {
    const requests = service.store.list('ChangeRequest', resource.region).filter((request) => request.parent === resource);
    requests.forEach((request) => service.store.remove(request));
    for (const membership of service.store.list('Membership', resource.region)) {
      if (membership.parent === resource && membership.values.status === 'ACTIVE') membership.values.status = 'COLLABORATION_DELETED';
    }
  },
};

function onlyByCreator(resource: Resource<'Collaboration'>, { caller, operation }: Context): void {
  if (resource.account !== caller.account) throw accessDenied(`${operation.name} can only be called by the creator of the collaboration`);
}

/** Operations on members, which are part of a collaboration, and the list of the collaborations that an account sees. */
export const collaborationOperations: Record<string, OperationHandler> = {
  ListCollaborations(call: Call<{ readonly memberStatus?: string }>) {
    const { caller, service, input: { memberStatus } } = call;
    return service.store.list('Collaboration', caller.region)
      .filter((each) => isVisibleTo(each, caller.account))
      .filter((each) => memberStatus === undefined || memberStatus === memberOf(each, caller.account)?.status)
      .map((each) => seen(each, call));
  },

  ListMembers(call: Call) {
    const of = call.found('Collaboration');
    const payers = payersOf(of.values.members);
    return of.values.members.map((member) => {
      const membership = call.service.membershipIn(of, member.accountId);
      return {
        ...member,
        abilities: member.memberAbilities,
        mlAbilities: member.mlMemberAbilities,
        paymentConfiguration: payers.configurationOf(member),
        membershipId: membership?.id,
        membershipArn: membership?.arn,
      };
    });
  },

  DeleteMember(call: Call<{ readonly accountId: string }>) {
    const of = call.found('Collaboration');
    onlyByCreator(of, call);
    const member = memberOf(of, call.input.accountId);
    if (!member || member.status === 'LEFT' || member.status === 'REMOVED') throw call.missing('Member', call.input.accountId);
    if (member.accountId === of.account) throw conflict('The creator cannot be removed from the collaboration', 'INVALID_STATE', of);

    member.status = 'REMOVED';
    member.updateTime = Date.now() / 1000;
    const membership = call.service.membershipIn(of, member.accountId);
    if (membership) membership.values.status = 'REMOVED';
  },
};
