import type { Caller } from './caller';
import { isVisibleTo } from './kinds/collaboration';
import { lineage, type KindName, type Resource, type Values } from './resource';
import type { Store } from './store';

/** A resource that a request names by its identifier, if it is there and the caller sees it. */
export interface Named {
  readonly kind: KindName;
  readonly id: string;
  readonly resource?: Resource;
  /** It is there, and is not for the caller. */
  readonly isHidden: boolean;
}

/** The resources that a request names, those that others live in first. */
export function namedResources(input: Values, caller: Caller, store: Store, kinds: readonly KindName[]): Named[] {
  const named = kinds.flatMap((kind): Named[] => {
    const id = input[identifierOf(kind)];
    if (typeof id !== 'string') return [];
    const resource = store.find(kind, caller.region, id);
    const isHidden = resource !== undefined && !isSeenBy(resource, caller);
    return [{ kind, id, resource: isHidden ? undefined : resource, isHidden }];
  });
  const containers = named.filter(({ kind }) => kind === 'Collaboration' || kind === 'Membership');
  const isElsewhere = (resource: Resource) =>
    isNamedWithin(resource) && !containers.every((container) => lineage(resource).includes(container.resource!));
  const others = named.filter((each) => !containers.includes(each));
  return [...containers, ...others.map((each) => (each.resource && isElsewhere(each.resource) ? { ...each, resource: undefined } : each))];
}

/** Whether a resource can only be named together with the membership, or the collaboration, that it lives in. */
function isNamedWithin({ kind }: Resource): boolean {
  return kind !== 'Collaboration' && kind !== 'Membership' && kind !== 'ConfiguredTable';
}

/** Who sees what a resource is named within sees the resource. */
function isSeenBy(resource: Resource, caller: Caller): boolean {
  if (resource.kind === 'Collaboration') return isVisibleTo(resource as Resource<'Collaboration'>, caller.account);
  return isNamedWithin(resource) || resource.account === caller.account;
}

/** The member of a request that holds the id of a resource. */
function identifierOf(kind: KindName): string {
  return `${kind[0].toLowerCase()}${kind.slice(1)}Identifier`;
}
