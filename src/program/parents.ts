import { Token } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { IEnvironmentAware, aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import type { CollaborationModel } from './collaboration-model';
import type { ProgramModel } from './model';
import { hasAsGiven, renderedProperty } from './rendered-properties';
import { ProgramResource, keyOf } from './resource';
import { cleanRoomsArn } from '../foundation/arns';
import { checkExactArn } from '../foundation/exact-names';
import type { ResourceKey } from '../foundation/references';
import { throwIfAny } from '../foundation/validation-faults';

/*
 * The collaboration, membership or table that a construct was given, or the one that has taken its place in the L1 since then.
 */

/** The collaboration that a membership joins. */
export function collaborationJoined(model: ProgramModel, membership: CfnResource, given: refs.ICollaborationRef): CollaborationModel | undefined {
  const { collaborationIdentifier } = given.collaborationRef;
  return isReplaced(membership, 'CollaborationIdentifier', collaborationIdentifier) ? model.collaborationNamedBy(new ProgramResource(membership))
    : model.collaboration(given, membership);
}

/** A membership, with what stands for it in comparisons. */
export interface NamedMembership extends refs.MembershipReference {
  readonly key: ResourceKey | undefined;
  /** What has its environment. */
  readonly inEnvironmentOf: IConstruct & IEnvironmentAware;
}

/** The membership that a reference names. */
export function namedMembership(membership: refs.IMembershipRef): NamedMembership {
  const { membershipArn, membershipIdentifier } = membership.membershipRef;
  return { membershipArn, membershipIdentifier, key: keyOf(membership, membershipIdentifier), inEnvironmentOf: membership };
}

/** The membership that a resource belongs to. */
export function membershipOwning(resource: CfnResource, given: refs.IMembershipRef): NamedMembership {
  if (!isReplaced(resource, 'MembershipIdentifier', given.membershipRef.membershipIdentifier)) return namedMembership(given);
  const key = new ProgramResource(resource).key('MembershipIdentifier');
  if (CfnMembership.isCfnMembership(key)) return namedMembership(key);
  const identifier = Token.asString(renderedProperty(resource, 'MembershipIdentifier'));
  throwIfAny(resource, checkExactArn('MembershipIdentifier', identifier)); // trust policies name it
  return { membershipArn: cleanRoomsArn(resource, `membership/${identifier}`), membershipIdentifier: identifier, key, inEnvironmentOf: resource };
}

/** The configured table of an association; `undefined` if the program does not define it. */
export function tableAssociated(model: ProgramModel, association: CfnResource, given: refs.IConfiguredTableRef): ProgramResource | undefined {
  const { configuredTableIdentifier } = given.configuredTableRef;
  return isReplaced(association, 'ConfiguredTableIdentifier', configuredTableIdentifier)
    ? model.find(new ProgramResource(association).key('ConfiguredTableIdentifier')) : model.tableOf(given);
}

/** Whether a property of a resource names something else than what its construct was given. */
export function isReplaced(resource: CfnResource, property: string, given: string): boolean {
  return !hasAsGiven(resource, property, given) && new ProgramResource(resource).key(property) !== keyOf(resource, given);
}
