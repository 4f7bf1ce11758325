/*
 * Fault injection for every type of custom resource: after each fault the API has exactly the wanted objects, and the answer
 * to CloudFormation agrees with them. The matrix of fault scenarios and types is printed at the end.
 */
import { FAULT_SCENARIOS, type FaultScenario } from './fault-scenarios';
import { ROWS } from './rows';
import { World } from '../lambda/world';

const cells = new Map<string, Promise<void>>();
const results = new Map<string, string>();

/** The handler waits most of the time, so all types run at the same time, each in its own world. */
beforeAll(async () => {
  for (const row of ROWS) {
    const world = await World.start({ pageSize: 1, ...row.options });
    let before: Promise<void> = Promise.resolve();
    for (const [name, { run }] of applicable(row)) {
      const cell = before.then(async () => {
        world.reset();
        await run(world, row);
      });
      cells.set(`${row.name}/${name}`, cell);
      before = cell.catch(() => {});
    }
    void before.then(async () => world.stop());
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

function applicable(row: typeof ROWS[number]): [string, FaultScenario][] {
  return Object.entries(FAULT_SCENARIOS).filter(([, { appliesTo }]) => appliesTo?.(row) ?? true);
}

function printMatrix(): void {
  const names = Object.keys(FAULT_SCENARIOS);
  const widest = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => [name.padEnd(widest), ...ROWS.map((row) => (results.get(`${row.name}/${name}`) ?? '-').padEnd(row.name.length))].join('  '));
  process.stdout.write([[''.padEnd(widest), ...ROWS.map((row) => row.name)].join('  '), ...lines, ''].join('\n'));
}
