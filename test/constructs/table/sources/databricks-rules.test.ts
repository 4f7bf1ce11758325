import { Aws } from 'aws-cdk-lib';
import { warnAboutDatabricksTable, checkDatabricksTable } from '../../../../src/constructs/table/sources/databricks-rules';
import type { DatabricksRuleInput } from '../../../../src/constructs/table/sources/databricks-rules';
import { idsAndMessages, codesAndMessages } from '../../../support/faults';

const [ONE, OTHER] = ['0c0d4e5f-1111-4111-8111-0123456789ab', '0c0d4e5f-2222-4222-8222-0123456789ab'];
const RECIPIENT = `metastores/${ONE}/recipients/${OTHER}`;
const TABLE: DatabricksRuleInput = {
  schemaName: 'sales',
  tableName: 'purchases',
  workspaceUrl: 'https://acme.cloud.databricks.com',
  shareName: 'acme',
  deltaShareEndpoint: `https://oregon.cloud.databricks.com/api/2.0/delta-sharing/${RECIPIENT}`,
};

test.each<[Partial<DatabricksRuleInput>]>([
  [{}],
  [{ schemaName: 'a', tableName: 't'.repeat(255) }],
  [{ schemaName: 'sales-eu_1' }],
  [{ deltaShareEndpoint: `https://${ONE}.opensharing.us-west-2.cloud.databricks.com/api/2.0/opensharing/${RECIPIENT}` }],
  [{ schemaName: Aws.ACCOUNT_ID, tableName: Aws.ACCOUNT_ID, workspaceUrl: Aws.ACCOUNT_ID, deltaShareEndpoint: Aws.ACCOUNT_ID }],
])('accepts %p', (parts) => {
  expect(checkDatabricksTable({ ...TABLE, ...parts })).toEqual([]);
});

test.each<[keyof DatabricksRuleInput, string, string]>([
  ['schemaName', '', 'DatabricksNameMalformed'],
  ['schemaName', 'main.sales', 'DatabricksNameMalformed'],
  ['tableName', 't'.repeat(256), 'DatabricksNameMalformed'],
  ['tableName', 'purchases of 2026', 'DatabricksNameMalformed'],
  ['workspaceUrl', 'acme.cloud.databricks.com', 'DatabricksWorkspaceUrlMalformed'],
  ['workspaceUrl', 'https://acme.cloud.databricks.com/', 'DatabricksWorkspaceUrlMalformed'],
  ['workspaceUrl', 'https://adb-1.azuredatabricks.net', 'DatabricksWorkspaceUrlMalformed'],
  ['deltaShareEndpoint', 'https://oregon.cloud.databricks.com/api/2.0/delta-sharing/', 'DeltaShareEndpointMalformed'],
  ['deltaShareEndpoint', `http://oregon.cloud.databricks.com/api/2.0/delta-sharing/${RECIPIENT}`, 'DeltaShareEndpointMalformed'],
  ['deltaShareEndpoint', `https://${ONE}.opensharing.us-west-2.cloud.databricks.com/api/2.0/delta-sharing/${ONE}`, 'DeltaShareEndpointMalformed'],
])("rejects the '%s' %p", (property, value, code) => {
  expect(codesAndMessages(checkDatabricksTable({ ...TABLE, [property]: value }))).toEqual([
    [code, expect.stringMatching(new RegExp(`^'${property}' must (be|have) .*, got '${value.replace(/[.?/]/g, '\\$&')}'$`))],
  ]);
});

test('warns that the permissions of the role are not documented', () => {
  expect(idsAndMessages(warnAboutDatabricksTable())).toEqual([['cdk-cleanrooms:databricksRoleUnknown', 'the permissions that a Databricks table needs are not documented, so that the role is granted none: '
    + 'add what the service asks for to the role']]);
});
