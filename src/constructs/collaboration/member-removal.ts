import { Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkMemberRemoval } from './collaboration-change-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { throwIfAny } from '../../foundation/validation-faults';

/** Properties of the removal of a member. */
export interface MemberRemovalProps {
  /** The collaboration, which the account of the stack has created. */
  readonly collaboration: refs.ICollaborationRef;

  /** The account of the member. Another one here is removed as well: the first one stays out. */
  readonly accountId: string;
}

/**
 * Removes a member from a live collaboration at deployment, in place: from then on nobody in it can use the data of that member.
 *
 * **This cannot be undone**, neither by deleting it nor by a rollback: who was removed cannot come back to this collaboration. Leave
 * the collaboration's own `members` as they are. Where the member has left or is removed already, there is nothing to do.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_DeleteMember.html
 */
export class MemberRemoval extends Construct {
  /** The account of the member. */
  public readonly accountId: string;

  constructor(scope: Construct, id: string, props: MemberRemovalProps) {
    super(scope, id);
    this.accountId = props.accountId;

    checkPartition(this);
    checkSameEnvironment(this, { collaboration: props.collaboration });
    throwIfAny(this, checkMemberRemoval(this.accountId, Stack.of(this).account));

    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.MEMBER_REMOVAL,
      properties: { CollaborationIdentifier: collaborationIdentifier, AccountId: this.accountId },
      statements: [],
      statementsOn: {
        resource: props.collaboration,
        statements: [{ Action: ['cleanrooms:DeleteMember', 'cleanrooms:ListMembers'], Resource: collaborationArn }],
      },
    });
  }
}
