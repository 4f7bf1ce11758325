import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import {
  DISALLOW_INTERMEDIATE_TABLE, FOLLOW_QUERY, MANAGE_INTERMEDIATE_TABLE, POPULATE_INTERMEDIATE_TABLE, READ_INTERMEDIATE_TABLE,
} from '../../foundation/actions';
import { membershipArnOf } from '../../foundation/membership-arn';
import { queriedTableArns } from '../analysis/query-resource-arns';

/** A reference to an intermediate table. */
export interface IIntermediateTableRef extends IConstruct, IEnvironmentAware {
  /** The ARN of the table. */
  readonly intermediateTableArn: string;

  /** The id of the membership that the table belongs to. */
  readonly membershipIdentifier: string;
}

/** Permissions on an intermediate table. */
export class IntermediateTableGrants {
  /** Permissions on the given table, be it of this app or imported. */
  public static fromIntermediateTable(table: IIntermediateTableRef): IntermediateTableGrants {
    return new IntermediateTableGrants(table);
  }

  private constructor(private readonly table: IIntermediateTableRef) {}

  /** Lets the grantee see the table, its versions and its analysis rule. Not its rows: these are for analyses alone. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_INTERMEDIATE_TABLE);
  }

  /** Lets the grantee see the table, fill it, and follow the query that does so. */
  public populate(grantee: IGrantable): Grant {
    const { intermediateTableArn } = this.table;
    return this.read(grantee)
      .combine(Grant.addToPrincipal({
        grantee,
        actions: POPULATE_INTERMEDIATE_TABLE,
        resourceArns: [intermediateTableArn, this.membershipArn, ...queriedTableArns(this.table)],
      }))
      .combine(Grant.addToPrincipal({ grantee, actions: FOLLOW_QUERY, resourceArns: [this.membershipArn] }));
  }

  /**
   * Lets the grantee fill the table, change its analysis rule, its key and its description, and stop the use of intermediate tables
   * that were made of tables of this member. Members who own the tables underneath stop its use by a grant on their membership.
   */
  public manage(grantee: IGrantable): Grant {
    return this.populate(grantee)
      .combine(this.actions(grantee, ...MANAGE_INTERMEDIATE_TABLE))
      .combine(Grant.addToPrincipal({ grantee, actions: DISALLOW_INTERMEDIATE_TABLE, resourceArns: [this.membershipArn] }));
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetIntermediateTable`, on this table. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.intermediateTableArn, this.membershipArn] });
  }

  private get membershipArn(): string {
    return membershipArnOf(this.table, this.table.membershipIdentifier);
  }
}
