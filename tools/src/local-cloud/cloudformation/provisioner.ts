import { attributeOf } from './attributes';
import { memberName, PropertyError, toRequest } from './conversion';
import { DIFFERENCES, type Difference, type Rule } from './differences';
import { MachineLearning } from './machine-learning';
import { ResourceType } from './resource-type';
import type { Caller } from '../api/caller';
import { ServiceException } from '../api/exceptions';
import { loadModel, type ServiceModel } from '../api/model';
import type { CleanRoomsService } from '../api/service';

type Values = Record<string, unknown>;

/** What CloudFormation's engine asks for one resource of a stack. */
export interface ProvisioningRequest {
  readonly action: 'create' | 'update' | 'delete' | 'import';
  readonly type: string;
  readonly account: string;
  readonly region: string;
  /** For an import: the identifiers of the resource. */
  readonly properties: Values;
  /** For an update. */
  readonly oldProperties?: Values;
  /** For an update or a deletion. */
  readonly physicalId?: string;
}

/** A physical id other than before says that the resource was replaced, and that the old one is to be deleted. */
export interface Provisioned {
  readonly physicalId: string;
  readonly attributes: Values;
}

/** A service by whose operations resources are made. */
export interface Service {
  readonly model: ServiceModel;
  perform(operation: string, input: Values, caller: Caller): Promise<Values>;
}

/** Makes a call of a handler, and may watch it. */
export type Watch = (operation: string, input: Values, caller: Caller, perform: () => Promise<Values>) => Promise<Values>;

/** What the handlers of CloudFormation's resource types do, on the local services. */
export class Provisioner {
  private machineLearning?: Service;

  constructor(
    private readonly service: CleanRoomsService,
    private readonly machineLearningModel: string,
    private readonly watch: Watch = (_operation, _input, _caller, perform) => perform(),
  ) {}

  public async provision(request: ProvisioningRequest): Promise<Provisioned | undefined> {
    const type = ResourceType.named(request.type);
    const handler = new ResourceHandler(type, this.watched(this.serviceOf(type)), callerOf(request));
    switch (request.action) {
      case 'create': return handler.create(request.properties);
      case 'update': return handler.update(request.physicalId ?? '', request.oldProperties ?? {}, request.properties);
      case 'delete': return handler.remove(request.physicalId ?? '');
      case 'import': return handler.adopt(request.properties);
    }
  }

  private watched(service: Service): Service {
    return {
      model: service.model,
      perform: async (operation, input, caller) => this.watch(operation, input, caller, async () => service.perform(operation, input, caller)),
    };
  }

  private serviceOf({ name }: ResourceType): Service {
    if (!name.startsWith('AWS::CleanRoomsML::')) return this.service;
    this.machineLearning ??= new MachineLearning(loadModel(this.machineLearningModel), this.service);
    return this.machineLearning;
  }
}

/** The reason of a failure, as CloudFormation tells it. */
export function failureReason(error: unknown): string {
  if (error instanceof PropertyError) return `Properties validation failed: ${error.message}`;
  if (error instanceof ServiceException) return `Resource handler returned message: "${error.message}" (${error.exception})`;
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

function callerOf({ account, region }: ProvisioningRequest): Caller {
  return { account, region, accessKeyId: 'cloudformation.amazonaws.com', isAwsService: true };
}

/** The handler of one resource type, in one account and Region. */
class ResourceHandler {
  private readonly difference: Difference;

  constructor(
    private readonly type: ResourceType,
    private readonly service: Service,
    private readonly caller: Caller,
  ) {
    this.difference = DIFFERENCES[type.kind] ?? {};
  }

  public async create(properties: Values): Promise<Provisioned> {
    const { rules, tags, ...converted } = this.converted(properties);
    const input = this.difference.create?.(converted) ?? converted;
    const created = await this.perform(`Create${this.type.kind}`, { ...input, ...(tags !== undefined && { tags }) });
    const identifiers = this.identifiersOf(created, converted);
    try {
      for (const rule of rules) await this.createRule(identifiers, rule);
    } catch (error) {
      // CloudFormation deletes what it could not complete.
      await this.perform(`Delete${this.type.kind}`, identifiers);
      throw error;
    }
    return this.read(identifiers);
  }

  public async update(physicalId: string, oldProperties: Values, properties: Values): Promise<Provisioned> {
    if (this.type.replacement(oldProperties, properties)) return this.create(properties);

    const identifiers = this.identifiersFrom(physicalId);
    const before = this.converted(oldProperties);
    const { rules, tags, ...after } = this.converted(properties);
    const rulesDiffer = differ(before.rules, rules);

    // The old rule goes first, since it may need columns that go with this update; for a moment there is none.
    // An update that fails is followed by one back, which finds the rules that are left.
    if (rulesDiffer) await this.deleteRules(identifiers, before.rules);
    await this.change(identifiers, before, after);
    if (rulesDiffer) for (const rule of rules) await this.createRule(identifiers, rule);
    await this.retag(identifiers, (before.tags ?? {}) as Values, (tags ?? {}) as Values);
    return this.read(identifiers);
  }

  public async remove(physicalId: string): Promise<undefined> {
    try {
      await this.perform(`Delete${this.type.kind}`, this.identifiersFrom(physicalId));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  /** Reads what exists already, for a stack that imports it. */
  public async adopt(identifiers: Values): Promise<Provisioned> {
    return this.read(Object.fromEntries(this.type.primaryIdentifier.map((name) => [memberName(name), identifiers[name]])));
  }

  private async change(identifiers: Values, before: Values, after: Values): Promise<void> {
    const changed = Object.keys(after).filter((member) => differ(before[member], after[member]));
    if (!changed.length) return;

    const { members = {}, required = [] } = this.service.model.shapes[`Update${this.type.kind}Input`];
    const sent = Object.fromEntries(Object.entries(after).filter(([member]) => changed.includes(member) || required.includes(member)));
    const input = this.difference.update?.(sent) ?? sent;
    const unknown = Object.keys(input).find((member) => !(member in members));
    if (unknown) throw new PropertyError(`#/${unknown}: the API has no way to update it`);
    await this.perform(`Update${this.type.kind}`, { ...identifiers, ...input });
  }

  private async retag(identifiers: Values, before: Values, after: Values): Promise<void> {
    if (!differ(before, after)) return;
    const { arn: resourceArn } = await this.get(identifiers);
    const tagKeys = Object.keys(before).filter((key) => !(key in after));
    if (tagKeys.length) await this.perform('UntagResource', { resourceArn, tagKeys });
    await this.perform('TagResource', { resourceArn, tags: after });
  }

  private async createRule(identifiers: Values, { type, policy }: Rule): Promise<void> {
    const input = { ...identifiers, analysisRuleType: type, analysisRulePolicy: policy };
    await this.perform(`Create${this.type.kind}AnalysisRule`, input);
  }

  private async deleteRules(identifiers: Values, rules: readonly Rule[]): Promise<void> {
    for (const { type } of rules) {
      try {
        await this.perform(`Delete${this.type.kind}AnalysisRule`, { ...identifiers, analysisRuleType: type });
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    }
  }

  private async read(identifiers: Values): Promise<Provisioned> {
    const resource = await this.get(identifiers);
    const attributes = Object.fromEntries(this.type.attributes.map((name) => [name, attributeOf(this.type.kind, resource, name)]));
    const physicalId = this.difference.ref ? String(resource[this.difference.ref]) : Object.values(identifiers).join('|');
    return { physicalId, attributes };
  }

  private async get(identifiers: Values): Promise<Values> {
    return this.perform(`Get${this.type.kind}`, identifiers);
  }

  /** The output of an operation, without the one member that it all is in. */
  private async perform(operation: string, input: Values): Promise<Values> {
    const output = await this.service.perform(operation, input, this.caller);
    return (Object.values(output)[0] ?? {}) as Values;
  }

  private converted(properties: Values): Values & { rules: Rule[] } {
    const { [this.difference.rules ?? '']: rules, ...rest } = toRequest(this.type.properties, properties);
    return { ...rest, rules: (rules ?? []) as Rule[] };
  }

  private identifiersOf(created: Values, converted: Values): Values {
    return Object.fromEntries(this.type.primaryIdentifier.map((name) => {
      const member = memberName(name);
      return [member, converted[member] ?? attributeOf(this.type.kind, created, name)];
    }));
  }

  private identifiersFrom(physicalId: string): Values {
    const [first] = this.type.primaryIdentifier;
    if (first.endsWith('Arn')) return { [memberName(first)]: physicalId };

    const ids = physicalId.startsWith('arn:') ? idsIn(physicalId) : physicalId.split('|');
    return Object.fromEntries(this.type.primaryIdentifier.map((name, position) => [memberName(name), ids[position]]));
  }
}

/** Those of `.../membership/<its id>/<type>/<id>`, the resource's own before its parent's, as primary identifiers have them. */
function idsIn(arn: string): string[] {
  return arn.split('/').filter((_, position) => position % 2 === 1).reverse();
}

/** What is gone is deleted; so is what the service says we may not see, since that is how it hides what is gone. */
function isGone(error: unknown): boolean {
  return error instanceof ServiceException && ['ResourceNotFoundException', 'AccessDeniedException'].includes(error.exception);
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
