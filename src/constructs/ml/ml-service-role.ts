import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role that Clean Rooms ML assumes, on behalf of the account of the stack.
 *
 * Trust follows the user guide: the account of the source is always the one of the role. Where a resource type is given, the
 * source is one of that type: its id is not known before it is made, and it is made with the role.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/ml-roles.html
 */
export function mlServiceRole(scope: Construct, id: string, description: string, sourceType?: string): Role {
  const stack = Stack.of(scope);
  const sourceArn = sourceType && stack.formatArn({
    service: 'cleanrooms-ml', resource: sourceType, resourceName: '*', arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return new Role(scope, id, {
    description,
    assumedBy: new ServicePrincipal('cleanrooms-ml.amazonaws.com').withConditions({
      StringEqualsIfExists: { 'aws:SourceAccount': stack.account },
      ...sourceArn && { ArnLikeIfExists: { 'aws:SourceArn': sourceArn } },
    }),
  });
}
