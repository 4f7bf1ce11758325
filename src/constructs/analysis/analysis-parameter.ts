import { checked } from '../../foundation/parameters';

/**
 * The type of a parameter of a SQL analysis template.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_AnalysisParameter.html
 */
@checked('AnalysisParameterType')
export class AnalysisParameterType {
  /** A whole number of 8 bits. */
  public static readonly TINYINT = new AnalysisParameterType('TINYINT');

  /** A whole number of 8 bits, as Spark calls it. */
  public static readonly BYTE = new AnalysisParameterType('BYTE');

  /** A whole number of 16 bits. */
  public static readonly SMALLINT = new AnalysisParameterType('SMALLINT');

  /** A whole number of 16 bits, as Spark calls it. */
  public static readonly SHORT = new AnalysisParameterType('SHORT');

  /** A whole number of 32 bits. */
  public static readonly INTEGER = new AnalysisParameterType('INTEGER');

  /** A whole number of 32 bits, in short. */
  public static readonly INT = new AnalysisParameterType('INT');

  /** A whole number of 64 bits. */
  public static readonly BIGINT = new AnalysisParameterType('BIGINT');

  /** A whole number of 64 bits, as Spark calls it. */
  public static readonly LONG = new AnalysisParameterType('LONG');

  /** A decimal number. */
  public static readonly DECIMAL = new AnalysisParameterType('DECIMAL');

  /** A decimal number, by its other name. */
  public static readonly NUMERIC = new AnalysisParameterType('NUMERIC');

  /** A floating-point number of 32 bits. */
  public static readonly REAL = new AnalysisParameterType('REAL');

  /** A floating-point number of 32 bits, as Spark calls it. */
  public static readonly FLOAT = new AnalysisParameterType('FLOAT');

  /** A floating-point number of 64 bits. */
  public static readonly DOUBLE_PRECISION = new AnalysisParameterType('DOUBLE_PRECISION');

  /** A floating-point number of 64 bits, in short. */
  public static readonly DOUBLE = new AnalysisParameterType('DOUBLE');

  /** True or false. */
  public static readonly BOOLEAN = new AnalysisParameterType('BOOLEAN');

  /** Text of a fixed length. */
  public static readonly CHAR = new AnalysisParameterType('CHAR');

  /** Text of a fixed length, in full. */
  public static readonly CHARACTER = new AnalysisParameterType('CHARACTER');

  /** Text of a variable length. */
  public static readonly VARCHAR = new AnalysisParameterType('VARCHAR');

  /** Text. */
  public static readonly STRING = new AnalysisParameterType('STRING');

  /** A date, such as `2026-11-30`. */
  public static readonly DATE = new AnalysisParameterType('DATE');

  /** A date and a time, such as `2026-11-30 12:00:00`. */
  public static readonly TIMESTAMP = new AnalysisParameterType('TIMESTAMP');

  /** A date and a time with a time zone. */
  public static readonly TIMESTAMPTZ = new AnalysisParameterType('TIMESTAMPTZ');

  /** A date and a time in the time zone of the session. */
  public static readonly TIMESTAMP_LTZ = new AnalysisParameterType('TIMESTAMP_LTZ');

  /** A date and a time without a time zone. */
  public static readonly TIMESTAMP_NTZ = new AnalysisParameterType('TIMESTAMP_NTZ');

  /** A time of day, such as `12:00:00`. */
  public static readonly TIME = new AnalysisParameterType('TIME');

  /** A time of day with a time zone. */
  public static readonly TIMETZ = new AnalysisParameterType('TIMETZ');

  /** Bytes of a variable length. */
  public static readonly VARBYTE = new AnalysisParameterType('VARBYTE');

  /** Bytes. */
  public static readonly BINARY = new AnalysisParameterType('BINARY');

  /**
   * Creates a type that this class does not list yet, by its name in the API.
   *
   * @param name The name of the type in the API, such as `DECIMAL`. It is not checked.
   */
  public static of(name: string): AnalysisParameterType {
    return new AnalysisParameterType(name);
  }

  private constructor(
    /** The name of the type in the API. */
    public readonly name: string,
  ) {}
}

/** A parameter of a PySpark analysis template. Its values are text. */
export interface PySparkParameter {
  /**
   * The default value. At most 1,000 characters.
   *
   * @default - each run of the template must give a value
   */
  readonly defaultValue?: string;
}

/** A parameter of a SQL analysis template. */
export interface SqlParameter extends PySparkParameter {
  /** The type of its values. */
  readonly type: AnalysisParameterType;
}
