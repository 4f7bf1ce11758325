/*
 * The change requests of a collaboration. They carry no tags and are made without a token, so that one is known by what it
 * asks for.
 */
import { type ChangeRequestAction, ListCollaborationChangeRequestsCommand, UpdateCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import { type ApiChange, describedChange, subjectOf } from './collaboration-change';
import { isException } from './errors';
import { allPages } from './pages';
import { sendForWholeAnswer } from './whole-answer';

/** A change request as the API describes it. */
export interface ChangeRequest {
  readonly id: string;
  readonly status: 'PENDING' | 'APPROVED' | 'CANCELLED' | 'DENIED' | 'COMMITTED';
  /** Seconds. */
  readonly createTime: number;
  readonly updateTime: number;
  readonly changes: readonly ApiChange[];
  /** The votes of the members, by their accounts. */
  readonly approvals?: { readonly [accountId: string]: { readonly status: 'PENDING' | 'APPROVED' | 'DENIED' } };
}

interface Page {
  readonly collaborationChangeRequestSummaries?: readonly ChangeRequest[];
  readonly nextToken?: string;
}

export class ChangeRequests {
  constructor(private readonly cleanRooms: CleanRooms, private readonly collaborationIdentifier: string) {}

  /** All of them, the oldest first, those of the same second in an order that is the same for all. */
  public async list(): Promise<ChangeRequest[]> {
    const { collaborationIdentifier } = this;
    const all = await allPages(
      async (nextToken) =>
        await sendForWholeAnswer(this.cleanRooms, new ListCollaborationChangeRequestsCommand({ collaborationIdentifier, nextToken })) as Page,
      (page) => page.collaborationChangeRequestSummaries,
    );
    return all.sort((one, other) => one.createTime - other.createTime || (one.id < other.id ? -1 : 1));
  }

  /** Whether the action took effect: not on a request that is past it. */
  public async act(id: string, action: ChangeRequestAction): Promise<boolean> {
    try {
      await this.cleanRooms.send(new UpdateCollaborationChangeRequestCommand({
        collaborationIdentifier: this.collaborationIdentifier, changeRequestIdentifier: id, action,
      }));
      return true;
    } catch (failure) {
      if (isException(failure, 'ConflictException')) return false;
      throw failure;
    }
  }
}

/** Whether it can still be withdrawn. */
export function isOpen({ status }: ChangeRequest): boolean {
  return status === 'PENDING' || status === 'APPROVED';
}

/** Whether what it asked for is done, and not since then undone by one that asked for something else of the same member. */
export function isInEffect(request: ChangeRequest, all: readonly ChangeRequest[], isSame: (other: ChangeRequest) => boolean): boolean {
  const subjects = request.changes.map(subjectOf);
  return request.status === 'COMMITTED' && !all.some((other) => other.status === 'COMMITTED' && other.updateTime > request.updateTime
    && !isSame(other) && other.changes.some((change) => subjects.includes(subjectOf(change))));
}

/** A request for a message. */
export function describedRequest({ id, status, changes }: ChangeRequest): string {
  return `${id} (${status}): ${changes.map(describedChange).join('; ')}`;
}
