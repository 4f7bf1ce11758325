import type { CfnResource } from 'aws-cdk-lib';
import { Token } from 'aws-cdk-lib';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { CollaborationModel } from './collaboration-model';
import type { ProgramModel } from './model';
import { renderedProperty } from './rendered-properties';
import { ProgramResource, keyOf } from './resource';
import { cleanRoomsArn } from '../foundation/arns';
import type { ResourceKey } from '../foundation/references';

/*
 * The collaboration or membership that a construct was given, or the one that has taken its place in the L1 since then.
 */

/** The collaboration that a membership joins. */
export function collaborationJoined(model: ProgramModel, membership: CfnResource, given: refs.ICollaborationRef): CollaborationModel | undefined {
  const { collaborationIdentifier } = given.collaborationRef;
  return isReplaced(membership, 'CollaborationIdentifier', collaborationIdentifier) ? model.collaborationNamedBy(new ProgramResource(membership))
    : model.collaboration(given);
}

/** A membership, with what stands for it in comparisons. */
export interface NamedMembership extends refs.MembershipReference {
  readonly key: ResourceKey | undefined;
}

/** The membership that a resource belongs to. */
export function membershipOwning(resource: CfnResource, given: refs.IMembershipRef): NamedMembership {
  const { membershipArn, membershipIdentifier } = given.membershipRef;
  if (!isReplaced(resource, 'MembershipIdentifier', membershipIdentifier)) {
    return { membershipArn, membershipIdentifier, key: keyOf(given, membershipIdentifier) };
  }
  const key = new ProgramResource(resource).key('MembershipIdentifier');
  if (CfnMembership.isCfnMembership(key)) return { ...key.membershipRef, key };
  const identifier = Token.asString(renderedProperty(resource, 'MembershipIdentifier'));
  return { membershipArn: cleanRoomsArn(resource, `membership/${identifier}`), membershipIdentifier: identifier, key };
}

/** Whether a property of a resource names something else than what its construct was given. */
export function isReplaced(resource: CfnResource, property: string, given: string): boolean {
  return new ProgramResource(resource).key(property) !== keyOf(resource, given);
}
