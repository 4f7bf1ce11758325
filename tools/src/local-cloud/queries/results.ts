import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeParquet } from '../../engine/duckdb';
import type { Rows } from '../../engine/engine';
import { formatted } from '../../query/output';
import { UsageError } from '../../usage-error';
import type { Resource } from '../api/resource';
import type { ResultConfiguration, S3Output } from '../api/results';
import type { ObjectStorage } from '../object-storage';
import { needsToWrite, type Need } from './assumed-role';

/** Where the results of a query go, and in which form. */
export interface Destination {
  readonly account: string;
  readonly s3: S3Output & { readonly resultFormat?: string };
  /** The role with which the service writes there; without it, who runs the query writes. */
  readonly roleArn?: string;
}

/** The places that a query's results go to: the one that it names, and those that receiving members have configured. */
export function destinationsOf(
  query: Resource<'ProtectedQuery'>, membershipIn: (account: string) => Resource<'Membership'> | undefined,
): Destination[] {
  const { outputConfiguration } = query.values.resultConfiguration;
  const configuredBy = (account: string) => membershipIn(account)?.values.defaultResultConfiguration as MemberResults | undefined;
  return (outputConfiguration.distribute?.locations ?? [outputConfiguration]).flatMap(({ s3, member }): Destination[] => {
    if (s3) return [{ account: query.account, s3, roleArn: configuredBy(query.account)?.roleArn }];
    if (!member) return [];
    const { outputConfiguration: theirs, roleArn } = configuredBy(member.accountId) ?? {};
    return theirs?.s3 ? [{ account: member.accountId, s3: theirs.s3, roleArn }] : [];
  });
}

/** The places that members have configured for results, with the role that writes there. */
type MemberResults = ResultConfiguration & { readonly roleArn?: string };

/** Writes the rows of a result as one object, once it is permitted. Of its name the service promises nothing. */
export async function writeResult(
  rows: Rows, runId: string, { s3 }: Destination, storage: ObjectStorage, permit: (needs: readonly Need[]) => Promise<void>,
): Promise<void> {
  const { bucket, keyPrefix = '', resultFormat = 'CSV' } = s3;
  const prefix = `${keyPrefix}${keyPrefix && !keyPrefix.endsWith('/') ? '/' : ''}${runId}`;
  const content = resultFormat === 'PARQUET' ? await parquetOf(rows) : `${formatted(rows, 'csv')}\n`;
  const key = `${prefix}/${runId}.${resultFormat.toLowerCase()}`;
  const write = async () => {
    await permit(needsToWrite(bucket, key, await storage.keyArn(bucket)));
    await storage.write({ bucket, key }, content);
  };
  await write().catch((error: Error) => {
    throw new UsageError(`the result cannot be written to s3://${bucket}/${prefix}: ${error.message}`);
  });
}

async function parquetOf(rows: Rows): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'result-'));
  try {
    const file = join(folder, 'result.parquet');
    await writeParquet(rows, file);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
