import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { checkSnowflakeTable } from './snowflake-rules';
import type { Column, TableSourceImplementation } from './table-source-implementation';

/** A table in Snowflake. */
export interface SnowflakeTable {
  readonly accountIdentifier: string;
  readonly databaseName: string;
  readonly schemaName: string;
  readonly tableName: string;
  readonly columns: Required<Column>[];
  readonly secret: SnowflakeSecret;
}

/** The secret that Clean Rooms uses to sign in to Snowflake. */
export interface SnowflakeSecret {
  readonly arn: string;
  readonly region: string;

  /** Whether the ARN is complete, with the six characters at its end. */
  readonly isComplete: boolean;

  /** The ARN of the customer managed key that encrypts it, if there is one. */
  readonly keyArn?: string;
}

/** Returns the source for a table in Snowflake. The role only needs access to the secret. */
export function snowflakeSource(table: SnowflakeTable): TableSourceImplementation {
  const { accountIdentifier, databaseName, schemaName, tableName, columns, secret } = table;
  return {
    kind: 'snowflake',
    describe: () => ({ columns }),
    readFor: 'ownerAndRunner',

    check: () => checkSnowflakeTable(table),

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

function arnPattern({ arn, isComplete }: SnowflakeSecret): string {
  return isComplete ? arn : `${arn}-??????`;
}

/** Returns the conditions under which the key decrypts only this secret. */
function onlyForSecret(secret: SnowflakeSecret): PolicyStatementProps['conditions'] {
  return {
    StringEquals: { 'kms:ViaService': `secretsmanager.${secret.region}.amazonaws.com` },
    StringLike: { 'kms:EncryptionContext:SecretARN': arnPattern(secret) },
  };
}
