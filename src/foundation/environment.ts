import { Stack, Token } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import { isKnown } from './tokens';
import { code, throwIfAny } from './validation-faults';
import type { ValidationFault } from './validation-faults';

/** The form of the names of the Regions in the partition `aws`. What has another is looked up, which loads facts on all Regions. */
const REGION_OF_AWS = /^(?!cn-)[a-z]{2}-[a-z]+-\d$/;

/** Checks that the stack is in the partition `aws`, the only one that has Clean Rooms: every ARN pattern of the service says so. */
export function checkPartition(scope: IConstruct): void {
  const { region } = Stack.of(scope); // the partition of a stack is a token, even if its Region is known
  if (Token.isUnresolved(region) || REGION_OF_AWS.test(region)) return;
  const { partition } = RegionInfo.get(region);
  if (partition === undefined || partition === 'aws') return;
  throwIfAny(scope, [{
    code: code`PartitionWithoutCleanRooms`,
    message: `the Region of the stack, ${region}, is in the partition ${partition}: AWS Clean Rooms is available only in the partition aws`,
  }]);
}

/** Checks that what a construct refers to, given by the names of its properties, is in the account and the Region of the stack. */
export function checkSameEnvironment(scope: IConstruct, referred: Record<string, IEnvironmentAware>): void {
  const { account } = Stack.of(scope);
  throwIfAny(scope, Object.entries(referred).flatMap(([property, { env }]) => checkAccount(property, env.account, account)));
  checkSameRegion(scope, referred);
}

/** Checks that what a construct refers to is in the Region of the stack. It can be in another account. */
export function checkSameRegion(scope: IConstruct, referred: Record<string, IEnvironmentAware>): void {
  const { region } = Stack.of(scope);
  throwIfAny(scope, Object.entries(referred).flatMap(([property, { env }]) => checkRegion(property, env.region, region)));
}

/** Checks the account of what a construct refers to. */
export function checkAccount(property: string, account: string, accountOfStack: string): ValidationFault[] {
  return differ(account, accountOfStack) ? [{
    code: code`OfOtherAccount`,
    message: `'${property}' must be in the account of the stack, ${accountOfStack}, got one in account ${account}: define this in a stack of that account`,
  }] : [];
}

/** Checks the Region of what a construct refers to. A collaboration is in one Region, with everything that its members bring. */
export function checkRegion(property: string, region: string, regionOfStack: string): ValidationFault[] {
  return differ(region, regionOfStack) ? [{
    code: code`OfOtherRegion`,
    message: `'${property}' must be in the Region of the stack, ${regionOfStack}, got one in ${region}: a collaboration and its members are in one Region`,
  }] : [];
}

/** Whether two stacks certainly go to one account and Region. */
export function areInSameEnvironment(one: Stack, other: Stack): boolean {
  return one === other || isKnown(one.account) && isKnown(one.region) && one.account === other.account && one.region === other.region;
}

function differ(one: string, other: string): boolean {
  return ![one, other].some((each) => Token.isUnresolved(each)) && one !== other;
}
