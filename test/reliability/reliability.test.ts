/*
 * What must hold whatever goes wrong, for every type of custom resource: after each disturbance the API holds exactly
 * what it should, and CloudFormation has one answer that fits it. A type is one row, a disturbance one column; the whole
 * matrix is printed at the end.
 */
import { DISTURBANCES, type Disturbance } from './disturbances';
import { ROWS } from './rows';
import { World } from '../lambda/world';

const cells = new Map<string, Promise<void>>();
const results = new Map<string, string>();

/** Most of the time the handler waits for something, so the rows run at the same time, each in a world of its own. */
beforeAll(async () => {
  for (const row of ROWS) {
    const world = await World.start({ pageSize: 1 });
    let before: Promise<void> = Promise.resolve();
    for (const [name, { run }] of applicable(row)) {
      const cell = before.then(async () => {
        world.reset();
        await run(world, row);
      });
      cells.set(`${row.name}/${name}`, cell);
      before = cell.catch(() => {});
    }
    void before.then(async () => world.api.close());
  }
});
afterAll(printMatrix);

describe.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, row) => {
  test.each(applicable(row).map(([name]) => name))('%s', async (name) => {
    const cell = `${row.name}/${name}`;
    results.set(cell, 'failed');
    await cells.get(cell);
    results.set(cell, 'ok');
  });
});

function applicable(row: typeof ROWS[number]): [string, Disturbance][] {
  return Object.entries(DISTURBANCES).filter(([, { concerns }]) => concerns?.(row) ?? true);
}

function printMatrix(): void {
  const names = Object.keys(DISTURBANCES);
  const widest = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => [name.padEnd(widest), ...ROWS.map((row) => (results.get(`${row.name}/${name}`) ?? '-').padEnd(row.name.length))].join('  '));
  process.stdout.write([[''.padEnd(widest), ...ROWS.map((row) => row.name)].join('  '), ...lines, ''].join('\n'));
}
