import { displayed } from './displayed';
import type { ProgramResource } from '../../../../src/program/resource';
import { say, words } from '../text';
import type { Text } from '../text';

/** Where the rows of a configured table come from, in words; `undefined` where that is not known. */
export function catalogSource(table: ProgramResource | undefined): Text | undefined {
  const reference = table?.value<Record<string, Record<string, unknown>>>('TableReference');
  const [[kind, source] = []] = Object.entries(reference ?? {});
  if (!table || kind === undefined || source === undefined) return undefined;
  const shown = (...names: string[]) => names.map((name) => source[name] === undefined ? undefined : displayed(table.cfn, source[name]))
    .filter((text) => text !== undefined).join('.');
  switch (kind) {
    case 'Glue': return say`AWS Glue table ${shown('DatabaseName', 'TableName')}${source.Region === undefined ? words('') : say` in ${shown('Region')}`}`;
    case 'Athena': return say`Amazon Athena, table ${shown('CatalogName', 'DatabaseName', 'TableName')}`;
    case 'Snowflake': return say`Snowflake account ${shown('AccountIdentifier')}, table ${shown('DatabaseName', 'SchemaName', 'TableName')}`;
    case 'Databricks': return say`Databricks, table ${shown('SchemaName', 'TableName')} at ${shown('WorkspaceUrl')}`;
    default: return say`${kind}, table ${shown('TableName')}`;
  }
}
