import { Token } from 'aws-cdk-lib';
import { MINIMUM, isMinimum } from './aggregation-rules';
import { checkAccountIds, checkArn } from '../../../foundation/identifiers';
import { missing, repeated } from '../../../foundation/known-values';
import { isKnown } from '../../../foundation/tokens';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { checkRuleColumns } from '../../../program/checks/column-rules';
import type { RuleColumns } from '../../../program/rule-columns';
import type { TableRuleInput } from '../configured-table-rules';

/** The form of the ARN of an analysis template. */
export const TEMPLATE_ARN = 'arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>';

/** A custom rule, as far as the rules need it. */
export interface CustomRuleInput {
  readonly templateArns: string[];
  /** The accounts whose queries run without review; `undefined` if only templates are allowed. */
  readonly anyQueryBy?: string[];
  readonly anyJobBy?: string[];
  readonly differentialPrivacyColumn?: string;
  /** Columns that were given for differential privacy after the first one. */
  readonly otherDifferentialPrivacyColumns?: readonly string[];
  readonly thresholds: ThresholdInput[];
  readonly comparison?: { readonly literalColumns: string[]; readonly columnColumns: string[] };
  readonly disallowedOutputColumns: string[];
}

interface ThresholdInput {
  readonly column: string;
  readonly minimum: number;
  readonly outputColumns: { readonly column: string; readonly minimum: number }[];
}

/** Checks what the service enforces on a custom rule. */
export function checkCustom(rule: CustomRuleInput, table: TableRuleInput): ValidationFault[] {
  return [
    ...checkRuleColumns(columnsOf(rule), table),
    ...checkAnalyses(rule),
    ...checkControls(rule, table),
    ...checkThresholds(rule),
  ];
}

/** Warns about probable mistakes in a custom rule. */
export function warnAboutCustom(rule: CustomRuleInput, { allowedColumns, analysisMethods }: TableRuleInput): Warning[] {
  const warnings: Warning[] = missing(rule.disallowedOutputColumns, allowedColumns).map((column) => ({
    id: 'cdk-cleanrooms:disallowedColumnNotAllowed',
    message: `'disallowedOutputColumns' has '${column}', which is not among allowedColumns: ${allowedColumns!.join(', ')}. `
      + 'Results cannot contain it anyway: if the name is misspelled, the intended column is not protected',
  }));
  if (!rule.templateArns.length && !rule.anyQueryBy && !rule.anyJobBy) {
    warnings.push({
      id: 'cdk-cleanrooms:nothingAllowed',
      message: 'the custom rule allows no analysis: the table is not ready for queries or jobs until the rule allows templates or accounts',
    });
  }
  for (const [property, accounts, method] of [
    ['anyQueryBy', rule.anyQueryBy, 'DIRECT_QUERY'],
    ['anyJobBy', rule.anyJobBy, 'DIRECT_JOB'],
  ] as const) {
    if (accounts && !analysisMethods.includes(method)) {
      warnings.push({
        id: 'cdk-cleanrooms:analysisNotForMethod',
        message: `'${property}' has no effect, because 'analysisMethods' of the table has no ${method}: ${analysisMethods.join(', ')}`,
      });
    }
  }
  if (rule.thresholds.length && !rule.comparison) {
    warnings.push({
      id: 'cdk-cleanrooms:thresholdWithoutComparisonControls',
      message: "'aggregationThresholds' without 'comparisonControls' let a query single out an individual by comparing columns: "
        + "set 'comparisonControls' to the columns that a query may compare",
    });
  }
  return warnings;
}

/** Disallowed output columns must be columns of the table, whether or not they are allowed. */
function columnsOf({ differentialPrivacyColumn, comparison, thresholds, disallowedOutputColumns }: CustomRuleInput): RuleColumns {
  return {
    differentialPrivacyColumn: differentialPrivacyColumn === undefined ? [] : [differentialPrivacyColumn],
    allowedLiteralComparisonColumns: comparison?.literalColumns,
    allowedColumnComparisonColumns: comparison?.columnColumns,
    aggregationThresholds: thresholds.map(({ column }) => column),
    outputColumns: thresholds.flatMap(({ outputColumns }) => outputColumns.map(({ column }) => column)),
    disallowedOutputColumns,
  };
}

function checkAnalyses({ templateArns, anyQueryBy, anyJobBy }: CustomRuleInput): ValidationFault[] {
  const faults = [
    ...templateArns.flatMap((arn) => checkArn('allowedTemplateArns', arn, TEMPLATE_ARN)),
    ...checkAccountIds('anyQueryBy', anyQueryBy),
    ...checkAccountIds('anyJobBy', anyJobBy),
  ];
  for (const [property, accounts] of Object.entries({ anyQueryBy, anyJobBy })) {
    if (accounts?.length === 0) {
      faults.push({
        code: code`AnyAnalysisByNobody`,
        message: `'${property}' of a custom rule must name at least one account: leave it out to allow only templates`,
      });
    }
  }
  if (templateArns.length && (anyQueryBy || anyJobBy)) {
    faults.push({
      code: code`TemplatesAndAnyAnalysis`,
      message: 'a custom rule must allow either templates or all analyses of accounts, '
        + `got both '${anyQueryBy ? 'anyQueryBy' : 'anyJobBy'}' and ${templateArns.join(', ')}`,
    });
  }
  if (anyQueryBy?.length && anyJobBy?.length && differ(anyQueryBy, anyJobBy)) {
    faults.push({
      code: code`QueryAndJobProvidersDiffer`,
      message: "'anyQueryBy' and 'anyJobBy' must name the same accounts, because the service has one list for both, "
        + `got ${listed(anyQueryBy)} and ${listed(anyJobBy)}`,
    });
  }
  return faults;
}

/** Checks which of differential privacy, thresholds and comparison controls exclude each other. */
function checkControls(rule: CustomRuleInput, { analysisMethods, sourceKind }: TableRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  const onlyJobs = analysisMethods.includes('DIRECT_QUERY') ? onlyJobsIn(rule) : "'analysisMethods' of the table is DIRECT_JOB";
  if (rule.otherDifferentialPrivacyColumns?.length) {
    faults.push({
      code: code`SeveralDifferentialPrivacyColumns`,
      message: "'differentialPrivacyColumn' must be one column, got "
        + [rule.differentialPrivacyColumn, ...rule.otherDifferentialPrivacyColumns].map((column) => `'${column}'`).join(', '),
    });
  }
  for (const control of controlsOf(rule)) {
    if (rule.differentialPrivacyColumn !== undefined) {
      faults.push({
        code: code`ControlsWithDifferentialPrivacy`,
        message: `'${control}' and 'differentialPrivacyColumn' of a custom rule cannot be combined`,
      });
    }
    if (onlyJobs) faults.push(controlForJobs(control, onlyJobs));
  }
  if (rule.differentialPrivacyColumn !== undefined && sourceKind !== 'glue') {
    faults.push({
      code: code`DifferentialPrivacyNotForSource`,
      message: `'differentialPrivacyColumn' must not be given for a table over ${sourceKind}: differential privacy is available only for Glue tables`,
    });
  }
  return faults;
}

/** Checks that there are no controls of queries if all templates are jobs. A format, such as `PYSPARK_1_0`, is `undefined` if it is not known. */
export function checkControlsForTemplates(
  rule: CustomRuleInput, templateFormats: readonly (string | undefined)[], { analysisMethods }: TableRuleInput,
): ValidationFault[] {
  const areForJobs = templateFormats.length > 0 && templateFormats.every((format) => format?.startsWith('PYSPARK'));
  if (!areForJobs || rule.anyQueryBy || rule.anyJobBy || !analysisMethods.includes('DIRECT_QUERY')) return [];
  return controlsOf(rule).map((control) => controlForJobs(control, 'all templates are PySpark templates'));
}

function controlsOf({ thresholds, comparison }: CustomRuleInput): string[] {
  return [...thresholds.length ? ['aggregationThresholds'] : [], ...comparison ? ['comparisonControls'] : []];
}

function controlForJobs(control: string, onlyJobs: string): ValidationFault {
  return { code: code`ControlsForJobs`, message: `'${control}' apply only to queries: they must not be given if ${onlyJobs}` };
}

/** Returns why a rule without templates allows only jobs; `undefined` if it allows more. */
function onlyJobsIn({ templateArns, anyQueryBy, anyJobBy }: CustomRuleInput): string | undefined {
  return anyJobBy && !anyQueryBy && !templateArns.length ? "only 'anyJobBy' is given" : undefined;
}

function checkThresholds({ thresholds }: CustomRuleInput): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (thresholds.length > 1) {
    faults.push({
      code: code`SeveralAggregationThresholds`,
      message: "'aggregationThresholds' must have at most one threshold, got "
        + thresholds.map(({ column, minimum }) => `${minimum} of '${column}'`).join(', '),
    });
  }
  for (const { column, minimum, outputColumns } of thresholds) {
    const shown = outputColumns.map((output) => output.column);
    faults.push(
      ...checkMinimum(`'${column}'`, minimum),
      ...outputColumns.flatMap((output) => checkMinimum(`'${column}' in rows with '${output.column}'`, output.minimum, 'or 0')),
      ...repeated(shown).map((twice) => ({
        code: code`OutputColumnTwice`,
        message: `'outputColumns' of an aggregation threshold must name each column once, got '${twice}' more than once`,
      })),
    );
  }
  return faults;
}

function checkMinimum(what: string, minimum: number, orZero?: 'or 0'): ValidationFault[] {
  if (isMinimum(minimum) || (orZero && minimum === 0)) return [];
  return [{
    code: code`AggregationThresholdOutOfRange`,
    message: `the minimum of distinct values of ${what} must be a whole number from ${MINIMUM.least} to ${MINIMUM.most}`
      + `${orZero ? `, ${orZero}` : ''}, got ${minimum}`,
  }];
}

/** Returns whether two lists of accounts certainly differ. A list that is only known at deployment is equal only to itself. */
function differ(some: string[], others: string[]): boolean {
  if (Token.isUnresolved(some) || Token.isUnresolved(others)) return some[0] !== others[0];
  return [...some, ...others].every(isKnown)
    && (some.some((value) => !others.includes(value)) || others.some((value) => !some.includes(value)));
}

function listed(accounts: string[]): string {
  return Token.isUnresolved(accounts) ? 'a list that is only known at deployment' : accounts.join(', ');
}
