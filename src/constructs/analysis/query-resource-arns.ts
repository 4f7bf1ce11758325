import type { IEnvironmentAware } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { cleanRoomsArn } from '../../foundation/arns';

/*
 * The resources that queries and jobs use besides the membership in which they run: one or all templates, and tables. They can be any
 * member's, in the Region of the membership. The actions always need the membership as well, so that a grantee can use the resources only
 * in that membership.
 */

type InRegion = IConstruct & IEnvironmentAware;

/** Returns the ARNs of what a query in the given membership can use. */
export function arnsOfQuery(membership: InRegion, analysisTemplateArn?: string): string[] {
  return [analysisTemplateArn ?? ofAnyMember(membership, 'analysistemplate'), ...queriedTableArns(membership)];
}

/** Returns the ARNs of what a job in the given membership can use. */
export function arnsOfJob(membership: InRegion, analysisTemplateArn?: string): string[] {
  return [analysisTemplateArn ?? ofAnyMember(membership, 'analysistemplate'), ...tableArns(membership, 'configuredtableassociation', 'intermediatetable')];
}

/**
 * Returns the ARNs of what the service reads in the name of who starts a query or a job: the collaboration, which any account can have
 * created, one or all templates, and tables.
 */
export function analysedArns(membership: InRegion, analysisTemplateArn?: string): string[] {
  const collaborations = cleanRoomsArn(membership, 'collaboration/*', { account: '*', region: membership.env.region });
  return [collaborations, analysisTemplateArn ?? ofAnyMember(membership, 'analysistemplate'), ...tableArns(membership, 'configuredtableassociation')];
}

/** Returns the ARNs of the tables that a query can read: those of all members, in the Region of what queries them. */
export function queriedTableArns(querying: InRegion): string[] {
  return tableArns(querying, 'configuredtableassociation', 'idmappingtable', 'intermediatetable');
}

function tableArns(querying: InRegion, ...types: string[]): string[] {
  return types.map((type) => ofAnyMember(querying, type));
}

function ofAnyMember(querying: InRegion, type: string): string {
  return cleanRoomsArn(querying, `membership/*/${type}/*`, { account: '*', region: querying.env.region });
}
