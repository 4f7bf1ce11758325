import { UsageError } from '../../usage-error';
import type { Resource } from '../api/resource';

/** An action that the service takes in the name of a role. */
export interface Need {
  readonly action: string;
  readonly resource: string;
}

interface Verdict {
  readonly reason?: string;
}

/** What a role needs of a local cloud: MiniStack's launcher, which knows IAM. */
export interface Iam {
  ask<T>(route: string, question: object): Promise<T>;
}

/**
 * Checks that the service may assume a role for a query, and that the role, the resources' policies included, allows what it does. Throws an error, as the
 * query would fail in AWS.
 *
 * @param owner The account that buckets and tables are in
 */
export async function checkRole(roleArn: string, query: Resource<'ProtectedQuery'>, owner: string, needs: readonly Need[], iam: Iam): Promise<void> {
  const { arn: membershipArn, id } = query.parent;
  const trust = {
    'aws:SourceArn': membershipArn,
    'aws:SourceAccount': query.account,
    // The user guide has this form for the membership of whoever runs a query.
    'sts:ExternalId': `arn:aws:redshift:${query.region}:${query.account}:dbuser:clean-rooms/${id}`,
  };
  const where = ({ action, resource }: Need) => {
    if (!action.startsWith('kms:')) return { region: query.region, context: { 'aws:ResourceAccount': owner, 's3:ResourceAccount': owner } };
    const [region, account] = resource.split(':').slice(3);
    return { region, context: { 'aws:ResourceAccount': account, 'kms:ViaService': `s3.${region}.amazonaws.com` } };
  };
  const questions = [
    iam.ask<Verdict>('assume', { roleArn, service: 'cleanrooms.amazonaws.com', region: query.region, context: trust }),
    ...needs.map(async (need) => iam.ask<Verdict>('simulate', { roleArn, ...need, ...where(need) })),
  ];
  const reasons = [...new Set((await Promise.all(questions)).flatMap(({ reason }) => reason ?? []))];
  if (reasons.length) throw new UsageError(reasons.join('; '));
}

/** The bucket and its objects that are read, and the key that they are encrypted with. */
export function needsToRead(bucket: string, keys: readonly string[], keyArn?: string): Need[] {
  return [
    { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` },
    ...keys.map((key) => ({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` })),
    ...keys.length && keyArn !== undefined ? [{ action: 'kms:Decrypt', resource: keyArn }] : [],
  ];
}

/** The bucket and the object that is written, and the key that it is encrypted with. */
export function needsToWrite(bucket: string, key: string, keyArn?: string): Need[] {
  return [
    { action: 's3:GetBucketLocation', resource: `arn:aws:s3:::${bucket}` },
    { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` },
    { action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/${key}` },
    ...keyArn === undefined ? [] : [{ action: 'kms:GenerateDataKey', resource: keyArn }],
  ];
}
