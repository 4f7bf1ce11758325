import { Token } from 'aws-cdk-lib';
import type { Warning } from '../../../foundation/warnings';

/** What the rules need to know of a Glue table over S3. */
export interface GlueTableRuleInput {
  /** Where the data lies in its bucket. */
  readonly prefix?: string;
  readonly isIceberg?: boolean;
  readonly analysisMethods: string[];
}

const FILE = /\.(avro|csv|gz|gzip|json|jsonl|orc|parquet|tsv|txt|zip)$/i;

/** What probably is a mistake in a table over Glue and S3. */
export function warnAboutGlueTable({ prefix, isIceberg, analysisMethods }: GlueTableRuleInput): Warning[] {
  const advice: Warning[] = [];
  if (prefix !== undefined && !Token.isUnresolved(prefix) && FILE.test(prefix)) {
    advice.push({
      id: 'cdk-cleanrooms:locationIsFile',
      message: `the location of the table looks like a file, '${prefix}': Clean Rooms reads a folder (end it with '/' if it is one)`,
    });
  }
  if (isIceberg && analysisMethods.includes('DIRECT_JOB')) {
    advice.push({
      id: 'cdk-cleanrooms:jobsCannotReadIceberg',
      message: "'analysisMethods' has DIRECT_JOB, but PySpark jobs do not read Apache Iceberg tables",
    });
  }
  return advice;
}

/** The service is told database and table, and no catalog: it looks in that of the account. */
export function warnAboutCatalog(account: string, catalogAccount: string = account): Warning[] {
  return [account, catalogAccount].some((each) => Token.isUnresolved(each)) || catalogAccount === account ? [] : [{
    id: 'cdk-cleanrooms:catalogOfOtherAccount',
    message: `the table is in the Glue catalog of account ${catalogAccount}: Clean Rooms looks for it in that of account ${account}, `
      + "unless it is read through Athena, by TableSource.athena with a 'dataCatalog'",
  }];
}
