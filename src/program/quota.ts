import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Warning } from '../foundation/warnings';

/** The default quotas of the service for each membership (of budgets: for each collaboration), which can be raised, by what is counted. */
const QUOTAS = {
  'access budget templates': 25,
  'analysis templates': 100,
  'associations of configured audience models': 5,
  'ID mapping tables': 5,
  'ID namespace associations': 10,
  'intermediate tables': 25,
  'table associations': 100,
} as const;

/** Those for each account in a Region. */
const ACCOUNT_QUOTAS = {
  'collaborations': 500,
  'configured tables': 250,
  'memberships': 500,
} as const;

const counts = new WeakMap<IConstruct, Map<string, number>>();

/** Counts one more thing of a membership or collaboration. Only what this program defines is counted: there may be more. */
export function warnAboutQuota(owner: IConstruct, what: keyof typeof QUOTAS): Warning[] {
  return warnAboutCount(`'${owner.node.path}'`, countOneMore(owner, what), what, QUOTAS[what]);
}

/** Counts one more thing of the account of a stack: in the whole program, or in the stack alone where that can go to any account. */
export function warnAboutAccountQuota(scope: IConstruct, what: keyof typeof ACCOUNT_QUOTAS): Warning[] {
  const stack = Stack.of(scope);
  const { account, region } = stack;
  const isKnown = ![account, region].some((each) => Token.isUnresolved(each));
  const count = isKnown ? countOneMore(scope.node.root, `${what} of ${account} in ${region}`) : countOneMore(stack, what);
  return warnAboutCount(isKnown ? `account ${account} in ${region}` : `stack '${stack.node.path}'`, count, what, ACCOUNT_QUOTAS[what]);
}

function countOneMore(owner: IConstruct, what: string): number {
  const ofOwner = counts.get(owner) ?? new Map<string, number>();
  counts.set(owner, ofOwner);
  const count = (ofOwner.get(what) ?? 0) + 1;
  ofOwner.set(what, count);
  return count;
}

function warnAboutCount(owner: string, count: number, what: string, quota: number): Warning[] {
  return count > quota ? [{
    id: 'cdk-cleanrooms:overQuota',
    message: `${owner} has ${count} ${what}: the default quota is ${quota}, and can be raised`,
  }] : [];
}
