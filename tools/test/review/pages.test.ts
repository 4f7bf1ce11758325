import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'yaml';
import { EXAMPLES, OTHER_VERSION, REVIEWS } from './examples';
import { accessibilityFindings, foreignParts, validationFindings } from './page-checks';
import { synthesize } from '../../../test/support/program';
import { ROOT } from '../../../test/support/sources';
import { runCommandLine } from '../../src/command-line';
import { QUESTION_KEYS, Questions } from '../../src/review/questions';

/*
 * The pages of the examples, which are committed as documentation: they are what the command writes now. Jest's `-u` writes them anew.
 */

const assemblies = new Map<string, string>();

/** The cloud assembly of an example, which is synthesized once. */
function assemblyOf(example: string): string {
  if (!assemblies.has(example)) assemblies.set(example, synthesize(join(ROOT, 'examples', example, 'app.ts')).folder);
  return assemblies.get(example)!;
}

/** The cloud assembly of the other version of an example: its program has to be loaded once more. */
function otherAssembly(): string {
  let folder = '';
  jest.isolateModules(() => ({ folder } = synthesize(join(ROOT, 'examples', OTHER_VERSION.example, 'app.ts'), OTHER_VERSION.context)));
  return folder;
}

async function review(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  const texts: string[] = [];
  const code = await runCommandLine(['review', ...args], { out: (text) => texts.push(text), err: (text) => texts.push(text) });
  return { code, out: texts.join('\n') };
}

/** Holds that a committed file is what was written now. */
function expectCommitted(written: string, committed: string): void {
  const page = readFileSync(written, 'utf8');
  const path = join(REVIEWS, committed);
  const { snapshotState } = expect.getState() as unknown as { readonly snapshotState: { readonly _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === 'all') writeFileSync(path, page);
  expect(page).toBe(readFileSync(path, 'utf8'));
}

describe.each(EXAMPLES)('the page of $name', ({ name, details }) => {
  let out: string;

  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'review-'));
    const given = details === undefined ? [] : ['--details', join('examples', name, details)];
    const { code } = await review(assemblyOf(name), '--out', out, ...given);
    expect(code).toBe(0);
  });

  test('is the committed one', () => {
    expectCommitted(join(out, 'review.html'), `${name}.html`);
    expectCommitted(join(out, 'review.md'), `${name}.md`);
  });

  test('is valid HTML that loads nothing', async () => {
    const page = readFileSync(join(out, 'review.html'), 'utf8');
    expect(await validationFindings(page)).toEqual([]);
    expect(foreignParts(page)).toEqual([]);
  });

  test('can be read by a screen reader', async () => {
    expect(await accessibilityFindings(readFileSync(join(out, 'review.html'), 'utf8'))).toEqual([]);
  });

  test('answers each question at its anchor', () => {
    for (const format of ['review.html', 'review.md']) {
      const page = readFileSync(join(out, format), 'utf8');
      const missing = QUESTION_KEYS.map((key) => Questions[key]).filter(({ id, question }) => !page.includes(`id="${id}"`) || !page.includes(question));
      expect(missing).toEqual([]);
    }
  });
});

test('the difference of two versions is the committed one, and exits with 4', async () => {
  const { example } = OTHER_VERSION;
  const out = mkdtempSync(join(tmpdir(), 'review-'));
  const { code } = await review(otherAssembly(), '--against', assemblyOf(example), '--out', out);
  expect(code).toBe(4);
  expectCommitted(join(out, 'difference.md'), `${example}-difference.md`);
  expect(readFileSync(join(out, 'review.md'), 'utf8')).toContain('is now 20. It was 100.');
});

test('the workflow in the documentation is valid, and uses actions as the workflows of this repository do', () => {
  const [, workflow] = /```yaml\n(name: clean-room-review\n[\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/review.md'), 'utf8'))!;
  const { jobs } = parse(workflow) as { readonly jobs: Record<string, { readonly permissions: object }> };
  expect(Object.fromEntries(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions]))).toEqual({ review: { contents: 'read' }, comment: { 'pull-requests': 'write' } });
  const ofRepository = readFileSync(join(ROOT, '.github/workflows/build.yml'), 'utf8');
  expect([...workflow.matchAll(/uses: .*/g)].map(([uses]) => uses).filter((uses) => !ofRepository.includes(uses))).toEqual([]);
});

test('the documentation lists each question, with where pages answer it', () => {
  const guide = readFileSync(join(ROOT, 'docs/review.md'), 'utf8');
  const row = /^\| (.+\?) \| \[(.+)\]\(reviews\/campaign-measurement\.md#([\w-]+)\) \|/gm;
  const rows = [...guide.matchAll(row)].map(([, question, title, id]) => ({ id, title, question }));
  expect(rows).toEqual(QUESTION_KEYS.map((key) => Questions[key]));
  expect(existsSync(join(REVIEWS, 'campaign-measurement.md'))).toBe(true);
});
