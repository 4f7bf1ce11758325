import type { AutoApprovedChangeType } from './collaboration';
import type { MemberAbility, MemberSpecification, MlMemberAbility } from './collaboration-member';
import { PaymentResponsibility, names } from './collaboration-member';
import type { CollaborationChange as ChangeProperties } from '../../custom-resources/contract';

/** What a member of a live collaboration has from now on. */
export interface MemberChangeOptions {
  /**
   * All the abilities that the member has from now on, less those to query and to run jobs, which cannot change: with none, it
   * only provides data.
   */
  readonly abilities: MemberAbility[];

  /**
   * All the machine learning abilities that the member has from now on.
   *
   * @default - as they are
   */
  readonly mlAbilities?: MlMemberAbility[];

  /**
   * All that the member is a candidate to pay for from now on, and nothing else.
   *
   * @default - as it is
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];
}

/**
 * A change of a live collaboration, in place. The member who can query, and who can run jobs, cannot be changed at all.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/change-requests.html
 */
export class CollaborationChange {
  /** Invites another member, who can join when the change is committed. */
  public static addMember(member: MemberSpecification): CollaborationChange {
    return new CollaborationChange({
      Member: {
        AccountId: member.accountId,
        DisplayName: member.displayName,
        Abilities: names(member.abilities ?? []),
        MlAbilities: member.mlAbilities && names(member.mlAbilities),
        Payment: member.paymentResponsibilities && payment(member.paymentResponsibilities, [PaymentResponsibility.QUERY_COMPUTE]),
      },
    });
  }

  /** Changes what a member may do, or is a candidate to pay for. */
  public static changeMember(accountId: string, options: MemberChangeOptions): CollaborationChange {
    return new CollaborationChange({
      Member: {
        AccountId: accountId,
        Abilities: names(options.abilities),
        MlAbilities: options.mlAbilities && names(options.mlAbilities),
        Payment: options.paymentResponsibilities && payment(options.paymentResponsibilities, Object.values(PaymentResponsibility)),
      },
    });
  }

  /** Changes for which requests no approval by the members is needed: all of them, with none for every one. */
  public static autoApprove(...changeTypes: AutoApprovedChangeType[]): CollaborationChange {
    return new CollaborationChange({ AutoApprovedChangeTypes: names(changeTypes) });
  }

  private constructor(
    /** @internal */
    public readonly _properties: ChangeProperties,
  ) {}
}

/** Which costs the member is a candidate for: those that it is, and of the others those that have to be told. */
function payment(responsibilities: PaymentResponsibility[], told: PaymentResponsibility[]): Record<string, boolean> {
  return Object.fromEntries([...new Set([...told, ...responsibilities])].map((cost) => [cost, responsibilities.includes(cost)]));
}
