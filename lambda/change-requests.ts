/*
 * Voting on the change requests of a collaboration, and what becomes of them.
 */
import { type ChangeRequestAction, UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import { type ChangeRequest, listChangeRequests } from './change-request-list';
import type { CleanRooms } from './client';
import { describedChange, subjectOf } from './collaboration-change';
import { unlessException } from './errors';

/** Lists and changes the change requests of one collaboration. */
export class ChangeRequests {
  constructor(private readonly cleanRooms: CleanRooms, private readonly collaborationIdentifier: string) {}

  /** Returns all of them, the oldest first. */
  public async list(): Promise<ChangeRequest[]> {
    return listChangeRequests(this.cleanRooms, this.collaborationIdentifier);
  }

  /** Performs the action, which has no effect on a request that has been decided already. */
  public async act(changeRequestIdentifier: string, action: ChangeRequestAction): Promise<void> {
    await unlessException('ConflictException', async () => this.cleanRooms.send(new UpdateCollaborationChangeRequestCommand({
      collaborationIdentifier: this.collaborationIdentifier, changeRequestIdentifier, action,
    })));
  }
}

/** Whether the request can still be cancelled. */
export function isOpen({ status }: ChangeRequest): boolean {
  return status === 'PENDING' || status === 'APPROVED';
}

/** Whether the changes were made and no later request has changed the same members in another way. */
export function isInEffect(request: ChangeRequest, all: readonly ChangeRequest[], isSame: (other: ChangeRequest) => boolean): boolean {
  const subjects = request.changes.map(subjectOf);
  return request.status === 'COMMITTED' && !all.some((other) => other.status === 'COMMITTED' && other.updateTime > request.updateTime
    && !isSame(other) && other.changes.some((change) => subjects.includes(subjectOf(change))));
}

/** Describes a request in a message. */
export function describedRequest({ id, status, changes }: ChangeRequest): string {
  return `${id} (${status}): ${changes.map(describedChange).join('; ')}`;
}
