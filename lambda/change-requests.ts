/*
 * Voting on the change requests of a collaboration, and what becomes of them.
 */
import { type ChangeRequestAction, type MemberSummary, UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import { type ChangeRequest, changeRequestIn, listChangeRequests } from './change-request-list';
import type { CleanRooms } from './client';
import { describedChange, hasNameOfPresentMember, subjectOf, withoutPresentName } from './collaboration-change';
import { unlessException } from './errors';
import { accountWithName, listMembers } from './members';
import { sendForRawResponse } from './raw-response';

/** Lists and changes the change requests of one collaboration. */
export class ChangeRequests {
  constructor(private readonly cleanRooms: CleanRooms, private readonly collaborationIdentifier: string) {}

  /** Returns all of them, the oldest first. */
  public async list(): Promise<ChangeRequest[]> {
    const requests = await listChangeRequests(this.cleanRooms, this.collaborationIdentifier);
    if (!requests.some(({ changes }) => changes.some(hasNameOfPresentMember))) return requests;

    const members = await listMembers(this.cleanRooms, this.collaborationIdentifier);
    const displayNames = new Map(members.map(({ accountId, displayName }) => [accountId!, displayName!]));
    return requests.map((request) => ({ ...request, changes: request.changes.map((change) => withoutPresentName(change, displayNames)) }));
  }

  /**
   * Performs the action, and returns the request as it is then; undefined if it had no effect: it has none on a request that has been decided
   * already, nor has a second vote.
   */
  public async act(changeRequestIdentifier: string, action: ChangeRequestAction): Promise<ChangeRequest | undefined> {
    const { collaborationIdentifier } = this;
    return unlessException('ConflictException', async () => changeRequestIn(await sendForRawResponse(
      this.cleanRooms, new UpdateCollaborationChangeRequestCommand({ collaborationIdentifier, changeRequestIdentifier, action }),
    )));
  }
}

/** Whether the request can still be cancelled. */
export function isOpen({ status }: ChangeRequest): boolean {
  return status === 'PENDING' || status === 'APPROVED';
}

/**
 * Whether the changes were made and no later request has changed the same members in another way.
 *
 * @param occurrence Which of the requests for the same changes it is, from 1: for it, it makes no difference what later requests have changed.
 */
export function isInEffect(
  request: ChangeRequest, all: readonly ChangeRequest[], isSame: (other: ChangeRequest) => boolean, occurrence?: number,
): boolean {
  if (occurrence !== undefined) {
    const made = all.filter((other) => other.status === 'COMMITTED' && isSame(other)).sort((one, other) => Number(one.updateTime) - Number(other.updateTime));
    return made[occurrence - 1]?.id === request.id;
  }
  const subjects = request.changes.map(subjectOf);
  return request.status === 'COMMITTED' && !all.some((other) => other.status === 'COMMITTED' && other.updateTime > request.updateTime
    && !isSame(other) && other.changes.some((change) => subjects.includes(subjectOf(change))));
}

/** The accounts that have denied the request, as far as the API shows votes. */
export function deniersOf({ approvals = {} }: ChangeRequest): string[] {
  return Object.keys(approvals).filter((accountId) => approvals[accountId].status === 'DENIED');
}

/** Says who has denied a request, in a message. */
export function describedDenial(request: ChangeRequest, members: readonly MemberSummary[]): string {
  return `the change request ${request.id} was denied by ${deniersOf(request).map((accountId) => accountWithName(accountId, members)).join(', ') || 'a member'}`;
}

/**
 * Names the members who have not voted, for messages. A member without an entry has not: the API does not require that votes which are not
 * cast are shown.
 *
 * @param except Accounts that are left out, such as that of the creator, whose request counts as its vote.
 */
export function membersWithoutVote(
  { approvals = {} }: ChangeRequest, members: readonly MemberSummary[], except: readonly (string | undefined)[],
): string[] {
  const joined = members.filter(({ status }) => status === 'ACTIVE').map(({ accountId }) => accountId!);
  const voters = [...new Set([...joined, ...Object.keys(approvals)])].filter((accountId) => !except.includes(accountId));
  return voters.filter((accountId) => (approvals[accountId]?.status ?? 'PENDING') === 'PENDING').map((accountId) => accountWithName(accountId, members));
}

/** Describes a request in a message. */
export function describedRequest({ id, status, changes }: ChangeRequest): string {
  return `${id} (${status}): ${changes.map(describedChange).join('; ')}`;
}
