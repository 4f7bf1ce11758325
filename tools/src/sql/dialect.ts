import type { Cast, Literal, Operator } from './tree';
import type { TypeOfValue } from './type-of';

/** How a checked query is written for an engine. */
export interface Dialect {
  readonly name: 'duckdb' | 'spark';
  /** Lists of distinct values, without NULL. */
  readonly lists: {
    /** The values of a group. */
    of(text: string): string;
    /** The values in the lists of a group. */
    unionOf(text: string): string;
    /** The one value. */
    ofOne(text: string): string;
    size(list: string): string;
  };
  quoted(name: string): string;
  columnText(relation: string, column: string): string;
  literal(literal: Literal): string;
  /** An operation with its operands, which are written already. */
  operation(operator: Operator, operands: readonly string[]): string;
  /** A call of a scalar function with its arguments, which are written already. */
  scalar(name: string, args: readonly string[], first?: TypeOfValue): string;
  /** The name of an aggregate. */
  aggregate(name: string): string;
  /** A call of an aggregate, so that its type is that of Spark. */
  inTypeOfSpark(name: string, argument: TypeOfValue | undefined, call: string): string;
  cast(cast: Cast, operand: TypeOfValue, text: string): string;
}
