import { textOf } from './support/sources';

/*
 * What users read about the public API: every parameter is documented, every construct has an example, and a line in README's table.
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

test("every construct has its line in README's table", () => {
  const lines = textOf('README.md').split('\n').filter((line) => line.startsWith('|')).join('\n');
  expect(constructs.filter((name) => !new RegExp(`\`${name}[\`.]`).test(lines))).toEqual([]);
});
