import { Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkMemberRemoval } from './collaboration-change-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { READ_STACK_STATUS } from '../../custom-resources/statements';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';

/** Properties of the removal of a member. */
export interface MemberRemovalProps {
  /** The collaboration. It must have been created by the account of the stack. */
  readonly collaboration: refs.ICollaborationRef;

  /** The account of the member. If it is changed, the other account is removed as well, and the first one stays removed. */
  readonly accountId: string;
}

/**
 * Removes a member from a live collaboration at deployment, in place. After that, the data of that member can no longer be used in it.
 *
 * **This cannot be undone**, neither by deleting this construct nor by a rollback: a removed member cannot join the collaboration again.
 * Leave `members` of the collaboration as they are. Roles of this app no longer trust the account, and rules that name it are warned
 * about. If the member has left or was removed already, nothing is done.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_DeleteMember.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Collaboration, MemberRemoval } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * new MemberRemoval(stack, 'RetailerLeaves', {
 *   collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
 *   accountId: '333333333333',
 * });
 */
@checked('MemberRemoval')
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
      statements: [READ_STACK_STATUS],
      statementsOn: {
        resource: props.collaboration,
        statements: [{ Action: ['cleanrooms:DeleteMember', 'cleanrooms:ListMembers'], Resource: collaborationArn }],
      },
    });
  }
}
