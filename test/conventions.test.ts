import { spawnSync } from 'child_process';
import { basename, join } from 'path';
import * as floor from 'aws-cdk-lib/aws-cleanrooms';
import * as floorMl from 'aws-cdk-lib/aws-cleanroomsml';
import * as newest from 'aws-cdk-lib-newest/aws-cleanrooms';
import * as newestMl from 'aws-cdk-lib-newest/aws-cleanroomsml';
import { ROOT, exportsOf, importedFrom, importsOf, sourcesIn, textOf } from './support/sources';
import { typeErrors } from './support/type-check';

/** What the API looks like to users of every language. */
const assembly: { types: Record<string, Described | undefined> } = JSON.parse(textOf('.jsii'));

interface Described {
  readonly name: string;
  readonly kind: string;
  readonly abstract?: boolean;
  readonly initializer?: object;
  readonly methods?: { readonly name: string }[];
  readonly properties?: { readonly name: string; readonly const?: boolean; readonly static?: boolean }[];
}

/** The choices of one property. */
const CHOICES = [
  'AccessBudgetPeriod', 'AdditionalAnalyses', 'AggregateExpressions', 'AggregateFunction', 'AnalysisMethod', 'AnalysisRuleType', 'AnalysisType',
  'ChangeRequestDecision', 'ContainerLogType', 'DataDistribution', 'DifferentialPrivacyAggregation', 'IdMappingJobType', 'JoinOperator', 'LogRedaction',
  'MetricNoise', 'ResultFormat', 'SyntheticDataColumnType', 'TrainedModelFile', 'TrainingInputMode', 'WhenNotApproved',
];

/** What AWS adds to: abilities, costs and other things that describe members, engines, versions and sizes, functions and types of a language. */
const GROWING = [
  'AnalysisParameterType', 'AnalyticsEngine', 'AutoApprovedChangeType', 'MemberAbility', 'MlMemberAbility', 'PaymentResponsibility', 'PySparkVersion',
  'ScalarFunction', 'SnowflakeColumnType', 'WorkerType',
];

describe('the public surface', () => {
  test('follows the rules of the CDK, with no error of awslint', () => {
    const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/awslint'), ['--no-compile'], { cwd: ROOT, encoding: 'utf8' });
    expect(`${stdout}${stderr}`.split('\n').filter((line) => /^(error|warning):/.test(line))).toEqual([]);
  });

  test('has an L2 for every L1 of Clean Rooms, of the floor and of the newest aws-cdk-lib', () => {
    const l1s = [floor, floorMl, newest, newestMl].flatMap((module) => Object.values(module))
      .flatMap((value: { CFN_RESOURCE_TYPE_NAME?: string }) => value.CFN_RESOURCE_TYPE_NAME?.split('::')[2] ?? []);
    expect(l1s.filter((name) => assembly.types[`cdk-cleanrooms.${name}`]?.kind !== 'class')).toEqual([]);
    expect(l1s).toContain('IntermediateTable'); // which the floor does not have
  });

  test('has no L1 in it', () => {
    const mentioned = JSON.stringify(assembly.types).match(/aws-cdk-lib\.\w+\.Cfn\w+/g) ?? [];
    expect(mentioned).toEqual([]);
  });

  test('has every construct, less the lookups that stand behind static methods', () => {
    const exported = exportsOf('src/index.ts');
    const constructs = sourcesIn('src/constructs').flatMap((path) =>
      [...textOf(path).matchAll(/^export class (\w+)[^{]* extends (?:\w+Base|Construct|Resource|StateMachineFragment)\b/gm)].map(([, name]) => name));
    expect(exported).toEqual([...new Set(exported)]);
    expect(constructs.filter((name) => !exported.includes(name)).sort()).toEqual(INTERNAL);
    expect(importsOf('src/index.ts').filter((path) => !path.startsWith('src/constructs/'))).toEqual([]);
    expect(textOf('src/index.ts')).not.toContain('export *');
  });

  test('has declarations that show nothing internal: they import what is exported, and nothing else', () => {
    const exported = importsOf('src/index.ts').map((path) => path.replace(/^src(.*)\.ts$/, 'lib$1.d.ts'));
    const reached = importedFrom('lib/index.d.ts').filter((path) => path !== 'lib/index.d.ts');
    expect(reached.filter((path) => !exported.includes(path))).toEqual(['lib/custom-resources/function-options.d.ts']); // which is exported by way of its class
    expect(reached).toEqual(expect.arrayContaining(exported));
  });

  test('lets nobody extend what only the library extends', () => {
    const abstract = Object.entries(assembly.types).flatMap(([name, type]) => type?.abstract && type.kind === 'class' ? { name, initializer: type.initializer } : []);
    expect(abstract.filter(({ initializer }) => initializer).map(({ name }) => name)).toEqual(['cdk-cleanrooms.ConfiguredTableAnalysisRule']); // whose constructor refuses
  });

  test('has an enum for the choices of one property, and a class for what AWS adds to, whose of() takes what is added', () => {
    const types = Object.values(assembly.types).flatMap((type) => type ?? []);
    const withConstants = types.filter(({ kind, properties = [] }) => kind === 'class'
      && properties.some(({ const: constant, static: ofClass, name }) => constant && ofClass && name !== 'PROPERTY_INJECTION_ID'));
    expect(types.filter(({ kind }) => kind === 'enum').map(({ name }) => name).sort()).toEqual(CHOICES);
    expect(withConstants.map(({ name }) => name).sort()).toEqual(GROWING);
    expect(withConstants.filter(({ methods = [] }) => !methods.some(({ name }) => name === 'of')).map(({ name }) => name))
      .toEqual(['PaymentResponsibility']); // each of which is a property of its own in the API
  });

  test('can be used with exactOptionalPropertyTypes: each class is assignable to its interface', () => {
    const names = Object.keys(assembly.types).map((name) => name.replace('cdk-cleanrooms.', ''));
    const constructs = names.filter((name) => names.includes(`I${name}`));
    const text = [
      "import type * as library from 'cdk-cleanrooms';",
      ...constructs.map((name) => `export const as${name} = (made: library.${name}): library.I${name} => made;`),
    ].join('\n');
    expect(constructs).toContain('Collaboration');
    expect(typeErrors(text, [], { exactOptionalPropertyTypes: true, paths: { 'cdk-cleanrooms': [join(ROOT, 'lib/index.d.ts')] } })).toBe('');
  });

  test('compiles with the newest aws-cdk-lib, too', () => {
    const newestCdk = join(ROOT, 'node_modules/aws-cdk-lib-newest');
    expect(typeErrors('', ['src/index.ts'], { paths: { 'aws-cdk-lib': [newestCdk], 'aws-cdk-lib/*': [`${newestCdk}/*`] } })).toBe('');
  });
});

/** Where the constants are defined that the tool writes into programs. */
const CONSTANTS_IN_PROGRAMS = [
  'src/constructs/collaboration/collaboration-member.ts', 'src/constructs/collaboration/collaboration-settings.ts',
  'src/constructs/table/analysis-rules/aggregation-analysis-rule.ts', 'src/constructs/table/analysis-rules/configured-table-analysis-rule.ts',
  'src/constructs/table/analysis-rules/custom-rule-controls.ts', 'src/constructs/table/analysis-rules/scalar-function.ts',
];

/** Constructs that users reach only through static methods and other constructs. */
const INTERNAL = ['CollaborationLookup', 'LiveCollaboration', 'MembershipCleanup', 'MembershipLookup', 'NamedLookup'];

describe('imports', () => {
  const LAYERS: Record<string, string[]> = {
    'src/foundation/': ['src/foundation/'],
    'src/program/': ['src/program/', 'src/foundation/'],
    'src/custom-resources/': ['src/custom-resources/', 'src/foundation/'],
    'src/constructs/': ['src/constructs/', 'src/program/', 'src/custom-resources/', 'src/foundation/'],
    'src/index.ts': ['src/constructs/'],
    'src/typed-columns.ts': ['src/constructs/'],
  };

  test('point one way: from the index to the domains, to the program, to the foundation; custom-resources stands beside the program', () => {
    const wrong = sourcesIn('src').flatMap((path) => {
      const [, allowed = []] = Object.entries(LAYERS).find(([layer]) => path.startsWith(layer)) ?? [];
      return importsOf(path).filter((imported) => imported.startsWith('src/') && !allowed.some((layer) => imported.startsWith(layer)))
        .map((imported) => `${path} imports ${imported}`);
    });
    expect(wrong).toEqual([]);
  });

  test('make no circle', () => {
    // The kinds of resources of the local Clean Rooms name each other's types, and what all of them are is one type.
    const sources = ['src', 'lambda', 'tools/src'].flatMap(sourcesIn).filter((path) => !path.startsWith('tools/src/local-cloud/api/'));
    const circles = sources.filter((path) => importsOf(path).filter((imported) => imported.endsWith('.ts'))
      .flatMap((imported) => importedFrom(imported)).includes(path));
    expect(circles).toEqual([]);
  });

  test('of the handler from the library are the contract, which imports nothing else', () => {
    const contract = ['src/custom-resources/contract.ts', ...sourcesIn('src/custom-resources/contract')];
    const imported = [...sourcesIn('lambda'), ...contract].flatMap((path) => importedFrom(path)).filter((path) => !path.startsWith('lambda/'));
    expect([...new Set(imported)].sort()).toEqual(contract.sort());
    expect(contract.flatMap(importsOf).filter((path) => !contract.includes(path))).toEqual([]);
  });

  test('of the command line tool are of its own files and of the model and what it is made of, never the other way round', () => {
    const imported = sourcesIn('tools/src').flatMap(importsOf).filter((path) => path.endsWith('.ts') && !path.startsWith('tools/src/'));
    expect([...new Set(imported)].filter((path) => !/^src\/(program|foundation)\//.test(path))).toEqual([
      ...CONSTANTS_IN_PROGRAMS, 'src/constructs/table/sources/glue-definition.ts',
    ]);
    expect(['src', 'lambda'].flatMap(sourcesIn).flatMap(importsOf).filter((path) => path.startsWith('tools/'))).toEqual([]);
  });

  test('of the library are of its peers and of Node alone', () => {
    const packages = new Set(sourcesIn('src').flatMap(importsOf).filter((imported) => !imported.endsWith('.ts')));
    expect([...packages].filter((name) => !/^(aws-cdk-lib(\/|$)|constructs$|crypto$|fs$|path$)/.test(name))).toEqual([]);
  });
});

describe('what changes from one aws-cdk-lib to the next', () => {
  const users = (text: RegExp) => sourcesIn('src').filter((path) => text.test(textOf(path)));

  test('its errors are in one file', () => {
    expect(users(/core\/lib\/errors|core\/lib\/helpers-internal/)).toEqual(['src/foundation/validation-faults.ts']);
  });

  test('what its L1s lack is in one file', () => {
    expect(users(/addProperty(Deletion)?Override|addOverride\('Properties/)).toEqual(['src/foundation/l1-backports.ts']);
  });
});

describe('files', () => {
  const files = ['src', 'lambda', 'test', 'examples', 'bench', 'build-tools', 'projenrc', 'tools/bench', 'tools/src', 'tools/test'].flatMap(sourcesIn);

  test.each(['utils', 'util', 'helpers', 'helper', 'types', 'common', 'misc', 'shared'])('are never called %s: they are called what they hold', (word) => {
    expect(files.filter((path) => basename(path, '.ts').split(/[-.]/).includes(word))).toEqual([]);
  });

  test('hold one idea, in at most 400 lines, docstrings apart: these are as long as what they explain needs', () => {
    const linesOf = (path: string) => textOf(path).replace(/^ *\/\*\*[^]*?\*\/\n/gm, '').split('\n').length - 1;
    expect(files.map((path) => `${path}: ${linesOf(path)}`).filter((line) => Number(line.split(': ')[1]) > 400)).toEqual([]);
  });

  test('leave nothing for later, and switch no rule off', () => {
    const marks = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', '@ts-' + 'ignore', '@ts-' + 'nocheck', 'eslint-' + 'disable'].join('|'));
    expect(files.filter((path) => marks.test(textOf(path)))).toEqual([]);
  });

  test('import each file by name, and export by name', () => {
    expect(files.filter((path) => /^export default /m.test(textOf(path)))).toEqual([]);
  });
});

describe('errors and warnings, which are part of the public contract', () => {
  const sources = sourcesIn('src').filter((path) => path !== 'src/foundation/validation-faults.ts').map(textOf).join('\n');
  const tests = sourcesIn('test').map(textOf).join('\n');
  const codes = [...new Set([...sources.matchAll(/\bcode`(\w+)`/g)].map(([, name]) => name))].sort();
  const warnings = [...new Set([...sources.matchAll(/['`](cdk-cleanrooms:[\w${}]+)['`]/g)].map(([, id]) => id))].sort();

  test('codes are in PascalCase', () => {
    expect(codes.filter((name) => !/^([A-Z][a-z0-9]*)+$/.test(name))).toEqual([]);
  });

  test('codes and ids are tested, each by its name', () => {
    expect([...codes, ...warnings.filter((id) => !id.includes('$'))].filter((name) => !tests.includes(`'${name}'`))).toEqual([]);
  });
});

test('the page about live resources names tests that there are', () => {
  const named = textOf('docs/live-resources.md').split('## The tests')[1].split(/\]\(\.\.\//).slice(1).flatMap((text) => {
    const [path] = text.split(')');
    return [...text.split(';')[0].matchAll(/`([^`]+)`/g)].filter(([, name]) => !name.startsWith('cdk ')).map(([, name]) => ({ path, name }));
  });
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ path, name }) => !textOf(path).includes(`'${name}'`))).toEqual([]);
});
