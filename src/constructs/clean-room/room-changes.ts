import { Annotations, Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RoomMember } from './clean-room-rules';
import { LiveCollaboration } from './live-collaboration';
import { Phase } from './room-stacks';
import type { MemberStacks } from './room-stacks';
import { groupIn } from '../../foundation/group-in';
import { Program } from '../../program/program';
import { ChangeRequestApproval } from '../collaboration/change-request-approval';
import type { ChangeRequestApprovalProps } from '../collaboration/change-request-approval';
import type { Collaboration, ICollaboration } from '../collaboration/collaboration';
import { CollaborationChangeRequest, WhenNotApproved } from '../collaboration/collaboration-change-request';
import type { LiveChange } from '../collaboration/live-change';

/** What the changes of a room are made in. */
export interface RoomOfChanges {
  readonly collaborationName: string;
  readonly creator: RoomMember;
  readonly stacks: MemberStacks;
  readonly collaboration: Collaboration;
  /** The members who deploy for themselves, now. */
  readonly partners: () => readonly RoomMember[];
}

/** A member who votes. */
interface Voter {
  readonly member: RoomMember;
  readonly stacks: MemberStacks;
  readonly collaboration: ICollaboration;
}

/**
 * The changes of a live clean room that are not done: each is requested in a stack of the creator, approved in a stack of each other member, and
 * committed in a second stack of the creator, before anything else of the room is deployed. So what follows from a change, such as who accepts
 * to pay and who receives results, is deployed when it is in effect.
 *
 * The stacks of the room wait for it too, for who deploys them in another order, and for a room that is founded with the changes in its program:
 * there, the stacks of a change find no collaboration and do nothing, and the creator's stack makes the change before anybody else has joined.
 */
export class RoomChanges {
  private readonly changes: LiveChange[] = [];
  private readonly voters: Voter[] = [];

  constructor(private readonly parts: RoomOfChanges) {}

  /** Makes what a change needs, where something of the room is marked with it for the first time. */
  public see(...marks: (LiveChange | undefined)[]): void {
    for (const mark of marks) {
      if (!mark || mark.done || this.changes.some(({ name }) => name === mark.name)) continue;
      this.changes.push(mark);
      const stack = this.request(mark);
      this.voters.forEach((voter) => this.voteOn(mark, voter));
      this.tell(stack, mark);
    }
  }

  /** Has a member vote on the changes that come after it. */
  public addVoter(voter: Voter): void {
    this.voters.push(voter);
    this.changes.forEach((mark) => this.voteOn(mark, voter));
  }

  private request(mark: LiveChange): Stack {
    const { stacks, collaboration } = this.parts;
    const requestIn = (id: string, phase: Phase.REQUEST | Phase.COMMIT, timeout: Duration, whenNotApproved: WhenNotApproved) => {
      const stack = stacks.forChange(id, phase, mark._order);
      const request = new CollaborationChangeRequest(stack, 'Request', {
        collaboration: this.liveIn(stack),
        changes: collaboration.changesSince(mark),
        occurrence: collaboration.occurrenceOf(mark),
        timeout,
        whenNotApproved,
      });
      collaboration._whenMarked(mark, (change) => request.addChange(change));
      return stack;
    };
    requestIn(`${mark.name}-Commit`, Phase.COMMIT, mark.timeout, WhenNotApproved.KEEP_OPEN);
    groupIn(stacks.entry, 'Tables').node.addDependency(collaboration._requestOf(mark));
    return requestIn(mark.name, Phase.REQUEST, Duration.seconds(0), WhenNotApproved.CONTINUE);
  }

  private voteOn(mark: LiveChange, { member, stacks, collaboration: found }: Voter): void {
    if (!votesOn(mark, member)) return;
    const { collaboration } = this.parts;
    const voteIn = (scope: Construct, id: string, props: Omit<ChangeRequestApprovalProps, 'changes' | 'occurrence' | 'timeout'>) => {
      const vote = new ChangeRequestApproval(scope, id, {
        ...props, changes: collaboration.changesSince(mark), occurrence: collaboration.occurrenceOf(mark), timeout: mark.timeout,
      });
      collaboration._whenMarked(mark, (change) => vote.addChange(change));
      return vote;
    };
    const stack = stacks.forChange(mark.name, Phase.VOTE, mark._order);
    voteIn(stack, 'Vote', { collaboration: this.liveIn(stack) });
    if (member.leaves) return; // it votes as long as it is a member, and nothing of it waits
    const inEffect = voteIn(groupIn(stacks.entry, 'Changes'), mark.name, { collaboration: found, untilCommitted: true });
    groupIn(stacks.entry, 'Tables').node.addDependency(inEffect);
  }

  private liveIn(stack: Construct): LiveCollaboration {
    const { collaborationName, creator } = this.parts;
    return new LiveCollaboration(stack, 'Collaboration', { collaborationName, creatorAccountId: creator.account });
  }

  /** Tells whoever synthesizes or compares the app in which order a change is deployed, and by whom. */
  private tell(stack: Stack, mark: LiveChange): void {
    const { creator, partners } = this.parts;
    let isTold = false;
    Program.of(stack).whenDefined(() => {
      if (isTold) return;
      isTold = true;
      const voters = this.voters.filter(({ member }) => votesOn(mark, member)).map(({ member }) => member.name);
      const others = partners().filter((partner) => votesOn(mark, partner) && !partner.leaves).map(({ name, account }) => `${name} (${account})`);
      const stackOf = (name: string, suffix = '') => `stack '${name}-${mark.name}${suffix}'`;
      Annotations.of(stack).addInfoV2('cdk-cleanrooms:orderOfChange', [
        `the change '${mark.name}' is deployed in this order: ${creator.name} requests it (${stackOf(creator.name)})`,
        ...voters.map((name) => `${name} approves it (${stackOf(name)})`),
        ...others.map((other) => `${other} approves it with a program of its own or in the console`),
        `${creator.name} commits it (${stackOf(creator.name, '-Commit')}), and all other stacks follow. When that is done, set 'done' of the change`,
      ].join('; '));
    });
  }
}

/** Whether a member votes on a change: if it has joined by an earlier one. */
function votesOn(mark: LiveChange, { since }: RoomMember): boolean {
  return !since || since.done || since._order < mark._order;
}
