import type { IConstruct } from 'constructs';
import { cleanRoomsArn } from './arn';

/** The types of tables that jobs read. Queries read ID mapping tables, too. */
export const TABLES_OF_JOBS = ['configuredtableassociation', 'intermediatetable'];
const TABLES = ['configuredtableassociation', 'idmappingtable', 'intermediatetable'];

/**
 * What a query or job may touch beside the membership it runs in: templates, or the given one alone, and tables, which are any
 * member's. The action always needs the membership, too, so that whoever is granted these can reach them through that membership
 * alone.
 */
export function analysedArns(scope: IConstruct, analysisTemplateArn?: string, tables: string[] = TABLES): string[] {
  return [analysisTemplateArn ?? ofAnyMember(scope, 'analysistemplate'), ...tableArns(scope, tables)];
}

/** The tables of all members. */
export function tableArns(scope: IConstruct, tables: string[] = TABLES): string[] {
  return tables.map((type) => ofAnyMember(scope, type));
}

function ofAnyMember(scope: IConstruct, type: string): string {
  return cleanRoomsArn(scope, `membership/*/${type}/*`, { account: '*' });
}
