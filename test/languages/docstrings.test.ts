import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { packageAsReleased } from '../../build-tools/release-jobs';
import { ROOT } from '../support/sources';

/*
 * What users of other languages read beside the names: the programs of docstrings are in their language, not in TypeScript.
 */

let folder: string;

beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'docstrings-')); });
afterAll(() => rmSync(folder, { recursive: true }));

test('the wheel that a release publishes has its examples in Python', () => {
  const wheels = packageAsReleased('python', join(ROOT, 'dist'), folder);
  const source = execFileSync('bash', ['-c', `unzip -p ${wheels}/*.whl cdk_cleanrooms/__init__.py`], { encoding: 'utf8', maxBuffer: 100_000_000 });
  const examples = [...source.matchAll(/^( *)Example::\n\n((?:\1 .*\n|\s*\n)+)/gm)].map(([, , program]) => program);
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as { types: object };
  const written = JSON.stringify(types).match(/"example":/g)!;

  expect(examples.length).toBeGreaterThanOrEqual(written.length);
  expect(examples.filter((program) => /^\s*(import \{|const |new )/m.test(program))).toEqual([]);
  expect(examples.join('')).toContain('from cdk_cleanrooms import ');
});

test('the module of Go that a release publishes has its examples in Go, and they compile', () => {
  const module = join(packageAsReleased('go', join(ROOT, 'dist'), join(folder, 'go')), 'cdkcleanrooms');
  const source = readdirSync(module).filter((name) => name.endsWith('.go') && !name.includes('__')).map((name) => readFileSync(join(module, name), 'utf8'));
  const examples = source.flatMap((text) => [...text.matchAll(/^\/\/ Example:\n((?:\/\/   .*\n|\/\/\n)+)/gm)].map(([, lines]) => lines.replace(/^\/\/ {0,3}/gm, '')));
  examples.push(...[...readFileSync(join(module, 'README.md'), 'utf8').matchAll(/^```go\n([\s\S]*?)^```$/gm)].map(([, program]) => program));
  const ours = examples.filter((program) => program.includes('cdkcleanrooms.'));
  expect(ours.length).toBeGreaterThan(40);

  const app = join(folder, 'app');
  mkdirSync(app);
  ours.forEach((program, index) => writeFileSync(join(app, `example${index}.go`), asFunction(program, `Example${index}`)));
  const path = 'github.com/cdk-cleanrooms/cdk-cleanrooms-go/cdkcleanrooms';
  const commands = `go mod init example.com/examples
    go mod edit -require ${path}@v0.0.0 -replace ${path}=${module} $(sed -nE 's/^\\t([a-z].*) (v[^ ]*)( .*)?$/-require \\1@\\2/p' ${module}/go.mod)
    go mod tidy
    go build -gcflags=-e .`;
  execFileSync('bash', ['-euc', commands], { cwd: app, stdio: ['ignore', 'inherit', 'inherit'] });
});

/** A program of Go as a function. What it declares for the reader only is used, because Go wants that. */
function asFunction(program: string, name: string): string {
  const variables = [...program.matchAll(/^(\w+) := /gm)].map(([, variable]) => `_ = ${variable}`);
  const imports = program.match(/^import .*$/gm) ?? [];
  return ['package examples', ...imports, `func ${name}() {`, program.replace(/^import .*$/gm, ''), ...variables, '}'].join('\n');
}
