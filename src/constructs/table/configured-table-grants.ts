import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_CONFIGURED_TABLE, READ_CONFIGURED_TABLE } from './table-actions';
import { checked } from '../../foundation/parameters';

/** Permissions on a configured table. */
@checked('ConfiguredTableGrants')
export class ConfiguredTableGrants {
  /**
   * Creates grants for the given table: an L2, an L1 or an import.
   *
   * @param table The configured table.
   */
  public static fromConfiguredTable(table: refs.IConfiguredTableRef): ConfiguredTableGrants {
    return new ConfiguredTableGrants(table);
  }

  private constructor(private readonly table: refs.IConfiguredTableRef) {}

  /**
   * Grants read access to the definition of the table and its analysis rule, not to its rows.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE);
  }

  /**
   * Grants permission to read the definition of the table, and to change its analysis rule and description.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE, ...MANAGE_CONFIGURED_TABLE);
  }

  /**
   * Grants the given actions on the table, such as `cleanrooms:GetConfiguredTable`.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.configuredTableRef.configuredTableArn] });
  }
}
