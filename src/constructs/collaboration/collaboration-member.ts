import type { LiveChange } from './live-change';
import { checked } from '../../foundation/parameters';

/**
 * An ability of a member in a collaboration. Abilities with the same name are the same.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MemberSpecification.html
 */
@checked('MemberAbility')
export class MemberAbility {
  /** The member can run queries. Exactly one member of a collaboration has this ability. */
  public static readonly CAN_QUERY = new MemberAbility('CAN_QUERY');

  /** The member can receive the results of queries and jobs. */
  public static readonly CAN_RECEIVE_RESULTS = new MemberAbility('CAN_RECEIVE_RESULTS');

  /** The member can run PySpark jobs. Give it to the member with `CAN_QUERY`. */
  public static readonly CAN_RUN_JOB = new MemberAbility('CAN_RUN_JOB');

  /**
   * The member can export the Spark logs of queries that it ran or paid for. CloudFormation does not list it among the abilities of a new collaboration
   * yet, and the CDK's validation of templates warns of it there: give it by a `CollaborationChangeRequest`.
   */
  public static readonly CAN_EXPORT_QUERY_ANALYSIS_LOG = new MemberAbility('CAN_EXPORT_QUERY_ANALYSIS_LOG');

  /**
   * Returns the ability of the given name in the API, for an ability that this class does not list yet.
   *
   * @param name The name of the ability, such as `CAN_QUERY`. It is not checked.
   */
  public static of(name: string): MemberAbility {
    return new MemberAbility(name);
  }

  private constructor(
    /** The name of the ability in the API. */
    public readonly name: string,
  ) {}
}

/**
 * An ability of a member to use machine learning models in a collaboration.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MLMemberAbilities.html
 */
@checked('MlMemberAbility')
export class MlMemberAbility {
  /** The member can receive the output of model training. */
  public static readonly CAN_RECEIVE_MODEL_OUTPUT = new MlMemberAbility('CAN_RECEIVE_MODEL_OUTPUT');

  /** The member can receive the output of model inference. */
  public static readonly CAN_RECEIVE_INFERENCE_OUTPUT = new MlMemberAbility('CAN_RECEIVE_INFERENCE_OUTPUT');

  /**
   * Returns the ability of the given name in the API, for an ability that this class does not list yet.
   *
   * @param name The name of the ability, such as `CAN_RECEIVE_MODEL_OUTPUT`. It is not checked.
   */
  public static of(name: string): MlMemberAbility {
    return new MlMemberAbility(name);
  }

  private constructor(
    /** The name of the ability in the API. */
    public readonly name: string,
  ) {}
}

/**
 * A cost that a member can be responsible for.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PaymentConfiguration.html
 */
@checked('PaymentResponsibility')
export class PaymentResponsibility {
  /** Query compute. */
  public static readonly QUERY_COMPUTE = new PaymentResponsibility('QUERY_COMPUTE');

  /** PySpark job compute. */
  public static readonly JOB_COMPUTE = new PaymentResponsibility('JOB_COMPUTE');

  /** Training of custom ML models. */
  public static readonly MODEL_TRAINING = new PaymentResponsibility('MODEL_TRAINING');

  /** Inference with trained ML models. */
  public static readonly MODEL_INFERENCE = new PaymentResponsibility('MODEL_INFERENCE');

  /** Generation of synthetic data. */
  public static readonly SYNTHETIC_DATA_GENERATION = new PaymentResponsibility('SYNTHETIC_DATA_GENERATION');

  private constructor(
    /** The name of the cost. */
    public readonly name: string,
  ) {}
}

/** What a member of a live collaboration gets or gives up later. */
export interface LaterMemberSettings {
  /** The change. A later change of the same member stands after it in the list. */
  readonly since: LiveChange;

  /**
   * All abilities that the member has then, except `CAN_QUERY` and `CAN_RUN_JOB`, which it keeps and which nobody can get later. An empty list
   * takes all others away.
   *
   * @default - those that it had before
   */
  readonly abilities?: MemberAbility[];

  /**
   * All machine learning abilities that the member has then.
   *
   * @default - those that it had before
   */
  readonly mlAbilities?: MlMemberAbility[];

  /**
   * All costs that the member is a candidate to pay for then.
   *
   * @default - those that it paid for before
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];
}

/** The member who creates a collaboration. Its account is the account of the stack. */
export interface CollaborationCreator {
  /** The name of this member that the other members see. 1 to 100 characters. */
  readonly displayName: string;

  /**
   * The abilities of this member. A member without abilities only provides data.
   *
   * @default - no abilities
   */
  readonly abilities?: MemberAbility[];

  /**
   * The machine learning abilities of this member.
   *
   * @default - no machine learning abilities
   */
  readonly mlAbilities?: MlMemberAbility[];

  /**
   * The costs that this member is a payer candidate for. If a cost has several candidates, the member who starts an analysis chooses
   * one of them. A member pays only after it has accepted this in its own membership.
   *
   * @default - none; costs without a candidate are paid by the member who can query
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];

  /**
   * What the member gets or gives up later, the earliest change first. The abilities and costs above are those with which it is founded or
   * added, and stay in the program as they were.
   *
   * @default - nothing changes
   */
  readonly changes?: LaterMemberSettings[];
}

/** A member that the creator invites to a collaboration. */
export interface MemberSpecification extends CollaborationCreator {
  /** The AWS account of the member, 12 digits. */
  readonly accountId: string;

  /**
   * The change by which the member is added to the live collaboration.
   *
   * @default - it is one of those with which the collaboration is created
   */
  readonly since?: LiveChange;

  /**
   * Whether the member is removed from the collaboration, at the next deployment. This cannot be undone, and the account cannot join again. The
   * member stays in the program, because the collaboration was founded with it.
   *
   * @default false
   */
  readonly leaves?: boolean;
}

/** Returns the names that the API has for values of classes such as `MemberAbility`. @internal */
export function names(named: { readonly name: string }[] = []): string[] {
  return named.map(({ name }) => name);
}
