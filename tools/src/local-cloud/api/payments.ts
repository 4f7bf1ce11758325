import { invalid } from './exceptions';
import type { Member } from './kinds/collaboration';

interface Responsibility {
  readonly isResponsible: boolean;
}

interface MachineLearning {
  readonly modelTraining?: Responsibility;
  readonly modelInference?: Responsibility;
  readonly syntheticDataGeneration?: Responsibility;
}

/** What a member pays for: as the creator of the collaboration says it, and as the member accepts it. */
export interface PaymentConfiguration {
  readonly queryCompute?: Responsibility;
  readonly jobCompute?: Responsibility;
  readonly machineLearning?: MachineLearning;
}

/** Something that somebody pays for. */
interface Cost {
  readonly name: string;
  /** Who has this ability pays where the creator names nobody. */
  readonly defaultPayer: string;
  read(configuration: PaymentConfiguration): Responsibility | undefined;
}

const COSTS: readonly Cost[] = [
  { name: 'queryCompute', defaultPayer: 'CAN_QUERY', read: (configuration) => configuration.queryCompute },
  { name: 'jobCompute', defaultPayer: 'CAN_RUN_JOB', read: (configuration) => configuration.jobCompute },
  { name: 'modelTraining', defaultPayer: 'CAN_QUERY', read: ({ machineLearning }) => machineLearning?.modelTraining },
  { name: 'modelInference', defaultPayer: 'CAN_QUERY', read: ({ machineLearning }) => machineLearning?.modelInference },
  { name: 'syntheticDataGeneration', defaultPayer: 'CAN_QUERY', read: ({ machineLearning }) => machineLearning?.syntheticDataGeneration },
];

/** Refuses what says of some that they do not pay for queries, and of nobody that they do. */
export function checkPayers(members: readonly Member[]): void {
  const said = members.flatMap(({ paymentConfiguration }) => paymentConfiguration?.queryCompute ?? []);
  if (said.length > 0 && !said.some(({ isResponsible }) => isResponsible)) {
    throw invalid('No member is configured to pay for query compute costs, though some are configured not to');
  }
}

/** Who pays for what in a collaboration, once the service has filled in what its creator left open. */
export class Payers {
  constructor(private readonly members: readonly Member[]) {}

  /** The members who pay for something, or can, where there are several. */
  public payersFor(costName: string): Member[] {
    const cost = COSTS.find(({ name }) => name === costName);
    return cost ? this.members.filter((member) => this.pays(cost, member)) : [];
  }

  /** What the creator's word makes of a member's payment configuration. */
  public configurationOf(member: Member): PaymentConfiguration {
    return this.configuration((cost) => this.pays(cost, member));
  }

  /** What a member accepts, filled in; or a refusal, where it accepts what is not its own or leaves out what is. */
  public accepted(member: Member, accepts: PaymentConfiguration | undefined): PaymentConfiguration {
    for (const cost of COSTS) this.checkAcceptance(cost, member, accepts && cost.read(accepts));
    return this.configurationOf(member);
  }

  private checkAcceptance(cost: Cost, member: Member, acceptance: Responsibility | undefined): void {
    const pays = this.pays(cost, member);
    if (acceptance && acceptance.isResponsible !== pays) {
      throw invalid(pays
        ? `The member is responsible for ${cost.name} costs, and paymentConfiguration says FALSE`
        : `The member is not responsible for ${cost.name} costs, and paymentConfiguration says TRUE`);
    }
    if (pays && !acceptance && !member.memberAbilities.includes(cost.defaultPayer)) {
      throw invalid(`The member is configured to pay for ${cost.name} costs, and paymentConfiguration does not accept it`);
    }
  }

  private pays(cost: Cost, member: Member): boolean {
    const named = this.members.filter(({ paymentConfiguration }) => paymentConfiguration && cost.read(paymentConfiguration)?.isResponsible);
    return named.length ? named.includes(member) : member.memberAbilities.includes(cost.defaultPayer);
  }

  private configuration(isResponsible: (cost: Cost) => boolean): PaymentConfiguration {
    const [queryCompute, jobCompute, modelTraining, modelInference, syntheticDataGeneration] =
      COSTS.map((cost) => ({ isResponsible: isResponsible(cost) }));
    const usesMachineLearning = this.members.some(({ paymentConfiguration, mlMemberAbilities }) =>
      paymentConfiguration?.machineLearning || mlMemberAbilities?.customMLMemberAbilities.length);
    return {
      queryCompute,
      jobCompute,
      ...(usesMachineLearning && { machineLearning: { modelTraining, modelInference, syntheticDataGeneration } }),
    };
  }
}

export function payersOf(members: readonly Member[]): Payers {
  return new Payers(members);
}
