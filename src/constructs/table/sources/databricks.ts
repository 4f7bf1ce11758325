import { warnAboutDatabricksTable, checkDatabricksTable } from './databricks-rules';
import type { Column, TableSourceImplementation } from './table-source-implementation';
import { addDatabricksTable } from '../../../foundation/l1-backports';

/** A table in Databricks that is shared through Delta Sharing. */
export interface DatabricksTable {
  readonly schemaName: string;
  readonly tableName: string;
  readonly workspaceUrl: string;
  readonly shareName: string;
  readonly deltaShareEndpoint: string;
  readonly columns?: Column[];
}

/** Returns the source for a table in Databricks. */
export function databricksSource(table: DatabricksTable): TableSourceImplementation {
  const { schemaName, tableName, workspaceUrl, shareName, deltaShareEndpoint, columns } = table;
  return {
    kind: 'databricks',
    describe: () => ({ columns }),
    readFor: 'everyMember', // as for Glue, the service reads the columns from the source

    check: () => checkDatabricksTable(table),

    warnings: () => warnAboutDatabricksTable(),

    render: () => ({}),

    complete: (resource) => addDatabricksTable(resource, {
      schemaName, tableName, workspaceUrl, connectionType: { deltaSharing: { shareName, deltaShareEndpoint } },
    }),

    grantRead: () => [],
  };
}
