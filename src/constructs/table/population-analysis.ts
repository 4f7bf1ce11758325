import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { checked } from '../../foundation/parameters';
import type { ValidationFault } from '../../foundation/validation-faults';
import { analysisTemplateOf } from '../../program/analysis-template';
import type { ProgramModel } from '../../program/model';
import { checkTemplate } from '../analysis/protected-analysis-rules';

/**
 * The analysis whose results fill an intermediate table: SQL text or an analysis template.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_PopulationAnalysisSqlParameters.html
 */
@checked('PopulationAnalysis')
export class PopulationAnalysis {
  /**
   * Fills the table with the results of SQL text, at most 500,000 characters.
   *
   * @param text The SQL, in the dialect of Spark SQL. It names tables by the names of their associations.
   */
  public static sql(text: string): PopulationAnalysis {
    return new PopulationAnalysis({ queryString: text });
  }

  /**
   * Fills the table with the results of an analysis template. Its parameters are given each time that the table is populated.
   *
   * @param template The template: an L2, an L1, an import or a lookup.
   */
  public static template(template: refs.IAnalysisTemplateRef): PopulationAnalysis {
    return new PopulationAnalysis({ analysisTemplateArn: template.analysisTemplateRef.analysisTemplateArn }, template);
  }

  /**
   * Fills the table with the results of an analysis template, by its ARN, which can be another member's:
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>`.
   *
   * @param analysisTemplateArn The ARN of the template. An ARN of another type is an error.
   */
  public static templateArn(analysisTemplateArn: string): PopulationAnalysis {
    return new PopulationAnalysis({ analysisTemplateArn });
  }

  private constructor(
    /** The analysis as in the template. @internal */
    public readonly _parameters: { readonly queryString?: string; readonly analysisTemplateArn?: string },
    private readonly template?: refs.IAnalysisTemplateRef,
  ) {}

  /** The template whose results fill the table; `undefined` for SQL, and for a template that is given by its ARN. @internal */
  public get _templateRef(): refs.IAnalysisTemplateRef | undefined {
    return this.template;
  }

  /** @internal */
  public _check(): ValidationFault[] {
    return checkTemplate({ kind: 'population', arn: this._parameters.analysisTemplateArn });
  }

  /** @internal */
  public _checkWithin(model: ProgramModel): ValidationFault[] {
    return this.template ? checkTemplate({ kind: 'population', format: analysisTemplateOf(model, this.template)?.format }) : [];
  }
}
