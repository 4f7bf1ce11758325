import { Duration } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { POPULATE_ID_MAPPING_TABLE, READ_ID_MAPPING_TABLE } from './identity-actions';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { cleanRoomsArn } from '../../foundation/arns';
import { checkPartition, checkSameEnvironment } from '../../foundation/environment';
import { Program } from '../../program/program';

/** What a population of an ID mapping table does. For workflows that match by rules. */
export enum IdMappingJobType {
  /** Reads all of the source, whatever earlier jobs have read. */
  BATCH = 'BATCH',

  /** Reads what is new or has changed since the last job. */
  INCREMENTAL = 'INCREMENTAL',

  /** Removes what was deleted from the source, and adds nothing. */
  DELETE_ONLY = 'DELETE_ONLY',
}

/** Properties of a population of an ID mapping table. */
export interface IdMappingTablePopulationProps {
  /** The ID mapping table. */
  readonly idMappingTable: refs.IIdMappingTableRef;

  /**
   * What it does.
   *
   * @default - as the workflow is made: incremental where it is set up for that, otherwise everything
   */
  readonly jobType?: IdMappingJobType;

  /**
   * Any text. The table is filled again when it changes.
   *
   * @default - the table is filled again only when the table or the type of job changes
   */
  readonly version?: string;

  /**
   * How long to wait until the table can be queried, whole seconds and at most 14 minutes. The API tells this of the first
   * population alone: a table that has been filled before can be queried all the while.
   *
   * @default Duration.minutes(14)
   */
  readonly timeout?: Duration;
}

/**
 * Fills an ID mapping table at deployment, by its workflow in AWS Entity Resolution, and waits until it can be queried.
 *
 * What queries the table is made after it. The rows are the table's: they stay when this leaves the stack, and a rollback changes
 * none. A population that is under way is taken for this one; an event that is delivered again after its end fills the table once
 * more, which leaves the same rows.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PopulateIdMappingTable.html
 */
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
          // The collaboration that the table says it is in, of whichever account made it.
          { Action: ['cleanrooms:BatchGetSchema'], Resource: [cleanRoomsArn(this, 'collaboration/*', { account: '*' }), idMappingTableArn] },
        ],
      },
    });
  }
}
