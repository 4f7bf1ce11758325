import type { MemberAbility, MemberSpecification, MlMemberAbility } from './collaboration-member';
import { PaymentResponsibility, names } from './collaboration-member';
import type { AutoApprovedChangeType } from './collaboration-settings';
import type { CollaborationChange as ChangeProperties } from '../../custom-resources/contract';
import { checked } from '../../foundation/parameters';

/** New settings of a member of a live collaboration. */
export interface MemberChangeOptions {
  /**
   * All abilities of the member except `CAN_QUERY` and `CAN_RUN_JOB`, which cannot be changed. A member without abilities only provides
   * data.
   */
  readonly abilities: MemberAbility[];

  /**
   * All machine learning abilities of the member.
   *
   * @default - they are not changed
   */
  readonly mlAbilities?: MlMemberAbility[];

  /**
   * All costs that the member is a payer candidate for.
   *
   * @default - they are not changed
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];
}

/**
 * A change of a live collaboration, in place. Which member can query and run jobs cannot be changed.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/change-requests.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Collaboration, CollaborationChange, CollaborationChangeRequest, PaymentResponsibility } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * new CollaborationChangeRequest(stack, 'PublisherPays', {
 *   collaboration: Collaboration.fromCollaborationIdentifier(stack, 'Collaboration', '11111111-1111-4111-8111-111111111111'),
 *   changes: [CollaborationChange.changeMember('222222222222', { abilities: [], paymentResponsibilities: [PaymentResponsibility.QUERY_COMPUTE] })],
 * });
 */
@checked('CollaborationChange')
export class CollaborationChange {
  /**
   * Invites another member. It can join as soon as the change is committed. `since`, `changes` and `leaves` of a member are for the definition of a
   * `Collaboration`, and not accepted here.
   *
   * @param member The account, the name, the abilities and the costs of the member.
   */
  public static addMember(member: MemberSpecification): CollaborationChange {
    return new CollaborationChange({
      Member: {
        AccountId: member.accountId,
        DisplayName: member.displayName,
        Abilities: names(member.abilities ?? []),
        MlAbilities: member.mlAbilities && names(member.mlAbilities),
        Payment: member.paymentResponsibilities && payment(member.paymentResponsibilities, [PaymentResponsibility.QUERY_COMPUTE.name]),
      },
    }, member.since !== undefined || member.changes !== undefined || member.leaves !== undefined);
  }

  /**
   * Changes the abilities of a member, and the costs that it is a payer candidate for.
   *
   * @param accountId The account of the member, 12 digits.
   * @param options All abilities and costs that the member has afterwards. What is left out does not change.
   */
  public static changeMember(accountId: string, options: MemberChangeOptions): CollaborationChange {
    return new CollaborationChange({
      Member: {
        AccountId: accountId,
        Abilities: names(options.abilities),
        MlAbilities: options.mlAbilities && names(options.mlAbilities),
        Payment: options.paymentResponsibilities && payment(options.paymentResponsibilities, Object.keys(PaymentResponsibility)),
      },
    });
  }

  /**
   * Sets the types of change requests that are approved automatically. Without types, every request needs the approval of all members.
   *
   * @param changeTypes The types. They replace those that the collaboration has.
   */
  public static autoApprove(...changeTypes: AutoApprovedChangeType[]): CollaborationChange {
    return new CollaborationChange({ AutoApprovedChangeTypes: names(changeTypes) });
  }

  private constructor(
    /** @internal */
    public readonly _properties: ChangeProperties,
    /** @internal */
    public readonly _isMarked = false,
  ) {}
}

/** Whether the member is a payer candidate, for each of its costs and for those that the service always asks for. */
function payment(responsibilities: PaymentResponsibility[], required: string[]): Record<string, boolean> {
  const costs = names(responsibilities);
  return Object.fromEntries([...new Set([...required, ...costs])].map((cost) => [cost, costs.includes(cost)]));
}
