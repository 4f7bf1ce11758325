import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_CONFIGURED_TABLE, READ_CONFIGURED_TABLE } from '../../foundation/actions';

/** Permissions on a configured table. */
export class ConfiguredTableGrants {
  /** Permissions on the given table, be it an L2, an L1 or imported. */
  public static fromConfiguredTable(table: refs.IConfiguredTableRef): ConfiguredTableGrants {
    return new ConfiguredTableGrants(table);
  }

  private constructor(private readonly table: refs.IConfiguredTableRef) {}

  /** Lets the grantee see the table and its analysis rule. Not its rows: these are for queries alone. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE);
  }

  /** Lets the grantee change the analysis rule and the description of the table. */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE, ...MANAGE_CONFIGURED_TABLE);
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetConfiguredTable`, on this table. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.table.configuredTableRef.configuredTableArn] });
  }
}
