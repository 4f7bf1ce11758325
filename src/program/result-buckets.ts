import { CfnResource, Token } from 'aws-cdk-lib';
import { factsOf } from './facts';
import { keyOf } from './resource';
import type { ProgramResource } from './resource';
import type { ResourceKey } from '../foundation/references';

/** A bucket that the results of a membership are written to by default. */
export interface ResultBucket {
  /** The property of a `Membership` that it belongs to, such as `defaultResult`. */
  readonly property: string;
  readonly bucket: ResourceKey;
}

const PROPERTIES = { DefaultResultConfiguration: 'defaultResult', DefaultJobResultConfiguration: 'defaultJobResult' };

/** The buckets that the results of a membership are written to by default, as its template will have them. */
export function resultBucketsOf(membership: ProgramResource): ResultBucket[] {
  return Object.entries(PROPERTIES).flatMap(([name, property]) => {
    const bucket = membership.value<{ readonly Bucket?: unknown }>(name, 'OutputConfiguration', 'S3')?.Bucket;
    return bucket === undefined ? [] : [{ property, bucket: keyOf(membership.cfn, bucket) }];
  });
}

/** The Regions of these buckets, by property, as far as they are known: of buckets of the program, and of those whose import says it. */
export function resultRegionsOf(membership: ProgramResource): Record<string, string> {
  const imported = factsOf(membership.owner, 'membership')?.resultBuckets ?? [];
  return Object.fromEntries(resultBucketsOf(membership).flatMap(({ property, bucket }) => {
    const region = CfnResource.isCfnResource(bucket) ? bucket.stack.region
      : imported.find(({ bucketName }) => keyOf(membership.cfn, bucketName) === bucket)?.region;
    return region === undefined || Token.isUnresolved(region) ? [] : [[property, region]];
  }));
}
