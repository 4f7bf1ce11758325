import { Token } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** What the rules need to know of the association of an ID namespace. */
export interface IdNamespaceAssociationInput {
  /** The account of the stack. */
  readonly account: string;
  /** The account of the ID namespace. */
  readonly idNamespaceAccount: string;
}

/** The rules that the service enforces on the association of an ID namespace. */
export function checkIdNamespaceAssociation({ account, idNamespaceAccount }: IdNamespaceAssociationInput): ValidationFault[] {
  if (Token.isUnresolved(account) || Token.isUnresolved(idNamespaceAccount) || account === idNamespaceAccount) return [];
  return [{
    code: code`IdNamespaceNotOwn`,
    message: `'idNamespace' must be of account ${account} of the stack, got one of account ${idNamespaceAccount}: each member associates its own`,
  }];
}
