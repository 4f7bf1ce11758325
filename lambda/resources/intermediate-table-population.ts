import { UpdateProtectedQueryCommand } from '@aws-sdk/client-cleanrooms';
import type { IntermediateTablePopulationProperties } from '../../src/custom-resources/contract/intermediate-tables';
import { analysisRun, runOf, type RunSummary } from '../analysis-run';
import type { CleanRooms } from '../client';
import { decode, type Fields, mapOf, objectOf, optional, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import type { Answer, ResourceEvent, ResourceHandler } from '../event';
import { GetIntermediateTableCommand, ListIntermediateTableVersionsCommand, PopulateIntermediateTableCommand } from '../missing-sdk/client-cleanrooms';
import { allPages } from '../pages';
import { poll } from '../poll';
import { readProtectedQuery } from '../protected-queries';
import { isKnownToRollBack } from '../stack-status';
import { workersFields } from '../workers';

type Properties = IntermediateTablePopulationProperties;

const fields: Fields<IntermediateTablePopulationProperties> = {
  MembershipIdentifier: text,
  IntermediateTableIdentifier: text,
  Parameters: optional(mapOf(text)),
  Workers: optional(objectOf(workersFields)),
  PayerAccountId: optional(text),
  Version: optional(text),
  WaitSeconds: wholeNumber,
};

/** How long the table can take to show what has become of its query. */
const SETTLING_SECONDS = 60;

/** What the status of a version says of its query. */
const STATUSES: Readonly<Record<string, string>> = { POPULATE_STARTED: 'STARTED', POPULATE_SUCCESS: 'SUCCESS', POPULATE_FAILED: 'FAILED' };

const population = analysisRun<IntermediateTablePopulationProperties>({
  displayName: 'population of an intermediate table, query',
  fields,

  request: ({ Parameters: parameters }) => ({ sqlParameters: parameters && { parameters } }),

  async start(cleanRooms, properties) {
    const { MembershipIdentifier: membershipIdentifier, Workers: workers } = properties;
    const { analysisId } = await cleanRooms.send(new PopulateIntermediateTableCommand({
      membershipIdentifier,
      intermediateTableIdentifier: properties.IntermediateTableIdentifier,
      parameters: properties.Parameters,
      computeConfiguration: workers && {
        queryComputeConfiguration: { type: workers.Type, number: workers.Number, properties: workers.Spark && { spark: workers.Spark } },
      },
      analysisPayerAccountId: properties.PayerAccountId,
    }));
    const started = (await listRuns(cleanRooms, properties)).find(({ id }) => id === analysisId);
    return started ?? readQuery(cleanRooms, membershipIdentifier, analysisId!);
  },

  read: readQuery,

  async cancel(cleanRooms, membershipIdentifier, protectedQueryIdentifier) {
    await cleanRooms.send(new UpdateProtectedQueryCommand({ membershipIdentifier, protectedQueryIdentifier, targetStatus: 'CANCELLED' }));
  },

  list: async (cleanRooms, properties) => ({ runs: await listRuns(cleanRooms, properties) }),
});

/**
 * Populates an intermediate table, and waits until it can be queried. Each population is a protected query, and makes a version of the table. Deleting
 * the resource leaves the rows in the table.
 */
export const intermediateTablePopulation: ResourceHandler = async (event, cleanRooms) => {
  const answer = await population(event, cleanRooms);
  if (await hasRun(event, answer, cleanRooms)) await checkTable(cleanRooms, decode(fields, event.ResourceProperties));
  return answer;
};

/** Whether the event has populated the table. A rollback returns to what the table had before. */
async function hasRun(event: ResourceEvent, answer: Answer, cleanRooms: CleanRooms): Promise<boolean> {
  if (event.RequestType !== 'Update') return event.RequestType === 'Create';
  return answer.PhysicalResourceId !== event.PhysicalResourceId && !await isKnownToRollBack(cleanRooms, event);
}

/** A table whose query has succeeded can still be out of use, for example because the owner of a base table has disallowed it. */
async function checkTable(
  cleanRooms: CleanRooms, { MembershipIdentifier: membershipIdentifier, IntermediateTableIdentifier: intermediateTableIdentifier }: Properties,
): Promise<void> {
  const look = async () => cleanRooms.send(new GetIntermediateTableCommand({ membershipIdentifier, intermediateTableIdentifier }));
  const { intermediateTable: table } = await poll(cleanRooms, SETTLING_SECONDS, look, (seen) => seen.intermediateTable?.status !== 'POPULATE_STARTED');
  if (table!.status === 'POPULATE_SUCCESS') return;
  throw new DeploymentError(`the intermediate table '${table!.name}' cannot be queried: ${table!.status}${table!.statusReason ? `: ${table!.statusReason}` : ''}`);
}

async function readQuery(cleanRooms: CleanRooms, membershipIdentifier: string, protectedQueryIdentifier: string) {
  return runOf(await readProtectedQuery(cleanRooms, membershipIdentifier, protectedQueryIdentifier));
}

/** The populations of the table, the newest first. */
async function listRuns(
  cleanRooms: CleanRooms, { MembershipIdentifier: membershipIdentifier, IntermediateTableIdentifier: intermediateTableIdentifier }: Properties,
): Promise<RunSummary[]> {
  const versions = await allPages(
    async (nextToken) => cleanRooms.send(new ListIntermediateTableVersionsCommand({ membershipIdentifier, intermediateTableIdentifier, nextToken })),
    ({ intermediateTableVersionSummaries }) => intermediateTableVersionSummaries);
  const runs = versions.map(({ analysisId, status, createTime }): RunSummary => (
    { id: analysisId!, status: STATUSES[status!] ?? status!, createdAt: createTime! }
  ));
  return runs.sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
}
