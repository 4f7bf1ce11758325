import { DeleteMembershipCommand, type MembershipSummary } from '@aws-sdk/client-cleanrooms';
import { MEMBERSHIP_CLEANUP_TAG, type MembershipCleanupProperties } from '../../src/custom-resources/contract';
import { CLEAN_ROOMS_TAG_READING } from '../cleanrooms-tag-reading';
import type { CleanRooms } from '../client';
import { decode, decodeKnown, type Fields, text } from '../decode';
import { DeploymentError, isException } from '../errors';
import type { DeleteEvent, ResourceHandler } from '../event';
import { listMemberships, unlessGone } from '../memberships';
import { readTags } from '../read-tags';
import { isRollingBack } from '../stack-status';

const fields: Fields<MembershipCleanupProperties> = { TagValue: text };

/**
 * Deletes the creator's membership after its collaboration. The service requires that order, and CloudFormation cannot keep
 * it, because the membership depends on the collaboration. A Create and an Update do nothing.
 */
export const membershipCleanup: ResourceHandler = async (event, cleanRooms) => {
  switch (event.RequestType) {
    case 'Create':
      decode(fields, event.ResourceProperties);
      return { PhysicalResourceId: event.LogicalResourceId };
    case 'Update':
      decode(fields, event.ResourceProperties);
      return { PhysicalResourceId: event.PhysicalResourceId };
    case 'Delete':
      await deleteMemberships(cleanRooms, event);
      return { PhysicalResourceId: event.PhysicalResourceId };
  }
};

async function deleteMemberships(cleanRooms: CleanRooms, event: DeleteEvent): Promise<void> {
  const { TagValue: tagValue } = decodeKnown(fields, event.ResourceProperties);
  const blocked: string[] = [];
  for (const membership of await listMemberships(cleanRooms, 'COLLABORATION_DELETED')) {
    // The status is checked again in case the service ignores the filter: a deleted membership cannot be restored.
    if (membership.status !== 'COLLABORATION_DELETED' || !await hasTag(cleanRooms, membership, tagValue)) continue;
    if (await isBlocked(cleanRooms, membership)) blocked.push(membership.arn!);
  }
  if (blocked.length === 0) return;

  const message = `these memberships of deleted collaborations still hold resources, which this stack does not delete: ${blocked.join(', ')}`;
  // The rollback of a first deployment must not fail because of what is retained: nothing of it is in the way of the next deployment.
  if (await isRollingBack(cleanRooms, event)) cleanRooms.log(message);
  else throw new DeploymentError(`${message}. Delete what is in them (associations, templates, budgets), then delete the stack again.`);
}

async function hasTag(cleanRooms: CleanRooms, membership: MembershipSummary, tagValue: string): Promise<boolean> {
  const tags = await unlessGone(cleanRooms, isSame(membership), async () => readTags(CLEAN_ROOMS_TAG_READING, cleanRooms, membership.arn!));
  return tags?.[MEMBERSHIP_CLEANUP_TAG] === tagValue;
}

/** Deletes the membership, and returns whether that failed because it still holds resources. */
async function isBlocked(cleanRooms: CleanRooms, membership: MembershipSummary): Promise<boolean> {
  try {
    await unlessGone(cleanRooms, isSame(membership),
      async () => cleanRooms.send(new DeleteMembershipCommand({ membershipIdentifier: membership.id })));
    return false;
  } catch (error) {
    if (isException(error, 'ConflictException')) return true;
    throw error;
  }
}

function isSame(membership: MembershipSummary): (other: MembershipSummary) => boolean {
  return (other) => other.id === membership.id;
}
