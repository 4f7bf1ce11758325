import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IConstruct } from 'constructs';
import { definitionOf, toldMembershipsIn } from './collaboration-facts';
import { named } from './named';
import type { Named } from './named';

/** The collaborations of memberships, as far as they are known: of L1s, of L2s, and of those that are found at deployment. */
export function collaborationsAmong(all: IConstruct[]): Map<Named, Named> {
  return new Map<Named, Named>([
    ...all.filter(CfnMembership.isCfnMembership).map((membership) => [membership, named(membership.collaborationIdentifier)] as const),
    ...toldMembershipsIn(all).map(([{ membershipRef }, collaboration]) => [
      named(membershipRef.membershipIdentifier), definitionOf(collaboration) ?? named(collaboration.collaborationRef.collaborationIdentifier),
    ] as const),
  ]);
}
