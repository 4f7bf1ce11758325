/*
 * What a user writes, and what is deployed, for the clean rooms of two examples: with CleanRoom, with this library's constructs for single
 * resources, with the L1s of Clean Rooms. `test/same-rooms.test.ts` holds that they describe the same clean rooms; those with L1s leave out what
 * CloudFormation has no resource for. Reads the compiled library: `npx projen compile` first.
 *
 *   npx tsx bench/rooms.ts
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as typescript from 'typescript';
import { report } from './measurement';

const METHOD = {
  lines: 'with code; without imports, comments and blank lines; lines have at most 150 characters',
  namesWrittenTwice: 'accounts, and names of the collaboration, its members and their tables, that are written more than once, as a text of their own, '
    + 'as a key, or by the constant that holds them; how often in brackets; what stands in SQL does not count',
  idsByHand: 'parameters, for ids and ARNs that one account must tell another',
};

const ROOMS = [['campaign-measurement', 'campaign'], ['health-research', 'health']].map(([example, name]) => ({
  example,
  programs: {
    CleanRoom: join('examples', example, 'app.ts'),
    L2s: join('bench', 'rooms', `${name}-with-l2s.ts`),
    L1s: join('bench', 'rooms', `${name}-with-l1s.ts`),
  },
}));

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: object }>;
  readonly Parameters?: Record<string, unknown>;
}

for (const { example, programs } of ROOMS) {
  const names = namesIn(synthesize(programs.CleanRoom));
  for (const [way, program] of Object.entries(programs)) {
    const templates = synthesize(program);
    const source = typescript.createSourceFile(program, readFileSync(join(__dirname, '..', program), 'utf8'), typescript.ScriptTarget.Latest, true);
    const twice = [...writings(source, names)].filter(([, times]) => times > 1);
    report('rooms', {
      example,
      way,
      lines: linesOf(source),
      namesWrittenTwice: twice.length,
      names: twice.map(([name, times]) => `${name} (${times})`).join(', '),
      resources: templates.flatMap(({ Resources }) => Object.keys(Resources)).length,
      stacks: templates.length,
      // The CDK has one in each template, for the version of its bootstrap stack.
      idsByHand: templates.flatMap(({ Parameters = {} }) => Object.keys(Parameters)).filter((name) => name !== 'BootstrapVersion').length,
    });
  }
}
report('rooms-method', METHOD);

function synthesize(program: string): Template[] {
  const folder = mkdtempSync(join(tmpdir(), 'rooms-'));
  try {
    execFileSync(process.execPath, [...process.execArgv, join(__dirname, '..', program)], {
      env: { ...process.env, CDK_OUTDIR: folder, CDK_VALIDATION: 'false' }, stdio: ['ignore', 'ignore', 'inherit'],
    });
    return readdirSync(folder).filter((name) => name.endsWith('.template.json')).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The accounts, and the names that members know each other's things by. */
function namesIn(templates: Template[]): Set<string> {
  const text = JSON.stringify(templates);
  const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
  const named = ['Collaboration', 'ConfiguredTableAssociation', 'IdMappingTable'].map((type) => `AWS::CleanRooms::${type}`);
  return new Set([
    ...[...text.matchAll(/\b\d{12}\b/g)].map(([account]) => account),
    ...[...text.matchAll(/"(?:Creator)?DisplayName":"([^"]*)"/g)].map(([, name]) => name),
    ...[...text.matchAll(/"TableName":"([^"]*)"/g)].map(([, name]) => name),
    ...resources.filter(({ Type }) => named.includes(Type)).map(({ Properties }) => (Properties as { Name: string }).Name),
  ]);
}

/** How often each of the names is written: as a text, as a key, or by a constant, whose own definition does not count. */
function writings(source: typescript.SourceFile, names: Set<string>): Map<string, number> {
  const constants = new Map<string, string>();
  const times = new Map<string, number>();
  const visit = (node: typescript.Node, action: (node: typescript.Node) => void): void => {
    action(node);
    node.forEachChild((child) => visit(child, action));
  };
  const count = (name: string | undefined) => name !== undefined && names.has(name) && times.set(name, (times.get(name) ?? 0) + 1);

  visit(source, (node) => {
    if (!typescript.isStringLiteralLike(node)) return;
    if (typescript.isVariableDeclaration(node.parent)) constants.set(node.parent.name.getText(source), node.text);
    else count(node.text);
  });
  visit(source, (node) => {
    if (!typescript.isIdentifier(node) || typescript.isVariableDeclaration(node.parent)) return;
    if (typescript.isPropertyAssignment(node.parent) && node.parent.name === node) count(node.text);
    else if (!typescript.isPropertyAccessExpression(node.parent) || node.parent.name !== node) count(constants.get(node.text));
  });
  return times;
}

/** The lines that have code. */
function linesOf(source: typescript.SourceFile): number {
  const lines = new Set<number>();
  const visit = (node: typescript.Node): void => {
    if (typescript.isImportDeclaration(node) || typescript.isJSDoc(node)) return;
    const children = node.getChildren(source);
    if (children.length > 0) return children.forEach(visit);
    const [first, last] = [node.getStart(source), node.getEnd()].map((position) => source.getLineAndCharacterOfPosition(position).line);
    if (node.getWidth(source) > 0) for (let line = first; line <= last; line++) lines.add(line);
  };
  visit(source);
  return lines.size;
}
