import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploy, destroy, type CdkApp } from '../local-cloud/cdk-cli';
import { REGION, startLocalCloud, type LocalCloud } from '../local-cloud/local-cloud';
import { compileLibrary } from '../support/build';
import { ROOT } from '../support/sources';
import { CREATOR } from '../support/stacks';

/** An edit of a program: what stands in it, and what takes its place. */
type Edit = readonly [before: string, after: string];

interface Stage {
  readonly name: string;
  /** The stack that its owner destroys before, because the program will not have it any more. */
  readonly destroyed?: string;
  readonly edits: readonly Edit[];
}

/** An example of CleanRoom, and what becomes of its program over the years. */
export interface Example {
  readonly name: string;
  readonly context: Readonly<Record<string, string>>;
  readonly stages: readonly Stage[];
}

export const CHANGE = (name: string) => `new LiveChange('${name}')`;
export const DONE = (name: string): Edit => [CHANGE(name), `new LiveChange('${name}', { done: true })`];

/**
 * The tests of an example of CleanRoom over the years: its program is edited as its owners would, and each edit is deployed by one run of the CDK CLI.
 * They build on each other.
 */
export function testGrowth({ name, context, stages }: Example): void {
  let cloud: LocalCloud;
  let directory: string;
  let app: CdkApp;
  let collaboration: unknown;

  beforeAll(async () => {
    compileLibrary();
    directory = mkdtempSync(join(tmpdir(), `growing-${name}-test-`));
    cloud = await startLocalCloud({ name: `growing-${name}-test`, cleanRooms: { idNamespaceType: (arn) => arn.includes('333333333333') ? 'TARGET' : 'SOURCE' } });
    const cwd = join(directory, name);
    cpSync(join(ROOT, 'examples', name), cwd, { recursive: true });
    mkdirSync(join(cwd, 'node_modules'));
    for (const module of ['aws-cdk-lib', 'constructs', 'tsx']) symlinkSync(join(ROOT, 'node_modules', module), join(cwd, 'node_modules', module));
    symlinkSync(ROOT, join(cwd, 'node_modules', 'cdk-cleanrooms'));
    app = { account: CREATOR, app: 'npx tsx app.ts', cwd, context };
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('is founded', async () => {
    await deploy(cloud, app);
    collaboration = collaborations()[0].id;
  });

  test.each(stages.map((stage) => [stage.name, stage] as const))('grows by %s', async (_, { destroyed, edits }) => {
    if (destroyed) await destroy(cloud, { ...app, stacks: [destroyed, '--exclusively'] });
    const file = join(app.cwd!, 'app.ts');
    writeFileSync(file, edits.reduce(edited, readFileSync(file, 'utf8')));
    const calls = cloud.api.calls.length;
    await deploy(cloud, app);

    expect(collaborations().map(({ id }) => id)).toEqual([collaboration]);
    expect(changesIn(cloud, calls)).toMatchSnapshot();
  });

  test('is taken away by one run', async () => {
    await destroy(cloud, app);
    expect(['111111111111', '222222222222', '333333333333'].flatMap((account) => cloud.api.state(account, REGION))).toEqual([]);
  });

  function collaborations(): Record<string, unknown>[] {
    return cloud.api.state(CREATOR, REGION).filter(({ kind }) => kind === 'Collaboration');
  }
}

/** What each account has changed since a number of calls. In which order independent stacks are deployed is up to the CLI. */
function changesIn(cloud: LocalCloud, calls: number): Record<string, string[]> {
  const changes: Record<string, string[]> = {};
  for (const { account, operation } of cloud.api.calls.slice(calls)) {
    if (!/^(BatchGet|Get|List)/.test(operation)) (changes[account] ??= []).push(operation);
  }
  return Object.fromEntries(Object.entries(changes).map(([account, operations]) => [account, operations.sort()] as const).sort());
}

/** The program after an edit, which must find what it changes. */
function edited(program: string, [before, after]: Edit): string {
  if (!program.includes(before)) throw new Error(`the program has no '${before}'`);
  return program.replace(before, after);
}
