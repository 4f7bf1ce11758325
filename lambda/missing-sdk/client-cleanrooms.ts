/*
 * Operations of Clean Rooms that the API has and the bundled version of `@aws-sdk/client-cleanrooms` does not know. When it knows one of them,
 * its own command takes the place of the one here.
 */
import { json, listOf, operation, text, time } from './operation';

const inMembership = { membershipIdentifier: text };
const inTable = { ...inMembership, intermediateTableIdentifier: text };

/** The analysis that fills an intermediate table. */
export interface PopulationAnalysisConfiguration {
  readonly sqlParameters?: { readonly queryString?: string; readonly analysisTemplateArn?: string };
}

/** An intermediate table, as far as it is used here. */
export interface IntermediateTable {
  readonly id: string;
  readonly name: string;
  readonly membershipId: string;
  /** One of CREATED, POPULATE_STARTED, POPULATE_SUCCESS, POPULATE_FAILED, RETENTION_PERIOD_EXPIRED, DISALLOWED_BY_DATA_PROVIDER, BASE_TABLE_REMOVED. */
  readonly status: string;
  readonly statusReason?: string;
  readonly populationAnalysisConfiguration: PopulationAnalysisConfiguration;
}

/** Reads an intermediate table. */
export const GetIntermediateTableCommand = operation('GetIntermediateTable',
  'GET /memberships/{membershipIdentifier}/intermediateTables/{intermediateTableIdentifier}',
  inTable, { intermediateTable: json<IntermediateTable>() });

/** Lists the intermediate tables of a membership. */
export const ListIntermediateTablesCommand = operation('ListIntermediateTables',
  'GET /memberships/{membershipIdentifier}/intermediateTables',
  { ...inMembership, nextToken: text },
  { nextToken: text, intermediateTableSummaries: listOf({ id: text, arn: text, name: text, createTime: time }) }, { query: ['nextToken'] });

/** Lists the versions of an intermediate table: each population makes one. */
export const ListIntermediateTableVersionsCommand = operation('ListIntermediateTableVersions',
  'GET /memberships/{membershipIdentifier}/intermediateTables/{intermediateTableIdentifier}/versions',
  { ...inTable, nextToken: text },
  {
    nextToken: text,
    intermediateTableVersionSummaries: listOf({ versionId: text, analysisId: text, status: text, createTime: time }),
  }, { query: ['nextToken'] });

/** The workers of the query that fills an intermediate table. */
export interface PopulationComputeConfiguration {
  readonly queryComputeConfiguration: {
    readonly type: string; readonly number: number; readonly properties?: { readonly spark?: Record<string, string> };
  };
}

/** Fills an intermediate table with the results of its analysis. */
export const PopulateIntermediateTableCommand = operation('PopulateIntermediateTable',
  'POST /memberships/{membershipIdentifier}/intermediateTables/{intermediateTableIdentifier}/populate',
  {
    ...inTable,
    parameters: json<Readonly<Record<string, string>>>(),
    computeConfiguration: json<PopulationComputeConfiguration>(),
    analysisPayerAccountId: text,
  },
  { analysisId: text, analysisType: text, versionId: text });
