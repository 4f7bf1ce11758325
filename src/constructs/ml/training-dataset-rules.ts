import { repeated } from '../../foundation/known-values';
import { isKnown } from '../../foundation/tokens';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { Column, TableSourceImplementation } from '../table/sources/table-source-implementation';

const FEATURES = { most: 10 };

/** The types of Glue columns that the service documents for each type of training column. */
const DOCUMENTED_TYPES: Record<string, string[]> = {
  USER_ID: ['string', 'int', 'bigint'],
  ITEM_ID: ['string', 'int', 'bigint'],
  TIMESTAMP: ['bigint', 'int', 'timestamp'],
  CATEGORICAL_FEATURE: ['string', 'int', 'float', 'bigint', 'double', 'boolean', 'array'],
  NUMERICAL_FEATURE: ['double', 'float', 'int', 'bigint'],
};

/** A column of a training data set, with the property that names it and its type in the API. */
export interface TrainingColumn {
  readonly property: string;
  readonly name: string;
  readonly type: string;
}

/** A training data set, as the rules see it. */
export interface TrainingDatasetInput {
  readonly columns: TrainingColumn[];
  /** All columns of the source; `undefined` if they are not known at synthesis. */
  readonly sourceColumns?: Column[];
  readonly sourceKind: TableSourceImplementation['kind'];
  /** The Region of the source, if it differs from the Region of the stack. */
  readonly sourceElsewhere?: string;
}

/** Checks the rules that the service enforces on a training data set. */
export function checkTrainingDataset({ columns, sourceColumns, sourceKind, sourceElsewhere }: TrainingDatasetInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  const features = columns.filter(({ type }) => type.endsWith('_FEATURE'));
  if (features.length > FEATURES.most) {
    faults.push({
      code: code`TooManyFeatures`,
      message: `'categoricalFeatures' and 'numericalFeatures' must have at most ${FEATURES.most} columns together, got ${features.length}`,
    });
  }
  if (sourceKind !== 'glue') {
    faults.push({
      code: code`TrainingDataNotInGlue`,
      message: `'source' of a training data set must be a Glue table over S3, got a table of the kind ${sourceKind}`,
    });
  }
  if (sourceElsewhere !== undefined) {
    faults.push({
      code: code`TrainingDataElsewhere`,
      message: `'source' must be in the Region of the stack, got a table in ${sourceElsewhere}`,
    });
  }
  const names = sourceColumns?.map(({ name }) => name);
  for (const { property, name } of names?.every(isKnown) ? columns : []) {
    if (!isKnown(name) || names!.includes(name)) continue;
    faults.push({
      code: code`ColumnNotInTable`,
      message: `'${property}' has '${name}', which is not among the columns of the table: ${names!.join(', ')}`,
    });
  }
  return faults;
}

/** Warns about probable mistakes in a training data set. */
export function warnAboutTrainingDataset({ columns, sourceColumns = [] }: TrainingDatasetInput): Warning[] {
  const warnings: Warning[] = [];
  for (const column of repeated(columns.map(({ name }) => name))) {
    warnings.push({ id: 'cdk-cleanrooms:columnTwice', message: `the training data set has the column '${column}' more than once: a column can have only one type` });
  }
  for (const { property, name, type } of columns) {
    const columnType = sourceColumns.find((column) => column.name === name)?.type;
    const documented = DOCUMENTED_TYPES[type];
    if (columnType === undefined || !isKnown(columnType) || documented.includes(bare(columnType))) continue;
    warnings.push({
      id: 'cdk-cleanrooms:trainingColumnType',
      message: `'${property}' has '${name}' of type ${columnType}: the service documents ${documented.join(', ')}`,
    });
  }
  return warnings;
}

/** Returns a type without its parameters: `array` of `array<string>`. */
function bare(columnType: string): string {
  return columnType.toLowerCase().replace(/[<(].*$/, '');
}
