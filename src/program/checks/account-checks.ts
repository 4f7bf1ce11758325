import { warnAboutAccounts, warnAboutUnrequestedChanges } from './account-rules';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import { changesIn, memberChangesIn } from '../member';
import type { ProgramModel } from '../model';
import type { ProgramResource } from '../resource';

/** Whatever names members by their accounts is looked up among the members of the collaboration. */
export function checkAccounts(model: ProgramModel, findings: Findings): void {
  const check = (type: string, property: string, accountsIn: (resource: ProgramResource) => string | string[]) => {
    for (const resource of model.resources(type)) {
      const collaboration = model.collaborationNamedBy(resource);
      findings.warning(resource.owner, ...warnAboutAccounts(property, [accountsIn(resource)].flat(), collaboration?.membersEver()));
    }
  };
  for (const type of LOOKUPS) check(type, 'ownerAccountId', (lookup) => lookup.text('OwnerAccountId') ?? []);
  check(KnownResource.MEMBERS_JOINED, 'accountIds', (joined) => joined.texts('AccountIds') ?? []);
  check(KnownResource.MEMBER_REMOVAL, 'accountId', (removal) => removal.text('AccountId') ?? []);
  check(KnownResource.CHANGE_REQUEST, 'changes', (request) => memberChangesIn(request)
    .flatMap(({ AccountId, DisplayName }) => DisplayName === undefined ? AccountId : []));
  model.resources(KnownResource.CHANGE_REQUEST_APPROVAL).forEach((approval) => checkApproval(model, findings, approval));
}

const LOOKUPS = [
  KnownResource.ANALYSIS_TEMPLATE_LOOKUP, KnownResource.AUDIENCE_MODEL_ASSOCIATION_LOOKUP, KnownResource.ID_NAMESPACE_ASSOCIATION_LOOKUP,
];

/** A program that has the collaboration has its requests as well. */
function checkApproval(model: ProgramModel, findings: Findings, approval: ProgramResource): void {
  const collaboration = model.collaborationNamedBy(approval);
  if (!collaboration?.definition) return;
  const wanted = textOf(changesIn(approval));
  if (!collaboration.changeRequests.some((request) => textOf(changesIn(request)) === wanted)) {
    findings.warning(approval.owner, ...warnAboutUnrequestedChanges());
  }
}

/** The changes as a text, in any order. */
function textOf(changes: readonly unknown[]): string {
  return changes.map((change) => JSON.stringify(change)).sort().join();
}
