import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { AnalysisRuleType, ConfiguredTableAnalysisRule } from './configured-table-analysis-rule';
import type { AdditionalAnalyses } from './configured-table-analysis-rule';
import { AggregateExpressions } from './custom-rule-controls';
import type { AggregationThreshold, AggregationThresholdOptions, ComparisonControls } from './custom-rule-controls';
import { columnName, columnNames } from '../../../foundation/column-names';
import { copied } from '../../../foundation/copied';
import type { AggregationThresholdProperty, AnalysisRuleProperty, CustomRuleProperty } from '../../../foundation/l1-backports';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { Warning } from '../../../foundation/warnings';
import { analysisTemplateOf } from '../../../program/analysis-template';
import type { ProgramModel } from '../../../program/model';
import type { TableRuleInput } from '../configured-table-rules';
import { checkControlsForTemplates, checkCustom, warnAboutCustom } from './custom-rules';
import type { CustomRuleInput } from './custom-rules';
import { checked } from '../../../foundation/parameters';

/** Options of a custom rule. Methods of the rule can add to all of them. */
export interface CustomAnalysisRuleOptions {
  /**
   * Analysis templates that may run on the table. They are created before the table.
   *
   * @default - no templates
   */
  readonly allowedTemplates?: refs.IAnalysisTemplateRef[];

  /**
   * The ARNs of analysis templates that may run on the table:
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>`.
   *
   * @default - no templates
   */
  readonly allowedTemplateArns?: string[];

  /**
   * Accounts whose queries run without review, in every collaboration that the table is associated with.
   *
   * @default - no accounts
   */
  readonly anyQueryBy?: string[];

  /**
   * Accounts whose PySpark jobs run without review, in every collaboration that the table is associated with. The service has one
   * list for queries and jobs: if `anyQueryBy` is also given, it must name the same accounts.
   *
   * @default - no accounts
   */
  readonly anyJobBy?: string[];

  /**
   * The column that identifies the users that differential privacy protects, such as `user_id`. All tables with differential privacy
   * in a collaboration must use the same column.
   *
   * @default - no differential privacy
   */
  readonly differentialPrivacyColumn?: string;

  /**
   * The minimum number of distinct identities behind each row of the results. At most one threshold.
   *
   * @default - no threshold
   */
  readonly aggregationThresholds?: AggregationThreshold[];

  /**
   * The columns that a query may compare.
   *
   * @default - all columns
   */
  readonly comparisonControls?: ComparisonControls;

  /**
   * Columns that are never returned in results.
   *
   * @default - no columns
   */
  readonly disallowedOutputColumns?: string[];

  /**
   * Whether additional analyses may run on the results.
   *
   * @default - the default of the service
   */
  readonly additionalAnalyses?: AdditionalAnalyses;
}

/**
 * A custom analysis rule: certain analysis templates can run, or any analysis of certain accounts.
 *
 * An immutable value: each method returns a new rule, so that several rules can start from the same one.
 *
 * A template can query a table whose rule allows that template. CloudFormation then creates the template first, then the table with
 * its rule, then the association. So a template must not depend on such a table or its association. If the table has differential
 * privacy, the validation status of the template is UNABLE_TO_VALIDATE until the template is read again after the association.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/userguide/analysis-rules-custom.html
 */
@checked('CustomAnalysisRule')
export class CustomAnalysisRule extends ConfiguredTableAnalysisRule {
  /** @internal */
  public static _of(options: CustomAnalysisRuleOptions): CustomAnalysisRule {
    return new CustomAnalysisRule(withLowerCaseColumns(copied(options)));
  }

  public readonly ruleType = AnalysisRuleType.CUSTOM;

  private constructor(
    /** The options of the rule. */
    public readonly options: CustomAnalysisRuleOptions,
    private readonly otherIdentityColumns: readonly string[] = [],
  ) {
    super();
  }

  /**
   * Returns a copy of this rule with additional allowed templates. They are created before the table.
   *
   * @param templates The templates: L2s, L1s, imports or lookups.
   */
  public allowTemplates(...templates: refs.IAnalysisTemplateRef[]): CustomAnalysisRule {
    return this.with({ allowedTemplates: [...this.options.allowedTemplates ?? [], ...templates] });
  }

  /**
   * Returns a copy of this rule with additional allowed templates, by their ARNs, such as those of a partner.
   *
   * @param arns The ARNs of templates of the same collaboration.
   */
  public allowTemplateArns(...arns: string[]): CustomAnalysisRule {
    return this.with({ allowedTemplateArns: [...this.options.allowedTemplateArns ?? [], ...arns] });
  }

  /**
   * Returns a copy of this rule with additional accounts whose queries run without review, in every collaboration of the table.
   *
   * @param accountIds The accounts, 12 digits each.
   */
  public allowAnyQueryBy(...accountIds: string[]): CustomAnalysisRule {
    return this.with({ anyQueryBy: [...this.options.anyQueryBy ?? [], ...accountIds] });
  }

  /**
   * Returns a copy of this rule with additional accounts whose PySpark jobs run without review, in every collaboration of the table.
   *
   * @param accountIds The accounts, 12 digits each.
   */
  public allowAnyJobBy(...accountIds: string[]): CustomAnalysisRule {
    return this.with({ anyJobBy: [...this.options.anyJobBy ?? [], ...accountIds] });
  }

  /**
   * Returns a copy of this rule that protects the users that the given column identifies with differential privacy.
   *
   * @param column The allowed column that identifies a user, the same for each row of that user.
   */
  public withDifferentialPrivacy(column: string): CustomAnalysisRule {
    const { differentialPrivacyColumn: before = column } = this.options;
    const others = columnName(before) === columnName(column) ? this.otherIdentityColumns : [...this.otherIdentityColumns, column];
    return new CustomAnalysisRule(withLowerCaseColumns({ ...this.options, differentialPrivacyColumn: before }), others);
  }

  /**
   * Returns a copy of this rule that omits rows with fewer distinct values of a text column than the given minimum, 2 to 100,000.
   *
   * @param minimum The minimum number of distinct values. The higher, the less a row says of single people.
   * @param column An allowed column of a text type, which identifies the people to protect.
   * @param options Other minimums for certain columns, and what queries may aggregate.
   */
  public requireAtLeast(minimum: number, column: string, options: AggregationThresholdOptions = {}): CustomAnalysisRule {
    return this.with({ aggregationThresholds: [...this.options.aggregationThresholds ?? [], { ...options, column, minimum }] });
  }

  /**
   * Returns a copy of this rule in which a query may compare the given columns to literals. Columns that neither this method nor
   * `allowColumnComparison` names cannot be compared.
   *
   * @param columns Allowed columns of the table.
   */
  public allowLiteralComparison(...columns: string[]): CustomAnalysisRule {
    const before = this.options.comparisonControls;
    const all = [...before?.allowedLiteralComparisonColumns ?? [], ...columns];
    return this.with({ comparisonControls: { ...before, allowedLiteralComparisonColumns: all } });
  }

  /**
   * Returns a copy of this rule in which a query may compare the given columns to columns, as in a join. Columns that neither this
   * method nor `allowLiteralComparison` names cannot be compared.
   *
   * @param columns Allowed columns of the table.
   */
  public allowColumnComparison(...columns: string[]): CustomAnalysisRule {
    const before = this.options.comparisonControls;
    const all = [...before?.allowedColumnComparisonColumns ?? [], ...columns];
    return this.with({ comparisonControls: { ...before, allowedColumnComparisonColumns: all } });
  }

  /**
   * Returns a copy of this rule with additional columns that are never returned in results.
   *
   * @param columns Allowed columns of the table. Queries can still use them in joins, filters and statistics.
   */
  public disallowOutput(...columns: string[]): CustomAnalysisRule {
    return this.with({ disallowedOutputColumns: [...this.options.disallowedOutputColumns ?? [], ...columns] });
  }

  /**
   * Returns a copy of this rule with the given setting for additional analyses.
   *
   * @param additionalAnalyses Whether additional analyses may, must or must not run on the results of a query.
   */
  public withAdditionalAnalyses(additionalAnalyses: AdditionalAnalyses): CustomAnalysisRule {
    return this.with({ additionalAnalyses });
  }

  /** @internal */
  public _render(): AnalysisRuleProperty {
    const { anyQueryBy, anyJobBy, differentialPrivacyColumn, aggregationThresholds, comparisonControls } = this.options;
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
      disallowedOutputColumns: this.options.disallowedOutputColumns,
      additionalAnalyses: this.options.additionalAnalyses,
    };
    return { type: this.ruleType, policy: { v1: { custom } } };
  }

  /** @internal */
  public _check(table: TableRuleInput): ValidationFault[] {
    return checkCustom(this.input(), table);
  }

  /** @internal */
  public _checkWithin(model: ProgramModel, table: TableRuleInput): ValidationFault[] {
    const formats = (this.options.allowedTemplates ?? []).map((template) => analysisTemplateOf(model, template)?.format);
    return checkControlsForTemplates(this.input(), [...formats, ...(this.options.allowedTemplateArns ?? []).map(() => undefined)], table);
  }

  /** @internal */
  public override get _templates(): refs.IAnalysisTemplateRef[] {
    return this.options.allowedTemplates ?? [];
  }

  /** @internal */
  public override _withTemplates(replace: (template: refs.IAnalysisTemplateRef) => refs.IAnalysisTemplateRef): CustomAnalysisRule {
    return this._templates.length ? this.with({ allowedTemplates: this._templates.map(replace) }) : this;
  }

  /** @internal */
  public _warnings(table: TableRuleInput): Warning[] {
    return warnAboutCustom(this.input(), table);
  }

  private templateArns(): string[] {
    const { allowedTemplates = [], allowedTemplateArns = [] } = this.options;
    return [...allowedTemplates.map(({ analysisTemplateRef }) => analysisTemplateRef.analysisTemplateArn), ...allowedTemplateArns];
  }

  private input(): CustomRuleInput {
    const { anyQueryBy, anyJobBy, comparisonControls, differentialPrivacyColumn } = this.options;
    return {
      templateArns: this.templateArns(),
      anyQueryBy,
      anyJobBy,
      differentialPrivacyColumn,
      otherDifferentialPrivacyColumns: this.otherIdentityColumns,
      thresholds: (this.options.aggregationThresholds ?? []).map(({ outputColumns = [], ...threshold }) => ({ ...threshold, outputColumns })),
      comparison: comparisonControls && {
        literalColumns: comparisonControls.allowedLiteralComparisonColumns ?? [],
        columnColumns: comparisonControls.allowedColumnComparisonColumns ?? [],
      },
      disallowedOutputColumns: this.options.disallowedOutputColumns ?? [],
    };
  }

  private with(options: CustomAnalysisRuleOptions): CustomAnalysisRule {
    return new CustomAnalysisRule(withLowerCaseColumns(copied({ ...this.options, ...options })), this.otherIdentityColumns);
  }
}

/** Lower-cases the names of columns, as the service does. */
function withLowerCaseColumns(options: CustomAnalysisRuleOptions): CustomAnalysisRuleOptions {
  const { differentialPrivacyColumn, aggregationThresholds, comparisonControls, disallowedOutputColumns } = options;
  return {
    ...options,
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
