import { Duration, Token } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { FOLLOW_QUERY } from './analysis-actions';
import type { ComputeConfiguration } from './compute-configuration';
import { workersOf } from './compute-configuration';
import type { QueryOutput } from './query-output';
import { checkQueryParts, toRunStatement, writeQueryResults } from './query-parts';
import { OF_ANY_MEMBER } from './query-resource-arns';
import type { QueryStatement } from './query-statement';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import type { ProviderStatement } from '../../custom-resources/provider-role';
import { LIST_MEMBERSHIPS, READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { reasonOf, withReason } from '../../foundation/acknowledgements';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { createAfterTables } from '../../program/prerequisites';

/** Properties of a protected query that runs at deployment, without its membership. */
export interface ProtectedQueryOptions {
  /** The SQL or the analysis template to run. */
  readonly statement: QueryStatement;

  /**
   * The location of the results.
   *
   * @default - the default location in the membership of the member who receives results
   */
  readonly output?: QueryOutput;

  /**
   * The workers that run the query.
   *
   * @default - the default of the service
   */
  readonly compute?: ComputeConfiguration;

  /**
   * The account that pays. Required if the collaboration has several candidates.
   *
   * @default - the only candidate
   */
  readonly payerAccountId?: string;

  /**
   * A text that you change to run the query again.
   *
   * @default - the query runs again only when its other properties change
   */
  readonly version?: string;

  /**
   * The maximum run time, in whole seconds, at most an hour. After that, the query is cancelled and the deployment fails.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/** Properties of a protected query that runs at deployment. */
export interface ProtectedQueryProps extends ProtectedQueryOptions {
  /** The membership of the member who runs the query. */
  readonly membership: refs.IMembershipRef;
}

/**
 * Runs a protected query once at deployment, and waits for it to finish. Use it as a smoke test or to produce a first result.
 *
 * If the query fails, the deployment fails with the error of the service. A query that is still running is cancelled when the deployment
 * is rolled back or the construct is removed; results are kept. The query runs again when its statement, output, workers, payer or
 * version changes; an update back to the previous values reuses the previous result. Tables of the stack that its SQL names are created
 * and populated first. For those of other stacks and members, add a dependency on a `SchemaReadiness`.
 *
 * StartProtectedQuery has no idempotency token. So a query with the same content that this membership started in the last 17 minutes,
 * and that has not failed, is reused: neither a repeated event nor a second construct with the same properties starts another one.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_StartProtectedQuery.html
 *
 * @example
 * import { App, CfnOutput, Stack } from 'aws-cdk-lib';
 * import { Bucket } from 'aws-cdk-lib/aws-s3';
 * import { Membership, ProtectedQuery, QueryOutput, QueryStatement, ResultFormat } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Analysis', { env: { account: '111111111111', region: 'us-east-1' } });
 * const query = new ProtectedQuery(stack, 'SmokeTest', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   statement: QueryStatement.sql('SELECT city, SUM(amount) FROM purchases INNER JOIN impressions USING (hashed_email) GROUP BY city'),
 *   output: QueryOutput.s3(new Bucket(stack, 'Results', { enforceSSL: true }), { format: ResultFormat.PARQUET }),
 * });
 * new CfnOutput(stack, 'ResultLocation', { value: query.resultLocation });
 */
@checked('ProtectedQuery')
export class ProtectedQuery extends Construct {
  /** The id of the last run, a UUID. */
  public readonly protectedQueryIdentifier: string;

  /** The location of the results, `s3://<bucket>/<key>`. Empty if all results were sent to other members. */
  public readonly resultLocation: string;

  /** Total run time. Zero if the service does not report it. */
  public readonly totalDuration: Duration;

  /** The number of Clean Rooms processing unit hours that were billed. Zero if the service does not report it. */
  public readonly billedUnits: number;

  constructor(scope: Construct, id: string, props: ProtectedQueryProps) {
    super(scope, id);
    const { membershipArn, membershipIdentifier } = props.membership.membershipRef;
    const statement = props.statement._render();

    checkPartition(this);
    checkSameEnvironment(this, { membership: props.membership });
    checkQueryParts(this, { ...props, templateArn: statement.AnalysisTemplateArn });

    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.PROTECTED_QUERY,
      properties: {
        MembershipIdentifier: membershipIdentifier,
        Statement: statement,
        Output: props.output?._render(),
        Workers: props.compute && workersOf(props.compute),
        PayerAccountId: props.payerAccountId,
        Version: props.version,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
      },
      statements: [
        LIST_MEMBERSHIPS,
        READ_STACK_STATUS,
        ...writeQueryResults(props.output).map(toProviderStatement),
      ],
      statementsOn: {
        resource: props.membership,
        statements: [
          ...toRunStatement(props.membership, statement, statement.AnalysisTemplateArn)
            .map(({ actions, resourceArns }) => withReason({ Action: actions, Resource: resourceArns }, OF_ANY_MEMBER)),
          { Action: FOLLOW_QUERY, Resource: membershipArn },
        ],
      },
    });
    createAfterTables(resource.definition);

    this.protectedQueryIdentifier = resource.getAttString('Identifier');
    this.resultLocation = resource.getAttString('ResultLocation');
    this.totalDuration = Duration.millis(Token.asNumber(resource.getAtt('TotalDurationInMillis')));
    this.billedUnits = Token.asNumber(resource.getAtt('BilledUnits'));
  }
}

function toProviderStatement(statement: PolicyStatement): ProviderStatement {
  const { actions, resources } = statement;
  const conditions = statement.conditions as object;
  const provided = { Action: actions, Resource: resources, ...Object.keys(conditions).length ? { Condition: conditions } : {} };
  const reason = reasonOf(statement);
  return reason === undefined ? provided : withReason(provided, reason);
}
