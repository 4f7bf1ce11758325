import type { CfnAnalysisTemplateProps } from 'aws-cdk-lib/aws-cleanrooms';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AnalysisTemplateInput } from '../analysis-template-rules';

/** The part of the template that says what is run. */
export type RenderedAnalysisSource = Pick<CfnAnalysisTemplateProps,
  'analysisParameters' | 'errorMessageConfiguration' | 'format' | 'schema' | 'source' | 'syntheticDataParameters'>;

/** What Clean Rooms reads from S3, and with what. */
export interface Artifacts {
  /** The role that the user gave. */
  readonly role?: IRole;

  /** Lets the role read the artifacts, and nothing else. */
  grantRead(role: IRole): void;
}

/** A source of which everything is known. */
export interface BoundAnalysisSource {
  /** What the rules look at. */
  readonly parts: AnalysisTemplateInput;

  /** What needs a role; none where everything is in the template. */
  readonly artifacts?: Artifacts;

  render(role?: IRole): RenderedAnalysisSource;
}

/** What an analysis template runs. One implementation for each language. */
export interface AnalysisSourceImplementation {
  /** The source for a template in the given scope, which errors name. */
  bind(scope: Construct): BoundAnalysisSource;
}
