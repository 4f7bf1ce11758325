import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';

/** The account and the Region in an ARN. The default is those of the stack. */
export interface ArnPlace {
  readonly account?: string;
  readonly region?: string;
}

/** Returns the ARN of a Clean Rooms resource, such as `collaboration/<id>` or `membership/<id>/analysistemplate/<id>`. */
export function cleanRoomsArn(scope: IConstruct, path: string, place: ArnPlace = {}): string {
  return arnOf('cleanrooms', scope, path, place);
}

/** Returns the ARN of a resource of Clean Rooms ML, such as `audience-model/<id>`. */
export function cleanRoomsMlArn(scope: IConstruct, path: string, place: ArnPlace = {}): string {
  return arnOf('cleanrooms-ml', scope, path, place);
}

function arnOf(service: string, scope: IConstruct, path: string, place: ArnPlace): string {
  const [resource, ...rest] = path.split('/');
  return Stack.of(scope).formatArn({ service, resource, resourceName: rest.join('/'), arnFormat: ArnFormat.SLASH_RESOURCE_NAME, ...place });
}

/** Returns the ARN of the membership that something belongs to. Many actions on what belongs to a membership need both ARNs. */
export function membershipArnOf(child: IConstruct & IEnvironmentAware, membershipIdentifier: string): string {
  return cleanRoomsArn(child, `membership/${membershipIdentifier}`, child.env);
}

/** Returns the first id in an ARN: the only one in `<type>/<id>`, and the id of the membership in `membership/<id>/<type>/<id>`. */
export function idInArn(arn: string): string {
  return Fn.select(1, Fn.split('/', arn));
}

/** Returns the second id in an ARN that ends in `membership/<id>/<type>/<id>`. */
export function childIdInArn(arn: string): string {
  return Fn.select(3, Fn.split('/', arn));
}
