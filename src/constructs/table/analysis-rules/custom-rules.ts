import { Token } from 'aws-cdk-lib';
import { MINIMUM, isMinimum, isText } from './aggregation-rules';
import { checkAccountIds, checkArn } from '../../../foundation/identifiers';
import { isKnown } from '../../../foundation/tokens';
import { code } from '../../../foundation/validation-faults';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { checkAllowed, checkApart, missing, repeated } from '../configured-table-rules';
import type { TableParts } from '../configured-table-rules';

/** The form of the ARN of an analysis template. */
export const TEMPLATE_ARN = 'arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>';

/** What the rules need to know of a custom rule. */
export interface CustomParts {
  readonly templateArns: string[];
  /** The format of each template, such as `SQL` or `PYSPARK_1_0`; `undefined` where it is not known. */
  readonly templateFormats: (string | undefined)[];
  /** The accounts any analysis of which may run; `undefined` where only templates may. */
  readonly anyQueryBy?: string[];
  readonly anyJobBy?: string[];
  readonly differentialPrivacyColumn?: string;
  readonly thresholds: ThresholdPart[];
  readonly comparison?: { readonly literalColumns: string[]; readonly columnColumns: string[] };
  readonly disallowedOutputColumns: string[];
}

interface ThresholdPart {
  readonly column: string;
  readonly minimum: number;
  readonly outputColumns: { readonly column: string; readonly minimum: number }[];
}

/** What of a custom rule the service refuses. */
export function checkCustom(rule: CustomParts, table: TableParts): ValidationFault[] {
  const { differentialPrivacyColumn } = rule;
  return [
    ...checkAllowed('differentialPrivacyColumn', differentialPrivacyColumn === undefined ? [] : [differentialPrivacyColumn], table),
    ...checkDisallowed(rule, table),
    ...checkAllowed('allowedLiteralComparisonColumns', rule.comparison?.literalColumns ?? [], table),
    ...checkAllowed('allowedColumnComparisonColumns', rule.comparison?.columnColumns ?? [], table),
    ...checkAnalyses(rule),
    ...checkControls(rule, table),
    ...checkThresholds(rule, table),
  ];
}

/** What of a custom rule probably is a mistake. */
export function warnAboutCustom(rule: CustomParts, { allowedColumns, analysisMethods }: TableParts): Warning[] {
  const advice: Warning[] = missing(rule.disallowedOutputColumns, allowedColumns).map((column) => ({
    id: 'cdk-cleanrooms:disallowedColumnNotAllowed',
    message: `'disallowedOutputColumns' has '${column}', which is not among allowedColumns: ${allowedColumns!.join(', ')}. `
      + 'No output can have it anyway: perhaps it is misspelled, and the column that is meant comes out',
  }));
  if (!rule.templateArns.length && !rule.anyQueryBy && !rule.anyJobBy) {
    advice.push({
      id: 'cdk-cleanrooms:nothingAllowed',
      message: 'the custom rule allows no analysis: the table is not ready for queries or jobs until it allows templates or any analysis',
    });
  }
  for (const [property, accounts, method] of [
    ['anyQueryBy', rule.anyQueryBy, 'DIRECT_QUERY'],
    ['anyJobBy', rule.anyJobBy, 'DIRECT_JOB'],
  ] as const) {
    if (accounts && !analysisMethods.includes(method)) {
      advice.push({
        id: 'cdk-cleanrooms:analysisNotForMethod',
        message: `'${property}' has no effect, because 'analysisMethods' of the table has no ${method}: ${analysisMethods.join(', ')}`,
      });
    }
  }
  if (rule.thresholds.length && !rule.comparison) {
    advice.push({
      id: 'cdk-cleanrooms:thresholdWithoutComparisonControls',
      message: "'aggregationThresholds' without 'comparisonControls' let a query single somebody out by comparing columns: "
        + 'name the columns that a query may compare',
    });
  }
  return advice;
}

/** A column that analyses cannot use can be kept from output as well, where the table has it. */
function checkDisallowed({ disallowedOutputColumns }: CustomParts, table: TableParts): ValidationFault[] {
  const columns = table.columns?.map(({ name }) => name);
  return missing(disallowedOutputColumns, columns).map((column) => ({
    code: code`ColumnNotInTable`,
    message: `'disallowedOutputColumns' has '${column}', which is not among the columns of the table: ${columns!.join(', ')}`,
  }));
}

function checkAnalyses({ templateArns, anyQueryBy, anyJobBy }: CustomParts): ValidationFault[] {
  const faults = [
    ...templateArns.flatMap((arn) => checkArn('allowedTemplateArns', arn, TEMPLATE_ARN)),
    ...checkAccountIds('anyQueryBy', anyQueryBy),
    ...checkAccountIds('anyJobBy', anyJobBy),
  ];
  for (const [property, accounts] of Object.entries({ anyQueryBy, anyJobBy })) {
    if (accounts?.length === 0) {
      faults.push({
        code: code`AnyAnalysisByNobody`,
        message: `'${property}' of a custom rule must name at least one account: leave it out to allow templates alone`,
      });
    }
  }
  if (templateArns.length && (anyQueryBy || anyJobBy)) {
    faults.push({
      code: code`TemplatesAndAnyAnalysis`,
      message: 'a custom rule must allow either templates or any analysis of an account, '
        + `got '${anyQueryBy ? 'anyQueryBy' : 'anyJobBy'}' beside ${templateArns.join(', ')}`,
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

/** Differential privacy, thresholds and comparison controls: what excludes what. */
function checkControls(rule: CustomParts, { analysisMethods, sourceKind }: TableParts): ValidationFault[] {
  const faults: ValidationFault[] = [];
  const jobsAlone = analysisMethods.includes('DIRECT_QUERY') ? jobsAloneIn(rule) : "'analysisMethods' of the table is DIRECT_JOB";
  const controls = [...rule.thresholds.length ? ['aggregationThresholds'] : [], ...rule.comparison ? ['comparisonControls'] : []];
  for (const control of controls) {
    if (rule.differentialPrivacyColumn !== undefined) {
      faults.push({
        code: code`ControlsWithDifferentialPrivacy`,
        message: `'${control}' and 'differentialPrivacyColumn' of a custom rule exclude each other`,
      });
    }
    if (jobsAlone) {
      faults.push({ code: code`ControlsForJobs`, message: `'${control}' are for queries: they must not be given where ${jobsAlone}` });
    }
  }
  if (rule.differentialPrivacyColumn !== undefined && sourceKind !== 'glue') {
    faults.push({
      code: code`DifferentialPrivacyNotForSource`,
      message: `'differentialPrivacyColumn' must not be given for a table over ${sourceKind}: differential privacy is for Glue tables alone`,
    });
  }
  return faults;
}

/** In what a rule allows jobs and no query; `undefined` where it does not, as far as is known. */
function jobsAloneIn({ templateFormats, anyQueryBy, anyJobBy }: CustomParts): string | undefined {
  if (anyQueryBy || !templateFormats.every((format) => format?.startsWith('PYSPARK'))) return undefined;
  if (anyJobBy) return "'anyJobBy' alone is given";
  return templateFormats.length ? 'all templates are PySpark templates' : undefined;
}

function checkThresholds({ thresholds, comparison }: CustomParts, table: TableParts): ValidationFault[] {
  const faults: ValidationFault[] = [];
  if (thresholds.length > 1) {
    faults.push({
      code: code`SeveralAggregationThresholds`,
      message: "'aggregationThresholds' must have at most one threshold, got "
        + thresholds.map(({ column, minimum }) => `${minimum} of '${column}'`).join(', '),
    });
  }
  for (const { column, minimum, outputColumns } of thresholds) {
    const identity = table.columns?.find(({ name }) => name === column);
    const shown = outputColumns.map((output) => output.column);
    faults.push(
      ...checkAllowed('aggregationThresholds', [column], table),
      ...checkAllowed('outputColumns', shown, table),
      ...checkApart('aggregationThresholds', [column], 'allowedLiteralComparisonColumns', comparison?.literalColumns ?? []),
      ...checkMinimum(`'${column}'`, minimum),
      ...outputColumns.flatMap((output) => checkMinimum(`'${column}' where '${output.column}' comes out`, output.minimum, 'or 0')),
      ...repeated(shown).map((twice) => ({
        code: code`OutputColumnTwice`,
        message: `'outputColumns' of an aggregation threshold must name each column once, got '${twice}' more than once`,
      })),
    );
    if (identity?.type !== undefined && !Token.isUnresolved(identity.type) && !isText(identity)) {
      faults.push({
        code: code`IdentityColumnNotText`,
        message: `'aggregationThresholds' has '${column}', whose type must be string, varchar or char, got ${identity.type}`,
      });
    }
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

/** A list that is known at deployment alone can be compared to itself and to nothing else. */
function differ(some: string[], others: string[]): boolean {
  if (Token.isUnresolved(some) || Token.isUnresolved(others)) return some[0] !== others[0];
  return [...some, ...others].every(isKnown)
    && (some.some((value) => !others.includes(value)) || others.some((value) => !some.includes(value)));
}

function listed(accounts: string[]): string {
  return Token.isUnresolved(accounts) ? 'a list that is known at deployment alone' : accounts.join(', ');
}
