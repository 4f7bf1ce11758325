import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { PySparkParameter, SqlParameter } from './analysis-parameter';
import type { AnalysisSourceImplementation } from './sources/analysis-source-implementation';
import { pySparkSource } from './sources/pyspark';
import type { LocatedScript } from './sources/pyspark';
import { readSource } from './sources/source-file';
import { sqlSource } from './sources/sql';
import { uploadedScript } from './sources/uploaded-script';
import type { SyntheticData } from './synthetic-data';
import { copied } from '../../foundation/copied';
import { checked } from '../../foundation/parameters';
import { code } from '../../foundation/validation-faults';

/** Options for the SQL of an analysis template. */
export interface SqlAnalysisOptions {
  /**
   * The parameters by name, exactly those that the SQL has as `:name`. At most 50. A name has letters, digits and underscores.
   *
   * @default - no parameters
   */
  readonly parameters?: { [name: string]: SqlParameter };

  /**
   * The names of the associated tables that the SQL reads, for the schema of the template. The service finds them in the SQL by itself. Set
   * it for a template that was created with such a list, because a change of the list replaces the template.
   *
   * @default - the service takes the names from the SQL
   */
  readonly referencedTables?: string[];

  /**
   * Generates synthetic data from the results, for the training of models. The template can then only be used in machine learning input
   * channels.
   *
   * @default - no synthetic data
   */
  readonly syntheticData?: SyntheticData;
}

/** The version of PySpark that runs a script. */
@checked('PySparkVersion')
export class PySparkVersion {
  /** PySpark 1.0: Python 3.9 and Spark 3.5.2. */
  public static readonly V1_0 = new PySparkVersion('PYSPARK_1_0');

  /**
   * Creates a version that this class does not list yet, by the name of its format in the API, such as `PYSPARK_2_0`.
   *
   * @param format The name of the format in the API. It is not checked.
   */
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
 * The service records the version and the SHA-256 hash of the object when the template is created, and every job fails after the object
 * has been changed. So use a versioned bucket in the Region of the collaboration, upload the object with a SHA-256 checksum, and give each
 * new script a new key, such as `reach/2/user_script.py`, which creates a new template.
 */
export interface AnalysisArtifact {
  /** The bucket. */
  readonly bucket: s3Refs.IBucketRef;

  /** The key of the object. */
  readonly key: string;
}

/** Options for a PySpark analysis template, without its script. */
export interface PySparkOptions {
  /**
   * The packed virtual environment of the script, a `.tar.gz`. At most 1 GB together with the script.
   *
   * @default - the script uses only the packages of the service
   */
  readonly additionalArtifact?: AnalysisArtifact;

  /**
   * The names of the associated tables that the script reads. It cannot read other tables.
   */
  readonly referencedTables: string[];

  /**
   * The parameters by name. At most 50. A name has letters, digits and underscores, and does not begin with a digit.
   *
   * @default - no parameters
   */
  readonly parameters?: { [name: string]: PySparkParameter };

  /**
   * Whether error messages have details, which can include data of all members. Intended for development. Members see this setting before
   * they allow the template.
   *
   * @default false
   */
  readonly detailedErrors?: boolean;

  /**
   * The role that Clean Rooms uses to read the artifacts. It is granted the required permissions.
   *
   * [disable-awslint:prefer-ref-interface]
   *
   * @default - a new role that can only read these objects
   */
  readonly role?: IRole;

  /**
   * The version of PySpark.
   *
   * @default PySparkVersion.V1_0
   */
  readonly version?: PySparkVersion;
}

/** Options for a PySpark analysis template whose script is in S3. */
export interface PySparkAnalysisOptions extends PySparkOptions {
  /** The script with the function `entrypoint`. Its file name must be `user_script.py`. */
  readonly entryPoint: AnalysisArtifact;
}

/**
 * The SQL or script that an analysis template runs.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/create-analysis-template.html
 */
@checked('AnalysisSource')
export class AnalysisSource {
  /**
   * Creates a source from SQL of at most 500,000 characters. Each `:name` in it is a parameter.
   *
   * @param text The SQL, in the dialect of Spark SQL. It names tables by the names of their associations.
   * @param options The parameters of the SQL, and how synthetic data is generated from its results. By default neither.
   */
  public static sql(text: string, options: SqlAnalysisOptions = {}): AnalysisSource {
    return AnalysisSource.fromSql(options, () => text);
  }

  /**
   * Creates a source from a SQL file. A relative path starts at the working directory of the program.
   *
   * @param path The path of the file, which has at most 500,000 characters.
   * @param options The parameters of the SQL, and how synthetic data is generated from its results. By default neither.
   */
  public static sqlFromFile(path: string, options: SqlAnalysisOptions = {}): AnalysisSource {
    return AnalysisSource.fromSql(options, (scope) =>
      readSource(scope, path, { code: code`SqlFileUnreadable`, method: 'sqlFromFile' }).toString('utf8'));
  }

  /**
   * Creates a source from a PySpark script in S3.
   *
   * @param options Where the script is in S3, the tables that it uses, and its parameters.
   */
  public static pyspark(options: PySparkAnalysisOptions): AnalysisSource {
    const { entryPoint, ...others } = copied(options);
    return AnalysisSource.fromScript(others, () => ({ artifact: entryPoint }));
  }

  /**
   * Creates a source from a PySpark script in a local file, of any name. A relative path starts at the working directory of the program.
   *
   * The CDK uploads it with the assets of the stack, which are in a versioned bucket of its account and Region, under the key
   * `<SHA-256 of the script>/user_script.py`. So each new script creates a new template. Throws an error if the file cannot be read, or if
   * the synthesizer of the stack puts assets under other keys.
   *
   * @param path The path of the script.
   * @param options The tables that the script uses, its parameters, and the version of PySpark.
   */
  public static pysparkFromFile(path: string, options: PySparkOptions): AnalysisSource {
    return AnalysisSource.fromScript(copied(options), (scope) => uploadedScript(scope, path));
  }

  private static fromScript(options: PySparkOptions, locate: (scope: Construct) => LocatedScript): AnalysisSource {
    return new AnalysisSource(pySparkSource({
      ...options,
      locate,
      format: (options.version ?? PySparkVersion.V1_0).format,
      detailedErrors: options.detailedErrors ?? false,
      parameters: Object.entries(options.parameters ?? {})
        .map(([name, { defaultValue }]) => ({ name, type: 'STRING', defaultValue })),
    }));
  }

  private static fromSql({ parameters, referencedTables, syntheticData }: SqlAnalysisOptions, read: Parameters<typeof sqlSource>[0]['read']): AnalysisSource {
    return new AnalysisSource(sqlSource({
      read,
      referencedTables: copied(referencedTables),
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
