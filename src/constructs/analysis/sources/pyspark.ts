import { Token } from 'aws-cdk-lib';
import { EncryptedResources, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { aws_s3 as s3Refs } from 'aws-cdk-lib/interfaces';
import type { Construct } from 'constructs';
import type { AnalysisSourceImplementation, BoundAnalysisSource } from './analysis-source-implementation';
import { checkBucket, objectAt, placeOf } from '../../../foundation/bucket-folders';
import { resourceBehind } from '../../../foundation/references';
import type { TemplateParameterInput } from '../analysis-parameter-rules';
import type { ArtifactInput } from '../analysis-template-rules';

/** An object in S3. */
export interface Artifact {
  readonly bucket: s3Refs.IBucketRef;
  readonly key: string;
}

/** A script, and the SHA-256 of its content where that is known at synthesis. */
export interface LocatedScript {
  readonly artifact: Artifact;
  readonly sha256?: string;
}

/** The options of a PySpark source. */
export interface PySparkSourceParts {
  readonly format: string;
  readonly locate: (scope: Construct) => LocatedScript;
  readonly additionalArtifact?: Artifact;
  readonly referencedTables: string[];
  readonly parameters: TemplateParameterInput[];
  readonly detailedErrors: boolean;
  readonly role?: IRole;
}

/** Creates the implementation of a PySpark script in S3. */
export function pySparkSource(source: PySparkSourceParts): AnalysisSourceImplementation {
  return { bind: (scope) => boundTo(source, source.locate(scope)) };
}

function boundTo(source: PySparkSourceParts, { artifact: entryPoint, sha256 }: LocatedScript): BoundAnalysisSource {
  const { additionalArtifact, parameters } = source;
  const artifacts = [entryPoint, ...additionalArtifact ? [additionalArtifact] : []];
  return {
    sha256,
    parts: {
      language: 'PySpark',
      parameters,
      artifacts: [
        partOf('entryPoint', entryPoint),
        ...additionalArtifact ? [partOf('additionalArtifact', additionalArtifact)] : [],
      ],
      referencedTables: source.referencedTables,
    },
    artifacts: {
      role: source.role,
      check: () => [
        ...checkBucket('entryPoint.bucket', entryPoint.bucket),
        ...additionalArtifact ? checkBucket('additionalArtifact.bucket', additionalArtifact.bucket) : [],
      ],
      grantRead: (role) => artifacts.forEach((artifact) => grantRead(role, artifact)),
    },
    render: (role) => ({
      format: source.format,
      source: {
        artifacts: {
          entryPoint: render(entryPoint),
          additionalArtifacts: additionalArtifact && [render(additionalArtifact)],
          roleArn: role!.roleArn,
        },
      },
      schema: { referencedTables: source.referencedTables },
      analysisParameters: parameters.length ? parameters : undefined,
      errorMessageConfiguration: source.detailedErrors ? { type: 'DETAILED' } : undefined,
    }),
  };
}

function render({ bucket, key }: Artifact) {
  return { location: { bucket: bucket.bucketRef.bucketName, key } };
}

function grantRead(role: IRole, { bucket, key }: Artifact): void {
  role.addToPrincipalPolicy(new PolicyStatement({
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resources: [objectAt(bucket.bucketRef.bucketArn, key)],
    conditions: { StringEquals: { 's3:ResourceAccount': placeOf(bucket).account } },
  }));
  EncryptedResources.of(bucket)?.grantOnKey(role, 'kms:Decrypt');
}

function partOf(property: ArtifactInput['property'], { bucket, key }: Artifact): ArtifactInput {
  return { property, key, bucketPath: bucket.node.path, versioned: isVersioned(bucket), region: placeOf(bucket).region };
}

/** Returns whether a bucket of this program is versioned; `undefined` if the bucket is imported or its versioning is a token. */
function isVersioned(bucket: s3Refs.IBucketRef): boolean | undefined {
  const resource = resourceBehind(bucket, CfnBucket.CFN_RESOURCE_TYPE_NAME) as CfnBucket | undefined;
  if (!resource) return undefined;

  const { versioningConfiguration } = resource;
  if (versioningConfiguration === undefined) return false;
  if (Token.isUnresolved(versioningConfiguration)) return undefined;

  const { status } = versioningConfiguration as CfnBucket.VersioningConfigurationProperty;
  return Token.isUnresolved(status) ? undefined : status === 'Enabled';
}
