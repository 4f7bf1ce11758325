import { Token } from 'aws-cdk-lib';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import { KnownResource } from './known-resources';
import type { ProgramModel } from './model';
import { keyOf } from './resource';

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

/** The analysis template that a reference names, as its template will have it; `undefined` where this program does not define it. */
export function analysisTemplateOf(model: ProgramModel, template: refs.IAnalysisTemplateRef): RenderedAnalysisTemplate | undefined {
  const resource = model.find(keyOf(template, template.analysisTemplateRef.analysisTemplateArn));
  if (resource?.type !== KnownResource.ANALYSIS_TEMPLATE) return undefined;
  return {
    format: resource.value('Format'),
    parameters: parametersIn(resource.property('AnalysisParameters') ?? []),
    makesSyntheticData: resource.property('SyntheticDataParameters') !== undefined,
  };
}

function parametersIn(parameters: unknown): TemplateParameter[] | undefined {
  if (!Array.isArray(parameters) || parameters.some((parameter) => Token.isUnresolved(parameter))) return undefined;
  return parameters.map(({ Name, Type, DefaultValue }) => ({ name: Name, type: Type, defaultValue: DefaultValue }));
}
