import type { ValueType } from './functions';
import { AGGREGATES, SCALAR_FUNCTIONS } from './functions';
import type { ColumnReference, DataType, Expression, Literal } from './tree';

/** The type of a value, as far as it matters for the differences between Spark and DuckDB. */
export interface TypeOfValue {
  readonly type: ValueType;
  /** The digits after the point of a decimal. */
  readonly scale?: number;
}

/** The type of each column of a query. */
export type TypesOfColumns = (column: ColumnReference) => TypeOfValue;

const BOOLEAN: TypeOfValue = { type: 'boolean' };
const OTHER: TypeOfValue = { type: 'other' };

/** The type of an expression. */
export function typeOf(expression: Expression, columns: TypesOfColumns): TypeOfValue {
  const of = (operand: Expression) => typeOf(operand, columns);
  switch (expression.kind) {
    case 'column':
      return columns(expression);
    case 'literal':
      return typeOfLiteral(expression);
    case 'cast':
      return typeOfData(expression.to);
    case 'operation':
      return typeOfOperation(expression.operator, expression.operands.map(of));
    case 'function': {
      const { returns } = SCALAR_FUNCTIONS.get(expression.name)!;
      if (expression.name === 'if') return common(expression.arguments.slice(1).map(of));
      if (returns !== 'as the first argument') return { type: returns };
      const branches = ['coalesce', 'greatest', 'least'].includes(expression.name) ? expression.arguments : expression.arguments.slice(0, 1);
      return common(branches.map(of));
    }
    case 'aggregate':
    case 'window': {
      const returns = AGGREGATES.get(expression.name)?.returns ?? (['lag', 'lead'].includes(expression.name) ? 'as the first argument' : 'integer');
      const [first] = expression.arguments.map(of);
      if (expression.name === 'avg' && first?.type === 'decimal') return { type: 'decimal', scale: (first.scale ?? 0) + 4 };
      return returns === 'as the first argument' ? first ?? OTHER : { type: returns };
    }
    case 'case':
      return common([...expression.whens.map(({ then }) => then), ...expression.otherwise ? [expression.otherwise] : []].map(of));
    case 'subquery':
      return expression.use === 'scalar' ? OTHER : BOOLEAN;
    default:
      return OTHER;
  }
}

/** The type of a value in the words of a type. */
export function typeOfData(type: DataType): TypeOfValue {
  if (type.name === 'decimal') return { type: 'decimal', scale: type.scale };
  return { type: type.name === 'bigint' ? 'integer' : type.name };
}

function typeOfLiteral({ type, value }: Literal): TypeOfValue {
  if (type !== 'number') return { type };
  return value.includes('.') ? { type: 'decimal', scale: value.length - value.indexOf('.') - 1 } : { type: 'integer' };
}

function typeOfOperation(operator: string, operands: readonly TypeOfValue[]): TypeOfValue {
  switch (operator) {
    case '+': case '-': case '*': case '%': case 'negate':
      if (operands.some(({ type }) => ['date', 'timestamp', 'string', 'other'].includes(type))) return OTHER;
      if (operands.some(({ type }) => type === 'double')) return { type: 'double' };
      return operands.some(({ type }) => type === 'decimal') ? { type: 'decimal' } : { type: 'integer' };
    case '/':
      return { type: 'double' };
    case '||':
      return { type: 'string' };
    default:
      return BOOLEAN;
  }
}

function common(types: readonly TypeOfValue[]): TypeOfValue {
  const [first = OTHER, ...others] = types.filter(({ type }) => type !== 'null');
  return others.every((other) => other.type === first.type && other.scale === first.scale) ? first
    : [first, ...others].every(({ type }) => type === 'integer' || type === 'decimal') ? { type: 'decimal' } : OTHER;
}
