import { App, CfnParameter, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { CfnDeletionPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { IConstruct } from 'constructs';
import { readCloudAssembly } from './cloud-assembly';
import type { AssembledStack, AssembledStage, MetadataEntry, Template } from './cloud-assembly';
import { TemplateReferences } from './template-references';
import type { LoadedTemplate } from './template-references';
import { factsInMetadata, recordFacts } from '../../../src/program/facts';
import type { Facts } from '../../../src/program/facts';
import type { ProgramModel } from '../../../src/program/model';
import { Program } from '../../../src/program/program';

/*
 * Builds the construct tree of an app again from its cloud assembly: its stages, its stacks with their environments, its resources under the
 * paths and logical ids that they had, references for references, and what the library recorded beside the template. The model of the
 * program then reads it as it reads the app itself: there is one reading of what a clean room is.
 */

/** A stage of a program, which the model answers for. */
export interface LoadedStage {
  /** The path of the stage in the app; empty for the app. */
  readonly path: string;
  readonly model: ProgramModel;
  /** The metadata of the constructs in its stacks, by their paths. */
  readonly metadata: ReadonlyMap<string, readonly MetadataEntry[]>;
  /** Every resource of the stage, by its type. */
  resources(type: string): readonly CfnResource[];
  /** The content of a file that is uploaded under a key of a bucket; `undefined` where the assembly does not have it. */
  asset(objectKey: string): Buffer | undefined;
}

/** Loads the program in a cloud assembly: the app and its stages, each with a model of its own. */
export function loadProgram(folder: string): LoadedStage[] {
  const app = new App({ analyticsReporting: false, autoSynth: false, treeMetadata: false });
  return loadStage(app, readCloudAssembly(folder), app);
}

const LOGICAL_ID = 'aws:cdk:logicalId';

/** The path of the resource of a nested stack, which the CDK makes beside the stack: `…/Nested.NestedStack/Nested.NestedStackResource`. */
const NESTED_STACK = /^(.+)\.NestedStack\/[^/]+$/;

function loadStage(app: App, assembled: AssembledStage, stage: Stage): LoadedStage[] {
  const templates: LoadedTemplate[] = [];
  for (const stack of assembled.stacks) {
    const { account, region, stackName } = stack;
    const scope = constructAt(app, parentOf(stack.path));
    const loaded = new Stack(scope, idOf(stack.path), { env: { account, region }, stackName });
    loadTemplate(stack, loaded, stack.path, stack.template, templates);
  }

  const references = new TemplateReferences(templates);
  for (const template of templates) {
    for (const [id, { Properties = {} }] of Object.entries(template.template.Resources ?? {})) {
      Object.assign(propertiesOf(template.elements.get(id)!), references.resolve(Properties, template));
    }
  }
  assembled.stacks.forEach((stack) => recordFactsOf(app, stack, references, templates));

  const { model } = Program.of(stage);
  model.index();
  const resources = (type: string) => templates.flatMap(({ elements }) => [...elements.values()].filter((element) => isOfType(element, type)));
  const asset = (objectKey: string) => assembled.stacks.map((stack) => stack.asset(objectKey)).find((content) => content !== undefined);
  const metadata = new Map(assembled.stacks.flatMap((stack) => Object.entries(stack.metadata).map(([path, entries]) => [path.slice(1), entries])));
  return [
    { path: assembled.path, model, metadata, resources, asset },
    ...assembled.stages.flatMap((inner) => loadStage(app, inner, new Stage(constructAt(app, parentOf(inner.path)), idOf(inner.path)))),
  ];
}

function isOfType(element: CfnResource | CfnParameter, type: string): element is CfnResource {
  return CfnResource.isCfnResource(element) && element.cfnResourceType === type;
}

/** Makes the constructs of a template, and of those nested in it. Their properties follow when all constructs are there. */
function loadTemplate(
  assembled: AssembledStack, stack: Stack, path: string, template: Template, all: LoadedTemplate[], parent?: LoadedTemplate['parent'],
): LoadedTemplate {
  const elements = new Map<string, CfnResource | CfnParameter>();
  const nested = new Map<string, LoadedTemplate>();
  const loaded: LoadedTemplate = { stack, template, elements, nested, parent };
  all.push(loaded);

  const paths = pathsIn(assembled, path, template);
  const byDepth = (one: string, other: string) => depthOf(paths.get(one)!) - depthOf(paths.get(other)!);
  for (const id of Object.keys(template.Parameters ?? {}).sort(byDepth)) {
    elements.set(id, named(new CfnParameter(constructAt(stack.node.root, parentOf(paths.get(id)!)), idOf(paths.get(id)!)), id));
  }
  for (const id of Object.keys(template.Resources ?? {}).sort(byDepth)) {
    const { Type, Condition, DeletionPolicy, Properties = {} } = template.Resources![id];
    const resource = new CfnResource(constructAt(stack.node.root, parentOf(paths.get(id)!)), idOf(paths.get(id)!), { type: Type, properties: {} });
    if (Condition !== undefined) resource.addOverride('Condition', Condition);
    resource.cfnOptions.deletionPolicy = DeletionPolicy as CfnDeletionPolicy | undefined;
    elements.set(id, named(resource, id));

    const nestedTemplate = Type === 'AWS::CloudFormation::Stack' ? assembled.nestedTemplate(Properties.TemplateURL) : undefined;
    const parameters = (Properties.Parameters ?? {}) as Record<string, unknown>;
    if (nestedTemplate) nested.set(id, loadNestedStack(assembled, resource, nestedTemplate, all, { template: loaded, parameters }));
  }
  return loaded;
}

function loadNestedStack(
  assembled: AssembledStack, resource: CfnResource, template: Template, all: LoadedTemplate[], parent: LoadedTemplate['parent'],
): LoadedTemplate {
  const path = NESTED_STACK.exec(resource.node.path)?.[1] ?? `${resource.node.path}.Nested`;
  const { env, stackName } = resource.stack;
  const stack = new Stack(constructAt(resource.node.root, parentOf(path)), idOf(path), { env, stackName });
  Object.defineProperty(stack, 'nestedStackResource', { value: resource });
  return loadTemplate(assembled, stack, path, template, all, parent);
}

/** The paths of what is in a template, by logical id: those of the app, where it says them. */
function pathsIn({ metadata }: AssembledStack, stackPath: string, { Resources = {}, Parameters = {} }: Template): Map<string, string> {
  const below = Object.keys(metadata).filter((path) => path.startsWith(`/${stackPath}/`));
  const nestedStacks = below.flatMap((path) => NESTED_STACK.exec(path)?.[1] ?? []);
  const own = below.filter((path) => !nestedStacks.some((nested) => path.startsWith(`${nested}/`)));
  const recorded = new Map(own.flatMap((path) =>
    metadata[path].filter(({ type }) => type === LOGICAL_ID).map(({ data }) => [String(data), path.slice(1)])));
  const taken = new Set<string>();
  return new Map(Object.entries({ ...Parameters, ...Resources }).map(([id, element]) => {
    const { 'aws:cdk:path': ofTemplate } = ('Metadata' in element ? element.Metadata ?? {} : {}) as Record<string, unknown>;
    const said = typeof ofTemplate === 'string' && ofTemplate.startsWith(`${stackPath}/`) ? ofTemplate : recorded.get(id);
    const path = said === undefined || taken.has(said) ? `${stackPath}/${id}` : said;
    taken.add(path);
    return [id, path];
  }));
}

function recordFactsOf(
  app: App, { metadata, path: stackPath }: AssembledStack, references: TemplateReferences, templates: readonly LoadedTemplate[],
): void {
  for (const [path, entries] of Object.entries(metadata)) {
    for (const facts of entries.flatMap((entry) => factsInMetadata(entry) ?? [])) {
      const construct = constructAt(app, path.slice(1));
      const template = templates.find(({ stack }) => stack === Stack.of(construct)) ?? templates.find(({ stack }) => stack.node.path === stackPath)!;
      recordFacts(construct, references.resolve(facts, template) as Facts);
    }
  }
}

/** The construct at a path, which is made if it is not there. */
function constructAt(root: IConstruct, path: string): Construct {
  return path.split('/').filter((id) => id !== '')
    .reduce((scope, id) => (scope.node.tryFindChild(id) ?? new Construct(scope, id)) as Construct, root as Construct);
}

function parentOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

function idOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function depthOf(path: string): number {
  return path.split('/').length;
}

function named<T extends CfnResource | CfnParameter>(element: T, logicalId: string): T {
  element.overrideLogicalId(logicalId);
  return element;
}

/** The properties that a plain `CfnResource` was made with, as the model reads them. */
function propertiesOf(element: CfnResource | CfnParameter): object {
  return (element as unknown as { readonly _cfnProperties: object })._cfnProperties;
}
