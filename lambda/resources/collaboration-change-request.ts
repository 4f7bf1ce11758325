import { type ChangeInput, CreateCollaborationChangeRequestCommand, GetCollaborationChangeRequestCommand } from '@aws-sdk/client-cleanrooms';
import type { ChangeRequestAttributes, CollaborationChangeRequestProperties } from '../../src/custom-resources/contract';
import { areEqual } from '../canonical';
import { type ChangeRequest, ChangeRequests, isInEffect, isOpen } from '../change-requests';
import type { CleanRooms } from '../client';
import { apiChange, areChanges, decodeChanges } from '../collaboration-change';
import { decode, decodeKnown, type Fields, text, wholeNumber } from '../decode';
import { ApiError, DeploymentError, isException } from '../errors';
import type { Answer, DeleteEvent, RawProperties, ResourceHandler, UpdateEvent } from '../event';
import { withNewerMember } from '../newer-member';
import { poll } from '../poll';
import { sendForWholeAnswer } from '../whole-answer';

/** How long a Delete looks for what a Create asked for that CloudFormation stopped waiting for. */
const LATE_CREATE_SECONDS = 60;
/** How long after a request without an answer it can turn up. */
const LATE_ANSWER_SECONDS = 10;

const PHYSICAL_ID = /^([0-9a-f-]{36})\/([0-9a-f-]{36})$/;

const fields: Fields<CollaborationChangeRequestProperties> = {
  CollaborationIdentifier: text, Changes: decodeChanges, WaitSeconds: wholeNumber,
};

/**
 * Asks for changes of a collaboration, waits for the members to approve, and commits them. What is committed stays, whatever
 * becomes of this resource; what is not committed in time is withdrawn.
 */
export const collaborationChangeRequest: ResourceHandler = async (event, cleanRooms) => {
  switch (event.RequestType) {
    case 'Create': return new WantedChanges(cleanRooms, decode(fields, event.ResourceProperties)).bringAbout();
    case 'Update': return update(event, cleanRooms);
    case 'Delete': return remove(event, cleanRooms);
  }
};

async function update(event: UpdateEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const wanted = new WantedChanges(cleanRooms, decode(fields, event.ResourceProperties));
  const current = await wanted.broughtAboutBy(event.PhysicalResourceId);
  if (!current) return wanted.bringAbout();

  await withdrawAttempt(cleanRooms, event.OldResourceProperties, wanted);
  return current;
}

/** Withdraws what a failed update asked for that is rolled back. That it cannot does not fail the rollback. */
async function withdrawAttempt(cleanRooms: CleanRooms, attempted: RawProperties, wanted: WantedChanges): Promise<void> {
  const attempt = decodeIfPossible(attempted);
  if (!attempt || wanted.areThose(attempt)) return;
  try {
    await new WantedChanges(cleanRooms, attempt).withdraw(0);
  } catch (failure) {
    cleanRooms.log(`a change request of the failed update may be open: ${messageOf(failure)}`);
  }
}

/** A request that was answered for is committed: only where a Create never answered can there be an open one. */
async function remove(event: DeleteEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const attempt = decodeIfPossible(event.ResourceProperties);
  if (attempt && !PHYSICAL_ID.test(event.PhysicalResourceId)) {
    await new WantedChanges(cleanRooms, attempt).withdraw(LATE_CREATE_SECONDS);
  }
  return { PhysicalResourceId: event.PhysicalResourceId };
}

/** Nothing can have been asked for by properties that cannot be decoded. */
function decodeIfPossible(properties: RawProperties): CollaborationChangeRequestProperties | undefined {
  try {
    return decodeKnown(fields, properties);
  } catch {
    return undefined;
  }
}

class WantedChanges {
  private readonly requests: ChangeRequests;
  private readonly isSame: (request: ChangeRequest) => boolean;

  constructor(private readonly cleanRooms: CleanRooms, private readonly wanted: CollaborationChangeRequestProperties) {
    this.requests = new ChangeRequests(cleanRooms, wanted.CollaborationIdentifier);
    this.isSame = ({ changes }) => areChanges(changes, wanted.Changes);
  }

  public areThose(others: CollaborationChangeRequestProperties): boolean {
    return this.wanted.CollaborationIdentifier === others.CollaborationIdentifier && areEqual(this.wanted.Changes, others.Changes);
  }

  /** The answer of an earlier event that has brought about these very changes. */
  public async broughtAboutBy(physicalId: string): Promise<Answer | undefined> {
    const [, collaborationIdentifier, id] = PHYSICAL_ID.exec(physicalId) ?? [];
    if (collaborationIdentifier !== this.wanted.CollaborationIdentifier) return undefined;
    const request = (await this.requests.list()).find((one) => one.id === id);
    return request?.status === 'COMMITTED' && this.isSame(request) ? this.answer(request) : undefined;
  }

  /** Asks, or goes on with what another delivery of this event has asked for, until the changes are committed. */
  public async bringAbout(): Promise<Answer> {
    const request = await this.theOneThatCounts() ?? await this.ask();
    let ended: ChangeRequest;
    try {
      ended = await poll(this.cleanRooms, this.wanted.WaitSeconds, async () => this.advance(request), (seen) => !isOpen(seen));
    } catch (failure) {
      throw await this.withdrawn(request, failure);
    }
    if (ended.status === 'COMMITTED') return this.answer(ended);
    throw await this.withdrawn(ended, new DeploymentError(this.reason(ended)));
  }

  /** Cancels what is open of these changes; looks for it for some time. */
  public async withdraw(seconds: number, cleanRooms = this.cleanRooms): Promise<void> {
    const requests = new ChangeRequests(cleanRooms, this.wanted.CollaborationIdentifier);
    const look = async () => (await unlessGone(async () => requests.list()))?.filter(this.isSame);
    const found = await poll(cleanRooms, seconds, look, (same) => same === undefined || same.some((one) => isOpen(one) || one.status === 'COMMITTED'));
    for (const request of found?.filter(isOpen) ?? []) await requests.act(request.id, 'CANCEL');
  }

  /** What has brought the changes about, or else the oldest that can; the others are cancelled, by whoever sees them. */
  private async theOneThatCounts(): Promise<ChangeRequest | undefined> {
    const all = await this.requests.list();
    const same = all.filter(this.isSame);
    const open = same.filter(isOpen);
    const kept = same.find((request) => isInEffect(request, all, this.isSame)) ?? open[0];
    for (const request of open.filter((one) => one !== kept)) await this.requests.act(request.id, 'CANCEL');
    return kept;
  }

  private async ask(): Promise<ChangeRequest> {
    let asked: ChangeRequest;
    try {
      asked = await this.create();
    } catch (failure) {
      if (failure instanceof ApiError && failure.isRefusal) {
        const other = await this.theOneThatCounts(); // another delivery may have been faster
        if (other) return other;
      } else {
        await this.withdraw(LATE_ANSWER_SECONDS, this.cleanRooms.lastChance())
          .catch((second) => this.cleanRooms.log(`a change request may be open: ${messageOf(second)}`));
      }
      throw failure;
    }
    try {
      return await this.theOneThatCounts() ?? asked;
    } catch (failure) {
      throw await this.withdrawn(asked, failure);
    }
  }

  /** What has become of the request, once it is committed if it can be. */
  private async advance({ id }: ChangeRequest): Promise<ChangeRequest> {
    const request = await this.read(id);
    if (request.status !== 'APPROVED') return request;
    await this.requests.act(id, 'COMMIT');
    return this.read(id);
  }

  private async create(): Promise<ChangeRequest> {
    const changes = this.wanted.Changes.map(apiChange);
    const command = new CreateCollaborationChangeRequestCommand({
      collaborationIdentifier: this.wanted.CollaborationIdentifier, changes: changes as ChangeInput[],
    });
    return described(await sendForWholeAnswer(this.cleanRooms, withNewerMember(command, 'changes', changes)));
  }

  private async read(changeRequestIdentifier: string): Promise<ChangeRequest> {
    const { CollaborationIdentifier: collaborationIdentifier } = this.wanted;
    return described(await sendForWholeAnswer(
      this.cleanRooms, new GetCollaborationChangeRequestCommand({ collaborationIdentifier, changeRequestIdentifier }),
    ));
  }

  private reason({ id, status, approvals = {} }: ChangeRequest): string {
    const voters = (vote: string) => Object.entries(approvals).filter(([, approval]) => approval.status === vote).map(([account]) => account).join(', ');
    switch (status) {
      case 'DENIED': return `the change request ${id} was denied by ${voters('DENIED')}`;
      case 'CANCELLED': return `the change request ${id} was cancelled by somebody else`;
      default: return `the change request ${id} was not approved within ${this.wanted.WaitSeconds} s, and is cancelled. Not voted have: `
        + `${voters('PENDING')}. They approve with a ChangeRequestApproval that is deployed at the same time, or in the console`;
    }
  }

  /** Cancels the request, and returns the failure to throw. */
  private async withdrawn({ id }: ChangeRequest, failure: unknown): Promise<unknown> {
    try {
      await new ChangeRequests(this.cleanRooms.lastChance(), this.wanted.CollaborationIdentifier).act(id, 'CANCEL');
      return failure;
    } catch (second) {
      return new DeploymentError(`${messageOf(failure)}. The change request ${id} may still be open (${messageOf(second)})`);
    }
  }

  private answer({ id }: ChangeRequest): Answer {
    const attributes: ChangeRequestAttributes = { ChangeRequestIdentifier: id };
    return { PhysicalResourceId: `${this.wanted.CollaborationIdentifier}/${id}`, Data: attributes };
  }
}

function described(answer: unknown): ChangeRequest {
  return (answer as { readonly collaborationChangeRequest: ChangeRequest }).collaborationChangeRequest;
}

/** What the call answers, or undefined where there is no such collaboration any more. */
async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (failure) {
    if (isException(failure, 'ResourceNotFoundException')) return undefined;
    throw failure;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
