import {
  type AnalysisRuleType, BatchGetSchemaAnalysisRuleCommand, BatchGetSchemaCommand, ListSchemasCommand, type Schema,
} from '@aws-sdk/client-cleanrooms';
import { analysisRuleTypeAttribute, type SchemaReadinessProperties } from '../../src/custom-resources/contract';
import type { CleanRooms } from '../client';
import { listOf, mapOf, optional, text, wholeNumber } from '../decode';
import { DeploymentError } from '../errors';
import { accountWithName, listMembersForMessage } from '../members';
import { allPages } from '../pages';
import { poll } from '../poll';
import { resourceWithoutDelete } from '../resource-without-delete';

/** What a physical id records: the types of the rules, in the order of the tables. */
const RECORD = 'rules:';
const SEPARATOR = ',';
const FORMAT = new RegExp(`^${RECORD}[A-Z_]+(?:${SEPARATOR}[A-Z_]+)*$`);

/** Whether a table is ready: the type of its rule if it is, otherwise the reason why it is not. */
interface Readiness {
  readonly table: string;
  /** The account that has brought it in, if the collaboration has it. */
  readonly owner?: string;
  readonly ruleType?: AnalysisRuleType;
  readonly reason?: string;
  /** Whether the collaboration has no such table. */
  readonly isMissing?: boolean;
}

/** Waits until the tables of a collaboration can be analysed, and returns the types of their rules. */
export const schemaReadiness = resourceWithoutDelete<SchemaReadinessProperties>({
  fields: {
    CollaborationIdentifier: text,
    Tables: listOf(text),
    Owners: optional(mapOf(text)),
    AnalysisType: text,
    WaitSeconds: wholeNumber,
  },

  async apply(cleanRooms, properties) {
    const tables = await poll(
      cleanRooms, properties.WaitSeconds,
      async () => readRules(cleanRooms, properties, await readSchemas(cleanRooms, properties)),
      (seen) => seen.every(isReady),
    );

    if (!tables.every(isReady)) throw new DeploymentError(await explanation(cleanRooms, properties, tables));
    return RECORD + tables.map(({ ruleType }) => ruleType!).join(SEPARATOR);
  },

  attributes(recorded) {
    const ruleTypes = recorded.slice(RECORD.length).split(SEPARATOR);
    return Object.fromEntries(ruleTypes.map((ruleType, index) => [analysisRuleTypeAttribute(index), ruleType]));
  },

  isRecord: (recorded) => FORMAT.test(recorded),
});

/** Reads the status of each table, which shows for which kinds of analysis it is ready. */
async function readSchemas(cleanRooms: CleanRooms, properties: SchemaReadinessProperties): Promise<Readiness[]> {
  if (properties.Tables.length === 0) return []; // a query can name tables that only its text knows
  const { schemas = [], errors = [] } = await cleanRooms.send(new BatchGetSchemaCommand({
    collaborationIdentifier: properties.CollaborationIdentifier, names: [...properties.Tables],
  }));
  return properties.Tables.map((table) => {
    const schema = schemas.find(({ name }) => isSame(name, table));
    if (schema) {
      const { creatorAccountId: owner } = schema;
      const { [table]: expectedOwner = owner } = properties.Owners ?? {};
      return { table, owner, ...owner === expectedOwner ? readinessOf(schema, properties.AnalysisType) : { reason: `not of ${expectedOwner}` } };
    }
    const error = errors.find(({ name }) => isSame(name, table));
    return { table, reason: error ? `${error.code}: ${error.message}` : 'no answer', isMissing: true };
  });
}

function readinessOf(schema: Schema, analysisType: string): Pick<Readiness, 'ruleType' | 'reason'> {
  const detail = schema.schemaStatusDetails?.find((each) => each.analysisType === analysisType);
  if (!detail) return { reason: `it does not support ${analysisType}` };
  if (detail.status !== 'READY') {
    const reasons = detail.reasons?.map(({ code, message }) => `${code}: ${message}`) ?? [];
    return { reason: [detail.status, ...reasons].join('; ') };
  }
  const ruleType = detail.analysisRuleType ?? schema.analysisRuleTypes?.[0];
  return ruleType ? { ruleType } : { reason: 'it has no analysis rule' };
}

/** Reads the rules of the tables that are ready. A table whose rule cannot be read is not ready, whatever its status. */
async function readRules(cleanRooms: CleanRooms, properties: SchemaReadinessProperties, tables: Readiness[]): Promise<Readiness[]> {
  const requests = tables.flatMap(({ table, ruleType }) => ruleType ? [{ name: table, type: ruleType }] : []);
  if (requests.length === 0) return tables;
  const { errors = [] } = await cleanRooms.send(new BatchGetSchemaAnalysisRuleCommand({
    collaborationIdentifier: properties.CollaborationIdentifier, schemaAnalysisRuleRequests: requests,
  }));
  return tables.map((readiness) => {
    const error = errors.find(({ name }) => isSame(name, readiness.table));
    return error ? { ...readiness, ruleType: undefined, reason: `analysis rule: ${error.code}: ${error.message}` } : readiness;
  });
}

async function explanation(cleanRooms: CleanRooms, properties: SchemaReadinessProperties, tables: Readiness[]): Promise<string> {
  const { CollaborationIdentifier: collaborationIdentifier, WaitSeconds: seconds } = properties;
  const unready = tables.filter((table) => !isReady(table));
  const inTime = cleanRooms.lastChance();
  const members = await listMembersForMessage(inTime, collaborationIdentifier);
  const ofOwner = (owner: string | undefined) => owner === undefined ? '' : ` of ${accountWithName(owner, members)}`;
  const reasons = unready.map(({ table, owner, reason }) => `'${table}'${ofOwner(owner)} (${reason})`).join(', ');
  const message = `not ready for ${properties.AnalysisType} in the collaboration ${collaborationIdentifier} within ${seconds} s: ${reasons}`;
  if (!unready.some(({ isMissing }) => isMissing)) return message;

  const known = await allPages(
    async (nextToken) => inTime.send(new ListSchemasCommand({ collaborationIdentifier, nextToken })),
    (output) => output.schemaSummaries,
  );
  const names = known.map(({ name, creatorAccountId }) => `'${name}'${ofOwner(creatorAccountId)}`);
  return `${message}. The collaboration has ${names.length > 0 ? names.join(', ') : 'no tables'}`;
}

function isReady({ ruleType }: Readiness): boolean {
  return ruleType !== undefined;
}

/** SQL names are case-insensitive. */
function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
