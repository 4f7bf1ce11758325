import type { KeyPermission } from '../../foundation/encryption-keys';

/**
 * The permissions that Clean Rooms ML needs on a key. It creates grants of these operations for SageMaker and ECR. It supports neither an
 * encryption context nor a source in the policy of the key.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/data-protection.html
 */
export function mlKeyPermissions(account: string): KeyPermission[] {
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
