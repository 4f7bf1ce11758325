import {
  BatchGetSchemaCommand, GetIdMappingTableCommand, type IdMappingTable, type JobType, PopulateIdMappingTableCommand, type SchemaStatusDetail,
} from '@aws-sdk/client-cleanrooms';
import type { IdMappingTablePopulationProperties } from '../../src/custom-resources/contract';
import type { CleanRooms } from '../client';
import { decode, type Fields, optional, text, wholeNumber } from '../decode';
import { DeploymentError, unlessException } from '../errors';
import type { Answer, CreateEvent, ResourceHandler, UpdateEvent } from '../event';
import { poll } from '../poll';
import { fingerprintOf, parseRunPhysicalId, runPhysicalId } from '../run-physical-id';

const fields: Fields<IdMappingTablePopulationProperties> = {
  MembershipIdentifier: text,
  IdMappingTableIdentifier: text,
  JobType: optional(text),
  Version: optional(text),
  WaitSeconds: wholeNumber,
};

/**
 * Populates an ID mapping table, and waits until it can be queried. Deleting the resource leaves the rows in the table.
 *
 * The service has no list of populations and no idempotency token: an event that is delivered again after its population has
 * ended populates the table again, with the same rows.
 */
export const idMappingTablePopulation: ResourceHandler = async (event, cleanRooms) => {
  switch (event.RequestType) {
    case 'Create': return create(event, cleanRooms);
    case 'Update': return update(event, cleanRooms);
    case 'Delete': return { PhysicalResourceId: event.PhysicalResourceId };
  }
};

async function create(event: CreateEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const wanted = decode(fields, event.ResourceProperties);
  await perform(cleanRooms, wanted);
  return { PhysicalResourceId: runPhysicalId({ id: event.LogicalResourceId, fingerprint: fingerprintOf(wanted) }) };
}

/** A rollback does not populate the table: a failed population has left the rows of the previous one, and a successful one cannot be undone. */
async function update(event: UpdateEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const wanted = decode(fields, event.ResourceProperties);
  const fingerprint = fingerprintOf(wanted);
  const [current, before] = parseRunPhysicalId(event.PhysicalResourceId, (id) => /^[A-Za-z0-9]+$/.test(id));
  if (current?.fingerprint === fingerprint) return { PhysicalResourceId: event.PhysicalResourceId };
  if (before?.fingerprint === fingerprint) return { PhysicalResourceId: runPhysicalId(before) };

  await perform(cleanRooms, wanted);
  return { PhysicalResourceId: runPhysicalId({ id: event.LogicalResourceId, fingerprint }, current) };
}

async function perform(cleanRooms: CleanRooms, wanted: IdMappingTablePopulationProperties): Promise<void> {
  const { MembershipIdentifier: membershipIdentifier, IdMappingTableIdentifier: idMappingTableIdentifier, WaitSeconds: seconds } = wanted;
  if (!cleanRooms.wait?.isContinued) await populate(cleanRooms, wanted);
  if (seconds === 0) return;

  const { idMappingTable: table } = await cleanRooms.send(new GetIdMappingTableCommand({ membershipIdentifier, idMappingTableIdentifier }));
  const statuses = await poll(cleanRooms, seconds, async () => readStatuses(cleanRooms, table!), isReady);
  if (!isReady(statuses)) {
    const reasons = statuses.flatMap(({ status, reasons: all = [] }) => [status, ...all.map(({ code, message }) => `${code}: ${message}`)]);
    throw new DeploymentError(`the ID mapping table '${table!.name}' cannot be queried after ${seconds} s: ${reasons.join('; ') || 'no status'}. `
      + 'Its workflow in AWS Entity Resolution continues, and shows the state of the job');
  }
}

/** Starts the population. A conflict means that one is under way, which counts as this one: another delivery may have started it. */
async function populate(cleanRooms: CleanRooms, wanted: IdMappingTablePopulationProperties): Promise<void> {
  const output = await unlessException('ConflictException', async () => cleanRooms.send(new PopulateIdMappingTableCommand({
    membershipIdentifier: wanted.MembershipIdentifier,
    idMappingTableIdentifier: wanted.IdMappingTableIdentifier,
    jobType: wanted.JobType as JobType | undefined,
  })));
  if (output) cleanRooms.log(`population by the job ${output.idMappingJobId}`);
}

async function readStatuses(cleanRooms: CleanRooms, { collaborationId, name }: IdMappingTable): Promise<readonly SchemaStatusDetail[]> {
  const { schemas = [] } = await cleanRooms.send(new BatchGetSchemaCommand({ collaborationIdentifier: collaborationId, names: [name!] }));
  return schemas.flatMap(({ schemaStatusDetails }) => schemaStatusDetails ?? []);
}

function isReady(statuses: readonly SchemaStatusDetail[]): boolean {
  return statuses.some(({ status }) => status === 'READY');
}
