import { CfnDeletionPolicy, CfnResource, Stage } from 'aws-cdk-lib';
import { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { warnAboutRetained } from './retained-in-membership-rules';
import { beforeTemplates } from './whole-program';
import { ownerOf, resolveReference } from '../foundation/references';
import { hasRetainingPolicy } from '../foundation/retention';
import { warn } from '../foundation/warnings';

/*
 * What stays in a membership that is to be deleted. It is read from the L1s of all stacks, once everything is defined: it holds for
 * L1s and L2s alike. The membership of a collaboration's creator is retained, whatever its policy says, and is none of these.
 */

/** Sees to it that what a program retains in memberships that it deletes is told before its templates are written. */
export function warnAboutRetainedInMemberships(scope: IConstruct): void {
  beforeTemplates(scope, warnAboutAll);
}

function warnAboutAll(stage: Stage, all: IConstruct[]): void {
  const retained = all.filter(isRetainedInMembership);
  for (const membership of all.filter(CfnMembership.isCfnMembership).filter(isDeleted)) {
    if (Stage.of(membership) !== stage) continue;
    const within = retained.filter(({ membershipIdentifier }) => resolveReference(membershipIdentifier) === membership);
    warn(ownerOf(membership), warnAboutRetained(within.map((resource) => ownerOf(resource).node.path)));
  }
}

function isDeleted({ cfnOptions, collaborationIdentifier, stack }: CfnMembership): boolean {
  const collaboration = resolveReference(collaborationIdentifier);
  const isCreator = CfnCollaboration.isCfnCollaboration(collaboration) && collaboration.stack.account === stack.account;
  return cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE && !isCreator;
}

/** The L1s of all that is in memberships name theirs alike. */
function isRetainedInMembership(construct: IConstruct): construct is CfnResource & { readonly membershipIdentifier: string } {
  return CfnResource.isCfnResource(construct) && 'membershipIdentifier' in construct && typeof construct.membershipIdentifier === 'string'
    && hasRetainingPolicy(construct);
}
