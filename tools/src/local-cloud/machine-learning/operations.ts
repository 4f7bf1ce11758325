import { createHash, randomUUID } from 'node:crypto';
import { arnMemberOf, MACHINE_LEARNING_KINDS, type MachineLearningKind } from './kinds';
import type { Caller } from '../api/caller';
import { accessDenied, conflict, invalid, notFound } from '../api/exceptions';
import type { OperationModel } from '../api/model';
import { collaborationOf, membershipOf, type Resource, type Values } from '../api/resource';
import type { CleanRoomsService } from '../api/service';
import { checkTags } from '../api/tags';

/** A call of an operation, after its input has been validated. */
export interface Call {
  readonly operation: OperationModel;
  readonly input: Values;
  readonly caller: Caller;
  readonly cleanRooms: CleanRoomsService;
}

/** What an operation does. It answers with its output, or, where the output is a list in pages, with the whole list. */
type Handler = (call: Call) => Values | Values[] | void;

interface PolicyStatement {
  readonly Principal: { readonly AWS: readonly string[] };
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string>> };
}

export const MACHINE_LEARNING_OPERATIONS: Readonly<Record<string, Handler>> = {
  ...Object.assign({}, ...(Object.keys(MACHINE_LEARNING_KINDS) as MachineLearningKind[]).map(conventional)),

  CreateConfiguredAudienceModel(call) {
    checkTrained(call);
    return made(add('ConfiguredAudienceModel', call));
  },

  UpdateConfiguredAudienceModel(call) {
    const model = find('ConfiguredAudienceModel', call);
    checkTrained(call);
    const { configuredAudienceModelArn: _, ...changed } = call.input;
    Object.assign(model.values, changed);
    model.updateTime = Date.now() / 1000;
    return made(model);
  },

  /** What is made with it ends with it, but for what others could still use. */
  DeleteConfiguredAudienceModel(call) {
    const model = find('ConfiguredAudienceModel', call);
    call.cleanRooms.store.list('ConfiguredAudienceModelAssociation', model.region)
      .filter(({ values }) => values.configuredAudienceModelArn === model.arn)
      .forEach((association) => call.cleanRooms.store.remove(association));
    call.cleanRooms.store.remove(model);
  },

  DeleteAudienceModel(call) {
    const model = find('AudienceModel', call);
    checkUnused(model, call, 'ConfiguredAudienceModel', 'audienceModelArn');
    model.values.status = 'DELETE_IN_PROGRESS';
  },

  PutConfiguredAudienceModelPolicy(call) {
    const { values, arn } = find('ConfiguredAudienceModel', call);
    const { configuredAudienceModelPolicy: document, previousPolicyHash, policyExistenceCondition } = call.input;
    const before = values.policy === undefined ? undefined : hashOf(String(values.policy));
    if (previousPolicyHash !== undefined && previousPolicyHash !== before) throw invalid('The policy has changed since it was read');
    if (policyExistenceCondition === 'POLICY_MUST_NOT_EXIST' && before) throw invalid('The model has a policy');
    if (policyExistenceCondition === 'POLICY_MUST_EXIST' && !before) throw invalid('The model has no policy');
    values.policy = document;
    return { configuredAudienceModelArn: arn, configuredAudienceModelPolicy: document, policyHash: hashOf(String(document)) };
  },

  GetConfiguredAudienceModelPolicy(call) {
    const { values: { policy }, arn } = find('ConfiguredAudienceModel', call);
    if (policy === undefined) throw notFound('ConfiguredAudienceModelPolicy', arn);
    return { configuredAudienceModelArn: arn, configuredAudienceModelPolicy: policy, policyHash: hashOf(String(policy)) };
  },

  DeleteConfiguredAudienceModelPolicy(call) {
    delete find('ConfiguredAudienceModel', call).values.policy;
  },

  /** Only an account that the policy of the model lets, in the collaboration that it says, or the model's own. */
  StartAudienceGenerationJob(call) {
    const { caller: { account }, input: { collaborationId } } = call;
    const model = find('ConfiguredAudienceModel', call, false);
    const policy = String(model.values.policy ?? '{ "Statement": [] }');
    const { Statement: statements } = JSON.parse(policy) as { readonly Statement: readonly PolicyStatement[] };
    const isLet = statements.some(({ Principal, Condition }) => Principal.AWS.includes(account)
      && [undefined, collaborationId].includes(Condition?.StringEquals?.['cleanrooms-ml:CollaborationId']));
    if (model.account !== account && !isLet) throw accessDenied(`The policy of the model does not let the account ${account} generate audiences`);
    return made(add('AudienceGenerationJob', call));
  },

  PutMLConfiguration(call) {
    const { input: { defaultOutputLocation } } = call;
    const there = configurationIn(call);
    if (there) Object.assign(there.values, { defaultOutputLocation });
    else add('MLConfiguration', call);
  },

  GetMLConfiguration: (call) => viewed(presentConfiguration(call), call),

  DeleteMLConfiguration: (call) => call.cleanRooms.store.remove(presentConfiguration(call)),

  CancelTrainedModel: (call) => void (find('TrainedModel', call).values.status = 'INACTIVE'),

  DeleteTrainedModelOutput: (call) => void (find('TrainedModel', call, false).values.status = 'INACTIVE'),

  DeleteMLInputChannelData: (call) => void (find('MLInputChannel', call, false).values.status = 'INACTIVE'),

  CancelTrainedModelInferenceJob: (call) => void (find('TrainedModelInferenceJob', call).values.status = 'INACTIVE'),

  ListTrainedModelVersions: (call) => [viewed(find('TrainedModel', call), call)],

  ListTagsForResource: (call) => ({ tags: tagged(call).tags }),

  TagResource(call) {
    const { tags } = tagged(call);
    checkTags(call.input.tags as Record<string, string>, call.caller, tags);
    Object.assign(tags, call.input.tags);
  },

  UntagResource(call) {
    const { tags } = tagged(call);
    for (const key of call.input.tagKeys as string[]) delete tags[key];
  },
};

/** The operations that a kind of resource has by the API's conventions; not all of them exist for every kind. */
function conventional(kind: MachineLearningKind): Record<string, Handler> {
  const make: Handler = (call) => made(add(kind, call));
  return {
    [`Create${kind}`]: make,
    [`Start${kind}`]: make,
    [`Get${kind}`]: (call) => viewed(proceeded(find(kind, call), call), call),
    [`List${kind}s`]: (call) => owned(kind, call).map((resource) => viewed(resource, call)),
    [`Delete${kind}`]: (call) => call.cleanRooms.store.remove(find(kind, call)),
    [`GetCollaboration${kind}`]: (call) => viewed(find(kind, call, false), call),
    [`ListCollaboration${kind}s`]: (call) => inCollaboration(kind, call).map((resource) => viewed(resource, call)),
  };
}

function add(kind: MachineLearningKind, call: Call): Resource<MachineLearningKind> {
  const { input: { tags = {}, membershipIdentifier, ...values }, caller, cleanRooms } = call;
  checkTags(tags as Record<string, string>, caller);
  const parent = membershipIdentifier === undefined ? undefined : membershipNamed(call);
  const { isMade } = MACHINE_LEARNING_KINDS[kind];
  return cleanRooms.store.add({
    kind,
    account: caller.account,
    region: caller.region,
    parent,
    tags: tags as Record<string, string>,
    values: {
      name: kind,
      ...values,
      status: isMade ? 'CREATE_PENDING' : 'ACTIVE',
      outcome: isMade ? cleanRooms.nextOutcome() : undefined,
      versionIdentifier: kind === 'TrainedModel' ? randomUUID() : undefined,
    },
  });
}

function made({ kind, arn, values: { versionIdentifier } }: Resource<MachineLearningKind>): Values {
  return { [arnMemberOf(kind)]: arn, versionIdentifier };
}

/** Takes what is being made, or deleted, one step on: it goes on when somebody looks at it. */
function proceeded(resource: Resource<MachineLearningKind>, { cleanRooms }: Call): Resource<MachineLearningKind> {
  const { values } = resource;
  switch (values.status) {
    case 'CREATE_PENDING':
      values.status = 'CREATE_IN_PROGRESS';
      break;
    case 'CREATE_IN_PROGRESS': {
      const { status, code, message } = (values.outcome ?? {}) as { status?: string; code?: string; message?: string };
      if (cleanRooms.trains) values.status = status === 'FAILED' ? 'CREATE_FAILED' : 'ACTIVE';
      if (values.status === 'CREATE_FAILED') values.statusDetails = { statusCode: code ?? 'INTERNAL_ERROR', message: message ?? 'The training failed' };
      break;
    }
    case 'DELETE_IN_PROGRESS':
      cleanRooms.store.remove(resource);
      break;
  }
  return resource;
}

/** The resource that a request names by its ARN. */
function find(kind: MachineLearningKind, call: Call, isOwn = true): Resource<MachineLearningKind> {
  const { input, caller, cleanRooms } = call;
  const arn = String(input[arnMemberOf(kind)]);
  const resource = cleanRooms.store.findByArn(arn);
  const isTheirs = resource?.account !== caller.account;
  if (!resource || resource.kind !== kind || resource.region !== caller.region || isOwn && isTheirs) throw notFound(kind, arn);
  if (isTheirs && resource.parent && !isMember(resource, call)) throw accessDenied(`The ${kind} ${arn} is not for the account ${caller.account}`);
  return resource as Resource<MachineLearningKind>;
}

function isMember(resource: Resource, { caller: { account }, cleanRooms }: Call): boolean {
  return cleanRooms.membershipIn(collaborationOf(resource)!, account)?.values.status === 'ACTIVE';
}

function owned(kind: MachineLearningKind, call: Call): Resource<MachineLearningKind>[] {
  const { input, caller: { account, region }, cleanRooms } = call;
  const membership = input.membershipIdentifier === undefined ? undefined : membershipNamed(call);
  return cleanRooms.store.list(kind, region).filter((each) => each.account === account && (!membership || each.parent === membership)
    && (input.configuredAudienceModelArn === undefined || each.values.configuredAudienceModelArn === input.configuredAudienceModelArn));
}

function inCollaboration(kind: MachineLearningKind, call: Call): Resource<MachineLearningKind>[] {
  const { input: { collaborationIdentifier: id, trainedModelArn }, caller: { account, region }, cleanRooms } = call;
  const collaboration = cleanRooms.store.find('Collaboration', region, String(id));
  if (!collaboration || cleanRooms.membershipIn(collaboration, account)?.values.status !== 'ACTIVE') throw accessDenied(`No active member of the collaboration ${String(id)}`);
  return cleanRooms.store.list(kind, region).filter((each) => collaborationOf(each) === collaboration)
    .map((each) => proceeded(each, call))
    .filter(({ values }) => trainedModelArn === undefined || values.trainedModelArn === trainedModelArn);
}

function membershipNamed({ input: { membershipIdentifier: id }, caller: { account, region }, cleanRooms }: Call): Resource<'Membership'> {
  const membership = cleanRooms.store.find('Membership', region, String(id));
  if (!membership || membership.account !== account) throw accessDenied(`The membership ${String(id)} is not of the account ${account}`);
  return membership;
}

/** A resource with what answers say of it: their shapes pick what they have a member for. */
export function viewed(resource: Resource<MachineLearningKind>, { caller }: Pick<Call, 'caller'>): Values {
  const { kind, arn, values, account, tags, createTime, updateTime } = resource;
  const isOwn = account === caller.account;
  return {
    ...values,
    [arnMemberOf(kind)]: arn,
    status: values.status ?? 'ACTIVE',
    createTime,
    updateTime,
    membershipIdentifier: membershipOf(resource)?.id,
    collaborationIdentifier: collaborationOf(resource)?.id,
    creatorAccountId: account,
    tags: isOwn ? tags : undefined,
    startedBy: account,
  };
}

/** A model that is to be configured must be trained: the service says no more of it than that the call conflicts with its state. */
function checkTrained(call: Call): void {
  if (call.input.audienceModelArn === undefined) return;
  const { values, arn } = find('AudienceModel', call);
  if (values.status !== 'ACTIVE') throw conflict(`The audience model ${arn} is ${String(values.status)}`, 'INVALID_STATE');
}

function checkUnused(resource: Resource, { cleanRooms }: Call, by: MachineLearningKind, member: string): void {
  const [user] = cleanRooms.store.list(by, resource.region).filter(({ values }) => values[member] === resource.arn);
  if (user) throw conflict(`The ${resource.kind} ${resource.arn} is used by ${user.arn}`, 'SUBRESOURCES_EXIST', resource);
}

function configurationIn(call: Call): Resource<MachineLearningKind> | undefined {
  const membership = membershipNamed(call);
  return call.cleanRooms.store.list('MLConfiguration', membership.region).find(({ parent }) => parent === membership);
}

function presentConfiguration(call: Call): Resource<MachineLearningKind> {
  const configuration = configurationIn(call);
  if (!configuration) throw notFound('MLConfiguration', String(call.input.membershipIdentifier));
  return configuration;
}

function tagged({ input: { resourceArn }, caller, cleanRooms }: Call): Resource {
  const resource = cleanRooms.store.findByArn(String(resourceArn));
  if (!resource || resource.account !== caller.account || resource.region !== caller.region) throw notFound('Resource', String(resourceArn));
  return resource;
}

function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
