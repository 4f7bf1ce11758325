/*
 * The change requests of a collaboration, as they are. They have no tags and no idempotency token, so that only what a request
 * asks for identifies it.
 */
import { ListCollaborationChangeRequestsCommand } from '@aws-sdk/client-cleanrooms';
import type { CleanRooms } from './client';
import type { ApiChange } from './collaboration-change';
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

function changeRequestOf(described: ApiChangeRequest): ChangeRequest {
  return { ...described, createdAt: new Date(described.createTime * 1_000) };
}

/** Returns the change request that a response describes. */
export function changeRequestIn(response: unknown): ChangeRequest {
  return changeRequestOf((response as { readonly collaborationChangeRequest: ApiChangeRequest }).collaborationChangeRequest);
}

/** Returns all change requests of a collaboration, the oldest first. */
export async function listChangeRequests(cleanRooms: CleanRooms, collaborationIdentifier: string): Promise<ChangeRequest[]> {
  const all = await allPages(
    async (nextToken) =>
      await sendForRawResponse(cleanRooms, new ListCollaborationChangeRequestsCommand({ collaborationIdentifier, nextToken })) as Page,
    (page) => page.collaborationChangeRequestSummaries,
  );
  return all.map(changeRequestOf).sort(oldestFirst);
}
