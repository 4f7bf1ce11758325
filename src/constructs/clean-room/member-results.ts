import { RemovalPolicy } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import type { BucketProps } from 'aws-cdk-lib/aws-s3';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import { endedBySlash } from '../../foundation/bucket-folders';
import { copied } from '../../foundation/copied';
import { checked } from '../../foundation/parameters';
import { ResultFormat } from '../membership/result-configuration';

/** How the results of a member are written. */
export interface MemberResultsOptions {
  /**
   * The format of the files.
   *
   * @default - Parquet for the results of queries, the default of the service for those of jobs
   */
  readonly format?: ResultFormat;

  /**
   * The folder of the results: at most 504 letters, digits and characters of `_!.=*\/-`. Those of queries are in its folder `queries`, those
   * of jobs in `jobs`.
   *
   * @default - the root of the bucket
   */
  readonly prefix?: string;

  /**
   * Whether the member receives results of PySpark jobs there, too.
   *
   * @default - whether the member can run jobs
   */
  readonly forJobs?: boolean;

  /**
   * Whether all results of a query are written to one file.
   *
   * @default - the default of the service: several files
   */
  readonly singleFileOutput?: boolean;

  /**
   * The role with which Clean Rooms writes the results. It is granted the permissions that it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can write below the prefix, and use the key of the bucket if it has one
   */
  readonly role?: IRole;

  /**
   * Whether Clean Rooms has no role to write the results of queries with, but only the permissions of who starts the query, who then needs them
   * on the bucket and its key. Set it only for a member who both runs queries and receives their results, and only if no query takes more than
   * 12 hours.
   *
   * @default false
   */
  readonly queriesWithoutRole?: boolean;
}

/** Options of a new bucket for results. */
export interface NewResultsBucketOptions extends MemberResultsOptions {
  /**
   * Properties of the bucket, such as `encryption: BucketEncryption.KMS`. They take precedence over the defaults.
   *
   * @default - no public access, only encrypted connections, the removal policy of the clean room; with `RemovalPolicy.DESTROY`, the
   * results are deleted with the bucket
   */
  readonly bucketProps?: BucketProps;
}

/**
 * Where the results are that a member of a clean room receives.
 *
 * @example
 * import { App } from 'aws-cdk-lib';
 * import { BucketEncryption } from 'aws-cdk-lib/aws-s3';
 * import { CleanRoom, MemberAbility, MemberResults, ResultFormat } from 'cdk-cleanrooms';
 *
 * new CleanRoom(new App(), 'Campaign', {
 *   collaborationName: 'campaign-measurement',
 *   region: 'us-east-1',
 *   queryLogging: true,
 *   creator: {
 *     name: 'Advertiser',
 *     account: '111111111111',
 *     abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS],
 *     results: MemberResults.newBucket({ format: ResultFormat.CSV, prefix: 'campaigns', bucketProps: { encryption: BucketEncryption.KMS } }),
 *   },
 * });
 */
@checked('MemberResults')
export class MemberResults {
  /**
   * Puts the results into a new bucket in the stack of the member.
   *
   * @param options The format of the results, the folder, and properties of the bucket.
   */
  public static newBucket(options: NewResultsBucketOptions = {}): MemberResults {
    const { bucketProps, ...others } = copied(options);
    return new MemberResults(others, (scope, removalPolicy) => {
      const bucket = new Bucket(scope, 'Results', {
        blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
        enforceSSL: true,
        removalPolicy,
        autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY || undefined,
        ...bucketProps,
      });
      // A key that the bucket has made for itself goes with it.
      const ownKey = bucketProps?.encryptionKey ? undefined : bucket.encryptionKey;
      if (removalPolicy) ownKey?.applyRemovalPolicy(removalPolicy);
      return bucket;
    });
  }

  /**
   * Puts the results into a bucket of the account of the member. Import a bucket of another account or Region with
   * `Bucket.fromBucketAttributes`, `account` and `region`.
   *
   * @param bucket The bucket: an L2, an L1 or an import.
   * @param options The format of the results and the folder in the bucket.
   */
  public static bucket(bucket: s3Refs.IBucketRef, options: MemberResultsOptions = {}): MemberResults {
    return new MemberResults(copied(options), () => bucket);
  }

  /** Gives the member no default place: each query and each job names the destination of its results. */
  public static none(): MemberResults {
    return new MemberResults({});
  }

  private constructor(
    private readonly options: MemberResultsOptions,
    private readonly bucketIn?: (scope: Construct, removalPolicy?: RemovalPolicy) => s3Refs.IBucketRef,
  ) {}

  /** Whether there is a place. @internal */
  public get _isPlace(): boolean {
    return this.bucketIn !== undefined;
  }

  /** Whether results of jobs have a place, if it is said. @internal */
  public get _isForJobs(): boolean | undefined {
    return this.options.forJobs;
  }

  /** Returns the bucket, which it makes where it is a new one. @internal */
  public _bucketIn(scope: Construct, removalPolicy?: RemovalPolicy): s3Refs.IBucketRef | undefined {
    return this.bucketIn?.(scope, removalPolicy);
  }

  /** Returns the place of what queries or jobs yield. @internal */
  public _placeOf(kind: 'queries' | 'jobs', bucket: s3Refs.IBucketRef) {
    const { format, prefix = '', singleFileOutput, role, queriesWithoutRole } = this.options;
    const place = { bucket, format, prefix: `${endedBySlash(prefix)}${kind}/`, role };
    return kind === 'jobs' ? place : {
      ...place,
      format: format ?? ResultFormat.PARQUET,
      singleFileOutput,
      withoutRole: queriesWithoutRole,
      role: queriesWithoutRole ? undefined : role,
    };
  }
}
