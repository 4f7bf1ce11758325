import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { checkSnowflakeTable } from './snowflake-rules';
import type { Column, TableSourceImplementation } from './table-source-implementation';

/** A table in Snowflake. */
export interface SnowflakeTableParts {
  readonly accountIdentifier: string;
  readonly databaseName: string;
  readonly schemaName: string;
  readonly tableName: string;
  readonly columns: Required<Column>[];
  readonly secret: SecretParts;
}

/** The secret with which Clean Rooms signs in to Snowflake. */
export interface SecretParts {
  readonly arn: string;
  readonly region: string;

  /** Whether the ARN is all there, and does not lack the six characters that end it. */
  readonly isComplete: boolean;

  /** The key with which it is encrypted, where that is one of the account's own. */
  readonly keyArn?: string;
}

/** A table that Clean Rooms reads from Snowflake. The role has nothing to do with it but for the secret. */
export function snowflakeSource(parts: SnowflakeTableParts): TableSourceImplementation {
  const { accountIdentifier, databaseName, schemaName, tableName, columns, secret } = parts;
  return {
    kind: 'snowflake',
    columns,
    readFor: 'ownerAndRunner',

    check: () => checkSnowflakeTable(parts),

    render: () => ({
      snowflake: {
        accountIdentifier,
        databaseName,
        schemaName,
        tableName,
        secretArn: secret.arn,
        tableSchema: { v1: columns.map(({ name, type }) => ({ columnName: name, columnType: type })) },
      },
    }),

    grantRead: (role) => {
      role.addToPrincipalPolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arnPattern(secret)] }));
      if (secret.keyArn) {
        role.addToPrincipalPolicy(new PolicyStatement({ actions: ['kms:Decrypt'], resources: [secret.keyArn], conditions: onlyForSecret(secret) }));
      }
      return [];
    },
  };
}

function arnPattern({ arn, isComplete }: SecretParts): string {
  return isComplete ? arn : `${arn}-??????`;
}

/** The conditions under which the key decrypts this secret and nothing else. */
function onlyForSecret(secret: SecretParts): PolicyStatementProps['conditions'] {
  return {
    StringEquals: { 'kms:ViaService': `secretsmanager.${secret.region}.amazonaws.com` },
    StringLike: { 'kms:EncryptionContext:SecretARN': arnPattern(secret) },
  };
}
