import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { cleanRoomsArn } from '../../foundation/arns';

/*
 * What queries and jobs may touch beside the membership in which they run: templates, or a given one alone, and tables, which are any
 * member's, in the Region of the membership. The actions always need the membership, too, so that whoever is granted these can reach
 * them through that membership alone.
 */

type InRegion = IConstruct & IEnvironmentAware;

/** What a query in the given membership may touch. */
export function arnsOfQuery(membership: InRegion, analysisTemplateArn?: string): string[] {
  return [analysisTemplateArn ?? ofAnyMember(membership, 'analysistemplate'), ...queriedTableArns(membership)];
}

/** What a job in the given membership may touch. */
export function arnsOfJob(membership: InRegion, analysisTemplateArn?: string): string[] {
  return [analysisTemplateArn ?? ofAnyMember(membership, 'analysistemplate'), ...tableArns(membership, 'configuredtableassociation', 'intermediatetable')];
}

/** The tables of all members, in the Region of what queries them. */
export function queriedTableArns(querying: InRegion): string[] {
  return tableArns(querying, 'configuredtableassociation', 'idmappingtable', 'intermediatetable');
}

function tableArns(analysing: InRegion, ...types: string[]): string[] {
  return types.map((type) => ofAnyMember(analysing, type));
}

function ofAnyMember(analysing: InRegion, type: string): string {
  return cleanRoomsArn(analysing, `membership/*/${type}/*`, { account: '*', region: analysing.env.region });
}
