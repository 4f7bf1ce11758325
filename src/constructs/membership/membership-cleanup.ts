import { Aws } from 'aws-cdk-lib';
import type { CfnCollaboration, CfnMembership } from 'aws-cdk-lib/aws-cleanrooms';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { MEMBERSHIP_CLEANUP_TAG, ResourceType } from '../../custom-resources/contract';
import { LIST_MEMBERSHIPS, READ_STACK_STATUS } from '../../custom-resources/statements';
import { cleanRoomsArn } from '../../foundation/arns';
import { isImporting } from '../../foundation/importing';
import { hasRetainingPolicy } from '../../foundation/retention';
import { Program } from '../../program/program';

const ID = 'MembershipCleanup';

/**
 * The value of the tag `MEMBERSHIP_CLEANUP_TAG` on memberships that are deleted after their collaboration: the stack of both. It names no
 * construct, so that `cdk refactor` can move them.
 */
const TAG_VALUE = Aws.STACK_ID;

/**
 * Deletes the creator's membership of a collaboration after the collaboration.
 *
 * The service refuses to delete the creator's membership before the collaboration, but CloudFormation, following references, would
 * try to. So the membership is retained and tagged, and the collaboration depends on this custom resource, which CloudFormation
 * therefore deletes last. It then deletes the memberships with the tag whose collaboration is gone: none, if it is retained.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cleanrooms-membership.html
 */
export class MembershipCleanup extends Construct {
  /** Returns the cleanup of a collaboration, and creates it the first time. */
  public static of(collaboration: CfnCollaboration): MembershipCleanup {
    const scope = collaboration.node.scope as Construct;
    const id = collaboration.node.id === 'Resource' ? ID : `${collaboration.node.id}${ID}`;
    return (scope.node.tryFindChild(id) as MembershipCleanup | undefined) ?? new MembershipCleanup(scope, id, collaboration);
  }

  private constructor(scope: Construct, id: string, collaboration: CfnCollaboration) {
    super(scope, id);
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.MEMBERSHIP_CLEANUP,
      properties: { TagValue: TAG_VALUE },
      statements: [
        READ_STACK_STATUS,
        LIST_MEMBERSHIPS,
        { Action: ['cleanrooms:ListTagsForResource'], Resource: cleanRoomsArn(this, 'membership/*') },
        {
          Action: ['cleanrooms:DeleteMembership'],
          Resource: cleanRoomsArn(this, 'membership/*'),
          Condition: { StringEquals: { [`aws:ResourceTag/${MEMBERSHIP_CLEANUP_TAG}`]: TAG_VALUE } },
        },
      ],
    });
    collaboration.node.addDependency(resource);
  }

  /** Has the membership deleted after the collaboration, unless `applyRemovalPolicy` or an aspect retains it. */
  public delete(membership: CfnMembership): void {
    Program.of(membership).whenDefined(() => {
      // Imports change no tags: the deployment after an import sees this one as new, and adds it.
      if (isImporting(membership) || hasRetainingPolicy(membership)) {
        membership.cdkTagManager.removeTag(MEMBERSHIP_CLEANUP_TAG, Number.MAX_SAFE_INTEGER);
        return;
      }
      membership.cdkTagManager.setTag(MEMBERSHIP_CLEANUP_TAG, TAG_VALUE, Number.MAX_SAFE_INTEGER);
    });
  }
}
