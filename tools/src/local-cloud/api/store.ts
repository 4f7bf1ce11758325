import { randomUUID } from 'node:crypto';
import { arnOf } from './arn';
import { lineage, type KindName, type Resource } from './resource';

type NewResource<K extends KindName> =
  Pick<Resource<K>, 'kind' | 'account' | 'region' | 'parent' | 'values'> & Partial<Pick<Resource<K>, 'tags'>>;

/** Every resource of every account and Region, in the order in which they were made. */
export class Store {
  private readonly resources = new Map<string, Resource>();

  public add<K extends KindName>(created: NewResource<K>): Resource<K> {
    const id = randomUUID();
    const now = Date.now() / 1000;
    const { kind, account, region, parent, tags, values } = created;
    const arn = arnOf(kind, { region, account, id, membershipId: parent?.id });
    const resource: Resource<K> = { kind, id, arn, account, region, createTime: now, updateTime: now, parent, tags: { ...tags }, values };
    this.resources.set(id, resource);
    return resource;
  }

  public remove(resource: Resource): void {
    this.resources.delete(resource.id);
  }

  public clear(): void {
    this.resources.clear();
  }

  public all(): Resource[] {
    return [...this.resources.values()];
  }

  public list<K extends KindName>(kind: K, region: string): Resource<K>[] {
    return this.all().filter((resource): resource is Resource<K> => resource.kind === kind && resource.region === region);
  }

  public find<K extends KindName>(kind: K, region: string, id: string): Resource<K> | undefined {
    return this.list(kind, region).find((resource) => resource.id === id);
  }

  public findByArn(arn: string): Resource | undefined {
    return this.all().find((resource) => resource.arn === arn);
  }

  /** What lives in a resource, at any depth. */
  public within(ancestor: Resource): Resource[] {
    return this.all().filter((resource) => resource !== ancestor && lineage(resource).includes(ancestor));
  }
}
