import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_CONFIGURED_TABLE_ASSOCIATION, READ_CONFIGURED_TABLE_ASSOCIATION } from './table-actions';
import { checkNotOwnRole } from '../../foundation/own-role';
import { checked } from '../../foundation/parameters';

/** Permissions on the association of a table with a collaboration. */
@checked('ConfiguredTableAssociationGrants')
export class ConfiguredTableAssociationGrants {
  /**
   * Creates grants for the given association: an L2, an L1 or an import.
   *
   * @param association The association.
   */
  public static fromConfiguredTableAssociation(association: refs.IConfiguredTableAssociationRef): ConfiguredTableAssociationGrants {
    return new ConfiguredTableAssociationGrants(association);
  }

  private constructor(private readonly association: refs.IConfiguredTableAssociationRef) {}

  /**
   * Grants read access to the association and its analysis rule.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE_ASSOCIATION);
  }

  /**
   * Grants permission to read the association, and to change its analysis rule and description.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE_ASSOCIATION, ...MANAGE_CONFIGURED_TABLE_ASSOCIATION);
  }

  /**
   * Grants the given actions on the association, such as `cleanrooms:GetConfiguredTableAssociation`.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.association, grantee);
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.association.configuredTableAssociationRef.configuredTableAssociationArn],
    });
  }
}
