import { execFileSync } from 'child_process';
import { join, relative } from 'path';
import { ROOT } from './support/sources';
import { withLazyModules } from '../build-tools/lazy-modules';

/* What an app loads: nothing that it does not use. Counted, as the time that it takes depends on the machine. */

const LIBRARY = join(ROOT, 'lib');
const ONE_TABLE = `
const { App, Stack } = require('aws-cdk-lib');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { AllowedColumns, AnalysisRule, Collaboration, ConfiguredTable, ConfiguredTableAssociation, MemberAbility, TableSource } = require('cdk-cleanrooms');

const app = new App();
const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
const membership = new Collaboration(stack, 'Collaboration', {
  creator: { displayName: 'Advertiser', abilities: [MemberAbility.CAN_QUERY, MemberAbility.CAN_RECEIVE_RESULTS] },
}).addMembership('Membership');
const configuredTable = new ConfiguredTable(stack, 'Purchases', {
  source: TableSource.glueTable({ databaseName: 'sales', tableName: 'purchases', bucket: Bucket.fromBucketName(stack, 'Bucket', 'sales'), prefix: 'purchases' }),
  allowedColumns: AllowedColumns.of('hashed_email', 'amount'),
  analysisRule: AnalysisRule.aggregation().joinOn('hashed_email').sum('amount').requireAtLeast(100, 'hashed_email'),
});
new ConfiguredTableAssociation(stack, 'Association', { membership, configuredTable, configuredTableAssociationName: 'purchases' });
app.synth();
`;

let loadedByOneTable: string[];

beforeAll(() => {
  loadedByOneTable = loadedBy(ONE_TABLE);
});

test('to import the library loads its index, and nothing else', () => {
  expect(loadedBy('require("cdk-cleanrooms")')).toEqual(['lib/index.js']);
});

test('an app with one table loads less than half of the library', () => {
  expect(loadedByOneTable.filter((file) => file.startsWith('lib/')).length).toBeLessThan(120);
});

test.each([
  ['clean rooms', /^lib\/constructs\/clean-room\//],
  ['machine learning', /^lib\/constructs\/ml\/(?!ml-actions)|aws-cleanroomsml/],
  ['state machines', /aws-stepfunctions/],
  ['events', /aws-events|cleanrooms-events/],
  ['alarms', /aws-cloudwatch\/|aws-sns\//],
  ['schedules', /aws-scheduler/],
  ['identities', /^lib\/constructs\/identity\/|aws-entityresolution/],
])('an app with one table loads nothing of %s', (_, files) => {
  expect(loadedByOneTable.filter((file) => files.test(file))).toEqual([]);
});

test('every name of the library is found by asking for it, and by listing all of them', () => {
  const missing = 'const library = require("cdk-cleanrooms"); '
    + 'console.log(JSON.stringify(Object.keys(library).filter((name) => library[name] === undefined || { ...library }[name] !== library[name])))';
  expect(run(missing)).toBe('[]');
});

describe('a compiled module', () => {
  test('loads another when it first uses it, and once', () => {
    expect(evaluate('const foo_1 = require("./foo");\nexports.run = () => [new foo_1.Foo().name, (0, foo_1.bar)()];', ({ run: use }) => [use(), use()]))
      .toEqual({ before: [], result: [['foo', 'bar'], ['foo', 'bar']], loaded: ['./foo'] });
  });

  test('exports what is of another without loading that one', () => {
    const source = 'var foo_1 = require("./foo");\nObject.defineProperty(exports, "bar", { enumerable: true, get: function () { return foo_1.bar; } });';
    expect(evaluate(source, (module) => [Object.keys(module), module.bar(), module.bar()])).toEqual({
      before: [], result: [['bar'], 'bar', 'bar'], loaded: ['./foo'],
    });
  });

  test('keeps what is imported for its effect, or wrapped, and properties of the same name', () => {
    const source = 'require("./effect");\nconst path = __importStar(require("path"));\nconst other = { foo_1: 1 };\nother.foo_1;';
    expect(withLazyModules(source)).toBe(source);
  });

  test('keeps its lines, and does not change when it is made lazy again', () => {
    const source = '"use strict";\nconst foo_1 = require("./foo");\nclass Bar extends foo_1.Foo {\n}\nexports.Bar = Bar;\n';
    const lazy = withLazyModules(source);
    expect(lazy.split('\n')[2]).toBe('class Bar extends (foo_1()).Foo {');
    expect(withLazyModules(lazy)).toBe(lazy);
  });
});

type Exports = Record<string, () => unknown>;

/** Runs a module with a `require` that notes what is loaded, before and after something is done with it. */
function evaluate(source: string, use: (exports: Exports) => unknown) {
  const loaded: string[] = [];
  const exports: Exports = {};
  const require = (path: string) => {
    loaded.push(path);
    return { Foo: class { public readonly name = 'foo'; }, bar: () => 'bar' };
  };
  new Function('exports', 'require', withLazyModules(source))(exports, require);
  const before = [...loaded];
  return { before, result: use(exports), loaded };
}

/** The files that a program loads in a process of its own: of the library, by their paths in this project, and of others. */
function loadedBy(program: string): string[] {
  const loaded: string[] = JSON.parse(run(`${program}\nconsole.log(JSON.stringify(Object.keys(require.cache)))`));
  return loaded.map((file) => file.startsWith(LIBRARY) ? relative(ROOT, file) : file);
}

function run(program: string): string {
  return execFileSync(process.execPath, ['-e', program], { cwd: ROOT, encoding: 'utf8', env: { ...process.env } }).trim().split('\n').at(-1)!;
}
