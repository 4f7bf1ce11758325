import { warnAboutDatabricksTable, checkDatabricksTable } from './databricks-rules';
import type { Column, TableSourceImplementation } from './table-source-implementation';
import { addDatabricksTable } from '../../../foundation/l1-backports';

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

    advise: () => warnAboutDatabricksTable(),

    render: () => ({}),

    complete: (resource) => addDatabricksTable(resource, {
      schemaName, tableName, workspaceUrl, connectionType: { deltaSharing: { shareName, deltaShareEndpoint } },
    }),

    grantRead: () => [],
  };
}
