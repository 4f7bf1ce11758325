import { Token } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** The association of an ID namespace, as the rules see it. */
export interface IdNamespaceAssociationInput {
  /** The account of the stack. */
  readonly account: string;
  /** The account of the ID namespace. */
  readonly idNamespaceAccount: string;
}

/** Checks that a member associates its own ID namespace. */
export function checkIdNamespaceAssociation({ account, idNamespaceAccount }: IdNamespaceAssociationInput): ValidationFault[] {
  if (Token.isUnresolved(account) || Token.isUnresolved(idNamespaceAccount) || account === idNamespaceAccount) return [];
  return [{
    code: code`IdNamespaceNotOwn`,
    message: `'idNamespace' must be in the account of the stack, ${account}, got one in account ${idNamespaceAccount}: members can associate only their own`,
  }];
}
