import { Token } from 'aws-cdk-lib';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';
import type { ParameterPart } from '../constructs/analysis/analysis-parameter-rules';

/*
 * What is known of an analysis template that this program defines, by an L1 or the L2 around one.
 */

/** The format of a template, such as `SQL`. */
export function formatOf(template: refs.IAnalysisTemplateRef): string | undefined {
  const format = cfnTemplateOf(template)?.format;
  return Token.isUnresolved(format) ? undefined : format;
}

/** Whether a template is known to make synthetic data. */
export function makesSyntheticData(template: refs.IAnalysisTemplateRef): boolean {
  return cfnTemplateOf(template)?.syntheticDataParameters !== undefined;
}

/** The parameters of a template. */
export function parametersOf(template: refs.IAnalysisTemplateRef): ParameterPart[] | undefined {
  const cfn = cfnTemplateOf(template);
  const parameters = cfn && (cfn.analysisParameters ?? []);
  if (!Array.isArray(parameters)) return undefined;
  return parameters.every((parameter) => !Token.isUnresolved(parameter)) ? parameters as ParameterPart[] : undefined;
}

function cfnTemplateOf(template: refs.IAnalysisTemplateRef): CfnAnalysisTemplate | undefined {
  const candidate: unknown = CfnAnalysisTemplate.isCfnAnalysisTemplate(template) ? template : template.node.defaultChild;
  return CfnAnalysisTemplate.isCfnAnalysisTemplate(candidate) ? candidate : undefined;
}
