import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { cleanRoomsArn } from '../../foundation/arns';
import type { ServiceRoleTrust } from '../../foundation/service-role';
import type { CollaborationModel } from '../../program/collaboration-model';

/** The member with whose analyses results come about. */
export interface ResultRunner {
  readonly ability: 'CAN_QUERY' | 'CAN_RUN_JOB';
  readonly collaboration: () => CollaborationModel | undefined;
  /** The id of the membership of the member, if it was given. */
  readonly membershipId?: string;
}

/**
 * The trust of the role that writes results. The user guide asks for the runner's membership and, for jobs, the own one. The own one
 * comes after the role, so that its account stands for it. For queries, the service also passes the runner's membership as the external id.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/setting-up-roles.html
 */
export function resultTrust(scope: Construct, { ability, collaboration, membershipId }: ResultRunner): ServiceRoleTrust {
  const runners = membershipId === undefined ? collaboration()?.accountIdsWith(ability) : [];
  const own = ability === 'CAN_RUN_JOB' ? [Stack.of(scope).account] : [];
  const accountIds = runners && [...new Set([...runners, ...own])];
  if (membershipId === undefined) return { accountIds };

  const able = collaboration()?.members()?.filter(({ abilities }) => abilities?.includes(ability)) ?? [];
  const account = able.length === 1 ? able[0].accountId : undefined;
  return {
    membershipArns: [cleanRoomsArn(scope, `membership/${membershipId}`, { account: account ?? '*' })], // ids are unique over all accounts
    accountIds,
    runnerMembershipId: ability === 'CAN_QUERY' ? membershipId : undefined,
  };
}
