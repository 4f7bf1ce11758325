import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { gunzipSync } from 'zlib';

/*
 * jsii-rosetta translates programs into a Go that does not compile, or not even parse. What it gets wrong in the examples of this library is mended
 * here, in the translations that travel with the package. `npx projen test:languages` compiles them all.
 */

/** A type by its name in Go: its package, and whether it is a struct, to which Go points. */
interface GoType {
  readonly package: string;
  readonly struct: boolean;
}

interface Callable {
  readonly name: string;
  readonly static?: boolean;
  readonly parameters?: readonly unknown[];
  readonly variadic?: boolean;
}

interface Assembly {
  readonly filename?: string;
  readonly types: Readonly<Record<string, {
    readonly kind: string;
    readonly datatype?: boolean;
    readonly namespace?: string;
    readonly initializer?: Omit<Callable, 'name'>;
    readonly methods?: readonly Callable[];
  }>>;
}

const CDK = 'github.com/aws/aws-cdk-go/awscdk/v2';

/** The packages that are no part of the CDK's module, and its root. */
const PATHS: Readonly<Record<string, string>> = {
  awscdk: CDK, cdkcleanrooms: 'github.com/cdk-cleanrooms/cdk-cleanrooms-go/cdkcleanrooms', jsii: 'github.com/aws/jsii-runtime-go',
};

/** Makes the translation of a program compile. Leaves one that was mended before as it is. */
export function mended(go: string, typescript: string): string {
  if (go.includes(`"${CDK}"`)) return go;
  const modules = [...typescript.matchAll(/^import \{(.*?)\} from '(.*?)';$/gms)].map(([, names, module]) => ({
    names: names.split(',').map((name) => name.trim()), name: goPackage(module),
  }));
  const typeOf = (name: string) => TYPES.get(`cdkcleanrooms.${name}`)
    ?? modules.map((module) => TYPES.get(`${module.name}.${name}`)).find((type) => type !== undefined) ?? TYPES.get(`awscdk.${name}`) ?? TYPES.get(`awsevents.${name}`);
  const variables = [...go.matchAll(/^\t*(\w+) := /gm)].map(([, name]) => name);
  const variable = `\\b(${variables.join('|')})`;

  let text = go.replace(/^import .*\n/gm, '').trim();
  const change = (pattern: RegExp, to: (...groups: string[]) => string) => { text = text.replace(pattern, to); };
  // What a function returns is an interface, and no pointer to one.
  change(/([_.])\*(?=\w)/g, (before) => before[0]);
  change(/\*(?=[a-z]\w*\.[A-Z])/g, () => '');
  // Everything is in the package that it is imported from, and nothing in the root of the CDK only.
  for (const { names, name: goName } of modules) {
    for (const name of names) change(new RegExp(`\\bawscdk\\.((?:New)?${name})(?=[_(])`, 'g'), (_, used) => `${goName}.${used}`);
  }
  // Lists, maps and structs have the package before their names, and are passed by reference.
  change(/&(\w+)\{/g, (whole, name) => typeOf(name) ? `&${typeOf(name)!.package}.${name}{` : whole);
  change(/(\[\]|map\[string\])(\*?\w+)\{/g, (_, kind, name) => {
    const type = typeOf(name);
    return `&${kind}${type ? `${type.struct ? '*' : ''}${type.package}.${name}` : name}{`;
  });
  change(/(&\w+\.\w+\{\n\t*)"(\w)(\w*)":/g, (_, before, first, rest) => `${before}${first.toUpperCase()}${rest}:`);
  // Methods are exported, and properties are read by methods. A variable is called as it was declared.
  if (variables.length) {
    change(new RegExp(`${variable}\\.([a-z])(?=\\w*\\()`, 'g'), (_, name, first) => `${name}.${first.toUpperCase()}`);
    change(new RegExp(`${variable}\\.([A-Z]\\w*)\\b(?!\\()`, 'g'), (_, name, property) => `${name}.${property}()`);
    change(/\b(\w)(\w*): \1\2,$/gm, (whole, first, rest) => variables.includes(first.toLowerCase() + rest) ? `${first}${rest}: ${first.toLowerCase()}${rest},` : whole);
  }
  change(/\)\.([A-Z]\w*)(?=[.,)\n])/g, (_, property) => `).${property}()`);
  change(/range &(\[\]\*string\{)([^}]*)\}/g, (_, kind, strings) => `range ${kind}${strings.replace(/"[^"]*"/g, 'jsii.String($&)')}}`);
  change(/\bfmt\.Sprintf\(("[^"]*"), (\w+)\)/g, (_, format, name) => `jsii.Sprintf(${format}, *${name})`);
  text = withOmitted(text.replace(/\bjsii\.Boolean\(/g, 'jsii.Bool('));
  const used = [...text.matchAll(/\b(aws\w+|cdkcleanrooms|jsii)\./g)].map(([, name]) => PATHS[name] ?? `${CDK}/${name}`);
  const imports = [...new Set(used)];
  return `${imports.sort().map((path) => `import "${path}"`).join('\n')}\n\n${text}`;
}

/** The package of Go for a module of TypeScript. */
function goPackage(module: string): string {
  if (module === 'cdk-cleanrooms') return 'cdkcleanrooms';
  return module === 'aws-cdk-lib' ? 'awscdk' : module.replace(/^aws-cdk-lib\//, '').replace(/-/g, '');
}

/** Passes nil for every parameter that is omitted: Go knows no optional ones. */
function withOmitted(go: string): string {
  let text = go;
  for (const call of [...go.matchAll(/([a-z]\w*)?\.([A-Z]\w*)\(/g)].reverse()) {
    const wanted = PARAMETERS.get(call[0].slice(0, -1)) ?? PARAMETERS.get(`.${call[2]}`) ?? 0;
    const { end, given } = argumentsAt(text, call.index + call[0].length) ?? { end: 0, given: wanted };
    if (given < wanted) text = `${text.slice(0, end)}${[...Array.from({ length: wanted - given }, () => 'nil')].map((nil, index) => given + index > 0 ? `, ${nil}` : nil).join('')}${text.slice(end)}`;
  }
  return text;
}

/** The texts of Go: in quotes, with escapes, or as they are. */
const TEXT = /"(?:[^"\\]|\\.)*"|`[^`]*`/y;

/** The number of arguments that are given behind an opening parenthesis, and where the closing one is, if there is one: a comment may have none. */
function argumentsAt(text: string, start: number): { readonly end: number; readonly given: number } | undefined {
  let depth = 0;
  let given = /^\s*\)/.test(text.slice(start)) ? 0 : 1;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    TEXT.lastIndex = at;
    if (TEXT.test(text)) {
      at = TEXT.lastIndex - 1;
    } else if ('([{'.includes(character)) {
      depth++;
    } else if (')]}'.includes(character)) {
      if (depth-- === 0) return { end: at, given };
    } else if (character === ',' && depth === 0 && !/^,\s*\)/.test(text.slice(at))) {
      given++;
    }
  }
  return undefined;
}

/** What the CDK and this library export, by the package of Go and the name; and how many parameters each of their functions has. */
const TYPES = new Map<string, GoType>();
const PARAMETERS = new Map<string, number>();
for (const path of [require.resolve('aws-cdk-lib/.jsii'), '.jsii']) {
  for (const [name, { kind, datatype, namespace, initializer, methods = [] }] of Object.entries(assembly(path).types)) {
    const [module, ...rest] = name.split('.');
    const goName = module === 'cdk-cleanrooms' ? 'cdkcleanrooms' : namespace === undefined ? 'awscdk' : namespace.replace(/_/g, '');
    const type = rest.at(-1)!;
    TYPES.set(`${goName}.${type}`, { package: goName, struct: kind === 'interface' && datatype === true });
    if (initializer && !initializer.variadic) PARAMETERS.set(`${goName}.New${type}`, initializer.parameters?.length ?? 0);
    for (const method of methods.filter(({ variadic }) => !variadic)) {
      const called = `${method.name[0].toUpperCase()}${method.name.slice(1)}`;
      const key = method.static ? `${goName}.${type}_${called}` : `.${called}`;
      // Of what a variable is, this knows nothing: methods of the same name get as many arguments as the shortest of them.
      if (method.static || module === 'cdk-cleanrooms') PARAMETERS.set(key, Math.min(PARAMETERS.get(key) ?? Infinity, method.parameters?.length ?? 0));
    }
  }
}

function assembly(path: string): Assembly {
  const found = JSON.parse(readFileSync(path, 'utf8')) as Assembly;
  return found.filename === undefined ? found : JSON.parse(gunzipSync(readFileSync(join(dirname(path), found.filename))).toString()) as Assembly;
}
