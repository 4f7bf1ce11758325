import type { IEnvironmentAware, aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { READ_SCHEMA, READ_SCHEMAS, READ_TEMPLATE_OF_COLLABORATION, START_JOB, START_QUERY } from './analysis-actions';
import { cleanRoomsArn } from '../../foundation/arns';

/*
 * The resources that queries and jobs use besides the membership in which they run: some or all templates, and tables. They can be any
 * member's, in the Region of the membership. The actions always need the membership as well, so that a grantee can use the resources only
 * in that membership.
 */

type InRegion = IConstruct & IEnvironmentAware;

/** Why the permissions to start a query or a job have wildcards. */
export const OF_ANY_MEMBER = 'what a query or a job reads besides the membership that is named can be of any member: '
  + 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscleanrooms.html';

/** Actions, and the resources on which they are needed. */
export interface Permission {
  readonly actions: string[];
  readonly resourceArns: string[];
}

/**
 * Returns the permissions to start queries in a membership: of the given templates, by default of all, or of none, and of SQL. The service also
 * reads what they use in the name of who starts them.
 */
export function toStartQueries(membership: refs.IMembershipRef, templateArns: string[] = anyTemplate(membership)): Permission[] {
  return [
    { actions: START_QUERY, resourceArns: [membership.membershipRef.membershipArn, ...templateArns, ...queriedTableArns(membership)] },
    toReadAnalysed(membership, templateArns),
  ];
}

/** Returns the permission to read the tables of a collaboration and their rules, which who writes a query needs. */
export function toReadSchemas(membership: refs.IMembershipRef): Permission {
  return { actions: READ_SCHEMAS, resourceArns: [anyCollaboration(membership), ...queriedTableArns(membership)] };
}

/** Returns the permissions to start jobs of the given templates in a membership, by default of all. */
export function toStartJobs(membership: refs.IMembershipRef, templateArns: string[] = anyTemplate(membership)): Permission[] {
  return [
    {
      actions: START_JOB,
      resourceArns: [membership.membershipRef.membershipArn, ...templateArns, ...tableArns(membership, 'configuredtableassociation', 'intermediatetable')],
    },
    toReadAnalysed(membership, templateArns),
  ];
}

/**
 * Returns the permission for what the service reads in the name of who starts a query or a job: the collaboration, which any account can have
 * created, templates, and tables.
 */
function toReadAnalysed(membership: InRegion, templateArns: string[]): Permission {
  return {
    actions: [...templateArns.length ? READ_TEMPLATE_OF_COLLABORATION : [], ...READ_SCHEMA],
    resourceArns: [anyCollaboration(membership), ...templateArns, ...tableArns(membership, 'configuredtableassociation')],
  };
}

/** The collaboration of a membership, which any account can have created. */
function anyCollaboration(membership: InRegion): string {
  return cleanRoomsArn(membership, 'collaboration/*', { account: '*', region: membership.env.region });
}

/** Returns the ARNs of the tables that a query can read: those of all members, in the Region of what queries them. */
export function queriedTableArns(querying: InRegion): string[] {
  return tableArns(querying, 'configuredtableassociation', 'idmappingtable', 'intermediatetable');
}

/** Returns the ARNs of all templates. */
export function anyTemplate(membership: InRegion): string[] {
  return [ofAnyMember(membership, 'analysistemplate')];
}

function tableArns(querying: InRegion, ...types: string[]): string[] {
  return types.map((type) => ofAnyMember(querying, type));
}

function ofAnyMember(querying: InRegion, type: string): string {
  return cleanRoomsArn(querying, `membership/*/${type}/*`, { account: '*', region: querying.env.region });
}
