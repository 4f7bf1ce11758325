import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { definitionOf } from './collaboration-facts';
import { warn } from '../foundation/warnings';

/**
 * Sees to it that who joins a collaboration by its invitation, before the program defines the collaboration, is told that nothing was
 * known of it: not what the member is asked to pay, nor who runs queries.
 */
export function warnAboutDefinedLater(membership: IConstruct, collaboration: refs.ICollaborationRef): void {
  if (definitionOf(collaboration)) return;
  membership.node.addValidation({
    validate: () => {
      const definition = definitionOf(collaboration);
      warn(membership, definition ? [{
        id: 'cdk-cleanrooms:collaborationDefinedLater',
        message: `'${definition.node.path}', which it joins, is defined later in the program, so that nothing was known of it here, such as what the `
          + 'member is asked to pay: define the collaboration first',
      }] : []);
      return [];
    },
  });
}
