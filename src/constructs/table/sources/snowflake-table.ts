import type { aws_kms as kmsRefs, aws_secretsmanager as secretsRefs } from 'aws-cdk-lib/interfaces';

/**
 * The type of a column in Snowflake, as Clean Rooms has it.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_SnowflakeTableSchemaV1.html
 */
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

  /** `NUMBER(<precision>,<scale>)`: so many digits, and so many of them after the point. */
  public static number(precision: number, scale = 0): SnowflakeColumnType {
    return new SnowflakeColumnType(`NUMBER(${precision},${scale})`);
  }

  /** `VARCHAR(<length>)` */
  public static varchar(length: number): SnowflakeColumnType {
    return new SnowflakeColumnType(`VARCHAR(${length})`);
  }

  /** A list of values of one type. */
  public static array(element: SnowflakeColumnType): SnowflakeColumnType {
    return new SnowflakeColumnType(`ARRAY(${element.name})`);
  }

  /** A map from values of one type to values of another. */
  public static map(key: SnowflakeColumnType, value: SnowflakeColumnType): SnowflakeColumnType {
    return new SnowflakeColumnType(`MAP(${key.name}, ${value.name})`);
  }

  /** A structure of named values. */
  public static object(fields: { [name: string]: SnowflakeColumnType }): SnowflakeColumnType {
    return new SnowflakeColumnType(`OBJECT(${Object.entries(fields).map(([name, type]) => `${name} ${type.name}`).join(', ')})`);
  }

  /** A type as Snowflake writes it, such as `DECIMAL(10,2)`. */
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
  /** The name of the column in lower case, in which Clean Rooms has all names; Snowflake finds unquoted names by it. */
  readonly name: string;

  /** The type of the column. */
  readonly type: SnowflakeColumnType;
}

/** A table in Snowflake. */
export interface SnowflakeTableAttributes {
  /** The Snowflake account: the names of organization and account with a hyphen between, such as `acme-marketing`. */
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
   * The secret with which Clean Rooms signs in: a JSON object with `sfUser`, `pem_private_key` and `sfRole`, and with
   * `sfWarehouse` unless the user has a default warehouse. Passwords do not work any more.
   */
  readonly secret: secretsRefs.ISecretRef;

  /**
   * The key with which the secret is encrypted. Its policy must let the account use IAM policies, as the policy of a new key does.
   *
   * @default - the key that the secret has, where it is an L2 that knows it; otherwise Secrets Manager's own key
   */
  readonly encryptionKey?: kmsRefs.IKeyRef;
}
