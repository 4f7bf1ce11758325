import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import { code, throwIfAny } from './validation-faults';

/** Clean Rooms exists in the partition `aws` alone: every ARN pattern of the service says so. */
export function checkPartition(scope: IConstruct): void {
  const { region } = Stack.of(scope); // the partition of a stack is a token, even where its Region is known
  const partition = Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition;
  if (partition === undefined || partition === 'aws') return;
  throwIfAny(scope, [{
    code: code`PartitionWithoutCleanRooms`,
    message: `the Region of the stack, ${region}, is in the partition ${partition}: AWS Clean Rooms exists in the partition aws alone`,
  }]);
}
