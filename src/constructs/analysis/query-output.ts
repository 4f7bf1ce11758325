import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import { folder } from '../../foundation/bucket-folders';
import type { ResultFormat } from '../membership/result-configuration';

/** The place for the results of a query, as the API has it. @internal */
export interface OutputConfiguration {
  readonly S3?: S3Output;
  readonly Member?: MemberOutput;
  readonly Distribute?: { readonly Locations: { readonly S3?: S3Output; readonly Member?: MemberOutput }[] };
}

interface S3Output {
  readonly Bucket: string;
  readonly KeyPrefix?: string;
  readonly ResultFormat: string;
  readonly SingleFileOutput?: boolean;
}

interface MemberOutput {
  readonly AccountId: string;
}

/** How the results of a query lie in a bucket. */
export interface S3QueryOutputOptions {
  /**
   * The prefix of the keys, a folder such as `results`.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;

  /** The format of the files. */
  readonly format: ResultFormat;

  /**
   * Whether all results go into one file.
   *
   * @default - the service's default: several files
   */
  readonly singleFileOutput?: boolean;
}

/**
 * Where the results of a protected query go.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_ProtectedQueryOutputConfiguration.html
 */
export class QueryOutput {
  /**
   * To a bucket, where the member who runs the query receives its results. The caller must be allowed to write there.
   * Import one of another account or Region by `Bucket.fromBucketAttributes`, with `account` and `region`.
   */
  public static s3(bucket: s3Refs.IBucketRef, options: S3QueryOutputOptions): QueryOutput {
    return new QueryOutput({
      S3: {
        Bucket: bucket.bucketRef.bucketName,
        KeyPrefix: folder(options.prefix) || undefined,
        ResultFormat: options.format,
        SingleFileOutput: options.singleFileOutput,
      },
    }, [{ bucket, prefix: options.prefix }]);
  }

  /** To the default place of another member, by its account. */
  public static member(accountId: string): QueryOutput {
    return new QueryOutput({ Member: { AccountId: accountId } });
  }

  /** To several places, at least one: at most one bucket, and members other than the one who runs the query. */
  public static distribute(...outputs: QueryOutput[]): QueryOutput {
    const locations = outputs.flatMap(({ configuration }) => configuration.Distribute?.Locations ?? [configuration]);
    return new QueryOutput({ Distribute: { Locations: locations } }, outputs.flatMap(({ _folders }) => _folders));
  }

  private constructor(
    private readonly configuration: OutputConfiguration,
    /** @internal */
    public readonly _folders: { readonly bucket: s3Refs.IBucketRef; readonly prefix?: string }[] = [],
  ) {}

  /** @internal */
  public _render(): OutputConfiguration {
    return this.configuration;
  }
}
