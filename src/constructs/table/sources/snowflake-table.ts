import type { aws_kms as kmsRefs, aws_secretsmanager as secretsRefs } from 'aws-cdk-lib/interfaces';
import { checked } from '../../../foundation/parameters';

/**
 * The type of a column in Snowflake.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_SnowflakeTableSchemaV1.html
 */
@checked('SnowflakeColumnType')
export class SnowflakeColumnType {
  /** `BIGINT` */
  public static readonly BIGINT = new SnowflakeColumnType('BIGINT');

  /** `BOOLEAN` */
  public static readonly BOOLEAN = new SnowflakeColumnType('BOOLEAN');

  /** `DATE` */
  public static readonly DATE = new SnowflakeColumnType('DATE');

  /** `DATETIME` */
  public static readonly DATETIME = new SnowflakeColumnType('DATETIME');

  /** `DOUBLE` */
  public static readonly DOUBLE = new SnowflakeColumnType('DOUBLE');

  /** `FLOAT` */
  public static readonly FLOAT = new SnowflakeColumnType('FLOAT');

  /** `INTEGER` */
  public static readonly INTEGER = new SnowflakeColumnType('INTEGER');

  /** `NUMBER`, a whole number of up to 38 digits. */
  public static readonly NUMBER = new SnowflakeColumnType('NUMBER');

  /** `REAL` */
  public static readonly REAL = new SnowflakeColumnType('REAL');

  /** `SMALLINT` */
  public static readonly SMALLINT = new SnowflakeColumnType('SMALLINT');

  /** `STRING` */
  public static readonly STRING = new SnowflakeColumnType('STRING');

  /** `TEXT` */
  public static readonly TEXT = new SnowflakeColumnType('TEXT');

  /** `TIMESTAMP` */
  public static readonly TIMESTAMP = new SnowflakeColumnType('TIMESTAMP');

  /** `TIMESTAMP_LTZ`, in the time zone of the session. */
  public static readonly TIMESTAMP_LTZ = new SnowflakeColumnType('TIMESTAMP_LTZ');

  /** `TIMESTAMP_NTZ`, without a time zone. */
  public static readonly TIMESTAMP_NTZ = new SnowflakeColumnType('TIMESTAMP_NTZ');

  /** `TINYINT` */
  public static readonly TINYINT = new SnowflakeColumnType('TINYINT');

  /** `VARCHAR` */
  public static readonly VARCHAR = new SnowflakeColumnType('VARCHAR');

  /**
   * Returns `NUMBER(<precision>,<scale>)`.
   *
   * @param precision The number of digits in all, at most 38.
   * @param scale The number of digits after the decimal point, at most the precision. Zero by default.
   */
  public static number(precision: number, scale = 0): SnowflakeColumnType {
    return new SnowflakeColumnType(`NUMBER(${precision},${scale})`);
  }

  /**
   * Returns `VARCHAR(<length>)`.
   *
   * @param length The maximum number of characters.
   */
  public static varchar(length: number): SnowflakeColumnType {
    return new SnowflakeColumnType(`VARCHAR(${length})`);
  }

  /**
   * Returns the type of an array.
   *
   * @param element The type of the elements.
   */
  public static array(element: SnowflakeColumnType): SnowflakeColumnType {
    return new SnowflakeColumnType(`ARRAY(${element.name})`);
  }

  /**
   * Returns the type of a map.
   *
   * @param key The type of the keys.
   * @param value The type of the values.
   */
  public static map(key: SnowflakeColumnType, value: SnowflakeColumnType): SnowflakeColumnType {
    return new SnowflakeColumnType(`MAP(${key.name}, ${value.name})`);
  }

  /**
   * Returns the type of an object with the given fields.
   *
   * @param fields The types of the fields by their names.
   */
  public static object(fields: { [name: string]: SnowflakeColumnType }): SnowflakeColumnType {
    return new SnowflakeColumnType(`OBJECT(${Object.entries(fields).map(([name, type]) => `${name} ${type.name}`).join(', ')})`);
  }

  /**
   * Returns any other type, as Snowflake writes it, such as `DECIMAL(10,2)`.
   *
   * @param name The type with its arguments. A type that Clean Rooms does not read is an error of the table source.
   */
  public static of(name: string): SnowflakeColumnType {
    return new SnowflakeColumnType(name);
  }

  private constructor(
    /** The type as Snowflake writes it. */
    public readonly name: string,
  ) {}
}

/** A column of a table in Snowflake. */
export interface SnowflakeColumn {
  /** The name of the column in lower case. Snowflake matches it with unquoted names. */
  readonly name: string;

  /** The type of the column. */
  readonly type: SnowflakeColumnType;
}

/** A table in Snowflake. */
export interface SnowflakeTableAttributes {
  /** The Snowflake account: the names of organization and account, joined with a hyphen, such as `acme-marketing`. */
  readonly accountIdentifier: string;

  /** The database of the table. */
  readonly databaseName: string;

  /** The schema of the table in the database. */
  readonly schemaName: string;

  /** The name of the table in the schema. */
  readonly tableName: string;

  /** The columns of the table, 1 to 250. */
  readonly columns: SnowflakeColumn[];

  /**
   * The secret that Clean Rooms uses to sign in: a JSON object with `sfUser`, `pem_private_key` and `sfRole`, and with
   * `sfWarehouse` unless the user has a default warehouse. Snowflake no longer accepts passwords.
   */
  readonly secret: secretsRefs.ISecretRef;

  /**
   * The customer managed key that encrypts the secret. Its policy must allow IAM policies of the account, as that of a new key does.
   *
   * @default - the key of the secret, if the secret is an L2 that knows it; otherwise the AWS managed key
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;
}
