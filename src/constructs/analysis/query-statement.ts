import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { warnAboutArguments } from './analysis-parameter-rules';
import { warnAboutSyntheticData } from './protected-analysis-rules';
import { copied } from '../../foundation/copied';
import { checked } from '../../foundation/parameters';
import type { Warning } from '../../foundation/warnings';
import { analysisTemplateOf } from '../../program/analysis-template';
import type { RenderedAnalysisTemplate } from '../../program/analysis-template';
import type { ProgramModel } from '../../program/model';

/** The statement of a query, as in the API. @internal @internal */
export interface SqlParameters {
  readonly QueryString?: string;
  readonly AnalysisTemplateArn?: string;
  readonly Parameters?: { readonly [name: string]: string };
}

/**
 * The statement of a protected query: SQL text, or an analysis template with values for its parameters.
 *
 * @see https://docs.aws.amazon.com/clean-rooms/latest/apireference/API_ProtectedQuerySQLParameters.html
 */
@checked('QueryStatement')
export class QueryStatement {
  /**
   * Creates a statement from SQL text of at most 500,000 characters.
   *
   * @param text The SQL, in the dialect of Spark SQL. It names tables by the names of their associations.
   */
  public static sql(text: string): QueryStatement {
    return new QueryStatement({ QueryString: text });
  }

  /**
   * Creates a statement from an analysis template of the collaboration, with a value for each parameter that has no default.
   *
   * @param template The template: an L2, an L1, an import or a lookup.
   * @param parameters The values of parameters by their names, all as text. A parameter that is left out has its default.
   */
  public static template(template: refs.IAnalysisTemplateRef, parameters?: { [name: string]: string }): QueryStatement {
    const { analysisTemplateArn } = template.analysisTemplateRef;
    return new QueryStatement({ AnalysisTemplateArn: analysisTemplateArn, Parameters: copied(parameters) }, template);
  }

  /**
   * Creates a statement from the ARN of an analysis template, which can be another member's:
   * `arn:aws:cleanrooms:<region>:<account>:membership/<membership id>/analysistemplate/<id>`.
   *
   * @param analysisTemplateArn The ARN of the template. An ARN of another type is an error.
   * @param parameters The values of parameters by their names, all as text. A parameter that is left out has its default.
   */
  public static templateArn(analysisTemplateArn: string, parameters?: { [name: string]: string }): QueryStatement {
    return new QueryStatement({ AnalysisTemplateArn: analysisTemplateArn, Parameters: copied(parameters) });
  }

  private constructor(private readonly parameters: SqlParameters, private readonly template?: refs.IAnalysisTemplateRef) {}

  /** @internal */
  public _render(): SqlParameters {
    return this.parameters;
  }

  /** The template that it runs; `undefined` for SQL, and for a template that is given by its ARN. @internal */
  public get _templateRef(): refs.IAnalysisTemplateRef | undefined {
    return this.template;
  }

  /** Returns this statement with another template. @internal */
  public _withTemplate(template: refs.IAnalysisTemplateRef): QueryStatement {
    return QueryStatement.template(template, this.parameters.Parameters);
  }

  /** Returns the template, if the program defines it. @internal */
  public _template(model: ProgramModel): RenderedAnalysisTemplate | undefined {
    return this.template && analysisTemplateOf(model, this.template);
  }

  /** @internal */
  public _warnings(model: ProgramModel): Warning[] {
    const template = this._template(model);
    return template ? [
      ...template.parameters ? warnAboutArguments(template.parameters, this.parameters.Parameters ?? {}) : [],
      ...warnAboutSyntheticData(template.makesSyntheticData),
    ] : [];
  }
}
