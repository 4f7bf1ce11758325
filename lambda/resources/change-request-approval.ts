import type { ChangeRequestApprovalProperties, ChangeRequestAttributes } from '../../src/custom-resources/contract';
import type { ChangeRequest } from '../change-request-list';
import { ChangeRequests, describedRequest, isInEffect, isOpen } from '../change-requests';
import { areChanges, decodeChanges } from '../collaboration-change';
import { text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import { nestedId } from '../nested-id';
import { poll } from '../poll';
import { resourceWithoutDelete } from '../resource-without-delete';

/**
 * Waits for a change request that asks for exactly the expected changes, and votes on it. It never votes on other requests.
 * A vote cannot be withdrawn.
 */
export const changeRequestApproval = resourceWithoutDelete<ChangeRequestApprovalProperties>(
  { CollaborationIdentifier: text, AccountId: text, Changes: decodeChanges, Decision: text, WaitSeconds: wholeNumber },
  async (cleanRooms, wanted, event) => {
    const { CollaborationIdentifier: collaborationIdentifier, WaitSeconds: seconds } = wanted;
    const ballot = new Ballot(new ChangeRequests(cleanRooms, collaborationIdentifier), wanted);
    const before = event.RequestType === 'Update' ? event.PhysicalResourceId : undefined;
    const { answered, all } = await poll(cleanRooms, seconds, async () => ballot.vote(before), (seen) => seen.answered !== undefined);
    if (!answered) throw new DeploymentError(missing(wanted, all));

    const attributes: ChangeRequestAttributes = { ChangeRequestIdentifier: answered.id };
    return { PhysicalResourceId: nestedId(collaborationIdentifier, answered.id), Data: attributes };
  },
);

interface Seen {
  readonly all: readonly ChangeRequest[];
  /** The request that has the vote, or no longer needs one. */
  readonly answered?: ChangeRequest;
}

class Ballot {
  private readonly verdict: 'APPROVED' | 'DENIED';
  private readonly isSame: (request: ChangeRequest) => boolean;

  constructor(private readonly requests: ChangeRequests, private readonly wanted: ChangeRequestApprovalProperties) {
    this.verdict = wanted.Decision === 'APPROVE' ? 'APPROVED' : 'DENIED';
    this.isSame = ({ changes }) => areChanges(changes, wanted.Changes);
  }

  /** Votes on each pending request for these changes. If there are several, their creator keeps one. */
  public async vote(before: string | undefined): Promise<Seen> {
    const all = await this.requests.list();
    const waiting = all.filter((request) => this.isSame(request) && request.status === 'PENDING' && !this.hasVotedOn(request));
    if (waiting.length === 0) return { all, answered: this.answeredOf(all, before) };

    for (const { id } of waiting) await this.requests.act(id, this.wanted.Decision as 'APPROVE' | 'DENY');
    const voted = await this.requests.list();
    return { all: voted, answered: this.answeredOf(voted, before) };
  }

  /** The request that an earlier event voted on, if it is for the same changes; otherwise the oldest one with this vote. */
  private answeredOf(all: readonly ChangeRequest[], before: string | undefined): ChangeRequest | undefined {
    const same = all.filter(this.isSame);
    return same.find((request) => before === nestedId(this.wanted.CollaborationIdentifier, request.id) && this.voteOn(request) === this.verdict)
      ?? same.find((request) => this.verdict === 'DENIED'
        ? request.status === 'DENIED' && this.voteOn(request) === 'DENIED'
        : isInEffect(request, all, this.isSame) || isOpen(request) && this.voteOn(request) === 'APPROVED');
  }

  /** A vote that is not cast can be shown as PENDING, or not at all: the API does not require that it is. */
  private hasVotedOn(request: ChangeRequest): boolean {
    const vote = this.voteOn(request);
    return vote !== undefined && vote !== 'PENDING';
  }

  private voteOn({ approvals }: ChangeRequest): string | undefined {
    return approvals?.[this.wanted.AccountId]?.status;
  }
}

function missing(wanted: ChangeRequestApprovalProperties, all: readonly ChangeRequest[]): string {
  const open = all.filter(isOpen);
  return `no request for exactly these changes was made in the collaboration ${wanted.CollaborationIdentifier} within ${wanted.WaitSeconds} s. `
    + `There ${open.length > 0 ? `is: ${open.map(describedRequest).join(', ')}` : 'is no open request'}`;
}
