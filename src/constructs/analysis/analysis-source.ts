import { readFileSync } from 'fs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { PySparkParameter, SqlParameter } from './analysis-parameter';
import type { AnalysisSourceImplementation } from './sources/analysis-source-implementation';
import { pySparkSource } from './sources/pyspark';
import { sqlSource } from './sources/sql';
import type { SyntheticData } from './synthetic-data';
import { code, fail } from '../../foundation/validation-faults';

/** What goes with the SQL of an analysis template. */
export interface SqlAnalysisOptions {
  /**
   * The parameters by name: each that the SQL has as `:name`, and no other. At most 50; a name has letters, digits and
   * underscores.
   *
   * @default - no parameters
   */
  readonly parameters?: { [name: string]: SqlParameter };

  /**
   * Makes synthetic data of the results, for the training of models. The template then serves machine learning input channels
   * alone.
   *
   * @default - the results are what the SQL says
   */
  readonly syntheticData?: SyntheticData;
}

/** The version of PySpark that runs a script. */
export class PySparkVersion {
  /** PySpark 1.0: Python 3.9 and Spark 3.5.2. */
  public static readonly V1_0 = new PySparkVersion('PYSPARK_1_0');

  /** A version that the service has and this class does not list yet, by the service's name of the format, such as `PYSPARK_2_0`. */
  public static of(format: string): PySparkVersion {
    return new PySparkVersion(format);
  }

  private constructor(
    /** The name of the format in the API. */
    public readonly format: string,
  ) {}
}

/**
 * An object in S3 that a PySpark analysis template uses.
 *
 * The service keeps the version and the SHA-256 hash that the object has when the template is made, and fails every job after
 * the object has been changed. So the bucket is versioned and in the Region of the collaboration, the object is uploaded with a
 * SHA-256 checksum, and a new script gets a new key, such as `reach/2/user_script.py`: a new key makes a new template.
 */
export interface AnalysisArtifact {
  /** The bucket. */
  readonly bucket: s3Refs.IBucketRef;

  /** The key of the object. */
  readonly key: string;
}

/** What a PySpark analysis template is made of. */
export interface PySparkAnalysisOptions {
  /** The script, by its name a `user_script.py`, with the function `entrypoint`. */
  readonly entryPoint: AnalysisArtifact;

  /**
   * The packed virtual environment of the script, a `.tar.gz`. Together with the script it has at most 1 GB.
   *
   * @default - the script uses nothing but what the service has
   */
  readonly additionalArtifact?: AnalysisArtifact;

  /**
   * The tables that the script reads, by the names under which they are, or will be, associated with the collaboration.
   * Other tables are not there for it.
   */
  readonly referencedTables: string[];

  /**
   * The parameters by name. At most 50; a name has letters, digits and underscores, and does not begin with a digit.
   *
   * @default - no parameters
   */
  readonly parameters?: { [name: string]: PySparkParameter };

  /**
   * Whether errors come with details, among which can be data of every member. For development: each member who provides data
   * sees this setting before it allows the template.
   *
   * @default false
   */
  readonly detailedErrors?: boolean;

  /**
   * The role with which Clean Rooms reads the artifacts. It is granted what it needs.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a role is made that may read these objects alone
   */
  readonly role?: IRole;

  /**
   * The version of PySpark.
   *
   * @default PySparkVersion.V1_0
   */
  readonly version?: PySparkVersion;
}

/**
 * What an analysis template runs.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-analysis-template.html
 */
export class AnalysisSource {
  /** SQL, of at most 500,000 characters. Each `:name` in it stands for a parameter. */
  public static sql(text: string, options: SqlAnalysisOptions = {}): AnalysisSource {
    return AnalysisSource.fromSql(options, () => text);
  }

  /** SQL in a file. A relative path starts at the working directory of the program. */
  public static sqlFromFile(path: string, options: SqlAnalysisOptions = {}): AnalysisSource {
    return AnalysisSource.fromSql(options, (scope) => {
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        return fail(scope, code`SqlFileUnreadable`, `the file '${path}' of AnalysisSource.sqlFromFile cannot be read: ${String(error)}`);
      }
    });
  }

  /** A PySpark script in S3. */
  public static pyspark(options: PySparkAnalysisOptions): AnalysisSource {
    return new AnalysisSource(pySparkSource({
      ...options,
      format: (options.version ?? PySparkVersion.V1_0).format,
      detailedErrors: options.detailedErrors ?? false,
      parameters: Object.entries(options.parameters ?? {})
        .map(([name, { defaultValue }]) => ({ name, type: 'STRING', defaultValue })),
    }));
  }

  private static fromSql({ parameters, syntheticData }: SqlAnalysisOptions, read: Parameters<typeof sqlSource>[0]['read']): AnalysisSource {
    return new AnalysisSource(sqlSource({
      read,
      parameters: Object.entries(parameters ?? {})
        .map(([name, { type, defaultValue }]) => ({ name, type: type.name, defaultValue })),
      syntheticData: syntheticData && {
        epsilon: syntheticData.epsilon,
        maxMembershipInferenceAttackScore: syntheticData.maxMembershipInferenceAttackScore,
        columns: syntheticData.columns.map((column) => ({ predictiveValue: false, ...column })),
      },
    }));
  }

  private constructor(
    /** @internal */
    public readonly _implementation: AnalysisSourceImplementation,
  ) {}
}
