import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { advise } from './advice';
import { definitionOf } from './collaboration-facts';

/**
 * Sees to it that who joins a collaboration by its invitation, before the program defines the collaboration, is told that nothing was
 * known of it: not what the member is asked to pay, nor who runs queries.
 */
export function adviseDefinedLater(membership: IConstruct, collaboration: refs.ICollaborationRef): void {
  if (definitionOf(collaboration)) return;
  membership.node.addValidation({
    validate: () => {
      const definition = definitionOf(collaboration);
      advise(membership, definition ? [{
        id: 'cdk-cleanrooms:collaborationDefinedLater',
        message: `'${definition.node.path}', which it joins, is defined later in the program, so that nothing was known of it here, such as what the `
          + 'member is asked to pay: define the collaboration first',
      }] : []);
      return [];
    },
  });
}
