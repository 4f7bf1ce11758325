import type { Behaviour } from '../engine';
import type { NamedValues } from '../resource';

interface CreateInput {
  readonly configuredAudienceModelAssociationName: string;
}

export const configuredAudienceModelAssociation: Behaviour<'ConfiguredAudienceModelAssociation'> = {
  uniqueName: ['ConfiguredAudienceModelAssociation'],
  quota: 'configuredAudienceModelAssociations',

  create: ({ configuredAudienceModelAssociationName: name, ...kept }: CreateInput): NamedValues => ({ ...kept, name }),
};
