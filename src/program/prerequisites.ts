import { Stack } from 'aws-cdk-lib';
import { CfnConfiguredTableAssociation, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Dependable } from 'constructs';
import type { IConstruct, IDependable } from 'constructs';
import { resolveReference } from '../foundation/references';

/*
 * What of a stack must be there before the service can be asked about a collaboration. It is looked for when everything is
 * defined, among the L1s, so that it makes no difference what the user defines first, and how.
 */

/** The memberships by which the stack takes part: only a member sees what is in a collaboration. */
export function membershipsBefore(scope: IConstruct, collaboration: refs.ICollaborationRef): IDependable {
  return foundLater(() => membershipsIn(Stack.of(scope), collaboration));
}

/** The tables of the given names that the stack brings in, and its memberships. */
export function tablesBefore(scope: IConstruct, collaboration: refs.ICollaborationRef, names: readonly string[]): IDependable {
  return foundLater(() => {
    const stack = Stack.of(scope);
    const memberships: (IConstruct | string)[] = membershipsIn(stack, collaboration);
    const associations = stack.node.findAll().filter(CfnConfiguredTableAssociation.isCfnConfiguredTableAssociation)
      .filter((association) => names.includes(association.name) && memberships.includes(resolveReference(association.membershipIdentifier)));
    return [...membershipsIn(stack, collaboration), ...associations.filter((association) => association.stack === stack)];
  });
}

function membershipsIn(stack: Stack, collaboration: refs.ICollaborationRef): CfnMembership[] {
  const wanted = resolveReference(collaboration.collaborationRef.collaborationIdentifier);
  return stack.node.findAll().filter(CfnMembership.isCfnMembership)
    .filter((membership) => membership.stack === stack && resolveReference(membership.collaborationIdentifier) === wanted);
}

function foundLater(find: () => IConstruct[]): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, {
    get dependencyRoots() {
      return find();
    },
  });
  return dependable;
}
