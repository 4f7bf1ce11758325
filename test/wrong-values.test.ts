import { Duration, Errors, Size, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import * as library from '../src';
import { CLASSES, OWN, callables, propertiesOf, typeOf } from './support/assembly';
import type { Method, Type, TypeReference } from './support/assembly';

/*
 * What a program without types can get wrong: each parameter and each property of the API is given each kind of value that it does not take.
 * Each time there is an error with a code, which names the construct or the method, the property, and what it takes.
 */

const CODES = ['PropsMissing', 'RequiredPropMissing', 'WrongKindOfProp'];

const exported = library as unknown as Record<string, { readonly prototype: object; new (...args: unknown[]): object }>;
const stack = new Stack(undefined, 'Scope');
const collaboration = library.Collaboration.fromCollaborationIdentifier(stack, 'Room', '11111111-1111-4111-8111-111111111111');

/** Wrong values, by what they are. */
const WRONG: Readonly<Record<string, unknown>> = {
  'a text': 'wrong',
  'a number': 7,
  'a boolean': true,
  'null': null,
  'an object literal': { what: 'else' },
  'another construct': collaboration,
  'a value of another class': library.MemberResults.none(),
  'a class': library.MemberResults,
  'an empty list': [],
  'a list of nothing': [undefined],
};

/** Values of classes and structs of aws-cdk-lib. */
const OF_CDK: Readonly<Record<string, unknown>> = {
  Duration: Duration.minutes(1),
  Size: Size.mebibytes(1),
  Stack: stack,
  ScheduleExpression: ScheduleExpression.rate(Duration.days(1)),
  PolicyStatement: new PolicyStatement(),
  RemovalPolicy: 'retain',
  RetentionDays: 7,
};

/** Whether a type of jsii takes a wrong value nonetheless. */
function takes(type: TypeReference, kind: string): boolean {
  const { fqn, primitive, collection } = type;
  if (primitive) return primitive === 'json' || primitive === 'any' || kind === sortNamed(primitive);
  if (collection?.kind === 'array') return kind === 'an empty list';
  if (collection) return kind === 'an object literal' && takes(collection.elementtype, 'a text');
  const { kind: declared, name, datatype } = typeOf(fqn!);
  if (datatype) return kind === 'an object literal' && !propertiesOf(typeOf(fqn!)).some((property) => !property.optional);
  if (declared === 'enum') return kind === sortNamed(typeof OF_CDK[name]);
  if (fqn === 'cdk-cleanrooms.MemberResults') return kind === 'a value of another class';
  return kind === 'another construct' && ['Construct', 'IConstruct', 'ICollaborationRef', 'ICollaboration'].includes(name);
}

const sortNamed = (sort: string) => sort === 'string' ? 'a text' : `a ${sort}`;

/** A value that a type takes. Interfaces are implemented as by programs in other languages: objects that answer when they are asked. */
function right(type: TypeReference): unknown {
  const { fqn, primitive, collection } = type;
  if (primitive) return { string: 'text', number: 1, boolean: true, date: new Date(0) }[primitive] ?? {};
  if (collection) return collection.kind === 'array' ? [right(collection.elementtype)] : { key: right(collection.elementtype) };
  const { kind, name, datatype, members = [] } = typeOf(fqn!);
  const ours = Object.hasOwn(OWN, fqn!);
  if (datatype) return ours ? structWith(typeOf(fqn!)) : {};
  if (Object.hasOwn(OF_CDK, name)) return OF_CDK[name];
  if (name === 'Construct' || name === 'IConstruct') return stack;
  if (kind === 'enum') return (exported[name] as unknown as Record<string, unknown>)[members[0].name];
  if (kind === 'class') return Object.create(exported[name].prototype);
  return new Proxy({}, { get: (_, property) => typeof property === 'string' ? 'known' : undefined });
}

function structWith(struct: Type, name?: string, value?: unknown): object {
  const required = propertiesOf(struct).filter(({ optional }) => !optional).map((property) => [property.name, right(property.type)] as const);
  return { ...Object.fromEntries(required), ...name !== undefined ? { [name]: value } : {} };
}

interface Mistake {
  /** Where it is, such as `members[0].accountId`. */
  readonly path: string;
  readonly kind: string;
  readonly value: unknown;
}

/** The mistakes that can be made with a value of a type, each within a value that is right otherwise. */
function mistakesIn(type: TypeReference, path = '', within: readonly string[] = []): Mistake[] {
  const here = Object.entries(WRONG).filter(([kind]) => !takes(type, kind)).map(([kind, value]) => ({ path, kind, value }));
  const { fqn, collection } = type;
  if (collection?.kind === 'array') {
    return [...here, ...mistakesIn(collection.elementtype, '[0]', within).map((mistake) => ({ ...mistake, path: `${path}${mistake.path}`, value: [mistake.value] }))];
  }
  if (collection) {
    return [...here, ...mistakesIn(collection.elementtype, '.key', within).map((mistake) => ({ ...mistake, path: `${path}${mistake.path}`, value: { key: mistake.value } }))];
  }
  if (!fqn || !Object.hasOwn(OWN, fqn) || !OWN[fqn].datatype || within.includes(fqn)) return here;
  const inside = propertiesOf(OWN[fqn]).flatMap((property) => [
    ...mistakesIn(property.type, `.${property.name}`, [...within, fqn]),
    ...property.optional ? [] : [{ path: `.${property.name}`, kind: 'left out', value: undefined }],
  ].map((mistake) => ({ ...mistake, path: `${path}${mistake.path}`, value: structWith(OWN[fqn], property.name, mistake.value) })));
  return [...here, ...inside];
}

/** Calls a constructor or a method as if its instance were there: what it is given is checked first. */
function call(type: Type, method: Method, args: unknown[]): unknown {
  const made = exported[type.name];
  if (method.name === 'new') return Reflect.construct(made, args);
  const target = method.static ? made : Object.create(made.prototype, { node: { value: stack.node } });
  return (target as Record<string, (...given: unknown[]) => unknown>)[method.name](...args);
}

function errorOf(action: () => unknown): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** What is wrong with how a mistake is answered; `undefined` if nothing is. */
function complaint(mistake: Mistake, isStruct: boolean, called: string, error: Error | undefined): string | undefined {
  const what = `${called}: ${mistake.kind} for ${mistake.path || 'its properties'}`;
  if (!error) return `${what} is accepted`;
  if (!Errors.isValidationError(error) || !CODES.includes(error.name)) return `${what} gives ${error.name}: ${error.message.slice(0, 100)}`;
  const property = mistake.path.replace(/^\./, '').split('.').at(-1)!.replace(/(\[\d\])+$/, '');
  const names = isStruct && !mistake.path ? /the properties of| must have /.test(error.message) : error.message.includes(property);
  return names && error.message.includes(called.replace(/\.new$/, '')) && error.message.includes(`[${error.name}]`) ? undefined : `${what} says ${error.message}`;
}

let tried = 0;

describe.each(CLASSES.map((type) => [type.name, type] as const).filter(([, type]) => callables(type).some(({ parameters }) => parameters)))('%s', (_, type) => {
  test.each(callables(type).filter(({ parameters }) => parameters).map((method) => [method.name, method] as const))('%s', (name, method) => {
    const parameters = method.parameters!;
    const args = parameters.map((parameter) => right(parameter.type));
    const called = `${type.name}.${name}`;

    const complaints = parameters.flatMap((parameter, index) => {
      const isStruct = Boolean(parameter.type.fqn && typeOf(parameter.type.fqn).datatype);
      const mistakes = [
        ...mistakesIn(parameter.type, isStruct ? '' : `.${parameter.name}`),
        ...parameter.optional || parameter.variadic ? [] : [{ path: isStruct ? '' : `.${parameter.name}`, kind: 'nothing', value: undefined }],
      ];
      tried += mistakes.length;
      return mistakes.map((mistake) => complaint(mistake, isStruct, called,
        errorOf(() => call(type, method, [...args.slice(0, index), mistake.value, ...args.slice(index + 1)]))));
    });

    expect(CODES).not.toContain(errorOf(() => call(type, method, args))?.name);
    expect(complaints.filter((each) => each !== undefined)).toEqual([]);
  });
});

test('thousands of mistakes were made', () => {
  expect(tried).toBeGreaterThan(10_000);
});
