import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export const ACCOUNT = '111111111111';
export const CREATOR = '222222222222';
export const REGION = 'us-east-1';
export const TABLES_OF_STACK = 80;

/** What an app has come to. */
export interface Synthesized {
  readonly resources: number;
  readonly stacks: number;
  readonly warnings: number;
}

/** Makes an app, and synthesizes it into a folder that is removed at once. */
export function synthesize(define: (app: App) => void): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    define(app);
    const stacks = app.synth().stacksRecursively;
    const resources = stacks.map(({ template }) => Object.keys((template as { readonly Resources: object }).Resources).length);
    return {
      resources: resources.reduce((sum, each) => sum + each, 0),
      stacks: stacks.length,
      warnings: stacks.flatMap(({ messages }) => messages).filter(({ level }) => level === 'warning').length,
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The names of tables, each with a stack: the tables are in stacks of so many. */
export function tablesInStacks(app: App, count: number): { readonly name: string; readonly stack: Stack }[] {
  const stacks = Array.from({ length: Math.ceil(count / TABLES_OF_STACK) }, (_, index) => new Stack(app, `Stack${index}`, {
    env: { account: ACCOUNT, region: REGION },
  }));
  return Array.from({ length: count }, (_, index) => ({ name: `table_${index}`, stack: stacks[Math.floor(index / TABLES_OF_STACK)] }));
}

/** An app with tables of its creator, of L1s or of L2s, and constructs of others beside them. */
export function synthesizeTables<Membership>(
  own: (stack: Stack) => Membership, addTable: (stack: Stack, membership: Membership, name: string) => void, tables: string, others = '0',
): Synthesized {
  return synthesize((app) => {
    const inStacks = tablesInStacks(app, Number(tables));
    const membership = own(inStacks[0].stack);
    for (const { name, stack } of inStacks) addTable(stack, membership, name);
    const scope = new Construct(inStacks[0].stack, 'Others');
    for (let index = 0; index < Number(others); index++) new Construct(scope, `Other${index}`);
  });
}
