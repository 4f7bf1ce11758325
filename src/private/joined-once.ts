import { Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { throwIfAny } from './errors';
import { definedBy, named } from './named';
import { checkJoinsOnce } from './rules/joined-once';
import { beforeTemplates } from './whole-program';

/** Sees to it that a program is refused by which an account joins a collaboration twice, be it with L1s or L2s. */
export function checkCollaborationsAreJoinedOnce(scope: IConstruct): void {
  beforeTemplates(scope, checkAll);
}

function checkAll(stage: Stage, all: IConstruct[]): void {
  const memberships = all.filter(CfnMembership.isCfnMembership).filter(({ cfnOptions }) => !cfnOptions.condition).map((membership) => ({
    scope: definedBy(membership),
    path: definedBy(membership).node.path,
    account: accountOf(Stack.of(membership)),
    collaboration: collaborationOf(membership),
  }));
  memberships.forEach((membership, index) => {
    if (Stage.of(membership.scope) !== stage) return;
    throwIfAny(membership.scope, checkJoinsOnce(membership, memberships.slice(0, index)));
  });
}

/** The account of a stack, or the stack itself where that can go to any account: it then shares its account with its nested stacks alone. */
function accountOf(stack: Stack): string | Stack {
  if (stack.nestedStackParent) return accountOf(stack.nestedStackParent);
  return Token.isUnresolved(stack.account) ? stack : stack.account;
}

/** A collaboration has several attributes that name it; what else gives an identifier can give several. */
function collaborationOf({ collaborationIdentifier }: CfnMembership): IConstruct | string {
  const collaboration = named(collaborationIdentifier);
  return CfnCollaboration.isCfnCollaboration(collaboration) ? collaboration : collaborationIdentifier;
}
