import type { RegisteredTemplate } from './room-register';
import { columnNames } from '../../foundation/column-names';
import { code } from '../../foundation/validation-faults';
import type { ValidationFault } from '../../foundation/validation-faults';
import type { Warning } from '../../foundation/warnings';
import type { DeclaredTable } from '../../program/facts';
import type { ConfiguredTableAnalysisRule } from '../table/analysis-rules/configured-table-analysis-rule';

/** What a clean room expects of a table that a partner brings. */
export interface ExpectedTableOptions {
  /**
   * The columns that the room needs, with their types in AWS Glue, such as `{ hashed_email: 'string' }`.
   *
   * @default - any columns
   */
  readonly columns?: Record<string, string>;

  /**
   * The analysis rule under which the room needs the table. Its owner decides, and can have a stricter one.
   *
   * @default - any rule
   */
  readonly analysisRule?: ConfiguredTableAnalysisRule;
}

/** What is known of a table that a member has brought. @internal */
export interface BroughtTable {
  readonly columns: readonly string[];
  readonly rule?: ConfiguredTableAnalysisRule;
}

/** Checks what a member has brought against what the clean room expects of it. @internal */
export function checkExpectedTable(tableName: string, { columns = {} }: ExpectedTableOptions, brought: BroughtTable | undefined): ValidationFault[] {
  if (!brought) {
    return [{
      code: code`ExpectedTableMissing`,
      message: `the clean room expects a table '${tableName}', which is not there: bring it with addTable, or take its expectTable out`,
    }];
  }
  const missing = columnNames(Object.keys(columns)).filter((column) => !brought.columns.includes(column));
  return missing.length ? [{
    code: code`ExpectedColumnsMissing`,
    message: `the clean room expects ${missing.map((column) => `'${column}'`).join(', ')} among 'allowedColumns' of table '${tableName}', got ${brought.columns.join(', ')}`,
  }] : [];
}

/** Warns where the rule of a table is another one than the clean room expects: its owner decides, and the others should know. @internal */
export function warnAboutExpectedRule(tableName: string, { analysisRule }: ExpectedTableOptions, brought: BroughtTable | undefined): Warning[] {
  if (!brought || !analysisRule || textOf(analysisRule) === textOf(brought.rule)) return [];
  return [{
    id: 'cdk-cleanrooms:ruleNotAsExpected',
    message: `the analysis rule of table '${tableName}' is not the one that the clean room expects: tell the other members, whose queries may be refused`,
  }];
}

function textOf(rule: ConfiguredTableAnalysisRule | undefined): string {
  return JSON.stringify(sorted(rule?._render()));
}

/** A value with its lists in an order of their own: in a rule, none has a meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).map((each) => JSON.stringify(each)).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, sorted(each)] as const).sort(([one], [other]) => one < other ? -1 : 1));
}

/** A table as it is written down for the program of the partner who brings it. @internal */
export function declaredTable(
  tableName: string, { columns, analysisRule }: ExpectedTableOptions, templateOf: (template: NonNullable<typeof analysisRule>['_templates'][number]) => RegisteredTemplate,
): DeclaredTable {
  const { allowedTemplates: _allowed, ...options } = (analysisRule as { readonly options?: Record<string, unknown> } | undefined)?.options ?? {};
  return {
    tableName,
    columns: columns && { ...columns },
    rule: analysisRule && {
      type: analysisRule.ruleType,
      options: withNames(options) as Record<string, unknown>,
      templates: analysisRule._templates.map(templateOf).map(({ owner, analysisTemplateName, sourceSha256 }) => ({
        ownerAccountId: owner.account, analysisTemplateName, sourceSha256,
      })),
    },
  };
}

/** Options with the names of what are value classes, such as scalar functions. */
function withNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNames);
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return (value as { readonly name?: string }).name;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined).map(([key, each]) => [key, withNames(each)]));
}
