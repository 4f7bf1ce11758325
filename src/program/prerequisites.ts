import { Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct, IDependable } from 'constructs';
import { KnownResource } from './known-resources';
import { Program } from './program';
import type { ProgramResource } from './resource';
import { dependableOn } from '../foundation/late-dependable';

/*
 * What a stack must have made before the service can be asked about a collaboration. It is looked for when everything is
 * defined, so that it makes no difference what the user defines first, and how.
 */

/** The memberships by which the stack takes part: only a member sees what is in a collaboration. */
export function membershipsBefore(scope: IConstruct, collaboration: refs.ICollaborationRef): IDependable {
  return dependableOn(() => membershipsIn(scope, collaboration).map(({ cfn }) => cfn));
}

/** The tables of the given names that the stack brings in, and its memberships. */
export function tablesBefore(scope: IConstruct, collaboration: refs.ICollaborationRef, names: readonly string[]): IDependable {
  return dependableOn(() => {
    const { model } = Program.of(scope);
    const memberships = membershipsIn(scope, collaboration);
    const ofMemberships = new Set<unknown>(memberships.map(({ cfn }) => cfn));
    const associations = model.resources(KnownResource.CONFIGURED_TABLE_ASSOCIATION)
      .filter((association) => association.stack === Stack.of(scope) && names.includes(association.value<string>('Name') ?? '')
        && ofMemberships.has(association.key('MembershipIdentifier')));
    return [...memberships, ...associations].map(({ cfn }) => cfn);
  });
}

function membershipsIn(scope: IConstruct, collaboration: refs.ICollaborationRef): ProgramResource[] {
  const { model } = Program.of(scope);
  return model.membershipsOf(model.collaboration(collaboration)).filter(({ stack }) => stack === Stack.of(scope));
}
