import { Grant } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { MANAGE_ID_NAMESPACE_ASSOCIATION, READ_ID_NAMESPACE_ASSOCIATION } from './identity-actions';
import { membershipArnOf } from '../../foundation/arns';

/** Permissions on the association of an ID namespace with a collaboration. */
export class IdNamespaceAssociationGrants {
  /** Permissions on the given association, be it an L2, an L1 or imported. */
  public static fromIdNamespaceAssociation(association: refs.IIdNamespaceAssociationRef): IdNamespaceAssociationGrants {
    return new IdNamespaceAssociationGrants(association);
  }

  private constructor(private readonly association: refs.IIdNamespaceAssociationRef) {}

  /** Lets the grantee see the association. */
  public read(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_NAMESPACE_ASSOCIATION);
  }

  /** Lets the grantee change the name, the description and the settings of the association. */
  public manage(grantee: IGrantable): Grant {
    return this.actions(grantee, ...READ_ID_NAMESPACE_ASSOCIATION, ...MANAGE_ID_NAMESPACE_ASSOCIATION);
  }

  /** Lets the grantee call the given actions, such as `cleanrooms:GetIdNamespaceAssociation`, on this association. */
  public actions(grantee: IGrantable, ...actions: string[]): Grant {
    const { idNamespaceAssociationArn, membershipIdentifier } = this.association.idNamespaceAssociationRef;
    return Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [idNamespaceAssociationArn, membershipArnOf(this.association, membershipIdentifier)],
    });
  }
}
