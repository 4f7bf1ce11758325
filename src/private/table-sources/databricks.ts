import type { Column, TableSourceImplementation } from './table-source';
import { addDatabricksTable } from '../newer';
import { adviseDatabricksTable, checkDatabricksTable } from '../rules/databricks-table';

/** A table in Databricks that is shared by Delta Sharing. */
export interface DatabricksTableParts {
  readonly schemaName: string;
  readonly tableName: string;
  readonly workspaceUrl: string;
  readonly shareName: string;
  readonly deltaShareEndpoint: string;
  readonly columns?: Column[];
}

/** A table that Clean Rooms reads from Databricks. */
export function databricksSource(parts: DatabricksTableParts): TableSourceImplementation {
  const { schemaName, tableName, workspaceUrl, shareName, deltaShareEndpoint, columns } = parts;
  return {
    kind: 'databricks',
    columns,
    readFor: 'everyMember', // its columns are read from the source, as those of Glue are

    check: () => checkDatabricksTable(parts),

    advise: () => adviseDatabricksTable(),

    render: () => ({}),

    complete: (resource) => addDatabricksTable(resource, {
      schemaName, tableName, workspaceUrl, connectionType: { deltaSharing: { shareName, deltaShareEndpoint } },
    }),

    grantRead: () => [],
  };
}
