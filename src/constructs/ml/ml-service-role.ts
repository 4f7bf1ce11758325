import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * Creates a role that Clean Rooms ML assumes on behalf of the account of the stack.
 *
 * The trust policy follows the user guide: the source of the call is in the account of the role. If a resource type is given, the source
 * is a resource of that type; its id is not known before it is created, and it is created with the role.
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

/** Returns the statement that lets a state machine give a role to Clean Rooms ML, and to no other service. */
export function toPassRole(role: IRole): PolicyStatement {
  return new PolicyStatement({
    actions: ['iam:PassRole'], resources: [role.roleArn], conditions: { StringEquals: { 'iam:PassedToService': 'cleanrooms-ml.amazonaws.com' } },
  });
}
