/** A table in Databricks that is shared through Delta Sharing. */
export interface DatabricksTableAttributes {
  /** The schema of the table in the share, 1 to 255 letters, digits, underscores and hyphens. */
  readonly schemaName: string;

  /** The name of the table in the schema, 1 to 255 letters, digits, underscores and hyphens. */
  readonly tableName: string;

  /** The URL of the workspace, `https://<host>.cloud.databricks.com`. */
  readonly workspaceUrl: string;

  /** The name of the share that has the table. */
  readonly shareName: string;

  /**
   * The endpoint of the share for its recipient,
   * `https://<host>.cloud.databricks.com/api/2.0/delta-sharing/metastores/<uuid>/recipients/<uuid>` or
   * `https://<uuid>.opensharing.<region>.cloud.databricks.com/api/2.0/opensharing/metastores/<uuid>/recipients/<uuid>`.
   */
  readonly deltaShareEndpoint: string;

  /**
   * The names of all columns.
   *
   * @default - not known: only the service checks columns
   */
  readonly columns?: string[];
}
