import { Token } from 'aws-cdk-lib';

/** The names by which the API knows values of classes such as `MemberAbility`. */
export function names(named: { readonly name: string }[] = []): string[] {
  return named.map(({ name }) => name);
}

/** An account as a message has it: 'the account of the stack' where it is not known at synthesis. */
export function accountName(accountId?: string): string {
  return accountId === undefined || Token.isUnresolved(accountId) ? 'the account of the stack' : `account ${accountId}`;
}
