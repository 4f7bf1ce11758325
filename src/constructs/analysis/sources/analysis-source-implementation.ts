import type { CfnAnalysisTemplateProps } from 'aws-cdk-lib/aws-cleanrooms';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ValidationFault } from '../../../foundation/validation-faults';
import type { AnalysisTemplateInput } from '../analysis-template-rules';

/** The properties of the resource that a source determines. */
export type RenderedAnalysisSource = Pick<CfnAnalysisTemplateProps,
  'analysisParameters' | 'errorMessageConfiguration' | 'format' | 'schema' | 'source' | 'syntheticDataParameters'>;

/** The objects that Clean Rooms reads from S3. */
export interface Artifacts {
  /** The role that the user passed. */
  readonly role?: IRole;

  /** Checks that policies can name the artifacts exactly. */
  check(): ValidationFault[];

  /** Grants the role permission to read only the artifacts. */
  grantRead(role: IRole): void;
}

/** A source of the template of a construct. */
export interface BoundAnalysisSource {
  /** The input of the rules. */
  readonly parts: AnalysisTemplateInput;

  /** The SHA-256 of the SQL or the script, in hexadecimal; `undefined` if it is not known at synthesis. */
  readonly sha256?: string;

  /** The objects that need a role; `undefined` for a source without objects. */
  readonly artifacts?: Artifacts;

  render(role?: IRole): RenderedAnalysisSource;
}

/** The implementation of a source, one for each language. */
export interface AnalysisSourceImplementation {
  /** Returns the source for a template in the given scope, which errors name. */
  bind(scope: Construct): BoundAnalysisSource;
}
