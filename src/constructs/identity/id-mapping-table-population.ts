import { Duration, Stack } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { POPULATE_ID_MAPPING_TABLE, READ_ID_MAPPING_TABLE, READ_ID_MAPPING_WORKFLOW } from './identity-actions';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { cleanRoomsArn } from '../../foundation/arns';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { Program } from '../../program/program';

/** The type of a job that populates an ID mapping table. For workflows with rule-based matching. */
export enum IdMappingJobType {
  /** Processes all of the source. */
  BATCH = 'BATCH',

  /** Processes only records that were added or changed since the last job. */
  INCREMENTAL = 'INCREMENTAL',

  /** Removes records that were deleted from the source, and adds none. */
  DELETE_ONLY = 'DELETE_ONLY',
}

/** Properties of a population of an ID mapping table. */
export interface IdMappingTablePopulationProps {
  /** The ID mapping table. */
  readonly idMappingTable: refs.IIdMappingTableRef;

  /**
   * The type of the job.
   *
   * @default - the type that the workflow is configured for
   */
  readonly jobType?: IdMappingJobType;

  /**
   * A text that you change to populate the table again.
   *
   * @default - the table is populated again only when the table or the job type changes
   */
  readonly version?: string;

  /**
   * The maximum time to wait until the table can be queried, in whole seconds, at most an hour. The API reports this only for the
   * first population: a table that is populated again can be queried meanwhile.
   *
   * @default Duration.minutes(14)
   */
  readonly timeout?: Duration;
}

/**
 * Populates an ID mapping table at deployment by running its workflow in AWS Entity Resolution, and waits until it can be queried.
 *
 * Whatever names the table in SQL in the same stack waits for it. Add a dependency on it to what queries the table otherwise. The rows are
 * kept when the construct is removed or the deployment is rolled back. A running population is reused. If CloudFormation repeats an event
 * after the population, the table is populated once more, with the same rows.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PopulateIdMappingTable.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { IdMappingTable, IdMappingTablePopulation } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const idMappingTable = IdMappingTable.fromIdMappingTableAttributes(stack, 'MappingTable', {
 *   idMappingTableIdentifier: '55555555-5555-4555-8555-555555555555',
 *   membershipIdentifier: '33333333-3333-4333-8333-333333333333',
 * });
 * new IdMappingTablePopulation(stack, 'Population', { idMappingTable, version: '2026-01' }); // another version populates it again
 */
@checked('IdMappingTablePopulation')
export class IdMappingTablePopulation extends Construct {
  constructor(scope: Construct, id: string, props: IdMappingTablePopulationProps) {
    super(scope, id);
    const { idMappingTableArn, idMappingTableIdentifier, membershipIdentifier } = props.idMappingTable.idMappingTableRef;

    checkPartition(this);
    checkSameEnvironment(this, { idMappingTable: props.idMappingTable });
    Program.add(this);

    new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.ID_MAPPING_TABLE_POPULATION,
      properties: {
        MembershipIdentifier: membershipIdentifier,
        IdMappingTableIdentifier: idMappingTableIdentifier,
        JobType: props.jobType,
        Version: props.version,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(14)),
      },
      statements: [],
      statementsOn: {
        resource: props.idMappingTable,
        statements: [
          {
            Action: [...POPULATE_ID_MAPPING_TABLE, ...READ_ID_MAPPING_TABLE],
            Resource: [idMappingTableArn, cleanRoomsArn(this, `membership/${membershipIdentifier}`)],
          },
          // The collaboration of the table, which any account can have created.
          { Action: ['cleanrooms:BatchGetSchema'], Resource: [cleanRoomsArn(this, 'collaboration/*', { account: '*' }), idMappingTableArn] },
          // What the service reads in the name of who calls it: GetSchema names no mapping table.
          {
            Action: ['cleanrooms:GetSchema'],
            Resource: [cleanRoomsArn(this, 'collaboration/*', { account: '*' }), cleanRoomsArn(this, 'membership/*/configuredtableassociation/*', { account: '*' })],
          },
          { Action: READ_ID_MAPPING_WORKFLOW, Resource: Stack.of(this).formatArn({ service: 'entityresolution', resource: 'idmappingworkflow', resourceName: '*' }) },
        ],
      },
    });
  }
}
