import { Token } from 'aws-cdk-lib';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';

/** A Databricks table, as far as the rules need it. */
export interface DatabricksRuleInput {
  readonly schemaName: string;
  readonly tableName: string;
  readonly workspaceUrl: string;
  readonly shareName: string;
  readonly deltaShareEndpoint: string;
}

const UUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const RECIPIENT = `metastores/${UUID}/recipients/${UUID}`;
const NAME = /^[a-zA-Z0-9_-]{1,255}$/;
const WORKSPACE_URL = /^https:\/\/[a-zA-Z0-9.-]+\.cloud\.databricks\.com$/;
const ENDPOINT = new RegExp('^https://('
  + `[a-zA-Z0-9.-]+\\.cloud\\.databricks\\.com/api/2\\.0/delta-sharing/${RECIPIENT}`
  + `|${UUID}\\.opensharing\\.[a-z0-9-]+\\.cloud\\.databricks\\.com/api/2\\.0/opensharing/${RECIPIENT}`
  + ')$');

/** Checks what the service enforces on a Databricks table, which the validation in aws-cdk-lib does not know yet. */
export function checkDatabricksTable(table: DatabricksRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  for (const property of ['schemaName', 'tableName'] as const) {
    if (!fits(table[property], NAME)) {
      faults.push({
        code: code`DatabricksNameMalformed`,
        message: `'${property}' must have 1 to 255 letters, digits, underscores and hyphens, got '${table[property]}'`,
      });
    }
  }
  if (!fits(table.workspaceUrl, WORKSPACE_URL)) {
    faults.push({
      code: code`DatabricksWorkspaceUrlMalformed`,
      message: `'workspaceUrl' must be of the form https://<host>.cloud.databricks.com, got '${table.workspaceUrl}'`,
    });
  }
  if (!fits(table.deltaShareEndpoint, ENDPOINT)) {
    faults.push({
      code: code`DeltaShareEndpointMalformed`,
      message: "'deltaShareEndpoint' must be of the form https://<host>.cloud.databricks.com/api/2.0/delta-sharing/metastores/<uuid>/recipients/<uuid>, or "
        + 'https://<uuid>.opensharing.<region>.cloud.databricks.com/api/2.0/opensharing/metastores/<uuid>/recipients/<uuid>, '
        + `got '${table.deltaShareEndpoint}'`,
    });
  }
  return faults;
}

/** Warns that the permissions for a Databricks table are not documented. */
export function warnAboutDatabricksTable(): Warning[] {
  return [{
    id: 'cdk-cleanrooms:databricksRoleUnknown',
    message: 'the permissions that a Databricks table needs are not documented, so that the role is granted none: add what the service asks for to the role',
  }];
}

function fits(value: string, pattern: RegExp): boolean {
  return Token.isUnresolved(value) || pattern.test(value);
}
