import { Stage } from 'aws-cdk-lib';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { CollaborationsAmong } from './collaborations-among';
import { checkJoinsOnce } from './joined-once-rules';
import { beforeTemplates } from './whole-program';
import { ownerOf, environmentOf } from '../foundation/references';
import { throwIfAny } from '../foundation/validation-faults';

/** Sees to it that a program is refused by which an account joins a collaboration twice, be it with L1s or L2s. */
export function checkCollaborationsAreJoinedOnce(scope: IConstruct): void {
  beforeTemplates(scope, checkAll);
}

function checkAll(stage: Stage, all: IConstruct[]): void {
  const collaborations = new CollaborationsAmong(all);
  const memberships = all.filter(CfnMembership.isCfnMembership).filter(({ cfnOptions }) => !cfnOptions.condition).map((membership) => ({
    scope: ownerOf(membership),
    path: ownerOf(membership).node.path,
    account: environmentOf(membership),
    collaboration: collaborations.ofMembership(membership),
  }));
  memberships.forEach((membership, index) => {
    if (Stage.of(membership.scope) !== stage) return;
    throwIfAny(membership.scope, checkJoinsOnce(membership, memberships.slice(0, index)));
  });
}
