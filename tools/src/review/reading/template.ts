import { createHash } from 'crypto';
import { isKnown } from '../../../../src/foundation/tokens';
import { readAnalysisTemplate } from '../../../../src/program/analysis-template';
import type { TemplateParameter } from '../../../../src/program/analysis-template';
import { valueAt, textAt } from '../../../../src/program/rendered-properties';
import type { ProgramResource } from '../../../../src/program/resource';
import type { LoadedStage } from '../../assembly/program-tree';

/** SQL or a script, with its SHA-256. */
export interface SourceText {
  /** The place in the bucket, for a script. */
  readonly name?: string;
  readonly text?: string;
  /** Of the text where that is in the assembly, otherwise as the program says it. */
  readonly sha256?: string;
}

/** An analysis template, with its text where the assembly has it. */
export interface ReviewedTemplate {
  readonly resource: ProgramResource;
  readonly name: string;
  readonly path: string;
  /** `undefined` where it is known at deployment only whether it is a query or a job. */
  readonly isJob?: boolean;
  /** The SQL, or the entry point of a job and its further files. A source whose text is not in the assembly has none. */
  readonly sources: readonly SourceText[];
  readonly parameters?: readonly TemplateParameter[];
  readonly makesSyntheticData: boolean;
  /** `undefined` where that is not known. */
  readonly hasDetailedErrors?: boolean;
}

/** The SHA-256 of a text, in hexadecimal. */
export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

export function templateOf(stage: LoadedStage, resource: ProgramResource): ReviewedTemplate {
  const { format, parameters, makesSyntheticData } = readAnalysisTemplate(resource);
  const isJob = format === undefined || !isKnown(format) ? undefined : format !== 'SQL';
  const errors = resource.text('ErrorMessageConfiguration', 'Type');
  return {
    resource,
    name: resource.knownName ?? resource.path,
    path: resource.path,
    isJob,
    sources: isJob ? scriptsOf(stage, resource) : [textSource(resource.text('Source', 'Text'))],
    parameters,
    makesSyntheticData,
    hasDetailedErrors: resource.property('ErrorMessageConfiguration') === undefined ? false
      : errors === undefined || !isKnown(errors) ? undefined : errors === 'DETAILED',
  };
}

/** A text that is known, with its hash. */
export function textSource(text: string | undefined): SourceText {
  return text === undefined || !isKnown(text) ? {} : { text, sha256: sha256(text) };
}

function scriptsOf(stage: LoadedStage, resource: ProgramResource): SourceText[] {
  const artifacts = resource.value<{ readonly EntryPoint?: unknown; readonly AdditionalArtifacts?: unknown[] }>('Source', 'Artifacts');
  const metadata = resource.value<{ readonly EntryPointHash?: unknown; readonly AdditionalArtifactHashes?: unknown[] }>('SourceMetadata', 'Artifacts');
  const further = valueAt<unknown[]>(artifacts?.AdditionalArtifacts) ?? [];
  return [
    scriptAt(stage, artifacts?.EntryPoint, metadata?.EntryPointHash),
    ...further.map((artifact, index) => scriptAt(stage, artifact, valueAt<unknown[]>(metadata?.AdditionalArtifactHashes)?.[index])),
  ];
}

/** A script in a bucket. Only text is shown: an archive has nothing to read. */
function scriptAt(stage: LoadedStage, artifact: unknown, hash: unknown): SourceText {
  const [bucket, key] = ['Bucket', 'Key'].map((name) => textAt(valueAt<Record<string, unknown>>(artifact, 'Location'), name));
  const name = key === undefined || !isKnown(key) ? undefined : bucket !== undefined && isKnown(bucket) ? `s3://${bucket}/${key}` : key;
  const content = key === undefined ? undefined : stage.asset(key);
  if (!content) return { name, sha256: textAt(valueAt<Record<string, unknown>>(hash), 'Sha256') };
  return { name, text: key!.endsWith('.py') ? content.toString('utf8') : undefined, sha256: sha256(content) };
}
