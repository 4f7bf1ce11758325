import { Token } from 'aws-cdk-lib';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';

/** What the rules need to know of a Databricks table. */
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

/** What of a Databricks table the service refuses. The schemas of CloudFormation's validation do not know of it yet. */
export function checkDatabricksTable(table: DatabricksRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  for (const property of ['schemaName', 'tableName'] as const) {
    if (!fits(table[property], NAME)) {
      faults.push({
        code: code`DatabricksNameMalformed`,
        message: `'${property}' must be 1 to 255 letters, digits, underscores and hyphens, got '${table[property]}'`,
      });
    }
  }
  if (!fits(table.workspaceUrl, WORKSPACE_URL)) {
    faults.push({
      code: code`DatabricksWorkspaceUrlMalformed`,
      message: `'workspaceUrl' must be https://<host>.cloud.databricks.com and nothing after it, got '${table.workspaceUrl}'`,
    });
  }
  if (!fits(table.deltaShareEndpoint, ENDPOINT)) {
    faults.push({
      code: code`DeltaShareEndpointMalformed`,
      message: "'deltaShareEndpoint' must be https://<host>.cloud.databricks.com/api/2.0/delta-sharing/metastores/<uuid>/recipients/<uuid>, or "
        + 'https://<uuid>.opensharing.<region>.cloud.databricks.com/api/2.0/opensharing/metastores/<uuid>/recipients/<uuid>, '
        + `got '${table.deltaShareEndpoint}'`,
    });
  }
  return faults;
}

/** What nobody has said yet of a table in Databricks. */
export function warnAboutDatabricksTable(): Warning[] {
  return [{
    id: 'cdk-cleanrooms:databricksRoleUnknown',
    message: 'what the role of a Databricks table needs is in no source, so that it is given no permission: add what the service asks for to the role',
  }];
}

function fits(value: string, pattern: RegExp): boolean {
  return Token.isUnresolved(value) || pattern.test(value);
}
