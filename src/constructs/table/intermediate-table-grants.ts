import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { MANAGE_INTERMEDIATE_TABLE, POPULATE_INTERMEDIATE_TABLE, READ_INTERMEDIATE_TABLE } from './table-actions';
import { membershipArnOf } from '../../foundation/arns';
import { checked } from '../../foundation/parameters';
import { FOLLOW_QUERY } from '../analysis/analysis-actions';
import { queriedTableArns } from '../analysis/query-resource-arns';
import { DISALLOW_INTERMEDIATE_TABLE } from '../membership/membership-actions';

/** A reference to an intermediate table. */
export interface IIntermediateTableRef extends IConstruct, IEnvironmentAware {
  /** The ARN of the table. */
  readonly intermediateTableArn: string;

  /** The id of the membership that the table belongs to. */
  readonly membershipIdentifier: string;
}

/** Permissions on an intermediate table. */
@checked('IntermediateTableGrants')
export class IntermediateTableGrants {
  /**
   * Creates grants for the given table, defined in this app or imported.
   *
   * @param table The intermediate table, defined in this app or imported.
   */
  public static fromIntermediateTable(table: IIntermediateTableRef): IntermediateTableGrants {
    return new IntermediateTableGrants(table);
  }

  private constructor(private readonly table: IIntermediateTableRef) {}

  /**
   * Grants read access to the definition of the table, its versions and its analysis rule, not to its rows.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_INTERMEDIATE_TABLE);
  }

  /**
   * Grants permission to read the definition of the table, to populate it, and to follow the query that does so.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
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
   * Grants permission to populate the table, to change its analysis rule, key and description, and to disallow intermediate tables
   * that are based on tables of this member. Owners of the base tables disallow it with a grant on their own membership.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    return this.populate(grantee)
      .combine(this.actions(grantee, ...MANAGE_INTERMEDIATE_TABLE))
      .combine(Grant.addToPrincipal({ grantee, actions: DISALLOW_INTERMEDIATE_TABLE, resourceArns: [this.membershipArn] }));
  }

  /**
   * Grants the given actions on the table, such as `cleanrooms:GetIntermediateTable`.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.intermediateTableArn, this.membershipArn] });
  }

  private get membershipArn(): string {
    return membershipArnOf(this.table, this.table.membershipIdentifier);
  }
}
