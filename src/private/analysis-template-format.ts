import { Token } from 'aws-cdk-lib';
import { CfnAnalysisTemplate } from 'aws-cdk-lib/aws-cleanrooms';
import type { aws_cleanrooms as refs } from 'aws-cdk-lib/interfaces';

/** The format of an analysis template, such as `SQL`, where this program defines the template, by an L1 or the L2 around one. */
export function formatOf(template: refs.IAnalysisTemplateRef): string | undefined {
  const candidate: unknown = CfnAnalysisTemplate.isCfnAnalysisTemplate(template) ? template : template.node.defaultChild;
  if (!CfnAnalysisTemplate.isCfnAnalysisTemplate(candidate) || Token.isUnresolved(candidate.format)) return undefined;
  return candidate.format;
}
