import { Duration } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType, analysisRuleTypeAttribute } from '../../custom-resources/contract';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { cleanRoomsArn } from '../../foundation/arns';
import { checkPartition } from '../../foundation/partition';
import { checkSameRegion } from '../../foundation/same-environment';
import { code, fail, throwIfAny } from '../../foundation/validation-faults';
import { tablesBefore } from '../../program/prerequisites';
import { checkAwaitedTables } from '../collaboration/lookup-rules';

/** The types of tables in their ARNs. They are of every member's account. */
const TABLE_TYPES = ['configuredtableassociation', 'idmappingtable', 'intermediatetable'];

/** What a table can be ready for. */
export enum AnalysisType {
  /** Queries and jobs that name the table. */
  DIRECT_ANALYSIS = 'DIRECT_ANALYSIS',

  /** Analyses on the results of queries, such as a lookalike model. */
  ADDITIONAL_ANALYSIS = 'ADDITIONAL_ANALYSIS',
}

/** Properties of the wait for tables. */
export interface SchemaReadinessProps {
  /** The collaboration. The account of the stack must be a member: a membership of this stack is made before. */
  readonly collaboration: refs.ICollaborationRef;

  /** The names of the tables in the collaboration, whosever they are: 1 to 25. Those of this stack are made before. */
  readonly tables: string[];

  /**
   * What the tables have to be ready for.
   *
   * @default AnalysisType.DIRECT_ANALYSIS
   */
  readonly analysisType?: AnalysisType;

  /**
   * How long to wait, whole seconds and at most 14 minutes.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Waits at deployment until tables of a collaboration, whosever they are, can be analysed.
 *
 * What queries them is made after it. Where they are not ready in time, the deployment fails with the service's reasons: a rule that
 * is missing, no receivers of results, an ID mapping table without its ids.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_BatchGetSchema.html
 */
export class SchemaReadiness extends Construct {
  /** The names of the tables that it waits for. */
  public readonly tables: string[];

  private readonly resource: CleanRoomsCustomResource<typeof ResourceType.SCHEMA_READINESS>;

  constructor(scope: Construct, id: string, props: SchemaReadinessProps) {
    super(scope, id);
    this.tables = props.tables;

    checkPartition(this);
    checkSameRegion(this, { collaboration: props.collaboration });
    throwIfAny(this, checkAwaitedTables(this.tables));

    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    this.resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.SCHEMA_READINESS,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        Tables: this.tables,
        AnalysisType: props.analysisType ?? AnalysisType.DIRECT_ANALYSIS,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
      },
      statements: [],
      statementsOn: {
        resource: props.collaboration,
        statements: [
          { Action: ['cleanrooms:ListSchemas'], Resource: collaborationArn },
          {
            Action: ['cleanrooms:BatchGetSchema', 'cleanrooms:BatchGetSchemaAnalysisRule'],
            Resource: [collaborationArn, ...TABLE_TYPES.map((type) => cleanRoomsArn(this, `membership/*/${type}/*`, { account: '*' }))],
          },
        ],
      },
    });
    this.resource.node.addDependency(tablesBefore(this, props.collaboration, this.tables));
  }

  /** The type of the analysis rule of one of the tables that it waits for, such as `AGGREGATION`. */
  public analysisRuleTypeOf(table: string): string {
    const index = this.tables.indexOf(table);
    if (index === -1) {
      fail(this, code`TableNotAwaited`, `the rule of '${table}' is not known: 'tables' has ${this.tables.join(', ')}`);
    }
    return this.resource.getAttString(analysisRuleTypeAttribute(index));
  }
}
