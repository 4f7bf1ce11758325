import { Duration } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { CleanRoomsCustomResource } from '../../custom-resources/cleanrooms-custom-resource';
import { ResourceType, analysisRuleTypeAttribute } from '../../custom-resources/contract';
import { READ_STACK_STATUS } from '../../custom-resources/statements';
import { waitTimeoutSeconds } from '../../custom-resources/wait-timeout';
import { cleanRoomsArn } from '../../foundation/arns';
import { checkPartition, checkSameRegion } from '../../foundation/environment';
import { checked } from '../../foundation/parameters';
import { code, fail, throwIfAny } from '../../foundation/validation-faults';
import { createAfterTables, membershipsBefore } from '../../program/prerequisites';
import { checkAwaitedTables, checkOwners } from '../collaboration/lookup-rules';

/** The resource types of tables in ARNs. The tables can belong to any member. */
const TABLE_TYPES = ['configuredtableassociation', 'idmappingtable', 'intermediatetable'];

/** The kind of analysis that a table is ready for. */
export enum AnalysisType {
  /** Queries and jobs that name the table. */
  DIRECT_ANALYSIS = 'DIRECT_ANALYSIS',

  /** Additional analyses on the results of queries, such as a lookalike model. */
  ADDITIONAL_ANALYSIS = 'ADDITIONAL_ANALYSIS',
}

/** Properties of the wait for tables. */
export interface SchemaReadinessProps {
  /** The collaboration. The account of the stack must be a member. A membership in this stack is created first. */
  readonly collaboration: refs.ICollaborationRef;

  /** The names of 1 to 25 tables in the collaboration, of any member. Those of this stack, and of the
   * other stacks of its account and Region in this app, are created first. */
  readonly tables: string[];

  /**
   * The accounts that own the tables, by the names of the tables. A table of another member is not ready, whatever its name: a member who
   * leaves takes its tables along, and another one can bring in a table of the same name.
   *
   * @default - tables of any member
   */
  readonly ownerAccountIds?: Record<string, string>;

  /**
   * The kind of analysis that the tables must be ready for.
   *
   * @default AnalysisType.DIRECT_ANALYSIS
   */
  readonly analysisType?: AnalysisType;

  /**
   * How long to wait, whole seconds and at most an hour.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Waits during deployment until tables of a collaboration, of any member, can be analysed.
 *
 * Add a dependency on it to what queries the tables. If the tables are not ready in time, the deployment fails with the service's
 * reasons, such as a missing rule, no result receivers, or an ID mapping table that is not populated.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_BatchGetSchema.html
 *
 * @example
 * import { App, Stack } from 'aws-cdk-lib';
 * import { Collaboration, Membership, ProtectedQuery, QueryStatement, SchemaReadiness } from 'cdk-cleanrooms';
 *
 * const stack = new Stack(new App(), 'Advertiser', { env: { account: '111111111111', region: 'us-east-1' } });
 * const collaboration = Collaboration.fromCollaborationAttributes(stack, 'Collaboration', {
 *   collaborationIdentifier: '11111111-1111-4111-8111-111111111111',
 *   creatorAccountId: '111111111111',
 * });
 * const ready = new SchemaReadiness(stack, 'Ready', { collaboration, tables: ['impressions'], ownerAccountIds: { impressions: '222222222222' } });
 *
 * const query = new ProtectedQuery(stack, 'Reach', {
 *   membership: Membership.fromMembershipIdentifier(stack, 'Membership', '33333333-3333-4333-8333-333333333333'),
 *   statement: QueryStatement.sql('SELECT campaign, COUNT(DISTINCT hashed_email) FROM impressions GROUP BY campaign'),
 * });
 * query.node.addDependency(ready);
 */
@checked('SchemaReadiness')
export class SchemaReadiness extends Construct {
  /** The names of the tables that it waits for. */
  public readonly tables: string[];

  private readonly resource: CleanRoomsCustomResource<typeof ResourceType.SCHEMA_READINESS>;

  constructor(scope: Construct, id: string, props: SchemaReadinessProps) {
    super(scope, id);
    this.tables = [...props.tables];

    checkPartition(this);
    checkSameRegion(this, { collaboration: props.collaboration });
    throwIfAny(this, [...checkAwaitedTables(this.tables), ...checkOwners(props.ownerAccountIds, this.tables)]);

    const { collaborationArn, collaborationIdentifier } = props.collaboration.collaborationRef;
    this.resource = new CleanRoomsCustomResource(this, 'Resource', {
      type: ResourceType.SCHEMA_READINESS,
      properties: {
        CollaborationIdentifier: collaborationIdentifier,
        Tables: this.tables,
        Owners: props.ownerAccountIds,
        AnalysisType: props.analysisType ?? AnalysisType.DIRECT_ANALYSIS,
        WaitSeconds: waitTimeoutSeconds(this, props.timeout ?? Duration.minutes(10)),
      },
      statements: [READ_STACK_STATUS],
      statementsOn: {
        resource: props.collaboration,
        statements: [
          { Action: ['cleanrooms:ListMembers', 'cleanrooms:ListSchemas'], Resource: collaborationArn },
          {
            Action: ['cleanrooms:BatchGetSchema', 'cleanrooms:BatchGetSchemaAnalysisRule'],
            Resource: [collaborationArn, ...TABLE_TYPES.map((type) => cleanRoomsArn(this, `membership/*/${type}/*`, { account: '*' }))],
          },
          // What the service reads in the name of who calls it.
          {
            Action: ['cleanrooms:GetSchema'],
            Resource: [collaborationArn, cleanRoomsArn(this, 'membership/*/configuredtableassociation/*', { account: '*' })],
          },
        ],
      },
    });
    this.resource.node.addDependency(membershipsBefore(this, props.collaboration));
    createAfterTables(this.resource.definition);
  }

  /**
   * Returns the type of the analysis rule of one of the tables, such as `AGGREGATION`.
   *
   * @param table One of `tables`; any other name is an error.
   */
  public analysisRuleTypeOf(table: string): string {
    const index = this.tables.indexOf(table);
    if (index === -1) {
      fail(this, code`TableNotAwaited`, `the rule of '${table}' is not known, because 'tables' has only ${this.tables.join(', ')}`);
    }
    return this.resource.getAttString(analysisRuleTypeAttribute(index));
  }
}
