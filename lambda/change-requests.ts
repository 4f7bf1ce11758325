/*
 * The change requests of a collaboration. They have no tags and no idempotency token, so that only what a request asks for
 * identifies it.
 */
import { type ChangeRequestAction, ListCollaborationChangeRequestsCommand, UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { type ApiChange, describedChange, subjectOf } from './collaboration-change';
import { unlessException } from './errors';
import { type Created, oldestFirst } from './idempotent-creation';
import { allPages } from './pages';
import { sendForRawResponse } from './raw-response';

/** A change request as the API describes it. Times are in seconds. */
export interface ApiChangeRequest {
  readonly id: string;
  readonly status: 'PENDING' | 'APPROVED' | 'CANCELLED' | 'DENIED' | 'COMMITTED';
  readonly createTime: number;
  readonly updateTime: number;
  readonly changes: readonly ApiChange[];
  /** The votes of the members, by their accounts. */
  readonly approvals?: { readonly [accountId: string]: { readonly status: 'PENDING' | 'APPROVED' | 'DENIED' } };
}

/** A change request. */
export interface ChangeRequest extends ApiChangeRequest, Created {}

interface Page {
  readonly collaborationChangeRequestSummaries?: readonly ApiChangeRequest[];
  readonly nextToken?: string;
}

/** Makes a change request from what the API describes. */
export function changeRequestOf(described: ApiChangeRequest): ChangeRequest {
  return { ...described, createdAt: new Date(described.createTime * 1_000) };
}

/** Lists and changes the change requests of one collaboration. */
export class ChangeRequests {
  constructor(private readonly cleanRooms: CleanRooms, private readonly collaborationIdentifier: string) {}

  /** Returns all of them, the oldest first. */
  public async list(): Promise<ChangeRequest[]> {
    const { collaborationIdentifier } = this;
    const all = await allPages(
      async (nextToken) =>
        await sendForRawResponse(this.cleanRooms, new ListCollaborationChangeRequestsCommand({ collaborationIdentifier, nextToken })) as Page,
      (page) => page.collaborationChangeRequestSummaries,
    );
    return all.map(changeRequestOf).sort(oldestFirst);
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
