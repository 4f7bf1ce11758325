/*
 * The commands that are made by hand, against the model that the SDK would make them from.
 */
import * as bundled from '@aws-sdk/client-cleanrooms';
import * as cleanRooms from '../../lambda/missing-sdk/client-cleanrooms';
import * as cleanRoomsML from '../../lambda/missing-sdk/client-cleanroomsml';
import { findModel, loadModel, machineLearningModelBeside, type ServiceModel } from '../../tools/src/local-cloud/api/model';

type Structure = readonly [3, string, string, object, readonly string[], readonly unknown[]];

interface Command {
  readonly schema: readonly [9, string, string, { readonly http: readonly [string, string, number] }, () => Structure, () => Structure];
}

const SERVICES = [['cleanrooms', cleanRooms], ['cleanroomsml', cleanRoomsML]] as const;
const COMMANDS = SERVICES.flatMap(([service, module]) => Object.entries(module)
  .filter(([name]) => name.endsWith('Command'))
  .map(([name, command]) => [name.replace(/Command$/, ''), service, new (command as new (input: object) => Command)({}).schema] as const));

const models: Record<string, ServiceModel> = {};

beforeAll(async () => {
  const file = await findModel();
  models.cleanrooms = loadModel(file);
  models.cleanroomsml = loadModel(machineLearningModelBeside(file));
});

test.each(COMMANDS)('%s of %s has the method, the path and the members of the model', (name, service, [, , , { http: [method, path] }, input, output]) => {
  const { operations, shapes } = models[service];
  const operation = operations[name];
  expect([method, path]).toEqual([operation.http.method, operation.http.requestUri]);

  const [, , , , sent, schemas] = input();
  const known = shapes[operation.input.shape].members!;
  expect(sent.filter((member) => !(member in known))).toEqual([]);
  sent.forEach((member, index) => {
    const [, { httpLabel, httpQuery }] = schemas[index] as [unknown, { httpLabel?: 1; httpQuery?: string }];
    expect([member, httpLabel ? 'uri' : httpQuery && 'querystring']).toEqual([member, known[member].location]);
  });
  const labels = Object.entries(known).filter(([, { location }]) => location === 'uri').map(([member]) => member);
  expect(labels.filter((member) => !sent.includes(member))).toEqual([]);

  const [, , , , returned] = output();
  const described = operation.output ? shapes[operation.output.shape].members ?? {} : {};
  expect(returned.filter((member) => !(member in described))).toEqual([]);
});

test('no command is made by hand that the bundled client has', () => {
  expect(Object.keys(cleanRooms).filter((name) => name in bundled)).toEqual([]);
});
