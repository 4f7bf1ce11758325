import { existsSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { UsageError } from '../usage-error';

/*
 * Reads the files of a cloud assembly, such as `cdk.out`: manifests, templates, metadata of constructs. Only files are read here, and nothing is
 * interpreted. A manifest is read whatever version it has: what is used of it has been the same since the CDK has it.
 */

/** A stage of an app, or the app itself. */
export interface AssembledStage {
  /** The path of the stage in the app; empty for the app. */
  readonly path: string;
  readonly stacks: readonly AssembledStack[];
  readonly stages: readonly AssembledStage[];
}

/** A stack. */
export interface AssembledStack {
  /** The path of the stack in the app. */
  readonly path: string;
  readonly stackName: string;
  /** `undefined` where the stack can be deployed to any account. */
  readonly account?: string;
  /** `undefined` where the stack can be deployed to any Region. */
  readonly region?: string;
  readonly template: Template;
  /** The metadata of the constructs in the stack and its nested stacks, by the paths of these, which begin with a slash. */
  readonly metadata: Readonly<Record<string, readonly MetadataEntry[]>>;
  /** The template of a nested stack, by the URL that its resource has. */
  nestedTemplate(templateUrl: unknown): Template | undefined;
  /** The content of a file that is uploaded under a key of a bucket; `undefined` where the assembly does not have it, or has it as a folder. */
  asset(objectKey: string): Buffer | undefined;
}

/** A template of CloudFormation. */
export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name?: unknown } }>>;
}

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DeletionPolicy?: unknown;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** An entry in the metadata of a construct. */
export interface MetadataEntry {
  readonly type: string;
  readonly data?: unknown;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly metadata?: Readonly<Record<string, readonly MetadataEntry[]>>;
  readonly additionalMetadataFile?: string;
  /** Which of them there are depends on the type of the artifact. */
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly directoryName?: string;
    readonly displayName?: string;
    readonly file?: string;
  };
}

/** Reads a cloud assembly from its folder. */
export function readCloudAssembly(folder: string): AssembledStage {
  if (!existsSync(join(folder, 'manifest.json')) || !statSync(folder).isDirectory()) {
    throw new UsageError(`'${folder}' is no cloud assembly: it has no manifest.json. Run 'cdk synth' first, or name the folder that it writes to`);
  }
  return readStage(folder, '');
}

function readStage(folder: string, path: string): AssembledStage {
  const artifacts = Object.entries(readJson<Manifest>(join(folder, 'manifest.json')).artifacts ?? {});
  const assets = artifacts.filter(([, { type }]) => type === 'cdk:asset-manifest')
    .map(([, { properties }]) => readJson<AssetManifest>(join(folder, properties?.file ?? '')));
  return {
    path,
    stacks: artifacts.filter(([, { type }]) => type === 'aws:cloudformation:stack').map(([id, artifact]) => readStack(folder, id, artifact, assets)),
    stages: artifacts.filter(([, { type }]) => type === 'cdk:cloud-assembly')
      .map(([id, { properties }]) => readStage(join(folder, properties?.directoryName ?? id), properties?.displayName ?? id)),
  };
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, {
    readonly source?: { readonly path?: string; readonly packaging?: string };
    readonly destinations?: Readonly<Record<string, { readonly objectKey?: string }>>;
  }>>;
}

function readStack(folder: string, id: string, artifact: Artifact, assets: readonly AssetManifest[]): AssembledStack {
  const { properties = {}, environment = '', additionalMetadataFile, displayName } = artifact;
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? [];
  const read = (file: string) => readJson<Template>(join(folder, file));
  return {
    path: displayName ?? id,
    stackName: properties.stackName ?? id,
    account: account === 'unknown-account' ? undefined : account,
    region: region === 'unknown-region' ? undefined : region,
    template: read(properties.templateFile ?? `${id}.template.json`),
    metadata: { ...artifact.metadata, ...additionalMetadataFile ? readJson<Artifact['metadata']>(join(folder, additionalMetadataFile)) : {} },
    nestedTemplate: (templateUrl) => {
      // The template of a nested stack is an asset, and its URL has the hash by which the manifest of assets lists it.
      const [hash] = /[0-9a-f]{64}/.exec(JSON.stringify(templateUrl) ?? '') ?? [];
      const file = hash && assets.map(({ files }) => files?.[hash]?.source?.path).find((path) => path !== undefined);
      return file ? read(file) : undefined;
    },
    asset: (objectKey) => {
      const files = assets.flatMap((manifest) => Object.values(manifest.files ?? {}));
      const path = files.find(({ destinations = {}, source }) => source?.packaging === 'file'
        && Object.values(destinations).some((destination) => destination.objectKey === objectKey))?.source?.path;
      return path !== undefined && existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined;
    },
  };
}

function readJson<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    throw new UsageError(`'${path}' of the cloud assembly cannot be read: ${(error as Error).message}`);
  }
}
