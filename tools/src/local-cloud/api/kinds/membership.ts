import { conflict, invalid } from '../exceptions';
import { payersOf, type PaymentConfiguration } from '../payments';
import { memberOf, type Member } from './collaboration';
import type { Behaviour, Call, Context } from '../engine';
import type { Resource, Values } from '../resource';

export interface MembershipValues extends Values {
  status: 'ACTIVE' | 'REMOVED' | 'COLLABORATION_DELETED';
  queryLogStatus: string;
  jobLogStatus: string;
  isMetricsEnabled: boolean;
  paymentConfiguration: PaymentConfiguration;
}

interface CreateInput {
  readonly queryLogStatus: string;
  readonly jobLogStatus?: string;
  readonly isMetricsEnabled?: boolean;
  readonly paymentConfiguration?: PaymentConfiguration;
}

interface ChangeInput {
  readonly membershipPaymentConfiguration?: PaymentConfiguration;
}

/** What holds results of the past does not keep a membership from being deleted. */
const RECORDS = ['ProtectedQuery', 'ProtectedJob', 'AnalysisLogExport'];

export const membership: Behaviour<'Membership'> = {
  quota: 'memberships',

  create({ paymentConfiguration, ...kept }: CreateInput, call: Call) {
    const collaboration = call.found('Collaboration');
    const member = joiningMember(collaboration, call);
    checkMetrics(collaboration, member, kept.isMetricsEnabled);
    return {
      jobLogStatus: 'DISABLED',
      isMetricsEnabled: false,
      ...kept,
      paymentConfiguration: payersOf(collaboration.values.members).accepted(member, paymentConfiguration),
      status: 'ACTIVE',
    };
  },

  afterCreation(resource) {
    setMemberStatus(resource, 'ACTIVE');
  },

  change({ membershipPaymentConfiguration, ...changed }: ChangeInput, resource) {
    if (!membershipPaymentConfiguration) return changed;
    const payers = payersOf(resource.parent.values.members);
    const member = memberOf(resource.parent, resource.account)!;
    return { ...changed, paymentConfiguration: payers.accepted(member, membershipPaymentConfiguration) };
  },

  view(resource) {
    const { id, arn, account, values } = resource.parent;
    const member = memberOf(resource.parent, resource.account);
    return {
      collaborationId: id,
      collaborationArn: arn,
      collaborationCreatorAccountId: account,
      collaborationCreatorDisplayName: values.members[0].displayName,
      collaborationName: values.name,
      memberAbilities: member?.memberAbilities,
      mlMemberAbilities: member?.mlMemberAbilities,
    };
  },

  beforeRemoval(resource, { service }) {
    const children = service.store.within(resource).filter(({ kind }) => !RECORDS.includes(kind));
    if (children.length) {
      const names = children.map(({ kind, id }) => `${kind} ${id}`).join(', ');
      throw conflict(`All resources under the membership must be deleted first: ${names}`, 'SUBRESOURCES_EXIST', resource);
    }
    if (resource.account === resource.parent.account && resource.values.status === 'ACTIVE') {
      throw conflict('The creator cannot delete its membership before the collaboration is deleted', 'INVALID_STATE', resource);
    }
  },

  afterRemoval(resource, { service }) {
    service.store.within(resource).forEach((record) => service.store.remove(record));
    if (resource.values.status === 'ACTIVE') setMemberStatus(resource, 'LEFT');
  },
};

/** Who has left or was removed does not see the collaboration any more, and so cannot come back. */
function joiningMember(collaboration: Resource<'Collaboration'>, { caller, service }: Context): Member {
  if (service.membershipIn(collaboration, caller.account)) {
    throw conflict('The account already has a membership in the collaboration', 'ALREADY_EXISTS', collaboration);
  }
  return memberOf(collaboration, caller.account)!;
}

function checkMetrics(collaboration: Resource<'Collaboration'>, member: Member, isMetricsEnabled = false): void {
  if (!isMetricsEnabled) return;
  if (!collaboration.values.isMetricsEnabled) throw invalid('Metrics are not enabled for the collaboration');

  const { queryCompute, jobCompute } = payersOf(collaboration.values.members).configurationOf(member);
  const runs = member.memberAbilities.includes('CAN_QUERY') || member.memberAbilities.includes('CAN_RUN_JOB');
  if (!runs && !queryCompute?.isResponsible && !jobCompute?.isResponsible) {
    throw invalid('Metrics can only be enabled by a member that runs analyses or pays for them');
  }
}

function setMemberStatus(resource: Resource<'Membership'>, status: Member['status']): void {
  const member = memberOf(resource.parent, resource.account);
  if (member) Object.assign(member, { status, updateTime: Date.now() / 1000 });
}
