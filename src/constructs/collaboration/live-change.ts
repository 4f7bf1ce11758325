import { Duration } from 'aws-cdk-lib';
import { checked } from '../../foundation/parameters';

/** Options of a change of a live collaboration. */
export interface LiveChangeOptions {
  /**
   * Whether the change is in effect, so that nothing is deployed for it any more. Set it once the change is deployed; what is marked with the change
   * stays marked.
   *
   * @default false
   */
  readonly done?: boolean;

  /**
   * How long a stack waits for the approval of all members, in whole seconds and at most an hour. After that, the deployment fails and the request
   * stays open, for the next deployment to go on with.
   *
   * @default Duration.minutes(1)
   */
  readonly timeout?: Duration;
}

/**
 * A change of a live collaboration. What comes later than the founding is marked with it where it is defined: a member with `since`, new abilities
 * and costs of a member with `changes`, types of automatic approval with `autoApprovalChanges`. Everything marked with one change is requested,
 * approved and committed together.
 *
 * Changes are made in the order in which their objects are created in the program. A mark stays in the program for the life of the collaboration, because CloudFormation would replace the collaboration if it had been founded
 * otherwise.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/change-requests.html
 *
 * @example
 * import { App } from 'aws-cdk-lib';
 * import { CleanRoom, LiveChange, MemberAbility } from 'cdk-cleanrooms';
 *
 * const room = new CleanRoom(new App(), 'Campaign', {
 *   collaborationName: 'campaign-measurement',
 *   region: 'us-east-1',
 *   queryLogging: true,
 *   creator: { name: 'Advertiser', account: '111111111111', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
 * });
 * room.addMember('Retailer', { account: '333333333333', since: new LiveChange('RetailerJoins') });
 */
@checked('LiveChange')
export class LiveChange {
  private static created = 0;

  /** Whether the change is in effect. */
  public readonly done: boolean;

  /** How long a stack waits for the approval of all members. */
  public readonly timeout: Duration;

  /**
   * Its place among all changes.
   * @internal
   */
  public readonly _order = LiveChange.created++;

  /**
   * @param name The name of the change, by which constructs and stacks are named: a letter, and then at most 39 letters, digits and hyphens.
   * @param options Whether the change is done, and how long its stacks wait. By default it is not, and they wait for a minute.
   */
  constructor(public readonly name: string, options: LiveChangeOptions = {}) {
    this.done = options.done ?? false;
    this.timeout = options.timeout ?? Duration.minutes(1);
  }
}
