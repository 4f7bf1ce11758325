import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_ID_NAMESPACE_ASSOCIATION, READ_ID_NAMESPACE_ASSOCIATION } from './identity-actions';
import { membershipArnOf } from '../../foundation/arns';
import { checked } from '../../foundation/parameters';

/** Permissions on the association of an ID namespace with a collaboration. */
@checked('IdNamespaceAssociationGrants')
export class IdNamespaceAssociationGrants {
  /**
   * Creates grants for an association, which can be an L2, an L1 or imported.
   *
   * @param association The association.
   */
  public static fromIdNamespaceAssociation(association: refs.IIdNamespaceAssociationRef): IdNamespaceAssociationGrants {
    return new IdNamespaceAssociationGrants(association);
  }

  private constructor(private readonly association: refs.IIdNamespaceAssociationRef) {}

  /**
   * Grants read access to the association.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_NAMESPACE_ASSOCIATION);
  }

  /**
   * Grants permission to read the association, and to change its name, its description and its settings.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_NAMESPACE_ASSOCIATION, ...MANAGE_ID_NAMESPACE_ASSOCIATION);
  }

  /**
   * Grants the given actions, such as `cleanrooms:GetIdNamespaceAssociation`, on this association.
   *
   * @param grantee The identity that gets the permissions, such as a role or a managed policy.
   * @param actions The IAM actions, each with its service: any that can be limited to this resource.
   */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    const { idNamespaceAssociationArn, membershipIdentifier } = this.association.idNamespaceAssociationRef;
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [idNamespaceAssociationArn, membershipArnOf(this.association, membershipIdentifier)],
    });
  }
}
