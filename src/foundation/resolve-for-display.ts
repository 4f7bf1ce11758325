import { Reference, Token, Tokenization } from 'aws-cdk-lib';
import { ownerOf } from './references';

/** Returns the text with each token replaced: a reference by the path of what it names, any other token by a remark. */
export function resolveForDisplay(text: string): string {
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: (token) => Reference.isReference(token) ? ownerOf(token.target).node.path : '(known at deployment)' })
    .join({ join: (left, right) => `${left ?? ''}${right ?? ''}` });
}

/** Returns an account as messages name it. It is 'the account of the stack' if it is not known at synthesis. */
export function accountName(accountId?: string): string {
  return accountId === undefined || Token.isUnresolved(accountId) ? 'the account of the stack' : `account ${accountId}`;
}
