import { allExpressions } from './asked';
import type { Asked } from './asked';
import { described } from './predefined-structure';
import type { Origin } from '../../sql/resolution';
import { COMPARISONS, branchesOf, expressionsOf, operandsOf, partsOf, queriesIn } from '../../sql/tree';
import type { Expression } from '../../sql/tree';
import { PAGES, about } from '../refusal';
import type { Refusal } from '../refusal';
import type { CustomRule } from '../rules';

/*
 * Comparison controls of custom analysis rules: which columns a query may compare with literals, and with other columns. Comparisons are followed
 * through functions, common table expressions and subqueries, and so are literals that can be a part of what a column is compared with. What amounts
 * to a comparison is taken for one: a replacement of a text, a number that is NULL or has a bend where it meets another, the rows of a UNION that are
 * compared afterwards. Some literals are always allowed, of which the pages that could be read have no list; here none is, NULL included.
 */

/** What is compared in one place. */
interface Comparison {
  readonly at: Expression;
  readonly operands: readonly Operand[];
}

/** One side of a comparison: the columns in it, and whether a literal can be a part of it. */
interface Operand {
  readonly origins: readonly Origin[];
  readonly hasLiteral: boolean;
}

/** Checks the comparisons of a query. */
export function checkComparisons(asked: Asked): Refusal[] {
  return comparisonsIn(asked).flatMap((comparison) => {
    const { operands } = comparison;
    const ofColumns = operands.filter(({ origins }) => origins.length);
    return ofColumns.flatMap((operand) => {
      const others = operands.filter((each) => each !== operand);
      const withNothingElse = others.some(({ origins }) => !origins.length);
      const withLiteral = !others.length || withNothingElse || others.some(({ hasLiteral }) => hasLiteral);
      return operand.origins.flatMap((origin) => [
        ...withLiteral ? checkLiteral(origin, comparison, withNothingElse, asked) : [],
        ...ofColumns.length > 1 ? checkColumn(origin, comparison, asked) : [],
      ]);
    });
  });
}

/** @param isLiteral Whether it is compared with a literal alone, and not with what a literal is a part of */
function checkLiteral({ table, column }: Origin, { at }: Comparison, isLiteral: boolean, asked: Asked): Refusal[] {
  const shared = asked.shared(table);
  const { threshold, comparisonControls } = shared.rule as CustomRule;
  const name = column.toLowerCase();
  const isIdentity = threshold?.identityColumn === name;
  if (!isIdentity && (!comparisonControls || comparisonControls.literalColumns.includes(name))) return [];
  return [{
    rule: isIdentity ? 'custom: aggregationThresholds' : 'custom: allowedLiteralComparisonColumns',
    page: PAGES.COMPARISONS,
    sure: isLiteral && at.kind === 'operation' && (COMPARISONS as readonly string[]).includes(at.operator) ? 'exact' : 'approximate',
    place: at.place,
    ...about(shared, column),
    message: isIdentity ? `'${column}' of '${shared.name}', by whose values people are counted, may not be compared with literals, as in ${described(at)}`
      : `'${column}' of '${shared.name}' may not be compared with literals, as in ${described(at)}: ${comparisonControls!.literalColumns.join(', ') || 'no column'} may`,
  }];
}

function checkColumn({ table, column }: Origin, { at }: Comparison, asked: Asked): Refusal[] {
  const shared = asked.shared(table);
  const { comparisonControls } = shared.rule as CustomRule;
  if (!comparisonControls || comparisonControls.columnColumns.includes(column.toLowerCase())) return [];
  return [{
    rule: 'custom: allowedColumnComparisonColumns',
    page: PAGES.COMPARISONS,
    sure: 'exact',
    place: at.place,
    ...about(shared, column),
    message: `'${column}' of '${shared.name}' may not be compared with other columns, as in ${described(at)}: ${comparisonControls.columnColumns.join(', ') || 'no column'} may`,
  }];
}

function comparisonsIn(asked: Asked): Comparison[] {
  const parts = allExpressions(asked).flatMap(partsOf);
  return [
    ...parts.flatMap((part) => comparisonsOf(part, asked)),
    ...unionsIn(asked),
    ...conditionsIn(asked).filter((condition) => !isPredicate(condition)).map((at) => ({ at, operands: [operandOf(at, asked)] })),
  ];
}

function comparisonsOf(part: Expression, asked: Asked): Comparison[] {
  const compared = (operands: readonly Expression[]): Comparison[] => [{
    at: part, operands: operands.map((operand) => operandOf(operand, asked)),
  }];
  switch (part.kind) {
    case 'operation':
      if (part.operator === 'is null' || part.operator === 'is not null') return compared(part.operands); // a comparison with NULL
      if (part.operator === '/') return compared([part.operands[1]]); // a division by zero is NULL
      if (part.operator === '%') return compared(part.operands); // what is less than the divisor is left as it is
      return COMPARING.includes(part.operator) ? compared(part.operands) : [];
    case 'function':
      if (part.name === 'replace') return compared(part.arguments);
      if (BENT.includes(part.name) || (STEPPED.includes(part.name) && isShifted(part.arguments[0], asked))) {
        return compared(part.arguments.slice(0, 1));
      }
      return ['greatest', 'least', 'nullif'].includes(part.name) ? compared(part.arguments) : [];
    case 'cast': // whether a number is zero, or what is before its point
      return part.to.name === 'boolean' || (WHOLE.includes(part.to.name) && isShifted(part.operand, asked)) ? compared([part.operand]) : [];
    case 'case':
      return part.operand ? part.whens.flatMap(({ when }) => compared([part.operand!, when])) : [];
    case 'subquery': {
      const found = asked.resolution.outputOf(part.query);
      const operand: Operand = { origins: found.flatMap(({ origins }) => origins), hasLiteral: found.some(({ hasLiteral }) => hasLiteral) };
      return part.operand ? [{ at: part, operands: [operandOf(part.operand, asked), operand] }] : [];
    }
    default:
      return [];
  }
}

/** Functions that tell on which side of a number another is: zero, or where they have no value. */
const BENT: readonly string[] = ['sign', 'ln', 'log10', 'sqrt'];

/** Functions that do so once the number is shifted by a literal. */
const STEPPED: readonly string[] = ['abs', 'ceil', 'floor', 'round', 'power', 'exp'];

/** The types of numbers that a cast rounds to. */
const WHOLE: readonly string[] = ['integer', 'bigint', 'decimal'];

function isShifted(expression: Expression, { resolution }: Asked): boolean {
  return partsOf(expression).some((part) => part.kind === 'column' ? resolution.hasLiteral(part)
    : part.kind === 'operation' && part.operands.some(({ kind }) => kind === 'literal'));
}

/** The columns of the parts of a UNION whose rows are compared: by the UNION itself, or in the query around it. */
function unionsIn(asked: Asked): Comparison[] {
  const { query: last } = asked.resolution;
  return queriesIn(last).filter(({ body }) => body.kind === 'union').filter((query) => query !== last || (query.body.kind === 'union' && query.body.distinct))
    .flatMap((query) => {
      const branches = branchesOf(query);
      return branches[0].items.map((item, index): Comparison => ({
        at: item.expression as Expression, operands: branches.map(({ items }) => operandOf(items[index].expression as Expression, asked)),
      }));
    });
}

const COMPARING: readonly string[] = [...COMPARISONS, '<=>', 'in', 'not in', 'between', 'like', 'ilike', 'rlike'];

function operandOf(operand: Expression, asked: Asked): Operand {
  return { origins: comparedOrigins(operand, asked), hasLiteral: asked.resolution.hasLiteral(operand) };
}

/** The columns of an operand, less those of which there is only a count, a sum or an average: that is no comparison of their values. */
function comparedOrigins(operand: Expression, asked: Asked): Origin[] {
  if ((operand.kind === 'aggregate' || operand.kind === 'window') && SUMMARIES.includes(operand.name)) return [];
  if (operand.kind === 'column' || operand.kind === 'subquery') return asked.resolution.originsOf(operand);
  return operandsOf(operand).flatMap((each) => comparedOrigins(each, asked));
}

const SUMMARIES: readonly string[] = ['count', 'sum', 'avg', 'stddev_samp', 'stddev_pop', 'var_samp', 'var_pop', 'row_number', 'rank', 'dense_rank'];

/** What must be true or false: a column in place of a condition is compared with TRUE. */
function conditionsIn(asked: Asked): Expression[] {
  const selects = queriesIn(asked.resolution.query).flatMap(branchesOf);
  const parts = selects.flatMap(expressionsOf).flatMap(partsOf);
  return [
    ...selects.flatMap(({ where, having }) => [...where ? [where] : [], ...having ? [having] : []]),
    ...parts.flatMap((part) => {
      if (part.kind === 'operation' && ['and', 'or', 'not'].includes(part.operator)) return part.operands;
      if (part.kind === 'case' && !part.operand) return part.whens.map(({ when }) => when);
      return part.kind === 'function' && part.name === 'if' ? part.arguments.slice(0, 1) : [];
    }),
  ];
}

function isPredicate(condition: Expression): boolean {
  return condition.kind === 'subquery' || condition.kind === 'literal'
    || (condition.kind === 'operation' && [...COMPARING, 'and', 'or', 'not', 'is null', 'is not null'].includes(condition.operator));
}
