import { KnownResource } from './known-resources';
import type { ProgramModel } from './model';
import { textOrToken } from './rendered-properties';
import { folder } from '../foundation/bucket-folders';
import { resolveBucketReference } from '../foundation/references';
import type { ResourceKey } from '../foundation/references';

/** Says of a folder of a bucket whether the program registers it, or one above it, with Lake Formation. */
export function isInFolder(model: ProgramModel): (bucketArn: string, prefix?: string) => boolean {
  const registered = new Map<ResourceKey, string[]>();
  for (const location of model.resources(KnownResource.REGISTERED_LOCATION)) {
    const [arn, ...path] = (textOrToken(location.property('ResourceArn')) ?? '').split('/');
    const bucket = resolveBucketReference(arn);
    registered.set(bucket, [...registered.get(bucket) ?? [], folder(path.join('/'))]);
  }
  return (bucketArn, prefix) => (registered.get(resolveBucketReference(bucketArn)) ?? []).some((above) => folder(prefix).startsWith(above));
}
