import { Token } from 'aws-cdk-lib';
import type { Warning } from '../../../foundation/warnings';

/** A Glue table over S3, as far as the rules need it. */
export interface GlueTableRuleInput {
  /** The prefix of the data in its bucket. */
  readonly prefix?: string;
  readonly isIceberg?: boolean;
  readonly analysisMethods: string[];
}

const FILE = /\.(avro|csv|gz|gzip|json|jsonl|orc|parquet|tsv|txt|zip)$/i;

/** Warns about probable mistakes in a Glue table over S3. */
export function warnAboutGlueTable({ prefix, isIceberg, analysisMethods }: GlueTableRuleInput): Warning[] {
  const warnings: Warning[] = [];
  if (prefix !== undefined && !Token.isUnresolved(prefix) && FILE.test(prefix)) {
    warnings.push({
      id: 'cdk-cleanrooms:locationIsFile',
      message: `the location of the table looks like a file, got '${prefix}': it must be a folder (add a trailing '/' if it is one)`,
    });
  }
  if (isIceberg && analysisMethods.includes('DIRECT_JOB')) {
    warnings.push({
      id: 'cdk-cleanrooms:jobsCannotReadIceberg',
      message: "'analysisMethods' has DIRECT_JOB, but PySpark jobs cannot read Apache Iceberg tables",
    });
  }
  return warnings;
}

/** Warns about the Glue catalog of another account: the API has no property for it, and the service looks in the catalog of the account. */
export function warnAboutCatalog(account: string, catalogAccount: string = account): Warning[] {
  return [account, catalogAccount].some((each) => Token.isUnresolved(each)) || catalogAccount === account ? [] : [{
    id: 'cdk-cleanrooms:catalogOfOtherAccount',
    message: `the table is in the Glue catalog of account ${catalogAccount}: Clean Rooms looks for it in that of account ${account}, `
      + "unless it is read through Athena, by TableSource.athena with a 'dataCatalog'",
  }];
}

/** Warns about data in a bucket of which only the name is known: its key cannot be known. `path` is that of a bucket of this name in the app. */
export function warnAboutUnknownKey(bucketName: string, path: string | undefined): Warning[] {
  return [{
    id: 'cdk-cleanrooms:encryptionKeyUnknown',
    message: `the location of the Glue table names the bucket '${bucketName}' only by its name, so that the role that reads the table cannot decrypt with a `
      + `customer managed key of the bucket: ${path ? `set 'bucket' of TableSource.glue to '${path}'`
        : "set 'bucket' of TableSource.glue to the construct of the bucket, or 'encryptionKeys' to its keys, an empty list if it has none"}`,
  }];
}
