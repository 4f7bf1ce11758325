import { existsSync, readdirSync, statSync } from 'fs';
import { dirname, join, normalize } from 'path';
import { ROOT, textOf } from './support/sources';

/*
 * What users read: every parameter is documented, every construct has an example and its line in the tables, and links lead somewhere.
 */

interface Documented {
  readonly docs?: { readonly summary?: string; readonly example?: string };
}

interface Method extends Documented {
  readonly name?: string;
  readonly overrides?: string;
  readonly parameters?: (Documented & { readonly name: string })[];
}

interface Type extends Documented {
  readonly name: string;
  readonly kind: string;
  readonly base?: string;
  readonly abstract?: boolean;
  readonly methods?: Method[];
  readonly initializer?: Method;
}

const types: Type[] = Object.values(JSON.parse(textOf('.jsii')).types);
const CONSTRUCTS = ['aws-cdk-lib.Resource', 'aws-cdk-lib.aws_iam.Role', 'aws-cdk-lib.aws_stepfunctions.StateMachineFragment', 'constructs.Construct'];
const constructs = types.filter(({ kind, base, abstract }) => kind === 'class' && CONSTRUCTS.includes(`${base}`) && !abstract).map(({ name }) => name);

test('every parameter of a public method is documented, less those that all constructs have', () => {
  const missing = types.flatMap(({ name, methods = [], initializer }) => [...methods, ...initializer ? [{ ...initializer, name: 'constructor' }] : []]
    .filter(({ overrides }) => !overrides?.startsWith('cdk-cleanrooms.')) // documented there
    .flatMap((method) => (method.parameters ?? [])
      .filter((parameter) => !parameter.docs?.summary && !(method.name === 'constructor' && ['scope', 'id', 'props'].includes(parameter.name)))
      .map((parameter) => `${name}.${method.name}(${parameter.name})`)));
  expect(missing).toEqual([]);
});

test('every construct has an example', () => {
  expect(constructs).toContain('CleanRoom');
  expect(types.filter(({ name, docs }) => constructs.includes(name) && !docs?.example).map(({ name }) => name)).toEqual([]);
});

test.each(['README.md', 'docs/constructs.md'])('every construct has its line in the table of %s', (page) => {
  const lines = textOf(page).split('\n').filter((line) => line.startsWith('|')).join('\n');
  expect(constructs.filter((name) => !new RegExp(`\`${name}[\`.]`).test(lines))).toEqual([]);
});

test('docs/constructs.md and README name only what there is', () => {
  const members = new Set(types.flatMap(({ name, methods = [] }) => [name, ...methods.map((method) => `${name}.${method.name}`)]));
  const named = ['README.md', 'docs/constructs.md'].flatMap((page) => [...textOf(page).matchAll(/^\| (`[^|]*?) \|/gm)]
    .flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)).flatMap((name, index, all) => name.startsWith('.')
      ? `${all.slice(0, index).reverse().find((before) => !before.startsWith('.'))!.split('.')[0]}${name}` : /^[A-Z]/.test(name) ? name : []));
  expect(named).toEqual(expect.arrayContaining(['CleanRoom.join', 'TableSource.glueTable', 'ScheduledQuery']));
  expect(named.filter((name) => !members.has(name))).toEqual([]);
});

test('every program of the guides is compiled: those in JavaScript are run by a test of their own', () => {
  const guides = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => [name, textOf(`docs/${name}`)] as const);
  const languages = guides.flatMap(([name, text]) => [...text.matchAll(/^ *```(\w+)/gm)].map(([, language]) => `${name}: ${language}`));
  expect([...new Set(languages.filter((each) => !/: (ts|console|sh|text|json|yaml)$/.test(each)))]).toEqual(['upgrading.md: js']);
  // Blocks that are only indented would be left out.
  expect(guides.filter(([, text]) => /^ {4}(import|export|const|new|[A-Z]\w+\.)\b/m.test(withoutCode(text))).map(([name]) => name)).toEqual([]);
});

test('the program of README and the example of CleanRoom synthesize in every language: only in Node does an app do so by itself', () => {
  const [, program] = /^```ts\n([^]*?)^```$/m.exec(textOf('README.md'))!;
  const example = types.find(({ name }) => name === 'CleanRoom')!.docs!.example!;
  expect([program, example].map((text) => text.trim().split('\n').at(-1))).toEqual(['app.synth();', 'app.synth();']);
});

test('the first two blocks of shell commands in README are those of a clone, as continuous integration runs them', () => {
  const blocks = [...textOf('README.md').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, commands]) => commands);
  expect(blocks.slice(0, 2)).toEqual(['npm ci && npx projen demo\n', 'npm ci && npx projen test:all\n']);
});

describe('what contributors read', () => {
  test('CONTRIBUTING names every task, less those that others call', () => {
    const { tasks } = JSON.parse(textOf('.projen/tasks.json'));
    const calledByOthers = /^(bundle:lambda|clobber|eject|install|package:|post-|pre-|bump:releasable)/;
    const text = textOf('CONTRIBUTING.md');
    expect(Object.keys(tasks).filter((name) => !calledByOthers.test(name) && !new RegExp(`[\`\\s]${name}[\`\\s]`).test(text))).toEqual([]);
  });

  test('CONTRIBUTING and the architecture name files that there are', () => {
    const all = ['src', 'lambda', 'test', 'tools', 'build-tools', 'bench', 'projenrc'].flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true })
      .map((name) => `/${folder}/${name}`)).filter((path) => !path.includes('node_modules'));
    const named = ['CONTRIBUTING.md', 'docs/architecture.md'].flatMap((page) => [...textOf(page).matchAll(/(?<![\w*>.-])[\w./][\w./-]*\.(?:ts|cjs|py)\b/g)].map(([name]) => name));
    expect(named.length).toBeGreaterThan(40);
    expect([...new Set(named)].filter((name) => !name.startsWith('.') && name !== 'app.ts' && !all.some((path) => path.endsWith(`/${name.replace(/^\//, '')}`)))).toEqual([]);
  });
});

describe('links', () => {
  const REPOSITORY = 'https://github.com/cdk-cleanrooms/cdk-cleanrooms/blob/main/';
  const pages = [
    'README.md', 'API.md', 'CONTRIBUTING.md', 'SECURITY.md', 'tools/README.md',
    ...['docs', 'docs/api'].flatMap((folder) => readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`)),
    ...readdirSync(join(ROOT, 'examples')).map((name) => `examples/${name}/README.md`).filter((path) => existsSync(join(ROOT, path))),
  ];

  test.each(pages)('of %s lead to a file, and to a heading of it', (page) => {
    const links = [...withoutCode(textOf(page)).matchAll(/\]\(([^)\s]+)\)|href="([^"]+)"/g)].map(([, markdown, html]) => markdown ?? html);
    expect([...new Set(links)].filter((link) => !/^(https?:|mailto:)/.test(link) || link.startsWith(REPOSITORY)).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  // Registries show README without the repository around it.
  test.each(['README.md', 'tools/README.md'])('of %s are whole', (page) => {
    expect([...withoutCode(textOf(page)).matchAll(/\]\(((?!https:)[^)\s]+)\)/g)].map(([, link]) => link)).toEqual([]);
  });

  function leadsSomewhere(page: string, link: string): boolean {
    const [file, anchor] = link.replace(REPOSITORY, '').split('#');
    const path = !file ? page : link.startsWith(REPOSITORY) ? file : normalize(join(dirname(page), file));
    if (!existsSync(join(ROOT, path))) return false;
    return anchor === undefined || (statSync(join(ROOT, path)).isFile() && anchorsOf(path).has(anchor));
  }
});

const ANCHORS = new Map<string, Set<string>>();

/** What a link can lead to in a page: its ids, and its headings as forges name them. */
function anchorsOf(path: string): Set<string> {
  const known = ANCHORS.get(path);
  if (known) return known;
  const text = textOf(path);
  const headings = [...withoutCode(text).matchAll(/^#+ (.*)$/gm)]
    .map(([, heading]) => heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
  const anchors = new Set([...headings, ...[...text.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id)]);
  ANCHORS.set(path, anchors);
  return anchors;
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[^]*?^```$/gm, '');
}
