import {
  checkStackAccount, warnAboutAccounts, warnAboutRemovedAddition, warnAboutRemovedPayer, warnAboutStackAccount, warnAboutUnrequestedChanges,
} from './account-rules';
import type { CollaborationModel } from '../collaboration-model';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import { changesText, memberChangesIn } from '../member';
import type { ProgramModel } from '../model';
import type { ProgramResource } from '../resource';

/** What takes part in a collaboration must be in the account of a member, and whatever names members by their accounts is looked up among them. */
export function checkAccounts(model: ProgramModel, findings: Findings): void {
  for (const type of TAKING_PART) model.resources(type).forEach((resource) => checkStack(model, findings, resource));
  for (const type of NAMED_LOOKUPS) checkNamed(model, findings, type, 'ownerAccountId', (lookup) => lookup.text('OwnerAccountId') ?? []);
  checkNamed(model, findings, KnownResource.MEMBERS_JOINED, 'accountIds', (joined) => joined.texts('AccountIds') ?? []);
  checkNamed(model, findings, KnownResource.MEMBER_REMOVAL, 'accountId', (removal) => removal.text('AccountId') ?? []);
  checkNamed(model, findings, KnownResource.CHANGE_REQUEST, 'changes', (request) => memberChangesIn(request)
    .flatMap(({ AccountId, DisplayName }) => DisplayName === undefined ? AccountId : []));
  model.resources(KnownResource.CHANGE_REQUEST_APPROVAL).forEach((approval) => checkApproval(model, findings, approval));
  model.collaborations().forEach((collaboration) => checkRemovals(findings, collaboration));
}

const NAMED_LOOKUPS = [
  KnownResource.ANALYSIS_TEMPLATE_LOOKUP, KnownResource.AUDIENCE_MODEL_ASSOCIATION_LOOKUP, KnownResource.ID_NAMESPACE_ASSOCIATION_LOOKUP,
];

/** What asks the service about a collaboration, which answers members only. */
const TAKING_PART = [
  ...NAMED_LOOKUPS, KnownResource.COLLABORATION_LOOKUP, KnownResource.MEMBERSHIP_LOOKUP, KnownResource.MEMBERS_JOINED, KnownResource.SCHEMA_READINESS,
  KnownResource.CHANGE_REQUEST_APPROVAL,
];

function checkStack(model: ProgramModel, findings: Findings, resource: ProgramResource): void {
  const collaboration = model.collaborationNamedBy(resource);
  if (!collaboration) return;
  const removed = collaboration.removedAccountIds();
  findings.fault(resource.owner, ...checkStackAccount(resource.account, collaboration.members(), removed));
  findings.warning(resource.owner, ...warnAboutStackAccount(resource.account, removed));
}

function checkNamed(
  model: ProgramModel, findings: Findings, type: string, property: string, accountsIn: (resource: ProgramResource) => string | string[],
): void {
  for (const resource of model.resources(type)) {
    const collaboration = model.collaborationNamedBy(resource);
    const removed = type === KnownResource.MEMBER_REMOVAL ? [] : collaboration?.removedAccountIds();
    findings.warning(resource.owner, ...warnAboutAccounts(property, [accountsIn(resource)].flat(), collaboration?.membersEver(), removed));
  }
}

/** The members that a collaboration loses, by its removals, and those that its requests add. */
function checkRemovals(findings: Findings, collaboration: CollaborationModel): void {
  const before = new Map(collaboration.membersBeforeRemovals()?.map((member) => [member.accountId, member]));
  for (const removal of collaboration.removals) {
    findings.warning(removal.owner, ...warnAboutRemovedPayer(before.get(removal.text('AccountId')), collaboration.members()));
  }
  const removed = new Set(collaboration.removedAccountIds());
  for (const request of collaboration.changeRequests) {
    const added = memberChangesIn(request).filter(({ AccountId, DisplayName }) => DisplayName !== undefined && removed.has(AccountId));
    added.forEach(({ AccountId }) => findings.warning(request.owner, ...warnAboutRemovedAddition(AccountId)));
  }
}

/** A program that has the collaboration has its requests as well. */
function checkApproval(model: ProgramModel, findings: Findings, approval: ProgramResource): void {
  const collaboration = model.collaborationNamedBy(approval);
  if (!collaboration?.definition) return;
  const wanted = changesText(approval);
  if (!collaboration.changeRequests.some((request) => changesText(request) === wanted)) {
    findings.warning(approval.owner, ...warnAboutUnrequestedChanges());
  }
}
