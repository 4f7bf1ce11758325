import { warnAboutAmbiguousInvitation, warnAboutOtherCollaboration, warnAboutOtherStage } from './invitation-rules';
import { warnAboutName } from './name-rules';
import { accountName } from '../../foundation/resolve-for-display';
import { KnownNames } from '../../foundation/similar-names';
import { isKnown } from '../../foundation/tokens';
import { AppInventory } from '../app-inventory';
import type { CollaborationOfStage } from '../app-inventory';
import type { Findings } from '../findings';
import { KnownResource } from '../known-resources';
import { membersIn } from '../member';
import { invitationOf } from '../model';
import type { ProgramModel } from '../model';
import type { ProgramResource } from '../resource';

/** Invitations are looked up among the collaborations of the program, and of the other stages of its app. Others can have been made elsewhere. */
export function checkInvitations(model: ProgramModel, findings: Findings): void {
  for (const lookup of model.resources(KnownResource.COLLABORATION_LOOKUP)) {
    checkSpelling(model, findings, lookup);
    const invitation = invitationOf(lookup);
    if (invitation === undefined) continue;
    const definitions = model.definitionsFor(invitation);
    findings.warning(lookup.owner, ...warnAboutAmbiguousInvitation(definitions.map(({ path }) => path)));
    if (!definitions.length) checkElsewhere(model, findings, lookup, invitation);
  }
}

function checkSpelling(model: ProgramModel, findings: Findings, lookup: ProgramResource): void {
  const name = lookup.text('CollaborationName');
  const creator = lookup.text('CreatorAccountId');
  if (name === undefined || !isKnown(name)) return;
  const { region } = lookup.stack;
  const names = model.answer(`names of collaborations of ${creator} in ${region}`, () => new KnownNames(model.resources(KnownResource.COLLABORATION)
    .filter(({ account, stack }) => account === creator && stack.region === region).flatMap(({ knownName }) => knownName ?? [])));
  findings.warning(lookup.owner, ...warnAboutName({
    property: 'collaborationName', name, what: 'collaboration', where: `of ${accountName(creator)}`, known: { names, areAll: false },
  }));
}

function checkElsewhere(model: ProgramModel, findings: Findings, lookup: ProgramResource, invitation: string): void {
  const named = model.resourcesNamed(KnownResource.COLLABORATION, lookup.text('CollaborationName')!);
  const other = named.find((definition) => isKnown(lookup.account) && isInvited(definition, lookup.account));
  if (other) {
    const creatorAndRegion = { creatorAccountId: lookup.text('CreatorAccountId')!, region: lookup.stack.region };
    findings.warning(lookup.owner, ...warnAboutOtherCollaboration(creatorAndRegion, {
      path: other.path, creatorAccountId: other.account, region: other.stack.region,
    }));
  }
  const inOtherStages = model.answer('collaborations of other stages', () => AppInventory.of(lookup.cfn).collaborationsElsewhere());
  const elsewhere = inOtherStages.get(invitation);
  if (elsewhere && !saysItself(model, lookup, elsewhere)) findings.warning(lookup.owner, ...warnAboutOtherStage(elsewhere.path));
}

function isInvited(definition: ProgramResource, account: string): boolean {
  const [, ...invited] = membersIn((name) => definition.property(name), definition.account) ?? [];
  return invited.some(({ accountId }) => accountId === account);
}

/** Whether the stage itself says what it would derive from the collaboration: who its members are, and what they accept to pay. */
function saysItself(model: ProgramModel, lookup: ProgramResource, { payers }: CollaborationOfStage): boolean {
  const collaboration = model.collaborationNamedBy(lookup)!;
  const doesNotPay = (membership: ProgramResource) => membership.property('PaymentConfiguration') === undefined;
  return collaboration.members() !== undefined
    && !model.membershipsOf(collaboration).some((membership) => payers.includes(membership.account) && doesNotPay(membership));
}
