import { Duration } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { LIST_MEMBERSHIPS, READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition, checkSameRegion } from '../../foundation/environment';

/** Options for finding the membership of the account of the stack. */
export interface MembershipLookupOptions {
  /** The collaboration. */
  readonly collaboration: refs.ICollaborationRef;

  /**
   * How long to wait until the account has joined, in whole seconds and at most an hour.
   *
   * @default - no wait: without the membership, the deployment fails and lists the memberships of the account
   */
  readonly timeout?: Duration;
}

/** Finds at deployment the membership of the account of the stack in a collaboration. @internal */
export class MembershipLookup extends Construct {
  /** The id of the membership. */
  public readonly membershipIdentifier: string;

  constructor(scope: Construct, id: string, { collaboration, timeout = Duration.seconds(0) }: MembershipLookupOptions) {
    super(scope, id);

    checkPartition(this);
    checkSameRegion(this, { collaboration });

    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.MEMBERSHIP_LOOKUP,
      properties: {
        CollaborationIdentifier: collaboration.collaborationRef.collaborationIdentifier,
        WaitSeconds: waitTimeoutSeconds(this, timeout),
      },
      statements: [LIST_MEMBERSHIPS, READ_STACK_STATUS],
    });

    this.membershipIdentifier = resource.getAttString('MembershipIdentifier');
  }
}
