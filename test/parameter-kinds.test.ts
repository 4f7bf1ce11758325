import { writeFileSync } from 'fs';
import { join } from 'path';
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as library from '../src';
import { CLASSES, OWN, callables, propertiesOf, typeOf } from './support/assembly';
import type { Parameter, Type, TypeReference } from './support/assembly';
import { ROOT, textOf } from './support/sources';

/*
 * What the library knows of the types of its parameters is what jsii says. It is written by
 * UPDATE_PARAMETERS=1 npx jest --ci test/parameter-kinds.test.ts --selectProjects package
 */

const FILES = ['src/foundation/parameters-of-classes.ts', 'src/foundation/parameter-kinds.ts'];

const used = new Set<string>();

/** The name of a type as the file has it. */
function nameOf({ fqn, primitive, collection }: TypeReference): string {
  if (collection) return `${nameOf(collection.elementtype)}${collection.kind === 'array' ? '[]' : '{}'}`;
  if (fqn) used.add(fqn);
  return fqn ? fqn.split('.').at(-1)! : { date: 'Date', json: 'any' }[primitive!] ?? primitive ?? 'any';
}

const textOfMembers = (members: readonly Parameter[]) => members
  .map(({ name, type, optional, variadic }) => `${variadic ? '...' : ''}${name}${optional ? '?' : ''}: ${nameOf(type)}`).join(', ');

/** What an object must have to be of a type that is not made by a class of this library. */
function marksOf(type: Type): string[] {
  const properties = propertiesOf(type).filter(({ optional, static: ofClass }) => !optional && !ofClass).map(({ name }) => name);
  const methods = (type.methods ?? []).filter(({ static: ofClass, protected: hidden }) => !ofClass && !hidden).map(({ name }) => name);
  if (type.kind === 'class') return [...properties, ...methods].slice(0, 6);
  const name = type.name.slice(1).replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (first) => first.toLowerCase());
  const resource = name.replace(/Ref$/, '');
  return [name, `${resource}Arn`, `${resource}Id`, ...properties, ...methods].filter((mark) => [...properties, ...methods].includes(mark)).slice(0, 1);
}

/** How values of a class are made, for messages: by its constants, by static methods, or by its constructor. */
function makersOf({ fqn, name, initializer, abstract }: Type): string {
  const isOne = (type?: TypeReference) => type?.fqn !== undefined && (type.fqn === fqn || OWN[type.fqn]?.base === fqn);
  const makers = CLASSES.flatMap((type) => [
    ...(type.properties ?? []).filter((property) => property.static && property.const && isOne(property.type)).map((property) => `${type.name}.${property.name}`),
    ...callables(type).filter((method) => method.static && isOne(method.returns?.type)).map((method) => `${type.name}.${method.name}(...)`),
  ]);
  const named = makers.length || abstract || !initializer ? makers : [`new ${name}(...)`];
  return named.slice(0, MOST_MAKERS).join(', ') + (named.length > MOST_MAKERS ? ' and others' : '');
}

const MOST_MAKERS = 6;

function valuesOf({ name, members = [] }: Type): unknown[] {
  const values = (library as unknown as Record<string, Record<string, unknown>>)[name];
  return members.map((member) => values[member.name]);
}

/** The enums of aws-cdk-lib in the API. A newer version may have more values of them, so only the sort of value is known. */
const ENUMS_OF_CDK: Readonly<Record<string, object>> = { RemovalPolicy, RetentionDays };

function sortOf({ name, members = [] }: Type): string {
  return typeof (ENUMS_OF_CDK[name] as Record<string, unknown>)[members[0].name];
}

const quoted = (text: string) => text.includes("'") ? JSON.stringify(text) : `'${text}'`;

function literal(entries: Readonly<Record<string, string>>): string {
  return `{\n${Object.entries(entries).map(([key, value]) => `  ${key}: ${value},\n`).join('')}}`;
}

/** A text, over several lines if it is long. */
function literalText(text: string): string {
  const parts = text.split(/(?<=, |\) )/).reduce<string[]>((lines, part) => {
    const last = lines.at(-1);
    return last !== undefined && (last + part).length <= 130 ? [...lines.slice(0, -1), last + part] : [...lines, part];
  }, []);
  return parts.length < 2 ? quoted(text) : parts.map(quoted).join('\n    + ');
}

function constant(docs: string, name: string, type: string, entries: Readonly<Record<string, string>>): string {
  const sorted = Object.fromEntries(Object.entries(entries).sort(([one], [other]) => one < other ? -1 : 1));
  return `/** ${docs} */\nexport const ${name}: Readonly<Record<string, ${type}>> = ${literal(sorted)};\n`;
}

function contents(): string[] {
  const parameters = Object.fromEntries(CLASSES.map((type) => [type.name, callables(type).filter((each) => each.parameters)
    .map((each) => `${each.name}(${textOfMembers(each.parameters!)})`).join(' ')]));
  const structs: Record<string, string> = {};
  const enums: Record<string, string> = {};
  const sorts: Record<string, string> = {};
  const marks: Record<string, string> = {};
  const makers: Record<string, string> = {};
  for (const fqn of used) { // which grows as structs are written
    const type = typeOf(fqn);
    const ours = Object.hasOwn(OWN, fqn);
    if (type.datatype) {
      const inherited = (type.interfaces ?? []).filter((base) => Object.hasOwn(OWN, base));
      inherited.forEach((base) => used.add(base));
      const own = [...inherited.map((base) => `&${OWN[base].name}`), ...ours && type.properties?.length ? [textOfMembers(type.properties)] : []];
      structs[type.name] = literalText(own.join(', '));
    } else if (type.kind === 'enum') {
      if (ours) enums[type.name] = `[${valuesOf(type).map((value) => quoted(String(value))).join(', ')}]`;
      else sorts[type.name] = quoted(sortOf(type));
    } else if (ours && type.kind === 'class') {
      makers[type.name] = literalText(makersOf(type));
    } else if (fqn !== 'constructs.Construct') {
      marks[type.name] = `[${marksOf(type).map(quoted).join(', ')}]`;
    }
  }
  const classes = Object.entries(parameters).filter(([name, text]) => text || Object.hasOwn(makers, name))
    .map(([name, text]) => [name, literalText(text)] as const);
  return [[
    '/** The constructors and the methods of classes, with what they take. */',
    `export const PARAMETERS = ${literal(Object.fromEntries(classes))} as const;`,
  ], [
    constant('The properties of structs, with `&` before a struct that is part of it. Of those of aws-cdk-lib, nothing is known.', 'STRUCTS', 'string', structs),
    constant('The values of enums.', 'ENUMS', 'readonly string[]', enums),
    constant('What the values of enums of aws-cdk-lib are. A newer version may have more of them.', 'ENUMS_OF_CDK', 'string', sorts),
    constant('The properties and methods by which an object of an interface, or of a class of aws-cdk-lib, is recognized.', 'MARKS', 'readonly string[]', marks),
    constant('How the values of a class are made.', 'MAKERS', 'string', makers),
  ]].map((parts) => `/*\n * Made of what jsii says of the API, by test/parameter-kinds.test.ts.\n */\n\n${parts.join('\n').trimEnd()}\n`);
}

test('what the library knows of its parameters is what jsii says', () => {
  const expected = contents();
  if (process.env.UPDATE_PARAMETERS) FILES.forEach((path, index) => writeFileSync(join(ROOT, path), expected[index]));
  expect(FILES.map(textOf)).toEqual(expected);
});
