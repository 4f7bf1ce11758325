import { type ChangeInput, CreateCollaborationChangeRequestCommand, GetCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import { type ChangeRequestAttributes, type CollaborationChangeRequestProperties, NO_COLLABORATION } from '../../src/custom-resources/contract';
import { areEqual } from '../canonical';
import { type ChangeRequest, changeRequestIn } from '../change-request-list';
import { ChangeRequests, describedDenial, isInEffect, isOpen, membersWithoutVote } from '../change-requests';
import type { CleanRooms } from '../client';
import { apiChange, areChanges, decodeChanges } from '../collaboration-change';
import { decode, decodeIfPossible, type Fields, optional, text, wholeNumber } from '../decode';
import { DeploymentError, unlessException } from '../errors';
import { accountOf, type Answer, type DeleteEvent, type ResourceEvent, type ResourceHandler, type UpdateEvent } from '../event';
import { IdempotentCreation, TIMES_ARE_ROUNDED_MILLISECONDS } from '../idempotent-creation';
import { listMembersForMessage } from '../members';
import { isMadeUp, nestedId, parseNestedId } from '../nested-id';
import { withNewerMember } from '../newer-member';
import { poll } from '../poll';
import { sendForRawResponse } from '../raw-response';
import { isKnownToRollBack } from '../stack-status';

const fields: Fields<CollaborationChangeRequestProperties> = {
  CollaborationIdentifier: text, Changes: decodeChanges, Occurrence: optional(wholeNumber), WaitSeconds: wholeNumber, WhenNotApproved: optional(text),
};

/**
 * Requests changes of a collaboration, waits for the members to approve them, and commits them. Committed changes stay,
 * whatever happens to this resource; a request that is not committed in time is cancelled, or stays open for the next deployment. Without a
 * collaboration there is nothing to change: it is founded later.
 */
export const collaborationChangeRequest: ResourceHandler = async (event, cleanRooms) => {
  const properties = decodeIfPossible(fields, event.ResourceProperties);
  if (properties?.CollaborationIdentifier === NO_COLLABORATION) return { PhysicalResourceId: NO_COLLABORATION };
  switch (event.RequestType) {
    case 'Create': return new WantedChanges(cleanRooms, event, decode(fields, event.ResourceProperties)).commit();
    case 'Update': return update(event, cleanRooms);
    case 'Delete': return remove(event, cleanRooms);
  }
};

async function update(event: UpdateEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const wanted = new WantedChanges(cleanRooms, event, decode(fields, event.ResourceProperties));
  const committed = await wanted.committedAs(event.PhysicalResourceId);
  if (!committed) {
    try {
      return await wanted.commit();
    } catch (failure) {
      if (isMadeUp(event.PhysicalResourceId) || !await isKnownToRollBack(cleanRooms.lastChance(), event)) throw failure;
      // Going back takes the votes of others, and a refusal would leave the stack in between.
      cleanRooms.log('the rollback leaves the changes in effect that were committed: the earlier ones are not approved');
      return answerOf(event.PhysicalResourceId);
    }
  }

  const attempted = decodeIfPossible(fields, event.OldResourceProperties);
  if (attempted && !isKept(attempted) && !wanted.areThose(attempted)) {
    await new WantedChanges(cleanRooms, event, attempted).creation.endFailedUpdate();
  }
  return committed;
}

/** Cancels what an abandoned Create has left open, and what was not waited for and is still open: all others have committed their requests. */
async function remove(event: DeleteEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const { PhysicalResourceId: physicalId } = event;
  const attempted = decodeIfPossible(fields, event.ResourceProperties);
  if (attempted && !isKept(attempted)) {
    const wanted = new WantedChanges(cleanRooms, event, attempted);
    if (isMadeUp(physicalId)) await wanted.creation.endAbandoned();
    else if (attempted.WhenNotApproved === 'CONTINUE') await wanted.cancel(parseNestedId(physicalId));
  }
  return { PhysicalResourceId: physicalId };
}

/** Whether a request that is not approved stays open whatever happens, because members may have voted already. */
function isKept({ WhenNotApproved: whenNotApproved }: CollaborationChangeRequestProperties): boolean {
  return whenNotApproved === 'KEEP_OPEN';
}

class WantedChanges {
  /** The creation of a request for these changes. A request for exactly the same ones counts as this one, whoever made it. */
  public readonly creation: IdempotentCreation<ChangeRequest>;
  private readonly requests: ChangeRequests;
  private readonly isSame: (request: ChangeRequest) => boolean;

  constructor(
    private readonly cleanRooms: CleanRooms, private readonly event: ResourceEvent, private readonly wanted: CollaborationChangeRequestProperties,
  ) {
    this.requests = this.requestsWith(cleanRooms);
    this.isSame = ({ changes }) => areChanges(changes, wanted.Changes);
    this.creation = new IdempotentCreation<ChangeRequest>(cleanRooms, {
      displayName: 'change request',
      mayStill: 'be open',
      create: async (within) => this.create(within),
      find: async (within) => unlessException('ResourceNotFoundException', async () => this.find(within)),
      end: async (within, request) => {
        if (isOpen(request)) await this.requestsWith(within).act(request.id, 'CANCEL');
      },
    });
  }

  public areThose(others: CollaborationChangeRequestProperties): boolean {
    return this.wanted.CollaborationIdentifier === others.CollaborationIdentifier && areEqual(this.wanted.Changes, others.Changes);
  }

  /** Returns the answer of an earlier event if that has committed exactly these changes. */
  public async committedAs(physicalId: string): Promise<Answer | undefined> {
    if (isMadeUp(physicalId)) return undefined;
    const [collaborationIdentifier, id] = parseNestedId(physicalId);
    if (collaborationIdentifier !== this.wanted.CollaborationIdentifier) return undefined;
    const request = (await this.requests.list()).find((one) => one.id === id);
    return request?.status === 'COMMITTED' && this.isSame(request) ? this.answer(request) : undefined;
  }

  /** Requests the changes, or takes up a request for the same ones, and waits until they are committed. */
  public async commit(): Promise<Answer> {
    const request = await this.creation.findOrCreate();
    let known: ChangeRequest | undefined = request;
    let last: ChangeRequest;
    try {
      last = await poll(this.cleanRooms, this.wanted.WaitSeconds, async () => {
        const seen = known ?? await this.read(request.id);
        known = undefined;
        return this.advance(seen);
      }, (seen) => !isOpen(seen));
    } catch (failure) {
      throw isKept(this.wanted) ? failure : await this.creation.undo(request, failure);
    }
    if (last.status === 'COMMITTED' || (isOpen(last) && this.wanted.WhenNotApproved === 'CONTINUE')) return this.answer(last);
    const failure = new DeploymentError(await this.reason(last));
    throw isKept(this.wanted) ? failure : await this.creation.undo(last, failure);
  }

  /** Cancels a request that is still open. The service denies access to a collaboration that is gone, and its requests with it. */
  public async cancel([collaborationIdentifier, id]: readonly [string, string]): Promise<void> {
    const requests = new ChangeRequests(this.cleanRooms, collaborationIdentifier);
    await unlessException('ResourceNotFoundException', async () => unlessException('AccessDeniedException', async () => requests.act(id, 'CANCEL')));
  }

  private async create(cleanRooms: CleanRooms): Promise<ChangeRequest> {
    const changes = this.wanted.Changes.map(apiChange);
    const command = new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier: this.wanted.CollaborationIdentifier, changes: changes as ChangeInput[],
    });
    return changeRequestIn(await sendForRawResponse(cleanRooms, withNewerMember(command, 'changes', changes)));
  }

  /**
   * Finds the requests for these changes that are open or in effect. A wait that goes on also finds the one that was decided since its last look:
   * who has denied it is not asked again.
   */
  private async find(cleanRooms: CleanRooms): Promise<ChangeRequest[]> {
    const all = await this.requestsWith(cleanRooms).list();
    return all.filter(this.isSame)
      .map((request) => ({ ...request, isInEffect: isInEffect(request, all, this.isSame, this.wanted.Occurrence) }))
      .filter((request) => request.isInEffect || isOpen(request) || this.hasEndedMeanwhile(request));
  }

  private hasEndedMeanwhile({ status, updateTime }: ChangeRequest): boolean {
    const { wait, startedAt } = this.cleanRooms;
    return wait?.isContinued === true && (status === 'DENIED' || status === 'CANCELLED') && updateTime * 1_000 >= startedAt - TIMES_ARE_ROUNDED_MILLISECONDS;
  }

  /** Commits the request if it is approved, and returns its state. */
  private async advance(request: ChangeRequest): Promise<ChangeRequest> {
    if (request.status !== 'APPROVED') return request;
    return await this.requests.act(request.id, 'COMMIT') ?? this.read(request.id);
  }

  private async read(changeRequestIdentifier: string): Promise<ChangeRequest> {
    const { CollaborationIdentifier: collaborationIdentifier } = this.wanted;
    return changeRequestIn(await sendForRawResponse(
      this.cleanRooms, new GetCollaborationChangeRequestCommand({ collaborationIdentifier, changeRequestIdentifier }),
    ));
  }

  private requestsWith(cleanRooms: CleanRooms): ChangeRequests {
    return new ChangeRequests(cleanRooms, this.wanted.CollaborationIdentifier);
  }

  private async reason(request: ChangeRequest): Promise<string> {
    const { id, status } = request;
    if (status === 'CANCELLED') return `the change request ${id} was cancelled by somebody else`;

    const members = await listMembersForMessage(this.cleanRooms, this.wanted.CollaborationIdentifier);
    if (status === 'DENIED') return describedDenial(request, members);
    return `the change request ${id} was not approved within ${this.wanted.WaitSeconds} s, and ${isKept(this.wanted) ? 'stays open' : 'is cancelled'}. Members who have not voted: `
      + `${membersWithoutVote(request, members, [accountOf(this.event)]).join(', ') || 'not known'}. They approve it with a ChangeRequestApproval that is deployed `
      + 'at the same time, or in the console';
  }

  private answer({ id }: ChangeRequest): Answer {
    return answerOf(nestedId(this.wanted.CollaborationIdentifier, id));
  }
}

function answerOf(physicalId: string): Answer {
  const attributes: ChangeRequestAttributes = { ChangeRequestIdentifier: parseNestedId(physicalId)[1] };
  return { PhysicalResourceId: physicalId, Data: attributes };
}
