import { Stack } from 'aws-cdk-lib';
import type { ResourceEnvironment, aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { LIST_COLLABORATIONS, READ_STACK_STATUS } from '../../custom-resources/statements';
import { cleanRoomsArn } from '../../foundation/arns';

/** How a stack finds the collaboration of a clean room that lives already. */
export interface LiveCollaborationProps {
  readonly collaborationName: string;
  readonly creatorAccountId: string;
}

/**
 * The collaboration of a clean room for the stacks of a change, which are deployed before those that the room consists of. Where the account is no
 * member yet, because the room is founded later, there is nothing to request and nobody to vote.
 */
export class LiveCollaboration extends Construct implements refs.ICollaborationRef {
  public readonly collaborationRef: refs.CollaborationReference;
  public readonly env: ResourceEnvironment;

  constructor(scope: Construct, id: string, { collaborationName, creatorAccountId }: LiveCollaborationProps) {
    super(scope, id);
    const lookup = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.LIVE_COLLABORATION_LOOKUP,
      properties: { CollaborationName: collaborationName, CreatorAccountId: creatorAccountId },
      statements: [LIST_COLLABORATIONS, READ_STACK_STATUS],
    });
    const collaborationIdentifier = lookup.getAttString('CollaborationIdentifier');
    this.collaborationRef = {
      collaborationIdentifier,
      collaborationArn: cleanRoomsArn(this, `collaboration/${collaborationIdentifier}`, { account: creatorAccountId }),
    };
    this.env = { account: creatorAccountId, region: Stack.of(this).region };
  }
}
