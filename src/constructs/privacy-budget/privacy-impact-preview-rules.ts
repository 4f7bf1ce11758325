import { Token } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

const EPSILON = { least: 1, most: 20 };
const NOISE = { least: 10, most: 100 };

/** A preview of a privacy budget, as the rules see it. */
export interface PrivacyImpactPreviewInput {
  readonly epsilon: number;
  readonly usersNoisePerQuery: number;
  readonly wanted: { readonly [aggregation: string]: number };
  /** The supported types of aggregations. */
  readonly aggregations: readonly string[];
}

/** Checks the rules of the API. CloudFormation does not validate them, because the preview is a custom resource. */
export function checkPrivacyImpactPreview({ epsilon, usersNoisePerQuery, wanted, aggregations }: PrivacyImpactPreviewInput): ValidationFault[] {
  return [
    ...checkNumber('epsilon', epsilon, EPSILON),
    ...checkNumber('usersNoisePerQuery', usersNoisePerQuery, NOISE),
    ...Object.entries(wanted).flatMap(([aggregation, count]) => [
      ...aggregations.includes(aggregation) ? [] : [{
        code: code`UnknownAggregation`,
        message: `'wanted' can have ${aggregations.join(', ')}, got '${aggregation}'`,
      }],
      ...checkNumber(`wanted.${aggregation}`, count, { least: 0, most: Number.MAX_SAFE_INTEGER }),
    ]),
  ];
}

function checkNumber(property: string, value: number, { least, most }: { least: number; most: number }): ValidationFault[] {
  const isFine = Token.isUnresolved(value) || (Number.isInteger(value) && value >= least && value <= most);
  return isFine ? [] : [{ code: code`NumberOutOfRange`, message: `'${property}' must be a whole number from ${least} to ${most}, got ${value}` }];
}
