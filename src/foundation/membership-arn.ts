import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { cleanRoomsArn } from './arns';

/** The ARN of the membership that something belongs to. Many actions on what belongs to a membership need both. */
export function membershipArnOf(child: IConstruct & IEnvironmentAware, membershipIdentifier: string): string {
  return cleanRoomsArn(child, `membership/${membershipIdentifier}`, child.env);
}
