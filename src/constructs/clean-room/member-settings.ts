import type { Stack, StackProps } from 'aws-cdk-lib';
import type { MemberResults } from './member-results';
import type { LaterMemberSettings, MemberAbility, MlMemberAbility, PaymentResponsibility } from '../collaboration/collaboration-member';
import type { LiveChange } from '../collaboration/live-change';

/** How a member of a clean room is deployed, and what it gets. */
export interface CleanRoomMemberSettings {
  /**
   * The AWS account of the member, 12 digits.
   *
   * @default - the account of `stack`
   */
  readonly account?: string;

  /**
   * The stack that the room fills for the member. Its account and Region must be known at synthesis, and it must be in the same Stage as the
   * room. Several rooms of one creator can share a stack. Rooms of different creators, who are members of each other's, cannot: the stack of the
   * creator is deployed first. Tags and aspects of the room do not reach a stack that is given.
   *
   * @default - a new stack, named after the room and the member
   */
  readonly stack?: Stack;

  /**
   * Properties of the stacks that the room makes for the member, such as tags, a synthesizer or a name. `env` has no effect.
   *
   * @default - the defaults of the CDK
   */
  readonly stackProps?: StackProps;

  /**
   * The abilities of the member. A member without abilities only provides data.
   *
   * @default - no abilities
   */
  readonly abilities?: MemberAbility[];

  /**
   * Where the results are that the member receives.
   *
   * @default - for a member with `CAN_RECEIVE_RESULTS`, a new bucket: `MemberResults.newBucket()`
   */
  readonly results?: MemberResults;

  /**
   * The id of the membership of the member who runs queries, once it has joined. The roles that read tables and write results then trust that
   * membership by its id, and the external id of Clean Rooms that has it.
   *
   * @default - the roles of tables that are deployed after that member has joined find it themselves; the others trust its account
   */
  readonly queryRunnerMembershipId?: string;

  /**
   * Whether query logs are delivered to the member.
   *
   * @default - `queryLogging` of the room
   */
  readonly queryLogging?: boolean;

  /**
   * Whether job logs are delivered to the member.
   *
   * @default - `jobLogging` of the room
   */
  readonly jobLogging?: boolean;
}

/** A member as the creator of a clean room invites it. */
export interface CleanRoomInvitation {
  /**
   * The machine learning abilities of the member.
   *
   * @default - no machine learning abilities
   */
  readonly mlAbilities?: MlMemberAbility[];

  /**
   * The costs that the member is a candidate to pay for, and accepts to.
   *
   * @default - none; costs without a candidate are paid by the member who can query
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];

  /**
   * What the member gets or gives up in the life of the room, the earliest change first. Its abilities and costs stay in the program as it was founded
   * or added with them.
   *
   * @default - nothing changes
   */
  readonly changes?: LaterMemberSettings[];
}

/** A member of a room that lives. */
export interface CleanRoomLaterMember {
  /**
   * The change by which the member is added to the live room. It is requested, approved and committed before the member joins.
   *
   * @default - the member is one of those that the room is founded with
   */
  readonly since?: LiveChange;

  /**
   * Whether the member is removed from the room, at the next deployment. This cannot be undone, and its account cannot join again. What it has
   * brought must be taken out of the program; the member itself stays in it.
   *
   * @default false
   */
  readonly leaves?: boolean;
}
