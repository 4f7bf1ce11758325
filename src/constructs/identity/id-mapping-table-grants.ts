import { Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_ID_MAPPING_TABLE, POPULATE_ID_MAPPING_TABLE, READ_ID_MAPPING_TABLE, READ_ID_MAPPING_WORKFLOW } from './identity-actions';
import { membershipArnOf } from '../../foundation/arns';
import { checked } from '../../foundation/parameters';

/** Permissions on an ID mapping table. */
@checked('IdMappingTableGrants')
export class IdMappingTableGrants {
  /**
   * Creates grants for a table, which can be an L2, an L1 or imported.
   *
   * @param table The ID mapping table.
   */
  public static fromIdMappingTable(table: refs.IIdMappingTableRef): IdMappingTableGrants {
    return new IdMappingTableGrants(table);
  }

  private constructor(private readonly table: refs.IIdMappingTableRef) {}

  /**
   * Grants read access to the definition of the table. Its rows are accessible only to queries.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_MAPPING_TABLE);
  }

  /**
   * Grants permission to populate the table by running its workflow, and to follow that.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public populate(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_MAPPING_TABLE, ...POPULATE_ID_MAPPING_TABLE).combine(this.readWorkflows(grantee));
  }

  /**
   * Grants permission to populate the table, and to change its key and its description.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    const actions = [...READ_ID_MAPPING_TABLE, ...POPULATE_ID_MAPPING_TABLE, ...MANAGE_ID_MAPPING_TABLE];
    return this.actions(grantee, ...actions).combine(this.readWorkflows(grantee));
  }

  /** Grants what the service asks of Entity Resolution in the name of the grantee: which workflow it is, only the table knows. */
  private readWorkflows(grantee: IGrantable): Grant {
    const { region, account } = this.table.env;
    const resourceArns = [Stack.of(this.table).formatArn({ service: 'entityresolution', resource: 'idmappingworkflow', resourceName: '*', region, account })];
    return Grant.addToPrincipal({ grantee, actions: READ_ID_MAPPING_WORKFLOW, resourceArns });
  }

  /**
   * Grants the given actions, such as `cleanrooms:GetIdMappingTable`, on this table.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    const { idMappingTableArn, membershipIdentifier } = this.table.idMappingTableRef;
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [idMappingTableArn, membershipArnOf(this.table, membershipIdentifier)],
    });
  }
}
