import type { Caller } from './caller';
import { conflict, quotaExceeded, type ServiceException } from './exceptions';
import type { OperationModel } from './model';
import type { Quotas } from './quotas';
import { collaborationOf, membershipOf, type KindName, type Resource, type Values, type ValuesOf } from './resource';
import type { CleanRoomsService } from './service';

/** Who calls which operation, and on what. */
export interface Context {
  readonly operation: OperationModel;
  readonly caller: Caller;
  readonly service: CleanRoomsService;
  /** The resource of a kind that the input names by its identifier. */
  found<K extends KindName>(kind: K): Resource<K>;
  /** The exception for something that is not there, or that the caller does not see. */
  missing(kind: string, id: string): ServiceException;
}

/** A call of an operation, after its input has been validated and the resources that it names have been found. */
export interface Call<Input extends object = Values> extends Context {
  readonly input: Input;
  /** The SHA-256 of the objects in S3 that the request names as artifacts, by their keys. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** What an operation does. It answers with its output, or, where the output is a list in pages, with the whole list. */
export type OperationHandler = (call: Call<never>) => Values | Values[] | void;

/** Who looks at a resource: whoever calls. */
export interface Viewer {
  readonly caller: Pick<Caller, 'account'>;
  readonly service: CleanRoomsService;
}

/** Where a kind of resource differs from keeping what the request said and giving it back. */
export interface Behaviour<K extends KindName> {
  /** What its name must be unique among, where it must. */
  readonly uniqueName?: readonly KindName[];
  /** Lists of it begin with the newest. */
  readonly isListedNewestFirst?: boolean;
  /** How many there can be in a membership, or in an account where they live in none. */
  readonly quota?: keyof Quotas;
  /** What is kept of a request to create it. */
  create?(said: never, call: Call<never>): ValuesOf[K];
  /** What a request to update it changes. */
  change?(said: never, resource: Resource<K>, call: Call<never>): Partial<ValuesOf[K]>;
  /** Refuses values that do not go together. */
  check?(values: ValuesOf[K], call: Call): void;
  /** What an answer says beyond the values. */
  view?(resource: Resource<K>, viewer: Viewer): Values;
  afterCreation?(resource: Resource<K>, call: Call): void;
  beforeUpdate?(resource: Resource<K>, call: Call): void;
  beforeRemoval?(resource: Resource<K>, call: Call): void;
  afterRemoval?(resource: Resource<K>, call: Call): void;
}

/** The operations that a kind of resource has by the API's conventions; not all of them exist for every kind. */
export function conventionalOperations<K extends KindName>(kind: K, behaviour: Behaviour<K>): Record<string, OperationHandler> {
  const member = kind[0].toLowerCase() + kind.slice(1);
  return {
    [`Create${kind}`]: (call: Call) => ({ [member]: seen(create(kind, behaviour, call), call) }),
    [`Get${kind}`]: (call: Call) => ({ [member]: seen(call.found(kind), call) }),
    [`Update${kind}`]: (call: Call) => ({ [member]: seen(update(call.found(kind), behaviour, call), call) }),
    [`Delete${kind}`]: (call: Call) => remove(call.found(kind), behaviour, call),
    [`List${plural(kind)}`](call: Call) {
      const listed = asked(ownedBy(call, kind), call);
      return behaviour.isListedNewestFirst ? listed.reverse() : listed;
    },
    [`GetCollaboration${kind}`]: (call: Call) => ({ [`collaboration${kind}`]: seen(call.found(kind), call) }),
    [`ListCollaboration${plural(kind)}`]: (call: Call) => asked(inCollaboration(call, kind), call),
  };
}

/** A resource as the caller sees it. The shape of the output picks what it has a member for. */
export function seen(resource: Resource, viewer: Viewer): Values {
  const membership = membershipOf(resource);
  const collaboration = collaborationOf(resource);
  return {
    membershipId: membership?.id,
    membershipArn: membership?.arn,
    collaborationId: collaboration?.id,
    collaborationArn: collaboration?.arn,
    creatorAccountId: resource.account,
    ...resource.values,
    id: resource.id,
    arn: resource.arn,
    createTime: resource.createTime,
    updateTime: resource.updateTime,
    ...viewer.service.behaviourOf(resource.kind).view?.(resource, viewer),
  };
}

function create<K extends KindName>(kind: K, behaviour: Behaviour<K>, call: Call): Resource<K> {
  const { caller: { account, region }, service } = call;
  const parent = parentOf(kind, call) as Resource<K>['parent'];
  const values = behaviour.create?.(said(call.input) as never, call as Call<never>) ?? said(call.input) as ValuesOf[K];
  behaviour.check?.(values, call);
  checkName(call.service.behaviourOf(kind), values, parent, call);
  checkQuota(kind, behaviour, parent, call);

  const tags = call.input.tags as Record<string, string> | undefined;
  const resource = service.store.add({ kind, account, region, parent, values, tags });
  behaviour.afterCreation?.(resource, call);
  return resource;
}

function parentOf(kind: KindName, { found }: Call): Resource | undefined {
  if (kind === 'Collaboration' || kind === 'ConfiguredTable') return undefined;
  return kind === 'Membership' ? found('Collaboration') : found('Membership');
}

function update<K extends KindName>(resource: Resource<K>, behaviour: Behaviour<K>, call: Call): Resource<K> {
  behaviour.beforeUpdate?.(resource, call);
  const changed = behaviour.change?.(said(call.input) as never, resource, call as Call<never>) ?? said(call.input);
  const values = { ...resource.values, ...changed };
  behaviour.check?.(values, call);
  if (values.name !== resource.values.name) checkName(call.service.behaviourOf(resource.kind), values, resource.parent, call);

  Object.assign(resource.values, changed);
  resource.updateTime = Date.now() / 1000;
  return resource;
}

function remove<K extends KindName>(resource: Resource<K>, behaviour: Behaviour<K>, call: Call): void {
  behaviour.beforeRemoval?.(resource, call);
  call.service.store.remove(resource);
  behaviour.afterRemoval?.(resource, call);
}

type Limits = Pick<Behaviour<KindName>, 'uniqueName' | 'quota'>;

function checkName({ uniqueName }: Limits, { name }: Values, parent: Resource | undefined, call: Call): void {
  if (!parent || name === undefined) return;
  const collaboration = collaborationOf(parent);
  const namesake = uniqueName?.flatMap((kind) => call.service.store.list(kind, call.caller.region))
    .find((resource) => (resource.values as Values).name === name && collaborationOf(resource) === collaboration);
  if (namesake) throw conflict(`The name "${name}" is taken by the ${namesake.kind} ${namesake.id}`, 'ALREADY_EXISTS', namesake);
}

function checkQuota(kind: KindName, { quota }: Limits, parent: Resource | undefined, { caller, service }: Call): void {
  if (!quota) return;
  const own = service.store.list(kind, caller.region).filter((each) => each.account === caller.account);
  const siblings = parent?.kind === 'Membership' ? own.filter((each) => each.parent === parent) : own;
  if (siblings.length >= service.quotas[quota]) throw quotaExceeded(`${plural(kind)} beside each other`, service.quotas[quota]);
}

/** What a request says, beside the resources that it names by identifier and the tags, which are kept apart. */
function said({ tags: _, ...input }: Values): Values {
  return Object.fromEntries(Object.entries(input).filter(([member]) => !member.endsWith('Identifier')));
}

/** The caller's own resources of a kind, in the membership that the request names, if it does. */
function ownedBy<K extends KindName>({ service, caller, input, found }: Call, kind: K): Resource<K>[] {
  const membership = input.membershipIdentifier === undefined ? undefined : found('Membership');
  return service.store.list(kind, caller.region)
    .filter((resource) => resource.account === caller.account && (!membership || resource.parent === membership));
}

/** The resources of a kind that the members of the collaboration have. */
function inCollaboration<K extends KindName>({ service, caller, found }: Call, kind: K): Resource<K>[] {
  return service.store.list(kind, caller.region).filter((resource) => collaborationOf(resource) === found('Collaboration'));
}

/** Those of the status that the request asks for, if it does, as the caller sees them. */
function asked(resources: readonly Resource[], call: Call): Values[] {
  const { status } = call.input;
  return resources
    .filter(({ values }) => status === undefined || status === (values as Values).status)
    .map((resource) => seen(resource, call));
}

function plural(kind: string): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}
