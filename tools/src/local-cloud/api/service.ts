import type { AnalysisRule } from './analysis-rule';
import { analysisRuleOperations } from './analysis-rule-operations';
import { Answers } from './answer';
import type { Caller } from './caller';
import { conventionalOperations, seen, type Behaviour, type Call, type OperationHandler } from './engine';
import { accessDenied, conflict, invalid, malformed, notFound, ServiceException } from './exceptions';
import { analysisLogExport, analysisLogExportOperations } from './kinds/analysis-log-export';
import { analysisTemplate, analysisTemplateOperations } from './kinds/analysis-template';
import { changeRequest, changeRequestOperations } from './kinds/change-request';
import { collaboration, collaborationOperations } from './kinds/collaboration';
import { configuredAudienceModelAssociation } from './kinds/configured-audience-model-association';
import { configuredTable } from './kinds/configured-table';
import { configuredTableAssociation } from './kinds/configured-table-association';
import { idMappingTable, idMappingTableOperations } from './kinds/id-mapping-table';
import { idNamespaceAssociation } from './kinds/id-namespace-association';
import { intermediateTable, intermediateTableOperations } from './kinds/intermediate-table';
import { membership } from './kinds/membership';
import { privacyBudgetTemplate } from './kinds/privacy-budget-template';
import { protectedJob, protectedJobOperations } from './kinds/protected-job';
import { protectedQuery, protectedQueryOperations } from './kinds/protected-query';
import type { OperationModel, ServiceModel } from './model';
import { namedResources, type Named } from './naming';
import { privacyBudgetOperations } from './privacy-budgets';
import { DEFAULT_QUOTAS, type Quotas } from './quotas';
import type { KindName, Resource, Values } from './resource';
import { rolesIn } from './roles';
import type { Outcome } from './runs';
import { schemaOperations } from './schemas';
import { ShapeValidator } from './shape-schema';
import { Store } from './store';
import { tableNamed, tablesOf } from './tables';
import { checkTags, tagOperations } from './tags';

export interface ServiceOptions {
  readonly quotas?: Partial<Quotas>;
  /** How many entries a page has at most, so that lists of few entries come in pages too. */
  readonly pageSize?: number;
  /**
   * The type of an ID namespace in Entity Resolution, which is not here.
   * @default - TARGET where the name says so
   */
  readonly idNamespaceType?: (arn: string) => 'SOURCE' | 'TARGET';
  /**
   * Whether a change request shows only the votes that are cast, and not those that it waits for: its model allows both.
   * @default false
   */
  readonly hidesPendingVotes?: boolean;
  /**
   * Whether a change request shows no votes at all, which its model allows, too.
   * @default false
   */
  readonly hidesVotes?: boolean;
  /**
   * Whether tag calls refuse ARNs of more than 100 characters, the length that the API reference documents. Those of CloudFormation's own
   * handlers are not refused.
   * @default false
   */
  readonly refusesLongTagArns?: boolean;
  /**
   * Whether the caller needs the permissions for what the service calls in its name, too: see permissions.ts.
   * @default false
   */
  readonly enforcesDependentActions?: boolean;
  /**
   * Which names must be unique in a collaboration, where no source says it: those of all kinds, or of none.
   * @default - those of the kinds for which a source says it
   */
  readonly uniqueNames?: 'all' | 'none';
  /**
   * Says why the service cannot assume a role that it is given, if it cannot.
   * @default - it can assume any role
   */
  readonly assumable?: (roleArn: string, caller: Caller) => Promise<string | undefined> | string | undefined;
  /**
   * The SHA-256 of an object in S3, in hexadecimal; `undefined` if it is not there.
   * @default - no object is there
   */
  readonly hashOfObject?: (location: ObjectLocation, caller: Caller) => Promise<string | undefined>;
  /**
   * Runs a query that no rule of its tables, as far as the service itself checks them, forbids.
   * @default - a query reads nothing, and succeeds
   */
  readonly runQuery?: (query: Resource<'ProtectedQuery'>, service: CleanRoomsService) => Promise<Outcome>;
}

/** Where an object is in S3. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

interface ArtifactSource {
  readonly artifacts?: {
    readonly entryPoint?: { readonly location: ObjectLocation };
    readonly additionalArtifacts?: readonly { readonly location: ObjectLocation }[];
  };
}

/** Asked before an operation touches anything; throws where the caller may not. */
export type Permit = (operation: OperationModel, input: Values, named: readonly Named[]) => Promise<void>;

const BEHAVIOURS: { readonly [K in KindName]: Behaviour<K> } = {
  AnalysisLogExport: analysisLogExport,
  AnalysisTemplate: analysisTemplate,
  AudienceExportJob: {},
  AudienceGenerationJob: {},
  AudienceModel: {},
  ChangeRequest: changeRequest,
  Collaboration: collaboration,
  ConfiguredAudienceModel: {},
  ConfiguredAudienceModelAssociation: configuredAudienceModelAssociation,
  ConfiguredModelAlgorithm: {},
  ConfiguredModelAlgorithmAssociation: {},
  ConfiguredTable: configuredTable,
  ConfiguredTableAssociation: configuredTableAssociation,
  IdMappingTable: idMappingTable,
  IdNamespaceAssociation: idNamespaceAssociation,
  IntermediateTable: intermediateTable,
  MLConfiguration: {},
  MLInputChannel: {},
  Membership: membership,
  PrivacyBudgetTemplate: privacyBudgetTemplate,
  ProtectedJob: protectedJob,
  ProtectedQuery: protectedQuery,
  TrainedModel: {},
  TrainedModelExportJob: {},
  TrainedModelInferenceJob: {},
  TrainingDataset: {},
};

const KINDS = Object.keys(BEHAVIOURS) as KindName[];

const OPERATIONS: Readonly<Record<string, OperationHandler>> = {
  ...Object.assign({}, ...KINDS.map((kind) => conventionalOperations(kind, BEHAVIOURS[kind]))),
  ...analysisLogExportOperations,
  ...analysisRuleOperations,
  ...analysisTemplateOperations,
  ...changeRequestOperations,
  ...collaborationOperations,
  ...idMappingTableOperations,
  ...intermediateTableOperations,
  ...privacyBudgetOperations,
  ...protectedJobOperations,
  ...protectedQueryOperations,
  ...schemaOperations,
  ...tagOperations,
};

/** The Clean Rooms service without its wire: operations on the state of all accounts and Regions. */
export class CleanRoomsService {
  /** A service of its own can behave in its own way, as tests of what nobody knows want it. */
  private readonly behaviours = Object.fromEntries(KINDS.map((kind) => [kind, Object.create(BEHAVIOURS[kind])])) as typeof BEHAVIOURS;

  public readonly store = new Store();
  public readonly quotas: Quotas;
  /**
   * What the service answers where something is not there. It really does both: at times it hides what does not exist
   * behind a lack of permission.
   */
  public missingAs: 'ResourceNotFound' | 'AccessDenied' = 'ResourceNotFound';

  /** Whether models are trained, however often somebody looks: it takes up to a day. */
  public trains = true;

  private readonly outcomes: Outcome[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly validator: ShapeValidator;
  private readonly answers: Answers;

  constructor(public readonly model: ServiceModel, private readonly options: ServiceOptions = {}) {
    this.quotas = { ...DEFAULT_QUOTAS, ...options.quotas };
    for (const [kind, behaviour] of Object.entries(this.behaviours) as [KindName, { uniqueName?: readonly KindName[] }][]) {
      if (options.uniqueNames === 'none') behaviour.uniqueName = undefined;
      if (options.uniqueNames === 'all') behaviour.uniqueName ??= [kind];
    }
    this.validator = new ShapeValidator(model);
    this.answers = new Answers(model, this.validator, options.pageSize);
  }

  /** Which votes on change requests it keeps to itself. */
  public get hiddenVotes(): 'none' | 'pending' | 'all' {
    if (this.options.hidesVotes) return 'all';
    return this.options.hidesPendingVotes ? 'pending' : 'none';
  }

  /** Whether the operations on tags take only ARNs of the length that their model gives them. */
  public get refusesLongTagArns(): boolean {
    return this.options.refusesLongTagArns ?? false;
  }

  public async perform(operationName: string, input: Values, caller: Caller, permit?: Permit): Promise<Values> {
    const operation = this.model.operations[operationName];
    try {
      return await this.performed(operation, input, caller, permit);
    } catch (error) {
      throw error instanceof ServiceException ? asModelled(error, operation) : error;
    }
  }

  /** The operations that it has. */
  public get operations(): string[] {
    return Object.keys(this.model.operations).filter((name) => name in OPERATIONS);
  }

  public behaviourOf<K extends KindName>(kind: K): Behaviour<K> {
    return this.behaviours[kind];
  }

  /** Everything that an account has made in a Region, as the API tells it to the account, with members, rules and tags in their places. */
  public stateOf(account: string, region: string): Values[] {
    return this.store.all()
      .filter((resource) => resource.account === account && resource.region === region)
      .map((resource) => {
        const { rule, members } = resource.values as { readonly rule?: AnalysisRule; readonly members?: unknown };
        const told = this.answers.described(resource.kind, seen(resource, { caller: { account }, service: this }));
        const analysisRule = rule && { type: rule.type, policy: rule.policy };
        return { kind: resource.kind, ...told, members, analysisRule, tags: resource.tags };
      });
  }

  /** The accounts that have made anything, by their Regions, in the order of their ids. */
  public places(): { readonly account: string; readonly region: string }[] {
    return [...new Set(this.store.all().map(({ account, region }) => `${account}/${region}`))].sort()
      .map((place) => ({ account: place.split('/')[0], region: place.split('/')[1] }));
  }

  public membershipIn(parent: Resource<'Collaboration'>, account: string): Resource<'Membership'> | undefined {
    return this.store.list('Membership', parent.region).find((each) => each.parent === parent && each.account === account);
  }

  public clear(): void {
    this.store.clear();
    this.outcomes.length = 0;
    this.trains = true;
  }

  /** Makes the next query or job end in a certain way, whatever it is. */
  public letNextRunEnd(outcome: Outcome): void {
    this.outcomes.push(outcome);
  }

  /** Runs a query, where it can be run: the query goes on until its outcome is there. */
  public run(query: Resource<'ProtectedQuery'>): void {
    const { runQuery } = this.options;
    if (!runQuery) return;
    query.values.outcome = undefined;
    const run = runQuery(query, this)
      .catch((error: Error): Outcome => ({ status: 'FAILED', code: 'INTERNAL_ERROR', message: error.stack }))
      .then((outcome) => {
        query.values.outcome = outcome;
        this.running.delete(run);
      });
    this.running.add(run);
  }

  /** Waits for the queries that are being run. */
  public async settled(): Promise<void> {
    await Promise.all(this.running);
  }

  public nextOutcome(): Outcome | undefined {
    return this.outcomes.shift();
  }

  public idNamespaceType(arn: string): 'SOURCE' | 'TARGET' {
    return this.options.idNamespaceType?.(arn) ?? (/target/i.test(arn) ? 'TARGET' : 'SOURCE');
  }

  private async performed(operation: OperationModel, input: Values, caller: Caller, permit?: Permit): Promise<Values> {
    const faults = this.validator.faultsOfRequest(operation.input.shape, input);
    if (faults.length) throw malformed(faults);
    await permit?.(operation, input, [...this.named(input, caller), ...this.namedSchema(input, caller)]);
    await this.checkRoles(operation, input, caller);

    const named = this.named(input, caller);
    const call = this.call(operation, input, caller, named, await this.hashesOfArtifacts(input, caller));
    for (const { kind, id, resource, isHidden } of named) {
      if (isHidden) throw accessDenied(`The ${kind} ${id} is not for the account ${caller.account}`);
      if (!resource) throw call.missing(kind, id);
    }
    checkMembership(call, named);
    checkTags((input.tags ?? {}) as Record<string, string>, caller);

    const handler = OPERATIONS[operation.name];
    if (!handler) throw new ServiceException('InternalServerException', `The local Clean Rooms API does not know ${operation.name} yet`);
    return this.answers.answer(operation, handler(call as Call<never>), input);
  }

  private async checkRoles(operation: OperationModel, input: Values, caller: Caller): Promise<void> {
    for (const role of rolesIn(this.model, operation.input.shape, input)) {
      const obstacle = await this.options.assumable?.(role, caller);
      if (obstacle) throw new ServiceException('ValidationException', obstacle, { reason: 'IAM_SYNCHRONIZATION_DELAY' });
    }
  }

  /** The hashes of the artifacts that a request names, by their keys: the service reads them when it is told of them. */
  private async hashesOfArtifacts({ source }: Values, caller: Caller): Promise<ReadonlyMap<string, string>> {
    const { entryPoint, additionalArtifacts = [] } = (source as ArtifactSource | undefined)?.artifacts ?? {};
    const locations = [...entryPoint ? [entryPoint] : [], ...additionalArtifacts].map(({ location }) => location);
    const hashes = await Promise.all(locations.map(async (location) => [location.key, await this.options.hashOfObject?.(location, caller)] as const));
    return new Map(hashes.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  private named(input: Values, caller: Caller): Named[] {
    return namedResources(input, caller, this.store, KINDS);
  }

  /** The table behind a schema that a request names by the schema's name. */
  private namedSchema({ collaborationIdentifier, name }: Values, { region }: Caller): Named[] {
    const parent = this.store.find('Collaboration', region, String(collaborationIdentifier));
    const table = parent && typeof name === 'string' && tableNamed(name, tablesOf(parent, this.store));
    return table ? [{ kind: table.kind, id: table.id, resource: table, isHidden: false }] : [];
  }

  private call(
    operation: OperationModel, input: Values, caller: Caller, named: readonly Named[], hashes: ReadonlyMap<string, string>,
  ): Call {
    const missing = (kind: string, id: string) => {
      const exception = notFound(kind, id);
      return this.missingAs === 'ResourceNotFound' ? exception : accessDenied(exception.message);
    };
    const found = <K extends KindName>(kind: K) => {
      const resource = named.find((each) => each.kind === kind)?.resource;
      if (!resource) throw new Error(`${operation.name} names no ${kind}`);
      return resource as Resource<K>;
    };
    return { operation, input, caller, service: this, missing, found, hashes };
  }
}

/** A membership that has ended can be looked at and emptied, and nothing more. */
function checkMembership({ operation }: Call, named: readonly Named[]): void {
  const resource = named.find(({ kind }) => kind === 'Membership')?.resource as Resource<'Membership'> | undefined;
  if (!resource || resource.values.status === 'ACTIVE' || operation.http.method === 'GET' || operation.http.method === 'DELETE') return;

  throw conflict(`The membership ${resource.id} is ${resource.values.status}`, 'INVALID_STATE', resource);
}

/** An operation only throws what the model gives it: a deletion that knows no ResourceNotFoundException says AccessDeniedException. */
export function asModelled(error: ServiceException, { errors }: OperationModel): ServiceException {
  if (errors.some(({ shape }) => shape === error.exception)) return error;
  switch (error.exception) {
    case 'ResourceNotFoundException': return accessDenied(error.message);
    case 'ConflictException':
    case 'ServiceQuotaExceededException': return invalid(error.message);
    default: return error;
  }
}
