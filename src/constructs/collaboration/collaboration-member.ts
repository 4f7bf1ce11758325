/**
 * What a member may do in a collaboration.
 *
 * Compared by its name: two instances with the same name are the same ability.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MemberSpecification.html
 */
export class MemberAbility {
  /** May run queries. Exactly one member of a collaboration has it. */
  public static readonly CAN_QUERY = new MemberAbility('CAN_QUERY');

  /** May receive the results of queries and jobs. */
  public static readonly CAN_RECEIVE_RESULTS = new MemberAbility('CAN_RECEIVE_RESULTS');

  /** May run PySpark jobs. Goes to the member who can query. */
  public static readonly CAN_RUN_JOB = new MemberAbility('CAN_RUN_JOB');

  /** An ability that the service has and this class does not list yet, by the service's name. */
  public static of(name: string): MemberAbility {
    return new MemberAbility(name);
  }

  private constructor(
    /** The name of the ability in the API. */
    public readonly name: string,
  ) {}
}

/**
 * What a member may do with machine learning models in a collaboration.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_MLMemberAbilities.html
 */
export class MlMemberAbility {
  /** May receive the output of a trained model. */
  public static readonly CAN_RECEIVE_MODEL_OUTPUT = new MlMemberAbility('CAN_RECEIVE_MODEL_OUTPUT');

  /** May receive the output of inference. */
  public static readonly CAN_RECEIVE_INFERENCE_OUTPUT = new MlMemberAbility('CAN_RECEIVE_INFERENCE_OUTPUT');

  /** An ability that the service has and this class does not list yet, by the service's name. */
  public static of(name: string): MlMemberAbility {
    return new MlMemberAbility(name);
  }

  private constructor(
    /** The name of the ability in the API. */
    public readonly name: string,
  ) {}
}

/**
 * What a member can be asked to pay for.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PaymentConfiguration.html
 */
export enum PaymentResponsibility {
  /** The compute of queries. */
  QUERY_COMPUTE = 'QUERY_COMPUTE',

  /** The compute of PySpark jobs. */
  JOB_COMPUTE = 'JOB_COMPUTE',

  /** Training of custom models. */
  MODEL_TRAINING = 'MODEL_TRAINING',

  /** Inference with trained models. */
  MODEL_INFERENCE = 'MODEL_INFERENCE',

  /** Generation of synthetic data. */
  SYNTHETIC_DATA_GENERATION = 'SYNTHETIC_DATA_GENERATION',
}

/** The part of the creator of a collaboration. Its account is the account of the stack. */
export interface CollaborationCreator {
  /** The name by which the other members see this one. 1 to 100 characters. */
  readonly displayName: string;

  /**
   * What this member may do. A member without abilities only provides data.
   *
   * @default - no abilities
   */
  readonly abilities?: MemberAbility[];

  /**
   * What this member may do with machine learning models.
   *
   * @default - no machine learning abilities
   */
  readonly mlAbilities?: MlMemberAbility[];

  /**
   * What this member is a candidate to pay for. Each cost can have several candidates: whoever starts the analysis then
   * names one of them. A member pays only after it has accepted in its own membership.
   *
   * @default - nothing; costs for which no member is named are paid by the member who can query
   */
  readonly paymentResponsibilities?: PaymentResponsibility[];
}

/** A member that the creator invites to a collaboration. */
export interface MemberSpecification extends CollaborationCreator {
  /** The AWS account of the member, 12 digits. */
  readonly accountId: string;
}

/** Returns the names that the API has for values of classes such as `MemberAbility`. */
export function names(named: { readonly name: string }[] = []): string[] {
  return named.map(({ name }) => name);
}
