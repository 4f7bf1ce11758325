import { Token } from 'aws-cdk-lib';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';

/** Settings for synthetic data, as the rules see them. */
export interface SyntheticDataInput {
  readonly epsilon: number;
  readonly maxMembershipInferenceAttackScore: number;
  readonly columns: { readonly name: string; readonly type: string; readonly predictiveValue: boolean }[];
}

const EPSILON = { least: 0.0001, most: 10 };
const SCORE = { least: 0.5, most: 1 };
const COLUMNS = { least: 5, most: 1000 };
const COLUMN_NAME = /^[a-z0-9_](([a-z0-9_]+-)*([a-z0-9_]+))?$/;

/** Checks the rules that the service enforces on synthetic data, and CloudFormation's validation does not. */
export function checkSyntheticData({ epsilon, maxMembershipInferenceAttackScore, columns }: SyntheticDataInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (!within(EPSILON, epsilon)) {
    faults.push({
      code: code`SyntheticDataEpsilonOutOfRange`,
      message: `'epsilon' of 'syntheticData' must be ${EPSILON.least} to ${EPSILON.most}, got ${epsilon}`,
    });
  }
  if (!within(SCORE, maxMembershipInferenceAttackScore)) {
    faults.push({
      code: code`SyntheticDataScoreOutOfRange`,
      message: `'maxMembershipInferenceAttackScore' of 'syntheticData' must be ${SCORE.least} to ${SCORE.most}, `
        + `got ${maxMembershipInferenceAttackScore}`,
    });
  }
  if (!within(COLUMNS, columns.length)) {
    faults.push({
      code: code`SyntheticDataColumnCount`,
      message: `'columns' of 'syntheticData' must have ${COLUMNS.least} to ${COLUMNS.most} columns, got ${columns.length}`,
    });
  }
  for (const { name } of columns) {
    if (Token.isUnresolved(name) || (name.length <= 128 && COLUMN_NAME.test(name))) continue;
    faults.push({
      code: code`SyntheticDataColumnMalformed`,
      message: `'columns' of 'syntheticData' has '${name}': `
        + 'a name must have at most 128 lower-case letters, digits, underscores and hyphens',
    });
  }
  return faults;
}

function within({ least, most }: { least: number; most: number }, value: number): boolean {
  return Token.isUnresolved(value) || (value >= least && value <= most);
}
