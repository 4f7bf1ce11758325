import { Duration, Token } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { FOLLOW_QUERY, START_QUERY } from './analysis-actions';
import type { ComputeConfiguration } from './compute-configuration';
import { workersOf } from './compute-configuration';
import type { QueryOutput } from './query-output';
import { checkQueryParts, writeQueryResults } from './query-parts';
import { arnsOfQuery } from './query-resource-arns';
import type { QueryStatement } from './query-statement';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { LIST_MEMBERSHIPS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';

/** Properties of a protected query that runs at deployment. */
export interface ProtectedQueryProps {
  /** The membership of the member who runs the query. */
  readonly membership: refs.IMembershipRef;

  /** What the query asks. */
  readonly statement: QueryStatement;

  /**
   * Where the results go.
   *
   * @default - the default place of the member who receives results
   */
  readonly output?: QueryOutput;

  /**
   * The workers that run the query.
   *
   * @default - the default of the service
   */
  readonly compute?: ComputeConfiguration;

  /**
   * The account that pays. Needed where the collaboration has several candidates.
   *
   * @default - the only candidate
   */
  readonly payerAccountId?: string;

  /**
   * Any text. The query runs again when it, or what the query asks, changes.
   *
   * @default - the query runs again only when what it asks changes
   */
  readonly version?: string;

  /**
   * How long the query may take, whole seconds and at most 14 minutes. Then it is cancelled, and the deployment fails.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Runs a protected query at deployment, once, and waits for its end: as a test that the collaboration works, or for a first result.
 *
 * A query that fails, fails the deployment, in the service's words. It is cancelled where it still runs when the deployment is
 * rolled back or the query leaves the stack; results stay. It runs again when the statement, output, workers, payer or version
 * changes, and an update back to what it was just before takes the result from then. The tables that it names are no
 * references: let it depend on them (`query.node.addDependency(...)`), or on a `SchemaReadiness`.
 *
 * The API takes no token against running a request twice. A query with the same content that this membership started in the last
 * 17 minutes, and that has not failed, is therefore taken for this one: a repeated event starts no second query, and neither does
 * a second construct that asks the same.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_StartProtectedQuery.html
 */
export class ProtectedQuery extends Construct {
  /** The id of the query that ran last, a UUID. */
  public readonly protectedQueryIdentifier: string;

  /** Where its results lie, `s3://<bucket>/<key>`. Empty where they went to other members alone. */
  public readonly resultLocation: string;

  /** How long it took, from its creation on. None where the service does not tell. */
  public readonly totalDuration: Duration;

  /** How many Clean Rooms processing unit hours were billed. 0 where the service does not tell. */
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
        ...writeQueryResults(props.output).map(({ actions, resources, conditions }) => ({
          Action: actions, Resource: resources, ...Object.keys(conditions as object).length ? { Condition: conditions as object } : {},
        })),
      ],
      statementsOn: {
        resource: props.membership,
        statements: [
          { Action: START_QUERY, Resource: [membershipArn, ...arnsOfQuery(props.membership, statement.AnalysisTemplateArn)] },
          { Action: FOLLOW_QUERY, Resource: membershipArn },
        ],
      },
    });

    this.protectedQueryIdentifier = resource.getAttString('Identifier');
    this.resultLocation = resource.getAttString('ResultLocation');
    this.totalDuration = Duration.millis(Token.asNumber(resource.getAtt('TotalDurationInMillis')));
    this.billedUnits = Token.asNumber(resource.getAtt('BilledUnits'));
  }
}
