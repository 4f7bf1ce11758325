import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
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
