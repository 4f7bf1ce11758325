import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import { checked } from '../../foundation/parameters';
import type { ResultFormat } from '../membership/result-configuration';

/** The location of the results of a query, as in the API. @internal @internal */
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

/** Options for results of a query in a bucket. */
export interface S3QueryOutputOptions {
  /**
   * The folder of the results, such as `results`: at most 512 letters, digits and characters of `_!.=*\/-`. Each query has a folder of its
   * own in it.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;

  /** The format of the files. */
  readonly format: ResultFormat;

  /**
   * Whether all results are written to one file.
   *
   * @default - the default of the service, which is several files
   */
  readonly singleFileOutput?: boolean;
}

/**
 * The location of the results of a protected query.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_ProtectedQueryOutputConfiguration.html
 */
@checked('QueryOutput')
export class QueryOutput {
  /**
   * Sends the results to a bucket of the member who runs the query. The caller must have permission to write to it.
   * Import a bucket of another account or Region with `Bucket.fromBucketAttributes`, with `account` and `region`.
   *
   * @param bucket The bucket: an L2, an L1 or an import.
   * @param options The format of the results, and the folder in the bucket.
   */
  public static s3(bucket: s3Refs.IBucketRef, options: S3QueryOutputOptions): QueryOutput {
    return new QueryOutput({
      S3: {
        Bucket: bucket.bucketRef.bucketName,
        KeyPrefix: options.prefix || undefined,
        ResultFormat: options.format,
        SingleFileOutput: options.singleFileOutput,
      },
    }, [{ bucket, prefix: options.prefix }]);
  }

  /**
   * Sends the results to another member, by its account: to the default location in its membership.
   *
   * @param accountId The account of a member who can receive results. Results go to the `defaultResult` of its membership.
   */
  public static member(accountId: string): QueryOutput {
    return new QueryOutput({ Member: { AccountId: accountId } });
  }

  /**
   * Sends the results to one or more locations: at most one bucket, and members other than the one who runs the query.
   *
   * @param outputs The locations, from `QueryOutput.s3` and `QueryOutput.member`.
   */
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
