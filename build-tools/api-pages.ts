/*
 * Makes of the reference that jsii-docgen writes a page for each domain, which forges can show, and an index of these: tsx build-tools/api-pages.ts
 *
 * jsii-docgen itself can only split by submodule, and a submodule would be part of every name in Java, Python and Go.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { DOMAINS, TASKS } from './api-domains';

/** A type of the public API, as jsii describes it. */
interface Type {
  readonly name: string;
  readonly docs?: { readonly summary?: string };
  readonly locationInModule: { readonly filename: string };
}

/** What the reference says of a type. */
interface Section {
  readonly name: string;
  readonly kind: string;
  readonly domain: string;
  readonly summary: string;
  readonly text: string;
}

const INDEX = 'API.md';
const FOLDER = 'docs/api';

/** The largest page that GitHub shows. */
const LARGEST = 512 * 1024;

/** What jsii-docgen leaves without a description, because every construct has it. */
const OF_EVERY_CONSTRUCT: Readonly<Record<string, string>> = {
  scope: 'The construct in which this one is defined, usually `this`.',
  id: 'The id of the construct in its scope.',
  props: 'The properties.',
};

const types = new Map(Object.values(JSON.parse(readFileSync('.jsii', 'utf8')).types as Record<string, Type>).map((type) => [type.name, type]));
const sections = sectionsOf(readFileSync(INDEX, 'utf8'));
const kinds = [...new Set(sections.map(({ kind }) => kind))];

rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });
for (const domain of Object.keys(DOMAINS)) {
  const page = pageOf(domain);
  if (page.length > LARGEST) throw new Error(`${FOLDER}/${domain}.md has ${page.length} characters, and GitHub shows no page of more than ${LARGEST}`);
  writeFileSync(join(FOLDER, `${domain}.md`), page);
}
writeFileSync(INDEX, index());

/** Splits the reference at its headings: one of a kind of types, or one of a type. */
function sectionsOf(reference: string): Section[] {
  const [, ...parts] = reference.split(/^## (?=\w+ <a name)/m);
  if (!parts.length) throw new Error(`${INDEX} is not what jsii-docgen writes: run 'npx projen docgen'`);
  return parts.flatMap((part) => {
    const [kind] = part.split(' ');
    const [, ...texts] = part.split(/^### (?=\w+ <a name="\w+" id="cdk-cleanrooms\.\w+"><\/a>$)/m);
    return texts.map((text) => {
      const [name] = text.split(' ');
      const described = text.replace(/(Initializer\.parameter\.(scope|id|props)">.* \| )\*No description\.\*/g, (_, row, parameter) => `${row}${OF_EVERY_CONSTRUCT[parameter]}`);
      return { name, kind, domain: domainOf(name), summary: types.get(name)?.docs?.summary ?? '', text: `### ${described.trimEnd()}\n` };
    });
  });
}

function domainOf(name: string): string {
  const [, domain = 'deployment'] = /^src\/constructs\/([\w-]+)\//.exec(types.get(name)?.locationInModule.filename ?? '') ?? [];
  if (!DOMAINS[domain]) throw new Error(`build-tools/api-domains.ts has no domain '${domain}', to which ${name} belongs`);
  return domain;
}

function pageOf(domain: string): string {
  const { title, about } = DOMAINS[domain];
  const own = sections.filter((section) => section.domain === domain);
  const text = kinds.map((kind) => own.filter((section) => section.kind === kind)).filter((ofKind) => ofKind.length)
    .map((ofKind) => [`## ${ofKind[0].kind}`, ...ofKind.map((section) => section.text)].join('\n\n')).join('\n');
  return [
    `# API reference: ${title}`, '',
    `${about[0].toUpperCase()}${about.slice(1)}. [The index](../../${INDEX}) has all domains.`, '',
    ...namesByKind(own, ''), '',
    text.replace(/href="#cdk-cleanrooms\.(\w+)/g, (link, name: string) => {
      const target = types.has(name) ? domainOf(name) : domain;
      return target === domain ? link : `href="${target}.md#cdk-cleanrooms.${name}`;
    }),
  ].join('\n');
}

/** A line for each kind of types, with a link to each. */
function namesByKind(own: readonly Section[], folder: string): string[] {
  return kinds.flatMap((kind) => {
    const ofKind = own.filter((section) => section.kind === kind);
    return ofKind.length ? [`- ${kind}: ${ofKind.map((section) => linkTo(section, folder)).join(', ')}`] : [];
  });
}

function linkTo({ name, domain }: Section, folder: string): string {
  return `[${name}](${folder && `${folder}/${domain}.md`}#cdk-cleanrooms.${name})`;
}

function named(name: string): Section {
  const section = sections.find((each) => each.name === name);
  if (!section) throw new Error(`build-tools/api-domains.ts names ${name}, which is not in the public API`);
  return section;
}

function index(): string {
  const constructs = sections.filter(({ kind }) => kind === 'Constructs');
  const forgotten = constructs.filter(({ name }) => !TASKS.some(({ names }) => names.includes(name)));
  if (forgotten.length) throw new Error(`build-tools/api-domains.ts has no task for ${forgotten.map(({ name }) => name).join(', ')}`);
  return [
    '# API reference', '',
    'Every name of the public API in TypeScript. `npx projen docgen` makes this page and those that it links to from the docstrings of the code; editors show the',
    'same text, in the names of each language. [docs/](docs/README.md) has guides.', '',
    '## By task', '',
    '| to | use | guide |', '| --- | --- | --- |',
    ...TASKS.map(({ task, names, guide }) =>
      `| ${task} | ${names.map((name) => linkTo(named(name), FOLDER)).join(', ')} | ${guide ? `[${guide}](docs/${guide})` : ''} |`), '',
    '## By domain', '',
    ...Object.entries(DOMAINS).flatMap(([domain, { title, about }]) => {
      const own = sections.filter((section) => section.domain === domain);
      return [
        `### [${title}](${FOLDER}/${domain}.md)`, '', `${about[0].toUpperCase()}${about.slice(1)}.`, '',
        ...own.filter(({ kind }) => kind === 'Constructs').map((section) => `- **${linkTo(section, FOLDER)}**: ${section.summary}`),
        ...namesByKind(own.filter(({ kind }) => kind !== 'Constructs'), FOLDER), '',
      ];
    }),
  ].join('\n');
}
