import { type ChangeRequestApprovalProperties, type ChangeRequestAttributes, NO_COLLABORATION } from '../../src/custom-resources/contract';
import type { ChangeRequest } from '../change-request-list';
import { ChangeRequests, deniersOf, describedDenial, describedRequest, isInEffect, isOpen, membersWithoutVote } from '../change-requests';
import type { CleanRooms } from '../client';
import { areChanges, decodeChanges } from '../collaboration-change';
import { readCreator } from '../creator';
import { flag, optional, text, wholeNumber } from '../decode';
import { DeploymentError, isException } from '../errors';
import { listMembers, listMembersForMessage } from '../members';
import { isNestedId, nestedId, parseNestedId } from '../nested-id';
import { poll } from '../poll';
import { resourceWithoutDelete } from '../resource-without-delete';

/**
 * Waits for a change request that asks for exactly the expected changes, and votes on it. It never votes on other requests.
 * A vote cannot be withdrawn.
 */
export const changeRequestApproval = resourceWithoutDelete<ChangeRequestApprovalProperties>({
  fields: {
    CollaborationIdentifier: text,
    AccountId: text,
    Changes: decodeChanges,
    Decision: text,
    Occurrence: optional(wholeNumber),
    UntilCommitted: optional(flag),
    WaitSeconds: wholeNumber,
  },

  async apply(cleanRooms, wanted, _, before) {
    const { CollaborationIdentifier: collaborationIdentifier, WaitSeconds: seconds } = wanted;
    if (collaborationIdentifier === NO_COLLABORATION) return NO_COLLABORATION; // who has not joined has no vote
    const ballot = new Ballot(cleanRooms, wanted, before);
    const seen = await poll(cleanRooms, seconds, async () => ballot.vote(), ({ answered }) => ballot.isFinal(answered));
    const { answered } = seen;
    if (!answered || !ballot.isFinal(answered)) throw new DeploymentError(await explanation(cleanRooms, wanted, seen, ballot.endedOf(seen.all)));
    return nestedId(collaborationIdentifier, answered.id);
  },

  attributes(recorded): ChangeRequestAttributes {
    return { ChangeRequestIdentifier: recorded === NO_COLLABORATION ? recorded : parseNestedId(recorded)[1] };
  },

  isRecord: (recorded) => recorded === NO_COLLABORATION || isNestedId(recorded),
});

type Vote = 'APPROVED' | 'DENIED';

interface Seen {
  readonly all: readonly ChangeRequest[];
  /** The request that has the vote, or no longer needs one. */
  readonly answered?: ChangeRequest;
}

class Ballot {
  private readonly verdict: Vote;
  private readonly requests: ChangeRequests;
  private readonly isSame: (request: ChangeRequest) => boolean;
  /** The votes that are known to be cast although the service need not show them. */
  private readonly cast = new Map<string, Vote>();

  /** @param before What an earlier event voted on. */
  constructor(
    private readonly cleanRooms: CleanRooms, private readonly wanted: ChangeRequestApprovalProperties, private readonly before: string | undefined,
  ) {
    this.verdict = wanted.Decision === 'APPROVE' ? 'APPROVED' : 'DENIED';
    this.requests = new ChangeRequests(cleanRooms, wanted.CollaborationIdentifier);
    this.isSame = ({ changes }) => areChanges(changes, wanted.Changes);
  }

  /** Votes on each pending request for these changes. If there are several, their creator keeps one. */
  public async vote(): Promise<Seen> {
    const all = await this.requests.list();
    const waiting = all.filter((request) => this.isSame(request) && request.status === 'PENDING' && !this.hasVotedOn(request));
    if (waiting.length === 0) return { all, answered: this.answeredOf(all) };

    const refused: string[] = [];
    for (const { id } of waiting) {
      if (await this.voteOn(id)) this.cast.set(id, this.verdict);
      else refused.push(id);
    }
    const voted = await this.requests.list();
    // A pending request that takes no vote needs none, or has one already: an approval, because a denial decides the request.
    voted.filter(({ id, status }) => status === 'PENDING' && refused.includes(id)).forEach(({ id }) => this.cast.set(id, 'APPROVED'));
    return { all: voted, answered: this.answeredOf(voted) };
  }

  /** Whether there is nothing more to wait for. */
  public isFinal(answered: ChangeRequest | undefined): boolean {
    return answered !== undefined && (!this.wanted.UntilCommitted || answered.status === 'COMMITTED');
  }

  /** The last request for these changes that came to nothing. */
  public endedOf(all: readonly ChangeRequest[]): ChangeRequest | undefined {
    return all.filter((request) => this.isSame(request) && (request.status === 'DENIED' || request.status === 'CANCELLED')).at(-1);
  }

  /** Votes on a request, and returns whether the vote counts. */
  private async voteOn(id: string): Promise<boolean> {
    try {
      return await this.requests.act(id, this.wanted.Decision as 'APPROVE' | 'DENY') !== undefined;
    } catch (failure) {
      // Who has not joined has no vote: the request is decided without it.
      if (isException(failure, 'AccessDeniedException') && !await this.hasJoined()) return false;
      throw failure;
    }
  }

  private async hasJoined(): Promise<boolean> {
    const members = await listMembers(this.cleanRooms, this.wanted.CollaborationIdentifier);
    return members.some(({ accountId, status }) => accountId === this.wanted.AccountId && status === 'ACTIVE');
  }

  /** The request that an earlier event voted on, if it is for the same changes; otherwise one with this vote: the oldest approved, the last denied. */
  private answeredOf(all: readonly ChangeRequest[]): ChangeRequest | undefined {
    const same = all.filter(this.isSame);
    const before = same.find(({ id }) => this.before === nestedId(this.wanted.CollaborationIdentifier, id));
    if (this.verdict === 'DENIED') {
      const denied = same.filter((request) => this.hasDenied(request));
      return denied.find((request) => request === before) ?? denied.at(-1);
    }
    if (before && this.voteOf(before) === 'APPROVED' && (this.isFinal(before) || isOpen(before))) return before;
    return same.find((request) => isInEffect(request, all, this.isSame, this.wanted.Occurrence) || request.status === 'APPROVED'
      || isOpen(request) && this.voteOf(request) === 'APPROVED');
  }

  /** Whether the account has denied the request. Where the service does not show who has, it is taken for this one. */
  private hasDenied(request: ChangeRequest): boolean {
    return request.status === 'DENIED' && (this.voteOf(request) === 'DENIED' || deniersOf(request).length === 0);
  }

  private hasVotedOn(request: ChangeRequest): boolean {
    return this.voteOf(request) !== undefined;
  }

  /** The vote of the account, if it has voted. The API does not require that it shows votes, be they cast or not. */
  private voteOf({ id, approvals }: ChangeRequest): string | undefined {
    const shown = approvals?.[this.wanted.AccountId]?.status;
    return shown === undefined || shown === 'PENDING' ? this.cast.get(id) : shown;
  }
}

/**
 * Why it did not succeed in time, and whom it has waited for.
 *
 * @param ended A request for these changes that came to nothing.
 */
async function explanation(
  cleanRooms: CleanRooms, wanted: ChangeRequestApprovalProperties, { answered, all }: Seen, ended: ChangeRequest | undefined,
): Promise<string> {
  const { CollaborationIdentifier: collaborationIdentifier, WaitSeconds: seconds } = wanted;
  const inTime = cleanRooms.lastChance();
  const creator = await readCreator(inTime, collaborationIdentifier);
  const theCreator = `the creator of the collaboration${creator ? `, ${creator.accountId} '${creator.displayName}',` : ''}`;
  if (!answered) {
    const open = all.filter(isOpen);
    const there = `There ${open.length > 0 ? `is: ${open.map(describedRequest).join(', ')}` : 'is no open request'}`;
    if (!ended) return `${theCreator} has made no request for exactly these changes within ${seconds} s (collaboration ${collaborationIdentifier}). ${there}`;
    const end = ended.status === 'CANCELLED'
      ? `the change request ${ended.id} was cancelled` : describedDenial(ended, await listMembersForMessage(inTime, collaborationIdentifier));
    return `${end}, and ${theCreator} has made no other request for exactly these changes within ${seconds} s (collaboration ${collaborationIdentifier}). ${there}`;
  }
  const others = membersWithoutVote(answered, await listMembersForMessage(inTime, collaborationIdentifier), [creator?.accountId, wanted.AccountId]);
  return `the change request ${answered.id} was not committed within ${seconds} s. It waits for `
    + (others.length > 0 ? `the votes of ${others.join(', ')}` : `${theCreator} to commit it`);
}
