/*
 * What must hold whatever goes wrong, for every type of custom resource: after each disturbance the API holds exactly
 * what it should, and CloudFormation has one answer that fits it. A type is one row, a disturbance one column; the whole
 * matrix is printed at the end.
 */
import { DISTURBANCES } from './disturbances';
import { ROWS } from './rows';
import { World } from './world';

let world: World;
const results = new Map<string, string>();

beforeAll(async () => (world = await World.start({ pageSize: 1 })), World.START_MILLISECONDS);
beforeEach(() => world.reset());
afterAll(async () => {
  await world.api.close();
  printMatrix();
});

describe.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, row) => {
  const applicable = Object.entries(DISTURBANCES).filter(([, disturbance]) => disturbance.concerns?.(row) ?? true);

  test.each(applicable)('%s', async (name, { run }) => {
    const cell = `${row.name}/${name}`;
    results.set(cell, 'failed');
    await run(world, row);
    results.set(cell, 'ok');
  }, 60_000);
});

function printMatrix(): void {
  const names = Object.keys(DISTURBANCES);
  const widest = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => [name.padEnd(widest), ...ROWS.map((row) => (results.get(`${row.name}/${name}`) ?? '-').padEnd(row.name.length))].join('  '));
  process.stdout.write([[''.padEnd(widest), ...ROWS.map((row) => row.name)].join('  '), ...lines, ''].join('\n'));
}
