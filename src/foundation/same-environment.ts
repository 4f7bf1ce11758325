import { Stack } from 'aws-cdk-lib';
import type { IEnvironmentAware } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkAccount, checkRegion } from './environment-rules';
import { throwIfAny } from './validation-faults';

/** Sees to it that what something belongs to, given under the names of the properties, is of the account and the Region of its stack. */
export function checkSameEnvironment(scope: Construct, owned: Record<string, IEnvironmentAware>): void {
  const { account } = Stack.of(scope);
  throwIfAny(scope, Object.entries(owned).flatMap(([property, { env }]) => checkAccount(property, env.account, account)));
  checkSameRegion(scope, owned);
}

/** Sees to it that what may be of another account is at least in the Region of the stack. */
export function checkSameRegion(scope: Construct, named: Record<string, IEnvironmentAware>): void {
  const { region } = Stack.of(scope);
  throwIfAny(scope, Object.entries(named).flatMap(([property, { env }]) => checkRegion(property, env.region, region)));
}
