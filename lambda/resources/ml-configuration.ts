import type { MlConfigurationProperties } from '../../src/custom-resources/contract/machine-learning';
import { areEqual } from '../canonical';
import type { CleanRooms } from '../client';
import { decode, decodeIfPossible, type Fields, optional, text } from '../decode';
import { DeploymentError } from '../errors';
import type { Answer, CreateEvent, DeleteEvent, ResourceHandler, UpdateEvent } from '../event';
import { type Created, IdempotentCreation } from '../idempotent-creation';
import { activeMembership, unlessGone } from '../memberships';
import { DeleteMLConfigurationCommand, GetMLConfigurationCommand, PutMLConfigurationCommand } from '../missing-sdk/client-cleanroomsml';
import { isMadeUp, isUuid, malformedPhysicalId } from '../nested-id';

const fields: Fields<MlConfigurationProperties> = { MembershipIdentifier: text, S3Uri: optional(text), RoleArn: text };

const SUFFIX = '/ml-configuration';

/**
 * The ML configuration of a membership. There is one at most, which has neither a name nor tags: what nobody has configured is taken for free,
 * and what somebody has is left alone.
 */
export const mlConfiguration: ResourceHandler = async (event, cleanRooms) => {
  switch (event.RequestType) {
    case 'Create': return create(event, cleanRooms);
    case 'Update': return update(event, cleanRooms);
    case 'Delete': return remove(event, cleanRooms);
  }
};

async function create(event: CreateEvent | UpdateEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const wanted = decode(fields, event.ResourceProperties);
  const live = await read(cleanRooms, wanted.MembershipIdentifier);
  if (live && !areEqual(live, wanted)) {
    throw new DeploymentError(`the membership ${wanted.MembershipIdentifier} has an ML configuration already, which this deployment did not create and leaves `
      + `unchanged: results in ${live.S3Uri ?? 'no place'}, with the role ${live.RoleArn}. Delete it first (DeleteMLConfiguration), or give the same values to take it over`);
  }
  if (!live) await creationOf(wanted, cleanRooms).create();
  return answer(wanted);
}

/** A configuration that appears although the call seemed to fail is the one that was wanted. */
function creationOf(wanted: MlConfigurationProperties, cleanRooms: CleanRooms): IdempotentCreation<Created> {
  const created: Created = { id: wanted.MembershipIdentifier, createdAt: new Date(0) };
  return new IdempotentCreation(cleanRooms, {
    displayName: 'ML configuration of the membership',
    mayStill: 'exist',
    async create(within) {
      await put(within, wanted);
      return created;
    },
    find: async (within) => areEqual(await read(within, wanted.MembershipIdentifier), wanted) ? [created] : [],
    end: async (within, { id }) => erase(within, id),
  });
}

async function update(event: UpdateEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const wanted = decode(fields, event.ResourceProperties);
  const membership = membershipIn(event.PhysicalResourceId);
  if (membership === undefined && !isMadeUp(event.PhysicalResourceId)) throw malformedPhysicalId(event.PhysicalResourceId);
  if (membership !== wanted.MembershipIdentifier) return create(event, cleanRooms);
  if (!areEqual(await read(cleanRooms, membership), wanted)) await put(cleanRooms, wanted);
  return answer(wanted);
}

/** What a Create made whose answer CloudFormation did not get is known by its values. */
async function remove(event: DeleteEvent, cleanRooms: CleanRooms): Promise<Answer> {
  const attempted = decodeIfPossible(fields, event.ResourceProperties);
  const membership = membershipIn(event.PhysicalResourceId)
    ?? (attempted && isMadeUp(event.PhysicalResourceId) && areEqual(await read(cleanRooms, attempted.MembershipIdentifier), attempted)
      ? attempted.MembershipIdentifier : undefined);
  if (membership !== undefined) {
    await erase(cleanRooms, membership);
  }
  return { PhysicalResourceId: event.PhysicalResourceId };
}

async function erase(cleanRooms: CleanRooms, membershipIdentifier: string): Promise<void> {
  await unlessGone(cleanRooms, activeMembership(membershipIdentifier), async () =>
    cleanRooms.sendToMachineLearning(new DeleteMLConfigurationCommand({ membershipIdentifier })));
}

async function read(cleanRooms: CleanRooms, membershipIdentifier: string): Promise<MlConfigurationProperties | undefined> {
  const live = await unlessGone(cleanRooms, activeMembership(membershipIdentifier), async () =>
    cleanRooms.sendToMachineLearning(new GetMLConfigurationCommand({ membershipIdentifier })));
  const place = live?.defaultOutputLocation;
  return place && { MembershipIdentifier: membershipIdentifier, S3Uri: place.destination?.s3Destination.s3Uri, RoleArn: place.roleArn };
}

async function put(cleanRooms: CleanRooms, wanted: MlConfigurationProperties): Promise<void> {
  const { MembershipIdentifier: membershipIdentifier, S3Uri: s3Uri, RoleArn: roleArn } = wanted;
  await cleanRooms.sendToMachineLearning(new PutMLConfigurationCommand({
    membershipIdentifier,
    defaultOutputLocation: { ...s3Uri !== undefined ? { destination: { s3Destination: { s3Uri } } } : {}, roleArn },
  }));
}

function answer({ MembershipIdentifier: membershipIdentifier }: MlConfigurationProperties): Answer {
  return { PhysicalResourceId: `${membershipIdentifier}${SUFFIX}` };
}

function membershipIn(physicalId: string): string | undefined {
  const id = physicalId.endsWith(SUFFIX) ? physicalId.slice(0, -SUFFIX.length) : '';
  return isUuid(id) ? id : undefined;
}
