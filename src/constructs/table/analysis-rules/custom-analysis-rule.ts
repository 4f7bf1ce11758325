import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { AnalysisRuleType, ConfiguredTableAnalysisRule } from './configured-table-analysis-rule';
import type { AdditionalAnalyses } from './configured-table-analysis-rule';
import { AggregateExpressions } from './custom-rule-controls';
import type { AggregationThreshold, AggregationThresholdOptions, ComparisonControls } from './custom-rule-controls';
import type { AggregationThresholdProperty, AnalysisRuleProperty, CustomRuleProperty } from '../../../foundation/l1-backports';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { analysisTemplateOf } from '../../../program/analysis-template';
import type { ProgramModel } from '../../../program/model';
import type { TableRuleInput } from '../configured-table-rules';
import { columnName, columnNames, copied } from './copied';
import { checkControlsForTemplates, checkCustom, warnAboutCustom } from './custom-rules';
import type { CustomRuleInput } from './custom-rules';

/** What is known of a custom rule from the start; every part can be added to later. */
export interface CustomAnalysisRuleOptions {
  /**
   * Analysis templates that may run on the table. They are created before the table.
   *
   * @default - none
   */
  readonly allowedTemplates?: refs.IAnalysisTemplateRef[];

  /**
   * The ARNs of analysis templates that may run on the table:
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>`.
   *
   * @default - none
   */
  readonly allowedTemplateArns?: string[];

  /**
   * The accounts any query of which may run on the table, unseen, in every collaboration that the table is associated with.
   *
   * @default - none
   */
  readonly anyQueryBy?: string[];

  /**
   * The accounts any PySpark job of which may run on the table, unseen, in every collaboration that the table is associated
   * with. The service has one list for queries and jobs: where `anyQueryBy` is given, too, it must name the same accounts.
   *
   * @default - none
   */
  readonly anyJobBy?: string[];

  /**
   * The column that identifies the users whom differential privacy protects, such as `user_id`. All tables of a collaboration
   * with differential privacy must name the same column.
   *
   * @default - no differential privacy
   */
  readonly differentialPrivacyColumn?: string;

  /**
   * What a row of the results must at least stand for. At most one.
   *
   * @default - none
   */
  readonly aggregationThresholds?: AggregationThreshold[];

  /**
   * Which columns a query may compare.
   *
   * @default - all of them
   */
  readonly comparisonControls?: ComparisonControls;

  /**
   * Columns that never come out.
   *
   * @default - none
   */
  readonly disallowedOutputColumns?: string[];

  /**
   * Whether an additional analysis may run on the results.
   *
   * @default - the default of the service
   */
  readonly additionalAnalyses?: AdditionalAnalyses;
}

/**
 * Lets analyses run that were approved one by one, as templates, or any analysis of accounts that are trusted.
 *
 * An immutable value: each method returns a new rule, so that a rule can be the start of others.
 *
 * A template may name tables that carry the rule which allows it. CloudFormation creates templates before the tables whose
 * rules name them, and tables before their associations. This order works, and it is the only one, because the rule is a
 * part of the table: so a template must not depend on such a table or its association. When a table has differential
 * privacy, the check of the template says UNABLE_TO_VALIDATE until it is fetched again after the association.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-custom.html
 */
export class CustomAnalysisRule extends ConfiguredTableAnalysisRule {
  /** @internal */
  public static _of(parts: CustomAnalysisRuleOptions): CustomAnalysisRule {
    return new CustomAnalysisRule(withLowerCaseColumns(copied(parts)));
  }

  public readonly ruleType = AnalysisRuleType.CUSTOM;

  private constructor(
    /** The parts of the rule. */
    public readonly parts: CustomAnalysisRuleOptions,
    private readonly otherIdentityColumns: readonly string[] = [],
  ) {
    super();
  }

  /** This rule, under which the given templates may run, too. They are created before the table. */
  public allowTemplates(...templates: refs.IAnalysisTemplateRef[]): CustomAnalysisRule {
    return this.with({ allowedTemplates: [...this.parts.allowedTemplates ?? [], ...templates] });
  }

  /** This rule, under which the templates with the given ARNs may run, too: such as those of a partner. */
  public allowTemplateArns(...arns: string[]): CustomAnalysisRule {
    return this.with({ allowedTemplateArns: [...this.parts.allowedTemplateArns ?? [], ...arns] });
  }

  /** This rule, under which any query of the given accounts may run, unseen, in every collaboration of the table. */
  public allowAnyQueryBy(...accountIds: string[]): CustomAnalysisRule {
    return this.with({ anyQueryBy: [...this.parts.anyQueryBy ?? [], ...accountIds] });
  }

  /** This rule, under which any PySpark job of the given accounts may run, unseen, in every collaboration of the table. */
  public allowAnyJobBy(...accountIds: string[]): CustomAnalysisRule {
    return this.with({ anyJobBy: [...this.parts.anyJobBy ?? [], ...accountIds] });
  }

  /** This rule, which protects the users whom the given column identifies with differential privacy. */
  public withDifferentialPrivacy(column: string): CustomAnalysisRule {
    const { differentialPrivacyColumn: before = column } = this.parts;
    const others = columnName(before) === columnName(column) ? this.otherIdentityColumns : [...this.otherIdentityColumns, column];
    return new CustomAnalysisRule(withLowerCaseColumns({ ...this.parts, differentialPrivacyColumn: before }), others);
  }

  /** This rule, which leaves out rows that stand for less than the given number (2 to 100,000) of distinct values of a text column. */
  public requireAtLeast(minimum: number, column: string, options: AggregationThresholdOptions = {}): CustomAnalysisRule {
    return this.with({ aggregationThresholds: [...this.parts.aggregationThresholds ?? [], { ...options, column, minimum }] });
  }

  /**
   * This rule, under which a query may compare the given columns to literals, and no column that neither this method nor
   * `allowColumnComparison` names to anything.
   */
  public allowLiteralComparison(...columns: string[]): CustomAnalysisRule {
    const before = this.parts.comparisonControls;
    const all = [...before?.allowedLiteralComparisonColumns ?? [], ...columns];
    return this.with({ comparisonControls: { ...before, allowedLiteralComparisonColumns: all } });
  }

  /**
   * This rule, under which a query may compare the given columns to columns, as in a join, and no column that neither this
   * method nor `allowLiteralComparison` names to anything.
   */
  public allowColumnComparison(...columns: string[]): CustomAnalysisRule {
    const before = this.parts.comparisonControls;
    const all = [...before?.allowedColumnComparisonColumns ?? [], ...columns];
    return this.with({ comparisonControls: { ...before, allowedColumnComparisonColumns: all } });
  }

  /** This rule, under which the given columns never come out. */
  public disallowOutput(...columns: string[]): CustomAnalysisRule {
    return this.with({ disallowedOutputColumns: [...this.parts.disallowedOutputColumns ?? [], ...columns] });
  }

  /** This rule, which says whether an additional analysis may run on the results. */
  public withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses): CustomAnalysisRule {
    return this.with({ additionalAnalyses });
  }

  /** @internal */
  public _render(): AnalysisRuleProperty {
    const { anyQueryBy, anyJobBy, differentialPrivacyColumn, aggregationThresholds, comparisonControls } = this.parts;
    const providers = [...new Set([...anyQueryBy ?? [], ...anyJobBy ?? []])];
    const custom: CustomRuleProperty = {
      allowedAnalyses: [...this.templateArns(), ...anyQueryBy ? ['ANY_QUERY'] : [], ...anyJobBy ? ['ANY_JOB'] : []],
      allowedAnalysisProviders: providers.length ? providers : undefined,
      differentialPrivacy: differentialPrivacyColumn === undefined ? undefined : { columns: [{ name: differentialPrivacyColumn }] },
      aggregationThresholds: aggregationThresholds?.length ? aggregationThresholds.map(renderThreshold) : undefined,
      comparisonControls: comparisonControls && {
        allowedLiteralComparisonColumns: comparisonControls.allowedLiteralComparisonColumns ?? [],
        allowedColumnComparisonColumns: comparisonControls.allowedColumnComparisonColumns ?? [],
      },
      disallowedOutputColumns: this.parts.disallowedOutputColumns,
      additionalAnalyses: this.parts.additionalAnalyses,
    };
    return { type: this.ruleType, policy: { v1: { custom } } };
  }

  /** @internal */
  public _check(table: TableRuleInput): ValidationFault[] {
    return checkCustom(this.input(), table);
  }

  /** @internal */
  public _checkWithin(model: ProgramModel, table: TableRuleInput): ValidationFault[] {
    const formats = (this.parts.allowedTemplates ?? []).map((template) => analysisTemplateOf(model, template)?.format);
    return checkControlsForTemplates(this.input(), [...formats, ...(this.parts.allowedTemplateArns ?? []).map(() => undefined)], table);
  }

  /** @internal */
  public _advise(table: TableRuleInput): Warning[] {
    return warnAboutCustom(this.input(), table);
  }

  private templateArns(): string[] {
    const { allowedTemplates = [], allowedTemplateArns = [] } = this.parts;
    return [...allowedTemplates.map(({ analysisTemplateRef }) => analysisTemplateRef.analysisTemplateArn), ...allowedTemplateArns];
  }

  private input(): CustomRuleInput {
    const { anyQueryBy, anyJobBy, comparisonControls, differentialPrivacyColumn } = this.parts;
    return {
      templateArns: this.templateArns(),
      anyQueryBy,
      anyJobBy,
      differentialPrivacyColumn,
      otherDifferentialPrivacyColumns: this.otherIdentityColumns,
      thresholds: (this.parts.aggregationThresholds ?? []).map(({ outputColumns = [], ...threshold }) => ({ ...threshold, outputColumns })),
      comparison: comparisonControls && {
        literalColumns: comparisonControls.allowedLiteralComparisonColumns ?? [],
        columnColumns: comparisonControls.allowedColumnComparisonColumns ?? [],
      },
      disallowedOutputColumns: this.parts.disallowedOutputColumns ?? [],
    };
  }

  private with(parts: CustomAnalysisRuleOptions): CustomAnalysisRule {
    return new CustomAnalysisRule(withLowerCaseColumns(copied({ ...this.parts, ...parts })), this.otherIdentityColumns);
  }
}

/** Columns as the service has them, whatever case the user writes them in. */
function withLowerCaseColumns(parts: CustomAnalysisRuleOptions): CustomAnalysisRuleOptions {
  const { differentialPrivacyColumn, aggregationThresholds, comparisonControls, disallowedOutputColumns } = parts;
  return {
    ...parts,
    differentialPrivacyColumn: differentialPrivacyColumn === undefined ? undefined : columnName(differentialPrivacyColumn),
    aggregationThresholds: aggregationThresholds?.map((threshold) => ({
      ...threshold,
      column: columnName(threshold.column),
      outputColumns: threshold.outputColumns?.map((output) => ({ ...output, column: columnName(output.column) })),
    })),
    comparisonControls: comparisonControls && {
      allowedLiteralComparisonColumns: columnNames(comparisonControls.allowedLiteralComparisonColumns ?? []),
      allowedColumnComparisonColumns: columnNames(comparisonControls.allowedColumnComparisonColumns ?? []),
    },
    disallowedOutputColumns: disallowedOutputColumns && columnNames(disallowedOutputColumns),
  };
}

function renderThreshold({ column, minimum, allowedExpressions, outputColumns }: AggregationThreshold): AggregationThresholdProperty {
  return {
    identityColumns: [column],
    minimumIdentityCount: minimum,
    type: 'COUNT_DISTINCT',
    allowedAggregateExpressionType: allowedExpressions ?? AggregateExpressions.COLUMNS_ONLY,
    outputColumnThresholds: outputColumns?.map((output) => ({ outputColumnName: output.column, minimumIdentityCount: output.minimum })),
  };
}
