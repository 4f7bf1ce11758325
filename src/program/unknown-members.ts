import type { CollaborationModel } from './collaboration-model';
import type { ProgramModel } from './model';

/**
 * Returns what makes the members of a collaboration known at synthesis, which depends on how the program has come to know it. A collaboration
 * is `undefined` if nothing says which one a membership belongs to.
 */
export function howToNameMembers(model: ProgramModel, collaboration: CollaborationModel | undefined): string {
  if (!collaboration) {
    return 'the membership is imported, which does not say of which collaboration: define it in this app, or use Membership.fromLookup with a '
      + 'collaboration whose members are known';
  }
  const { definition } = collaboration;
  if (definition) return `give the members of '${definition.path}', and its stack by 'env', accounts that are known at synthesis`;
  const [invitation] = model.invitationsTo(collaboration);
  return invitation ? `set 'memberAccountIds' of Collaboration.fromInvitation for '${invitation.path}'`
    : "import the collaboration with Collaboration.fromCollaborationAttributes, and set 'memberAccountIds'";
}
