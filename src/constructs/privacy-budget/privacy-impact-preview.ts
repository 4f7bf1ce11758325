import { Token } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkPrivacyImpactPreview } from './privacy-impact-preview-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType, maximumCountAttribute } from '../../custom-resources/contract';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { throwIfAny } from '../../foundation/validation-faults';

/** A type of aggregation in a query on tables with differential privacy. */
export enum DifferentialPrivacyAggregation {
  /** An average. */
  AVG = 'AVG',

  /** A number of rows. */
  COUNT = 'COUNT',

  /** A number of different values. */
  COUNT_DISTINCT = 'COUNT_DISTINCT',

  /** A sum. */
  SUM = 'SUM',

  /** A standard deviation. */
  STDDEV = 'STDDEV',
}

/** Properties of a preview of a budget of differential privacy. */
export interface PrivacyImpactPreviewProps {
  /** A membership of the account of the stack in the collaboration. */
  readonly membership: refs.IMembershipRef;

  /** How much may be learnt in all: a whole number from 1 to 20. Less is more private. */
  readonly epsilon: number;

  /** How many users' part in a result is obscured: a whole number from 10 to 100. More is more private. */
  readonly usersNoisePerQuery: number;

  /**
   * How many aggregations the budget must buy at least, by their type: `{ [DifferentialPrivacyAggregation.COUNT]: 100 }`. Where it
   * buys fewer, the deployment fails.
   *
   * @default - none in particular
   */
  readonly wanted?: { [aggregation: string]: number };
}

/**
 * Asks the service at deployment how many aggregations a budget of differential privacy would buy. It takes nothing of any budget.
 *
 * Let the `PrivacyBudgetTemplate` depend on it, and no budget is made that buys too little.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PreviewPrivacyImpact.html
 */
export class PrivacyImpactPreview extends Construct {
  private readonly resource: CleanRoomsCustomResource<typeof ResourceType.PRIVACY_IMPACT_PREVIEW>;

  constructor(scope: Construct, id: string, props: PrivacyImpactPreviewProps) {
    super(scope, id);
    const { membership, epsilon, usersNoisePerQuery, wanted } = props;
    const { membershipArn, membershipIdentifier } = membership.membershipRef;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, checkPrivacyImpactPreview({
      epsilon, usersNoisePerQuery, wanted: wanted ?? {}, aggregations: Object.values(DifferentialPrivacyAggregation),
    }));

    this.resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.PRIVACY_IMPACT_PREVIEW,
      properties: { MembershipIdentifier: membershipIdentifier, Epsilon: epsilon, UsersNoisePerQuery: usersNoisePerQuery, Wanted: wanted },
      statements: [],
      statementsOn: { resource: membership, statements: [{ Action: ['cleanrooms:PreviewPrivacyImpact'], Resource: membershipArn }] },
    });
  }

  /** How many aggregations of the given type the budget buys at most. */
  public maximumCount(aggregation: DifferentialPrivacyAggregation): number {
    return Token.asNumber(this.resource.getAtt(maximumCountAttribute(aggregation)));
  }
}
