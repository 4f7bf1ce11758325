import { Token } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { checkPrivacyImpactPreview } from './privacy-impact-preview-rules';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType, maximumCountAttribute } from '../../custom-resources/contract';
import { READ_STACK_STATUS } from '../../custom-resources/statements';
import { copied } from '../../foundation/copied';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';

/** A type of aggregation in a query on tables with differential privacy. */
export enum DifferentialPrivacyAggregation {
  /** An average. */
  AVG = 'AVG',

  /** A number of rows. */
  COUNT = 'COUNT',

  /** A number of distinct values. */
  COUNT_DISTINCT = 'COUNT_DISTINCT',

  /** A sum. */
  SUM = 'SUM',

  /** A standard deviation. */
  STDDEV = 'STDDEV',
}

/** Properties of a preview of a differential privacy budget. */
export interface PrivacyImpactPreviewProps {
  /** The membership of the account of the stack. */
  readonly membership: refs.IMembershipRef;

  /** The privacy loss that is allowed in total: a whole number from 1 to 20. A lower value is more private. */
  readonly epsilon: number;

  /** The number of users whose contribution to a result is obscured by noise: a whole number from 10 to 100. A higher value is more private. */
  readonly usersNoisePerQuery: number;

  /**
   * The minimum number of aggregations that the budget must allow, by their type: `{ [DifferentialPrivacyAggregation.COUNT]: 100 }`. If it
   * allows fewer, the deployment fails.
   *
   * @default - no minimum
   */
  readonly wanted?: { [aggregation: string]: number };
}

/**
 * Previews at deployment how many aggregations a differential privacy budget allows. It does not use any budget.
 *
 * Make the `PrivacyBudgetTemplate` depend on it, so that no budget is created that allows too few.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PreviewPrivacyImpact.html
 *
 * @example
 * import { App, CfnOutput, Stack, Token } from 'aws-cdk-lib';
 * import { DifferentialPrivacyAggregation, Membership, PrivacyImpactPreview } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Hospital', { env: { account: '111111111111', region: 'us-east-1' } });
 * const preview = new PrivacyImpactPreview(stack, 'Preview', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   epsilon: 3,
 *   usersNoisePerQuery: 30,
 * });
 * new CfnOutput(stack, 'CountsThatTheBudgetAllows', { value: Token.asString(preview.maximumCount(DifferentialPrivacyAggregation.COUNT)) });
 */
@checked('PrivacyImpactPreview')
export class PrivacyImpactPreview extends Construct {
  private readonly resource: CleanRoomsCustomResource<typeof ResourceType.PRIVACY_IMPACT_PREVIEW>;

  constructor(scope: Construct, id: string, props: PrivacyImpactPreviewProps) {
    super(scope, id);
    const { membership, epsilon, usersNoisePerQuery } = props;
    const wanted = copied(props.wanted);
    const { membershipArn, membershipIdentifier } = membership.membershipRef;

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    throwIfAny(this, checkPrivacyImpactPreview({
      epsilon, usersNoisePerQuery, wanted: wanted ?? {}, aggregations: Object.values(DifferentialPrivacyAggregation),
    }));

    this.resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.PRIVACY_IMPACT_PREVIEW,
      properties: { MembershipIdentifier: membershipIdentifier, Epsilon: epsilon, UsersNoisePerQuery: usersNoisePerQuery, Wanted: wanted },
      statements: [READ_STACK_STATUS],
      statementsOn: { resource: membership, statements: [{ Action: ['cleanrooms:PreviewPrivacyImpact'], Resource: membershipArn }] },
    });
  }

  /**
   * Returns the maximum number of aggregations of the given type that the budget allows.
   *
   * @param aggregation The type of aggregation, as queries use it.
   */
  public maximumCount(aggregation: DifferentialPrivacyAggregation): number {
    return Token.asNumber(this.resource.getAtt(maximumCountAttribute(aggregation)));
  }
}
