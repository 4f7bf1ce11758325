import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { AGGREGATION, LIST, TestRoom } from './rooms';
import { runCommandLine } from '../../src/command-line';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'review-'));
}

async function review(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine(['review', ...args], { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

function assemblyWith(rule: typeof LIST): string {
  const room = new TestRoom();
  room.table('sales', rule);
  return room.synthesized();
}

const STRICT = assemblyWith(AGGREGATION);
const LOOSE = assemblyWith(LIST);

test('writes both pages into a folder, which it makes', async () => {
  const out = join(folder(), 'new', 'folder');
  expect(await review(STRICT, '--out', out)).toEqual({ code: 0, out: `written: ${join(out, 'review.html')}, ${join(out, 'review.md')}`, err: '' });
  expect(readFileSync(join(out, 'review.html'), 'utf8')).toContain('<h1>Who can learn what</h1>');
  expect(readFileSync(join(out, 'review.md'), 'utf8')).toContain('# Who can learn what');
});

test('exits with 4 where something is looser, and says so first', async () => {
  const out = folder();
  const { code, out: text } = await review(LOOSE, '--against', STRICT, '--out', out);
  expect(code).toBe(4);
  expect(text).toMatch(/^\d+ differences that loosen protection:\n {2}Table sales: /);
  expect(readdirSync(out).sort()).toEqual(['difference.md', 'review.html', 'review.md']);
  expect(readFileSync(join(out, 'review.html'), 'utf8')).toContain('whether rows about one person can come out is now yes. It was no.');
});

test('exits with 0 where nothing has changed', async () => {
  const { code, out } = await review(STRICT, '--against', STRICT, '--out', folder());
  expect([code, out.split('\n')[0]]).toEqual([0, 'nothing is looser than before']);
});

test('prints JSON for machines, and then writes pages only where it is told to', async () => {
  const made = JSON.parse((await review(STRICT, '--format', 'json')).out);
  expect(made.rooms[0].questions.map(({ id }: { readonly id: string }) => id)).toContain('raw-data');
  expect(existsSync('review.html')).toBe(false);
  const { code, out } = await review(LOOSE, '--against', STRICT, '--format', 'json');
  const { version, looser, differences } = JSON.parse(out);
  expect([code, version, looser > 0, differences[0].looser]).toEqual([4, 1, true, true]);
  expect(differences[0]).toEqual({
    looser: true,
    room: 'room',
    subject: 'table sales',
    about: 'the type of its rule',
    text: 'Table sales: the type of its rule is now LIST. It was AGGREGATION.',
    before: 'AGGREGATION',
    now: 'LIST',
    sources: ['Creator/sales-table'],
  });
  const pages = folder();
  await review(STRICT, '--format', 'json', '--out', pages);
  expect(readdirSync(pages)).toEqual(['review.html', 'review.md']);
});

test('has the same fingerprint for the same rooms, whatever their members add', async () => {
  const details = join(folder(), 'details.yaml');
  writeFileSync(details, 'rooms: { room: { purpose: x } }');
  const fingerprint = async (...args: string[]) => JSON.parse((await review(...args, '--format', 'json')).out).fingerprint as string;
  expect(await fingerprint(STRICT)).toMatch(/^[0-9a-f]{64}$/);
  expect(await fingerprint(STRICT, '--details', details)).toBe(await fingerprint(STRICT));
  expect(await fingerprint(LOOSE)).not.toBe(await fingerprint(STRICT));
});

test.each<[string, string[], string]>([
  ['no cloud assembly', ['/does/not/exist'], "'/does/not/exist' is no cloud assembly"],
  ['no earlier cloud assembly', [STRICT, '--against', '/does/not/exist'], "'/does/not/exist' is no cloud assembly"],
  ['two cloud assemblies', [STRICT, LOOSE], 'one cloud assembly is reviewed at a time'],
  ['a format that is not known', [STRICT, '--format', 'pdf'], "--format must be one of text, json, got 'pdf'"],
  ['an option that is not known', [STRICT, '--loud'], "Unknown option '--loud'"],
  ['details that are not there', [STRICT, '--details', 'nothing.yaml'], "the file of details 'nothing.yaml' does not exist"],
  ['a folder that cannot be made', [STRICT, '--out', '/dev/null/pages'], "the pages cannot be written to '/dev/null/pages'"],
])('ends with an error for %s', async (_, args, message) => {
  const { code, err } = await review(...args);
  expect([code, err]).toEqual([1, expect.stringContaining(message)]);
});
