import { readFileSync } from 'fs';
import { join } from 'path';
import { gunzipSync } from 'zlib';
import { ROOT, textOf } from './sources';

/** A type as jsii describes it. */
export interface TypeReference {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
  readonly union?: object;
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
}

export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly protected?: boolean;
  readonly parameters?: Parameter[];
  readonly returns?: { readonly type: TypeReference };
}

export interface Property extends Parameter {
  readonly static?: boolean;
  readonly const?: boolean;
}

export interface Type {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'enum' | 'interface';
  readonly base?: string;
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly interfaces?: string[];
  readonly initializer?: Method;
  readonly methods?: Method[];
  readonly properties?: Property[];
  readonly members?: { readonly name: string }[];
}

export const OWN: Readonly<Record<string, Type>> = JSON.parse(textOf('.jsii')).types;

let others: Record<string, Type> | undefined;

/** The type with the given name, of this library, of aws-cdk-lib or of constructs. */
export function typeOf(fqn: string): Type {
  others ??= {
    ...JSON.parse(gunzipSync(readFileSync(join(ROOT, 'node_modules/aws-cdk-lib/.jsii.gz'))).toString()).types,
    ...JSON.parse(textOf('node_modules/constructs/.jsii')).types,
  } as Record<string, Type>;
  return OWN[fqn] ?? others[fqn];
}

/** The properties of a struct, with those that it inherits. */
export function propertiesOf(struct: Type): Property[] {
  return [...(struct.interfaces ?? []).map(typeOf).flatMap(propertiesOf), ...struct.properties ?? []];
}

/** The classes whose constructors or methods take something. */
export const CLASSES = Object.values(OWN).filter(({ kind }) => kind === 'class');

/** The constructor and the methods of a class that users call, less those of the language itself. */
export function callables({ initializer, methods = [] }: Type): Method[] {
  return [...initializer ? [{ ...initializer, name: 'new' }] : [], ...methods].filter((method) => !method.protected);
}
