import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct, IDependable } from 'constructs';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';

/** The name and type of a column, such as `amount` of type `decimal(10,2)`. */
export interface Column {
  readonly name: string;
  readonly type?: string;
}

/** What is known of the table of a source. */
export interface TableDescription {
  /** The columns, if they are known at synthesis. */
  readonly columns?: Column[];

  /** The ARN of the bucket with the data, if it is known. */
  readonly bucketArn?: string;

  /** The folder in the bucket. */
  readonly prefix?: string;
}

/** The source of a table, with one implementation for each kind of data store. */
export interface TableSourceImplementation {
  /** The kind of the store, as the API names it. */
  readonly kind: 'glue' | 'athena' | 'snowflake' | 'databricks';

  /** Returns what is known of the table at the time of the call. */
  readonly describe: () => TableDescription;

  /**
   * The construct of the table, if it is defined in this app: it must be created first. It can be changed until templates are written,
   * and checks of columns wait until then.
   */
  readonly definition?: Construct;

  /** Whether anything that the source is made of is defined in this app and can be changed: warnings wait until then. */
  readonly canChange?: boolean;

  /** The members whose memberships the service passes when it assumes the role that reads the table. */
  readonly readFor: 'everyMember' | 'ownerAndRunner';

  /** Checks what the service enforces on the source, and that policies can name exactly what it is made of. */
  check?(): ValidationFault[];

  /** Checks what else it is made of and is defined in this app, which can be changed until templates are written. */
  checkLate?(): ValidationFault[];

  /** Warns about probable mistakes in the source of a table with the given analysis methods. */
  warnings?(analysisMethods: string[], scope: Construct): Warning[];

  /** Renders the reference to the table. */
  render(scope: Construct): CfnConfiguredTable.TableReferenceProperty;

  /** Adds what the L1 has no property for. */
  complete?(resource: CfnConfiguredTable): void;

  /**
   * Grants the role read access to the table, and nothing else.
   *
   * @param scope The scope of constructs other than policies of the role.
   * @returns these constructs, on which the association must depend
   */
  grantRead(role: IRole, scope: Construct): IDependable[];
}
