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

/** What a table over some data store knows of itself. One implementation for each store. */
export interface TableSourceImplementation {
  /** The kind of the store, as the API names it. */
  readonly kind: 'glue' | 'athena' | 'snowflake' | 'databricks';

  /** The columns, where they are known at synthesis. */
  readonly columns?: Column[];

  /** What this program defines of it and what must therefore be there first. */
  readonly definition?: Construct;

  /** The ARN of the bucket with the data, where that is known. */
  readonly bucketArn?: string;

  /** The folder in the bucket. */
  readonly prefix?: string;

  /** Whose memberships the service names when it assumes the role that reads the table. */
  readonly readFor: 'everyMember' | 'ownerAndRunner';

  /** What of it the service would refuse. */
  check?(): ValidationFault[];

  /** What of it probably is a mistake, on a table that may be analysed by the given methods. */
  advise?(analysisMethods: string[], scope: Construct): Warning[];

  /** The part of the template that names the table. */
  render(scope: Construct): CfnConfiguredTable.TableReferenceProperty;

  /** Writes what the L1 has no property for. */
  complete?(resource: CfnConfiguredTable): void;

  /**
   * Lets the role read the table, and nothing else.
   *
   * @param scope Where that which is no policy of the role is made.
   * @returns what is no policy of the role
   */
  grantRead(role: IRole, scope: Construct): IDependable[];
}
