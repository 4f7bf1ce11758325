import type { MemberPart } from './collaboration-rules';
import type { MemberFacts, PaymentFacts } from '../../program/collaboration-facts';

/** A payment configuration, which has the same shape in a collaboration and in a membership. */
export interface PaymentConfiguration {
  readonly queryCompute: Responsible;
  readonly jobCompute?: Responsible;
  readonly machineLearning?: {
    readonly modelTraining?: Responsible;
    readonly modelInference?: Responsible;
    readonly syntheticDataGeneration?: Responsible;
  };
}

interface Responsible {
  readonly isResponsible: boolean;
}

/**
 * The payment configuration of each member of a collaboration, in the order given; none where nobody was named for anything.
 *
 * A configuration always has a query compute part, and the service refuses FALSE for some members and TRUE for none: where
 * members are named for other costs alone, the member who can query is named for queries, as it would be by default.
 */
export function paymentConfigurations(members: MemberPart[]): (PaymentConfiguration | undefined)[] {
  if (members.every(({ paysFor }) => paysFor.length === 0)) return members.map(() => undefined);

  const queryPayerNamed = members.some(({ paysFor }) => paysFor.includes('QUERY_COMPUTE'));
  return members.map(({ abilities, paysFor }) => {
    const isDefaultPayer = !queryPayerNamed && abilities.includes('CAN_QUERY');
    return paymentConfiguration(isDefaultPayer ? ['QUERY_COMPUTE', ...paysFor] : paysFor);
  });
}

/** The payment configuration of a member who pays for what is given. Costs other than queries appear only where it does. */
export function paymentConfiguration(paysFor: string[]): PaymentConfiguration {
  const responsible = (cost: keyof PaymentFacts) => paysFor.includes(RESPONSIBILITIES[cost]) ? { isResponsible: true } : undefined;
  const machineLearning = {
    modelTraining: responsible('modelTraining'),
    modelInference: responsible('modelInference'),
    syntheticDataGeneration: responsible('syntheticDataGeneration'),
  };
  return {
    queryCompute: responsible('queryCompute') ?? { isResponsible: false },
    jobCompute: responsible('jobCompute'),
    machineLearning: Object.values(machineLearning).some((part) => part) ? machineLearning : undefined,
  };
}

/** What the collaboration names the member for; `undefined` where that is not known, as where a part of the configuration is a token. */
export function responsibilitiesOf({ payment }: MemberFacts): string[] | undefined {
  return payment && COSTS.filter((cost) => payment[cost]).map((cost) => RESPONSIBILITIES[cost]);
}

/** What it says of each cost by its name in `PaymentResponsibility`. */
export function paymentFactsOf(payment: { readonly [cost: string]: boolean }): PaymentFacts {
  return Object.fromEntries(COSTS.map((cost) => [cost, payment[RESPONSIBILITIES[cost]]]));
}

/** The names of the costs in `PaymentResponsibility`. */
const RESPONSIBILITIES: Record<keyof PaymentFacts, string> = {
  queryCompute: 'QUERY_COMPUTE',
  jobCompute: 'JOB_COMPUTE',
  modelTraining: 'MODEL_TRAINING',
  modelInference: 'MODEL_INFERENCE',
  syntheticDataGeneration: 'SYNTHETIC_DATA_GENERATION',
};
const COSTS = Object.keys(RESPONSIBILITIES) as (keyof PaymentFacts)[];
