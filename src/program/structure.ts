import { CfnResource, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { factsOf, hasFacts } from './facts';
import type { Facts } from './facts';
import { KnownResource } from './known-resources';
import { ProgramResource } from './resource';

const TYPES: ReadonlySet<string> = new Set(Object.values(KnownResource));

/** What a stage has of the resources that the model knows, found in one walk. Only that they are there: their values are read when asked for. */
export class Structure {
  private readonly resources = new Map<string, ProgramResource[]>();
  private readonly byCfn = new Map<IConstruct, ProgramResource>();
  private readonly withFacts: IConstruct[] = [];

  constructor(stage: IConstruct) {
    this.walk(stage);
    this.resources.forEach((resources, type) => this.resources.set(type, inOrderOfPaths(resources)));
  }

  /** The resources of a type, in the order of their paths: the order in which they were defined must not matter. */
  public of(type: string): readonly ProgramResource[] {
    return this.resources.get(type) ?? [];
  }

  /** The resource of the program that a key stands for. */
  public find(key: unknown): ProgramResource | undefined {
    return typeof key === 'object' ? this.byCfn.get(key as IConstruct) : undefined;
  }

  /** The facts of a kind, with the constructs that they are about. */
  public facts<Kind extends Facts['kind']>(kind: Kind): { readonly construct: IConstruct; readonly facts: Extract<Facts, { kind: Kind }> }[] {
    return this.withFacts.flatMap((construct) => {
      const facts = factsOf(construct, kind);
      return facts ? [{ construct, facts }] : [];
    });
  }

  private walk(construct: IConstruct): void {
    if (CfnResource.isCfnResource(construct)) {
      if (TYPES.has(construct.cfnResourceType)) this.add(new ProgramResource(construct));
    } else if (hasFacts(construct)) {
      this.withFacts.push(construct);
    }
    for (const child of construct.node.children) {
      if (!Stage.isStage(child)) this.walk(child);
    }
  }

  private add(resource: ProgramResource): void {
    const ofType = this.resources.get(resource.type) ?? [];
    this.resources.set(resource.type, ofType);
    ofType.push(resource);
    this.byCfn.set(resource.cfn, resource);
  }
}

function inOrderOfPaths(resources: ProgramResource[]): ProgramResource[] {
  return resources.map((resource) => ({ resource, path: resource.cfn.node.path }))
    .sort((one, other) => one.path < other.path ? -1 : 1)
    .map(({ resource }) => resource);
}
