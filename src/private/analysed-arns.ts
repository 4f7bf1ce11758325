import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { cleanRoomsArn } from './arn';

/** The types of tables that jobs read. Queries read ID mapping tables, too. */
export const TABLES_OF_JOBS = ['configuredtableassociation', 'intermediatetable'];
const TABLES = ['configuredtableassociation', 'idmappingtable', 'intermediatetable'];

/**
 * What a query or job may touch beside the given membership, in which it runs: templates, or the given one alone, and tables, which
 * are any member's, in the Region of the membership. The action always needs the membership, too, so that whoever is granted these can reach them through that membership
 * alone.
 */
export function analysedArns(membership: InRegion, analysisTemplateArn?: string, tables: string[] = TABLES): string[] {
  return [analysisTemplateArn ?? ofAnyMember(membership, 'analysistemplate'), ...tableArns(membership, tables)];
}

/** The tables of all members, in the Region of what analyses them. */
export function tableArns(analysing: InRegion, tables: string[] = TABLES): string[] {
  return tables.map((type) => ofAnyMember(analysing, type));
}

type InRegion = IConstruct & IEnvironmentAware;

function ofAnyMember(analysing: InRegion, type: string): string {
  return cleanRoomsArn(analysing, `membership/*/${type}/*`, { account: '*', region: analysing.env.region });
}
