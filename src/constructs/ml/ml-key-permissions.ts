import { Stack } from 'aws-cdk-lib';
import type { aws_kms as kmsRefs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { letServiceUseKey } from '../../foundation/encryption-keys';
import type { KeyPermission } from '../../foundation/encryption-keys';

/** Lets Clean Rooms ML use a key, if there is one, for what a construct makes in the account of its stack. */
export function letMlUseKey(scope: IConstruct, key: kmsRefs.IKeyRef | undefined): void {
  if (key) letServiceUseKey(scope, key, 'cleanrooms-ml.amazonaws.com', mlKeyPermissions(Stack.of(scope).account));
}

/**
 * The permissions that Clean Rooms ML needs on a key. It creates grants of these operations for SageMaker and ECR. It supports neither an
 * encryption context nor a source in the policy of the key.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/data-protection.html
 */
function mlKeyPermissions(account: string): KeyPermission[] {
  const ofAccount = { StringEqualsIfExists: { 'aws:SourceAccount': account } };
  return [
    {
      actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'],
      conditions: {
        ...ofAccount,
        'ForAllValues:StringEquals': {
          'kms:GrantOperations': [
            'CreateGrant', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext',
            'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant',
          ],
        },
      },
    },
    { actions: ['kms:DescribeKey'], conditions: ofAccount },
  ];
}
