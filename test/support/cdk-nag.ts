import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** The findings of cdk-nag's AwsSolutions in a synthesized app that nobody has acknowledged, as `<path>: <finding>`. */
export function findingsIn({ node: { root } }: IConstruct): string[] {
  return new AwsSolutionsChecks().validateScope(root).violations
    .flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${constructPath}: ${ruleName}`))
    .sort();
}
