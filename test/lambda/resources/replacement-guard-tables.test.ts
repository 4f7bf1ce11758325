import type { IdMappingTable } from '@aws-sdk/client-cleanrooms';
import { type ReplacementGuardProperties, ResourceType } from '../../../src/custom-resources/contract';
import { openRoomWithIdMappingTable } from '../../reliability/action-rows';
import { StackResource } from '../cloudformation';
import { ADVERTISER, REGION, World } from '../world';

let world: World;
const resource = new StackResource(ResourceType.REPLACEMENT_GUARD, 'RoomReplacementGuard');

beforeAll(async () => void (world = await World.start({ pageSize: 1 })));
beforeEach(() => world.reset());
afterAll(async () => world.stop());

async function create(initial: ReplacementGuardProperties): Promise<string> {
  world.stack.type = initial.GuardedType;
  return (await world.deliver(resource.createEvent(initial))).PhysicalResourceId;
}

describe('the guard of an ID mapping table', () => {
  const guarded = (membership: string, workflow: string, idMappingTableName = 'people') => ({
    GuardedType: 'AWS::CleanRooms::IdMappingTable',
    FailsIfChanged: { idMappingTableName, membership, idMappingWorkflow: { InputReferenceArn: workflow, ManageResourcePolicies: false } },
    ReplacementAllowed: false,
  });

  test('accepts the one that is there, refuses to replace it, and refuses a second one of its name', async () => {
    const { membershipIdentifier, idMappingTableIdentifier } = await openRoomWithIdMappingTable(world);
    const [{ arn, name, inputReferenceConfig }] = world.objects('IdMappingTable') as unknown as [IdMappingTable];
    const workflow = inputReferenceConfig!.inputReferenceArn!;

    const refusal = create(guarded(membershipIdentifier, workflow, name));
    await expect(refusal).rejects.toThrow(`the ID mapping table '${name}' (${arn}`);
    await expect(refusal).rejects.toThrow(`(IdMappingTableIdentifier ${idMappingTableIdentifier} and MembershipIdentifier ${membershipIdentifier})`);
    await expect(create(guarded(membershipIdentifier, workflow, 'readers'))).resolves.toBeDefined();
    world.stack.resources = { Room: `${idMappingTableIdentifier}|${membershipIdentifier}` };
    await expect(create(guarded(membershipIdentifier, workflow, name))).resolves.toBeDefined();
    await expect(create(guarded(membershipIdentifier, workflow, 'readers'))).rejects.toThrow(`'idMappingTableName' from ${name} to readers`);
  });
});

describe('the guard of an intermediate table', () => {
  const guarded = (membership: string, query: string, intermediateTableName = 'cached') => ({
    GuardedType: 'AWS::CleanRooms::IntermediateTable',
    FailsIfChanged: { intermediateTableName, membership, populationAnalysis: { SqlParameters: { QueryString: query } } },
    ReplacementAllowed: false,
  });

  test('accepts the one that is there, refuses to replace it, and refuses a second one of its name', async () => {
    const { membershipIdentifier } = await openRoomWithIdMappingTable(world);
    const [{ name }] = world.objects('IdMappingTable');
    const query = `SELECT * FROM ${String(name)}`;
    const { id, arn } = await createIntermediateTable(membershipIdentifier, query);

    const refusal = create(guarded(membershipIdentifier, query));
    await expect(refusal).rejects.toThrow(`the intermediate table 'cached' (${arn}`);
    await expect(refusal).rejects.toThrow(`(IntermediateTableIdentifier ${id} and MembershipIdentifier ${membershipIdentifier})`);
    await expect(create(guarded(membershipIdentifier, query, 'another'))).resolves.toBeDefined();
    world.stack.resources = { Room: `${id}|${membershipIdentifier}` };
    await expect(create(guarded(membershipIdentifier, query))).resolves.toBeDefined();
    await expect(create(guarded(membershipIdentifier, 'SELECT 1'))).rejects.toThrow(`QueryString from ${query} to SELECT 1`);
  });

  /** As CloudFormation does it: the SDK has no command for that yet. */
  async function createIntermediateTable(membershipIdentifier: string, queryString: string): Promise<{ id: string; arn: string }> {
    const { intermediateTable } = await world.api.service.perform('CreateIntermediateTable', {
      membershipIdentifier, name: 'cached', populationAnalysisConfiguration: { sqlParameters: { queryString } },
    }, { account: ADVERTISER, region: REGION, accessKeyId: ADVERTISER }) as { intermediateTable: { id: string; arn: string } };
    return intermediateTable;
  }
});
