import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AllowedColumns, AnalysisRule, SnowflakeColumnType, TableSource } from '../../../../src';
import type { SnowflakeTableAttributes } from '../../../../src';
import { expectRefused } from '../../../support/faults';
import { PARTNER, agnosticStack, stackOf } from '../../../support/stacks';
import { synthesizedStrictly } from '../../../support/strict-synthesis';
import { associate, configuredTable, referenceIn, statementsIn } from '../../../support/table-sources';

const CUSTOM = AnalysisRule.custom().allowAnyQueryBy(PARTNER);
const AGGREGATION = AnalysisRule.aggregation().sum('amount').requireAtLeast(2, 'email');

describe('a table in Snowflake', () => {
  test('is rendered with its secret and its columns', () => {
    const stack = stackOf();
    expect(referenceIn(stack, snowflake(stack))).toEqual({
      Snowflake: {
        AccountIdentifier: 'acme-marketing',
        DatabaseName: 'SALES',
        SchemaName: 'PUBLIC',
        TableName: 'PURCHASES',
        SecretArn: { Ref: 'SecretA720EF05' },
        TableSchema: { V1: [{ ColumnName: 'email', ColumnType: 'VARCHAR' }, { ColumnName: 'amount', ColumnType: 'NUMBER(10,2)' }] },
      },
    });
  });

  test('has known columns, so that all except some can be allowed', () => {
    const stack = stackOf();
    expect(configuredTable(stack, snowflake(stack), { allowedColumns: AllowedColumns.allExcept('email') }).allowedColumns).toEqual(['amount']);
  });

  test.each<[Partial<SnowflakeTableAttributes>, string]>([
    [{ accountIdentifier: 'xy12345' }, 'SnowflakeAccountMalformed'],
    [{ columns: [] }, 'SnowflakeColumnCount'],
    [{ columns: [{ name: 'EMAIL', type: SnowflakeColumnType.TEXT }] }, 'SnowflakeColumnNameMalformed'],
    [{ columns: [{ name: 'email', type: SnowflakeColumnType.of('VARIANT') }] }, 'SnowflakeColumnTypeUnknown'],
  ])('is rejected with %j', (attributes, code) => {
    const stack = stackOf();
    expectRefused(() => configuredTable(stack, snowflake(stack, attributes), { allowedColumns: AllowedColumns.of('email') }), code, 'Stack/ConfiguredTable');
  });

  test.each([
    [SnowflakeColumnType.number(10), 'NUMBER(10,0)'],
    [SnowflakeColumnType.varchar(16), 'VARCHAR(16)'],
    [SnowflakeColumnType.array(SnowflakeColumnType.TEXT), 'ARRAY(TEXT)'],
    [SnowflakeColumnType.map(SnowflakeColumnType.TEXT, SnowflakeColumnType.number(10, 2)), 'MAP(TEXT, NUMBER(10,2))'],
    [SnowflakeColumnType.object({ city: SnowflakeColumnType.TEXT, zip: SnowflakeColumnType.INTEGER }), 'OBJECT(city TEXT, zip INTEGER)'],
  ])('has columns of types with parameters (%#)', ({ name }, expected) => {
    expect(name).toBe(expected);
  });

  test('can allow at most 100 of its columns, by the validation in aws-cdk-lib', () => {
    const columns = Array.from({ length: 101 }, (_, index) => ({ name: `column_${index}`, type: SnowflakeColumnType.NUMBER }));
    expect(() => synthesizedStrictly('AWS::CleanRooms::ConfiguredTable', (stack) => {
      configuredTable(stack, snowflake(stack, { columns }), { allowedColumns: AllowedColumns.all() });
    })).toThrow(/AllowedColumns.*100/);
  });

  test('accepts tokens for all attributes', () => {
    const stack = agnosticStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    configuredTable(stack, snowflake(stack, {
      accountIdentifier: parameter('Account'),
      databaseName: parameter('Database'),
      schemaName: parameter('Schema'),
      tableName: parameter('Table'),
      columns: [{ name: parameter('Column'), type: SnowflakeColumnType.of(parameter('Type')) }],
    }));
    Template.fromStack(stack).resourceCountIs('AWS::CleanRooms::ConfiguredTable', 1);
  });
});

describe('the role that reads a table in Snowflake', () => {
  test('can read its secret, and nothing else', () => {
    const stack = stackOf(PARTNER);
    associate(stack, snowflake(stack));
    expect(statementsIn(stack)).toEqual([{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: 'SecretA720EF05' } }]);
  });

  test.each<[string, (stack: Stack, key: Key) => Partial<SnowflakeTableAttributes>]>([
    ['of an L2', (stack, encryptionKey) => ({ secret: new Secret(stack, 'Encrypted', { encryptionKey }) })],
    ['of an L1, if it is given', (stack, encryptionKey) => ({ secret: new CfnSecret(stack, 'Encrypted', { kmsKeyId: encryptionKey.keyId }), encryptionKey })],
  ])('can use the key of the secret %s, only for this secret', (_, attributes) => {
    const stack = stackOf(PARTNER);
    const key = new Key(stack, 'Key');
    const { secret, ...others } = attributes(stack, key);
    associate(stack, snowflake(stack, { secret, ...others }));
    const secretArn = stack.resolve(secret!.secretRef.secretId);
    expect(statementsIn(stack)).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretArn },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: stack.resolve(key.keyArn),
        Condition: {
          StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' },
          StringLike: { 'kms:EncryptionContext:SecretARN': secretArn },
        },
      },
    ]);
  });

  test('can read a secret that is imported by name, whose ARN ends with unknown characters', () => {
    const stack = stackOf(PARTNER);
    associate(stack, snowflake(stack, { secret: Secret.fromSecretNameV2(stack, 'ResourceKey', 'snowflake') }));
    expect(JSON.stringify(statementsIn(stack)[0].Resource)).toContain(':secret:snowflake-??????');
  });

  test('is granted the same permissions if it is given', () => {
    const stack = stackOf(PARTNER);
    const role = new Role(stack, 'Given', { assumedBy: new ServicePrincipal('cleanrooms.amazonaws.com') });
    expect(associate(stack, snowflake(stack), role).role).toBe(role);
    expect(statementsIn(stack)).toHaveLength(1);
  });
});

describe('a rule on a table in Snowflake', () => {
  test('must be a custom rule', () => {
    const stack = stackOf();
    const other = stackOf();
    const allowedColumns = AllowedColumns.of('email', 'amount');
    expectRefused(() => configuredTable(stack, snowflake(stack), { analysisRule: AGGREGATION, allowedColumns }),
      'RuleTypeNotForSource', "'analysisRule' must be a custom rule on a table over snowflake, got AGGREGATION");
    expect(configuredTable(other, snowflake(other), { analysisRule: CUSTOM }).analysisRule).toBe(CUSTOM);
  });

  test('must not have differential privacy', () => {
    const stack = stackOf();
    expectRefused(() => configuredTable(stack, snowflake(stack), { analysisRule: CUSTOM.withDifferentialPrivacy('email') }),
      'DifferentialPrivacyNotForSource', 'for a table over snowflake');
  });
});

function snowflake(stack: Stack, attributes: Partial<SnowflakeTableAttributes> = {}): TableSource {
  return TableSource.snowflake({
    accountIdentifier: 'acme-marketing',
    databaseName: 'SALES',
    schemaName: 'PUBLIC',
    tableName: 'PURCHASES',
    columns: [{ name: 'email', type: SnowflakeColumnType.VARCHAR }, { name: 'amount', type: SnowflakeColumnType.number(10, 2) }],
    ...attributes,
    secret: attributes.secret ?? new Secret(stack, 'Secret'),
  });
}
