import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_CONFIGURED_TABLE_ASSOCIATION, READ_CONFIGURED_TABLE_ASSOCIATION } from './table-actions';
import { checkNotOwnRole } from '../../foundation/own-role';

/** Permissions on the association of a table with a collaboration. */
export class ConfiguredTableAssociationGrants {
  /** Creates grants for the given association: an L2, an L1 or an import. */
  public static fromConfiguredTableAssociation(association: refs.IConfiguredTableAssociationRef): ConfiguredTableAssociationGrants {
    return new ConfiguredTableAssociationGrants(association);
  }

  private constructor(private readonly association: refs.IConfiguredTableAssociationRef) {}

  /** Grants read access to the association and its analysis rule. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE_ASSOCIATION);
  }

  /** Grants permission to read the association, and to change its analysis rule and description. */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_CONFIGURED_TABLE_ASSOCIATION, ...MANAGE_CONFIGURED_TABLE_ASSOCIATION);
  }

  /** Grants the given actions on the association, such as `cleanrooms:GetConfiguredTableAssociation`. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    checkNotOwnRole(this.association, grantee);
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.association.configuredTableAssociationRef.configuredTableAssociationArn],
    });
  }
}
