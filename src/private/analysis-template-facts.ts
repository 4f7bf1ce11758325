import { Token } from 'aws-cdk-lib';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { ParameterPart } from './rules/analysis-parameters';

/** The parameters of an analysis template of this program, be it an L1 or the L2 around one; `undefined` where they are not known. */
export function parametersOf(template: refs.IAnalysisTemplateRef): ParameterPart[] | undefined {
  const candidate: unknown = CfnAnalysisTemplate.isCfnAnalysisTemplate(template) ? template : template.node.defaultChild;
  if (!CfnAnalysisTemplate.isCfnAnalysisTemplate(candidate)) return undefined;

  const parameters = candidate.analysisParameters ?? [];
  if (Token.isUnresolved(parameters) || !Array.isArray(parameters)) return undefined;
  return parameters.every((parameter) => !Token.isUnresolved(parameter)) ? parameters as ParameterPart[] : undefined;
}
