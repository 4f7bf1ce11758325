import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { definitionOf, invitationTo, toldMembershipsIn } from './collaboration-facts';
import { resolveReferenceIn } from '../foundation/references';
import type { ResourceKey } from '../foundation/references';

/** Something that belongs to a membership, as its L1 names it. */
export interface InMembership extends IConstruct {
  readonly membershipIdentifier: string;
}

/** The collaborations of what belongs to memberships, as far as they are known: of L1s, of L2s, and of those that are found at deployment. */
export class CollaborationsAmong {
  private readonly collaborations: Map<ResourceKey, ResourceKey>;

  constructor(all: IConstruct[]) {
    this.collaborations = new Map<ResourceKey, ResourceKey>([
      ...all.filter(CfnMembership.isCfnMembership)
        .map((membership) => [membership, resolveReferenceIn(membership, membership.collaborationIdentifier)] as const),
      ...toldMembershipsIn(all).map(([membership, collaboration]) => [
        resolveReferenceIn(membership, membership.membershipRef.membershipIdentifier), identityOf(collaboration),
      ] as const),
    ]);
  }

  /** What stands for the collaboration that the membership takes part in. */
  public ofMembership(membership: CfnMembership): ResourceKey | undefined {
    return this.collaborations.get(membership);
  }

  /** What stands for the collaboration of what belongs to a membership. */
  public of(resource: InMembership): ResourceKey | undefined {
    return this.collaborations.get(resolveReferenceIn(resource, resource.membershipIdentifier));
  }
}

/** An invitation is found by what tells collaborations apart, wherever it is defined. */
function identityOf(collaboration: refs.ICollaborationRef): ResourceKey {
  return definitionOf(collaboration) ?? invitationTo(collaboration) ?? resolveReferenceIn(collaboration, collaboration.collaborationRef.collaborationIdentifier);
}
