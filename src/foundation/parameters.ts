import { Token } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { ENUMS, ENUMS_OF_CDK, MAKERS, MARKS, STRUCTS } from './parameter-kinds';
import { PARAMETERS } from './parameters-of-classes';
import { KnownNames } from './similar-names';
import { code, fail, failUnscoped } from './validation-faults';
import type { ValidationFault } from './validation-faults';

/**
 * Checks, before a construct is made or a method runs, that what they are given is of the right kind. Compilers of typed languages do so; in
 * JavaScript a mistake would be an error somewhere inside, which does not name the property, or would go unnoticed.
 *
 * What each parameter may be stands in `parameter-kinds.ts`, by the name of the class.
 */
export function checked(name: keyof typeof PARAMETERS) {
  return <Class extends WithPrototype>(constructor: Class): Class => {
    const taken = parametersOf(name);
    checkMethods(constructor, name, taken);
    for (const mark of [OURS, markOf(name)]) Object.defineProperty(constructor.prototype, mark, { value: true });
    const parameters = taken.get('new');
    if (parameters === undefined) return constructor;
    return new Proxy(constructor, {
      construct(target, args: unknown[], newTarget) {
        checkArguments(Construct.isConstruct(args[0]) && typeof args[1] === 'string' ? `${name} '${args[1]}'` : name, args[0], parameters, args);
        return Reflect.construct(target as unknown as new () => object, args, newTarget) as object;
      },
    });
  };
}

/** The same for a class that others extend, of which only methods are checked: those of the given name. */
export function checkedMethods(name: keyof typeof PARAMETERS) {
  return <Class extends WithPrototype>(constructor: Class): Class => {
    checkMethods(constructor, name, parametersOf(name));
    return constructor;
  };
}

/** The same for a construct whose properties can be injected: they are checked as they are after that. */
export function checkedAndInjectable(name: keyof typeof PARAMETERS) {
  return <Class extends Injectable>(constructor: Class): Class => new Proxy(propertyInjectable(checked(name)(constructor)) as Class, {
    construct(target, args: unknown[], newTarget) {
      if (!Construct.isConstruct(args[0])) checkArguments(name, undefined, 'scope: Construct', args);
      return Reflect.construct(target, args, newTarget) as object;
    },
  });
}

type Injectable = Parameters<typeof propertyInjectable>[0];

/** A class, also one whose constructor is private. */
interface WithPrototype {
  readonly prototype: object;
}

/** A member of a clean room, whose stack says where a mistake is. */
interface WithStack {
  readonly stack: unknown;
}

type Method = (...args: unknown[]) => unknown;

function checkMethods(constructor: WithPrototype, name: string, taken: ReadonlyMap<string, string>): void {
  for (const [method, parameters] of taken) {
    for (const owner of [constructor, constructor.prototype] as unknown as Record<string, unknown>[]) {
      if (Object.hasOwn(owner, method)) checkMethod(owner, method, `${name}.${method}`, parameters);
    }
  }
}

function checkMethod(owner: Record<string, unknown>, method: string, called: string, parameters: string): void {
  const unchecked = owner[method] as Method;
  const { [method]: value } = { // whose name is that of the method, for stack traces
    [method](this: unknown, ...args: unknown[]): unknown {
      checkArguments(called, Construct.isConstruct(this) ? this : (this as Partial<WithStack> | undefined)?.stack ?? args[0], parameters, args);
      return unchecked.apply(this, args);
    },
  };
  Object.defineProperty(owner, method, { value, writable: true, configurable: true });
}

/** What the constructor and the methods of a class take: `new(scope: Construct, id: string) addTable(id: string)`. */
function parametersOf(name: keyof typeof PARAMETERS): Map<string, string> {
  return new Map([...PARAMETERS[name].matchAll(/(\w+)\(([^)]*)\)/g)].map(([, method, parameters]) => [method, parameters]));
}

/** What marks the instances of all classes that check what they are given. */
const OURS = Symbol.for('cdk-cleanrooms.value');

/** What marks the instances of a class, in every copy of the library. */
function markOf(name: string): symbol {
  return Symbol.for(`cdk-cleanrooms.${name}`);
}

interface Fault {
  readonly code: ValidationFault['code'];
  /** Where in the value, such as `.members[0]`. */
  readonly path: string;
  readonly problem: string;
}

function checkArguments(subject: string, scope: unknown, parameters: string, args: unknown[]): void {
  let index = 0;
  for (const { name, kind, optional, variadic } of membersOf(parameters)) {
    for (const value of variadic ? args.slice(index) : [args[index]]) {
      if (value === undefined && optional) continue;
      const fault = kind.faultIn(value);
      if (!fault) continue;
      const problem = variadic && Array.isArray(value) ? `${fault.problem}: spread it in JavaScript, as in (...list)` : fault.problem;
      refuse(scope, { ...fault, problem, path: kind.isStruct ? fault.path : `.${name}${fault.path}` }, subject);
    }
    index += 1;
  }
}

function refuse(scope: unknown, { code: faultCode, path, problem }: Fault, subject: string): never {
  const message = `${path ? `'${path.slice(1)}' of ` : `${problem.startsWith('must be') ? 'the properties of ' : ''}`}${subject} ${problem}`;
  if (Construct.isConstruct(scope)) fail(scope, faultCode, message);
  failUnscoped(faultCode, message);
}

/** A kind of values, by the name of a type. */
interface Kind {
  readonly isStruct?: boolean;
  faultIn(value: unknown): Fault | undefined;
}

interface Member {
  readonly name: string;
  readonly kind: Kind;
  readonly optional: boolean;
  readonly variadic: boolean;
}

const KINDS = new Map<string, Kind>();
const MEMBERS = new Map<string, Member[]>();

/** The parameters of a method, or the properties of a struct: `membership: IMembershipRef, timeout?: Duration, ...columns: string`. */
function membersOf(text: string): Member[] {
  const known = MEMBERS.get(text);
  if (known) return known;
  const members = (text ? text.split(', ') : []).flatMap((member): Member[] => {
    if (member.startsWith('&')) return membersOf(STRUCTS[member.slice(1)]);
    const [, variadic, name, optional, type] = /^(\.\.\.)?(\w+)(\?)?: (.+)$/.exec(member)!;
    return [{ name, kind: kindOf(type), optional: Boolean(optional), variadic: Boolean(variadic) }];
  });
  MEMBERS.set(text, members);
  return members;
}

function kindOf(type: string): Kind {
  const known = KINDS.get(type);
  if (known) return known;
  const kind = newKind(type);
  KINDS.set(type, kind);
  return kind;
}

function newKind(type: string): Kind {
  const [, element, collection] = /^(\w+)(\[\]|\{\})$/.exec(type) ?? [];
  if (collection) return collection === '[]' ? listOf(element) : mapOf(element);
  if (Object.hasOwn(PRIMITIVES, type)) return PRIMITIVES[type];
  if (Object.hasOwn(STRUCTS, type)) return struct(STRUCTS[type]);
  if (Object.hasOwn(ENUMS, type)) {
    const values = ENUMS[type];
    return simple((value) => values.includes(value as string) || Token.isUnresolved(value), `a value of ${type}: ${values.join(', ')}`);
  }
  if (Object.hasOwn(ENUMS_OF_CDK, type)) {
    return simple((value) => typeof value === ENUMS_OF_CDK[type] || isToken(value), `a value of ${type}`);
  }
  if (Object.hasOwn(MARKS, type)) {
    const marks = MARKS[type];
    const expected = /^I[A-Z]/.test(type) ? `a construct that is one, or an import of it: it has no '${marks[0]}'` : `a ${type} of aws-cdk-lib`;
    // Objects of other languages do not say what they have before they are asked for it.
    return simple((value) => isObject(value) && marks.every((mark) => mark in value || Reflect.get(value, mark) !== undefined), expected);
  }
  const mark = markOf(type);
  return simple((value) => isObject(value) && mark in value, `a value of ${type}: ${MAKERS[type]}`);
}

const PRIMITIVES: Readonly<Record<string, Kind>> = {
  string: simple((value) => typeof value === 'string' || isToken(value), 'a text'),
  number: simple((value) => typeof value === 'number' || isToken(value), 'a number'),
  boolean: simple((value) => typeof value === 'boolean' || isToken(value), 'true or false'),
  Date: simple((value) => Object.prototype.toString.call(value) === '[object Date]', 'a date'),
  Construct: simple((value) => Construct.isConstruct(value), 'a construct'),
  any: simple(() => true, 'a value'),
};

function simple(accepts: (value: unknown) => boolean, expected: string): Kind {
  return { faultIn: (value) => accepts(value) ? undefined : wrong(expected, value) };
}

function listOf(type: string): Kind {
  const element = kindOf(type);
  return {
    faultIn: (value) => {
      if (Token.isUnresolved(value)) return undefined;
      if (!Array.isArray(value)) return wrong('a list', value);
      for (const [index, each] of value.entries()) {
        const fault = element.faultIn(each);
        if (fault) return { ...fault, path: `[${index}]${fault.path}` };
      }
      return undefined;
    },
  };
}

function mapOf(type: string): Kind {
  const element = kindOf(type);
  return {
    faultIn: (value) => {
      if (isToken(value)) return undefined;
      if (!isPlain(value)) return wrong('an object', value);
      for (const [key, each] of Object.entries(value as object)) {
        const fault = each === undefined ? undefined : element.faultIn(each);
        if (fault) return { ...fault, path: `.${key}${fault.path}` };
      }
      return undefined;
    },
  };
}

function struct(text: string): Kind {
  return {
    isStruct: true,
    faultIn: (value) => {
      const members = membersOf(text);
      if (!isPlain(value)) {
        const required = listed(members.filter(({ optional }) => !optional));
        return { code: code`PropsMissing`, path: '', problem: `must be an object${required ? ` with ${required}` : ''}, got ${shown(value)}` };
      }
      const given = value as Record<string, unknown>;
      const missing = members.filter(({ name, optional }) => !optional && (given[name] === undefined || given[name] === null));
      if (missing.length) return { code: code`RequiredPropMissing`, path: '', problem: `must have ${listed(missing)}` };
      for (const { name, kind } of members) {
        const fault = given[name] === undefined ? undefined : kind.faultIn(given[name]);
        if (fault) return { ...fault, path: `.${name}${fault.path}` };
      }
      return misspelled(given, members);
    },
  };
}

/** Finds a property that is written almost as one that is left out. Others may be what a program keeps in its objects for itself. */
function misspelled(given: Record<string, unknown>, members: readonly Member[]): Fault | undefined {
  const unknown = Object.keys(given).filter((key) => given[key] !== undefined && !members.some(({ name }) => name === key));
  if (!unknown.length) return undefined;
  const leftOut = new KnownNames(members.map(({ name }) => name).filter((name) => given[name] === undefined));
  const found = unknown.find((key) => leftOut.similarTo(key) !== undefined);
  return found === undefined ? undefined : {
    code: code`PropMisspelled`, path: `.${found}`, problem: `is not a property: write '${leftOut.similarTo(found)}', or call it something else`,
  };
}

function wrong(expected: string, value: unknown): Fault {
  return { code: code`WrongKindOfProp`, path: '', problem: `must be ${expected}, got ${shown(value)}` };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether a value can be a set of properties: an object that is no list, no construct and no value of a class of this library. */
function isPlain(value: unknown): boolean {
  return isObject(value) && !Array.isArray(value) && !Construct.isConstruct(value) && !(OURS in value);
}

/** Whether a value is a token. Texts, numbers and lists can be tokens as well, and are what they stand for. */
function isToken(value: unknown): boolean {
  return isObject(value) && Token.isUnresolved(value);
}

function shown(value: unknown): string {
  if (Construct.isConstruct(value)) return `${value.constructor.name} '${value.node.path}'`;
  if (typeof value === 'function') return `the class or function ${value.name}`;
  if (isObject(value)) return Array.isArray(value) ? 'a list' : OURS in value ? `a value of ${value.constructor?.name}` : 'an object';
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function listed(members: readonly Member[]): string {
  return members.map(({ name }) => `'${name}'`).sort().join(', ');
}
