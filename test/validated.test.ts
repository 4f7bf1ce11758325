import { existsSync, readdirSync } from 'fs';
import { join } from 'path';
import { programOf, synthesize } from './support/program';
import { ROOT, textOf } from './support/sources';

/*
 * Every example and every program of README and the guides, run with CloudFormation's validation at its strictest.
 */

const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(join(ROOT, 'examples', name, 'app.ts')));
const PAGES = [
  'README.md', ...readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
].map((page) => [page, programsIn(textOf(page))] as const).filter(([, programs]) => programs.length > 0);

describe.each(EXAMPLES)('the example %s', (name) => {
  test('synthesizes without a complaint, to what it did before', () => {
    const { templates, complaints } = synthesize(join(ROOT, 'examples', name, 'app.ts'));
    expect(complaints).toEqual([]);
    expect(withoutHashes(templates)).toMatchSnapshot();
  });
});

test('a table under Lake Formation is granted to the role that reads it', () => {
  jest.resetModules(); // the example was run already
  const { templates, complaints } = synthesize(join(ROOT, 'examples', 'campaign-measurement', 'app.ts'), { lakeFormation: 'true' });
  expect(complaints).toEqual([]);
  expect(JSON.stringify(templates)).toContain('AWS::LakeFormation::PrincipalPermissions');
});

test('README and guides have programs', () => {
  expect(PAGES.map(([page]) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/first-room.md', 'docs/clean-room.md', 'docs/growth.md']));
});

describe.each(PAGES)('%s', (_, programs) => {
  programs.forEach((text, index) => test(`program ${index + 1} synthesizes without a complaint`, () => {
    const { templates, complaints } = synthesize(programOf(text));
    expect(complaints).toEqual([]);
    expect(Object.keys(templates)).not.toEqual([]);
  }));
});

describe('docstrings', () => {
  const types: { name: string; docs?: { example?: string } }[] = Object.values(JSON.parse(textOf('.jsii')).types);
  const examples = types.flatMap(({ name, docs }) => docs?.example ? [[name, docs.example] as const] : []);

  test.each(examples)('the example of %s synthesizes without a complaint', (_, text) => {
    expect(synthesize(programOf(text)).complaints).toEqual([]);
  });
});

test.each([
  ['the library', "creator: { displayName: 'Creator' }", /no member has CAN_QUERY/],
  ['CloudFormation', "creator: { displayName: 'Creator' }, collaborationName: 'n'.repeat(101)", /F3033/],
])('%s does complain where it has reason to', (_, properties, reason) => {
  const program = programOf(`
    import { App, Stack } from 'aws-cdk-lib';
    import { Collaboration } from 'cdk-cleanrooms';
    new Collaboration(new Stack(new App(), 'Stack'), 'Collaboration', { ${properties} });
  `);
  expect(outcomeOf(() => synthesize(program).complaints.join('\n'))).toMatch(reason);
});

function programsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```(?:ts|typescript)\n([^]*?)^```$/gm)].map(([, text]) => text);
}

/** What an action returns, or says when it fails. */
function outcomeOf(action: () => string): string {
  try {
    return action();
  } catch (error) {
    return String(error);
  }
}

/** Templates without the hashes of assets, which change with every version of the SDK. */
function withoutHashes(templates: object): object {
  return JSON.parse(JSON.stringify(templates).replace(/\b[0-9a-f]{64}\b/g, 'HASH'));
}
