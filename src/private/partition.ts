import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { code, throwIfAny } from './errors';

/** Clean Rooms exists in the partition `aws` alone: every ARN pattern of the service says so. */
export function checkPartition(scope: IConstruct): void {
  const { partition, region } = Stack.of(scope);
  if (Token.isUnresolved(partition) || partition === 'aws') return;
  throwIfAny(scope, [{
    code: code`PartitionWithoutCleanRooms`,
    message: `the Region of the stack, ${region}, is in the partition ${partition}: AWS Clean Rooms exists in the partition aws alone`,
  }]);
}
