import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Where an ARN points, where that is not the stack's own account and Region. */
export interface ArnPlace {
  readonly account?: string;
  readonly region?: string;
}

/** The ARN of a Clean Rooms resource, such as `collaboration/<id>` or `membership/<id>/analysistemplate/<id>`. */
export function cleanRoomsArn(scope: IConstruct, path: string, place: ArnPlace = {}): string {
  const [resource, ...rest] = path.split('/');
  return Stack.of(scope).formatArn({
    service: 'cleanrooms', resource, resourceName: rest.join('/'), arnFormat: ArnFormat.SLASH_RESOURCE_NAME, ...place,
  });
}

/** The id in an ARN that ends in `<type>/<id>`: the one of the membership in the ARN of what belongs to a membership. */
export function idInArn(arn: string): string {
  return Fn.select(1, Fn.split('/', arn));
}

/** The second id in an ARN that ends in `membership/<id>/<type>/<id>`. */
export function childIdInArn(arn: string): string {
  return Fn.select(3, Fn.split('/', arn));
}
