import type { Behaviour, Call } from '../engine';
import type { NamedValues, Resource } from '../resource';

interface CreateInput {
  readonly configuredAudienceModelAssociationName: string;
}

interface Policy {
  readonly Version: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

export const configuredAudienceModelAssociation: Behaviour<'ConfiguredAudienceModelAssociation'> = {
  uniqueName: ['ConfiguredAudienceModelAssociation'],
  quota: 'configuredAudienceModelAssociations',

  create: ({ configuredAudienceModelAssociationName: name, ...kept }: CreateInput): NamedValues => ({ ...kept, name }),

  afterCreation: (association, call) => managePolicy(association, call, [statementFor(association)]),

  afterRemoval: (association, call) => managePolicy(association, call, []),
};

/** With `manageResourcePolicies`, the service has a statement of its own for each association in the policy of the model. */
function managePolicy({ id, values }: Resource<'ConfiguredAudienceModelAssociation'>, { service }: Call, own: Policy['Statement']): void {
  const model = service.store.findByArn(String(values.configuredAudienceModelArn)) as Resource<'ConfiguredAudienceModel'> | undefined;
  if (!values.manageResourcePolicies || !model) return;
  const before = model.values.policy === undefined ? [] : (JSON.parse(String(model.values.policy)) as Policy).Statement;
  const statements = [...before.filter(({ Sid }) => Sid !== idOfStatement(id)), ...own];
  model.values.policy = statements.length ? JSON.stringify({ Version: '2012-10-17', Statement: statements }) : undefined;
}

/** Lets the members who can query generate audiences in the collaboration. */
function statementFor({ id, parent: { parent: collaboration }, values: { configuredAudienceModelArn: arn } }: Resource<'ConfiguredAudienceModelAssociation'>) {
  const accounts = collaboration.values.members.filter(({ memberAbilities }) => memberAbilities.includes('CAN_QUERY')).map(({ accountId }) => accountId);
  return {
    Sid: idOfStatement(id),
    Effect: 'Allow',
    Principal: { AWS: accounts },
    Action: ['cleanrooms-ml:StartAudienceGenerationJob'],
    Resource: [arn, String(arn).replace(/[^:]+$/, 'audience-generation-job/*')],
    Condition: { StringEquals: { 'cleanrooms-ml:CollaborationId': collaboration.id } },
  };
}

function idOfStatement(id: string): string {
  return `Clean-Rooms-${id}`;
}
