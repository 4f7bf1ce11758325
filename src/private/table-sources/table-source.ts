import type { CfnConfiguredTable } from 'aws-cdk-lib/aws-cleanrooms';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

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

  /** The part of the template that names the table. */
  render(scope: Construct): CfnConfiguredTable.TableReferenceProperty;

  /** Lets the role read the table, and nothing else. */
  grantRead(role: IRole): void;
}
