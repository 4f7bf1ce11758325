import { CleanRooms, Clients } from '../../lambda/client';
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

const cleanRooms = CleanRooms.within({ getRemainingTimeInMillis: () => 60_000 }, new Clients(), () => {});

test.each(['Custom::CleanRoomsSomethingElse', 'toString'])('refuses the unknown type %s', async (type) => {
  await expect(dispatch({ ...event, ResourceType: type }, cleanRooms, () => {})).rejects.toThrow(`'${type}' is not a resource type of cdk-cleanrooms`);
});

test('logs where an unexpected error was thrown, without its message, and throws a readable one', async () => {
  const log: string[] = [];
  const broken = { ...event, ResourceType: 'Custom::CleanRoomsReplacementGuard', ResourceProperties: null as unknown as Record<string, unknown> };

  const error = await dispatch(broken, cleanRooms, (line) => void log.push(line)).catch((thrown: Error) => thrown) as Error;

  expect(error.message).toMatch(/^unexpected error: TypeError: .* \(see the log of this function\)$/);
  expect(log).toEqual([expect.stringMatching(/^unexpected TypeError\n\s+at [^]*decode\.ts/)]);
});
