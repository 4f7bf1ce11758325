import { CleanRooms, createClient } from '../../lambda/client';
import { dispatch } from '../../lambda/dispatch';
import type { CreateEvent } from '../../lambda/event';

const event: CreateEvent = {
  RequestType: 'Create',
  RequestId: 'request',
  StackId: 'stack',
  LogicalResourceId: 'Resource',
  ResourceType: 'Custom::CleanRoomsSomethingElse',
  ResourceProperties: {},
};

const cleanRooms = CleanRooms.within({ getRemainingTimeInMillis: () => 60_000 }, createClient(), () => {});

test.each(['Custom::CleanRoomsSomethingElse', 'toString'])('refuses the type %s that it does not know', async (type) => {
  await expect(dispatch({ ...event, ResourceType: type }, cleanRooms, () => {})).rejects.toThrow(`'${type}' is not a resource type of cdk-cleanrooms`);
});

test('logs where an error of its own comes from, and throws one that can be read', async () => {
  const log: string[] = [];
  const broken = { ...event, ResourceType: 'Custom::CleanRoomsReplacementGuard', ResourceProperties: null as unknown as Record<string, unknown> };

  const error = await dispatch(broken, cleanRooms, (line) => void log.push(line)).catch((thrown: Error) => thrown) as Error;

  expect(error.stack).toMatch(/^unexpected: TypeError: .* \(the log of this function says where\)$/);
  expect(log).toEqual([expect.stringContaining('decode.ts')]);
});
