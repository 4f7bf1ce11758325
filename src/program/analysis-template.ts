import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { KnownResource } from './known-resources';
import type { ProgramModel } from './model';
import { listAt, textOrToken, valueAt } from './rendered-properties';
import { keyOf } from './resource';
import type { ProgramResource } from './resource';

/** A parameter of an analysis template. */
export interface TemplateParameter {
  readonly name: string;
  readonly type: string;
  readonly defaultValue?: string;
}

/** What is known of an analysis template that this program defines. What is a token is `undefined`. */
export interface RenderedAnalysisTemplate {
  /** Such as `SQL` or `PYSPARK_1_0`. */
  readonly format?: string;
  readonly parameters?: TemplateParameter[];
  readonly makesSyntheticData: boolean;
}

const FOUND = Symbol.for('cdk-cleanrooms.foundTemplate');

/** Records which template of this program a lookup finds at deployment, so that what is known of the template is known of what is found. */
export function recordFoundTemplate(found: refs.IAnalysisTemplateRef, template: refs.IAnalysisTemplateRef): void {
  Object.defineProperty(found, FOUND, { value: template });
}

/** The analysis template that a reference names, as its template will have it; `undefined` where this program does not define it. */
export function analysisTemplateOf(model: ProgramModel, template: refs.IAnalysisTemplateRef): RenderedAnalysisTemplate | undefined {
  const defined = (template as { readonly [FOUND]?: refs.IAnalysisTemplateRef })[FOUND] ?? template;
  const resource = model.find(keyOf(defined, defined.analysisTemplateRef.analysisTemplateArn));
  return resource?.type === KnownResource.ANALYSIS_TEMPLATE ? readAnalysisTemplate(resource) : undefined;
}

/** Reads an analysis template as its template will have it. */
export function readAnalysisTemplate(resource: ProgramResource): RenderedAnalysisTemplate {
  return {
    format: resource.text('Format'),
    parameters: parametersIn(resource.property('AnalysisParameters') ?? []),
    makesSyntheticData: resource.property('SyntheticDataParameters') !== undefined,
  };
}

function parametersIn(parameters: unknown): TemplateParameter[] | undefined {
  const read = listAt(parameters)?.map((parameter): Partial<TemplateParameter> => {
    const { Name, Type, DefaultValue } = valueAt<Record<string, unknown>>(parameter) ?? {};
    return { name: textOrToken(Name), type: textOrToken(Type), defaultValue: textOrToken(DefaultValue) };
  });
  return read?.every((parameter): parameter is TemplateParameter => parameter.name !== undefined && parameter.type !== undefined) ? read : undefined;
}
