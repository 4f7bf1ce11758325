import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IIntermediateTable } from './intermediate-table';
import { POPULATE_INTERMEDIATE_TABLE } from './table-actions';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { LIST_MEMBERSHIPS, READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { withReason } from '../../foundation/acknowledgements';
import { membershipArnOf } from '../../foundation/arns';
import { copied } from '../../foundation/copied';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checkAccountId } from '../../foundation/identifiers';
import { checked } from '../../foundation/parameters';
import { throwIfAny } from '../../foundation/validation-faults';
import { warn } from '../../foundation/warnings';
import { Program } from '../../program/program';
import { workersOf } from '../analysis/compute-configuration';
import type { ComputeConfiguration } from '../analysis/compute-configuration';
import { checkArguments, checkCompute, warnAboutCompute } from '../analysis/protected-analysis-rules';
import { OF_ANY_MEMBER, queriedTableArns } from '../analysis/query-resource-arns';

/** Properties of a population of an intermediate table. */
export interface IntermediateTablePopulationProps {
  /** The intermediate table. */
  readonly intermediateTable: IIntermediateTable;

  /**
   * Values of the parameters of the analysis template that fills the table, by their names.
   *
   * @default - the defaults of the parameters
   */
  readonly parameters?: { [name: string]: string };

  /**
   * The workers that run the query which fills the table.
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
   * A text that you change to populate the table again.
   *
   * @default - the table is populated again only when the table, the parameters, the workers or the payer change
   */
  readonly version?: string;

  /**
   * The maximum time to wait until the table can be queried, in whole seconds, at most an hour. A query that takes longer is cancelled, and the
   * deployment fails: populate such a table at run time, with `intermediateTable.grants.populate`.
   *
   * @default Duration.minutes(14)
   */
  readonly timeout?: Duration;
}

/**
 * Populates an intermediate table at deployment by running its analysis, and waits until it can be queried.
 *
 * Whatever names the table in SQL in the same stack waits for it. Add a dependency on it to what queries the table otherwise. Each population is a
 * protected query and makes a version of the table, which the service keeps for 30 days by default. The rows are kept when the construct is removed or
 * the deployment is rolled back. A population that was started in the last 17 minutes and has not failed is reused, if CloudFormation repeats an event.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/working-with-intermediate-tables.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import {
 *   AdditionalAnalyses, AnalysisRule, IntermediateTable, IntermediateTablePopulation, Membership, PopulationAnalysis,
 * } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const reached = new IntermediateTable(stack, 'Reached', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   intermediateTableName: 'reached',
 *   populationAnalysis: PopulationAnalysis.sql('SELECT hashed_email, campaign FROM impressions'),
 *   analysisRule: AnalysisRule.custom().allowAnyQueryBy('111111111111').withAdditionalAnalyses(AdditionalAnalyses.NOT_ALLOWED),
 *   allowedResultReceivers: ['111111111111'],
 * });
 * new IntermediateTablePopulation(stack, 'Population', { intermediateTable: reached, version: '2026-01' }); // another version fills it anew
 */
@checked('IntermediateTablePopulation')
export class IntermediateTablePopulation extends Construct {
  /** The id of the protected query that filled the table last, a UUID. */
  public readonly protectedQueryIdentifier: string;

  constructor(scope: Construct, id: string, props: IntermediateTablePopulationProps) {
    super(scope, id);
    const { intermediateTable, payerAccountId } = props;
    const { intermediateTableArn, intermediateTableIdentifier, membershipIdentifier } = intermediateTable;
    const compute = props.compute && { kind: 'query' as const, workerType: props.compute.workerType.name, workers: props.compute.workers };
    const parameters = copied(props.parameters);

    checkPartition(this);
    checkSameEnvironment(this, { intermediateTable });
    throwIfAny(this, [
      ...checkArguments(parameters),
      ...checkAccountId('payerAccountId', payerAccountId),
      ...compute ? checkCompute(compute) : [],
    ]);
    warn(this, compute ? warnAboutCompute(compute) : []);
    Program.add(this);

    const membershipArn = membershipArnOf(intermediateTable, membershipIdentifier);
    const resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.INTERMEDIATE_TABLE_POPULATION,
      properties: {
        MembershipIdentifier: membershipIdentifier,
        IntermediateTableIdentifier: intermediateTableIdentifier,
        Parameters: parameters,
        Workers: props.compute && workersOf(props.compute),
        PayerAccountId: payerAccountId,
        Version: props.version,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(14)),
      },
      statements: [LIST_MEMBERSHIPS, READ_STACK_STATUS],
      statementsOn: {
        resource: intermediateTable,
        statements: [
          withReason({
            Action: POPULATE_INTERMEDIATE_TABLE, Resource: [intermediateTableArn, membershipArn, ...queriedTableArns(intermediateTable)],
          }, OF_ANY_MEMBER),
          {
            Action: ['cleanrooms:GetIntermediateTable', 'cleanrooms:ListIntermediateTableVersions'], Resource: [intermediateTableArn, membershipArn],
          },
          { Action: ['cleanrooms:GetProtectedQuery', 'cleanrooms:UpdateProtectedQuery'], Resource: membershipArn },
        ],
      },
    });

    this.protectedQueryIdentifier = resource.getAttString('Identifier');
  }
}
