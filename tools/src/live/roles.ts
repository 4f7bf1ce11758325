import { READS } from './aws';
import type { Aws } from './aws';
import type { LiveFindings } from './findings';
import type { LiveMember } from './members';
import { verdictOf } from './policy';
import type { ProgramResource } from '../../../src/program/resource';

/** A role that Clean Rooms assumes. */
export interface ServiceRole {
  readonly roleArn: string;
  /** What it is for, as messages say it: `reads the table`. */
  readonly task: string;
  /** The members whose memberships are the source of the calls in which it is assumed. */
  readonly members: readonly LiveMember[];
  /** The member whose membership is also the external id of such calls. */
  readonly runner?: LiveMember;
}

/**
 * Checks that Clean Rooms can assume a role, by its trust policy, for each membership that the user guide names.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/setting-up-roles.html
 */
export async function checkRole(aws: Aws, findings: LiveFindings, on: ProgramResource, serviceRole: ServiceRole): Promise<void> {
  const { roleArn, task, members, runner } = serviceRole;
  const role = await aws.read(READS.role, { RoleName: roleArn.slice(roleArn.lastIndexOf('/') + 1) });
  if (role?.Role?.Arn !== roleArn) {
    findings.obstacle(on, 'RoleMissing', `the role ${roleArn}, which ${task}, does not exist: deploy it again, or name another one`);
    return;
  }
  const joined = members.filter((member) => member.membershipArn !== undefined);
  const policy = decodeURIComponent(role.Role.AssumeRolePolicyDocument!);
  const refused = joined.filter((member) => verdictOf(policy, requestOf(member, member === runner)) === 'denied');
  if (refused.length) {
    findings.obstacle(on, 'RoleNotAssumable', `the trust policy of the role ${roleArn}, which ${task}, does not let AWS Clean Rooms assume it for `
      + `${refused.map((member) => nameOf(member, member === runner)).join(', ')}: allow cleanrooms.amazonaws.com sts:AssumeRole with aws:SourceArn `
      + refused.map(({ membershipArn }) => membershipArn).join(', '));
  }
}

function requestOf({ membershipArn, membershipId }: LiveMember, isRunner: boolean) {
  const [partition, service, region] = membershipArn!.split(':').slice(1);
  const externalId = `arn:${partition}:${service}:${region}:000000000000:dbuser:000000000000/${membershipId}`;
  return {
    action: 'sts:AssumeRole',
    principals: { Service: ['cleanrooms.amazonaws.com'] },
    context: new Map([['aws:SourceArn', membershipArn], ['sts:ExternalId', isRunner ? externalId : undefined]]),
  };
}

function nameOf({ accountId, displayName }: LiveMember, isRunner: boolean): string {
  return `the membership of account ${accountId}, '${displayName}'${isRunner ? ', who runs queries' : ''}`;
}
